use serde::Serialize;
use sochibo_domain::{
    AssignmentState, MemberKind, MemberStatus, PetitionState, Standing,
    id::{AssignmentId, MeetingId, MemberId, PetitionId},
};
use ts_rs::TS;

/// Đảng viên in the roster, in Vietnamese name order.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct MemberLine {
    pub id: MemberId,
    pub name: String,
    pub status: MemberStatus,
    /// The status in words.
    pub status_words: String,
    pub kind: MemberKind,
    pub standing: Standing,
    /// `1958-03-21`, like the other days.
    pub birth: Option<String>,
    pub joined: Option<String>,
    pub official: Option<String>,
    pub phone: Option<String>,
    pub office: Option<String>,
    /// Tuổi đảng in whole years today, where the day of admission is known.
    pub party_years: Option<u32>,
}

/// Nhiệm vụ được phân công.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct AssignmentLine {
    pub id: AssignmentId,
    pub member: MemberId,
    pub name: String,
    pub title: String,
    /// `2026-10-28`.
    pub due: Option<String>,
    pub meeting: Option<MeetingId>,
    /// The number of the agenda item it was raised from, within its meeting.
    pub no: Option<u32>,
    pub state: AssignmentState,
    pub state_words: String,
    pub result: Option<String>,
    pub overdue: bool,
    /// Days past its due day (positive) or to go (negative), where it has one.
    pub days_late: Option<i64>,
}

/// Kiến nghị.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PetitionLine {
    pub id: PetitionId,
    pub text: String,
    pub member: Option<MemberId>,
    pub name: Option<String>,
    pub meeting: Option<MeetingId>,
    pub no: Option<u32>,
    pub state: PetitionState,
    pub answer: Option<String>,
    pub wants_reply: bool,
    pub at: String,
}
