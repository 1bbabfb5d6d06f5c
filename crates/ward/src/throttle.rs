//! Slows guessing down: counts failures within a moving window.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    sync::Mutex,
    time::{Duration, Instant},
};

/// Failures per key within a window.
pub(crate) struct Throttle<K> {
    most: usize,
    window: Duration,
    failures: Mutex<HashMap<K, VecDeque<Instant>>>,
}

impl<K: Hash + Eq> Throttle<K> {
    pub(crate) fn new(most: usize, window: Duration) -> Self {
        Self {
            most,
            window,
            failures: Mutex::new(HashMap::new()),
        }
    }

    /// Whether `key` may try again.
    pub(crate) fn allows(&self, key: &K) -> bool {
        self.allows_at(key, Instant::now())
    }

    /// Counts a failure of `key`.
    pub(crate) fn fail(&self, key: K) {
        self.fail_at(key, Instant::now());
    }

    fn allows_at(&self, key: &K, now: Instant) -> bool {
        let Ok(failures) = self.failures.lock() else {
            return true;
        };
        failures.get(key).is_none_or(|times| {
            let recent = times
                .iter()
                .filter(|time| now.duration_since(**time) < self.window);
            recent.count() < self.most
        })
    }

    fn fail_at(&self, key: K, now: Instant) {
        let Ok(mut failures) = self.failures.lock() else {
            return;
        };
        // Keys without a recent failure are forgotten, so guessed names don't pile up.
        failures.retain(|_, times| {
            times.retain(|time| now.duration_since(*time) < self.window);
            !times.is_empty()
        });
        failures.entry(key).or_default().push_back(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_window_one_may_try_again() {
        let throttle = Throttle::new(2, Duration::from_secs(60));
        let start = Instant::now();
        throttle.fail_at("an", start);
        assert!(throttle.allows_at(&"an", start));
        throttle.fail_at("an", start + Duration::from_secs(30));
        assert!(!throttle.allows_at(&"an", start + Duration::from_secs(59)));
        assert!(throttle.allows_at(&"binh", start));
        assert!(throttle.allows_at(&"an", start + Duration::from_secs(60)));
    }
}
