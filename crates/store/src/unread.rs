//! What could not be read when it came: of a later version, or sealed under a key that may still
//! arrive.

use rusqlite::{Connection, params};
use sochibo_journal::{Change, Envelope, Header, KeyRing, Stamp};
use uuid::Uuid;

use crate::{
    StoreError,
    operations::{OperationState, Reading, SEAL_MISMATCH, envelope, read, record_of},
    records,
};

/// Reads again what could not be read when it came: a key may have arrived since, or a later
/// version of the program. What says something now is marked to be folded.
pub(crate) fn read_again(connection: &Connection, keys: &KeyRing) -> Result<(), StoreError> {
    let mut no_fold = |_: &Header, _: Change| Ok(());
    open_again(connection, keys, OperationState::Held, None, &mut no_fold)?;
    for (state, why) in WANTS_A_KEY {
        open_again(connection, keys, state, why, &mut no_fold)?;
    }
    Ok(())
}

/// Folds what was closed until a key arrived.
pub(crate) fn fold(connection: &Connection, keys: &KeyRing) -> Result<(), StoreError> {
    let mut rows = records::Rows::default();
    for (state, why) in WANTS_A_KEY {
        open_again(connection, keys, state, why, &mut |header, change| {
            rows.fold(connection, keys, Stamp::from(header), change)
        })?;
    }
    rows.write(connection, keys)?;
    Ok(())
}

/// What a key may open that arrives.
const WANTS_A_KEY: [(OperationState, Option<&str>); 2] = [
    (OperationState::Closed, None),
    (OperationState::Quarantined, Some(SEAL_MISMATCH)),
];

/// What an envelope says to whom holds `keys`, where it was read with fewer.
pub(crate) fn again(reading: Reading, envelope: &Envelope, keys: &KeyRing) -> Reading {
    match &reading {
        Reading::Other(state, why) if WANTS_A_KEY.contains(&(*state, *why)) => read(envelope, keys),
        _ => reading,
    }
}

/// Walks what is kept in `state`, in the order in which it came; hands on what says something now.
fn open_again(
    connection: &Connection,
    keys: &KeyRing,
    state: OperationState,
    why: Option<&str>,
    hand_on: &mut dyn FnMut(&Header, Change) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut after = i64::MIN;
    loop {
        // By pieces: the bodies of a whole book need not lie in memory at once.
        let mut piece = Vec::new();
        {
            let mut statement = connection.prepare_cached(
                "SELECT idx, header, body FROM operation INDEXED BY operation_not_applied
                 WHERE state = ?1 AND state <> 0 AND idx > ?2 AND (?3 IS NULL OR why = ?3)
                 ORDER BY idx LIMIT 512",
            )?;
            let mut rows = statement.query(params![state.code(), after, why])?;
            while let Some(row) = rows.next()? {
                after = row.get(0)?;
                let header = row.get_ref(1)?.as_blob().unwrap_or_default();
                piece.push((after, envelope(header, row.get(2)?)?));
            }
        }
        if piece.is_empty() {
            return Ok(());
        }
        for (idx, envelope) in piece {
            let (state, record, why) = match read(&envelope, keys) {
                Reading::Says(change) => {
                    let record = record_of(&change);
                    if record == change.id {
                        hand_on(&envelope.header, change)?;
                    }
                    (OperationState::Applied, Some(record), None)
                }
                Reading::Other(now, _) if now == state => continue,
                Reading::Other(now, why) => (now, None, why),
            };
            connection
                .prepare_cached(
                    "UPDATE operation SET state = ?2, record = ?3, why = ?4 WHERE idx = ?1",
                )?
                .execute(params![
                    idx,
                    state.code(),
                    record.as_ref().map(Uuid::as_bytes),
                    why
                ])?;
        }
    }
}
