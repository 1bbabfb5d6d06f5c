//! Mục chương trình.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity, SearchText, VoteKind,
    id::{AgendaItemId, MeetingId},
    timing::{Timing, seconds_between},
};

/// Mục chương trình của một kỳ sinh hoạt. Its number on paper is its place in the order of
/// `rank`; two items never share one after [`renumber`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AgendaItem {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// The place in the order: larger comes later. Items made from a pack lie
    /// [`RANK_STEP`] apart, so that a move writes one item only.
    pub rank: i64,
    /// The id of the item in its rule pack (`thao_luan`), or `khac` for one of one's own.
    pub item: String,
    /// Phần: `A. Mở đầu`.
    #[serde(default)]
    pub section: String,
    /// Nội dung, as it is printed.
    pub title: String,
    /// Thời lượng dự kiến, in minutes.
    pub minutes: u16,
    /// Người trình bày: a name or an office, as printed.
    #[serde(default)]
    pub presenter: String,
    /// Gợi ý cho người điều hành.
    #[serde(default)]
    pub prompt: String,
    /// The kind of vote that this item usually takes.
    #[serde(default)]
    #[ts(optional)]
    pub vote: Option<VoteKind>,
    /// Kết luận của chủ trì.
    #[serde(default)]
    #[ts(optional)]
    pub conclusion: Option<String>,
    /// When the meeting came to it.
    #[serde(default)]
    #[ts(optional)]
    pub opened_at: Option<DateTime<FixedOffset>>,
    /// When the meeting left it.
    #[serde(default)]
    #[ts(optional)]
    pub closed_at: Option<DateTime<FixedOffset>>,
    /// How long the meeting was at it, over all its openings.
    #[serde(default)]
    pub timing: Timing,
}

impl AgendaItem {
    /// The meeting comes to it, for the first time or again.
    #[must_use]
    pub fn opened(self, now: DateTime<FixedOffset>) -> Self {
        Self {
            opened_at: self.opened_at.or(Some(now)),
            closed_at: None,
            timing: self.timing.run(now),
            ..self
        }
    }

    /// The meeting leaves it.
    #[must_use]
    pub fn closed(self, now: DateTime<FixedOffset>) -> Self {
        Self {
            closed_at: Some(now),
            timing: self.timing.stop(now),
            ..self
        }
    }

    /// Whether the meeting is at it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.opened_at.is_some() && self.closed_at.is_none()
    }

    /// Seconds that the meeting has been at it; `None` before it came to it.
    #[must_use]
    pub fn seconds(&self, now: DateTime<FixedOffset>) -> Option<u32> {
        let opened = self.opened_at?;
        Some(if self.timing == Timing::default() {
            // Written by an older version: it kept the first opening and the last closing.
            seconds_between(opened, self.closed_at.unwrap_or(now))
        } else {
            self.timing.seconds(now)
        })
    }
}

/// The distance between the ranks of neighbours in a fresh agenda.
pub const RANK_STEP: i64 = 1 << 20;

/// The rank that puts an item between two neighbours (`None`: before the first, after the last);
/// `None` where no room is left between them and the whole agenda has to be [`renumber`]ed.
#[must_use]
pub fn rank_between(before: Option<i64>, after: Option<i64>) -> Option<i64> {
    match (before, after) {
        (None, None) => Some(RANK_STEP),
        (Some(before), None) => before.checked_add(RANK_STEP),
        (None, Some(after)) => after.checked_sub(RANK_STEP),
        (Some(before), Some(after)) => {
            let gap = after.checked_sub(before)?;
            (gap > 1).then(|| before + gap / 2)
        }
    }
}

/// Fresh ranks for `count` items in order.
pub fn renumber(count: usize) -> impl Iterator<Item = i64> {
    (1..).take(count).map(|n: i64| n.saturating_mul(RANK_STEP))
}

impl Entity for AgendaItem {
    const KIND: &'static str = "agenda_item";
    type Id = AgendaItemId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }

    fn search_text(&self) -> Option<SearchText> {
        let conclusion = self.conclusion.clone()?;
        Some(SearchText {
            title: self.title.clone(),
            text: conclusion,
        })
    }
}
