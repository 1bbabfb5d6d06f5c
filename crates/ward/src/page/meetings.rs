use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use sochibo_domain::{
    MeetingKind, Month,
    id::MeetingId,
    minutes::{self as domain_minutes, OpenMinutes},
};
use sochibo_journal::{CellId, DeviceId};
use ts_rs::TS;
use uuid::Uuid;

use super::{
    Fault,
    devices::{self, DeviceEvent, DeviceRow},
    reader::Reader,
};
use crate::{
    clock, report,
    state::Shared,
    store::{ListedReport, Org, ReceivedReport},
};

/// Minutes come within two days of the meeting (`docs_after`, `domain.md` §1.1).
const IN_TIME_MS: i64 = 2 * DAY_MS;
const DAY_MS: i64 = 86_400_000;

/// Một kỳ sinh hoạt đã thông qua biên bản.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct MeetingRow {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// Loại kỳ.
    pub kind: MeetingKind,
    /// Tháng.
    pub month: Month,
    /// Chuyên đề.
    pub topic: Option<String>,
    /// Địa điểm.
    pub place: String,
    /// Bắt đầu.
    pub started_at: DateTime<FixedOffset>,
    /// Kết thúc.
    pub ended_at: DateTime<FixedOffset>,
    /// Triệu tập.
    pub summoned: u32,
    /// Có mặt of those summoned.
    pub attended: u32,
    /// Điểm, in tenths; a committee meeting has none.
    pub total: Option<u32>,
    /// Xếp loại tự chấm.
    pub band: Option<String>,
    /// The newest version of the minutes.
    pub version: u32,
    /// When the first version came.
    pub received_at: DateTime<FixedOffset>,
    /// Days late, rounded up; 0 in time.
    pub days_late: u32,
}

impl MeetingRow {
    pub(super) fn of(report: &ListedReport) -> Self {
        let summary = report.summary.clone();
        Self {
            meeting: MeetingId(report.meeting),
            kind: summary.kind,
            month: summary.month,
            topic: summary.topic,
            place: summary.place,
            started_at: summary.started_at,
            ended_at: summary.ended_at,
            summoned: summary.summoned,
            attended: summary.attended,
            total: summary.total,
            band: summary.band,
            version: report.version,
            received_at: clock::local(report.first_received_at),
            days_late: days_late(report),
        }
    }
}

/// Days by which the first version came late, rounded up.
pub(super) fn days_late(report: &ListedReport) -> u32 {
    let took = report.first_received_at - report.summary.ended_at.timestamp_millis();
    let late = (took - IN_TIME_MS).max(0);
    u32::try_from((late + DAY_MS - 1) / DAY_MS).unwrap_or(u32::MAX)
}

/// Các kỳ sinh hoạt của một chi bộ.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct MeetingsView {
    /// Its organisation.
    pub org: Uuid,
    /// Tên chi bộ.
    pub name: String,
    /// Whether one of its machines has joined.
    pub enrolled: bool,
    /// Its machines, the oldest first.
    pub devices: Vec<DeviceRow>,
    /// What became of them, newest first.
    pub device_events: Vec<DeviceEvent>,
    /// Newest first.
    pub meetings: Vec<MeetingRow>,
    /// Reports that did not hold, newest first.
    pub rejected: Vec<RejectedRow>,
}

/// Một báo cáo không nhận được.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct RejectedRow {
    /// The machine that sent it.
    #[ts(type = "string")]
    pub device: DeviceId,
    /// Its number there.
    #[ts(type = "number")]
    pub seq: u64,
    /// Why.
    pub reason: String,
    /// When it came.
    pub received_at: DateTime<FixedOffset>,
}

/// Biên bản của một kỳ.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct MinutesView {
    /// The cell's organisation.
    pub org: Uuid,
    /// Tên chi bộ in the ward's list.
    pub cell_name: String,
    /// Đảng ủy.
    pub ward_name: String,
    /// What was adopted.
    pub minutes: OpenMinutes,
    /// Every version, oldest first.
    pub versions: Vec<VersionRow>,
    /// Dấu kiểm, which the server has verified together with the signature.
    pub fingerprint: String,
    /// The machine key that signed: its first eight characters.
    pub signed_by: String,
    /// When it was adopted.
    pub adopted_at: String,
    /// When it came.
    pub received_at: DateTime<FixedOffset>,
}

/// Một phiên bản.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct VersionRow {
    /// 1, 2, 3, …
    pub version: u32,
    /// When it was adopted.
    pub adopted_at: String,
    /// When it came.
    pub received_at: DateTime<FixedOffset>,
}

pub(super) async fn meetings(
    State(state): State<Shared>,
    reader: Reader,
    Path(org): Path<String>,
) -> Result<Json<MeetingsView>, Fault> {
    let org = visible(&state, &reader, &org).await?;
    let (mut reports, rejected, devices, device_events) = match org.cell {
        None => (Vec::new(), Vec::new(), Vec::new(), Vec::new()),
        Some(cell) => {
            let all = move |store: &dyn crate::store::WardStore| {
                let held = store.devices()?;
                let events = devices::events(&held, cell);
                Ok((
                    store.newest_reports(Some(cell), None)?,
                    store.rejected(cell)?,
                    devices::rows(held, cell),
                    events,
                ))
            };
            state.store(all).await?
        }
    };
    reports.sort_by_key(|report| std::cmp::Reverse(report.summary.started_at));
    Ok(Json(MeetingsView {
        org: org.id,
        name: org.name,
        enrolled: org.cell.is_some(),
        devices,
        device_events,
        meetings: reports.iter().map(MeetingRow::of).collect(),
        rejected: rejected
            .into_iter()
            .map(|rejected| RejectedRow {
                device: rejected.device,
                seq: rejected.seq,
                reason: rejected.reason,
                received_at: clock::local(rejected.received_at),
            })
            .collect(),
    }))
}

/// Which version; the newest where none is named.
#[derive(Deserialize)]
pub(super) struct Wanted {
    version: Option<u32>,
}

pub(super) async fn minutes(
    State(state): State<Shared>,
    reader: Reader,
    Path((org, meeting)): Path<(String, String)>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Json<MinutesView>, Fault> {
    let Query(wanted) = wanted.map_err(|_| Fault::BadRequest)?;
    let meeting = Uuid::parse_str(&meeting).map_err(|_| Fault::NotFound)?;
    let org = visible(&state, &reader, &org).await?;
    let cell: CellId = org.cell.ok_or(Fault::NotFound)?;
    let versions = state
        .store(move |store| store.versions(cell, meeting))
        .await?;
    let shown = match wanted.version {
        None => versions.last(),
        Some(version) => versions.iter().find(|v| v.report.version == version),
    };
    let shown = shown.ok_or(Fault::NotFound)?;
    // What is shown as verified is verified now, not only when it came.
    report::verify(&shown.report).map_err(|_| damaged())?;
    let minutes = report::read(&shown.report.open).map_err(|_| damaged())?;
    let ward = state.ward.clone();
    let ward_name = tokio::task::spawn_blocking(move || ward.name())
        .await
        .ok()
        .and_then(Result::ok)
        .ok_or(Fault::Internal)?;
    Ok(Json(MinutesView {
        org: org.id,
        cell_name: org.name,
        ward_name,
        minutes,
        fingerprint: domain_minutes::fingerprint(&shown.report.digest),
        signed_by: crate::hex::hex(&shown.report.signed_by.0[..4]),
        adopted_at: shown.report.adopted_at.clone(),
        received_at: clock::local(shown.received_at),
        versions: versions.iter().map(version_row).collect(),
    }))
}

fn version_row(received: &ReceivedReport) -> VersionRow {
    VersionRow {
        version: received.report.version,
        adopted_at: received.report.adopted_at.clone(),
        received_at: clock::local(received.received_at),
    }
}

fn damaged() -> Fault {
    tracing::error!("a kept report does not verify");
    Fault::Internal
}

/// The cell, if the user may read it. One that they may not is as unknown as one that isn't.
async fn visible(state: &Shared, reader: &Reader, wanted: &str) -> Result<Org, Fault> {
    let wanted = Uuid::parse_str(wanted).map_err(|_| Fault::NotFound)?;
    let orgs = state.store(|store| store.orgs()).await?;
    reader
        .cells(orgs)
        .into_iter()
        .find(|org| org.id == wanted)
        .ok_or(Fault::NotFound)
}
