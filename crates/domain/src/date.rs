//! Ngày tháng as Vietnamese papers write them. Dates have no time zone and never the American
//! order.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Explain, FaultClass};

/// Tháng: a month of a year, written `2026-10` in files and `10/2026` for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(export, type = "string")]
pub struct Month {
    year: i32,
    month: u32,
}

/// Text that is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” không phải là tháng. Viết như 2026-10 hoặc 10/2026.")]
pub struct MonthError(String);

impl Explain for MonthError {
    fn code(&self) -> &'static str {
        "NG-03"
    }

    fn class(&self) -> FaultClass {
        FaultClass::Invalid
    }

    fn hint(&self) -> String {
        "Viết tháng rồi đến năm bốn chữ số, như 10/2026.".into()
    }
}

/// Text that is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// It does not look like a day.
    #[error("“{0}” không phải là ngày. Viết ngày, tháng, năm như 05/10/2026.")]
    NotADay(String),
    /// It looks like a day that no calendar has.
    #[error(
        "Không có ngày {day} tháng {month} năm {year}. Viết ngày trước, tháng sau, như 05/10/2026."
    )]
    NoSuchDay {
        /// As written.
        day: u32,
        /// As written.
        month: u32,
        /// As written.
        year: i32,
    },
}

impl Explain for DayError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotADay(_) => "NG-01",
            Self::NoSuchDay { .. } => "NG-02",
        }
    }

    fn class(&self) -> FaultClass {
        FaultClass::Invalid
    }

    fn hint(&self) -> String {
        "Viết ngày, tháng rồi đến năm bốn chữ số: 05/10/2026, 5-10-2026 hoặc 2026-10-05.".into()
    }
}

/// Reads a day: `5/10/2026`, `05-10-2026`, `5.10.2026`, `2026-10-05`. The day always comes
/// before the month; a year has four digits (1850 to 2200).
///
/// # Errors
/// [`DayError`] for anything else; nothing is guessed.
pub fn parse_day(text: &str) -> Result<NaiveDate, DayError> {
    let unreadable = || DayError::NotADay(text.trim().to_owned());
    let separator = text
        .chars()
        .find(|c| matches!(c, '/' | '-' | '.'))
        .ok_or_else(unreadable)?;
    let parts: Vec<&str> = text.trim().split(separator).map(str::trim).collect();
    let digits = |part: &str, most: usize| -> Option<u32> {
        let plain = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten()
    };
    let (day, month, year) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (day, month, year),
        [day, month, year] if year.len() == 4 => (day, month, year),
        _ => return Err(unreadable()),
    };
    let day = digits(day, 2).ok_or_else(unreadable)?;
    let month = digits(month, 2).ok_or_else(unreadable)?;
    let year = digits(year, 4)
        .and_then(|y| i32::try_from(y).ok())
        .ok_or_else(unreadable)?;
    if !(1850..=2200).contains(&year) {
        return Err(unreadable());
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DayError::NoSuchDay { day, month, year })
}

/// `05/9/2026`: days below 10 and the months 1 and 2 have a zero before them, the others none,
/// so that a digit can't be added by hand (`domain.md` §3.2) [found: S5, S7].
#[must_use]
pub fn short_day(day: NaiveDate) -> String {
    format!("{:02}/{}/{}", day.day(), month_digits(day), day.year())
}

/// `ngày 05 tháng 9 năm 2026`.
#[must_use]
pub fn long_day(day: NaiveDate) -> String {
    format!(
        "ngày {:02} tháng {} năm {}",
        day.day(),
        month_digits(day),
        day.year()
    )
}

fn month_digits(day: NaiveDate) -> String {
    match day.month() {
        month @ 1..=2 => format!("{month:02}"),
        month => month.to_string(),
    }
}

/// Thứ: `thứ hai`, …, `Chủ nhật`.
#[must_use]
pub fn weekday_words(day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "thứ hai",
        Weekday::Tue => "thứ ba",
        Weekday::Wed => "thứ tư",
        Weekday::Thu => "thứ năm",
        Weekday::Fri => "thứ sáu",
        Weekday::Sat => "thứ bảy",
        Weekday::Sun => "Chủ nhật",
    }
}

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self {
            year: day.year(),
            month: day.month(),
        }
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.month
    }

    /// The month before.
    #[must_use]
    pub const fn previous(self) -> Self {
        if self.month == 1 {
            Self {
                year: self.year - 1,
                month: 12,
            }
        } else {
            Self {
                year: self.year,
                month: self.month - 1,
            }
        }
    }

    /// The month after.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.month == 12 {
            Self {
                year: self.year + 1,
                month: 1,
            }
        } else {
            Self {
                year: self.year,
                month: self.month + 1,
            }
        }
    }

    /// How many months it is after another; negative where it is before.
    #[must_use]
    pub fn months_since(self, other: Self) -> i64 {
        let count = |month: Self| i64::from(month.year) * 12 + i64::from(month.month);
        count(self) - count(other)
    }

    /// Quý: 1 to 4.
    #[must_use]
    pub const fn quarter(self) -> u32 {
        self.month.div_ceil(3)
    }

    /// `quý I` to `quý IV`.
    #[must_use]
    pub const fn quarter_words(self) -> &'static str {
        match self.quarter() {
            1 => "quý I",
            2 => "quý II",
            3 => "quý III",
            _ => "quý IV",
        }
    }

    /// Whether it is the last month of its quarter.
    #[must_use]
    pub const fn ends_quarter(self) -> bool {
        self.month.is_multiple_of(3)
    }

    /// Its first day; `None` for a year that the calendar library can't hold.
    #[must_use]
    pub fn first_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month, 1)
    }

    /// `10/2026`.
    #[must_use]
    pub fn spoken(self) -> String {
        format!("{}/{}", self.month, self.year)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = text.trim().split_once(['-', '/']).and_then(|(a, b)| {
            let (year, month) = if a.len() == 4 { (a, b) } else { (b, a) };
            Some((year.parse::<i32>().ok()?, month.parse::<u32>().ok()?))
        });
        match parsed {
            Some((year @ 1930..=2200, month @ 1..=12)) => Ok(Self { year, month }),
            _ => Err(MonthError(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Month {
    type Error = MonthError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn days_are_read_with_the_day_before_the_month() {
        for text in [
            "5/10/2026",
            "05/10/2026",
            "05-10-2026",
            "5.10.2026",
            "2026-10-05",
            " 5 / 10 / 2026 ",
        ] {
            assert_eq!(parse_day(text), Ok(day(2026, 10, 5)), "{text}");
        }
    }

    #[test]
    fn the_american_order_is_refused_not_swapped() {
        let error = parse_day("10/25/2026").unwrap_err();
        assert_eq!(
            error,
            DayError::NoSuchDay {
                day: 10,
                month: 25,
                year: 2026
            }
        );
        assert_eq!(error.code(), "NG-02");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "hôm nay",
            "5/10",
            "5/10/26",
            "5-10/2026",
            "31/4/2026",
            "+5/10/2026",
            "0/1/2026",
            "5/10/20266",
            "1/1/0001",
            "٥/10/2026",
        ] {
            assert!(parse_day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn printed_days_have_zeros_where_papers_have_them() {
        for (d, short, long) in [
            (day(2026, 9, 5), "05/9/2026", "ngày 05 tháng 9 năm 2026"),
            (day(2026, 1, 15), "15/01/2026", "ngày 15 tháng 01 năm 2026"),
            (day(2026, 2, 3), "03/02/2026", "ngày 03 tháng 02 năm 2026"),
            (day(2026, 12, 31), "31/12/2026", "ngày 31 tháng 12 năm 2026"),
        ] {
            assert_eq!(short_day(d), short);
            assert_eq!(long_day(d), long);
        }
    }

    #[test]
    fn weekdays_and_quarters_have_words() {
        assert_eq!(weekday_words(day(2026, 10, 5)), "thứ hai");
        assert_eq!(weekday_words(day(2026, 10, 4)), "Chủ nhật");
        let quarters: Vec<u32> = (1..=12)
            .map(|m| Month::of(day(2026, m, 1)).quarter())
            .collect();
        assert_eq!(quarters, [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
        let month: Month = "9/2026".parse().unwrap();
        assert!(month.ends_quarter());
        assert_eq!(month.quarter_words(), "quý III");
    }

    proptest! {
        #[test]
        fn every_printed_day_reads_back(n in 0i64..120_000) {
            let d = day(1870, 1, 1) + chrono::TimeDelta::days(n);
            prop_assert_eq!(parse_day(&short_day(d)), Ok(d));
            prop_assert_eq!(parse_day(&d.to_string()), Ok(d));
        }
    }
}
