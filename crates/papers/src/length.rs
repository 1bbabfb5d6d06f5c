//! Lengths on paper.

use serde::{Serialize, Serializer};

/// A length in twentieths of a point, the unit of Word. Both renderers count in it, so that a
/// DOCX and a PDF of one document agree to the last digit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(i32);

impl Length {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many twentieths of a point.
    #[must_use]
    pub const fn twips(twips: i32) -> Self {
        Self(twips)
    }

    /// So many millimetres.
    #[must_use]
    pub const fn mm(mm: i32) -> Self {
        Self::tenths_of_mm(mm * 10)
    }

    /// So many points.
    #[must_use]
    pub const fn pt(pt: i32) -> Self {
        Self(pt * 20)
    }

    /// An inch is 25,4 mm and 1440 twips: a tenth of a millimetre is 720/127 twips.
    const fn tenths_of_mm(tenths: i32) -> Self {
        Self((tenths * 720 + 63) / 127)
    }

    /// Reads `20 mm` or `1.5 mm`, `14 pt` or `13.5 pt`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.trim().split_once(' ')?;
        let (whole, tenth) = number.split_once('.').unwrap_or((number, "0"));
        let (whole, tenth) = (whole.parse::<u16>().ok()?, tenth.parse::<u8>().ok()?);
        if tenth > 9 || whole > 2000 {
            return None;
        }
        let tenths = i32::from(whole) * 10 + i32::from(tenth);
        match unit.trim() {
            "mm" => Some(Self::tenths_of_mm(tenths)),
            "pt" => Some(Self(tenths * 2)),
            _ => None,
        }
    }

    /// In twentieths of a point, as Word writes places and spaces.
    #[must_use]
    pub const fn get(self) -> i32 {
        self.0
    }

    /// In twentieths of a point; a negative length is nothing.
    #[must_use]
    pub fn unsigned(self) -> u32 {
        u32::try_from(self.0).unwrap_or(0)
    }

    /// In twentieths of a point; a negative length is nothing.
    #[must_use]
    pub fn wide(self) -> usize {
        usize::try_from(self.0).unwrap_or(0)
    }

    /// In half points, as Word writes sizes of letters.
    #[must_use]
    pub fn half_points(self) -> usize {
        Self(self.0 / 10).wide()
    }

    /// In points.
    #[must_use]
    pub fn points(self) -> f64 {
        f64::from(self.0) / 20.0
    }
}

impl std::ops::Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

/// In points, which is what `paper.typ` counts in.
impl Serialize for Length {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.points())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn paper_sizes_are_those_that_word_writes_for_a4() {
        assert_eq!(
            (Length::mm(210).get(), Length::mm(297).get()),
            (11906, 16838)
        );
        assert_eq!(
            (Length::pt(18).get(), Length::pt(14).half_points()),
            (360, 28)
        );
    }

    #[test]
    fn lengths_are_read_with_their_unit() {
        assert_eq!(Length::parse("20 mm"), Some(Length::mm(20)));
        assert_eq!(Length::parse("13.5 pt"), Some(Length::twips(270)));
        assert_eq!(Length::parse("1.5 mm"), Some(Length::twips(85)));
        for wrong in ["20", "20mm", "20 cm", "x mm", "-2 mm", "1.25 mm", ""] {
            assert_eq!(Length::parse(wrong), None, "{wrong}");
        }
    }
}
