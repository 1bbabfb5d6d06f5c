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

/// Việc đã xảy ra với một máy: one line of what became of the devices of a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct DeviceEvent {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Which device.
    #[ts(type = "string")]
    pub device: DeviceId,
    /// What.
    pub what: DeviceHappening,
    /// The device that did it, or the one whose place it took.
    #[ts(type = "string | null")]
    pub by: Option<DeviceId>,
}

/// What can become of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, export_to = "ward/")]
pub(super) enum DeviceHappening {
    /// Ghi danh: with a code, and in at once.
    Enrolled,
    /// Xin vào: with a code, and waits for the secretary.
    Asked,
    /// Được bí thư duyệt.
    Admitted,
    /// Đổi danh tính: a copy goes on beside the device that it was copied from.
    Renewed,
    /// Chi bộ thu hồi.
    RevokedByCell,
    /// Phường thu hồi.
    RevokedByWard,
}

/// What became of the devices of a cell, the newest first. Everything is said by the devices as they
/// are held: nothing that happens to one is ever taken back, so that no second list can disagree.
pub(super) fn events(held: &[HeldDevice], cell: CellId) -> Vec<DeviceEvent> {
    let mut all: Vec<(i64, DeviceEvent)> = Vec::new();
    for held in held.iter().filter(|held| held.cell == cell) {
        let mut tell = |at: i64, what, by| {
            let event = DeviceEvent {
                at: clock::local(at),
                device: held.device,
                what,
                by,
            };
            all.push((at, event));
        };
        let came = match (held.renewed_from, held.admitted_at) {
            (Some(_), _) => DeviceHappening::Renewed,
            (None, Some(at)) if at == held.enrolled_at => DeviceHappening::Enrolled,
            (None, _) => DeviceHappening::Asked,
        };
        tell(held.enrolled_at, came, held.renewed_from);
        if let Some(at) = held.admitted_at.filter(|_| came == DeviceHappening::Asked) {
            tell(at, DeviceHappening::Admitted, None);
        }
        if let Some(at) = held.revoked_at {
            let what = match held.revoked_by {
                Some(_) => DeviceHappening::RevokedByCell,
                None => DeviceHappening::RevokedByWard,
            };
            tell(at, what, held.revoked_by);
        }
    }
    // What happened to one device at one instant stays in its order.
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().rev().map(|(_, event)| event).collect()
}

#[cfg(test)]
mod tests {
    use sochibo_journal::Hash;
    use uuid::Uuid;

    use super::*;

    fn held(device: u128, cell: u128, enrolled_at: i64) -> HeldDevice {
        HeldDevice {
            device: DeviceId(Uuid::from_u128(device)),
            cell: CellId(Uuid::from_u128(cell)),
            org: Uuid::nil(),
            org_name: String::new(),
            enrolled_at,
            admitted_at: Some(enrolled_at),
            revoked_at: None,
            renewed_from: None,
            revoked_by: None,
            seq: 0,
            head: Hash([0; 32]),
        }
    }

    #[test]
    fn what_became_of_each_device_is_told_newest_first_and_of_this_cell_only() {
        use DeviceHappening::{Admitted, Asked, Enrolled, Renewed, RevokedByCell, RevokedByWard};
        let first = held(1, 7, 1_000);
        let second = HeldDevice {
            admitted_at: Some(3_000),
            revoked_at: Some(6_000),
            revoked_by: Some(first.device),
            ..held(2, 7, 2_000)
        };
        let waiting = HeldDevice {
            admitted_at: None,
            ..held(3, 7, 4_000)
        };
        let copy = HeldDevice {
            renewed_from: Some(first.device),
            revoked_at: Some(7_000),
            ..held(4, 7, 5_000)
        };
        let elsewhere = held(5, 8, 1_500);
        let all = [first.clone(), second, waiting, copy, elsewhere];
        let told: Vec<(u128, DeviceHappening, Option<DeviceId>)> = events(&all, first.cell)
            .iter()
            .map(|event| (event.device.0.as_u128(), event.what, event.by))
            .collect();
        assert_eq!(
            told,
            [
                (4, RevokedByWard, None),
                (2, RevokedByCell, Some(first.device)),
                (4, Renewed, Some(first.device)),
                (3, Asked, None),
                (2, Admitted, None),
                (2, Asked, None),
                (1, Enrolled, None),
            ]
        );
    }
}
