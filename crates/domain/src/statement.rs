//! Ý kiến phát biểu.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity, SearchText,
    id::{AgendaItemId, MeetingId, MemberId, StatementId},
};

/// Ý kiến phát biểu: what one person said under one agenda item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Statement {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// Mục chương trình.
    pub item: AgendaItemId,
    /// Đảng viên phát biểu; empty for a guest.
    #[serde(default)]
    #[ts(optional)]
    pub member: Option<MemberId>,
    /// The guest's name and office where the speaker is no member.
    #[serde(default)]
    #[ts(optional)]
    pub guest: Option<String>,
    /// Nội dung, NFC.
    pub text: String,
    /// When it was said, by the laptop's clock, which may be wrong.
    pub at: DateTime<FixedOffset>,
    /// The place in its item: larger comes later, as [`crate::AgendaItem::rank`]. 0 for one of an
    /// older version: those come first, by their time.
    #[serde(default)]
    pub rank: i64,
}

impl Statement {
    /// Statements of an item stand in this order; a clock that jumps shuffles nothing.
    #[must_use]
    pub fn order(&self) -> (i64, DateTime<FixedOffset>) {
        (self.rank, self.at)
    }
}

impl Entity for Statement {
    const KIND: &'static str = "statement";
    type Id = StatementId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }

    fn place(&self) -> Option<i64> {
        Some(self.rank)
    }

    fn search_text(&self) -> Option<SearchText> {
        Some(SearchText {
            title: self.guest.clone().unwrap_or_default(),
            text: self.text.clone(),
        })
    }
}
