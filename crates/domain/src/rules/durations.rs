//! Thời lượng, thời hạn, định kỳ and the limits that checks use (`domain.md` §1.1).

use serde::{Deserialize, Serialize};

use crate::{Cell, MeetingKind, rules::Sourced};

/// Thời lượng, in minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Durations {
    /// `dur_min`: the least for a regular or a thematic meeting.
    pub regular: Sourced<u16>,
    /// `dur_combined`: the least for a regular and a thematic meeting in one sitting.
    pub combined: Sourced<u16>,
    /// `dur_small`: the competent committee may set a cell of few members its own minimum, which
    /// then stands in [`Cell::minimum_minutes`].
    pub small_may_differ: Sourced<bool>,
    /// `dur_large`: some wards ask more of large cells.
    pub large: Sourced<LargeCell>,
    /// `ideology_time`: tư tưởng, tự phê bình và phê bình.
    pub ideology: Sourced<Span>,
}

/// What a ward asks of a large cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LargeCell {
    /// A cell is large from this many members on.
    pub from_members: u32,
    /// Its least duration, in minutes.
    pub minutes: u16,
    /// Whether this ward asks it.
    pub enabled: bool,
}

/// A span of minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// At least, in minutes.
    pub least: u16,
    /// At most, in minutes.
    pub most: u16,
}

impl Durations {
    /// The least duration of a meeting of this kind in this cell, in minutes; `None` where no
    /// minimum is known (họp chi ủy, sinh hoạt bất thường, kiểm điểm). The cell's own minimum, set by the
    /// competent committee, goes before the pack's.
    #[must_use]
    pub fn minimum_for(&self, kind: MeetingKind, cell: &Cell, member_count: u32) -> Option<u16> {
        let pack = match kind {
            MeetingKind::Regular | MeetingKind::Thematic => self.regular.value,
            MeetingKind::Combined => self.combined.value,
            MeetingKind::Committee | MeetingKind::Extraordinary | MeetingKind::Review => {
                return None;
            }
        };
        if let Some(own) = cell.minimum_minutes {
            return Some(own);
        }
        let large = self.large.value;
        if large.enabled && member_count >= large.from_members {
            return Some(pack.max(large.minutes));
        }
        Some(pack)
    }
}

/// Thời hạn, in calendar days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    /// `docs_before`: documents at least so many days before the meeting.
    pub documents_before: Sourced<u16>,
    /// `docs_after`: finished documents and report within so many days after it.
    pub submit_after: Sourced<u16>,
}

/// Định kỳ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frequency {
    /// `freq_regular`: regular meetings a month.
    pub regular_per_month: Sourced<u16>,
    /// `freq_regular`: meetings of the cell committee a month.
    pub committee_per_month: Sourced<u16>,
    /// `freq_thematic`: thematic meetings a quarter.
    pub thematic_per_quarter: Sourced<u16>,
    /// `freq_thematic`: whether a thematic meeting may stand for the regular one.
    pub thematic_may_replace_regular: Sourced<bool>,
    /// `no_mixing`: whether a cell meeting may be merged with a meeting of another kind.
    pub mixing_allowed: Sourced<bool>,
}

/// The limits at which checks speak up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// `attendance_goal`: percent of members to strive for.
    pub attendance_goal: Sourced<u32>,
    /// R10: percent of those present who speak, below which a hint comes.
    pub speakers_hint: Sourced<u32>,
    /// R09: excused absences running that are worth a word.
    pub excused_run: Sourced<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CellType, rules::shipped};

    fn cell(minimum_minutes: Option<u16>) -> Cell {
        Cell {
            name: "Khu phố 12".into(),
            cell_type: CellType::KhuPho,
            ward: "Phường Tân Thới Hòa".into(),
            place: String::new(),
            has_committee: true,
            minimum_minutes,
            missing_4c: None,
            score_gate: None,
        }
    }

    #[test]
    fn a_meeting_lasts_90_minutes_and_a_combined_one_120() {
        let packs = shipped().unwrap();
        let durations = &packs.get("HD42-2025").unwrap().durations;
        let least = |kind| durations.minimum_for(kind, &cell(None), 35);
        assert_eq!(least(MeetingKind::Regular), Some(90));
        assert_eq!(least(MeetingKind::Thematic), Some(90));
        assert_eq!(least(MeetingKind::Combined), Some(120));
        assert_eq!(least(MeetingKind::Committee), None);
        assert_eq!(
            durations.minimum_for(MeetingKind::Regular, &cell(Some(60)), 6),
            Some(60)
        );
    }

    #[test]
    fn a_ward_may_ask_more_of_a_large_cell() {
        let packs = shipped().unwrap();
        let mut durations = packs.get("HD42-2025").unwrap().durations.clone();
        durations.large.value.enabled = true;
        let least = |members| durations.minimum_for(MeetingKind::Regular, &cell(None), members);
        assert_eq!((least(29), least(30)), (Some(90), Some(120)));
    }
}
