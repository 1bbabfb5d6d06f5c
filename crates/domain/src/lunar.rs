//! Âm lịch for the Vietnamese time zone (UTC+7), so that a meeting avoids giỗ, rằm and Tết
//! [design].
//!
//! New moons and the sun's longitude by the truncated series of Jean Meeus in the arrangement
//! that Hồ Ngọc Đức made known for Vietnam: month 11 holds the winter solstice, and of 13 months
//! between two solstices the first without a principal term is leap. The zone is UTC+7
//! throughout, also for years in which older almanacs printed Beijing's.

use std::f64::consts::PI;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Ngày âm lịch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LunarDay {
    /// 1 to 30.
    pub day: u32,
    /// 1 (Giêng) to 12 (Chạp).
    pub month: u32,
    /// The year that began at Tết.
    pub year: i32,
    /// Tháng nhuận.
    pub leap: bool,
}

impl LunarDay {
    /// Whether it is this day of this month, in a month that is not leap.
    #[must_use]
    pub const fn is(self, day: u32, month: u32) -> bool {
        self.day == day && self.month == month && !self.leap
    }

    /// As almanacs print it in a small space: `22`, and on the first of a month `1/9`, with `n`
    /// for a leap one.
    #[must_use]
    pub fn short(self) -> String {
        match (self.day, self.leap) {
            (1, false) => format!("1/{}", self.month),
            (1, true) => format!("1/{}n", self.month),
            (day, _) => day.to_string(),
        }
    }

    /// `22 tháng Tám âm lịch`, `mùng 1 tháng Giêng âm lịch`, `rằm tháng Bảy âm lịch`.
    #[must_use]
    pub fn words(self) -> String {
        let day = match self.day {
            15 => "rằm".to_owned(),
            day @ 1..=10 => format!("mùng {day}"),
            day => day.to_string(),
        };
        let leap = if self.leap { " nhuận" } else { "" };
        format!("{day} tháng {}{leap} âm lịch", month_name(self.month))
    }
}

const fn month_name(month: u32) -> &'static str {
    match month {
        1 => "Giêng",
        2 => "Hai",
        3 => "Ba",
        4 => "Tư",
        5 => "Năm",
        6 => "Sáu",
        7 => "Bảy",
        8 => "Tám",
        9 => "Chín",
        10 => "Mười",
        11 => "Mười một",
        _ => "Chạp",
    }
}

/// The lunar date of a day.
#[must_use]
pub fn lunar_of(day: NaiveDate) -> LunarDay {
    let today = julian_day(day);
    let moon = floor((f64::from(today) - FIRST_NEW_MOON) / LUNATION);
    // The mean count may be a month ahead of the true moon (7 May 2054), so step back to it.
    let mut month_start = new_moon_day(moon + 1);
    for earlier in [moon, moon - 1] {
        if month_start > today {
            month_start = new_moon_day(earlier);
        }
    }
    let this_year = month_eleven(day.year());
    // The winter-solstice months around today, and the lunar year that the later one ends.
    let (before, after, mut year) = if this_year >= month_start {
        (month_eleven(day.year() - 1), this_year, day.year())
    } else {
        (this_year, month_eleven(day.year() + 1), day.year() + 1)
    };
    let since = (month_start - before) / 29;
    let mut month = since + 11;
    let mut leap = false;
    if after - before > 365 {
        let leap_at = leap_month_after(before);
        if since >= leap_at {
            month -= 1;
            leap = since == leap_at;
        }
    }
    if month > 12 {
        month -= 12;
    }
    if month >= 11 && since < 4 {
        year -= 1;
    }
    LunarDay {
        day: unsigned(today - month_start + 1),
        month: unsigned(month),
        year,
        leap,
    }
}

/// The mean length of a month, in days.
const LUNATION: f64 = 29.530_588_853;
/// The new moon that months are counted from (1 January 1900), as a Julian date.
const FIRST_NEW_MOON: f64 = 2_415_021.076_998_695;
/// UTC+7, in days.
const ZONE: f64 = 7.0 / 24.0;
/// Degrees to radians.
const DEGREE: f64 = PI / 180.0;

/// The Julian day number of a day's noon.
fn julian_day(day: NaiveDate) -> i32 {
    // chrono counts days from 1 January of year 1, which is Julian day 1721426.
    day.num_days_from_ce() + 1_721_425
}

/// The day, at UTC+7, of the new moon `moon` months after the first.
fn new_moon_day(moon: i32) -> i32 {
    floor(new_moon(f64::from(moon)) + 0.5 + ZONE)
}

/// The twelfth of its circle (0 to 11, from the spring equinox) in which the sun stands as a
/// day begins.
fn sun_sector(day: i32) -> i32 {
    floor(sun_longitude(f64::from(day) - 0.5 - ZONE) / PI * 6.0)
}

/// The day on which the lunar month with the winter solstice of `year` begins.
fn month_eleven(year: i32) -> i32 {
    let last_day = NaiveDate::from_ymd_opt(year, 12, 31).map_or(0, julian_day);
    let moon = floor((f64::from(last_day) - 2_415_021.0) / LUNATION);
    let start = new_moon_day(moon);
    if sun_sector(start) >= 9 {
        new_moon_day(moon - 1)
    } else {
        start
    }
}

/// How many months after month 11 the leap month comes, in a year that has one.
fn leap_month_after(month_eleven: i32) -> i32 {
    let moon = floor((f64::from(month_eleven) - FIRST_NEW_MOON) / LUNATION + 0.5);
    let sector = |n: i32| sun_sector(new_moon_day(moon + n));
    (1..14).find(|n| sector(*n) == sector(n + 1)).unwrap_or(13)
}

/// The Julian date (universal time) of the new moon `k` months after the first.
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85;
    let t2 = t * t;
    let t3 = t2 * t;
    let mean = 2_415_020.759_33 + 29.530_588_68 * k + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * ((166.56 + 132.87 * t - 0.009_173 * t2) * DEGREE).sin();
    // The sun's and the moon's anomalies and the moon's distance from its node.
    let sun = (359.224_2 + 29.105_356_08 * k - 0.000_033_3 * t2 - 0.000_003_47 * t3) * DEGREE;
    let moon = (306.025_3 + 385.816_918_06 * k + 0.010_730_6 * t2 + 0.000_012_36 * t3) * DEGREE;
    let node = (21.296_4 + 390.670_506_46 * k - 0.001_652_8 * t2 - 0.000_002_39 * t3) * DEGREE;
    let correction = (0.173_4 - 0.000_393 * t) * sun.sin() + 0.002_1 * (2.0 * sun).sin()
        - 0.406_8 * moon.sin()
        + 0.016_1 * (2.0 * moon).sin()
        - 0.000_4 * (3.0 * moon).sin()
        + 0.010_4 * (2.0 * node).sin()
        - 0.005_1 * (sun + moon).sin()
        - 0.007_4 * (sun - moon).sin()
        + 0.000_4 * (2.0 * node + sun).sin()
        - 0.000_4 * (2.0 * node - sun).sin()
        - 0.000_6 * (2.0 * node + moon).sin()
        + 0.001_0 * (2.0 * node - moon).sin()
        + 0.000_5 * (2.0 * moon + sun).sin();
    let slowing = if t < -11.0 {
        0.001 + 0.000_839 * t + 0.000_226_1 * t2 - 0.000_008_45 * t3 - 0.000_000_081 * t * t3
    } else {
        -0.000_278 + 0.000_265 * t + 0.000_262 * t2
    };
    mean + correction - slowing
}

/// The sun's longitude at a Julian date, 0 to 2π.
fn sun_longitude(at: f64) -> f64 {
    let t = (at - 2_451_545.0) / 36_525.0;
    let t2 = t * t;
    let anomaly =
        (357.529_10 + 35_999.050_30 * t - 0.000_155_9 * t2 - 0.000_000_48 * t * t2) * DEGREE;
    let mean = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let centre = (1.914_600 - 0.004_817 * t - 0.000_014 * t2) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_290 * (3.0 * anomaly).sin();
    ((mean + centre) * DEGREE).rem_euclid(2.0 * PI)
}

/// The whole number at or below `x`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "floats have no checked conversion; a calendar day fits"
)]
fn floor(x: f64) -> i32 {
    x.floor() as i32
}

fn unsigned(n: i32) -> u32 {
    u32::try_from(n).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn tet_falls_on_its_known_days() {
        for (y, m, d) in [
            (1968, 1, 29),
            // Vietnam a month and a day before China.
            (1985, 1, 21),
            (2007, 2, 17),
            (2023, 1, 22),
            (2024, 2, 10),
            (2025, 1, 29),
            (2026, 2, 17),
            (2027, 2, 6),
            (2028, 1, 26),
            (2029, 2, 13),
            // A day before China.
            (2030, 2, 2),
        ] {
            let lunar = lunar_of(day(y, m, d));
            assert_eq!(
                lunar,
                LunarDay {
                    day: 1,
                    month: 1,
                    year: y,
                    leap: false
                },
                "Tết {y}"
            );
            let eve = lunar_of(day(y, m, d).pred_opt().unwrap());
            assert_eq!((eve.month, eve.year), (12, y - 1), "eve of Tết {y}");
        }
    }

    #[test]
    fn leap_months_are_where_they_are_known_to_be() {
        for (year, month) in [
            (1984, None),
            (1985, Some(2)),
            (2023, Some(2)),
            (2024, None),
            (2025, Some(6)),
            (2026, None),
            (2028, Some(5)),
            (2033, Some(11)),
        ] {
            let first = day(year, 1, 1);
            let found = first
                .iter_days()
                .take(430)
                .map(lunar_of)
                .find(|lunar| lunar.leap && lunar.year == year)
                .map(|lunar| lunar.month);
            assert_eq!(found, month, "{year}");
        }
    }

    #[test]
    fn days_are_said_as_people_say_them() {
        let words = |d, m, leap| {
            LunarDay {
                day: d,
                month: m,
                year: 2026,
                leap,
            }
            .words()
        };
        assert_eq!(words(22, 8, false), "22 tháng Tám âm lịch");
        assert_eq!(words(1, 1, false), "mùng 1 tháng Giêng âm lịch");
        assert_eq!(words(15, 7, false), "rằm tháng Bảy âm lịch");
        assert_eq!(words(23, 12, false), "23 tháng Chạp âm lịch");
        assert_eq!(words(11, 6, true), "11 tháng Sáu nhuận âm lịch");
        assert_eq!(lunar_of(day(2026, 10, 2)).words(), "22 tháng Tám âm lịch");
    }

    /// Every day of two centuries follows the day before it.
    #[test]
    fn days_follow_one_another_for_two_centuries() {
        let mut before = lunar_of(day(1899, 12, 31));
        for today in day(1900, 1, 1)
            .iter_days()
            .take_while(|d| *d <= day(2100, 12, 31))
        {
            let lunar = lunar_of(today);
            if lunar.day == 1 {
                assert!(
                    matches!(before.day, 29 | 30),
                    "{today}: a month of {} days",
                    before.day
                );
                let follows = if lunar.leap {
                    !before.leap && (lunar.month, lunar.year) == (before.month, before.year)
                } else if before.month == 12 {
                    (lunar.month, lunar.year) == (1, before.year + 1)
                } else {
                    (lunar.month, lunar.year) == (before.month + 1, before.year)
                };
                assert!(follows, "{today}: {before:?} then {lunar:?}");
            } else {
                assert_eq!(
                    lunar,
                    LunarDay {
                        day: before.day + 1,
                        ..before
                    },
                    "{today}"
                );
            }
            before = lunar;
        }
    }
}
