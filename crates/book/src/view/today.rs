use serde::Serialize;
use sochibo_domain::{
    MeetingState,
    id::{MeetingId, MemberId, PetitionId},
};
use ts_rs::TS;

use super::{AssignmentLine, ReminderLine, SyncWords};

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
    /// R01–R05: what lacks.
    pub reminders: Vec<ReminderLine>,
    /// What came from the ward of late.
    pub from_ward: Vec<FromWardLine>,
    /// How many documents of the ward nobody has read.
    pub unread_documents: usize,
    /// Open assignments, most urgent first: all of them, so that who shows a few can say how many more.
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
    /// The next sensible step.
    pub step: NextStep,
    pub checklist: Vec<ChecklistLine>,
}

/// The next sensible step with the meeting of the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum NextStep {
    /// Định ngày giờ họp.
    SetDay,
    /// Phân công chuẩn bị nội dung (P1).
    HandOut,
    /// Họp chi ủy (P2).
    Committee,
    /// Bí thư, phó bí thư hội ý: P2 in a cell without chi ủy.
    Confer,
    /// Gửi giấy mời (P3).
    Invite,
    /// Đưa tài liệu lên Sổ tay đảng viên điện tử (P4).
    Documents,
    /// Soạn dự thảo nghị quyết (P5).
    Draft,
    /// Xem lại chương trình: everything is done and the day has not come.
    Prepare,
    /// Vào họp: the day has come.
    Begin,
    /// Ghi tiếp biên bản.
    Record,
    /// Kiểm tra và thông qua.
    Adopt,
}

/// Something that came from the ward.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct FromWardLine {
    /// The petition that was answered.
    pub petition: PetitionId,
    /// What was asked.
    pub title: String,
    pub answer: String,
    /// Where it is told to the cell: `đã đưa vào mục 13 của chương trình`; empty where nowhere.
    pub words: String,
    pub resolved: bool,
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
    /// Whose it is: `Chi ủy`.
    pub who: String,
    /// `2026-10-02`; none while the meeting has no day.
    pub due: Option<String>,
    pub done_on: Option<String>,
    /// Who did it, where it was said.
    pub by: Option<MemberId>,
    pub by_name: Option<String>,
    /// Whether the regulation itself sets the day.
    pub hard: bool,
    /// Done by itself: adopted minutes of the committee stand before the meeting.
    pub auto: bool,
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
