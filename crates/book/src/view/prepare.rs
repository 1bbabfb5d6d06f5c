use serde::Serialize;
use sochibo_domain::{
    ResolutionPart,
    id::{AgendaItemId, MeetingId},
};
use ts_rs::TS;

use super::ChecklistLine;

/// What stands on the screen where a meeting is prepared, beyond the meeting itself.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PrepareView {
    pub checklist: Vec<ChecklistLine>,
    pub reminders: Vec<ReminderLine>,
    pub carried: CarriedView,
    pub resolution: ResolutionView,
    /// Sinh hoạt điểm: a visiting team comes.
    pub model: bool,
}

/// Một lời nhắc (R01–R05).
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReminderLine {
    /// `R03`.
    pub rule: String,
    pub text: String,
    /// The meeting that it speaks of; none for R05.
    pub meeting: Option<MeetingId>,
}

/// What is carried into a meeting.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct CarriedView {
    pub lines: Vec<CarriedLine>,
    /// What a person took out, and may bring back.
    pub left_out: Vec<CarriedLine>,
}

/// What a carried thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CarriedKind {
    /// A task of the last resolution.
    Resolution,
    /// A task that is open from before.
    Assignment,
    /// A petition that waits for an answer.
    Petition,
    /// An answer that came since the last meeting.
    Answer,
    /// A document of the ward that nobody has read yet, or that was put in by hand.
    Document,
    /// Whose turn it is by the rota.
    Rota,
}

/// One thing that is carried into a meeting.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CarriedLine {
    /// `assignment/…`, `petition/…`, `document/…`, `rota/thoi_su`: by it the thing is taken out.
    pub key: String,
    pub kind: CarriedKind,
    /// Where it comes from: `Nghị quyết tháng 9/2026`, `Nêu ngày 05/9/2026`,
    /// `Đảng ủy phường … gửi ngày 01/10/2026`, `Phiên phân công`.
    pub source: String,
    pub title: String,
    /// Who does it, or raised it.
    pub person: Option<String>,
    /// Tình trạng đầu kỳ, of a task.
    pub start: Option<String>,
    /// Kết quả of a task, answer to a petition, who discusses.
    pub result: Option<String>,
    pub late: bool,
    /// The task, the petition or the document itself.
    pub target: Option<String>,
    /// Whom the agenda item names by it.
    pub presenter: Option<String>,
    /// The agenda item that it belongs to; none where the agenda has no place for it.
    pub no: Option<u32>,
    pub item: Option<AgendaItemId>,
}

/// Dự thảo nghị quyết: a plain picture of the paper's body, for the screen, `scb` and the paper.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ResolutionView {
    /// Trích yếu, from a lower-case letter: `lãnh đạo thực hiện nhiệm vụ tháng 10 năm 2026`.
    pub summary: String,
    /// I to IV; a meeting that is not scored has no IV.
    pub sections: Vec<ResolutionSection>,
    /// How many of them have something in them.
    pub ready: u32,
    /// Whether the cell wrote anything itself.
    pub written: bool,
}

/// Một phần, I to IV.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ResolutionSection {
    /// 1 to 4.
    pub no: u32,
    /// Its words without the number.
    pub heading: String,
    /// Something stands in it that the cell wrote, or in III and IV the book gave.
    pub ready: bool,
    /// Part I: last month's tasks.
    pub tasks: Vec<ResolutionTask>,
    /// What the book gives: in III the assignments, in IV the score.
    pub given: Vec<String>,
    /// What the cell writes.
    pub parts: Vec<ResolutionLines>,
}

/// One row of the table of part I.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ResolutionTask {
    /// Nhiệm vụ tháng trước.
    pub title: String,
    /// Người chủ trì.
    pub person: String,
    /// Tình trạng đầu kỳ.
    pub start: String,
    /// Kết quả.
    pub result: String,
}

/// The lines under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ResolutionLines {
    pub part: ResolutionPart,
    /// Empty where the section has no other part.
    pub heading: String,
    pub lines: Vec<String>,
}
