use std::collections::BTreeMap;

use serde::Serialize;
use sochibo_domain::{
    AttendanceStatus, CriticismKind, GuestKind, MeetingKind, MeetingState, MemberStatus, Month,
    Standing, Visibility, VoteForm, VoteKind,
    check::Place,
    id::{
        AgendaItemId, CriticismId, GuestId, MeetingId, MemberId, RaisedHandId, SnippetId,
        StatementId, VoteId,
    },
    minutes::{Counts, Difference},
    rules::{Confidence, Missing4c},
    score::OfficialRating,
    vote::{Base, Tally},
};
use ts_rs::TS;

use super::{AssignmentLine, PetitionLine};

/// A meeting in a list.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct MeetingLine {
    pub id: MeetingId,
    pub kind: MeetingKind,
    pub month: Month,
    /// `Sinh hoạt chi bộ thường kỳ tháng 10/2026`.
    pub title: String,
    pub state: MeetingState,
    /// RFC 3339.
    pub planned_at: Option<String>,
    pub started_at: Option<String>,
    pub place: String,
    /// Members in the room and members summoned; 0 of 0 before attendance was taken.
    pub present: u32,
    pub summoned: u32,
    /// The adopted score in points, where there is one.
    pub score: Option<f64>,
    pub band: Option<String>,
}

/// A new meeting with its agenda.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct MeetingMade {
    pub id: MeetingId,
    pub kind: MeetingKind,
    pub month: Month,
    /// The id of the rule pack in force.
    pub rules: String,
    pub agenda: Vec<AgendaLine>,
}

/// Mục chương trình.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct AgendaLine {
    pub id: AgendaItemId,
    /// 1, 2, 3, …
    pub no: u32,
    /// The id of the item in its rule pack.
    pub item: String,
    /// `A. Mở đầu`.
    pub section: String,
    pub title: String,
    pub minutes: u16,
    pub presenter: String,
    pub prompt: String,
    /// The kind of vote that this item usually takes.
    pub vote: Option<VoteKind>,
    /// RFC 3339; when the meeting came to it.
    pub opened_at: Option<String>,
    pub closed_at: Option<String>,
    /// How long the meeting has been at it, over all its openings and without the breaks; empty
    /// before it came to it.
    pub seconds: Option<u32>,
    /// Planned clock time, `19:27`, where the meeting has a start.
    pub clock: Option<String>,
}

/// Điểm danh: one row per member who belongs to the cell's life.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct AttendanceLine {
    pub member: MemberId,
    pub name: String,
    /// Empty while not called.
    pub status: Option<AttendanceStatus>,
    pub reason: Option<String>,
    pub arrived_at: Option<String>,
    pub left_at: Option<String>,
    /// In the room now.
    pub here: bool,
    pub standing: Standing,
    pub member_status: MemberStatus,
    /// Whether an absence counts.
    pub summoned: bool,
    /// How many statements the member has made in this meeting.
    pub spoken: u32,
}

/// Ý kiến phát biểu.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct StatementLine {
    pub id: StatementId,
    /// The number of its agenda item.
    pub no: u32,
    pub item: AgendaItemId,
    /// Empty for a guest.
    pub member: Option<MemberId>,
    pub name: String,
    pub text: String,
    /// RFC 3339.
    pub at: String,
}

/// Kết luận của chủ trì.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ConclusionLine {
    pub no: u32,
    pub text: String,
}

/// Biểu quyết.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct VoteLine {
    pub id: VoteId,
    pub no: u32,
    pub kind: VoteKind,
    pub subject: String,
    pub form: VoteForm,
    /// N.
    pub base: u32,
    pub needed: u32,
    pub r#for: u32,
    pub against: u32,
    pub abstain: u32,
    pub passed: bool,
    /// Why N is what it is.
    pub explain: String,
    pub reserved: Option<String>,
    pub at: String,
    /// How many could raise a hand when it was counted.
    pub voters: u32,
    /// The second count, on the electronic handbook; the one in the room decides.
    pub handbook: Option<Tally>,
}

/// Khách mời, đại biểu.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct GuestLine {
    pub id: GuestId,
    pub name: String,
    pub office: String,
    pub kind: GuestKind,
}

/// Người xin phát biểu, in the order of the queue.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HandLine {
    pub id: RaisedHandId,
    /// Empty for a guest.
    pub member: Option<MemberId>,
    pub guest: Option<String>,
    pub name: String,
}

/// Một lần giải lao.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BreakLine {
    pub from: String,
    /// Empty while it goes on.
    pub to: Option<String>,
}

/// Who holds the pen of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PenView {
    /// Whether the record may be written on this device.
    pub here: bool,
    /// The device that holds it otherwise, in words.
    pub device: Option<String>,
}

/// How far the book has come.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PulseView {
    /// Rises with every change.
    #[ts(type = "number")]
    pub mark: u64,
    pub pen: PenView,
}

/// Cụm từ viết tắt.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SnippetLine {
    pub id: SnippetId,
    pub short: String,
    pub text: String,
    /// Of the cell, not shipped.
    pub own: bool,
}

/// One change of a thing.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HistoryLine {
    /// RFC 3339, by the clock of the device that wrote it.
    pub at: String,
    pub device: String,
    #[ts(type = "number")]
    pub seq: u64,
    pub kind: String,
    /// Removed, or brought back.
    pub removed: Option<bool>,
    /// The act that it took back.
    #[ts(type = "number | null")]
    pub undoes: Option<u64>,
    pub fields: Vec<HistoryField>,
}

/// A field that a change wrote.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HistoryField {
    pub name: String,
    #[ts(type = "unknown")]
    pub value: serde_json::Value,
}

/// Tự phê bình, phê bình: an entry that this device may read.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CriticismLine {
    pub id: CriticismId,
    pub meeting: MeetingId,
    pub member: MemberId,
    pub name: String,
    pub kind: CriticismKind,
    pub text: String,
    pub by: Option<MemberId>,
    pub by_name: Option<String>,
    pub visibility: Visibility,
    pub accepted: Option<bool>,
    pub remedy: Option<String>,
    /// `2026-10-28`.
    pub due: Option<String>,
    pub follow_up: Option<String>,
    pub at: String,
}

/// Phiếu chấm điểm.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ScoreView {
    /// Điểm tự chấm (`diem_tu_cham`), in points.
    pub total: f64,
    /// The highest total that was possible: 95 without a thematic part unless the ward chose
    /// otherwise.
    pub max: f64,
    /// `Tốt`, `Khá`, `Trung bình`, `Kém`.
    pub band: String,
    /// What a person should know about the total or the band.
    pub notes: Vec<String>,
    /// What becomes of the points of line 4c without a thematic part.
    pub option: Missing4c,
    /// The lines that must have full marks for the highest band.
    pub gate: Vec<String>,
    /// The bands of the rule pack, the highest first.
    pub bands: Vec<String>,
    /// Xếp loại của cấp trên (`xep_loai_cap_tren`), apart from the cell's own.
    pub rating: Option<OfficialRating>,
    pub groups: Vec<ScoreGroupView>,
    pub items: Vec<ScoreLineView>,
}

/// Một nhóm tiêu chí with the points of its lines.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ScoreGroupView {
    pub id: String,
    pub title: String,
    pub points: f64,
    pub max: f64,
}

/// Một dòng phiếu chấm điểm.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ScoreLineView {
    pub id: String,
    /// The group it belongs to.
    pub group: String,
    pub title: String,
    pub points: f64,
    pub max: f64,
    /// Where the figure comes from: the data, or the reason that a person gave.
    pub source: String,
    /// What the data suggest.
    pub suggested: f64,
    /// The figure behind the suggestion.
    pub figure: String,
    /// Set by hand.
    pub changed: bool,
    /// Whether the suggestion rests on data; the others are for the cell to look at.
    pub from_data: bool,
}

/// An adopted version of the minutes.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct VersionLine {
    pub version: u32,
    pub adopted_at: String,
    /// `7F3A 91C2 0B5E`.
    pub fingerprint: String,
    /// Lý do sửa đổi; empty for version 1.
    pub reason: Option<String>,
    /// Đã ký bản giấy ngày: `2026-10-06`.
    pub signed_on: Option<String>,
}

/// Two versions side by side.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Comparison {
    pub from: u32,
    /// 0: what the book says now.
    pub to: u32,
    /// Why the newer one was made.
    pub reason: Option<String>,
    pub differences: Vec<Difference>,
}

/// What a rule has to say about the meeting.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CheckLine {
    /// `R04`.
    pub rule: String,
    /// `block`, `warn` or `hint`.
    pub level: String,
    pub text: String,
    /// Where to mend it: `agenda`, `attendance`, `votes`, `assignments`, `score`, `statements`,
    /// `time`, `words`, `amendment`.
    pub place: String,
    /// The exact place.
    pub target: Place,
    /// What the rule asks, in a few words.
    pub title: String,
    /// Where the rule comes from.
    pub sources: Vec<String>,
    /// How far the rule can be trusted; empty where the rule pack does not say.
    pub confidence: Option<Confidence>,
}

/// A text whose letters are wrong, beside what it should be.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct FlawLine {
    /// What it is: `ý kiến của Lê Thị Cúc, mục 11`.
    pub what: String,
    pub from: String,
    pub to: String,
    /// What is wrong: `gõ bằng bảng mã cũ TCVN3`.
    pub why: String,
}

/// A whole meeting.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct MeetingView {
    pub id: MeetingId,
    pub kind: MeetingKind,
    pub month: Month,
    pub rules: String,
    pub title: String,
    pub topic: Option<String>,
    pub state: MeetingState,
    pub planned_at: Option<String>,
    pub started_at: Option<String>,
    pub ended_at: Option<String>,
    pub place: String,
    /// Lý do họp ngắn hơn mức tối thiểu.
    pub short_because: Option<String>,
    pub chair: Option<MemberId>,
    pub chair_name: Option<String>,
    pub scribe: Option<MemberId>,
    pub scribe_name: Option<String>,
    /// The required minimum.
    pub minimum_minutes: u16,
    /// The sum of the agenda.
    pub planned_minutes: u32,
    pub agenda: Vec<AgendaLine>,
    pub attendance: Vec<AttendanceLine>,
    pub counts: Counts,
    pub guests: Vec<String>,
    /// N as it stands now, and why.
    pub base: Base,
    pub base_words: String,
    pub statements: Vec<StatementLine>,
    pub conclusions: Vec<ConclusionLine>,
    pub votes: Vec<VoteLine>,
    pub assignments: Vec<AssignmentLine>,
    pub petitions: Vec<PetitionLine>,
    /// How many entries, by the code of the kind.
    pub criticism_counts: BTreeMap<String, u32>,
    /// Empty for a committee meeting, which is not scored.
    pub score: Option<ScoreView>,
    pub checks: Vec<CheckLine>,
    /// The adopted version; 0 while there is none.
    pub version: u32,
    /// Lý do sửa đổi, while adopted minutes are open for an amendment.
    pub amending: Option<String>,
    /// `7F3A 91C2 0B5E`; empty while not adopted.
    pub fingerprint: Option<String>,
    pub adopted_at: Option<String>,
    /// Every adopted version, the oldest first.
    pub versions: Vec<VersionLine>,
    /// What undo would take back, and what redo would do again, in words.
    pub undo: Option<String>,
    pub redo: Option<String>,
    pub pen: PenView,
    /// Who has asked to speak, in order.
    pub queue: Vec<HandLine>,
    pub breaks: Vec<BreakLine>,
    /// Seconds that the sitting has lasted, without its breaks.
    pub lasted_seconds: Option<u32>,
    pub guest_lines: Vec<GuestLine>,
}

/// What an undo or a redo did.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Undone {
    /// `ý kiến của đ/c Lê Hoàng Ân`.
    pub words: String,
    /// A part of it was replaced on another device since, and was left alone.
    pub kept: bool,
    /// Newer acts that were replaced altogether, and were passed over.
    pub passed: Vec<String>,
}
