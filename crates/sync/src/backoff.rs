use std::time::Duration;

const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// How long to wait before the next attempt: twice as long after each failure, up to a quarter of
/// an hour, and each time a random part of it, so that the cells of a ward whose server was away
/// don't all come back at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// After a failure. `random` is any fresh random number.
    pub fn failed(&mut self, random: u64) -> Duration {
        let whole = FIRST
            .saturating_mul(1_u32.checked_shl(self.failures).unwrap_or(u32::MAX))
            .min(LONGEST);
        self.failures = (self.failures + 1).min(16);
        // Between a half and the whole.
        let half = u64::try_from(whole.as_millis() / 2).unwrap_or(u64::MAX);
        Duration::from_millis(half + random % (half + 1))
    }

    /// After a success.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_waits_twice_as_long_each_time_up_to_a_limit_and_begins_anew_after_a_success() {
        let mut backoff = Backoff::default();
        let waits: Vec<u64> = (0..12)
            .map(|_| backoff.failed(u64::MAX).as_secs())
            .collect();
        assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]), "{waits:?}");
        assert!(waits[0] <= 2 && waits[11] <= 15 * 60 && waits[11] >= 15 * 30);
        backoff.succeeded();
        assert!(backoff.failed(u64::MAX) <= FIRST);
    }

    #[test]
    fn it_never_waits_less_than_half_nor_more_than_the_whole() {
        for random in [0, 1, 999, 1000, u64::MAX] {
            let wait = Backoff::default().failed(random);
            assert!(wait >= FIRST / 2 && wait <= FIRST, "{wait:?}");
        }
    }
}
