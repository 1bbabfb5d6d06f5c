use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::DeviceId;

/// The reserved field whose value `true` removes a record. A delete is a field write like any
/// other: a later edit of another field does not bring the record back, and an undo is a write
/// of `false`.
pub const DELETED: &str = "deleted";

/// Names one operation: the device that wrote it and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OpRef(pub DeviceId, pub u64);

/// What an operation says: these fields of this record now have these values.
///
/// The body is JSON, so that kinds and fields of a later version are kept as they are by an
/// older one and understood after its upgrade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The kind of record, as in `domain`'s `Entity::KIND`.
    pub kind: String,
    /// The record.
    pub id: Uuid,
    /// The new values.
    pub set: BTreeMap<String, Value>,
    /// For each field that had a value: the writes that this one replaces.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub over: BTreeMap<String, Vec<OpRef>>,
    /// The act of a person that it belongs to: the number of the act's first operation in its
    /// device's chain. What was written together is taken back together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<u64>,
    /// The act of the same device that this one takes back. To take back an act that takes back
    /// another is to do the other again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<u64>,
}

/// A body that is no change that this version can read. It is kept as it is.
#[derive(Debug, thiserror::Error)]
#[error("the body is not a change that this version reads: {0}")]
pub struct ChangeError(#[from] serde_json::Error);

impl Change {
    /// A change of `fields` that replaces nothing yet.
    #[must_use]
    pub fn new(kind: &str, id: Uuid, set: BTreeMap<String, Value>) -> Self {
        Self {
            kind: kind.to_owned(),
            id,
            set,
            over: BTreeMap::new(),
            act: None,
            undoes: None,
        }
    }

    /// The body's plain bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        // Maps with string keys and JSON values always serialise.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads a body's plain bytes.
    ///
    /// # Errors
    /// [`ChangeError`] where they are no change.
    pub fn decode(bytes: &[u8]) -> Result<Self, ChangeError> {
        Ok(serde_json::from_slice(bytes)?)
    }
}
