//! Phiếu chấm điểm buổi sinh hoạt (`domain.md` §1.5).

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity,
    id::{MeetingId, ScoreEntryId, derived},
};

/// A line of the sheet that a person set by hand, with the reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ScoreEntry {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// The id of the line: `2a`.
    pub line: String,
    /// Points, in tenths of a point (25 is 2,5).
    pub points: u32,
    /// Lý do.
    pub reason: String,
}

impl ScoreEntry {
    /// The one id of this line at this meeting.
    #[must_use]
    pub fn id(meeting: MeetingId, line: &str) -> ScoreEntryId {
        ScoreEntryId(derived(Self::KIND, meeting.0, line))
    }
}

impl Entity for ScoreEntry {
    const KIND: &'static str = "score_entry";
    type Id = ScoreEntryId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}
