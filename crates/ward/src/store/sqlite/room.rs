//! How much of the ward's disk a cell may have: one that goes wrong must not take it from the
//! others.

use rusqlite::{Connection, params};
use sochibo_journal::CellId;

use super::{column, settings};
use crate::store::{EACH_CELL, EVERY_CELL_MAY_HAVE, StoreError};

/// Whether so many bytes more are too many for a cell.
pub(super) fn is_short(db: &Connection, held: u64, more: u64) -> Result<bool, StoreError> {
    let limit = match settings::get(db, EACH_CELL)? {
        Some(bytes) => u64::from_le_bytes(
            bytes
                .try_into()
                .map_err(|_| StoreError::Damaged("setting.each_cell"))?,
        ),
        None => EVERY_CELL_MAY_HAVE,
    };
    Ok(limit > 0 && held.saturating_add(more) > limit)
}

pub(super) fn all(db: &Connection) -> Result<Vec<(CellId, u64)>, StoreError> {
    let mut select = db.prepare_cached("SELECT cell, bytes FROM cell")?;
    let rows = select.query_map(params![], |row| {
        let cell = CellId(column::uuid(row, 0)?);
        Ok((cell, column::number(row.get(1)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
