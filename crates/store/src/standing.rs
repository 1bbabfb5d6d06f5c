//! What stands in a record, as it lies in the file: beside it, or in the one operation that made it
//! and that nothing has gone on with (`migrations/0007_lean.sql`).

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::Value;
use sochibo_journal::{Change, DELETED, KeyRing, Record, Stamp};
use uuid::Uuid;

use crate::{StoreError, operations};

/// A record as it stands.
pub(crate) struct Standing {
    /// Its number: the order in which records came.
    pub(crate) no: i64,
    pub(crate) kind: String,
    pub(crate) record: Record,
}

/// A record by its id.
pub(crate) fn load(
    connection: &Connection,
    keys: &KeyRing,
    id: Uuid,
) -> Result<Option<Standing>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT state, header, body, no, kind FROM standing WHERE id = ?1")?;
    let mut rows = statement.query([id.as_bytes()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(Some(Standing {
        no: row.get(3)?,
        kind: row.get(4)?,
        record: record(row, keys)?,
    }))
}

/// The number and the kind of a record, for whoever doesn't ask what it says.
pub(crate) fn place(
    connection: &Connection,
    id: Uuid,
) -> Result<Option<(i64, String)>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT no, kind FROM record WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Whether there is such a record, and it was not removed.
pub(crate) fn is_there(connection: &Connection, kind: &str, id: Uuid) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM record WHERE id = ?1 AND kind = ?2 AND deleted = 0")?
        .exists(rusqlite::params![id.as_bytes(), kind])?)
}

/// The record in a row of the view `standing` that begins with `state, header, body`.
pub(crate) fn record(row: &Row<'_>, keys: &KeyRing) -> Result<Record, StoreError> {
    let state = state(row)?;
    if !state.is_empty() {
        return decode(state);
    }
    let (stamp, change) = beginning(row, keys)?;
    let mut record = Record::default();
    record.absorb(stamp, change);
    Ok(record)
}

/// The values that stand in such a row, for whoever doesn't ask who wrote them: [`DELETED`] among
/// them.
pub(crate) fn values(row: &Row<'_>, keys: &KeyRing) -> Result<BTreeMap<String, Value>, StoreError> {
    let state = state(row)?;
    if state.is_empty() {
        return Ok(beginning(row, keys)?.1.set);
    }
    sochibo_journal::standing(state).map_err(|_| unreadable())
}

/// Names and values, as [`sochibo_domain::entity`] reads them.
pub(crate) fn each(values: &BTreeMap<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    let own = values.iter().filter(|(name, _)| *name != DELETED);
    own.map(|(name, value)| (name.as_str(), value))
}

/// A record that lies beside its row.
pub(crate) fn decode(state: &str) -> Result<Record, StoreError> {
    serde_json::from_str(state).map_err(|_| unreadable())
}

fn unreadable() -> StoreError {
    StoreError::Damaged("một mục trong bảng không đọc được".to_owned())
}

fn state<'r>(row: &'r Row<'_>) -> Result<&'r str, StoreError> {
    Ok(row.get_ref(0)?.as_str().unwrap_or_default())
}

/// The operation that is all there is of a record.
fn beginning(row: &Row<'_>, keys: &KeyRing) -> Result<(Stamp, Change), StoreError> {
    let header = row.get_ref(1)?.as_blob_or_null().ok().flatten();
    let envelope = operations::envelope(header.ok_or_else(unreadable)?, row.get(2)?)?;
    let plain = operations::plain(&envelope, keys).ok_or_else(unreadable)?;
    let change = Change::decode(&plain).map_err(|_| unreadable())?;
    Ok((Stamp::from(&envelope.header), change))
}
