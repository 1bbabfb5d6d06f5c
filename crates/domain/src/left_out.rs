//! Mục mang sang đã bỏ: what a meeting would carry over by itself, and a person took out.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity,
    id::{LeftOutId, MeetingId, derived},
};

/// Mục mang sang đã bỏ ra khỏi một kỳ. The thing itself (the task, the petition) stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LeftOut {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// What it is, as the list of carried things names it: `assignment/…`, `rota/thoi_su`.
    pub what: String,
}

impl LeftOut {
    /// The one id of this thing at this meeting.
    #[must_use]
    pub fn id(meeting: MeetingId, what: &str) -> LeftOutId {
        LeftOutId(derived(Self::KIND, meeting.0, what))
    }
}

impl Entity for LeftOut {
    const KIND: &'static str = "left_out";
    type Id = LeftOutId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}
