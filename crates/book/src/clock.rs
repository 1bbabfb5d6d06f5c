use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime, Utc};
use sochibo_domain::id::MeetingId;

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

impl Book {
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
