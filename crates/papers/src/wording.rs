//! Counts, times and names as Vietnamese papers write them.

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};
use sochibo_domain::{Month, date::long_day};

/// `05`: counts have two digits.
pub(crate) fn two(count: u32) -> String {
    format!("{count:02}")
}

/// `05 đồng chí`.
pub(crate) fn comrades(count: u32) -> String {
    format!("{count:02} đồng chí")
}

/// `91,5` from tenths of a point; whole points without a comma.
pub(crate) fn points(tenths: u32) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        tenth => format!("{},{tenth}", tenths / 10),
    }
}

/// `tháng 9 năm 2026`; months 1 and 2 are padded as in [`long_day`].
pub(crate) fn month(month: Month) -> String {
    let (number, year) = (month.month(), month.year());
    if number < 3 {
        format!("tháng {number:02} năm {year}")
    } else {
        format!("tháng {number} năm {year}")
    }
}

/// `19 giờ 30 phút`.
pub(crate) fn clock(at: DateTime<FixedOffset>) -> String {
    format!("{:02} giờ {:02} phút", at.hour(), at.minute())
}

/// `phường Tân Thới Hòa` inside a sentence.
pub(crate) fn in_sentence(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// `Đ/c …` at the start of a sentence.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A level that stands before a place's name.
const LEVELS: [&str; 6] = [
    "Phường ",
    "Xã ",
    "Đặc khu ",
    "Thị trấn ",
    "Thành phố ",
    "Tỉnh ",
];

/// Địa danh: `Tân Thới Hòa` of `Phường Tân Thới Hòa`.
pub(crate) fn place_of(ward: &str) -> &str {
    LEVELS
        .iter()
        .find_map(|level| ward.strip_prefix(level))
        .unwrap_or(ward)
}

/// `Tân Thới Hòa, ngày 05 tháng 9 năm 2026`; without a day, room to write it by hand.
pub(crate) fn place_date(ward: &str, day: Option<NaiveDate>) -> String {
    let day = day.map_or_else(|| "ngày ... tháng ... năm ...".to_owned(), long_day);
    format!("{}, {day}", place_of(ward))
}

/// Words as a sentence: they end with a full stop, and never with the `./.` of state papers.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_suffix("./.").map_or(text, str::trim_end);
    match text.chars().last() {
        None => String::new(),
        Some('.' | '!' | '?' | '…' | ':' | ';') => text.to_owned(),
        Some(_) => format!("{text}."),
    }
}

/// I, II, III, … for headings.
pub(crate) fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            roman.push_str(sign);
            number -= value;
        }
    }
    roman
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn months_and_counts_are_padded_as_the_guidance_says() {
        assert_eq!(month("2026-09".parse().unwrap()), "tháng 9 năm 2026");
        assert_eq!(month("2026-01".parse().unwrap()), "tháng 01 năm 2026");
        assert_eq!(comrades(5), "05 đồng chí");
    }

    #[test]
    fn decimals_have_a_comma() {
        assert_eq!(
            (points(915), points(900)),
            ("91,5".to_owned(), "90".to_owned())
        );
    }

    #[test]
    fn sentences_end_with_one_full_stop() {
        assert_eq!(sentence("Nhất trí"), "Nhất trí.");
        assert_eq!(sentence("Nhất trí./."), "Nhất trí.");
        assert_eq!(sentence("Nhất trí. ./."), "Nhất trí.");
        assert_eq!(sentence("Ai làm?"), "Ai làm?");
    }

    #[test]
    fn parts_are_numbered_in_roman() {
        let numbers: Vec<String> = [1, 4, 9, 14, 40].into_iter().map(roman).collect();
        assert_eq!(numbers, ["I", "IV", "IX", "XIV", "XL"]);
    }
}
