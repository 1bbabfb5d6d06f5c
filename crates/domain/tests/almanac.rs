//! The lunar calendar against an almanac that was reckoned another way: two hundred and one Tết,
//! and every leap month between them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{Datelike, NaiveDate};
use sochibo_domain::lunar::{LunarDay, lunar_of};

struct Year {
    tet: NaiveDate,
    /// The first day of a leap month, and its number.
    leap: Option<(NaiveDate, u32)>,
}

fn almanac() -> Vec<Year> {
    include_str!("almanac.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let mut words = line.split(' ');
            let tet = words.next().unwrap().parse().unwrap();
            let leap = words
                .next()
                .map(|day| (day.parse().unwrap(), words.next().unwrap().parse().unwrap()));
            Year { tet, leap }
        })
        .collect()
}

#[test]
fn tet_is_where_the_almanac_has_it_in_every_year_of_two_centuries() {
    let years = almanac();
    assert_eq!(years.len(), 201);
    for Year { tet, .. } in years {
        let first = LunarDay {
            day: 1,
            month: 1,
            year: tet.year(),
            leap: false,
        };
        assert_eq!(lunar_of(tet), first, "{tet}");
        let eve = lunar_of(tet.pred_opt().unwrap());
        assert_eq!((eve.month, eve.year), (12, tet.year() - 1), "{tet}");
    }
}

#[test]
fn leap_months_are_those_of_the_almanac_and_no_others() {
    let expected: Vec<(NaiveDate, u32)> = almanac().iter().filter_map(|year| year.leap).collect();
    let from = NaiveDate::from_ymd_opt(1899, 12, 31).unwrap();
    let found: Vec<(NaiveDate, u32)> = from
        .iter_days()
        .take_while(|day| day.year() < 2101)
        .filter_map(|day| {
            let lunar = lunar_of(day);
            (lunar.leap && lunar.day == 1).then_some((day, lunar.month))
        })
        .collect();
    assert_eq!(found, expected);
}
