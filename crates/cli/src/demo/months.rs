//! The days of the demo hang on the day on which it is made, so that its clocks are running.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime};
use sochibo_domain::Month;

/// A meeting is held on this day of its month.
const MEETING_DAY: u32 = 5;
/// From this day on, this month's meeting is over and its papers are done.
const SETTLED_DAY: u32 = 9;
/// When people do what needs no meeting.
pub(super) const MORNING: NaiveTime = match NaiveTime::from_hms_opt(8, 30, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// The month of the demo's last meeting.
pub(super) fn last(today: NaiveDate) -> Month {
    let month = Month::of(today);
    if today.day() >= SETTLED_DAY {
        month
    } else {
        month.previous()
    }
}

/// The day of a month's meeting.
pub(super) fn meeting_day(month: Month) -> Option<NaiveDate> {
    month.first_day()?.with_day(MEETING_DAY)
}

/// A moment in the time zone of `now`.
pub(super) fn at(
    day: NaiveDate,
    time: NaiveTime,
    now: DateTime<FixedOffset>,
) -> DateTime<FixedOffset> {
    // A fixed offset has every moment once.
    day.and_time(time)
        .and_local_timezone(*now.offset())
        .single()
        .unwrap_or(now)
}
