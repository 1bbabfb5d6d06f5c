//! Mẫu chương trình riêng: an agenda that a secretary keeps to begin later meetings from.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AgendaItem, Entity, MeetingKind, VoteKind,
    id::{MeetingId, OwnTemplateId},
};

/// Mẫu chương trình riêng.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OwnTemplate {
    /// Tên mẫu.
    pub name: String,
    /// The kind of meeting it is for.
    pub kind: MeetingKind,
    /// Các mục in order. One field, so that two devices never mix two agendas into a third.
    #[serde(default)]
    pub items: Vec<OwnItem>,
}

/// Một mục của mẫu riêng.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OwnItem {
    /// The id of the item in the rule pack that it came from, or `khac`.
    pub item: String,
    /// Phần.
    #[serde(default)]
    pub section: String,
    /// Nội dung.
    pub title: String,
    /// Thời lượng, in minutes.
    pub minutes: u16,
    /// Người trình bày.
    #[serde(default)]
    pub presenter: String,
    /// Gợi ý cho người điều hành.
    #[serde(default)]
    pub prompt: String,
    /// The kind of vote that it usually takes.
    #[serde(default)]
    #[ts(optional)]
    pub vote: Option<VoteKind>,
}

impl OwnItem {
    /// What of an agenda item is worth keeping for another meeting: what was planned, nothing of
    /// what was recorded.
    #[must_use]
    pub fn of(item: &AgendaItem) -> Self {
        Self {
            item: item.item.clone(),
            section: item.section.clone(),
            title: item.title.clone(),
            minutes: item.minutes,
            presenter: item.presenter.clone(),
            prompt: item.prompt.clone(),
            vote: item.vote,
        }
    }

    /// The item on the agenda of a meeting.
    #[must_use]
    pub fn on(self, meeting: MeetingId, rank: i64) -> AgendaItem {
        AgendaItem {
            meeting,
            rank,
            item: self.item,
            section: self.section,
            title: self.title,
            minutes: self.minutes,
            presenter: self.presenter,
            prompt: self.prompt,
            vote: self.vote,
            conclusion: None,
            opened_at: None,
            closed_at: None,
            timing: crate::Timing::default(),
        }
    }
}

impl Entity for OwnTemplate {
    const KIND: &'static str = "own_template";
    type Id = OwnTemplateId;
}
