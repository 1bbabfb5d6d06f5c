//! Kiểm tra một kỳ sinh hoạt: the rules of `domain.md` §11 that data in this crate can judge, one
//! file for each group. Each finding says where to go to put it right, and how far its rule can be
//! trusted: what the pack does not call found never blocks.

mod amended;
mod attendance;
mod duration;
mod scoring;
mod tasks;
mod votes;
mod writing;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    id::{AgendaItemId, AssignmentId, MemberId, StatementId, VoteId},
    rules::{Confidence, Pack},
};

pub use amended::AmendmentFacts;
pub use attendance::{Absent, RoomFacts};
pub use duration::DurationFacts;
pub use scoring::ScoringFacts;
pub use tasks::{AssignmentFacts, TaskFacts};
pub use votes::VoteFacts;
pub use writing::TextFacts;

/// A rule of the first set. Its name is its code, the same in every later version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum Rule {
    /// Tài liệu chưa gửi trước hạn.
    R01,
    /// Chưa báo cấp ủy viên theo dõi.
    R02,
    /// Chưa họp chi ủy trước kỳ sinh hoạt.
    R03,
    /// Thời lượng dưới mức tối thiểu.
    R04,
    /// Quý chưa có sinh hoạt chuyên đề.
    R05,
    /// Số phiếu không thể có.
    R06,
    /// Kết nạp, công nhận dưới hai phần ba mà ghi là đạt.
    R07,
    /// Dưới 03 đảng viên chính thức.
    R08,
    /// Vắng không lý do; vắng có lý do nhiều kỳ liền.
    R09,
    /// Ít người phát biểu.
    R10,
    /// Nhiệm vụ tháng trước chưa có kết quả.
    R11,
    /// Phân công thiếu người hoặc thiếu hạn.
    R12,
    /// Chưa biểu quyết điểm, chưa nêu hạn chế.
    R13,
    /// Chữ không đúng chuẩn: NFC, bảng mã cũ.
    R21,
    /// Sổ khác biên bản đã thông qua.
    R22,
}

impl Rule {
    /// Every rule of the set, in order.
    pub const ALL: [Self; 15] = [
        Self::R01,
        Self::R02,
        Self::R03,
        Self::R04,
        Self::R05,
        Self::R06,
        Self::R07,
        Self::R08,
        Self::R09,
        Self::R10,
        Self::R11,
        Self::R12,
        Self::R13,
        Self::R21,
        Self::R22,
    ];

    /// `R04`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::R01 => "R01",
            Self::R02 => "R02",
            Self::R03 => "R03",
            Self::R04 => "R04",
            Self::R05 => "R05",
            Self::R06 => "R06",
            Self::R07 => "R07",
            Self::R08 => "R08",
            Self::R09 => "R09",
            Self::R10 => "R10",
            Self::R11 => "R11",
            Self::R12 => "R12",
            Self::R13 => "R13",
            Self::R21 => "R21",
            Self::R22 => "R22",
        }
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Level {
    /// Has to be put right before the minutes can be adopted.
    Block,
    /// Should be looked at.
    Warn,
    /// Worth knowing.
    Hint,
}

/// Where a finding is put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "at", rename_all = "snake_case")]
#[ts(export)]
pub enum Place {
    /// Giờ họp and the reason for a short meeting.
    Time,
    /// The row of one member in the roll.
    Attendance {
        /// Whose.
        member: MemberId,
    },
    /// A vote that was counted.
    Vote {
        /// The number of its agenda item, from 1.
        no: u32,
        /// Which.
        vote: VoteId,
    },
    /// A vote that is still to be taken under an item.
    Ballot {
        /// The number of the item.
        no: u32,
    },
    /// The chair's conclusion of an item.
    Conclusion {
        /// The number of the item.
        no: u32,
    },
    /// What is said under an item.
    Statements {
        /// The number of the item.
        no: u32,
    },
    /// One statement.
    Statement {
        /// The number of its item.
        no: u32,
        /// Which.
        statement: StatementId,
    },
    /// Words of the agenda.
    Item {
        /// The number of the item.
        no: u32,
        /// Which.
        item: AgendaItemId,
    },
    /// Nhiệm vụ của tháng trước.
    Task {
        /// Which.
        assignment: AssignmentId,
    },
    /// Phân công của kỳ này.
    Assignment {
        /// Which.
        assignment: AssignmentId,
    },
    /// Words that are mended in their place, all at once.
    Words,
    /// What was changed since the minutes were adopted.
    Amendment,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How much it weighs.
    pub level: Level,
    /// A Vietnamese sentence.
    pub text: String,
    /// Where to put it right.
    pub place: Place,
}

/// What the checks look at. Names are as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeetingFacts {
    /// Thời lượng; `None` where no minimum is known.
    pub duration: Option<DurationFacts>,
    /// Điểm danh và phát biểu.
    pub room: RoomFacts,
    /// Biểu quyết.
    pub votes: Vec<VoteFacts>,
    /// Nhiệm vụ tháng trước chưa có kết quả.
    pub open_tasks: Vec<TaskFacts>,
    /// Phân công của kỳ này.
    pub assignments: Vec<AssignmentFacts>,
    /// Chấm điểm; `None` for a meeting that is not scored.
    pub score: Option<ScoringFacts>,
    /// Everything that people wrote of this meeting.
    pub texts: Vec<TextFacts>,
    /// What was done to minutes that are adopted; `None` while they are not.
    pub amendment: Option<AmendmentFacts>,
}

/// Everything that the first set of rules finds, what blocks first.
#[must_use]
pub fn findings(pack: &Pack, facts: &MeetingFacts) -> Vec<Finding> {
    let mut found = Found {
        pack,
        list: Vec::new(),
    };
    if let Some(duration) = &facts.duration {
        duration::check(duration, &mut found);
    }
    for vote in &facts.votes {
        votes::check(vote, &mut found);
    }
    attendance::check(&facts.room, &mut found);
    tasks::check(&facts.open_tasks, &facts.assignments, &mut found);
    if let Some(score) = facts.score {
        scoring::check(score, &mut found);
    }
    writing::check(&facts.texts, &mut found);
    if let Some(amendment) = &facts.amendment {
        amended::check(amendment, &mut found);
    }
    found
        .list
        .sort_by_key(|finding| (finding.level, finding.rule));
    found.list
}

/// The findings so far, and the pack that says how far each rule can be trusted.
struct Found<'a> {
    pack: &'a Pack,
    list: Vec<Finding>,
}

impl Found<'_> {
    fn add(&mut self, rule: Rule, level: Level, place: Place, text: String) {
        let sure = self.pack.check(rule).map(|check| check.confidence) == Some(Confidence::Found);
        self.list.push(Finding {
            rule,
            level: if sure { level } else { level.max(Level::Warn) },
            text,
            place,
        });
    }
}

fn len<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::rules::{PackSet, shipped};

    pub(in crate::check) fn packs() -> PackSet {
        shipped().unwrap()
    }

    pub(in crate::check) fn whole(facts: &MeetingFacts) -> Vec<Finding> {
        findings(packs().get("HD42-2025").unwrap(), facts)
    }

    pub(in crate::check) fn found(facts: &MeetingFacts) -> Vec<(Rule, Level)> {
        whole(facts)
            .into_iter()
            .map(|finding| (finding.rule, finding.level))
            .collect()
    }

    #[test]
    fn a_meeting_of_which_nothing_is_known_finds_nothing() {
        assert_eq!(found(&MeetingFacts::default()), []);
    }

    #[test]
    fn what_blocks_comes_first() {
        let facts = MeetingFacts {
            duration: Some(DurationFacts {
                minimum: 90,
                planned: 60,
                actual: None,
                because: None,
            }),
            room: RoomFacts {
                attendees: 20,
                ..RoomFacts::default()
            },
            votes: vec![votes::tests::vote(crate::VoteKind::Ordinary, (18, 0, 0))],
            ..MeetingFacts::default()
        };
        let levels: Vec<Level> = found(&facts).into_iter().map(|(_, level)| level).collect();
        assert_eq!(levels, [Level::Block, Level::Warn, Level::Hint]);
    }

    #[test]
    fn a_rule_that_the_pack_is_not_sure_of_never_blocks() {
        let facts = MeetingFacts {
            votes: vec![votes::tests::vote(crate::VoteKind::Ordinary, (18, 0, 0))],
            ..MeetingFacts::default()
        };
        let mut pack = packs().get("HD42-2025").unwrap().clone();
        for confidence in [Confidence::Memory, Confidence::Design] {
            for check in &mut pack.checks {
                check.confidence = confidence;
            }
            let levels: Vec<Level> = findings(&pack, &facts).iter().map(|f| f.level).collect();
            assert_eq!(levels, [Level::Warn]);
        }
        pack.checks.clear();
        assert_eq!(findings(&pack, &facts)[0].level, Level::Warn);
    }

    #[test]
    fn every_rule_of_the_set_has_its_title_and_origin_in_the_shipped_packs() {
        for pack in packs().iter() {
            for rule in Rule::ALL {
                let check = pack
                    .check(rule)
                    .unwrap_or_else(|| panic!("{rule:?} in {}", pack.id));
                assert!(!check.title.trim().is_empty(), "{rule:?}");
                assert_eq!(format!("{rule:?}"), rule.code());
            }
        }
    }
}
