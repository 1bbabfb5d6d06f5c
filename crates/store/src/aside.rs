//! Operations that lost their place in a chain: they lie in a table of their own and are never
//! deleted.

use std::collections::BTreeSet;

use rusqlite::{Transaction, params};
use sochibo_journal::{DeviceId, Envelope, KeyRing, OpRef};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    operations::{self, sql},
    records, runs,
};

/// An operation on its way to another place.
pub(crate) struct Leaving {
    pub(crate) idx: i64,
    pub(crate) envelope: Envelope,
    pub(crate) record: Option<Uuid>,
    pub(crate) state: i64,
}

/// What leaves a chain: everything after a number.
pub(crate) fn leaving(
    transaction: &Transaction<'_>,
    chains: [(DeviceId, u64); 2],
) -> Result<Vec<Leaving>, StoreError> {
    let mut statement = transaction.prepare(
        "SELECT idx, header, body, record, state FROM operation
         WHERE (device = ?1 AND seq > ?2) OR (device = ?3 AND seq > ?4) ORDER BY idx",
    )?;
    let [(one, after_one), (two, after_two)] = chains;
    let mut rows = statement.query(params![
        one.0.as_bytes(),
        sql(after_one),
        two.0.as_bytes(),
        sql(after_two)
    ])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(1)?.as_blob().unwrap_or_default();
        found.push(Leaving {
            idx: row.get(0)?,
            envelope: operations::envelope(bytes, row.get(2)?)?,
            record: row.get::<_, Option<[u8; 16]>>(3)?.map(Uuid::from_bytes),
            state: row.get(4)?,
        });
    }
    Ok(found)
}

/// Moves an operation to the table of what lost its place, with the place where it stands `again`.
pub(crate) fn set_aside(
    transaction: &Transaction<'_>,
    leaving: &Leaving,
    again: Option<OpRef>,
    now_ms: i64,
) -> Result<(), StoreError> {
    let header = &leaving.envelope.header;
    transaction
        .prepare_cached(
            "INSERT INTO operation_aside (device, seq, header, body, at, again_device, again_seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            header.device.0.as_bytes(),
            sql(header.seq),
            header.encode(),
            leaving.envelope.body,
            now_ms,
            again.as_ref().map(|OpRef(device, _)| device.0.as_bytes()),
            again.map(|OpRef(_, seq)| sql(seq)),
        ])?;
    transaction
        .prepare_cached("DELETE FROM operation WHERE idx = ?1")?
        .execute([leaving.idx])?;
    runs::forget(transaction, leaving.idx)?;
    // A record that began with it is folded anew before anybody reads it.
    transaction
        .prepare_cached("UPDATE record SET begun = NULL WHERE id = ?1 AND begun = ?2")?
        .execute(params![
            leaving.record.as_ref().map(Uuid::as_bytes),
            leaving.idx
        ])?;
    // What was signed is the end of the history that went.
    transaction
        .prepare_cached("DELETE FROM head_signature WHERE device = ?1 AND seq = ?2")?
        .execute(params![header.device.0.as_bytes(), sql(header.seq)])?;
    Ok(())
}

/// Sets aside what this book holds of another device's chain after `after`: the ward holds another
/// history there. The records that it touched are folded anew without it.
pub(crate) fn set_chain_aside(
    transaction: &Transaction<'_>,
    keys: &KeyRing,
    device: DeviceId,
    after: u64,
    now_ms: i64,
) -> Result<usize, StoreError> {
    let gone = leaving(transaction, [(device, after), (device, after)])?;
    for operation in &gone {
        set_aside(transaction, operation, None, now_ms)?;
    }
    let touched: BTreeSet<Uuid> = gone.iter().filter_map(|gone| gone.record).collect();
    for record in touched {
        records::fold_again(transaction, keys, record)?;
    }
    Ok(gone.len())
}

impl Store {
    /// Operations that lost their place in a chain, oldest first: where they stood, and where they
    /// were written again.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn aside(&self) -> Result<Vec<(OpRef, Option<OpRef>)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT device, seq, again_device, again_seq FROM operation_aside ORDER BY no",
        )?;
        let place = |device: [u8; 16], seq: i64| {
            OpRef(DeviceId(Uuid::from_bytes(device)), operations::unsql(seq))
        };
        let rows = statement.query_map([], |row| {
            let again = match (row.get(2)?, row.get(3)?) {
                (Some(device), Some(seq)) => Some(place(device, seq)),
                _ => None,
            };
            Ok((place(row.get(0)?, row.get(1)?), again))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
