//! Văn bản của phường: what the ward sends down for the cell to read, and what the cell did with it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity, Month, Reach, SearchText,
    id::{DocumentHandlingId, MeetingId, WardDocumentId, derived},
};

/// Văn bản mà đảng ủy gửi xuống. Only the ward writes it; the cell notes what it did with it in a
/// [`DocumentHandling`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WardDocument {
    /// Số, ký hiệu: `12-CV/ĐU`. Empty where it has none.
    #[serde(default)]
    pub number: String,
    /// Trích yếu.
    pub title: String,
    /// Loại: công văn, chỉ thị, hướng dẫn, tài liệu sinh hoạt, bản tin.
    #[serde(default)]
    pub kind: String,
    /// Ngày ban hành.
    #[serde(default)]
    #[ts(optional)]
    pub issued_on: Option<NaiveDate>,
    /// Toàn văn. Empty where only the title is sent.
    #[serde(default)]
    pub text: String,
    /// The month whose meeting it is meant for; `None` for the next one.
    #[serde(default)]
    #[ts(optional)]
    pub before: Option<Month>,
    /// Nơi gửi: `Đảng ủy phường Tân Thới Hòa`.
    #[serde(default)]
    pub sender: String,
    /// When it was sent, by the ward's clock.
    pub sent_at: DateTime<FixedOffset>,
    /// Ngày phường thu hồi.
    #[serde(default)]
    #[ts(optional)]
    pub withdrawn_on: Option<NaiveDate>,
}

impl WardDocument {
    /// The longest text, in characters: some eighty pages.
    pub const LONGEST_TEXT: usize = 200_000;
    /// The longest title, in characters.
    pub const LONGEST_TITLE: usize = 500;
    /// The longest number and kind, in characters.
    pub const LONGEST_WORD: usize = 100;

    /// How an agenda names it: `12-CV/ĐU: Tuyên truyền chuyển đổi số`.
    #[must_use]
    pub fn named(&self) -> String {
        match (self.kind.as_str(), self.number.as_str()) {
            ("", "") => self.title.clone(),
            (kind, "") => format!("{kind}: {}", self.title),
            ("", number) => format!("{number}: {}", self.title),
            (kind, number) => format!("{kind} {number}: {}", self.title),
        }
    }
}

impl Entity for WardDocument {
    const KIND: &'static str = "ward_document";
    type Id = WardDocumentId;

    fn reach(&self) -> Reach {
        Reach::Published
    }

    fn search_text(&self) -> Option<SearchText> {
        Some(SearchText {
            title: self.named(),
            text: self.text.clone(),
        })
    }
}

/// Xử lý văn bản: which meeting a document was put into, and when the cell had read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DocumentHandling {
    /// Văn bản.
    pub document: WardDocumentId,
    /// The meeting that a person put it into, or that heard of it.
    #[serde(default)]
    #[ts(optional)]
    pub meeting: Option<MeetingId>,
    /// Ngày đã đọc, đã phổ biến.
    #[serde(default)]
    #[ts(optional)]
    pub read_on: Option<NaiveDate>,
}

impl DocumentHandling {
    /// The one id of what was done with a document.
    #[must_use]
    pub fn id(document: WardDocumentId) -> DocumentHandlingId {
        DocumentHandlingId(derived(Self::KIND, document.0, ""))
    }
}

impl Entity for DocumentHandling {
    const KIND: &'static str = "document_handling";
    type Id = DocumentHandlingId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.document.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_named_by_what_it_has() {
        let named = |kind: &str, number: &str| {
            let document = WardDocument {
                number: number.to_owned(),
                title: "Tuyên truyền chuyển đổi số".to_owned(),
                kind: kind.to_owned(),
                issued_on: None,
                text: String::new(),
                before: None,
                sender: String::new(),
                sent_at: DateTime::UNIX_EPOCH.fixed_offset(),
                withdrawn_on: None,
            };
            document.named()
        };
        assert_eq!(
            named("Công văn", "12-CV/ĐU"),
            "Công văn 12-CV/ĐU: Tuyên truyền chuyển đổi số"
        );
        assert_eq!(named("Bản tin", ""), "Bản tin: Tuyên truyền chuyển đổi số");
        assert_eq!(
            named("", "12-CV/ĐU"),
            "12-CV/ĐU: Tuyên truyền chuyển đổi số"
        );
        assert_eq!(named("", ""), "Tuyên truyền chuyển đổi số");
    }
}
