//! Tự phê bình và phê bình: the most private pages of the book.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity, Reach,
    id::{CriticismId, MeetingId, MemberId},
};

/// Who of the cell may read a thing. Never "Mật", "Tối mật" or "Tuyệt mật": marking as secret
/// what is not on the official list is itself forbidden (`domain.md` §10.1).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[ts(export)]
pub enum Visibility {
    /// Nội bộ chi bộ.
    #[serde(rename = "noi_bo")]
    Internal,
    /// Trong chi ủy: the default of `domain.md` §5.3 [design].
    #[default]
    #[serde(rename = "chi_uy")]
    Committee,
    /// Chỉ bí thư.
    #[serde(rename = "bi_thu")]
    Secretary,
}

/// Loại mục.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum CriticismKind {
    /// Tự phê bình.
    #[serde(rename = "tu_phe_binh")]
    SelfCriticism,
    /// Phê bình.
    #[serde(rename = "phe_binh")]
    Criticism,
    /// Góp ý.
    #[serde(rename = "gop_y")]
    Advice,
    /// Biểu dương.
    #[serde(rename = "bieu_duong")]
    Praise,
    /// Nhắc nhở.
    #[serde(rename = "nhac_nho")]
    Reminder,
}

impl CriticismKind {
    /// Every kind, in the order of forms and counts.
    pub const ALL: [Self; 5] = [
        Self::SelfCriticism,
        Self::Criticism,
        Self::Advice,
        Self::Praise,
        Self::Reminder,
    ];

    /// The code used in files and commands.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SelfCriticism => "tu_phe_binh",
            Self::Criticism => "phe_binh",
            Self::Advice => "gop_y",
            Self::Praise => "bieu_duong",
            Self::Reminder => "nhac_nho",
        }
    }

    /// The words that a person reads.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::SelfCriticism => "tự phê bình",
            Self::Criticism => "phê bình",
            Self::Advice => "góp ý",
            Self::Praise => "biểu dương",
            Self::Reminder => "nhắc nhở",
        }
    }
}

/// Một mục tự phê bình, phê bình, góp ý, biểu dương hoặc nhắc nhở (`domain.md` §5.1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Criticism {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// The member it is about.
    pub member: MemberId,
    /// Loại.
    pub kind: CriticismKind,
    /// Nội dung.
    pub text: String,
    /// Who raised it; empty for self-criticism.
    #[serde(default)]
    #[ts(optional)]
    pub by: Option<MemberId>,
    /// Who may read it.
    #[serde(default)]
    pub visibility: Visibility,
    /// Tiếp thu (`true`) or bảo lưu (`false`); empty while not answered.
    #[serde(default)]
    #[ts(optional)]
    pub accepted: Option<bool>,
    /// Biện pháp khắc phục.
    #[serde(default)]
    #[ts(optional)]
    pub remedy: Option<String>,
    /// Hạn khắc phục.
    #[serde(default)]
    #[ts(optional)]
    pub due: Option<NaiveDate>,
    /// Theo dõi ở kỳ sau.
    #[serde(default)]
    #[ts(optional)]
    pub follow_up: Option<String>,
    /// When it was raised.
    pub at: DateTime<FixedOffset>,
}

impl Entity for Criticism {
    const KIND: &'static str = "criticism";
    type Id = CriticismId;

    fn reach(&self) -> Reach {
        Reach::Sealed(self.visibility)
    }

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }

    // Kept out of the search: a restricted text must not surface in a list that others see.
}
