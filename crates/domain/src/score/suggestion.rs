//! Điểm gợi ý: points with the figure behind them, as every measure gives them.

use crate::rules::Points;

/// What the source of a line says when nothing is known about it.
pub const BY_DEFAULT: &str = "mặc định, cần chi bộ xem";

/// Points with the figure behind them.
pub(super) struct Suggestion {
    pub(super) points: Points,
    pub(super) source: String,
    pub(super) from_data: bool,
}

impl Suggestion {
    pub(super) fn known(points: Points, source: impl Into<String>) -> Self {
        Self {
            points,
            source: source.into(),
            from_data: true,
        }
    }

    /// No points, and why.
    pub(super) fn none(source: &str) -> Self {
        Self::known(Points(0), source)
    }

    pub(super) fn default(max: Points) -> Self {
        Self {
            points: max,
            source: BY_DEFAULT.to_owned(),
            from_data: false,
        }
    }

    /// Full marks, with what is known although it decides nothing.
    pub(super) fn to_be_looked_at(max: Points, known: &str) -> Self {
        Self {
            source: format!("{known}: {BY_DEFAULT}"),
            ..Self::default(max)
        }
    }

    /// Full marks where `holds`, none where not, by default where it is not known.
    pub(super) fn all_or_nothing(max: Points, holds: Option<bool>, yes: &str, no: &str) -> Self {
        match holds {
            Some(true) => Self::known(max, yes),
            Some(false) => Self::none(no),
            None => Self::default(max),
        }
    }
}
