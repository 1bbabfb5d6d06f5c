use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use sochibo_journal::{CellId, DeviceId};
use ts_rs::TS;

use crate::{clock, store::HeldDevice};

/// Một máy của chi bộ. What people call it is sealed: the ward knows it by its id.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct DeviceRow {
    /// The device.
    #[ts(type = "string")]
    pub device: DeviceId,
    /// How it stands.
    pub state: DeviceState,
    /// When it joined or asked to.
    pub enrolled_at: DateTime<FixedOffset>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<FixedOffset>>,
    /// Whether the ward revoked it, or else the cell itself.
    pub revoked_by_ward: bool,
    /// How many operations of it are held.
    #[ts(type = "number")]
    pub operations: u64,
}

/// How a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, export_to = "ward/")]
pub(super) enum DeviceState {
    /// Đang dùng.
    In,
    /// Chờ bí thư duyệt.
    Waiting,
    /// Đã thu hồi.
    Revoked,
}

/// The devices of a cell, the oldest first.
pub(super) fn rows(held: Vec<HeldDevice>, cell: CellId) -> Vec<DeviceRow> {
    held.into_iter()
        .filter(|held| held.cell == cell)
        .map(|held| DeviceRow {
            device: held.device,
            state: match (held.revoked_at, held.admitted_at) {
                (Some(_), _) => DeviceState::Revoked,
                (None, None) => DeviceState::Waiting,
                (None, Some(_)) => DeviceState::In,
            },
            enrolled_at: clock::local(held.enrolled_at),
            revoked_at: held.revoked_at.map(clock::local),
            revoked_by_ward: held.revoked_at.is_some() && held.revoked_by.is_none(),
            operations: held.seq,
        })
        .collect()
}
