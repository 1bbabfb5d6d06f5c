//! Kiểm tra một kỳ sinh hoạt: the rules of `domain.md` §11 that data in this crate can judge.
//! Each finding says where to go to put it right.

use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;

use crate::{
    VoteKind,
    number::{count, percent},
    rules::Pack,
    vote::{Base, MIN_OFFICIAL, Outcome, Tally},
};

/// A rule of the first set. Its name is its code, the same in every later version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
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
    /// Giờ bắt đầu, kết thúc; chương trình.
    Duration,
    /// Điểm danh.
    Attendance,
    /// Một mục chương trình.
    Item {
        /// Its number on the agenda, from 1.
        no: u32,
    },
    /// Biên bản, phần ý kiến phát biểu.
    Statements,
    /// Nhiệm vụ tháng trước.
    Tasks,
    /// Phân công của kỳ này.
    Assignments,
    /// Phiếu chấm điểm.
    Score,
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
    /// Thời lượng tối thiểu, in minutes: [`crate::rules::Durations::minimum_for`].
    pub minimum_minutes: Option<u32>,
    /// Minutes of the agenda.
    pub planned_minutes: u32,
    /// Minutes from beginning to end; `None` before the end.
    pub actual_minutes: Option<u32>,
    /// Lý do họp ngắn, where one was given.
    pub short_because: Option<String>,
    /// Vắng không lý do.
    pub unexcused: Vec<String>,
    /// Vắng có lý do, with how many meetings running, this one included.
    pub excused: Vec<(String, u32)>,
    /// Members in the room.
    pub attendees: u32,
    /// Members who spoke, each counted once.
    pub speakers: u32,
    /// Biểu quyết.
    pub votes: Vec<VoteFacts>,
    /// Nhiệm vụ tháng trước chưa có kết quả.
    pub open_tasks: Vec<String>,
    /// Phân công của kỳ này.
    pub assignments: Vec<AssignmentFacts>,
    /// Chấm điểm; `None` for a meeting that is not scored.
    pub score: Option<ScoringFacts>,
}

/// One vote as it was recorded, and what the room was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoteFacts {
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

/// One assignment of this meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentFacts {
    /// Việc.
    pub title: String,
    /// Người chủ trì.
    pub owner: Option<String>,
    /// Hạn.
    pub due: Option<NaiveDate>,
}

/// How the meeting scored itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoringFacts {
    /// Điểm đã được biểu quyết.
    pub voted: bool,
    /// Hạn chế đã được nêu và ghi.
    pub weakness_recorded: bool,
}

/// Everything that the first set of rules finds, what blocks first.
#[must_use]
pub fn findings(pack: &Pack, facts: &MeetingFacts) -> Vec<Finding> {
    let mut found = Vec::new();
    duration(facts, &mut found);
    votes(facts, &mut found);
    attendance(pack, facts, &mut found);
    speaking(pack, facts, &mut found);
    tasks(facts, &mut found);
    scoring(facts, &mut found);
    found.sort_by_key(|finding| (finding.level, finding.rule));
    found
}

fn add(found: &mut Vec<Finding>, rule: Rule, level: Level, place: Place, text: String) {
    found.push(Finding {
        rule,
        level,
        text,
        place,
    });
}

/// R04.
fn duration(facts: &MeetingFacts, found: &mut Vec<Finding>) {
    let Some(minimum) = facts.minimum_minutes else {
        return;
    };
    let (minutes, what) = match facts.actual_minutes {
        Some(actual) => (actual, "Kỳ sinh hoạt kéo dài"),
        None => (facts.planned_minutes, "Chương trình dự kiến"),
    };
    if minutes >= minimum {
        return;
    }
    let short = format!("{what} {minutes} phút, dưới mức tối thiểu {minimum} phút.");
    let reason = facts
        .short_because
        .as_deref()
        .map(str::trim)
        .filter(|reason| !reason.is_empty());
    let (level, text) = match (reason, facts.actual_minutes) {
        (Some(reason), _) => (Level::Hint, format!("{short} Lý do đã ghi: {reason}.")),
        (None, Some(_)) => (Level::Warn, format!("{short} Ghi lý do.")),
        (None, None) => (
            Level::Warn,
            format!("{short} Thêm thời gian hoặc ghi lý do."),
        ),
    };
    add(found, Rule::R04, level, Place::Duration, text);
}

/// R06, R07, R08.
fn votes(facts: &MeetingFacts, found: &mut Vec<Finding>) {
    for vote in &facts.votes {
        let mut block =
            |rule, text| add(found, rule, Level::Block, Place::Item { no: vote.no }, text);
        let subject = &vote.subject;
        let n = vote.room.base;
        if n < MIN_OFFICIAL && !vote.room.committee {
            block(
                Rule::R08,
                format!(
                    "Biểu quyết “{subject}”: chi bộ có {} đảng viên chính thức được tính, chưa đủ {} để biểu quyết.",
                    count(n),
                    count(MIN_OFFICIAL)
                ),
            );
        }
        let cast = [vote.tally.r#for, vote.tally.against, vote.tally.abstain]
            .into_iter()
            .fold(0, u32::saturating_add);
        let voters = vote.room.voters_present;
        if cast > voters {
            let over = cast - voters;
            let guess = if over <= vote.probationary_present {
                " Có thể đã đếm cả đảng viên dự bị; đảng viên dự bị không biểu quyết."
            } else {
                ""
            };
            block(
                Rule::R06,
                format!(
                    "Biểu quyết “{subject}”: {} phiếu, nhiều hơn {} đảng viên chính thức có mặt.{guess}",
                    count(cast),
                    count(voters)
                ),
            );
        }
        if vote.counted.base != n || vote.outcome.base != n {
            let recorded = if vote.counted.base == n {
                vote.outcome.base
            } else {
                vote.counted.base
            };
            block(
                Rule::R06,
                format!(
                    "Biểu quyết “{subject}”: tính trên {} người, nhưng theo danh sách và điểm danh là {}. Tỉ lệ tính trên đảng viên chính thức, không trên số có mặt.",
                    count(recorded),
                    count(n)
                ),
            );
        }
        let needed = vote.kind.needed(n);
        let passed = vote.tally.r#for >= needed;
        if vote.outcome.passed != passed {
            let two_thirds = matches!(vote.kind, VoteKind::Admission | VoteKind::Recognition);
            let rule = if two_thirds && vote.outcome.passed {
                Rule::R07
            } else {
                Rule::R06
            };
            let recorded = if vote.outcome.passed {
                "đạt"
            } else {
                "không đạt"
            };
            block(
                rule,
                format!(
                    "Biểu quyết “{subject}” ({}): ghi là {recorded}, nhưng có {}/{} tán thành mà cần ít nhất {}.",
                    vote.kind.words(),
                    count(vote.tally.r#for),
                    count(n),
                    count(needed)
                ),
            );
        }
    }
}

/// R09.
fn attendance(pack: &Pack, facts: &MeetingFacts, found: &mut Vec<Finding>) {
    if !facts.unexcused.is_empty() {
        let text = format!(
            "{} đồng chí vắng không lý do: {}.",
            count(len(&facts.unexcused)),
            facts.unexcused.join(", ")
        );
        add(found, Rule::R09, Level::Warn, Place::Attendance, text);
    }
    let limit = pack.limits.excused_run.value;
    for (name, run) in facts.excused.iter().filter(|(_, run)| *run >= limit) {
        let text = format!(
            "Đồng chí {name} vắng có lý do {} kỳ liên tiếp.",
            count(*run)
        );
        add(found, Rule::R09, Level::Warn, Place::Attendance, text);
    }
}

/// R10.
fn speaking(pack: &Pack, facts: &MeetingFacts, found: &mut Vec<Finding>) {
    let limit = pack.limits.speakers_hint.value;
    if u64::from(facts.speakers) * 100 < u64::from(limit) * u64::from(facts.attendees) {
        let text = format!(
            "{}/{} đảng viên dự họp đã phát biểu ({}), dưới {limit}%. Mời thêm đồng chí chưa phát biểu.",
            count(facts.speakers),
            count(facts.attendees),
            percent(facts.speakers, facts.attendees)
        );
        add(found, Rule::R10, Level::Hint, Place::Statements, text);
    }
}

/// R11, R12.
fn tasks(facts: &MeetingFacts, found: &mut Vec<Finding>) {
    if !facts.open_tasks.is_empty() {
        let text = format!(
            "{} nhiệm vụ tháng trước chưa ghi kết quả: {}.",
            count(len(&facts.open_tasks)),
            facts.open_tasks.join("; ")
        );
        add(found, Rule::R11, Level::Warn, Place::Tasks, text);
    }
    for assignment in &facts.assignments {
        let lacks = match (&assignment.owner, assignment.due) {
            (Some(_), Some(_)) => continue,
            (None, Some(_)) => "người thực hiện",
            (Some(_), None) => "thời hạn",
            (None, None) => "người thực hiện và thời hạn",
        };
        let text = format!("Phân công “{}” chưa có {lacks}.", assignment.title);
        add(found, Rule::R12, Level::Warn, Place::Assignments, text);
    }
}

/// R13.
fn scoring(facts: &MeetingFacts, found: &mut Vec<Finding>) {
    let Some(score) = facts.score else { return };
    let mut warn = |text: &str| add(found, Rule::R13, Level::Warn, Place::Score, text.to_owned());
    if !score.voted {
        warn("Điểm tự chấm chưa được chi bộ biểu quyết.");
    }
    if !score.weakness_recorded {
        warn("Chưa ghi hạn chế và cách khắc phục của kỳ sinh hoạt.");
    }
}

fn len<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{PackSet, shipped};

    fn packs() -> PackSet {
        shipped().unwrap()
    }

    fn found(facts: &MeetingFacts) -> Vec<(Rule, Level)> {
        let packs = packs();
        findings(packs.get("HD42-2025").unwrap(), facts)
            .into_iter()
            .map(|finding| (finding.rule, finding.level))
            .collect()
    }

    fn base(base: u32, voters_present: u32) -> Base {
        Base {
            base,
            voters_present,
            official: base,
            ..Base::default()
        }
    }

    /// A vote with a right outcome over 20 members, 17 of them in the room.
    fn vote(kind: VoteKind, tally: (u32, u32, u32)) -> VoteFacts {
        let (r#for, against, abstain) = tally;
        let needed = kind.needed(20);
        VoteFacts {
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

    fn with_vote(vote: VoteFacts) -> MeetingFacts {
        MeetingFacts {
            votes: vec![vote],
            ..MeetingFacts::default()
        }
    }

    #[test]
    fn a_meeting_in_order_finds_nothing() {
        let facts = MeetingFacts {
            minimum_minutes: Some(90),
            planned_minutes: 90,
            actual_minutes: Some(95),
            attendees: 17,
            speakers: 9,
            excused: vec![("Lê Văn An".into(), 2)],
            votes: vec![
                vote(VoteKind::Ordinary, (17, 0, 0)),
                vote(VoteKind::Admission, (13, 4, 0)),
            ],
            assignments: vec![AssignmentFacts {
                title: "Vận động".into(),
                owner: Some("Lê Văn An".into()),
                due: NaiveDate::from_ymd_opt(2026, 10, 31),
            }],
            score: Some(ScoringFacts {
                voted: true,
                weakness_recorded: true,
            }),
            ..MeetingFacts::default()
        };
        assert_eq!(found(&facts), []);
        assert_eq!(found(&MeetingFacts::default()), []);
    }

    #[test]
    fn a_short_meeting_is_asked_for_its_reason() {
        let short = |planned, actual, reason: Option<&str>| {
            found(&MeetingFacts {
                minimum_minutes: Some(90),
                planned_minutes: planned,
                actual_minutes: actual,
                short_because: reason.map(str::to_owned),
                ..MeetingFacts::default()
            })
        };
        assert_eq!(short(89, None, None), [(Rule::R04, Level::Warn)]);
        assert_eq!(short(90, None, None), []);
        assert_eq!(short(90, Some(89), None), [(Rule::R04, Level::Warn)]);
        assert_eq!(short(80, Some(90), None), []);
        assert_eq!(
            short(90, Some(60), Some("mưa bão")),
            [(Rule::R04, Level::Hint)]
        );
        assert_eq!(short(90, Some(60), Some("  ")), [(Rule::R04, Level::Warn)]);
    }

    #[test]
    fn more_votes_than_official_members_in_the_room_block() {
        assert_eq!(found(&with_vote(vote(VoteKind::Ordinary, (17, 0, 0)))), []);
        let mut over = vote(VoteKind::Ordinary, (17, 1, 0));
        assert_eq!(found(&with_vote(over.clone())), [(Rule::R06, Level::Block)]);
        over.probationary_present = 1;
        let packs = packs();
        let text = findings(packs.for_day(NaiveDate::MAX), &with_vote(over))
            .remove(0)
            .text;
        assert!(text.contains("dự bị không biểu quyết"), "{text}");
    }

    #[test]
    fn a_vote_measured_against_those_present_blocks() {
        let mut wrong = vote(VoteKind::Ordinary, (10, 7, 0));
        wrong.counted = base(17, 17);
        wrong.outcome = Outcome {
            base: 17,
            needed: 9,
            passed: true,
        };
        assert_eq!(
            found(&with_vote(wrong)),
            [(Rule::R06, Level::Block), (Rule::R06, Level::Block)]
        );
    }

    #[test]
    fn an_admission_below_two_thirds_cannot_be_called_passed() {
        for kind in [VoteKind::Admission, VoteKind::Recognition] {
            let mut wrong = vote(kind, (13, 4, 0));
            assert_eq!(found(&with_vote(wrong.clone())), []);
            wrong.outcome.passed = true;
            assert_eq!(found(&with_vote(wrong)), [(Rule::R07, Level::Block)]);
        }
        let mut wrong = vote(VoteKind::Ordinary, (10, 7, 0));
        wrong.outcome.passed = true;
        assert_eq!(found(&with_vote(wrong)), [(Rule::R06, Level::Block)]);
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
            assert_eq!(found(&with_vote(vote)), expected);
        }
    }

    #[test]
    fn absences_are_named_from_the_third_excused_one_on() {
        let absent = |unexcused: &[&str], run| {
            found(&MeetingFacts {
                unexcused: unexcused.iter().map(|name| (*name).to_owned()).collect(),
                excused: vec![("Lê Văn An".into(), run)],
                ..MeetingFacts::default()
            })
        };
        assert_eq!(absent(&[], 2), []);
        assert_eq!(absent(&[], 3), [(Rule::R09, Level::Warn)]);
        assert_eq!(absent(&["A", "B"], 1), [(Rule::R09, Level::Warn)]);
    }

    #[test]
    fn few_speakers_are_a_hint() {
        for (speakers, attendees, few) in
            [(0, 0, false), (5, 20, true), (6, 20, false), (0, 1, true)]
        {
            let facts = MeetingFacts {
                speakers,
                attendees,
                ..MeetingFacts::default()
            };
            assert_eq!(!found(&facts).is_empty(), few, "{speakers}/{attendees}");
        }
    }

    #[test]
    fn open_tasks_and_half_assignments_are_warned_of() {
        let assignment = |owner: Option<&str>, due| AssignmentFacts {
            title: "Vận động".into(),
            owner: owner.map(str::to_owned),
            due,
        };
        let due = NaiveDate::from_ymd_opt(2026, 10, 31);
        let facts = MeetingFacts {
            open_tasks: vec!["Vận động hiến đất".into()],
            assignments: vec![
                assignment(Some("An"), None),
                assignment(None, due),
                assignment(Some("An"), due),
            ],
            ..MeetingFacts::default()
        };
        let warn = Level::Warn;
        assert_eq!(
            found(&facts),
            [(Rule::R11, warn), (Rule::R12, warn), (Rule::R12, warn)]
        );
    }

    #[test]
    fn a_score_is_voted_and_names_a_weakness() {
        for (voted, weakness_recorded, n) in [
            (true, true, 0),
            (true, false, 1),
            (false, true, 1),
            (false, false, 2),
        ] {
            let score = Some(ScoringFacts {
                voted,
                weakness_recorded,
            });
            let facts = MeetingFacts {
                score,
                ..MeetingFacts::default()
            };
            assert_eq!(found(&facts), vec![(Rule::R13, Level::Warn); n]);
        }
    }

    #[test]
    fn what_blocks_comes_first() {
        let facts = MeetingFacts {
            minimum_minutes: Some(90),
            attendees: 20,
            ..with_vote(vote(VoteKind::Ordinary, (18, 0, 0)))
        };
        let levels: Vec<Level> = found(&facts).into_iter().map(|(_, level)| level).collect();
        assert_eq!(levels, [Level::Block, Level::Warn, Level::Hint]);
    }
}
