//! R11, R12: nhiệm vụ tháng trước, phân công của kỳ này.

use chrono::NaiveDate;

use crate::{date::short_day, id::AssignmentId};

use super::{Found, Level, Place, Rule};

/// A task of last month of which nothing has been said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFacts {
    /// Which.
    pub id: AssignmentId,
    /// Việc.
    pub title: String,
    /// Người chủ trì.
    pub owner: Option<String>,
    /// Hạn.
    pub due: Option<NaiveDate>,
}

/// One assignment of this meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentFacts {
    /// Which.
    pub id: AssignmentId,
    /// Việc.
    pub title: String,
    /// Người chủ trì.
    pub owner: Option<String>,
    /// Hạn.
    pub due: Option<NaiveDate>,
}

pub(super) fn check(open: &[TaskFacts], assignments: &[AssignmentFacts], found: &mut Found<'_>) {
    for task in open {
        let who = task
            .owner
            .as_ref()
            .map_or_else(String::new, |name| format!(", đồng chí {name}"));
        let due = task
            .due
            .map_or_else(String::new, |due| format!(", hạn {}", short_day(due)));
        let text = format!(
            "Nhiệm vụ tháng trước “{}”{who}{due}: chưa ghi kết quả.",
            task.title
        );
        let place = Place::Task {
            assignment: task.id,
        };
        found.add(Rule::R11, Level::Warn, place, text);
    }
    for assignment in assignments {
        let lacks = match (&assignment.owner, assignment.due) {
            (Some(_), Some(_)) => continue,
            (None, Some(_)) => "người thực hiện",
            (Some(_), None) => "thời hạn",
            (None, None) => "người thực hiện và thời hạn",
        };
        let text = format!("Phân công “{}” chưa có {lacks}.", assignment.title);
        let place = Place::Assignment {
            assignment: assignment.id,
        };
        found.add(Rule::R12, Level::Warn, place, text);
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

    fn id(n: u128) -> AssignmentId {
        AssignmentId(Uuid::from_u128(n))
    }

    #[test]
    fn open_tasks_and_half_assignments_are_warned_of_one_by_one() {
        let assignment = |n, owner: Option<&str>, due| AssignmentFacts {
            id: id(n),
            title: "Vận động".into(),
            owner: owner.map(str::to_owned),
            due,
        };
        let due = NaiveDate::from_ymd_opt(2026, 10, 31);
        let facts = MeetingFacts {
            open_tasks: vec![TaskFacts {
                id: id(9),
                title: "Vận động hiến đất".into(),
                owner: Some("Lê Văn An".into()),
                due,
            }],
            assignments: vec![
                assignment(1, Some("An"), None),
                assignment(2, None, due),
                assignment(3, Some("An"), due),
                assignment(4, None, None),
            ],
            ..MeetingFacts::default()
        };
        let warn = Level::Warn;
        assert_eq!(
            found(&facts),
            [
                (Rule::R11, warn),
                (Rule::R12, warn),
                (Rule::R12, warn),
                (Rule::R12, warn)
            ]
        );
        let findings = whole(&facts);
        assert_eq!(findings[0].place, Place::Task { assignment: id(9) });
        assert!(findings[0].text.contains("Lê Văn An, hạn 31/10/2026"));
        assert_eq!(findings[2].place, Place::Assignment { assignment: id(2) });
    }
}
