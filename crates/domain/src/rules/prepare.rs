//! Chuẩn bị: the T-minus checklist, and prompts that help a chair (`domain.md` §1.2, §1.6, §5.1).

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    CellType,
    rules::{Confidence, Sourced},
};

/// Một bước chuẩn bị.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistStep {
    /// `P1` to `P5`.
    pub id: String,
    /// What is to be done, in a few words for a list.
    #[serde(default)]
    pub short: String,
    /// What is to be done.
    pub text: String,
    /// Who does it.
    pub who: String,
    /// Due so many days before the meeting.
    pub days_before: Sourced<u16>,
    /// Whether the regulation itself sets the day.
    #[serde(default)]
    pub hard: bool,
    /// What a cell without chi ủy does instead.
    #[serde(default)]
    pub without_committee: Option<String>,
}

impl ChecklistStep {
    /// Its words in a list.
    #[must_use]
    pub fn title(&self) -> &str {
        if self.short.is_empty() {
            &self.text
        } else {
            &self.short
        }
    }

    /// The day on which it is due for a meeting on `meeting_day`.
    #[must_use]
    pub fn due(&self, meeting_day: NaiveDate) -> NaiveDate {
        let days = Days::new(u64::from(self.days_before.value));
        meeting_day.checked_sub_days(days).unwrap_or(meeting_day)
    }
}

/// Gợi ý nội dung trọng tâm for some types of cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompts {
    /// Loại hình chi bộ.
    pub cell_types: Vec<CellType>,
    /// The agenda items that show them.
    pub items: Vec<String>,
    /// One prompt each.
    pub lines: Vec<String>,
    /// A warning that goes with them.
    #[serde(default)]
    pub caution: Option<String>,
    /// The ids of its sources.
    #[serde(default)]
    pub source: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// Gợi ý tự phê bình và phê bình.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriticismPrompts {
    /// The agenda items that show them.
    pub items: Vec<String>,
    /// One prompt each.
    pub lines: Vec<String>,
    /// The ids of its sources.
    #[serde(default)]
    pub source: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}
