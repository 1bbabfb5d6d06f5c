//! What people type: days, times, long texts.

use std::io::{self, Read};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use sochibo_domain::date::parse_day;

use crate::fault::Fault;

/// Reads a moment: RFC 3339, `2026-10-05T19:30`, `5/10/2026 19:30`, or `19:30` on `day`. A time
/// without an offset is meant where `now` is.
pub(crate) fn moment(
    text: &str,
    day: NaiveDate,
    now: DateTime<FixedOffset>,
) -> Result<DateTime<FixedOffset>, Fault> {
    let text = text.trim();
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Ok(moment);
    }
    let bad = || Fault::BadTime(text.to_owned());
    let (day, clock) = match text.split_once(['T', ' ']) {
        Some((day, clock)) if text.starts_with(|c: char| c.is_ascii_digit()) => {
            (parse_day(day)?, clock.trim())
        }
        _ => (day, text),
    };
    let time = ["%H:%M", "%H:%M:%S", "%Hh%M"]
        .iter()
        .find_map(|form| NaiveTime::parse_from_str(clock, form).ok())
        .ok_or_else(bad)?;
    day.and_time(time)
        .and_local_timezone(*now.offset())
        .single()
        .ok_or_else(bad)
}

/// A day that may be left out; an empty text takes it away.
pub(crate) fn day(text: &str) -> Result<Option<NaiveDate>, Fault> {
    if text.trim().is_empty() {
        Ok(None)
    } else {
        Ok(Some(parse_day(text)?))
    }
}

/// A text, or all of the standard input for `-`.
pub(crate) fn text(typed: String) -> Result<String, Fault> {
    if typed != "-" {
        return Ok(typed);
    }
    let mut text = String::new();
    io::stdin()
        .read_to_string(&mut text)
        .map_err(Fault::file("-"))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_on_their_day_and_in_their_place() {
        let now = DateTime::parse_from_rfc3339("2026-10-01T08:00:00+07:00").unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 10, 5).unwrap();
        let read = |text: &str| moment(text, day, now).map(|at| at.to_rfc3339()).ok();
        for text in [
            "19:30",
            "19h30",
            "2026-10-05T19:30",
            "5/10/2026 19:30",
            "2026-10-05T12:30:00Z",
        ] {
            let at = moment(text, day, now).unwrap();
            assert_eq!(
                at,
                DateTime::parse_from_rfc3339("2026-10-05T19:30:00+07:00").unwrap(),
                "{text}"
            );
        }
        assert_eq!(
            read("2026-10-05T19:30:00+09:00").as_deref(),
            Some("2026-10-05T19:30:00+09:00")
        );
        for text in ["", "tối nay", "25:00", "10/25/2026 19:00", "2026-10-05"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
