use serde::Serialize;
use sochibo_domain::{MeetingKind, VoteKind};
use ts_rs::TS;

/// Where a template comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum TemplateOrigin {
    /// The rule pack.
    Pack,
    /// The cell's own.
    Own,
    /// The agenda of a meeting.
    Meeting,
}

/// Something that a new meeting may begin from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TemplateLine {
    /// `thuong_ky_90`, or the UUID of an own template or of a meeting.
    pub id: String,
    pub origin: TemplateOrigin,
    pub kind: MeetingKind,
    pub title: String,
    /// All its minutes.
    pub minutes: u32,
    /// The words of its items, in order.
    pub items: Vec<String>,
}

/// An item of the rule pack that may be put into an agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct InsertLine {
    /// `xet_ket_nap`.
    pub id: String,
    pub title: String,
    pub minutes: u16,
    /// The kind of vote that it takes.
    pub vote: Option<VoteKind>,
    pub prompt: String,
    /// The number that it goes after.
    pub after: u32,
}
