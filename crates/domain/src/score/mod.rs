//! Phiếu chấm điểm buổi sinh hoạt (`domain.md` §1.5): [`evaluate`] fills the sheet of the rule
//! pack from what the book knows, with the figure behind every mark; people change any of it,
//! with a reason. Points are tenths, percentages are compared in integers.
//!
//! - [`facts`]: what is known; [`entry`]: what a person set; [`rating`]: what the ward decided.
//! - `judge`: which measure judges a line; `room`, `steps`, `results`: the measures, each of which
//!   gives a `suggestion`.
//! - `total`: the sum, the missing line 4c, the band and its gate.

mod entry;
mod facts;
mod judge;
mod rating;
mod results;
mod room;
mod steps;
mod suggestion;
mod total;

use serde::Serialize;
use ts_rs::TS;

use crate::{
    minutes::{Deduction, MinutesScore},
    rules::ScoreRules,
};

pub use entry::{ScoreEntry, ScoreError, check_entry};
pub use facts::ScoreFacts;
pub use rating::OfficialRating;
pub use suggestion::BY_DEFAULT;

use judge::suggest;
use suggestion::Suggestion;
use total::{applies, max_of};

/// One line of a filled sheet. Points are tenths: 25 is 2,5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScoreLine {
    /// `2a`.
    pub id: String,
    /// The group it belongs to: `2`.
    pub group: String,
    /// Its words.
    pub title: String,
    /// Điểm, in tenths.
    pub points: u32,
    /// Điểm tối đa, in tenths; 0 where the line does not apply this time.
    pub max: u32,
    /// Where the points come from: the figure, or the reason a person gave.
    pub source: String,
    /// What the data suggests, in tenths.
    pub suggested: u32,
    /// The figure behind the suggestion.
    pub figure: String,
    /// Whether a person set the points.
    pub changed: bool,
    /// Whether the suggestion rests on data; the others are full marks for the cell to look at.
    pub from_data: bool,
}

/// Phiếu chấm điểm, filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScoreSheet {
    /// Các dòng, in the order of the pack.
    pub lines: Vec<ScoreLine>,
    /// Tổng điểm, in tenths.
    pub total: u32,
    /// The highest total that was possible, in tenths: 950 without a thematic part unless the
    /// ward chose otherwise.
    pub max: u32,
    /// Xếp loại tự chấm.
    pub band: String,
    /// What a person should know about the total or the band.
    pub notes: Vec<String>,
}

impl ScoreSheet {
    /// The line with this id.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<&ScoreLine> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// As the minutes keep it: the total, the band and why points were taken off.
    #[must_use]
    pub fn for_minutes(&self) -> MinutesScore {
        let lost = self.lines.iter().filter(|line| line.points < line.max);
        MinutesScore {
            total: self.total,
            max: self.max,
            band: self.band.clone(),
            deductions: lost
                .map(|line| Deduction {
                    id: line.id.clone(),
                    title: line.title.clone(),
                    points: line.points,
                    max: line.max,
                    reason: line.source.clone(),
                })
                .collect(),
            notes: self.notes.clone(),
        }
    }
}

/// Fills in the sheet. Marks set by hand go before suggestions; of several for one line the last
/// counts; one above the maximum is cut to it.
#[must_use]
pub fn evaluate(rules: &ScoreRules, facts: &ScoreFacts, overrides: &[ScoreEntry]) -> ScoreSheet {
    let lines: Vec<ScoreLine> = rules
        .lines
        .iter()
        .map(|line| {
            let max = max_of(rules, facts, line);
            let suggestion = if applies(facts, line) {
                suggest(line, max, facts)
            } else {
                Suggestion::none("Không có phần chuyên đề, mục này không áp dụng.")
            };
            let entry = overrides.iter().rev().find(|entry| entry.line == line.id);
            ScoreLine {
                id: line.id.clone(),
                group: line.group.clone(),
                title: line.title.clone(),
                points: entry.map_or(suggestion.points.0, |entry| entry.points.min(max.0)),
                max: max.0,
                source: entry
                    .map_or_else(|| suggestion.source.clone(), |entry| entry.reason.clone()),
                suggested: suggestion.points.0,
                figure: suggestion.source,
                changed: entry.is_some(),
                from_data: suggestion.from_data,
            }
        })
        .collect();
    total::sum_up(rules, facts, lines)
}

#[cfg(test)]
pub(super) mod tests;
