//! How long things took, whatever the laptop's clock did meanwhile.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Longer than this nobody speaks about one item: the clock has jumped.
const LONGEST_ITEM: i64 = 4 * 60 * 60;
/// Longer than this no sitting lasts.
const LONGEST_SITTING: i64 = 12 * 60 * 60;

/// How long the meeting has been at an item: over all its openings, without the breaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Timing {
    /// Seconds of the openings that are over.
    #[serde(default)]
    pub spent: u32,
    /// Since when it is open again; empty while it is closed or during a break.
    #[serde(default)]
    #[ts(optional)]
    pub since: Option<DateTime<FixedOffset>>,
}

impl Timing {
    /// The item is opened, or the break is over.
    #[must_use]
    pub fn run(self, now: DateTime<FixedOffset>) -> Self {
        Self {
            since: self.since.or(Some(now)),
            ..self
        }
    }

    /// The item is closed, or a break begins.
    #[must_use]
    pub fn stop(self, now: DateTime<FixedOffset>) -> Self {
        Self {
            spent: self.seconds(now),
            since: None,
        }
    }

    /// Seconds up to `now`.
    #[must_use]
    pub fn seconds(self, now: DateTime<FixedOffset>) -> u32 {
        let open = self.since.map_or(0, |since| seconds_between(since, now));
        self.spent.saturating_add(open)
    }
}

/// Seconds from one instant to a later one of the same item. A clock that was set back or jumped
/// ahead measures nothing: the answer is then 0, never negative and never absurd.
#[must_use]
pub fn seconds_between(from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> u32 {
    within(from, to, LONGEST_ITEM).unwrap_or(0)
}

/// Seconds that a sitting has lasted from `start` to `end`, less its breaks. Where the clock has
/// jumped meanwhile, the sum of the items says it better.
#[must_use]
pub fn sitting_seconds(
    start: DateTime<FixedOffset>,
    end: DateTime<FixedOffset>,
    breaks: u32,
    items: u32,
) -> u32 {
    match within(start, end, LONGEST_SITTING) {
        Some(whole) => whole.saturating_sub(breaks),
        None => items,
    }
}

fn within(from: DateTime<FixedOffset>, to: DateTime<FixedOffset>, most: i64) -> Option<u32> {
    let seconds = (to - from).num_seconds();
    (0..=most)
        .contains(&seconds)
        .then(|| u32::try_from(seconds).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> DateTime<FixedOffset> {
        DateTime::from_timestamp(1_791_201_600 + seconds, 0)
            .unwrap()
            .fixed_offset()
    }

    #[test]
    fn openings_add_up_and_breaks_do_not() {
        let timing = Timing::default().run(at(0)).stop(at(60));
        // A break of ten minutes, then five more minutes, and once again later.
        let timing = timing.run(at(660)).stop(at(960)).run(at(5000));
        assert_eq!(timing.seconds(at(5100)), 60 + 300 + 100);
        assert_eq!(timing.run(at(5050)).seconds(at(5100)), 460, "opening twice");
    }

    #[test]
    fn a_sitting_is_measured_without_its_breaks_and_by_its_items_once_the_clock_has_jumped() {
        assert_eq!(sitting_seconds(at(0), at(5400), 600, 99), 4800);
        assert_eq!(sitting_seconds(at(0), at(-5), 600, 99), 99);
        let years = at(0) + TimeDelta::days(6000);
        assert_eq!(sitting_seconds(at(0), years, 600, 99), 99);
    }

    proptest! {
        /// Wherever the clock goes: time never runs backwards and never more than it could.
        #[test]
        fn a_jumping_clock_makes_no_negative_or_absurd_time(
            steps in prop::collection::vec((any::<bool>(), -1_000_000_000..1_000_000_000_i64), 1..30)
        ) {
            let mut timing = Timing::default();
            let mut before = 0;
            for (run, seconds) in steps {
                timing = if run { timing.run(at(seconds)) } else { timing.stop(at(seconds)) };
                let now = timing.seconds(at(seconds));
                prop_assert!(now >= before && now - before <= u32::try_from(LONGEST_ITEM).unwrap());
                before = timing.spent;
            }
        }
    }
}
