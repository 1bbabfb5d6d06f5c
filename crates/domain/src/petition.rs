//! Kiến nghị: what the cell asks of the ward, and what comes back.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Entity, SearchText,
    id::{AgendaItemId, MeetingId, MemberId, PetitionId},
};

/// Where a petition stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum PetitionState {
    /// Mới ghi nhận.
    #[default]
    #[serde(rename = "moi")]
    New,
    /// Đã trả lời tại kỳ sinh hoạt.
    #[serde(rename = "da_tra_loi")]
    Answered,
    /// Đã chuyển cấp trên.
    #[serde(rename = "da_chuyen")]
    Escalated,
    /// Đã giải quyết.
    #[serde(rename = "da_giai_quyet")]
    Resolved,
}

/// Kiến nghị.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Petition {
    /// Nội dung.
    pub text: String,
    /// Người nêu.
    #[serde(default)]
    #[ts(optional)]
    pub member: Option<MemberId>,
    /// The meeting it was raised at.
    #[serde(default)]
    #[ts(optional)]
    pub meeting: Option<MeetingId>,
    /// The agenda item it was raised from.
    #[serde(default)]
    #[ts(optional)]
    pub item: Option<AgendaItemId>,
    /// Tình trạng.
    #[serde(default)]
    pub state: PetitionState,
    /// Trả lời.
    #[serde(default)]
    #[ts(optional)]
    pub answer: Option<String>,
    /// When the answer was written down: the next meeting hears of it.
    #[serde(default)]
    #[ts(optional)]
    pub answered_on: Option<NaiveDate>,
    /// Cần phường trả lời.
    #[serde(default)]
    pub wants_reply: bool,
    /// When it was raised.
    pub at: DateTime<FixedOffset>,
}

impl Entity for Petition {
    const KIND: &'static str = "petition";
    type Id = PetitionId;

    fn search_text(&self) -> Option<SearchText> {
        Some(SearchText {
            title: self.text.clone(),
            text: self.answer.clone().unwrap_or_default(),
        })
    }
}
