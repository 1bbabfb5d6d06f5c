use std::{env, time::Instant};

use chrono::{DateTime, FixedOffset, TimeDelta};
use sochibo_book::{Clock, SystemClock};

use crate::fault::Fault;

/// The variable that sets the clock, for tests and demonstrations only.
const NOW: &str = "SCB_NOW";

/// The computer's clock, or the one that `SCB_NOW` sets.
pub(crate) fn of_environment() -> Result<Box<dyn Clock>, Fault> {
    let Some(text) = env::var_os(NOW).filter(|text| !text.is_empty()) else {
        return Ok(Box::new(SystemClock));
    };
    let text = text.to_string_lossy();
    let start =
        DateTime::parse_from_rfc3339(&text).map_err(|_| Fault::BadClock(text.into_owned()))?;
    Ok(Box::new(SetClock {
        start,
        since: Instant::now(),
    }))
}

/// A clock that was set when the program began, and goes on from there.
struct SetClock {
    start: DateTime<FixedOffset>,
    since: Instant,
}

impl Clock for SetClock {
    fn now(&self) -> DateTime<FixedOffset> {
        TimeDelta::from_std(self.since.elapsed())
            .ok()
            .and_then(|gone| self.start.checked_add_signed(gone))
            .unwrap_or(self.start)
    }
}
