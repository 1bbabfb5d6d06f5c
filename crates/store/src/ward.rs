//! The chain of the cell's own ward. Whose a device's chain is, the ward tells; its own it proves by
//! the key that this book pinned when it joined.

use rusqlite::{Connection, OptionalExtension};
use sochibo_journal::{CellId, DeviceId, PublicKey};

use crate::{
    StoreError,
    kept::find_json,
    link::{LINK, Link},
};

/// Whether a chain that names itself a ward's is that of the ward that this book has joined, or of
/// one that it had joined before.
pub(crate) fn is_ours(
    connection: &Connection,
    cell: CellId,
    device: DeviceId,
    key: &PublicKey,
) -> Result<bool, StoreError> {
    if device != DeviceId::of_ward(cell, key) {
        return Ok(false);
    }
    let link: Option<Link> = find_json(connection, LINK)?;
    if link.is_some_and(|link| link.ward_key == *key) {
        return Ok(true);
    }
    // What was taken in from a former ward stays, and may be mended.
    let known = connection
        .prepare_cached("SELECT 1 FROM device WHERE device = ?1")?
        .query_row([device.0.as_bytes()], |_| Ok(()))
        .optional()?;
    Ok(known.is_some())
}
