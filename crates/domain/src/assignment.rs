//! Phân công nhiệm vụ.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Entity, SearchText,
    id::{AgendaItemId, AssignmentId, MeetingId, MemberId},
};

/// Tình trạng nhiệm vụ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum AssignmentState {
    /// Mới giao.
    #[default]
    #[serde(rename = "moi")]
    New,
    /// Đang làm.
    #[serde(rename = "dang_lam")]
    InProgress,
    /// Xong.
    #[serde(rename = "xong")]
    Done,
    /// Trễ hạn.
    #[serde(rename = "tre")]
    Late,
    /// Hủy.
    #[serde(rename = "huy")]
    Cancelled,
}

impl AssignmentState {
    /// The words that a person reads.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::New => "mới giao",
            Self::InProgress => "đang làm",
            Self::Done => "xong",
            Self::Late => "trễ hạn",
            Self::Cancelled => "đã hủy",
        }
    }

    /// Whether work remains.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::New | Self::InProgress | Self::Late)
    }
}

/// Nhiệm vụ được phân công cho đảng viên (`domain.md` §6.2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Assignment {
    /// Người chủ trì.
    pub member: MemberId,
    /// Việc.
    pub title: String,
    /// Hạn.
    #[serde(default)]
    #[ts(optional)]
    pub due: Option<NaiveDate>,
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
    pub state: AssignmentState,
    /// Kết quả.
    #[serde(default)]
    #[ts(optional)]
    pub result: Option<String>,
    /// When its state last became one that is not open.
    #[serde(default)]
    #[ts(optional)]
    pub closed_on: Option<NaiveDate>,
}

impl Assignment {
    /// Whether it is open on `today` and its due day has passed.
    #[must_use]
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.state.is_open()
            && (self.state == AssignmentState::Late || self.due.is_some_and(|due| due < today))
    }
}

impl Entity for Assignment {
    const KIND: &'static str = "assignment";
    type Id = AssignmentId;

    fn search_text(&self) -> Option<SearchText> {
        Some(SearchText {
            title: self.title.clone(),
            text: self.result.clone().unwrap_or_default(),
        })
    }
}
