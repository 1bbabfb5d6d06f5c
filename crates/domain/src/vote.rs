//! Biểu quyết: who counts, what is needed, whether it passed; in integers only (`domain.md` §4.2).

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    AttendanceStatus, Entity, Explain, FaultClass, Member, MemberKind, MemberStatus, Standing,
    id::{AgendaItemId, MeetingId, MemberId, VoteId},
};

/// What is voted on; decides how many votes are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum VoteKind {
    /// Việc thường: hơn một nửa [found: S53].
    #[serde(rename = "thuong")]
    Ordinary,
    /// Kết nạp: ít nhất hai phần ba [found: S10].
    #[serde(rename = "ket_nap")]
    Admission,
    /// Công nhận chính thức: ít nhất hai phần ba [found: S10].
    #[serde(rename = "cong_nhan")]
    Recognition,
    /// Kỷ luật khiển trách, cảnh cáo: hơn một nửa [memory].
    #[serde(rename = "ky_luat_nhe")]
    MinorDiscipline,
    /// Kỷ luật cách chức, khai trừ: ít nhất hai phần ba [memory].
    #[serde(rename = "ky_luat_nang")]
    MajorDiscipline,
}

impl VoteKind {
    /// Every kind, in the order in which forms offer them.
    pub const ALL: [Self; 5] = [
        Self::Ordinary,
        Self::Admission,
        Self::Recognition,
        Self::MinorDiscipline,
        Self::MajorDiscipline,
    ];

    /// The code used in files and commands.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ordinary => "thuong",
            Self::Admission => "ket_nap",
            Self::Recognition => "cong_nhan",
            Self::MinorDiscipline => "ky_luat_nhe",
            Self::MajorDiscipline => "ky_luat_nang",
        }
    }

    /// The words that a person reads.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ordinary => "việc thường",
            Self::Admission => "kết nạp đảng viên",
            Self::Recognition => "công nhận đảng viên chính thức",
            Self::MinorDiscipline => "kỷ luật (khiển trách, cảnh cáo)",
            Self::MajorDiscipline => "kỷ luật (cách chức, khai trừ)",
        }
    }

    /// The smallest number of votes in favour that passes over a base of `base` members.
    #[must_use]
    pub const fn needed(self, base: u32) -> u32 {
        match self {
            // yes * 2 > N
            Self::Ordinary | Self::MinorDiscipline => base / 2 + 1,
            // yes * 3 >= 2 * N
            Self::Admission | Self::Recognition | Self::MajorDiscipline => (base * 2).div_ceil(3),
        }
    }
}

/// Hình thức biểu quyết.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum VoteForm {
    /// Giơ tay.
    #[default]
    #[serde(rename = "gio_tay")]
    Hand,
    /// Phiếu kín.
    #[serde(rename = "phieu_kin")]
    Secret,
}

/// Cell needs at least this many official members to decide anything [found: S10].
pub const MIN_OFFICIAL: u32 = 3;

/// One member as a vote sees them: who they are and whether they are in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voter {
    /// Chính thức or dự bị.
    pub standing: Standing,
    /// Trạng thái.
    pub status: MemberStatus,
    /// Loại.
    pub kind: MemberKind,
    /// In the room at the moment of the vote.
    pub present: bool,
}

impl Voter {
    /// How a vote sees `member`.
    #[must_use]
    pub fn of(member: &Member, present: bool) -> Self {
        Self {
            standing: member.standing(),
            status: member.status,
            kind: member.kind,
            present,
        }
    }

    /// Whether the member raises a hand now: official, of this cell, not suspended, in the room.
    #[must_use]
    pub fn votes_now(self) -> bool {
        Base::count([self]).voters_present == 1
    }
}

/// N, and how it came about, so that a screen can explain it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Base {
    /// N: the number that votes are measured against. Not the number present.
    pub base: u32,
    /// Official members who can raise a hand now.
    pub voters_present: u32,
    /// Official members of the cell.
    pub official: u32,
    /// Left out: on temporary transfer elsewhere and not here.
    pub away: u32,
    /// Left out: exempt and not here.
    pub exempt: u32,
    /// Left out: suspended.
    pub suspended: u32,
    /// Never counted: probationary members.
    pub probationary: u32,
    /// N is of the cell committee, not of the whole cell.
    #[serde(default)]
    pub committee: bool,
}

impl Base {
    /// Counts the members of a meeting. N = official − on temporary transfer and not here −
    /// exempt and not here [found: S10]; suspended members are out [memory]; members of Quy định
    /// 213 and members here on temporary transfer vote in their own cells [memory].
    #[must_use]
    pub fn count(voters: impl IntoIterator<Item = Voter>) -> Self {
        let mut base = Self::default();
        for voter in voters {
            if !voter.status.is_current()
                || voter.kind == MemberKind::Residence
                || voter.status == MemberStatus::VisitingIn
            {
                continue;
            }
            if voter.standing == Standing::DuBi {
                base.probationary += 1;
                continue;
            }
            base.official += 1;
            let counted = match voter.status {
                MemberStatus::Suspended => {
                    base.suspended += 1;
                    false
                }
                MemberStatus::VisitingOut if !voter.present => {
                    base.away += 1;
                    false
                }
                MemberStatus::Exempt if !voter.present => {
                    base.exempt += 1;
                    false
                }
                _ => true,
            };
            if counted {
                base.base += 1;
                base.voters_present += u32::from(voter.present);
            }
        }
        base
    }

    /// The same over the cell committee: `voters` are its members only.
    #[must_use]
    pub fn of_committee(voters: impl IntoIterator<Item = Voter>) -> Self {
        Self {
            committee: true,
            ..Self::count(voters)
        }
    }

    /// Why N is what it is, in a sentence.
    #[must_use]
    pub fn explain(&self) -> String {
        let (who, all, others) = if self.committee {
            ("đồng chí chi ủy", "đồng chí trong chi ủy", "")
        } else {
            (
                "đảng viên",
                "đảng viên chính thức",
                ", dự bị không biểu quyết",
            )
        };
        let mut parts = vec![format!("{:02} {all}", self.official)];
        for (count, why) in [
            (self.away, "đang sinh hoạt tạm thời nơi khác"),
            (self.exempt, "được miễn sinh hoạt"),
            (self.suspended, "bị đình chỉ"),
        ] {
            if count > 0 {
                parts.push(format!("trừ {count:02} {why}"));
            }
        }
        format!(
            "Tính trên {:02} {who}: {}; người vắng mặt vẫn tính{others}.",
            self.base,
            parts.join(", ")
        )
    }
}

/// The count of one vote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Tally {
    /// Tán thành.
    pub r#for: u32,
    /// Không tán thành.
    pub against: u32,
    /// Không có ý kiến.
    pub abstain: u32,
}

impl Tally {
    /// Votes counted in all.
    #[must_use]
    pub fn cast(self) -> u64 {
        u64::from(self.r#for) + u64::from(self.against) + u64::from(self.abstain)
    }
}

/// What a vote came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Outcome {
    /// N.
    pub base: u32,
    /// The votes in favour that were needed.
    pub needed: u32,
    /// Whether it passed.
    pub passed: bool,
}

/// A count that can't be (`domain.md` §11 R06, R08).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VoteError {
    /// R08.
    #[error(
        "Chi bộ có {official:02} đảng viên chính thức, chưa đủ 03 để biểu quyết. Số phiếu chưa được ghi."
    )]
    TooFewOfficial {
        /// Official members of the base.
        official: u32,
    },
    /// Nobody on the roster holds an office of the committee.
    #[error("Danh sách đảng viên chưa ghi ai trong chi ủy. Số phiếu chưa được ghi.")]
    NoCommittee,
    /// R06.
    #[error(
        "Tổng số phiếu là {cast}, nhiều hơn {voters} đồng chí có quyền biểu quyết đang có mặt. Số phiếu chưa được ghi."
    )]
    TooManyVotes {
        /// Votes counted.
        cast: u64,
        /// Official members in the room.
        voters: u32,
    },
    /// R06, for the second count on the electronic handbook.
    #[error(
        "Trên Sổ tay điện tử cộng lại {cast} phiếu, nhiều hơn {base} đảng viên được tính. Số phiếu chưa được ghi."
    )]
    TooManyOnHandbook {
        /// Votes counted.
        cast: u64,
        /// N.
        base: u32,
    },
}

impl Explain for VoteError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooFewOfficial { .. } => "BQ-08",
            Self::NoCommittee => "BQ-09",
            Self::TooManyVotes { .. } => "BQ-06",
            Self::TooManyOnHandbook { .. } => "BQ-10",
        }
    }

    fn class(&self) -> FaultClass {
        FaultClass::Refused
    }

    fn hint(&self) -> String {
        match self {
            Self::TooFewOfficial { .. } => {
                "Xem lại danh sách đảng viên chính thức, hoặc đưa việc này lên đảng ủy cấp trên.".into()
            }
            Self::NoCommittee => {
                "Ghi chức vụ (Bí thư, Phó Bí thư, Chi ủy viên) cho các đồng chí trong chi ủy ở mục Đảng viên.".into()
            }
            Self::TooManyOnHandbook { .. } => "Xem lại số phiếu trên Sổ tay đảng viên điện tử.".into(),
            Self::TooManyVotes { .. } => {
                "Đếm lại, hoặc điểm danh lại nếu có đồng chí mới đến. Đảng viên dự bị không biểu quyết.".into()
            }
        }
    }
}

/// Decides a vote.
///
/// # Errors
/// [`VoteError`] where the cell can't vote or the count can't be right.
pub fn decide(kind: VoteKind, base: &Base, tally: Tally) -> Result<Outcome, VoteError> {
    if base.committee && base.base == 0 {
        return Err(VoteError::NoCommittee);
    }
    // R08 is about the cell; a committee may be of two.
    if !base.committee && base.base < MIN_OFFICIAL {
        return Err(VoteError::TooFewOfficial {
            official: base.base,
        });
    }
    let cast = tally.cast();
    if cast > u64::from(base.voters_present) {
        return Err(VoteError::TooManyVotes {
            cast,
            voters: base.voters_present,
        });
    }
    let needed = kind.needed(base.base);
    Ok(Outcome {
        base: base.base,
        needed,
        passed: tally.r#for >= needed,
    })
}

/// Một lần biểu quyết, as it was counted in the room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Vote {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// Mục chương trình.
    pub item: AgendaItemId,
    /// What was voted on.
    pub kind: VoteKind,
    /// Nội dung biểu quyết, where it is not the item's own title.
    #[serde(default)]
    #[ts(optional)]
    pub subject: Option<String>,
    /// Hình thức.
    #[serde(default)]
    pub form: VoteForm,
    /// The count.
    pub tally: Tally,
    /// N and how it came about when it was counted.
    pub counted: Base,
    /// What it came to.
    pub outcome: Outcome,
    /// Ý kiến bảo lưu.
    #[serde(default)]
    #[ts(optional)]
    pub reserved: Option<String>,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who could raise a hand when it was counted.
    #[serde(default)]
    pub voters: Vec<MemberId>,
    /// The count of the second vote on the electronic handbook (Sổ tay đảng viên điện tử), where
    /// the ward asks for one. The count in the room is the one that decides.
    #[serde(default)]
    #[ts(optional)]
    pub handbook: Option<Tally>,
}

impl Entity for Vote {
    const KIND: &'static str = "vote";
    type Id = VoteId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}

/// The room at a vote: members with whether they are present.
#[must_use]
pub fn voters<'a>(
    members: impl IntoIterator<Item = (MemberId, &'a Member)>,
    present: &HashMap<MemberId, AttendanceStatus>,
) -> Vec<Voter> {
    members
        .into_iter()
        .map(|(id, member)| {
            Voter::of(
                member,
                present.get(&id).is_some_and(|status| status.is_present()),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn official(present: bool) -> Voter {
        Voter {
            standing: Standing::ChinhThuc,
            status: MemberStatus::Official,
            kind: MemberKind::Regular,
            present,
        }
    }

    /// The example of `domain.md` §4.2: 20 official members, 3 away, the base is still 20.
    #[test]
    fn absent_members_stay_in_the_base() {
        let base = Base::count((0..20).map(|n| official(n >= 3)));
        assert_eq!((base.base, base.voters_present), (20, 17));
        let tally = Tally {
            r#for: 10,
            against: 7,
            abstain: 0,
        };
        let outcome = decide(VoteKind::Ordinary, &base, tally);
        assert_eq!(
            outcome,
            Ok(Outcome {
                base: 20,
                needed: 11,
                passed: false
            })
        );
    }

    #[test]
    fn two_thirds_are_counted_in_integers() {
        let base = Base::count((0..20).map(|_| official(true)));
        let yes = |n| Tally {
            r#for: n,
            against: 0,
            abstain: 0,
        };
        assert_eq!(
            decide(VoteKind::Admission, &base, yes(13)).map(|o| o.passed),
            Ok(false)
        );
        assert_eq!(
            decide(VoteKind::Admission, &base, yes(14)).map(|o| o.passed),
            Ok(true)
        );
        assert_eq!(VoteKind::Admission.needed(21), 14);
        assert_eq!(VoteKind::Ordinary.needed(20), 11);
        assert_eq!(VoteKind::Ordinary.needed(21), 11);
    }

    #[test]
    fn more_votes_than_voters_in_the_room_are_refused() {
        let base = Base::count((0..5).map(|n| official(n < 4)));
        let tally = Tally {
            r#for: 4,
            against: 1,
            abstain: 0,
        };
        assert_eq!(
            decide(VoteKind::Ordinary, &base, tally),
            Err(VoteError::TooManyVotes { cast: 5, voters: 4 })
        );
    }

    #[test]
    fn a_cell_of_two_official_members_cannot_vote() {
        let base = Base::count((0..2).map(|_| official(true)));
        let tally = Tally {
            r#for: 2,
            ..Tally::default()
        };
        assert_eq!(
            decide(VoteKind::Ordinary, &base, tally),
            Err(VoteError::TooFewOfficial { official: 2 })
        );
    }

    #[test]
    fn exempt_members_count_only_when_they_come() {
        let exempt = |present| Voter {
            status: MemberStatus::Exempt,
            ..official(present)
        };
        let base = Base::count([
            official(true),
            official(true),
            official(true),
            exempt(false),
            exempt(true),
        ]);
        assert_eq!((base.base, base.exempt, base.voters_present), (4, 1, 4));
    }
}
