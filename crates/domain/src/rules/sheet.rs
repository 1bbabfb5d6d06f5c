//! Phiếu chấm điểm as a pack defines it (`domain.md` §1.5). How it is filled in is
//! [`crate::score`].

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Cell,
    rules::{Confidence, Points},
    text::fold,
};

/// Phiếu chấm điểm: groups of lines, levels and bands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreRules {
    /// Tổng điểm: 100.
    pub total: Points,
    /// What becomes of the points of line 4c when there is no thematic part.
    pub missing_4c: Missing4c,
    /// Lines that must have full marks for the highest band.
    #[serde(default)]
    pub gate: Vec<String>,
    /// Nhóm tiêu chí.
    pub groups: Vec<Group>,
    /// Các dòng.
    pub lines: Vec<Line>,
    /// Mức xếp loại, the highest first.
    pub bands: Vec<Band>,
    /// The ids of its sources.
    #[serde(default)]
    pub source: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

impl ScoreRules {
    /// The rules as they hold for a cell: what its ward has set goes before the pack.
    #[must_use]
    pub fn for_cell(&self, cell: &Cell) -> Self {
        let mut own = self.clone();
        if let Some(missing_4c) = cell.missing_4c {
            own.missing_4c = missing_4c;
        }
        if let Some(gate) = &cell.score_gate {
            own.gate.clone_from(gate);
        }
        own
    }

    /// The band with this title.
    #[must_use]
    pub fn band(&self, title: &str) -> Option<&Band> {
        let title = fold(title.trim());
        self.bands.iter().find(|band| fold(&band.title) == title)
    }

    /// The line with this id.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }
}

/// What becomes of the points for a thematic part that there was not. The sources do not say, so
/// the ward chooses [found: S27 as an open point].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum Missing4c {
    /// Để nguyên: the sheet reaches 95.
    #[serde(rename = "none")]
    None,
    /// Quy về 100, cut (not rounded) to a tenth.
    #[serde(rename = "scale")]
    Scale,
    /// Nâng mục 4b lên 15.
    #[serde(rename = "raise_4b")]
    Raise4b,
}

/// Nhóm tiêu chí.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// `1` to `7`.
    pub id: String,
    /// Its words.
    pub title: String,
    /// The points of its lines together.
    pub max: Points,
}

/// Một dòng của phiếu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// `2a`.
    pub id: String,
    /// The group it belongs to.
    pub group: String,
    /// Its words.
    pub title: String,
    /// Điểm tối đa.
    pub max: Points,
    /// What of the data it is judged by.
    #[serde(default)]
    pub measure: Measure,
    /// Mức điểm, the highest first; the first that holds counts.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Of attendance: the points when anyone stayed away without reason.
    #[serde(default)]
    pub any_unexcused: Option<Points>,
    /// Of time: the least minutes that earn the points.
    #[serde(default)]
    pub least: Option<u32>,
    /// Of absences running: the most that still earn the points.
    #[serde(default)]
    pub most: Option<u32>,
    /// Parts of the line, judged one by one.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// Whether it only applies where there is a thematic part.
    #[serde(default)]
    pub thematic_only: bool,
}

/// Một ý của một dòng.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its words.
    pub title: String,
    /// Điểm tối đa.
    pub max: Points,
    /// What of the data it is judged by.
    #[serde(default)]
    pub measure: Measure,
}

/// Một mức điểm. Exactly one of the two conditions is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Reached at this percentage.
    #[serde(default)]
    pub at_least: Option<u32>,
    /// Reached when no more than so many minutes are missing.
    #[serde(default)]
    pub short_at_most: Option<u32>,
    /// The points it gives.
    pub points: Points,
}

/// Mức xếp loại.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// `Tốt`.
    pub title: String,
    /// From so many points on.
    pub at_least: Points,
}

/// What of the data a line is judged by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Nothing: people judge.
    #[default]
    Judgement,
    /// Thời lượng against the minimum; has levels.
    Duration,
    /// Tỉ lệ dự họp of those summoned; has levels.
    Attendance,
    /// Vắng có lý do liên tiếp; has `most`.
    AbsenceRun,
    /// Họp chi ủy trước, có biên bản.
    CommitteeMet,
    /// Thông báo cho đảng viên và cấp ủy viên theo dõi.
    Notice,
    /// Dự thảo kết luận, nghị quyết; định hướng thảo luận.
    Draft,
    /// Tài liệu trên Sổ tay đảng viên điện tử.
    Documents,
    /// Tài liệu trước ít nhất một ngày.
    DocumentsBefore,
    /// Đủ các bước quy trình.
    Steps,
    /// Biểu dương, nhắc nhở, phê bình.
    PraiseAndReminders,
    /// Tỉ lệ người dự có phát biểu; has levels.
    Speaking,
    /// Biên bản đầy đủ.
    MinutesComplete,
    /// Thời gian cho tư tưởng, tự phê bình và phê bình; has `least`.
    Ideology,
    /// Kết quả nhiệm vụ tháng trước; has levels.
    TaskResults,
    /// Có kết luận hoặc nghị quyết.
    Conclusion,
    /// Có phân công.
    Assigned,
}

impl Measure {
    /// Whether a line so judged has levels.
    #[must_use]
    pub const fn has_levels(self) -> bool {
        matches!(
            self,
            Self::Duration | Self::Attendance | Self::Speaking | Self::TaskResults
        )
    }
}
