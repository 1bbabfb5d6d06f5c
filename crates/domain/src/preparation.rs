//! Chuẩn bị: which steps of the T-minus checklist are done.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity,
    id::{MeetingId, MemberId, PreparationId, derived},
};

/// Một bước chuẩn bị của một kỳ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Preparation {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// The id of the step in the rule pack: `P1` to `P5`.
    pub step: String,
    /// When it was done; empty while it isn't.
    #[serde(default)]
    #[ts(optional)]
    pub done_on: Option<NaiveDate>,
    /// Who did it, where it was said.
    #[serde(default)]
    #[ts(optional)]
    pub by: Option<MemberId>,
}

impl Preparation {
    /// The one id of this step of this meeting.
    #[must_use]
    pub fn id(meeting: MeetingId, step: &str) -> PreparationId {
        PreparationId(derived(Self::KIND, meeting.0, step))
    }
}

impl Entity for Preparation {
    const KIND: &'static str = "preparation";
    type Id = PreparationId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}
