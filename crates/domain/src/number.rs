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

/// `part` of `whole` in percent, cut (not rounded up) to a tenth, so that 89,96% never reads as
/// the 90% it is not: `85,7%`. An empty whole is `0%`.
#[must_use]
pub fn percent(part: u32, whole: u32) -> String {
    if whole == 0 {
        return "0%".to_owned();
    }
    let permille = u64::from(part) * 1000 / u64::from(whole);
    format!("{}%", tenths(u32::try_from(permille).unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn percentages_never_round_up() {
        for (part, whole, text) in [
            (17, 20, "85%"),
            (6, 7, "85,7%"),
            (2699, 3000, "89,9%"),
            (3, 3, "100%"),
            (0, 0, "0%"),
        ] {
            assert_eq!(percent(part, whole), text);
        }
    }
}
