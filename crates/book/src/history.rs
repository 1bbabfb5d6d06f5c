//! Lịch sử: every change of one thing, as the journal has it.

use chrono::DateTime;
use serde_json::Value;
use sochibo_journal::DELETED;
use uuid::Uuid;

use crate::{
    Book, BookError,
    view::{HistoryField, HistoryLine},
};

impl Book {
    /// Every change of a thing, oldest first: what was written, when and on which device.
    ///
    /// # Errors
    /// [`BookError`]: no such thing.
    pub fn history(&self, id: Uuid) -> Result<Vec<HistoryLine>, BookError> {
        let changes = self.store.history(id)?;
        if changes.is_empty() {
            return Err(sochibo_store::StoreError::NotFound(id.to_string()).into());
        }
        let offset = *self.now().offset();
        Ok(changes
            .into_iter()
            .map(|(stamp, change)| HistoryLine {
                at: DateTime::from_timestamp_millis(stamp.at.wall_ms())
                    .unwrap_or_default()
                    .with_timezone(&offset)
                    .to_rfc3339(),
                device: stamp.device.0.to_string(),
                seq: stamp.seq,
                kind: change.kind,
                removed: change.set.get(DELETED).and_then(Value::as_bool),
                undoes: change.undoes,
                fields: change
                    .set
                    .into_iter()
                    .filter(|(name, _)| name != DELETED)
                    .map(|(name, value)| HistoryField { name, value })
                    .collect(),
            })
            .collect())
    }

    /// The thing that `text` names: a whole id, or a beginning that fits one thing of any kind.
    ///
    /// # Errors
    /// [`BookError`] where it fits none or several.
    pub fn resolve_any(&self, text: &str) -> Result<Uuid, BookError> {
        if text.is_empty() || !text.chars().all(|c| c.is_ascii_hexdigit() || c == '-') {
            return Err(BookError::Unreadable(text.to_owned(), "mã số"));
        }
        match self.read().any_ids_with_prefix(text)?.as_slice() {
            [] => Err(sochibo_store::StoreError::NotFound(text.to_owned()).into()),
            [one] => Ok(*one),
            several => Err(BookError::Ambiguous {
                prefix: text.to_owned(),
                count: several.len(),
            }),
        }
    }
}
