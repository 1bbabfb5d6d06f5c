//! Who of a cell may do what, as the acts of its devices say: the same fold as in every book.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use sochibo_journal::{
    Act, CellId, Change, DeviceId, Directory, Envelope, Fact, Founder, PublicKey, Ring, Stamp,
};

use super::{
    column::{self, bytes, int, uuid},
    pull,
};
use crate::store::StoreError;

/// The act that an envelope carries.
pub(super) fn act_of(envelope: &Envelope) -> Option<Act> {
    if envelope.header.ring != Ring::Published {
        return None;
    }
    Act::of_change(&Change::decode(&envelope.body).ok()?)
}

/// The acts among envelopes that a device of this key wrote.
pub(super) fn facts_of(envelopes: &[&Envelope], key: PublicKey) -> Vec<Fact> {
    envelopes
        .iter()
        .filter_map(|envelope| {
            Some(Fact {
                stamp: Stamp::from(&envelope.header),
                author_key: key,
                act: act_of(envelope)?,
            })
        })
        .collect()
}

/// Remembers where the acts are.
pub(super) fn note(db: &Connection, cell: CellId, facts: &[Fact]) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT OR IGNORE INTO act (cell, device, seq) VALUES (?1, ?2, ?3)";
    let mut insert = db.prepare_cached(INSERT)?;
    for fact in facts {
        insert.execute(params![
            cell.0.as_bytes(),
            fact.stamp.device.0.as_bytes(),
            int(fact.stamp.seq)
        ])?;
    }
    Ok(())
}

/// The fold of what is held, and of `more`.
pub(super) fn directory(
    db: &Connection,
    cell: CellId,
    more: &[Fact],
) -> Result<Directory, StoreError> {
    let Some(founder) = founder(db, cell)? else {
        return Ok(Directory::default());
    };
    let mut facts = facts(db, cell)?;
    facts.extend_from_slice(more);
    Ok(Directory::fold(cell, founder, facts))
}

fn founder(db: &Connection, cell: CellId) -> Result<Option<Founder>, StoreError> {
    const SELECT: &str = "SELECT d.device, d.public_key FROM cell c
        JOIN device d ON d.cell = c.cell AND d.device = c.founder WHERE c.cell = ?1";
    Ok(db
        .prepare_cached(SELECT)?
        .query_row([cell.0.as_bytes()], |row| {
            Ok(Founder {
                device: DeviceId(uuid(row, 0)?),
                sign_key: PublicKey(bytes(row, 1)?),
            })
        })
        .optional()?)
}

fn facts(db: &Connection, cell: CellId) -> Result<Vec<Fact>, StoreError> {
    const SELECT: &str = "SELECT e.header, e.body, d.public_key FROM act a
        JOIN envelope e ON e.cell = a.cell AND e.device = a.device AND e.seq = a.seq
        JOIN device d ON d.cell = a.cell AND d.device = a.device
        WHERE a.cell = ?1";
    let mut select = db.prepare_cached(SELECT)?;
    let rows = column::all(select.query_map([cell.0.as_bytes()], |row| {
        Ok((
            row.get::<_, Vec<u8>>(0)?,
            row.get::<_, Vec<u8>>(1)?,
            PublicKey(bytes(row, 2)?),
        ))
    })?)?;
    Ok(rows
        .into_iter()
        .filter_map(|(header, body, key)| {
            let envelope = pull::envelope(&header, body)?;
            facts_of(&[&envelope], key).pop()
        })
        .collect())
}

/// Lets in and out whom the acts say.
pub(super) fn settle(db: &Connection, cell: CellId, at: i64) -> Result<(), StoreError> {
    const ADMIT: &str = "UPDATE device SET admitted_at = ?4
        WHERE cell = ?1 AND device = ?2 AND public_key = ?3 AND admitted_at IS NULL";
    const REVOKE: &str = "UPDATE device SET revoked_at = ?4, revoked_by = ?5
        WHERE cell = ?1 AND device = ?2 AND public_key = ?3 AND revoked_at IS NULL";
    let directory = directory(db, cell, &[])?;
    for (device, known) in directory.devices() {
        let (cell, id, key) = (cell.0.as_bytes(), device.0.as_bytes(), known.sign_key.0);
        db.prepare_cached(ADMIT)?
            .execute(params![cell, id, key, at])?;
        if known.revoked {
            let by = known.revoked_by.map(|stamp| stamp.device);
            let by = by.as_ref().map(|device| device.0.as_bytes());
            db.prepare_cached(REVOKE)?
                .execute(params![cell, id, key, at, by])?;
        }
    }
    settle_renewed(db, cell, &directory, at)
}

/// A device that is out takes with it the new identities of it that nobody vouches for: a proof
/// that comes too late counts for nothing, and who is out must hear so.
fn settle_renewed(
    db: &Connection,
    cell: CellId,
    directory: &Directory,
    at: i64,
) -> Result<(), StoreError> {
    const SELECT: &str = "SELECT device, renewed_from FROM device
        WHERE cell = ?1 AND renewed_from IS NOT NULL";
    const REVOKE: &str = "UPDATE device SET revoked_at = ?3, revoked_by = ?4
        WHERE cell = ?1 AND device = ?2 AND revoked_at IS NULL";
    let mut select = db.prepare_cached(SELECT)?;
    let rows = column::all(select.query_map([cell.0.as_bytes()], |row| {
        Ok((DeviceId(uuid(row, 0)?), DeviceId(uuid(row, 1)?)))
    })?)?;
    let left: BTreeMap<DeviceId, DeviceId> = rows.into_iter().collect();
    for device in left.keys() {
        // Back to the identity that the acts know.
        let mut known = directory.device(*device);
        let mut of = left.get(device);
        while let (None, Some(before)) = (known, of) {
            known = directory.device(*before);
            of = left.get(before);
        }
        let Some(out) = known.filter(|known| known.revoked) else {
            continue;
        };
        let by = out.revoked_by.map(|stamp| stamp.device);
        let by = by.as_ref().map(|device| device.0.as_bytes());
        db.prepare_cached(REVOKE)?.execute(params![
            cell.0.as_bytes(),
            device.0.as_bytes(),
            at,
            by
        ])?;
    }
    Ok(())
}

/// The operation of the escrow that stands.
pub(super) fn escrow(db: &Connection, cell: CellId) -> Result<Option<Envelope>, StoreError> {
    const SELECT: &str = "SELECT header, body FROM envelope
        WHERE cell = ?1 AND device = ?2 AND seq = ?3";
    let Some(op) = directory(db, cell, &[])?.escrow_op() else {
        return Ok(None);
    };
    let found = db
        .prepare_cached(SELECT)?
        .query_row(
            params![cell.0.as_bytes(), op.0.0.as_bytes(), int(op.1)],
            |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)),
        )
        .optional()?;
    Ok(found.and_then(|(header, body)| pull::envelope(&header, body)))
}
