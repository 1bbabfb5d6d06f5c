use rusqlite::params;

use crate::{Store, StoreError, secret};

/// What is being typed in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The place: `say/MEETING`.
    pub slot: String,
    /// What the screen needs to go on: JSON of its own.
    pub value: String,
    /// When it was saved, in milliseconds since 1970.
    pub saved_at: i64,
}

impl Store {
    /// Saves a draft. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses or the text carries the mark of a state secret; what
    /// was saved before is still there.
    pub fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        secret::refuse_typed(&self.connection, &draft.value, &self.answered)?;
        self.connection
            .prepare_cached(
                "INSERT INTO draft (slot, value, saved_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at",
            )?
            .execute(params![draft.slot, draft.value, draft.saved_at])?;
        Ok(())
    }

    /// The drafts whose place begins with `prefix`.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn drafts(&self, prefix: &str) -> Result<Vec<Draft>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT slot, value, saved_at FROM draft WHERE substr(slot, 1, length(?1)) = ?1 ORDER BY slot")?;
        let rows = statement.query_map([prefix], |row| {
            Ok(Draft {
                slot: row.get(0)?,
                value: row.get(1)?,
                saved_at: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Drops a draft whose text has become an operation or was given up.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn drop_draft(&self, slot: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM draft WHERE slot = ?1")?
            .execute([slot])?;
        Ok(())
    }
}
