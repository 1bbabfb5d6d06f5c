//! Đảng viên.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Entity, SearchText, id::MemberId, office::Office};

/// Trạng thái đảng viên (`domain.md` §6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum MemberStatus {
    /// Chính thức.
    #[serde(rename = "chinh_thuc")]
    Official,
    /// Dự bị.
    #[serde(rename = "du_bi")]
    Probationary,
    /// Miễn công tác và sinh hoạt.
    #[serde(rename = "mien_sinh_hoat")]
    Exempt,
    /// Sinh hoạt tạm thời từ nơi khác đến.
    #[serde(rename = "tam_den")]
    VisitingIn,
    /// Đang sinh hoạt tạm thời ở nơi khác.
    #[serde(rename = "tam_di")]
    VisitingOut,
    /// Đã chuyển sinh hoạt đi.
    #[serde(rename = "chuyen_di")]
    Transferred,
    /// Đang bị đình chỉ sinh hoạt.
    #[serde(rename = "dinh_chi")]
    Suspended,
    /// Đã xóa tên.
    #[serde(rename = "xoa_ten")]
    Struck,
    /// Đã khai trừ.
    #[serde(rename = "khai_tru")]
    Expelled,
    /// Đã từ trần.
    #[serde(rename = "tu_tran")]
    Deceased,
}

impl MemberStatus {
    /// Every status, in the order in which lists offer them.
    pub const ALL: [Self; 10] = [
        Self::Official,
        Self::Probationary,
        Self::Exempt,
        Self::VisitingIn,
        Self::VisitingOut,
        Self::Suspended,
        Self::Transferred,
        Self::Struck,
        Self::Expelled,
        Self::Deceased,
    ];

    /// The code used in files and commands.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Official => "chinh_thuc",
            Self::Probationary => "du_bi",
            Self::Exempt => "mien_sinh_hoat",
            Self::VisitingIn => "tam_den",
            Self::VisitingOut => "tam_di",
            Self::Transferred => "chuyen_di",
            Self::Suspended => "dinh_chi",
            Self::Struck => "xoa_ten",
            Self::Expelled => "khai_tru",
            Self::Deceased => "tu_tran",
        }
    }

    /// The words that a person reads.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Official => "chính thức",
            Self::Probationary => "dự bị",
            Self::Exempt => "miễn sinh hoạt",
            Self::VisitingIn => "sinh hoạt tạm thời (đến)",
            Self::VisitingOut => "sinh hoạt tạm thời (đi)",
            Self::Transferred => "đã chuyển đi",
            Self::Suspended => "đình chỉ sinh hoạt",
            Self::Struck => "đã xóa tên",
            Self::Expelled => "đã khai trừ",
            Self::Deceased => "đã từ trần",
        }
    }

    /// Whether the member still belongs to the cell's life: may stand in an attendance list.
    #[must_use]
    pub const fn is_current(self) -> bool {
        !matches!(
            self,
            Self::Transferred | Self::Struck | Self::Expelled | Self::Deceased
        )
    }

    /// Whether the member is summoned, so that an absence counts (score item 2a leaves exempt
    /// members out of its base).
    #[must_use]
    pub const fn is_summoned(self) -> bool {
        matches!(self, Self::Official | Self::Probationary | Self::VisitingIn)
    }
}

/// Loại: how the member belongs to the cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum MemberKind {
    /// Sinh hoạt tại chi bộ.
    #[default]
    #[serde(rename = "sinh_hoat")]
    Regular,
    /// Đảng viên đương chức giới thiệu về nơi cư trú theo Quy định 213: never counted in
    /// attendance or votes (`domain.md` §6.3).
    #[serde(rename = "gioi_thieu_213")]
    Residence,
}

/// Whether a member may vote at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Standing {
    /// Đảng viên chính thức.
    ChinhThuc,
    /// Đảng viên dự bị.
    DuBi,
}

/// Đảng viên.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Member {
    /// Họ và tên, NFC, as the person writes it.
    pub name: String,
    /// Trạng thái.
    pub status: MemberStatus,
    /// Loại.
    #[serde(default)]
    pub kind: MemberKind,
    /// Ngày sinh.
    #[serde(default)]
    #[ts(optional)]
    pub birth: Option<NaiveDate>,
    /// Ngày vào Đảng.
    #[serde(default)]
    #[ts(optional)]
    pub joined: Option<NaiveDate>,
    /// Ngày chính thức.
    #[serde(default)]
    #[ts(optional)]
    pub official: Option<NaiveDate>,
    /// Điện thoại: text, so that no leading zero is lost.
    #[serde(default)]
    #[ts(optional)]
    pub phone: Option<String>,
    /// Chức vụ trong chi bộ: `Bí thư`, `Phó Bí thư`, `Chi ủy viên`, …
    #[serde(default)]
    #[ts(optional)]
    pub office: Option<String>,
}

impl Member {
    /// Whether the member is an official or a probationary one. A member on temporary transfer
    /// or exempt is official unless only the date of admission is known.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match self.status {
            MemberStatus::Probationary => Standing::DuBi,
            MemberStatus::VisitingIn | MemberStatus::VisitingOut
                if self.joined.is_some() && self.official.is_none() =>
            {
                Standing::DuBi
            }
            _ => Standing::ChinhThuc,
        }
    }

    /// Whether the member holds this office in the cell, however it was written.
    #[must_use]
    pub fn holds(&self, office: Office) -> bool {
        self.office
            .as_deref()
            .is_some_and(|words| Office::read(words).contains(&office))
    }

    /// Whether the member sits in the cell committee (chi ủy): an official member of the cell with
    /// an office of it.
    #[must_use]
    pub fn in_committee(&self) -> bool {
        self.status.is_current()
            && self.kind == MemberKind::Regular
            && self.standing() == Standing::ChinhThuc
            && [Office::Secretary, Office::Deputy, Office::Committee]
                .into_iter()
                .any(|office| self.holds(office))
    }
}

impl Entity for Member {
    const KIND: &'static str = "member";
    type Id = MemberId;

    fn search_text(&self) -> Option<SearchText> {
        Some(SearchText {
            title: self.name.clone(),
            text: self.office.clone().unwrap_or_default(),
        })
    }
}
