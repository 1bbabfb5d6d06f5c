//! Giải lao.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity,
    id::{BreakId, MeetingId},
    timing::seconds_between,
};

/// Một lần giải lao của một kỳ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Break {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// From when.
    pub from: DateTime<FixedOffset>,
    /// Until when; empty while it goes on.
    #[serde(default)]
    #[ts(optional)]
    pub to: Option<DateTime<FixedOffset>>,
}

impl Break {
    /// How long it has lasted.
    #[must_use]
    pub fn seconds(&self, now: DateTime<FixedOffset>) -> u32 {
        seconds_between(self.from, self.to.unwrap_or(now))
    }
}

impl Entity for Break {
    const KIND: &'static str = "break";
    type Id = BreakId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}
