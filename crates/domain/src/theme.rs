//! Kế hoạch chuyên đề năm: which chuyên đề is held in which quarter.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Entity, Month, SearchText,
    id::{MeetingId, MemberId, ThemeId},
};

/// Một chuyên đề trong kế hoạch năm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Theme {
    /// Năm.
    pub year: i32,
    /// Quý: 1 to 4.
    pub quarter: u32,
    /// Tên chuyên đề.
    pub topic: String,
    /// Tháng dự kiến, where one was chosen.
    #[serde(default)]
    #[ts(optional)]
    pub month: Option<Month>,
    /// Người chuẩn bị, trình bày.
    #[serde(default)]
    #[ts(optional)]
    pub member: Option<MemberId>,
    /// Kỳ sinh hoạt that took it up.
    #[serde(default)]
    #[ts(optional)]
    pub meeting: Option<MeetingId>,
}

impl Theme {
    /// Whether it belongs to the quarter of a month.
    #[must_use]
    pub const fn is_of(&self, month: Month) -> bool {
        self.year == month.year() && self.quarter == month.quarter()
    }
}

impl Entity for Theme {
    const KIND: &'static str = "theme";
    type Id = ThemeId;

    fn search_text(&self) -> Option<SearchText> {
        Some(SearchText {
            title: self.topic.clone(),
            text: String::new(),
        })
    }
}
