//! Lịch tháng: the weeks of a month with their lunar dates, and the days that a meeting avoids
//! [design].

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Entity, Month,
    id::ObservanceId,
    lunar::{LunarDay, lunar_of},
};

/// Ngày giỗ, lễ của địa phương theo âm lịch (giỗ đình, lễ kỳ yên): the cell writes down its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Observance {
    /// Tên: `Giỗ đình Tân Thới`.
    pub name: String,
    /// Ngày âm lịch, 1 to 30.
    pub day: u32,
    /// Tháng âm lịch, 1 to 12.
    pub month: u32,
}

impl Observance {
    /// Whether it falls on a lunar day. In a year with a leap month it is kept in the first.
    #[must_use]
    pub const fn is_on(&self, lunar: LunarDay) -> bool {
        self.day == lunar.day && self.month == lunar.month && !lunar.leap
    }
}

impl Entity for Observance {
    const KIND: &'static str = "observance";
    type Id = ObservanceId;
}

/// Ngày lễ âm lịch mà cả nước biết; `None` on other days.
#[must_use]
pub fn festival(day: NaiveDate) -> Option<&'static str> {
    let lunar = lunar_of(day);
    // The last day of Chạp is the 29th or the 30th: it is the eve of the new year.
    if day.succ_opt().is_some_and(|next| lunar_of(next).is(1, 1)) {
        return Some("Giao thừa");
    }
    let named = [
        (1, 1, "Mùng một Tết"),
        (2, 1, "Mùng hai Tết"),
        (3, 1, "Mùng ba Tết"),
        (15, 1, "Rằm tháng Giêng"),
        (10, 3, "Giỗ Tổ Hùng Vương"),
        (15, 4, "Lễ Phật đản"),
        (5, 5, "Tết Đoan Ngọ"),
        (15, 7, "Rằm tháng Bảy"),
        (15, 8, "Tết Trung thu"),
        (23, 12, "Ông Táo về trời"),
    ];
    named
        .into_iter()
        .find(|(of_month, month, _)| lunar.is(*of_month, *month))
        .map(|(_, _, name)| name)
}

/// Rằm, mùng một: days on which many are at the pagoda or at home.
#[must_use]
pub fn moon_words(lunar: LunarDay) -> Option<&'static str> {
    match lunar.day {
        1 => Some("mùng một"),
        15 => Some("rằm"),
        _ => None,
    }
}

/// The days that a page of the calendar shows: whole weeks from Monday to Sunday that hold the
/// month; empty for a year that the calendar library can't hold.
#[must_use]
pub fn page(month: Month) -> Vec<NaiveDate> {
    let Some((first, last)) = month
        .first_day()
        .zip(month.next().first_day().and_then(|day| day.pred_opt()))
    else {
        return Vec::new();
    };
    let before = u64::from(first.weekday().num_days_from_monday());
    let after = u64::from(6 - last.weekday().num_days_from_monday());
    let (Some(from), Some(to)) = (
        first.checked_sub_days(Days::new(before)),
        last.checked_add_days(Days::new(after)),
    ) else {
        return Vec::new();
    };
    from.iter_days().take_while(|day| *day <= to).collect()
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn every_page_of_two_centuries_is_whole_weeks_around_its_month() {
        let mut month: Month = "1930-01".parse().unwrap();
        while month.year() < 2131 {
            let page = page(month);
            assert!(page.len().is_multiple_of(7) && (28..=42).contains(&page.len()));
            assert_eq!(page[0].weekday(), Weekday::Mon);
            let own = page.iter().filter(|day| Month::of(**day) == month).count();
            assert!((28..=31).contains(&own), "{month}: {own}");
            assert!(page[6] >= month.first_day().unwrap(), "{month}");
            month = month.next();
        }
    }

    #[test]
    fn the_days_that_everyone_knows_are_where_they_are_known_to_be() {
        for (date, name) in [
            (day(2026, 2, 16), Some("Giao thừa")),
            (day(2026, 2, 17), Some("Mùng một Tết")),
            (day(2026, 2, 19), Some("Mùng ba Tết")),
            (day(2026, 3, 3), Some("Rằm tháng Giêng")),
            (day(2026, 4, 26), Some("Giỗ Tổ Hùng Vương")),
            (day(2025, 4, 7), Some("Giỗ Tổ Hùng Vương")),
            (day(2025, 1, 28), Some("Giao thừa")),
            (day(2025, 10, 6), Some("Tết Trung thu")),
            (day(2024, 9, 17), Some("Tết Trung thu")),
            (day(2026, 6, 19), Some("Tết Đoan Ngọ")),
            (day(2026, 8, 27), Some("Rằm tháng Bảy")),
            (day(2026, 10, 5), None),
        ] {
            assert_eq!(festival(date), name, "{date}");
        }
    }

    #[test]
    fn a_local_day_is_kept_once_in_a_year_with_a_leap_month() {
        let own = Observance {
            name: "Giỗ đình".into(),
            day: 12,
            month: 6,
        };
        let in_2025: Vec<NaiveDate> = day(2025, 1, 1)
            .iter_days()
            .take(365)
            .filter(|day| own.is_on(lunar_of(*day)))
            .collect();
        assert_eq!(in_2025, [day(2025, 7, 6)]);
    }
}
