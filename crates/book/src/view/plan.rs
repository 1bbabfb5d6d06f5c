use serde::Serialize;
use sochibo_domain::{
    MeetingState, Month, RotaRole,
    id::{MeetingId, MemberId, ObservanceId, ThemeId},
};
use ts_rs::TS;

/// Kế hoạch chuyên đề năm.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct YearPlanView {
    pub year: i32,
    /// How many thematic meetings a quarter needs.
    pub wanted: u16,
    pub quarters: Vec<ThemeQuarter>,
}

/// Một quý của kế hoạch.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ThemeQuarter {
    /// 1 to 4.
    pub no: u32,
    /// `Quý IV`.
    pub words: String,
    /// Whether as many meetings are held or being prepared as it needs.
    pub enough: bool,
    pub themes: Vec<ThemeLine>,
    pub meetings: Vec<ThemeMeeting>,
}

/// Một chuyên đề của kế hoạch.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ThemeLine {
    pub id: ThemeId,
    pub topic: String,
    pub month: Option<Month>,
    pub member: Option<MemberId>,
    pub name: Option<String>,
    /// The meeting that took it up.
    pub meeting: Option<MeetingId>,
}

/// A thematic meeting of a quarter.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ThemeMeeting {
    pub id: MeetingId,
    pub title: String,
    pub topic: Option<String>,
    pub state: MeetingState,
}

/// Phiên phân công của một việc.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RotaLine {
    pub role: RotaRole,
    /// `Thông tin thời sự`.
    pub words: String,
    /// Who, in order.
    pub members: Vec<MemberId>,
    /// Người trình bày tháng sau là người thảo luận tháng này.
    pub next_discusses: bool,
    /// Whether the newest change made here can be taken back.
    pub undo: bool,
    /// Whose turn it is, from this month on.
    pub turns: Vec<RotaTurn>,
}

/// Whose turn it is in a month.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RotaTurn {
    pub month: Month,
    pub name: String,
    pub discussant: Option<String>,
}

/// A page of the calendar.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CalendarView {
    pub month: Month,
    /// `Tháng 10 năm 2026`.
    pub title: String,
    pub previous: Month,
    pub next: Month,
    /// Whole weeks from Monday on.
    pub days: Vec<CalendarDay>,
    /// The cell's own lunar days.
    pub observances: Vec<ObservanceLine>,
}

/// One day of it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CalendarDay {
    /// `2026-10-05`.
    pub date: String,
    pub day: u32,
    /// `thứ hai, 05/10/2026`.
    pub words: String,
    /// Whether it is of the month.
    pub inside: bool,
    pub today: bool,
    /// `25`, and on the first of a lunar month `1/9`.
    pub lunar: String,
    /// `25 tháng Tám âm lịch`.
    pub lunar_words: String,
    /// `rằm` or `mùng một`.
    pub moon: Option<String>,
    /// Lễ, Tết, giỗ.
    pub observed: Vec<String>,
    pub events: Vec<CalendarEvent>,
}

/// Something on a day.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CalendarEvent {
    pub kind: CalendarEventKind,
    pub words: String,
    /// The meeting, or the task.
    pub id: String,
    pub late: bool,
    pub done: bool,
}

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CalendarEventKind {
    /// Kỳ sinh hoạt.
    Meeting,
    /// Hạn của một việc chuẩn bị.
    Step,
    /// Hạn của một nhiệm vụ.
    Task,
}

/// A lunar day of the cell's own.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ObservanceLine {
    pub id: ObservanceId,
    pub name: String,
    pub day: u32,
    pub month: u32,
}
