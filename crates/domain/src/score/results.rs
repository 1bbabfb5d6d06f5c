//! Group 6: what became of last month's tasks.

use crate::{
    number,
    rules::{Level, Line, Points},
};

use super::{
    ScoreFacts,
    suggestion::{BY_DEFAULT, Suggestion},
};

pub(super) fn tasks(line: &Line, max: Points, facts: &ScoreFacts) -> Suggestion {
    if facts.tasks_total == 0 {
        return Suggestion {
            source: format!("Tháng trước không có nhiệm vụ nào được ghi: {BY_DEFAULT}"),
            ..Suggestion::default(max)
        };
    }
    let (done, all) = (facts.tasks_done.min(facts.tasks_total), facts.tasks_total);
    Suggestion::known(
        by_percent(&line.levels, done, all),
        format!("{} tháng trước đã xong.", ratio(done, all, "nhiệm vụ")),
    )
}

/// The points of the first level reached.
pub(super) fn by_percent(levels: &[Level], part: u32, whole: u32) -> Points {
    let holds = |level: &&Level| {
        level
            .at_least
            .is_some_and(|percent| reaches(part, whole, percent))
    };
    levels
        .iter()
        .find(holds)
        .map_or(Points(0), |level| level.points)
}

pub(super) fn reaches(part: u32, whole: u32, percent: u32) -> bool {
    u64::from(part) * 100 >= u64::from(percent) * u64::from(whole)
}

/// `17/20 đảng viên (85%)`.
pub(super) fn ratio(part: u32, whole: u32, what: &str) -> String {
    format!(
        "{}/{} {what} ({})",
        number::count(part),
        number::count(whole),
        number::percent(part, whole)
    )
}
