//! Which measure judges which line of the sheet.

use crate::rules::{Line, Measure, Points};

use super::{
    ScoreFacts, results, room, steps,
    suggestion::{BY_DEFAULT, Suggestion},
};

pub(super) fn suggest(line: &Line, max: Points, facts: &ScoreFacts) -> Suggestion {
    if !line.parts.is_empty() {
        return of_parts(line, facts);
    }
    match line.measure {
        Measure::Duration => room::duration(line, max, facts),
        Measure::Attendance => room::attendance(line, max, facts),
        Measure::AbsenceRun => room::absence_run(line, max, facts),
        Measure::Speaking => room::speaking(line, max, facts),
        Measure::Ideology => room::ideology(line, max, facts),
        Measure::TaskResults => results::tasks(line, max, facts),
        plain => steps::step(plain, max, facts),
    }
}

/// Each part for itself, then together; a line of which nothing is known says so once.
fn of_parts(line: &Line, facts: &ScoreFacts) -> Suggestion {
    let mut all = Suggestion {
        points: Points(0),
        source: String::new(),
        from_data: false,
    };
    let mut sources = Vec::new();
    for part in &line.parts {
        let one = steps::step(part.measure, part.max, facts);
        all.points = Points(all.points.0.saturating_add(one.points.0));
        if one.from_data {
            sources.push(one.source);
        }
        all.from_data |= one.from_data;
    }
    if sources.len() < line.parts.len() {
        sources.push(if sources.is_empty() {
            BY_DEFAULT.to_owned()
        } else {
            format!("Phần còn lại: {BY_DEFAULT}")
        });
    }
    all.source = sources.join(" ");
    all
}
