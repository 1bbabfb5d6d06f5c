//! Takes a batch: only what comes next in its device's chain, each envelope with the next number
//! of its cell. Runs on the writing thread inside a transaction, so two batches of a cell never
//! interleave and numbers are committed in the order in which they are given out.

use rusqlite::{Connection, OptionalExtension, params};
use sochibo_journal::{Chain, Envelope, Hash, Header, PublicKey};
use sochibo_wire::VerifiedBatch;

use super::{
    authority,
    column::{bytes, int, number},
    reports, room,
};
use crate::{
    report::Fold,
    store::{Held, StoreError, Taking},
};

pub(super) fn take(
    db: &Connection,
    batch: &VerifiedBatch,
    folds: Vec<Fold>,
    at: i64,
) -> Result<Taking, StoreError> {
    let end = batch.end();
    let Some(Standing {
        held,
        key,
        revoked,
        waiting,
    }) = standing(db, &end)?
    else {
        return Ok(Taking::NotEnrolled);
    };
    if revoked {
        return Ok(Taking::Revoked);
    }
    let envelopes = batch.envelopes();
    let Some(first) = envelopes.first().map(|envelope| envelope.header) else {
        return Ok(Taking::Fork);
    };
    if first.seq > held.seq + 1 {
        return Ok(Taking::Gap {
            expected: held.seq + 1,
        });
    }
    if end.seq <= held.seq {
        return known(db, &end);
    }
    // Envelopes name each other by hash, so one place where both histories agree proves all
    // before it: the end of what is held.
    let fresh: Vec<&Envelope> = envelopes
        .iter()
        .filter(|envelope| envelope.header.seq > held.seq)
        .collect();
    if fresh.first().map(|envelope| envelope.header.prev) != Some(held.head) {
        return Ok(Taking::Fork);
    }
    let acts = authority::facts_of(&fresh, key);
    if waiting {
        // Only what lets it in itself is taken of a device that waits.
        let directory = authority::directory(db, end.cell, &acts)?;
        if directory.device(end.device).is_none() {
            return Ok(Taking::Waiting);
        }
    }
    let (before, stored) = last(db, &end)?;
    let bytes = bytes_of(&fresh);
    if room::is_short(db, stored, bytes)? {
        return Ok(Taking::NoRoom);
    }
    let rev = insert(db, &end, &fresh, before)?;
    keep_end(db, batch, held.seq + 1, rev, bytes, at)?;
    if !acts.is_empty() {
        authority::note(db, end.cell, &acts)?;
        authority::settle(db, end.cell, at)?;
    }
    for fold in folds.into_iter().filter(|fold| fold.seq > held.seq) {
        let rev = before + (fold.seq - held.seq);
        reports::fold(db, end.cell, end.device, fold, rev, at)?;
    }
    Ok(Taking::Held(Held {
        chain: end,
        rev,
        new: end.seq - held.seq,
    }))
}

/// How a device stands with the ward.
struct Standing {
    /// The end of its chain as held.
    held: Chain,
    key: PublicKey,
    revoked: bool,
    waiting: bool,
}

fn standing(db: &Connection, of: &Chain) -> Result<Option<Standing>, StoreError> {
    const SELECT: &str =
        "SELECT seq, head, public_key, revoked_at IS NOT NULL, admitted_at IS NULL FROM device
        WHERE cell = ?1 AND device = ?2";
    Ok(db
        .prepare_cached(SELECT)?
        .query_row([of.cell.0.as_bytes(), of.device.0.as_bytes()], |row| {
            Ok(Standing {
                held: Chain {
                    seq: number(row.get(0)?),
                    head: Hash(bytes(row, 1)?),
                    ..*of
                },
                key: PublicKey(bytes(row, 2)?),
                revoked: row.get(3)?,
                waiting: row.get(4)?,
            })
        })
        .optional()?)
}

/// Answers a repeat: the same history, or a fork.
fn known(db: &Connection, end: &Chain) -> Result<Taking, StoreError> {
    const SELECT: &str = "SELECT header, rev FROM envelope
        WHERE cell = ?1 AND device = ?2 AND seq = ?3";
    let (header, rev) = db.prepare_cached(SELECT)?.query_row(
        params![end.cell.0.as_bytes(), end.device.0.as_bytes(), int(end.seq)],
        |row| Ok((row.get::<_, Vec<u8>>(0)?, number(row.get(1)?))),
    )?;
    let header = Header::decode(&header).map_err(|_| StoreError::Damaged("envelope"))?;
    if header.hash() != end.head {
        return Ok(Taking::Fork);
    }
    Ok(Taking::Held(Held {
        chain: *end,
        rev,
        new: 0,
    }))
}

/// The last number given out in the cell, and how many bytes of it are held.
pub(super) fn last(db: &Connection, end: &Chain) -> Result<(u64, u64), StoreError> {
    let mut select = db.prepare_cached("SELECT rev, bytes FROM cell WHERE cell = ?1")?;
    Ok(select.query_row([end.cell.0.as_bytes()], |row| {
        Ok((number(row.get(0)?), number(row.get(1)?)))
    })?)
}

pub(super) fn insert(
    db: &Connection,
    end: &Chain,
    fresh: &[&Envelope],
    mut rev: u64,
) -> Result<u64, StoreError> {
    const INSERT: &str = "INSERT INTO envelope (cell, device, seq, rev, header, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut insert = db.prepare_cached(INSERT)?;
    for envelope in fresh {
        rev += 1;
        insert.execute(params![
            end.cell.0.as_bytes(),
            end.device.0.as_bytes(),
            int(envelope.header.seq),
            int(rev),
            envelope.header.encode(),
            envelope.body,
        ])?;
    }
    Ok(rev)
}

pub(super) fn keep_end(
    db: &Connection,
    batch: &VerifiedBatch,
    first_seq: u64,
    rev: u64,
    bytes: u64,
    at: i64,
) -> Result<(), StoreError> {
    const END: &str = "INSERT INTO batch_end
        (cell, rev, device, first_seq, seq, bytes, signature, taken_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    const CHAIN: &str = "UPDATE device SET seq = ?3, head = ?4 WHERE cell = ?1 AND device = ?2";
    let end = batch.end();
    let (cell, device) = (end.cell.0.as_bytes(), end.device.0.as_bytes());
    db.prepare_cached(END)?.execute(params![
        cell,
        int(rev),
        device,
        int(first_seq),
        int(end.seq),
        int(bytes),
        batch.signature().0,
        at,
    ])?;
    db.prepare_cached(CHAIN)?
        .execute(params![cell, device, int(end.seq), end.head.0])?;
    db.prepare_cached("UPDATE cell SET rev = ?2, bytes = bytes + ?3 WHERE cell = ?1")?
        .execute(params![cell, int(rev), int(bytes)])?;
    Ok(())
}

pub(super) fn bytes_of(envelopes: &[&Envelope]) -> u64 {
    envelopes
        .iter()
        .map(|envelope| envelope.encoded_len() as u64)
        .sum()
}
