use rusqlite::{Connection, OptionalExtension, params};

use crate::{Store, StoreError, secret};

impl Store {
    /// A setting of this device.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?)
    }

    /// Changes a setting of this device.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        secret::refuse_typed(&self.connection, value, &self.answered)?;
        put(&self.connection, name, value)
    }
}

pub(crate) fn put(connection: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
        )?
        .execute(params![name, value])?;
    Ok(())
}
