//! Điểm, in tenths, so that nothing is ever rounded by a float.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};
use ts_rs::TS;

use crate::number;

/// Điểm, counted in tenths of a point: 25 is 2,5. A pack writes `2`, `"2,5"` or `"2.5"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(transparent)]
#[ts(export, type = "number")]
pub struct Points(
    /// Tenths of a point.
    pub u32,
);

impl Points {
    /// Whole points.
    #[must_use]
    pub const fn whole(points: u32) -> Self {
        Self(points.saturating_mul(10))
    }

    /// Reads `2`, `2,5` or `2.5`; `None` for anything else, and for more than one decimal.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, tenth) = text
            .trim()
            .split_once([',', '.'])
            .unwrap_or((text.trim(), "0"));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if tenth.len() != 1 || !digits(whole) || !digits(tenth) {
            return None;
        }
        let whole: u32 = whole.parse().ok()?;
        let tenth: u32 = tenth.parse().ok()?;
        whole.checked_mul(10)?.checked_add(tenth).map(Self)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&number::tenths(self.0))
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Points;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("số điểm như 5 hoặc \"2,5\"")
            }

            fn visit_i64<E: de::Error>(self, points: i64) -> Result<Points, E> {
                let points = u64::try_from(points)
                    .map_err(|_| E::invalid_value(de::Unexpected::Signed(points), &self))?;
                self.visit_u64(points)
            }

            fn visit_u64<E: de::Error>(self, points: u64) -> Result<Points, E> {
                u32::try_from(points)
                    .ok()
                    .and_then(|points| points.checked_mul(10))
                    .map(Points)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(points), &self))
            }

            fn visit_str<E: de::Error>(self, points: &str) -> Result<Points, E> {
                Points::parse(points)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Str(points), &self))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_have_at_most_one_decimal() {
        for (text, points) in [
            ("5", Some(50)),
            ("2,5", Some(25)),
            ("2.5", Some(25)),
            ("0", Some(0)),
            ("2,55", None),
            ("-1", None),
            ("", None),
            ("năm", None),
            (",5", None),
        ] {
            assert_eq!(Points::parse(text).map(|p| p.0), points, "{text}");
        }
        assert_eq!(Points(25).to_string(), "2,5");
    }
}
