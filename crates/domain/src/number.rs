//! Số đếm và điểm as Vietnamese papers write them: `05`, `7.400`, `91,5` (`domain.md` §9).

/// A count with at least two digits and dots between thousands: `05`, `12`, `7.400`.
#[must_use]
pub fn count(n: u32) -> String {
    if n < 1000 {
        format!("{n:02}")
    } else {
        thousands(u64::from(n))
    }
}

/// A whole number with dots between thousands: `5`, `5.310.000`.
#[must_use]
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// Tenths as a decimal with a comma, without a needless `,0`: 915 is `91,5`, 900 is `90`.
#[must_use]
pub fn tenths(n: u32) -> String {
    let whole = thousands(u64::from(n / 10));
    match n % 10 {
        0 => whole,
        part => format!("{whole},{part}"),
    }
}

/// `part` of `whole` in percent to a tenth, `85,7%`, for the eye only: what passes is decided in
/// whole numbers. An empty whole is `0%`.
///
/// Rounded to the nearest, but never up to a mark that was not reached, so that a vote that failed
/// or a level that was missed never reads as if it had been met: 89,96% is `89,9%`, not the 90% of a
/// level; `66,7%` is only printed of two thirds or more, and two thirds are never cut to `66,6%`.
#[must_use]
pub fn percent(part: u32, whole: u32) -> String {
    let (part, whole) = (u64::from(part), u64::from(whole));
    if whole == 0 {
        return "0%".to_owned();
    }
    let cut = part * 1000 / whole;
    let nearest = (part * 1000 + whole / 2) / whole;
    let reached = match nearest {
        TWO_THIRDS => part * 3 >= whole * 2,
        whole_percent if whole_percent % 10 == 0 => cut == nearest,
        _ => true,
    };
    let permille = if reached { nearest } else { cut };
    format!("{}%", tenths(u32::try_from(permille).unwrap_or(u32::MAX)))
}

/// Two thirds in tenths of a percent, as they are written.
const TWO_THIRDS: u64 = 667;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_have_two_digits_and_dots() {
        for (n, text) in [
            (0, "00"),
            (5, "05"),
            (12, "12"),
            (374, "374"),
            (7400, "7.400"),
        ] {
            assert_eq!(count(n), text);
        }
        assert_eq!(thousands(5_310_000), "5.310.000");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(0), "0");
    }

    #[test]
    fn tenths_have_a_comma() {
        for (n, text) in [
            (915, "91,5"),
            (900, "90"),
            (5, "0,5"),
            (0, "0"),
            (1000, "100"),
        ] {
            assert_eq!(tenths(n), text);
        }
    }

    #[test]
    fn percentages_are_rounded_to_the_nearest_tenth() {
        for (part, whole, text) in [
            (17, 20, "85%"),
            (6, 7, "85,7%"),
            (1, 6, "16,7%"),
            (14, 21, "66,7%"),
            (2, 3, "66,7%"),
            (3, 3, "100%"),
            (0, 7, "0%"),
            (0, 0, "0%"),
        ] {
            assert_eq!(percent(part, whole), text);
        }
    }

    #[test]
    fn percentages_are_not_rounded_up_to_a_mark_that_was_missed() {
        for (part, whole, text) in [
            (2699, 3000, "89,9%"),
            (1333, 2000, "66,6%"),
            (4999, 10_000, "49,9%"),
            (2999, 3000, "99,9%"),
        ] {
            assert_eq!(percent(part, whole), text);
        }
    }

    /// What a percentage reads as, in tenths of a percent.
    fn read(percent: &str) -> u64 {
        let digits = percent.trim_end_matches('%').replace('.', "");
        match digits.split_once(',') {
            Some((whole, tenth)) => {
                whole.parse::<u64>().unwrap() * 10 + tenth.parse::<u64>().unwrap()
            }
            None => digits.parse::<u64>().unwrap() * 10,
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_meets_no_mark_that_the_vote_did_not_meet(
            (part, whole) in (1..10_000_u32).prop_flat_map(|whole| (0..=whole, Just(whole)))
        ) {
            let printed = read(&percent(part, whole));
            let (part, whole) = (u64::from(part), u64::from(whole));
            for mark in 0..=100 {
                prop_assert!(printed < mark * 10 || part * 100 >= mark * whole);
            }
            prop_assert_eq!(printed >= TWO_THIRDS, part * 3 >= whole * 2);
            prop_assert!(printed.abs_diff(part * 1000 / whole) <= 1);
        }
    }
}
