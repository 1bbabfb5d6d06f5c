//! Chi bộ: the cell that a book belongs to.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Entity, id::CellRef, rules::Missing4c};

/// Loại hình chi bộ [found: S38, S39]; decides the prompts that an agenda offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CellType {
    /// Khu phố, thôn, tổ dân phố.
    KhuPho,
    /// Cơ quan hành chính, đơn vị sự nghiệp.
    CoQuanSuNghiep,
    /// Trường học.
    TruongHoc,
    /// Doanh nghiệp nhà nước.
    DnNhaNuoc,
    /// Doanh nghiệp tư nhân, vốn nước ngoài.
    DnTuNhanFdi,
    /// Học sinh, sinh viên.
    SinhVien,
    /// Lực lượng vũ trang.
    LucLuongVuTrang,
}

/// Chi bộ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Cell {
    /// Tên chi bộ without the word "Chi bộ": `Khu phố 12`.
    pub name: String,
    /// Loại hình.
    pub cell_type: CellType,
    /// Đảng bộ cấp trên without the word "Đảng bộ": `Phường Tân Thới Hòa`.
    pub ward: String,
    /// Nơi sinh hoạt thường dùng.
    #[serde(default)]
    pub place: String,
    /// Chi bộ có chi ủy (decides step P2 and score item 3c).
    #[serde(default)]
    pub has_committee: bool,
    /// The ward's minimum duration in minutes where it differs from the rule pack's
    /// (`dur_small`, `dur_large` in `domain.md` §1.1).
    #[serde(default)]
    #[ts(optional)]
    pub minimum_minutes: Option<u16>,
    /// What becomes of the points of score line 4c without a thematic part, where the ward has
    /// chosen otherwise than the rule pack.
    #[serde(default)]
    #[ts(optional)]
    pub missing_4c: Option<Missing4c>,
    /// The score lines that must have full marks for the highest band, where the ward has set
    /// them.
    #[serde(default)]
    #[ts(optional)]
    pub score_gate: Option<Vec<String>>,
}

impl Entity for Cell {
    const KIND: &'static str = "cell";
    type Id = CellRef;
}
