use serde::{Deserialize, Serialize};
use sochibo_domain::minutes::Piece;
use ts_rs::TS;

/// A field that two devices wrote without knowing of each other, or a version of minutes that both
/// adopted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ConflictView {
    /// Names the conflict for `settle`.
    pub id: String,
    /// `Ý kiến phát biểu của đ/c Lê Thị Cúc`.
    pub what: String,
    /// `Nội dung`.
    pub field: String,
    /// The meeting that it belongs to.
    pub meeting: Option<String>,
    /// The thing itself.
    pub record: String,
    /// The one that stands first.
    pub values: Vec<ConflictValue>,
    /// Whether a text that joins both may be written in their place.
    pub can_combine: bool,
    /// Whether the choice can't be taken back: adopted minutes change by an amendment only.
    pub for_good: bool,
}

/// One of the values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ConflictValue {
    /// As a person reads it.
    pub text: String,
    /// The same, where it is a text: with the words marked that the value that stands does not
    /// have (in that one: those that the next does not have). Empty where whole values are chosen.
    #[serde(default)]
    pub pieces: Vec<Piece>,
    pub device: String,
    /// `Máy của phó bí thư`.
    pub device_name: String,
    pub this_device: bool,
    /// RFC 3339.
    pub at: String,
}

/// A conflict that was settled on this device and can still be taken back.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct SettledView {
    /// Names it for `reopen`.
    pub id: String,
    pub what: String,
    pub field: String,
    /// What was chosen, as a person reads it.
    pub kept: String,
    /// RFC 3339.
    pub at: String,
}

/// A meeting whose record was changed after its minutes were adopted: “sửa sau khi thông qua”.
/// The adopted minutes stand; a person amends them, or leaves them.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct LateChange {
    pub meeting: String,
    pub title: String,
    pub version: u32,
    pub lines: Vec<LateLine>,
}

/// One place where the record and the adopted minutes differ.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct LateLine {
    pub what: String,
    pub adopted: String,
    pub now: String,
    /// The same two, word by word.
    pub before: Vec<Piece>,
    pub after: Vec<Piece>,
}

/// A removal that waits until a person agrees.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct WaitingRemovals {
    pub count: usize,
    /// `Máy của phó bí thư xóa 120 mục, hơn nửa những gì sổ đang có…`
    pub words: String,
    /// What the devices that removed are called.
    pub devices: Vec<String>,
    /// How many of each kind, in words.
    pub kinds: Vec<String>,
    /// Each thing, as a person calls it.
    pub things: Vec<String>,
}
