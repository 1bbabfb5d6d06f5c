//! R09, R10: ai vắng, ai phát biểu.

use crate::{
    id::MemberId,
    number::{count, percent},
};

use super::{Found, Level, Place, Rule};

/// A member who stayed away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// Who.
    pub member: MemberId,
    /// Họ tên.
    pub name: String,
    /// How many meetings running this year, this one included.
    pub run: u32,
}

/// Who was there and who spoke.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoomFacts {
    /// Vắng không lý do.
    pub unexcused: Vec<Absent>,
    /// Vắng có lý do.
    pub excused: Vec<Absent>,
    /// Members in the room.
    pub attendees: u32,
    /// Members who spoke, each counted once.
    pub speakers: u32,
    /// The number of the item where members are asked to speak, from 1.
    pub discussion: u32,
}

pub(super) fn check(facts: &RoomFacts, found: &mut Found<'_>) {
    for Absent { member, name, .. } in &facts.unexcused {
        let text = format!("Đồng chí {name} vắng không lý do.");
        found.add(
            Rule::R09,
            Level::Warn,
            Place::Attendance { member: *member },
            text,
        );
    }
    let limit = found.pack.limits.excused_run.value;
    for Absent { member, name, run } in facts.excused.iter().filter(|one| one.run >= limit) {
        let text = format!(
            "Đồng chí {name} vắng có lý do {} kỳ liên tiếp trong năm.",
            count(*run)
        );
        found.add(
            Rule::R09,
            Level::Warn,
            Place::Attendance { member: *member },
            text,
        );
    }
    speaking(facts, found);
}

/// R10.
fn speaking(facts: &RoomFacts, found: &mut Found<'_>) {
    let limit = found.pack.limits.speakers_hint.value;
    if u64::from(facts.speakers) * 100 < u64::from(limit) * u64::from(facts.attendees) {
        let text = format!(
            "{}/{} đảng viên dự họp đã phát biểu ({}), dưới {limit}%. Mời thêm đồng chí chưa phát biểu.",
            count(facts.speakers),
            count(facts.attendees),
            percent(facts.speakers, facts.attendees)
        );
        let place = Place::Statements {
            no: facts.discussion,
        };
        found.add(Rule::R10, Level::Hint, place, text);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::check::{
        MeetingFacts,
        tests::{found, whole},
    };

    fn absent(name: &str, run: u32) -> Absent {
        Absent {
            member: MemberId(Uuid::from_u128(u128::from(run) + 1)),
            name: name.to_owned(),
            run,
        }
    }

    fn with(room: RoomFacts) -> MeetingFacts {
        MeetingFacts {
            room,
            ..MeetingFacts::default()
        }
    }

    #[test]
    fn each_unexcused_member_is_named_with_the_way_to_the_row() {
        let facts = with(RoomFacts {
            unexcused: vec![absent("Lê Văn An", 0), absent("Đỗ Thị Bé", 1)],
            ..RoomFacts::default()
        });
        let findings = whole(&facts);
        assert_eq!(findings.len(), 2);
        assert!(findings[1].text.contains("Đỗ Thị Bé"));
        assert_eq!(
            findings[1].place,
            Place::Attendance {
                member: MemberId(Uuid::from_u128(2))
            }
        );
    }

    #[test]
    fn excused_absences_are_named_from_the_third_running() {
        for (run, expected) in [
            (1, vec![]),
            (2, vec![]),
            (3, vec![(Rule::R09, Level::Warn)]),
            (4, vec![(Rule::R09, Level::Warn)]),
        ] {
            let facts = with(RoomFacts {
                excused: vec![absent("Lê Văn An", run)],
                ..RoomFacts::default()
            });
            assert_eq!(found(&facts), expected, "{run}");
        }
    }

    #[test]
    fn few_speakers_are_a_hint() {
        for (speakers, attendees, few) in
            [(0, 0, false), (5, 20, true), (6, 20, false), (0, 1, true)]
        {
            let facts = with(RoomFacts {
                speakers,
                attendees,
                ..RoomFacts::default()
            });
            assert_eq!(!found(&facts).is_empty(), few, "{speakers}/{attendees}");
        }
    }
}
