//! Khung chương trình (`domain.md` §1.3, §1.4).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{CellType, MeetingKind, VoteKind, rules::Confidence};

/// Khung chương trình of one kind of meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// `thuong_ky_90`.
    pub id: String,
    /// The kind of meeting it is for.
    pub kind: MeetingKind,
    /// The types of cell that it is for; empty for every type.
    #[serde(default)]
    pub cell_types: Vec<CellType>,
    /// Whether it is for a model meeting (sinh hoạt điểm), which a visiting team watches.
    #[serde(default)]
    pub model: bool,
    /// What a list of templates shows.
    pub title: String,
    /// All its minutes; a pack whose items add up to another number is refused.
    pub minutes: u16,
    /// The earlier template whose items come with it. Items of its own then say what they follow.
    #[serde(default)]
    pub extends: Option<String>,
    /// Các mục in order; after loading, with those of the extended template.
    pub items: Vec<TemplateItem>,
    /// The ids of its sources.
    #[serde(default)]
    pub source: String,
    /// How far its minutes can be trusted.
    pub confidence: Confidence,
}

impl Template {
    /// Whether a cell of this type may use it.
    #[must_use]
    pub fn suits(&self, cell: CellType) -> bool {
        self.cell_types.is_empty() || self.cell_types.contains(&cell)
    }
}

/// Một mục trong khung chương trình.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateItem {
    /// `thao_luan`; one of its kind in a template.
    pub id: String,
    /// Phần: `A. Mở đầu`.
    pub section: String,
    /// Nội dung, as it is printed.
    pub text: String,
    /// Thời lượng, in minutes.
    pub minutes: u16,
    /// What a screen offers to record under it.
    #[serde(default)]
    pub data: Vec<DataHint>,
    /// The kind of vote that it usually takes.
    #[serde(default)]
    pub vote: Option<VoteKind>,
    /// Gợi ý cho người điều hành.
    #[serde(default)]
    pub prompt: String,
    /// In a template that extends another: the item that it follows.
    #[serde(default)]
    pub after: Option<String>,
}

/// Mục chèn thêm khi cần.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Insertable {
    /// `xet_ket_nap`.
    pub id: String,
    /// Nội dung, as it is printed.
    pub text: String,
    /// Thời lượng, in minutes.
    pub minutes: u16,
    /// The item that it goes after, where the agenda has it.
    #[serde(default)]
    pub after: Option<String>,
    /// The kind of vote that it usually takes; empty where a person has to choose or none is due.
    #[serde(default)]
    pub vote: Option<VoteKind>,
    /// Gợi ý cho người điều hành.
    #[serde(default)]
    pub prompt: String,
}

/// What is recorded under an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum DataHint {
    /// Khách mời, đại biểu.
    Guests,
    /// Thư ký.
    Scribe,
    /// Điểm danh.
    Attendance,
    /// Đảng phí.
    Fees,
    /// Văn bản, tài liệu.
    Documents,
    /// Người trình bày.
    Speaker,
    /// Chủ đề.
    Topic,
    /// Bảng nhiệm vụ của nghị quyết tháng trước.
    PreviousResolution,
    /// Biểu dương, nhắc nhở.
    PraiseAndReminders,
    /// Tự phê bình, phê bình.
    Criticism,
    /// Nhiệm vụ dự kiến.
    DraftTasks,
    /// Ý kiến phát biểu.
    Statements,
    /// Kiến nghị.
    Petitions,
    /// Phân công nhiệm vụ.
    Assignments,
    /// Biểu quyết.
    Votes,
    /// Phiếu chấm điểm.
    Score,
    /// Giờ kết thúc.
    EndTime,
}
