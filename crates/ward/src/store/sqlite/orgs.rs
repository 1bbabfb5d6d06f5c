use rusqlite::{Connection, params};
use sochibo_journal::CellId;

use super::column;
use crate::store::{Org, OrgKind, StoreError};

pub(super) fn all(db: &Connection) -> Result<Vec<Org>, StoreError> {
    const SELECT: &str = "SELECT id, name, kind, parent, cell FROM org ORDER BY made_at, id";
    let mut select = db.prepare_cached(SELECT)?;
    let rows = select.query_map([], |row| {
        Ok((
            column::uuid(row, 0)?,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
            column::maybe_uuid(row, 3)?,
            column::maybe_uuid(row, 4)?,
        ))
    })?;
    rows.map(|row| {
        let (id, name, kind, parent, cell) = row?;
        Ok(Org {
            id,
            name,
            kind: OrgKind::from_code(&kind).ok_or(StoreError::Damaged("org.kind"))?,
            parent,
            cell: cell.map(CellId),
        })
    })
    .collect()
}

pub(super) fn add(db: &Connection, org: &Org, at: i64) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO org (id, name, kind, parent, cell, made_at)
        VALUES (?1, ?2, ?3, ?4, NULL, ?5)";
    db.prepare_cached(INSERT)?.execute(params![
        org.id.as_bytes(),
        org.name,
        org.kind.code(),
        org.parent.as_ref().map(uuid::Uuid::as_bytes),
        at,
    ])?;
    Ok(())
}
