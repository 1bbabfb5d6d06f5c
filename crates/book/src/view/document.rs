use serde::Serialize;
use sochibo_domain::{
    Month,
    id::{MeetingId, WardDocumentId},
};
use ts_rs::TS;

/// How a document of the ward stands in the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum DocumentState {
    /// Chưa đọc.
    Unread,
    /// Đã đọc, hoặc đã phổ biến ở một kỳ.
    Read,
    /// Phường đã thu hồi.
    Withdrawn,
}

/// Một văn bản của phường, without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DocumentLine {
    pub id: WardDocumentId,
    pub number: String,
    pub title: String,
    pub kind: String,
    pub issued_on: Option<String>,
    /// The month whose meeting it is meant for.
    pub before: Option<Month>,
    pub sender: String,
    pub sent_at: String,
    /// How many characters the text has; 0 where only the title came.
    pub length: usize,
    pub state: DocumentState,
    pub withdrawn_on: Option<String>,
    pub read_on: Option<String>,
    /// The meeting whose agenda has it, or that heard of it.
    pub meeting: Option<MeetingId>,
    /// How it stands: `Chưa đọc · đã vào chương trình kỳ tháng 10/2026, mục 6`.
    pub words: String,
}

/// Một văn bản của phường, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DocumentView {
    #[serde(flatten)]
    #[ts(flatten)]
    pub line: DocumentLine,
    pub text: String,
}
