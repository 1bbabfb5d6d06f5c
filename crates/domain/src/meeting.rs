//! Kỳ sinh hoạt.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity, Member, MemberKind, Month, SearchText,
    id::{MeetingId, MemberId},
    score::OfficialRating,
};

/// Loại kỳ sinh hoạt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum MeetingKind {
    /// Sinh hoạt thường kỳ.
    #[serde(rename = "thuong_ky")]
    Regular,
    /// Sinh hoạt chuyên đề.
    #[serde(rename = "chuyen_de")]
    Thematic,
    /// Thường kỳ kết hợp chuyên đề.
    #[serde(rename = "ket_hop")]
    Combined,
    /// Họp chi ủy.
    #[serde(rename = "chi_uy")]
    Committee,
    /// Sinh hoạt bất thường.
    #[serde(rename = "bat_thuong")]
    Extraordinary,
    /// Sinh hoạt kiểm điểm, xếp loại chất lượng cuối năm.
    #[serde(rename = "kiem_diem")]
    Review,
}

impl MeetingKind {
    /// Every kind, in the order in which lists offer them.
    pub const ALL: [Self; 6] = [
        Self::Regular,
        Self::Thematic,
        Self::Combined,
        Self::Committee,
        Self::Extraordinary,
        Self::Review,
    ];

    /// The code used in files and commands.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Regular => "thuong_ky",
            Self::Thematic => "chuyen_de",
            Self::Combined => "ket_hop",
            Self::Committee => "chi_uy",
            Self::Extraordinary => "bat_thuong",
            Self::Review => "kiem_diem",
        }
    }

    /// The words of a title: `sinh hoạt chi bộ thường kỳ`.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Regular => "sinh hoạt chi bộ thường kỳ",
            Self::Thematic => "sinh hoạt chi bộ chuyên đề",
            Self::Combined => "sinh hoạt chi bộ thường kỳ kết hợp chuyên đề",
            Self::Committee => "họp chi ủy",
            Self::Extraordinary => "sinh hoạt chi bộ bất thường",
            Self::Review => "sinh hoạt chi bộ kiểm điểm, xếp loại cuối năm",
        }
    }

    /// Whether a chuyên đề is held at it.
    #[must_use]
    pub const fn is_thematic(self) -> bool {
        matches!(self, Self::Thematic | Self::Combined)
    }

    /// Whether it is a meeting that the cell holds every month, with a resolution at its end.
    #[must_use]
    pub const fn is_monthly(self) -> bool {
        matches!(self, Self::Regular | Self::Combined)
    }

    /// Whether `member` belongs to those who meet and decide: the whole cell, or at a committee
    /// meeting the cell committee only.
    #[must_use]
    pub fn gathers(self, member: &Member) -> bool {
        self != Self::Committee || member.in_committee()
    }

    /// Whether `member` is summoned, so that an absence counts.
    #[must_use]
    pub fn summons(self, member: &Member) -> bool {
        member.status.is_summoned() && member.kind == MemberKind::Regular && self.gathers(member)
    }

    /// Whether a sitting of this kind is scored: the monthly sheet is the cell's, and the committee
    /// meeting is a step towards it (`domain.md` §1.2 P2, §1.5 line 3c).
    #[must_use]
    pub const fn is_scored(self) -> bool {
        !matches!(self, Self::Committee)
    }
}

/// Where a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum MeetingState {
    /// Đang chuẩn bị.
    #[serde(rename = "chuan_bi")]
    Preparing,
    /// Đang họp.
    #[serde(rename = "dang_hop")]
    Running,
    /// Đã kết thúc, chưa thông qua biên bản.
    #[serde(rename = "da_ket_thuc")]
    Ended,
    /// Đã thông qua biên bản.
    #[serde(rename = "da_thong_qua")]
    Adopted,
}

/// Kỳ sinh hoạt: one sitting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Meeting {
    /// Loại.
    pub kind: MeetingKind,
    /// Tháng mà kỳ này thuộc về.
    pub month: Month,
    /// The id of the rule pack that was in force when the meeting was made; it stays.
    pub rules: String,
    /// The template that its agenda was made from: the id of one of the rule pack's, or of one of
    /// the cell's own; empty where it was made from another meeting.
    #[serde(default)]
    pub template: String,
    /// Chuyên đề of a thematic or combined meeting, or the purpose of an extraordinary one.
    #[serde(default)]
    #[ts(optional)]
    pub topic: Option<String>,
    /// Giờ dự kiến.
    #[serde(default)]
    #[ts(optional)]
    pub planned_at: Option<DateTime<FixedOffset>>,
    /// Địa điểm.
    #[serde(default)]
    pub place: String,
    /// Giờ bắt đầu.
    #[serde(default)]
    #[ts(optional)]
    pub started_at: Option<DateTime<FixedOffset>>,
    /// Giờ kết thúc.
    #[serde(default)]
    #[ts(optional)]
    pub ended_at: Option<DateTime<FixedOffset>>,
    /// Lý do họp ngắn hơn mức tối thiểu; printed in the minutes.
    #[serde(default)]
    #[ts(optional)]
    pub short_because: Option<String>,
    /// Chủ trì.
    #[serde(default)]
    #[ts(optional)]
    pub chair: Option<MemberId>,
    /// Thư ký, người ghi biên bản.
    #[serde(default)]
    #[ts(optional)]
    pub scribe: Option<MemberId>,
    /// The newest adopted version of its minutes; 0 while there is none.
    #[serde(default)]
    pub adopted_version: u32,
    /// Lý do sửa đổi, while adopted minutes are open for an amendment.
    #[serde(default)]
    #[ts(optional)]
    pub amending: Option<String>,
    /// Xếp loại của cấp trên, apart from the cell's own score.
    #[serde(default)]
    #[ts(optional)]
    pub rating: Option<OfficialRating>,
    /// Cầm bút: the device that writes the record while the meeting runs; the others follow.
    #[serde(default)]
    #[ts(optional, type = "string")]
    pub pen: Option<Uuid>,
}

impl Meeting {
    /// Where the meeting stands.
    #[must_use]
    pub fn state(&self) -> MeetingState {
        if self.adopted_version > 0 {
            MeetingState::Adopted
        } else if self.ended_at.is_some() {
            MeetingState::Ended
        } else if self.started_at.is_some() {
            MeetingState::Running
        } else {
            MeetingState::Preparing
        }
    }

    /// `Sinh hoạt chi bộ thường kỳ tháng 10/2026`.
    #[must_use]
    pub fn title(&self) -> String {
        let mut title = format!("{} tháng {}", self.kind.title(), self.month.spoken());
        if let Some(first) = title.get(..1) {
            title.replace_range(..1, &first.to_uppercase());
        }
        title
    }
}

impl Entity for Meeting {
    const KIND: &'static str = "meeting";
    type Id = MeetingId;

    fn search_text(&self) -> Option<SearchText> {
        let topic = self.topic.as_deref().unwrap_or_default();
        Some(SearchText {
            title: self.title(),
            text: format!("{topic} {}", self.place),
        })
    }
}
