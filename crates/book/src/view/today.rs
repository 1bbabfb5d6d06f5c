use serde::Serialize;
use sochibo_domain::{MeetingState, id::MeetingId};
use ts_rs::TS;

use super::{AssignmentLine, SyncWords};

/// Hôm nay.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct TodayView {
    /// `Thứ sáu, 02/10/2026`.
    pub day: String,
    /// `22 tháng Tám âm lịch`.
    pub lunar: String,
    /// The meeting that runs, waits for adoption, or comes next.
    pub next: Option<NextMeeting>,
    /// Open assignments, most urgent first.
    pub tasks: Vec<AssignmentLine>,
    /// `5 việc: 3 xong · 1 đang làm · 1 trễ`.
    pub tasks_words: String,
    /// Clocks that are running, most urgent first.
    pub deadlines: Vec<DeadlineLine>,
    pub sync: SyncWords,
    /// Whether the roster is still empty: the first thing to do.
    pub no_members: bool,
}

/// The meeting of the moment, with the next sensible step.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct NextMeeting {
    pub id: MeetingId,
    pub title: String,
    pub state: MeetingState,
    /// `còn 3 ngày`, `đang họp`, `chờ thông qua biên bản`.
    pub when: String,
    /// `19 giờ, thứ hai 05/10`; empty where no time is set.
    pub time: String,
    pub place: String,
    pub items: u32,
    pub minutes: u32,
    pub minimum: u16,
    pub checklist: Vec<ChecklistLine>,
}

/// One step of the preparation (P1–P5).
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ChecklistLine {
    /// `p1`.
    pub id: String,
    pub title: String,
    pub state: ChecklistState,
    /// `xong 25/9`, `hạn hôm nay`, `trễ 2 ngày`.
    pub words: String,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ChecklistState {
    /// Done.
    Done,
    /// To be done today or late.
    Due,
    /// Overdue.
    Late,
    /// Later.
    Open,
}

/// A clock that is running.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DeadlineLine {
    pub title: String,
    /// `còn 15 ngày`.
    pub words: String,
    /// `late`, `soon` or `calm`.
    pub tone: String,
}
