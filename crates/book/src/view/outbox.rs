use serde::Serialize;
use ts_rs::TS;

/// An operation that waits to be sent.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct OutboxLine {
    /// Its number in this device's chain.
    #[ts(type = "number")]
    pub seq: u64,
    /// The kind of record: `statement`, `report`, …
    pub kind: String,
    /// The kind in words.
    pub what: String,
    /// Whether the ward can read it.
    pub published: bool,
    /// What it is, in words.
    pub summary: String,
    /// Its body stays here, for the mark of a state secret: the ward gets the header only.
    pub held_back: bool,
    /// Readable parts in full; for a sealed one only the names of the fields.
    pub fields: Vec<OutboxField>,
}

/// One field of an outgoing operation.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct OutboxField {
    /// As the journal has it.
    pub name: String,
    /// In words.
    pub label: String,
    /// What the ward will read; empty where it is sealed.
    pub value: String,
}

/// What the ward will read of a meeting, and what stays: shown before adopting and before sending.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Preview {
    pub sent: Vec<PreviewLine>,
    pub kept: Vec<PreviewLine>,
    /// The ward's name, where the book has joined one.
    pub ward: Option<String>,
    /// Whether the adopted minutes have a receipt of the ward.
    pub received_at: Option<String>,
}

/// One line of the preview.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PreviewLine {
    pub label: String,
    pub value: String,
}
