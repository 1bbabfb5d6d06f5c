//! Xin phát biểu: who has asked to speak, in the order in which they will.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity,
    id::{MeetingId, MemberId, RaisedHandId, derived},
};

/// Một người xin phát biểu. Taking the floor takes it away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RaisedHand {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// Đảng viên; empty for a guest.
    #[serde(default)]
    #[ts(optional)]
    pub member: Option<MemberId>,
    /// The guest's name where it is no member.
    #[serde(default)]
    #[ts(optional)]
    pub guest: Option<String>,
    /// The place in the queue: larger comes later, as [`crate::AgendaItem::rank`].
    pub rank: i64,
}

impl RaisedHand {
    /// The one id of this person's hand at this meeting: raised twice, it is one hand.
    #[must_use]
    pub fn id(meeting: MeetingId, member: Option<MemberId>, guest: Option<&str>) -> RaisedHandId {
        let who = match (member, guest) {
            (Some(member), _) => member.to_string(),
            (None, guest) => format!("guest/{}", guest.unwrap_or_default()),
        };
        RaisedHandId(derived(Self::KIND, meeting.0, &who))
    }
}

impl Entity for RaisedHand {
    const KIND: &'static str = "raised_hand";
    type Id = RaisedHandId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}
