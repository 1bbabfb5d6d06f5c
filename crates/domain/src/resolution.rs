//! Dự thảo nghị quyết (`domain.md` §3.3): lines under fixed parts, no rich text. What the book can
//! tell by itself (the table of last month's tasks, this meeting's assignments, the score) is not
//! kept here; it is put beside these lines wherever they are shown.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity, SearchText,
    id::{MeetingId, ResolutionId, derived},
};

/// Phần của nghị quyết mà chi bộ tự viết.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ResolutionPart {
    /// I: tình hình tư tưởng.
    TuTuong,
    /// I: kết quả nhiệm vụ chính trị; the table of tasks stands under it.
    NhiemVu,
    /// I: biểu dương, nhắc nhở.
    BieuDuong,
    /// I: hạn chế, nguyên nhân.
    HanChe,
    /// II: phương hướng, nhiệm vụ.
    PhuongHuong,
    /// III: tổ chức thực hiện; the assignments stand above it.
    ToChuc,
    /// IV: tự đánh giá; the score stands above it.
    DanhGia,
}

impl ResolutionPart {
    /// Every part, in the order of the paper.
    pub const ALL: [Self; 7] = [
        Self::TuTuong,
        Self::NhiemVu,
        Self::BieuDuong,
        Self::HanChe,
        Self::PhuongHuong,
        Self::ToChuc,
        Self::DanhGia,
    ];

    /// The code used in files and commands.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TuTuong => "tu_tuong",
            Self::NhiemVu => "nhiem_vu",
            Self::BieuDuong => "bieu_duong",
            Self::HanChe => "han_che",
            Self::PhuongHuong => "phuong_huong",
            Self::ToChuc => "to_chuc",
            Self::DanhGia => "danh_gia",
        }
    }

    /// The heading that it stands under: 1 to 4 for I to IV.
    #[must_use]
    pub const fn section(self) -> u32 {
        match self {
            Self::TuTuong | Self::NhiemVu | Self::BieuDuong | Self::HanChe => 1,
            Self::PhuongHuong => 2,
            Self::ToChuc => 3,
            Self::DanhGia => 4,
        }
    }

    /// Its own heading under the section; empty where the section has no other part.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::TuTuong => "Tình hình tư tưởng",
            Self::NhiemVu => "Kết quả thực hiện nhiệm vụ chính trị",
            Self::BieuDuong => "Biểu dương, nhắc nhở",
            Self::HanChe => "Hạn chế, nguyên nhân",
            Self::PhuongHuong | Self::ToChuc | Self::DanhGia => "",
        }
    }
}

/// Dự thảo nghị quyết của một kỳ. Each part is merged on its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ResolutionDraft {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// I: tình hình tư tưởng.
    #[serde(default)]
    pub tu_tuong: Vec<String>,
    /// I: kết quả nhiệm vụ chính trị.
    #[serde(default)]
    pub nhiem_vu: Vec<String>,
    /// I: biểu dương, nhắc nhở.
    #[serde(default)]
    pub bieu_duong: Vec<String>,
    /// I: hạn chế, nguyên nhân.
    #[serde(default)]
    pub han_che: Vec<String>,
    /// II.
    #[serde(default)]
    pub phuong_huong: Vec<String>,
    /// III.
    #[serde(default)]
    pub to_chuc: Vec<String>,
    /// IV.
    #[serde(default)]
    pub danh_gia: Vec<String>,
}

impl ResolutionDraft {
    /// Nothing written yet.
    #[must_use]
    pub const fn empty(meeting: MeetingId) -> Self {
        Self {
            meeting,
            tu_tuong: Vec::new(),
            nhiem_vu: Vec::new(),
            bieu_duong: Vec::new(),
            han_che: Vec::new(),
            phuong_huong: Vec::new(),
            to_chuc: Vec::new(),
            danh_gia: Vec::new(),
        }
    }

    /// The one id of the draft of a meeting.
    #[must_use]
    pub fn id(meeting: MeetingId) -> ResolutionId {
        ResolutionId(derived(Self::KIND, meeting.0, ""))
    }

    /// The lines of a part.
    #[must_use]
    pub fn lines(&self, part: ResolutionPart) -> &[String] {
        match part {
            ResolutionPart::TuTuong => &self.tu_tuong,
            ResolutionPart::NhiemVu => &self.nhiem_vu,
            ResolutionPart::BieuDuong => &self.bieu_duong,
            ResolutionPart::HanChe => &self.han_che,
            ResolutionPart::PhuongHuong => &self.phuong_huong,
            ResolutionPart::ToChuc => &self.to_chuc,
            ResolutionPart::DanhGia => &self.danh_gia,
        }
    }

    /// The lines of a part, to be written.
    pub fn lines_mut(&mut self, part: ResolutionPart) -> &mut Vec<String> {
        match part {
            ResolutionPart::TuTuong => &mut self.tu_tuong,
            ResolutionPart::NhiemVu => &mut self.nhiem_vu,
            ResolutionPart::BieuDuong => &mut self.bieu_duong,
            ResolutionPart::HanChe => &mut self.han_che,
            ResolutionPart::PhuongHuong => &mut self.phuong_huong,
            ResolutionPart::ToChuc => &mut self.to_chuc,
            ResolutionPart::DanhGia => &mut self.danh_gia,
        }
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        ResolutionPart::ALL
            .into_iter()
            .all(|part| self.lines(part).is_empty())
    }
}

impl Entity for ResolutionDraft {
    const KIND: &'static str = "resolution_draft";
    type Id = ResolutionId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }

    fn search_text(&self) -> Option<SearchText> {
        let lines: Vec<&str> = ResolutionPart::ALL
            .into_iter()
            .flat_map(|part| self.lines(part))
            .map(String::as_str)
            .collect();
        (!lines.is_empty()).then(|| SearchText {
            title: "Dự thảo nghị quyết".into(),
            text: lines.join(" "),
        })
    }
}
