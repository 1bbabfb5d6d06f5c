//! R06, R07, R08: biểu quyết, against the room as it was at that moment.

use crate::{
    VoteKind,
    id::VoteId,
    number::count,
    vote::{Base, MIN_OFFICIAL, Outcome, Tally},
};

use super::{Found, Level, Place, Rule};

/// One vote as it was recorded, and what the room was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoteFacts {
    /// Which.
    pub id: VoteId,
    /// The number of its agenda item, from 1.
    pub no: u32,
    /// Nội dung biểu quyết.
    pub subject: String,
    /// What was voted on.
    pub kind: VoteKind,
    /// The count.
    pub tally: Tally,
    /// N and the rest, as recorded.
    pub counted: Base,
    /// N and the rest, counted anew from the members and the attendance at that moment.
    pub room: Base,
    /// Probationary members in the room.
    pub probationary_present: u32,
    /// What it was recorded to have come to.
    pub outcome: Outcome,
}

pub(super) fn check(vote: &VoteFacts, found: &mut Found<'_>) {
    let place = Place::Vote {
        no: vote.no,
        vote: vote.id,
    };
    too_few(vote, place, found);
    too_many(vote, place, found);
    wrong_base(vote, place, found);
    wrong_outcome(vote, place, found);
}

/// R08.
fn too_few(vote: &VoteFacts, place: Place, found: &mut Found<'_>) {
    let n = vote.room.base;
    if n < MIN_OFFICIAL && !vote.room.committee {
        let text = format!(
            "Biểu quyết “{}”: chi bộ có {} đảng viên chính thức được tính, chưa đủ {} để biểu quyết.",
            vote.subject,
            count(n),
            count(MIN_OFFICIAL)
        );
        found.add(Rule::R08, Level::Block, place, text);
    }
}

/// R06: more votes than voters.
fn too_many(vote: &VoteFacts, place: Place, found: &mut Found<'_>) {
    let cast = [vote.tally.r#for, vote.tally.against, vote.tally.abstain]
        .into_iter()
        .fold(0, u32::saturating_add);
    let voters = vote.room.voters_present;
    if cast <= voters {
        return;
    }
    let guess = if cast - voters <= vote.probationary_present {
        " Có thể đã đếm cả đảng viên dự bị; đảng viên dự bị không biểu quyết."
    } else {
        " Xem lại số phiếu, hoặc điểm danh lúc đó."
    };
    let text = format!(
        "Biểu quyết “{}”: {} phiếu, nhiều hơn {} đảng viên chính thức có mặt lúc đó.{guess}",
        vote.subject,
        count(cast),
        count(voters)
    );
    found.add(Rule::R06, Level::Block, place, text);
}

/// R06: measured against another N than the room's.
fn wrong_base(vote: &VoteFacts, place: Place, found: &mut Found<'_>) {
    let (n, counted) = (vote.room.base, &vote.counted);
    if counted.base == n && vote.outcome.base == n {
        return;
    }
    let recorded = if counted.base == n {
        vote.outcome.base
    } else {
        counted.base
    };
    // Somebody has left the cell, or has been recognised, since: the vote was right when it was
    // taken, and only a person can tell.
    let other_members =
        counted.official != vote.room.official || counted.suspended != vote.room.suspended;
    let (level, why) = if other_members && vote.outcome.base == counted.base {
        (
            Level::Warn,
            "Danh sách đảng viên đã thay đổi sau khi biểu quyết; xem lại nếu danh sách lúc họp ghi sai.",
        )
    } else {
        (
            Level::Block,
            "Tỉ lệ tính trên đảng viên chính thức, không trên số có mặt.",
        )
    };
    let text = format!(
        "Biểu quyết “{}”: tính trên {} người, nhưng theo danh sách và điểm danh là {}. {why}",
        vote.subject,
        count(recorded),
        count(n)
    );
    found.add(Rule::R06, level, place, text);
}

/// R07, and R06 for the other kinds. What the majority for discipline is has not been verified, so
/// it does not block.
fn wrong_outcome(vote: &VoteFacts, place: Place, found: &mut Found<'_>) {
    let base = vote.outcome.base;
    let needed = vote.kind.needed(base);
    let passed = vote.tally.r#for >= needed;
    if vote.outcome.passed == passed {
        return;
    }
    let (rule, level) = match vote.kind {
        VoteKind::Admission | VoteKind::Recognition if vote.outcome.passed => {
            (Rule::R07, Level::Block)
        }
        VoteKind::MinorDiscipline | VoteKind::MajorDiscipline => (Rule::R06, Level::Warn),
        _ => (Rule::R06, Level::Block),
    };
    let recorded = if vote.outcome.passed {
        "đạt"
    } else {
        "không đạt"
    };
    let text = format!(
        "Biểu quyết “{}” ({}): ghi là {recorded}, nhưng có {}/{} tán thành mà cần ít nhất {}.",
        vote.subject,
        vote.kind.words(),
        count(vote.tally.r#for),
        count(base),
        count(needed)
    );
    found.add(rule, level, place, text);
}

#[cfg(test)]
pub(super) mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::check::{
        MeetingFacts,
        tests::{found, whole},
    };

    pub(in crate::check) fn base(base: u32, voters_present: u32) -> Base {
        Base {
            base,
            voters_present,
            official: base,
            ..Base::default()
        }
    }

    /// A vote with a right outcome over 20 members, 17 of them in the room.
    pub(in crate::check) fn vote(kind: VoteKind, tally: (u32, u32, u32)) -> VoteFacts {
        let (r#for, against, abstain) = tally;
        let needed = kind.needed(20);
        VoteFacts {
            id: VoteId(Uuid::from_u128(7)),
            no: 15,
            subject: "Nghị quyết tháng 10".into(),
            kind,
            tally: Tally {
                r#for,
                against,
                abstain,
            },
            counted: base(20, 17),
            room: base(20, 17),
            probationary_present: 0,
            outcome: Outcome {
                base: 20,
                needed,
                passed: r#for >= needed,
            },
        }
    }

    fn with(vote: VoteFacts) -> MeetingFacts {
        MeetingFacts {
            votes: vec![vote],
            ..MeetingFacts::default()
        }
    }

    #[test]
    fn votes_in_order_find_nothing() {
        for kind in VoteKind::ALL {
            assert_eq!(found(&with(vote(kind, (14, 3, 0)))), []);
            assert_eq!(found(&with(vote(kind, (5, 3, 0)))), []);
        }
    }

    #[test]
    fn more_votes_than_official_members_in_the_room_block_and_lead_to_the_vote() {
        assert_eq!(found(&with(vote(VoteKind::Ordinary, (17, 0, 0)))), []);
        let mut over = vote(VoteKind::Ordinary, (17, 1, 0));
        assert_eq!(found(&with(over.clone())), [(Rule::R06, Level::Block)]);
        over.probationary_present = 1;
        let finding = whole(&with(over)).remove(0);
        assert!(
            finding.text.contains("dự bị không biểu quyết"),
            "{}",
            finding.text
        );
        assert_eq!(
            finding.place,
            Place::Vote {
                no: 15,
                vote: VoteId(Uuid::from_u128(7))
            }
        );
    }

    #[test]
    fn the_room_is_the_one_of_that_moment() {
        let mut fewer = vote(VoteKind::Ordinary, (15, 2, 0));
        fewer.room = base(20, 16);
        assert_eq!(found(&with(fewer)), [(Rule::R06, Level::Block)]);
    }

    #[test]
    fn a_vote_measured_against_those_present_blocks() {
        let mut wrong = vote(VoteKind::Ordinary, (10, 7, 0));
        wrong.counted = Base {
            base: 17,
            ..base(20, 17)
        };
        wrong.outcome = Outcome {
            base: 17,
            needed: 9,
            passed: true,
        };
        assert_eq!(found(&with(wrong)), [(Rule::R06, Level::Block)]);
    }

    #[test]
    fn a_roster_that_changed_since_is_a_warning_only() {
        let mut since = vote(VoteKind::Ordinary, (17, 0, 0));
        since.room = base(19, 17);
        assert_eq!(found(&with(since.clone())), [(Rule::R06, Level::Warn)]);
        since.outcome.base = 18;
        assert_eq!(found(&with(since)), [(Rule::R06, Level::Block)]);
    }

    #[test]
    fn an_admission_below_two_thirds_cannot_be_called_passed() {
        for kind in [VoteKind::Admission, VoteKind::Recognition] {
            let mut wrong = vote(kind, (13, 4, 0));
            assert_eq!(found(&with(wrong.clone())), []);
            wrong.outcome.passed = true;
            assert_eq!(found(&with(wrong)), [(Rule::R07, Level::Block)]);
        }
        let mut wrong = vote(VoteKind::Ordinary, (10, 7, 0));
        wrong.outcome.passed = true;
        assert_eq!(found(&with(wrong)), [(Rule::R06, Level::Block)]);
    }

    #[test]
    fn the_unverified_majority_for_discipline_does_not_block() {
        for kind in [VoteKind::MinorDiscipline, VoteKind::MajorDiscipline] {
            let mut wrong = vote(kind, (10, 7, 0));
            wrong.outcome.passed = true;
            assert_eq!(found(&with(wrong)), [(Rule::R06, Level::Warn)]);
        }
    }

    #[test]
    fn two_official_members_cannot_vote() {
        for (n, expected) in [(2, vec![(Rule::R08, Level::Block)]), (3, vec![])] {
            let mut vote = vote(VoteKind::Ordinary, (2, 0, 0));
            (vote.counted, vote.room) = (base(n, n), base(n, n));
            vote.outcome = Outcome {
                base: n,
                needed: 2,
                passed: true,
            };
            assert_eq!(found(&with(vote)), expected);
        }
    }
}
