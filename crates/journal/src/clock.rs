use serde::{Deserialize, Serialize};

/// A hybrid logical clock: milliseconds since 1970 in the upper 48 bits, a counter in the lower
/// 16. It only moves forward and never refuses, whatever the wall clock says: a laptop whose
/// battery died and that believes it is 2009 goes on writing, after everything it knows.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Hlc(pub u64);

impl Hlc {
    const COUNTER_BITS: u32 = 16;

    /// The first instant of a wall-clock reading in milliseconds since 1970; a reading before
    /// 1970 or past the 48 bits (year 10889) is clamped.
    #[must_use]
    pub fn from_wall(ms: i64) -> Self {
        let ms = u64::try_from(ms).unwrap_or(0).min((1 << 48) - 1);
        Self(ms << Self::COUNTER_BITS)
    }

    /// The next instant: after this one, and not before `wall_ms`.
    #[must_use]
    pub fn next(self, wall_ms: i64) -> Self {
        Self(self.0.saturating_add(1).max(Self::from_wall(wall_ms).0))
    }

    /// The wall-clock part in milliseconds since 1970.
    #[must_use]
    pub fn wall_ms(self) -> i64 {
        // 48 bits always fit.
        i64::try_from(self.0 >> Self::COUNTER_BITS).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_clock_moves_forward_whatever_the_wall_says(
            walls in prop::collection::vec(any::<i64>(), 1..200)
        ) {
            let mut now = Hlc::default();
            for wall in walls {
                let next = now.next(wall);
                prop_assert!(next > now || now.0 == u64::MAX);
                now = next;
            }
        }
    }

    #[test]
    fn a_dead_battery_keeps_the_order() {
        let in_2026 = Hlc::from_wall(1_790_000_000_000);
        let in_2009 = in_2026.next(1_230_768_000_000);
        assert!(in_2009 > in_2026);
        assert_eq!(in_2009.wall_ms(), in_2026.wall_ms());
    }
}
