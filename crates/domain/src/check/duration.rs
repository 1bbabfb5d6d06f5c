//! R04: thời lượng.

use super::{Found, Level, Place, Rule};

/// How long the meeting was, and how long it should have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DurationFacts {
    /// Thời lượng tối thiểu, in minutes: [`crate::rules::Durations::minimum_for`].
    pub minimum: u32,
    /// Minutes of the agenda.
    pub planned: u32,
    /// Minutes from beginning to end; `None` before the end.
    pub actual: Option<u32>,
    /// Lý do họp ngắn, where one was given.
    pub because: Option<String>,
}

pub(super) fn check(facts: &DurationFacts, found: &mut Found<'_>) {
    let minimum = facts.minimum;
    let (minutes, what) = match facts.actual {
        Some(actual) => (actual, "Kỳ sinh hoạt kéo dài"),
        None => (facts.planned, "Chương trình dự kiến"),
    };
    if minutes >= minimum {
        return;
    }
    let short = format!("{what} {minutes} phút, dưới mức tối thiểu {minimum} phút.");
    let reason = facts
        .because
        .as_deref()
        .map(str::trim)
        .filter(|reason| !reason.is_empty());
    let (level, text) = match (reason, facts.actual) {
        (Some(reason), _) => (Level::Hint, format!("{short} Lý do đã ghi: {reason}.")),
        (None, Some(_)) => (
            Level::Warn,
            format!("{short} Ghi lý do; lý do được in trong biên bản."),
        ),
        (None, None) => (
            Level::Warn,
            format!("{short} Thêm thời gian hoặc ghi lý do."),
        ),
    };
    found.add(Rule::R04, level, Place::Time, text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{MeetingFacts, tests::found};

    fn short(planned: u32, actual: Option<u32>, reason: Option<&str>) -> Vec<(Rule, Level)> {
        found(&MeetingFacts {
            duration: Some(DurationFacts {
                minimum: 90,
                planned,
                actual,
                because: reason.map(str::to_owned),
            }),
            ..MeetingFacts::default()
        })
    }

    #[test]
    fn a_short_meeting_is_asked_for_its_reason() {
        assert_eq!(short(89, None, None), [(Rule::R04, Level::Warn)]);
        assert_eq!(short(90, None, None), []);
        assert_eq!(short(90, Some(89), None), [(Rule::R04, Level::Warn)]);
        assert_eq!(short(80, Some(90), None), []);
    }

    #[test]
    fn a_reason_makes_it_a_hint_and_blanks_are_no_reason() {
        assert_eq!(
            short(90, Some(60), Some("mưa bão")),
            [(Rule::R04, Level::Hint)]
        );
        assert_eq!(short(90, Some(60), Some("  ")), [(Rule::R04, Level::Warn)]);
    }
}
