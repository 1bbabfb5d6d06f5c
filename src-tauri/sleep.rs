//! Whether the machine has slept: a thread looks at the clock every second, and where far more time
//! has passed than it waited, nothing ran meanwhile. It is the same on every system and needs no
//! leave to listen to any of them; a clock that was set forward looks alike, and is covered too.

use std::{
    thread,
    time::{Duration, SystemTime},
};

use tauri::{AppHandle, Emitter};

/// The event that tells the windows: whoever opens the lid may be somebody else.
const EVENT: &str = "woke";
const LOOK: Duration = Duration::from_secs(1);
/// A busy machine may be late by some seconds; nobody sleeps for less.
const GAP: Duration = Duration::from_secs(10);

/// Looks for as long as the program runs.
pub(crate) fn watch(app: AppHandle) {
    thread::spawn(move || {
        let mut before = SystemTime::now();
        loop {
            thread::sleep(LOOK);
            let now = SystemTime::now();
            if slept(before, now) {
                // A window that has gone shows nothing.
                let _ = app.emit(EVENT, ());
            }
            before = now;
        }
    });
}

fn slept(before: SystemTime, now: SystemTime) -> bool {
    now.duration_since(before).is_ok_and(|passed| passed >= GAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_gap_that_nothing_else_explains_is_sleep() {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        assert!(!slept(at(100), at(101)));
        assert!(!slept(at(100), at(109)), "a busy machine");
        assert!(slept(at(100), at(110)));
        assert!(slept(at(100), at(100_000)));
        assert!(!slept(at(100), at(40)), "a clock that was set back");
    }
}
