use std::time::Duration;

use sochibo_ward::WardError;

/// Reads a span of time: `72h`, `3d`, `90m`, `30s`.
pub(crate) fn read(text: &str) -> Result<Duration, WardError> {
    let bad = || WardError::BadDuration(text.to_owned());
    let text = text.trim();
    let at = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(bad)?;
    let (number, unit) = text.split_at(at);
    let seconds: u64 = match unit.trim() {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return Err(bad()),
    };
    let number: u64 = number.parse().map_err(|_| bad())?;
    // A hundred years is longer than any code should live, and far from every overflow.
    number
        .checked_mul(seconds)
        .filter(|seconds| *seconds <= 100 * 366 * 86_400)
        .map(Duration::from_secs)
        .ok_or_else(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_people_write_them() {
        for (text, seconds) in [("72h", 259_200), ("3d", 259_200), ("90m", 5400), ("0s", 0)] {
            assert_eq!(read(text).unwrap(), Duration::from_secs(seconds));
        }
        for text in ["", "72", "h", "-1h", "1y", "99999999999999999999d"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
