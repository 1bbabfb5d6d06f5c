//! What the faces show: the answers of [`crate::Book`] as plain data. `scb --json` prints them,
//! the window draws them; TypeScript types are generated from them.

#![allow(
    missing_docs,
    reason = "the fields are named by docs/cli.md; the odd ones say more"
)]

mod audit;
mod backup;
mod conflict;
mod devices;
mod document;
mod meeting;
mod member;
mod outbox;
mod plan;
mod prepare;
mod state;
mod template;
mod today;
mod usb;

pub use audit::{AuditLine, QuarantineLine};
pub use backup::{BackupFile, BackupView};
pub use conflict::{
    ConflictValue, ConflictView, LateChange, LateLine, SettledView, WaitingRemovals,
};
pub use devices::{
    DeviceLine, DevicesView, JoiningState, JoiningView, KeptKeys, RequestLine, RequestState,
};
pub use document::{DocumentLine, DocumentState, DocumentView};
pub use meeting::{
    AgendaLine, AttendanceLine, BreakLine, CheckLine, Comparison, ConclusionLine, CriticismLine,
    FlawLine, GuestLine, HandLine, HistoryField, HistoryLine, MeetingLine, MeetingMade,
    MeetingView, PenView, PulseView, ScoreGroupView, ScoreLineView, ScoreView, SnippetLine,
    StatementLine, Undone, VersionLine, VoteLine,
};
pub use member::{AssignmentLine, MemberLine, PetitionLine};
pub use outbox::{OutboxField, OutboxLine, Preview, PreviewLine};
pub use plan::{
    CalendarDay, CalendarEvent, CalendarEventKind, CalendarView, ObservanceLine, RotaLine,
    RotaTurn, ThemeLine, ThemeMeeting, ThemeQuarter, YearPlanView,
};
pub use prepare::{
    CarriedKind, CarriedLine, CarriedView, PrepareView, ReminderLine, ResolutionLines,
    ResolutionSection, ResolutionTask, ResolutionView,
};
pub use state::{
    Adopted, BookState, CheckedLine, DataUsed, DoctorView, DraftView, FrameView, HitLine,
    SavedPaper, Sending, StatusView, SyncActivity, SyncHabit, SyncWords, Synced,
};
pub use template::{InsertLine, TemplateLine, TemplateOrigin};
pub use today::{
    ChecklistLine, ChecklistState, DeadlineLine, FromWardLine, NextMeeting, NextStep, TodayView,
};
pub use usb::{UsbRead, UsbWritten};
