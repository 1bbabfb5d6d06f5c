//! Điểm gợi ý: which measure judges a line, and what it says.

use crate::rules::{Line, Measure, Points};

use super::{ScoreFacts, results, room, steps};

/// What the source of a line says when nothing is known about it.
pub const BY_DEFAULT: &str = "mặc định, cần chi bộ xem";

/// Points with the figure behind them.
pub(super) struct Suggestion {
    pub(super) points: Points,
    pub(super) source: String,
    pub(super) from_data: bool,
}

impl Suggestion {
    pub(super) fn known(points: Points, source: impl Into<String>) -> Self {
        Self {
            points,
            source: source.into(),
            from_data: true,
        }
    }

    /// No points, and why.
    pub(super) fn none(source: &str) -> Self {
        Self::known(Points(0), source)
    }

    pub(super) fn default(max: Points) -> Self {
        Self {
            points: max,
            source: BY_DEFAULT.to_owned(),
            from_data: false,
        }
    }

    /// Full marks, with what is known although it decides nothing.
    pub(super) fn to_be_looked_at(max: Points, known: &str) -> Self {
        Self {
            source: format!("{known}: {BY_DEFAULT}"),
            ..Self::default(max)
        }
    }

    /// Full marks where `holds`, none where not, by default where it is not known.
    pub(super) fn all_or_nothing(max: Points, holds: Option<bool>, yes: &str, no: &str) -> Self {
        match holds {
            Some(true) => Self::known(max, yes),
            Some(false) => Self::none(no),
            None => Self::default(max),
        }
    }
}

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
