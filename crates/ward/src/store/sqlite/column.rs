//! Between columns and nouns.

use rusqlite::Row;
use uuid::Uuid;

use crate::store::StoreError;

/// A count or number as SQLite keeps it. Numbers here begin at 1 and grow by one: they never
/// come near 2⁶³.
pub(super) fn int(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A number back from SQLite.
pub(super) fn number(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

/// Bytes of a fixed length.
pub(super) fn bytes<const N: usize>(row: &Row<'_>, at: usize) -> rusqlite::Result<[u8; N]> {
    row.get::<_, [u8; N]>(at)
}

pub(super) fn uuid(row: &Row<'_>, at: usize) -> rusqlite::Result<Uuid> {
    Ok(Uuid::from_bytes(bytes(row, at)?))
}

pub(super) fn maybe_uuid(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Uuid>> {
    Ok(row.get::<_, Option<[u8; 16]>>(at)?.map(Uuid::from_bytes))
}

/// Collects rows.
pub(super) fn all<T>(
    rows: impl Iterator<Item = rusqlite::Result<T>>,
) -> Result<Vec<T>, StoreError> {
    Ok(rows.collect::<Result<_, _>>()?)
}
