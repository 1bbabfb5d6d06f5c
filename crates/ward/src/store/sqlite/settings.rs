use rusqlite::{Connection, OptionalExtension, params};

use crate::store::StoreError;

pub(super) fn get(db: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut select = db.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(select.query_row([name], |row| row.get(0)).optional()?)
}

pub(super) fn set(db: &Connection, name: &str, value: &[u8]) -> Result<(), StoreError> {
    const UPSERT: &str = "INSERT INTO setting (name, value) VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    db.prepare_cached(UPSERT)?.execute(params![name, value])?;
    Ok(())
}

pub(super) fn get_or_set(
    db: &Connection,
    name: &str,
    value: Vec<u8>,
) -> Result<Vec<u8>, StoreError> {
    if let Some(standing) = get(db, name)? {
        return Ok(standing);
    }
    set(db, name, &value)?;
    Ok(value)
}
