use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime, Utc};
use sochibo_domain::id::MeetingId;
use sochibo_store::LinkState;

use crate::{Book, BookError};

/// What time it is, with the offset of the place. Passed in, so that a test or the demo can live
/// through a month.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> DateTime<FixedOffset>;
}

/// Vietnam keeps one time all year round.
const VIETNAM_SECONDS_EAST: i32 = 7 * 60 * 60;

/// The computer's clock at Vietnam's time, whatever zone the computer was set to. It may be wrong
/// by years; the journal copes (`journal::Hlc`).
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<FixedOffset> {
        let now = Utc::now();
        // Seven hours are within what an offset may be.
        FixedOffset::east_opt(VIETNAM_SECONDS_EAST)
            .map_or_else(|| now.fixed_offset(), |zone| now.with_timezone(&zone))
    }
}

/// A clock that is no further off than this was set by a person.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A clock that has gone so far astray since it was last compared was set by somebody.
const ASTRAY_MS: i64 = 60 * 1000;

/// The instant `now_ms` of this computer's clock as the ward's clock would show it, as far as that
/// is known. A clock that was years off when it was last compared may have been put right since (a
/// new battery): then the correction would date everything years off until the next exchange. Of
/// both readings the one is taken that goes on from what the ward's clock showed then.
pub(crate) fn by_the_wards_clock(now_ms: i64, known: &LinkState) -> i64 {
    let offset = known.clock_offset_ms.unwrap_or(0);
    let corrected = now_ms.saturating_sub(offset);
    let Some(then) = known.ward_time_ms.filter(|_| offset.abs() > DAY_MS) else {
        return corrected;
    };
    let (earlier, later) = (corrected.min(now_ms), corrected.max(now_ms));
    // Time does not go back, but for a clock that falls behind or begins its day anew; where both
    // say that it went back further, the later is less wrong.
    if earlier >= then.saturating_sub(DAY_MS) {
        earlier
    } else {
        later
    }
}

impl Book {
    /// The ward says what its clock shows: from now on that dates what is written here, also where
    /// the line is cut before the exchange ends.
    pub(crate) fn heard_the_time(&mut self, ward_ms: i64) -> Result<(), BookError> {
        let offset = self.now().timestamp_millis().saturating_sub(ward_ms);
        let state = self.store.link_state()?;
        let known = state.clock_offset_ms;
        if known.is_none_or(|known| known.abs_diff(offset) > ASTRAY_MS.unsigned_abs()) {
            let state = LinkState {
                clock_offset_ms: Some(offset),
                ward_time_ms: Some(ward_ms),
                ..state
            };
            self.store.set_link_state(&state)?;
        }
        Ok(())
    }

    /// A time that a form or a command names: as [`Book::instant`], or `19:20` on the day of the
    /// meeting.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting, no time.
    pub fn time_of(
        &self,
        meeting: MeetingId,
        text: &str,
    ) -> Result<DateTime<FixedOffset>, BookError> {
        let Ok(time) = NaiveTime::parse_from_str(text.trim(), "%H:%M") else {
            return self.instant(text);
        };
        let meeting = self.meeting_of(meeting)?;
        let day = meeting
            .started_at
            .or(meeting.planned_at)
            .unwrap_or_else(|| self.now());
        day.date_naive()
            .and_time(time)
            .and_local_timezone(*self.now().offset())
            .single()
            .ok_or_else(|| BookError::Unreadable(text.to_owned(), "giờ"))
    }

    /// An instant that a form or a command names: RFC 3339, or `2026-10-05T19:00` at this place.
    ///
    /// # Errors
    /// [`BookError::Unreadable`].
    pub fn instant(&self, text: &str) -> Result<DateTime<FixedOffset>, BookError> {
        let text = text.trim();
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Ok(at);
        }
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok();
        local
            .and_then(|at| at.and_local_timezone(*self.now().offset()).single())
            .ok_or_else(|| BookError::Unreadable(text.to_owned(), "ngày giờ"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: i64 = 365 * DAY_MS;
    const TODAY: i64 = 1_791_201_600_000;

    /// Compared today by a clock so far off; the reading of the same clock, or of a right one.
    fn dated(off: i64, now_ms: i64) -> i64 {
        let known = LinkState {
            clock_offset_ms: Some(off),
            ward_time_ms: Some(TODAY),
            ..LinkState::default()
        };
        by_the_wards_clock(now_ms, &known)
    }

    #[test]
    fn a_clock_that_stays_wrong_is_corrected() {
        for off in [-17 * YEAR, 20 * YEAR, -1000, 5000] {
            assert_eq!(dated(off, TODAY + off + DAY_MS), TODAY + DAY_MS, "{off}");
        }
        // A battery that is dead begins anew each morning.
        for off in [-17 * YEAR, 20 * YEAR] {
            for late in [0, 1, 7_000, DAY_MS / 2] {
                assert_eq!(dated(off, TODAY + off - late), TODAY - late, "{off}");
            }
        }
    }

    #[test]
    fn a_clock_that_was_put_right_is_believed() {
        for off in [-17 * YEAR, 20 * YEAR] {
            assert_eq!(dated(off, TODAY + DAY_MS), TODAY + DAY_MS, "{off}");
        }
    }

    #[test]
    fn before_any_ward_was_asked_the_clock_is_all_there_is() {
        assert_eq!(by_the_wards_clock(7, &LinkState::default()), 7);
    }
}
