//! Biên bản: what freezes when the meeting adopts it.
//!
//! The canonical form has two parts. The **open** part is what the ward will read; the **inner**
//! part (reasons for absence) stays in the cell. The digest is taken over the hashes of both, so
//! the ward can verify the fingerprint on the paper without ever holding the inner part.

mod compare;

pub use compare::{Difference, How, Piece, compare, words as compare_words};

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    AssignmentState, CellType, CriticismKind, Entity, MeetingKind, Month, Reach, VoteForm,
    VoteKind,
    attendance::{AttendanceStatus, Away},
    id::{MeetingId, MinutesVersionId, NotSecretId, derived},
    member::Standing,
    vote::{Outcome, Tally},
};

/// Biên bản in canonical form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Minutes {
    /// What the ward reads.
    pub open: OpenMinutes,
    /// What stays in the cell.
    pub inner: InnerMinutes,
}

/// The version of [`OpenMinutes`] that this program freezes, and the newest that it reads: book and
/// ward go by this one number.
pub const LAYOUT: u32 = 3;

/// The part of the minutes that the ward reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OpenMinutes {
    /// The version of this layout, [`LAYOUT`] when it is frozen now.
    pub layout: u32,
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// Tên chi bộ: `Khu phố 12`.
    pub cell: String,
    /// Loại hình chi bộ.
    pub cell_type: CellType,
    /// Đảng bộ cấp trên: `Phường Tân Thới Hòa`.
    pub ward: String,
    /// Loại kỳ.
    pub kind: MeetingKind,
    /// Tháng.
    pub month: Month,
    /// Chuyên đề.
    pub topic: Option<String>,
    /// The rule pack in force.
    pub rules: String,
    /// 1 for the first adoption; each amendment adds one.
    pub version: u32,
    /// Lý do sửa đổi; empty for version 1.
    pub amended_because: Option<String>,
    /// Địa điểm.
    pub place: String,
    /// Bắt đầu.
    pub started_at: DateTime<FixedOffset>,
    /// Kết thúc.
    pub ended_at: DateTime<FixedOffset>,
    /// Lý do họp ngắn hơn mức tối thiểu.
    #[serde(default)]
    pub short_because: Option<String>,
    /// Giải lao, in order; since layout 3.
    #[serde(default)]
    pub breaks: Vec<MinutesBreak>,
    /// Chủ trì.
    pub chair: Option<String>,
    /// Thư ký.
    pub scribe: Option<String>,
    /// Counts by class.
    pub counts: Counts,
    /// Members who were not there the whole time or at all, in name order, without reasons.
    pub absences: Vec<Absence>,
    /// Khách mời, đại biểu cấp trên: name and office.
    pub guests: Vec<String>,
    /// The agenda and what was said.
    pub items: Vec<MinutesItem>,
    /// Phân công nhiệm vụ raised at this meeting.
    pub assignments: Vec<MinutesAssignment>,
    /// Kiến nghị raised at this meeting.
    pub petitions: Vec<MinutesPetition>,
    /// Tự phê bình, phê bình: numbers only, in the order of [`CriticismKind::ALL`].
    pub criticism: Vec<CriticismCount>,
    /// Phiếu chấm điểm; a committee meeting has none.
    #[serde(default)]
    pub score: Option<MinutesScore>,
}

/// How many members, by class (`domain.md` §4.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Counts {
    /// Tổng số đảng viên của chi bộ.
    pub total: u32,
    /// Chính thức.
    pub official: u32,
    /// Dự bị.
    pub probationary: u32,
    /// Sinh hoạt tạm thời đến.
    pub visiting_in: u32,
    /// Đang sinh hoạt tạm thời nơi khác.
    pub visiting_out: u32,
    /// Miễn công tác và sinh hoạt.
    pub exempt: u32,
    /// Summoned: those whose absence counts.
    pub summoned: u32,
    /// Có mặt, of those summoned or not.
    pub present: u32,
    /// Có mặt: chính thức.
    pub present_official: u32,
    /// Có mặt: dự bị.
    pub present_probationary: u32,
    /// Được miễn nhưng vẫn dự.
    pub present_exempt: u32,
    /// Đến muộn.
    pub late: u32,
    /// Vắng có lý do.
    pub excused: u32,
    /// Vắng không lý do.
    pub unexcused: u32,
    /// N at the end of the meeting.
    pub vote_base: u32,
}

/// Một lần giải lao in the minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MinutesBreak {
    /// From when.
    pub from: DateTime<FixedOffset>,
    /// Until when.
    pub to: DateTime<FixedOffset>,
}

/// A member who was not there the whole time: came late, left early, was out for a while, or did
/// not come at all. The times are there since layout 3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Absence {
    /// Họ tên.
    pub name: String,
    /// Chính thức or dự bị.
    pub standing: Standing,
    /// Đến muộn, vắng có lý do, vắng không lý do; có mặt of one who only left.
    pub status: AttendanceStatus,
    /// When a late member arrived.
    #[serde(default)]
    #[ts(optional)]
    pub arrived_at: Option<DateTime<FixedOffset>>,
    /// When a member left early.
    #[serde(default)]
    #[ts(optional)]
    pub left_at: Option<DateTime<FixedOffset>>,
    /// When a member was out of the room and came back, in order.
    #[serde(default)]
    pub away: Vec<Away>,
}

impl Absence {
    /// The words that a person reads: `đến muộn (19:20), về sớm (20:40)`.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = Vec::new();
        if self.status != AttendanceStatus::Present {
            let at = self.arrived_at.filter(|_| self.status.is_present());
            let at = at.map_or_else(String::new, |at| format!(" ({})", at.format("%H:%M")));
            words.push(format!("{}{at}", self.status.words()));
        }
        for away in &self.away {
            let (from, to) = (away.from.format("%H:%M"), away.to.format("%H:%M"));
            words.push(format!("ra ngoài ({from}–{to})"));
        }
        if let Some(left) = self.left_at {
            words.push(format!("về sớm ({})", left.format("%H:%M")));
        }
        words.join(", ")
    }
}

/// Mục chương trình in the minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MinutesItem {
    /// 1, 2, 3, … in the order of the agenda.
    pub no: u32,
    /// Its id in the rule pack.
    pub item: String,
    /// Phần.
    pub section: String,
    /// Nội dung.
    pub title: String,
    /// Người trình bày.
    pub presenter: String,
    /// Planned minutes.
    pub minutes: u16,
    /// Ý kiến phát biểu in the order they were made.
    pub statements: Vec<MinutesStatement>,
    /// Biểu quyết.
    pub votes: Vec<MinutesVote>,
    /// Kết luận của chủ trì.
    pub conclusion: Option<String>,
}

/// Ý kiến in the minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MinutesStatement {
    /// Họ tên người phát biểu.
    pub name: String,
    /// Whether the speaker is a guest, not a member of the cell.
    pub guest: bool,
    /// Nội dung.
    pub text: String,
    /// When.
    pub at: DateTime<FixedOffset>,
}

/// Biểu quyết in the minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MinutesVote {
    /// What was voted on.
    pub kind: VoteKind,
    /// Nội dung.
    pub subject: String,
    /// Hình thức.
    pub form: VoteForm,
    /// The count.
    pub tally: Tally,
    /// N, needed, passed.
    pub outcome: Outcome,
    /// Ý kiến bảo lưu.
    pub reserved: Option<String>,
}

/// Phân công in the minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MinutesAssignment {
    /// Người chủ trì.
    pub name: String,
    /// Việc.
    pub title: String,
    /// Hạn.
    pub due: Option<NaiveDate>,
    /// Tình trạng.
    pub state: AssignmentState,
}

/// Kiến nghị in the minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MinutesPetition {
    /// Người nêu.
    pub name: Option<String>,
    /// Nội dung.
    pub text: String,
    /// Cần phường trả lời.
    pub wants_reply: bool,
}

/// How many entries of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CriticismCount {
    /// Loại.
    pub kind: CriticismKind,
    /// How many.
    pub count: u32,
}

/// Phiếu chấm điểm in the minutes: the cell's own score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MinutesScore {
    /// Tổng điểm, in tenths of a point (915 is 91,5).
    pub total: u32,
    /// The highest total that was possible, in tenths: 950 without a thematic part unless the ward
    /// chose otherwise.
    #[serde(default = "hundred")]
    pub max: u32,
    /// Xếp loại tự chấm: `Tốt`, `Khá`, `Trung bình`, `Kém`.
    pub band: String,
    /// Lines below their maximum, with the reason: thuyết minh điểm trừ.
    pub deductions: Vec<Deduction>,
    /// What a reader should know about the total or the band.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// What a sheet of layout 1 reached at most, in tenths.
const fn hundred() -> u32 {
    1000
}

/// Một dòng điểm trừ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Deduction {
    /// The id of the line: `2a`.
    pub id: String,
    /// Its words.
    pub title: String,
    /// Points given, in tenths.
    pub points: u32,
    /// Points possible, in tenths.
    pub max: u32,
    /// Why.
    pub reason: String,
}

/// The part of the minutes that stays in the cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct InnerMinutes {
    /// Lý do vắng, by name, in name order.
    pub absence_reasons: Vec<AbsenceReason>,
}

/// Lý do vắng của một đảng viên.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AbsenceReason {
    /// Họ tên.
    pub name: String,
    /// Lý do.
    pub reason: String,
}

impl OpenMinutes {
    /// How many minutes the breaks took.
    #[must_use]
    pub fn break_minutes(&self) -> i64 {
        let breaks = self.breaks.iter();
        breaks
            .map(|one| (one.to - one.from).num_minutes().max(0))
            .sum()
    }
}

impl Minutes {
    /// The exact bytes of the open part: JSON in the order of the fields above.
    #[must_use]
    pub fn open_text(&self) -> String {
        // Structs of strings, integers and lists always serialise.
        serde_json::to_string(&self.open).unwrap_or_default()
    }

    /// The exact bytes of the inner part.
    #[must_use]
    pub fn inner_text(&self) -> String {
        serde_json::to_string(&self.inner).unwrap_or_default()
    }
}

/// The digest of minutes from the text of the open part and the hash of the inner one.
#[must_use]
pub fn digest(open_text: &str, inner_hash: [u8; 32]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("sochibo 2026 minutes");
    hasher.update(&part_hash("sochibo 2026 minutes open", open_text));
    hasher.update(&inner_hash);
    *hasher.finalize().as_bytes()
}

/// The hash of the inner part's text.
#[must_use]
pub fn inner_hash(inner_text: &str) -> [u8; 32] {
    part_hash("sochibo 2026 minutes inner", inner_text)
}

fn part_hash(context: &str, text: &str) -> [u8; 32] {
    blake3::derive_key(context, text.as_bytes())
}

/// Dấu kiểm: the first 48 bits of the digest in three groups, short enough to read aloud and to
/// compare with the paper: `7F3A 91C2 0B5E`.
#[must_use]
pub fn fingerprint(digest: &[u8; 32]) -> String {
    let groups: Vec<String> = digest[..6]
        .chunks(2)
        .map(|pair| format!("{:02X}{:02X}", pair[0], pair[1]))
        .collect();
    groups.join(" ")
}

/// Một bản biên bản đã thông qua: frozen, signed, never changed. A later change is a new version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MinutesVersion {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// 1, 2, 3, …
    pub version: u32,
    /// [`Minutes::open_text`].
    pub open: String,
    /// [`Minutes::inner_text`].
    pub inner: String,
    /// The digest in hexadecimal.
    pub digest: String,
    /// The signature of the adopting device over the digest, in hexadecimal.
    pub signature: String,
    /// The public key of that device, in hexadecimal.
    pub signed_by: String,
    /// When it was adopted.
    pub adopted_at: DateTime<FixedOffset>,
    /// Lý do sửa đổi; empty for version 1.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
    /// Đã ký bản giấy ngày: noted after adoption, beside the frozen text and not in it.
    #[serde(default)]
    #[ts(optional)]
    pub signed_on: Option<NaiveDate>,
}

impl MinutesVersion {
    /// The one id of this version of this meeting's minutes.
    #[must_use]
    pub fn id(meeting: MeetingId, version: u32) -> MinutesVersionId {
        MinutesVersionId(derived(Self::KIND, meeting.0, &version.to_string()))
    }
}

impl Entity for MinutesVersion {
    const KIND: &'static str = "minutes_version";
    type Id = MinutesVersionId;
    /// All but the day of signing, which is noted afterwards.
    const FROZEN: &'static [&'static str] = &[
        "meeting",
        "version",
        "open",
        "inner",
        "digest",
        "signature",
        "signed_by",
        "adopted_at",
        "reason",
    ];

    fn is_of(&self, id: Uuid) -> bool {
        Self::id(self.meeting, self.version).0 == id
    }

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}

/// Báo cáo gửi phường: adopted minutes as the ward reads them, with what it needs to verify the
/// fingerprint on the paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Report {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// The version of the minutes.
    pub version: u32,
    /// [`Minutes::open_text`].
    pub open: String,
    /// The hash of the inner part, in hexadecimal.
    pub inner_hash: String,
    /// The digest, in hexadecimal.
    pub digest: String,
    /// The signature over the digest, in hexadecimal.
    pub signature: String,
    /// The public key of the device that signed, in hexadecimal.
    pub signed_by: String,
    /// When it was adopted.
    pub adopted_at: DateTime<FixedOffset>,
    /// The texts in it that look marked as state secrets and that the cell has declared not to
    /// be: the ward looks again, and must know that somebody answers for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<NotSecretId>>")]
    pub declared: Vec<NotSecretId>,
}

impl Report {
    /// The one id of the report on this version of this meeting's minutes.
    #[must_use]
    pub fn id(meeting: MeetingId, version: u32) -> Uuid {
        derived(Self::KIND, meeting.0, &version.to_string())
    }
}

impl Entity for Report {
    const KIND: &'static str = "report";
    type Id = Uuid;
    const FROZEN: &'static [&'static str] = &[
        "meeting",
        "version",
        "open",
        "inner_hash",
        "digest",
        "signature",
        "signed_by",
        "adopted_at",
    ];

    fn is_of(&self, id: Uuid) -> bool {
        Self::id(self.meeting, self.version) == id
    }

    fn reach(&self) -> Reach {
        Reach::Published
    }

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The open part as layout 2 froze it: without breaks, and without the times of those who were
    /// not there the whole time.
    const LAYOUT_2: &str = r#"{"layout":2,"meeting":"018f0000-0000-7000-8000-000000000001","cell":"Khu phố 12","cell_type":"khu_pho","ward":"Phường Tân Thới Hòa","kind":"thuong_ky","month":"2026-10","topic":null,"rules":"HD42-2025","version":1,"amended_because":null,"place":"Nhà văn hóa","started_at":"2026-10-05T19:00:00+07:00","ended_at":"2026-10-05T20:40:00+07:00","short_because":null,"chair":null,"scribe":null,"counts":{"total":3,"official":3,"probationary":0,"visiting_in":0,"visiting_out":0,"exempt":0,"summoned":3,"present":3,"present_official":3,"present_probationary":0,"present_exempt":0,"late":1,"excused":0,"unexcused":0,"vote_base":3},"absences":[{"name":"Lê Thị Cúc","standing":"chinh_thuc","status":"late"}],"guests":[],"items":[],"assignments":[],"petitions":[],"criticism":[],"score":null}"#;

    #[test]
    fn minutes_of_an_older_layout_are_read_and_their_fingerprint_is_of_the_text_that_was_frozen() {
        let open: OpenMinutes = serde_json::from_str(LAYOUT_2).unwrap();
        assert_eq!((open.layout, open.breaks.len()), (2, 0));
        assert_eq!(open.absences[0].words(), "đến muộn");
        // The text is kept as it is and never written anew, so what was added later changes no
        // fingerprint of what was adopted before.
        let inner = inner_hash(r#"{"absence_reasons":[]}"#);
        assert_eq!(fingerprint(&digest(LAYOUT_2, inner)), "F27A 03CC D9C1");
    }

    #[test]
    fn who_was_not_there_the_whole_time_is_told_with_the_times() {
        let at = |time: &str| {
            DateTime::parse_from_rfc3339(&format!("2026-10-05T{time}:00+07:00")).unwrap()
        };
        let mut absence = Absence {
            name: "Lê Thị Cúc".into(),
            standing: Standing::ChinhThuc,
            status: AttendanceStatus::Present,
            arrived_at: None,
            left_at: Some(at("20:30")),
            away: vec![Away {
                from: at("19:40"),
                to: at("19:55"),
            }],
        };
        assert_eq!(absence.words(), "ra ngoài (19:40–19:55), về sớm (20:30)");
        absence.status = AttendanceStatus::Late;
        absence.arrived_at = Some(at("19:20"));
        absence.away.clear();
        assert_eq!(absence.words(), "đến muộn (19:20), về sớm (20:30)");
        absence.status = AttendanceStatus::Excused;
        absence.left_at = None;
        assert_eq!(absence.words(), "vắng có lý do");
    }
}
