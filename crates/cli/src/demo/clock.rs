use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, FixedOffset};
use sochibo_book::{Clock, SystemClock};

/// A clock that stands where it is set, until it is released.
#[derive(Clone)]
pub(super) struct DemoClock(Arc<Mutex<Option<DateTime<FixedOffset>>>>);

impl DemoClock {
    pub(super) fn at(now: DateTime<FixedOffset>) -> Self {
        Self(Arc::new(Mutex::new(Some(now))))
    }

    pub(super) fn set(&self, now: DateTime<FixedOffset>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    /// From now on it is the computer's clock.
    pub(super) fn release(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Clock for DemoClock {
    fn now(&self) -> DateTime<FixedOffset> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .unwrap_or_else(|| SystemClock.now())
    }
}
