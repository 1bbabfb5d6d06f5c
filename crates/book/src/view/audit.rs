use serde::Serialize;
use sochibo_domain::AuditAct;
use ts_rs::TS;

/// An operation that was set aside.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct QuarantineLine {
    /// The device that wrote it, and its number there.
    pub device: String,
    pub this_device: bool,
    #[ts(type = "number")]
    pub seq: u64,
    /// Why, as a Vietnamese sentence.
    pub why: String,
}

/// One line of the audit trail.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct AuditLine {
    pub id: String,
    pub act: AuditAct,
    /// `Xem mục hạn chế`.
    pub words: String,
    /// RFC 3339, by the clock of the device that wrote it.
    pub at: String,
    /// The device.
    pub device: String,
    pub this_device: bool,
    /// What it was done with, in words, never its content.
    pub what: String,
    /// `criticism`, `bien_ban`, `R20-1`.
    pub subject_kind: String,
    pub subject: Option<String>,
    /// How many things at once, where that is known.
    pub count: Option<u32>,
}
