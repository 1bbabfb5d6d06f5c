//! A few counts of what the server does. No ids, no names.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the start.
#[derive(Default)]
pub(crate) struct Vitals {
    pub(crate) pushes: AtomicU64,
    pub(crate) envelopes: AtomicU64,
    pub(crate) pulls: AtomicU64,
    pub(crate) enrolments: AtomicU64,
    pub(crate) refusals: AtomicU64,
    pub(crate) logins: AtomicU64,
    pub(crate) wrong_logins: AtomicU64,
}

impl Vitals {
    pub(crate) fn add(counter: &AtomicU64, n: u64) {
        counter.fetch_add(n, Ordering::Relaxed);
    }

    /// As monitors read them.
    pub(crate) fn text(&self) -> String {
        let counters = [
            ("pushes", &self.pushes),
            ("envelopes", &self.envelopes),
            ("pulls", &self.pulls),
            ("enrolments", &self.enrolments),
            ("refusals", &self.refusals),
            ("logins", &self.logins),
            ("wrong_logins", &self.wrong_logins),
        ];
        counters
            .iter()
            .map(|(name, count)| {
                let count = count.load(Ordering::Relaxed);
                format!(
                    "# TYPE sochibo_ward_{name}_total counter\nsochibo_ward_{name}_total {count}\n"
                )
            })
            .collect()
    }
}
