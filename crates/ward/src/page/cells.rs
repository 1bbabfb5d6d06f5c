use std::collections::HashMap;

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use chrono::Datelike;
use serde::{Deserialize, Serialize};
use sochibo_domain::{CellType, MeetingKind, Month, id::MeetingId, text};
use sochibo_journal::CellId;
use ts_rs::TS;
use uuid::Uuid;

use super::{Fault, meetings::MeetingRow, reader::Reader};
use crate::{
    clock,
    state::Shared,
    store::{ListedReport, Org},
};

/// Which year.
#[derive(Deserialize)]
pub(super) struct Wanted {
    year: Option<i32>,
}

/// Các chi bộ của một năm.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct CellsView {
    /// The year shown.
    pub year: i32,
    /// Years with reports, newest first; the year shown is among them.
    pub years: Vec<i32>,
    /// The last month of the year that has begun.
    pub month: u32,
    /// Sums over the cells.
    pub sums: Sums,
    /// The cells, in the order of their names.
    pub cells: Vec<CellRow>,
}

/// Sums over the cells shown.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct Sums {
    /// Cells.
    pub cells: u32,
    /// Cells whose report of the last month's meeting is here.
    pub reported: u32,
    /// Dự họp bình quân of the year, in tenths of a percent.
    pub attendance: Option<u32>,
    /// Reports of the year that came more than two days after their meeting.
    pub late: u32,
    /// Kiến nghị of the year that want an answer of the ward.
    pub petitions: u32,
    /// Cells of which no machine has joined.
    pub not_enrolled: u32,
}

/// Một chi bộ.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct CellRow {
    /// Its organisation.
    pub org: Uuid,
    /// Tên.
    pub name: String,
    /// Loại hình, as its newest report says.
    pub cell_type: Option<CellType>,
    /// Whether one of its machines has joined.
    pub enrolled: bool,
    /// Số đảng viên, as its newest report says.
    pub members: Option<u32>,
    /// Dự họp bình quân of the year, in tenths of a percent.
    pub attendance: Option<u32>,
    /// The months of the year with a report.
    pub months: Vec<MonthMark>,
    /// The newest meeting of the year.
    pub last: Option<MeetingRow>,
}

/// The meeting that stands for a month: the regular one where there is one.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct MonthMark {
    /// 1 to 12.
    pub month: u32,
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// Điểm, in tenths.
    pub total: u32,
    /// Xếp loại tự chấm.
    pub band: String,
}

pub(super) async fn cells(
    State(state): State<Shared>,
    reader: Reader,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Json<CellsView>, Fault> {
    let Query(wanted) = wanted.map_err(|_| Fault::BadRequest)?;
    let today = clock::local(clock::now());
    let year = wanted.year.unwrap_or_else(|| today.year());
    let (orgs, reports, mut years) = state
        .store(move |store| {
            Ok((
                store.orgs()?,
                store.newest_reports(None, Some(year))?,
                store.report_years()?,
            ))
        })
        .await?;
    for known in [year, today.year()] {
        if !years.contains(&known) {
            years.push(known);
        }
    }
    years.sort_unstable_by(|a, b| b.cmp(a));
    let month = if year == today.year() {
        today.month()
    } else {
        12
    };
    let mut by_cell: HashMap<CellId, Vec<ListedReport>> = HashMap::new();
    for report in reports {
        by_cell.entry(report.cell).or_default().push(report);
    }
    let mut visible = reader.cells(orgs);
    visible.sort_by_cached_key(|org| natural(&org.name));
    let mut sums = Sums::default();
    let mut whole = Attendance::default();
    let cells = visible
        .into_iter()
        .map(|org| {
            let reports = org.cell.and_then(|cell| by_cell.remove(&cell));
            row(
                org,
                reports.unwrap_or_default(),
                month,
                &mut sums,
                &mut whole,
            )
        })
        .collect();
    sums.attendance = whole.share();
    Ok(Json(CellsView {
        year,
        years,
        month,
        sums,
        cells,
    }))
}

fn row(
    org: Org,
    mut reports: Vec<ListedReport>,
    month: u32,
    sums: &mut Sums,
    whole: &mut Attendance,
) -> CellRow {
    reports.sort_by_key(|report| report.summary.started_at);
    let months = months(&reports);
    let mut own = Attendance::default();
    for report in &reports {
        sums.petitions += report.summary.wants_reply;
        sums.late += u32::from(super::meetings::days_late(report) > 0);
        if is_of_the_cell(report) {
            own.add(report);
            whole.add(report);
        }
    }
    sums.cells += 1;
    sums.not_enrolled += u32::from(org.cell.is_none());
    sums.reported += u32::from(months.iter().any(|mark| mark.month == month));
    let newest = reports.last();
    CellRow {
        org: org.id,
        name: org.name,
        cell_type: newest.map(|report| report.summary.cell_type),
        enrolled: org.cell.is_some(),
        members: newest.map(|report| report.summary.members),
        attendance: own.share(),
        months,
        last: newest.map(MeetingRow::of),
    }
}

/// Meetings of the whole cell count; those of its committee don't.
fn is_of_the_cell(report: &ListedReport) -> bool {
    report.summary.kind != MeetingKind::Committee
}

fn months(reports: &[ListedReport]) -> Vec<MonthMark> {
    let weight = |report: &ListedReport| match report.summary.kind {
        MeetingKind::Regular | MeetingKind::Combined => 2,
        MeetingKind::Thematic => 1,
        MeetingKind::Extraordinary | MeetingKind::Committee | MeetingKind::Review => 0,
    };
    (1..=12)
        .filter_map(|month| {
            let of_month = |report: &&ListedReport| {
                Month::month(report.summary.month) == month && is_of_the_cell(report)
            };
            let report = reports.iter().filter(of_month).max_by_key(|r| weight(r))?;
            Some(MonthMark {
                month,
                meeting: MeetingId(report.meeting),
                total: report.summary.total?,
                band: report.summary.band.clone()?,
            })
        })
        .collect()
}

/// Sums of those summoned and those who came.
#[derive(Default)]
struct Attendance {
    summoned: u64,
    attended: u64,
}

impl Attendance {
    fn add(&mut self, report: &ListedReport) {
        self.summoned += u64::from(report.summary.summoned);
        self.attended += u64::from(report.summary.attended);
    }

    /// In tenths of a percent, rounded; `None` where nobody was summoned.
    fn share(&self) -> Option<u32> {
        let rounded = (self.attended * 2000 + self.summoned).checked_div(self.summoned * 2)?;
        u32::try_from(rounded).ok()
    }
}

/// `Khu phố 9` before `Khu phố 10`: numbers inside a name by their value, the rest folded.
fn natural(name: &str) -> Vec<(u64, String)> {
    let folded = text::fold(name);
    let mut parts = Vec::new();
    let mut rest = folded.as_str();
    while !rest.is_empty() {
        let words = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(words);
        let digits = after
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(after.len());
        let (number, after) = after.split_at(digits);
        parts.push((0, word.to_owned()));
        parts.push((number.parse().unwrap_or(0), String::new()));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_listed_by_their_numbers() {
        let mut names = ["Khu phố 10", "Trạm Y tế", "Khu phố 9", "Đồn Biên phòng 2"];
        names.sort_by_cached_key(|name| natural(name));
        assert_eq!(
            names,
            ["Đồn Biên phòng 2", "Khu phố 9", "Khu phố 10", "Trạm Y tế"]
        );
    }

    #[test]
    fn attendance_is_rounded_to_a_tenth_of_a_percent() {
        let share = |attended, summoned| Attendance { summoned, attended }.share();
        assert_eq!(share(2, 3), Some(667));
        assert_eq!(share(20, 20), Some(1000));
        assert_eq!(share(0, 0), None);
    }
}
