//! Where the operations of a device's chain lie. They come in runs: a device's own follow each other,
//! and what another device wrote comes by the page. Only where a run begins is kept, so that a saved
//! statement writes to no index of operations (`migrations/0007_lean.sql`). A number is found by
//! counting from there, and whoever reads it there compares what the row says of itself.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use sochibo_journal::DeviceId;
use uuid::Uuid;

use crate::{
    StoreError,
    operations::{sql, unsql},
};

/// Notes the operation that was just kept as `idx`, where it begins a run.
pub(crate) fn note(
    connection: &Connection,
    idx: i64,
    device: DeviceId,
    seq: u64,
) -> Result<(), StoreError> {
    let follows = connection
        .prepare_cached("SELECT 1 FROM operation WHERE idx = ?1 AND device = ?2 AND seq = ?3")?
        .exists(params![idx - 1, device.0.as_bytes(), sql(seq) - 1])?;
    if !follows {
        connection
            .prepare_cached("INSERT INTO run (idx, device, seq) VALUES (?1, ?2, ?3)")?
            .execute(params![idx, device.0.as_bytes(), sql(seq)])?;
    }
    Ok(())
}

/// The operation `idx` is gone, and all that came after it in its chain.
pub(crate) fn forget(connection: &Connection, idx: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM run WHERE idx = ?1")?
        .execute([idx])?;
    Ok(())
}

/// Where a device's number would lie. Nothing has to lie there.
pub(crate) fn place(
    connection: &Connection,
    device: DeviceId,
    seq: u64,
) -> Result<Option<i64>, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT idx + ?2 - seq FROM run WHERE device = ?1 AND seq <= ?2
             ORDER BY seq DESC LIMIT 1",
        )?
        .query_row(params![device.0.as_bytes(), sql(seq)], |row| row.get(0))
        .optional()?)
}

/// The last number of a device, and where it lies.
pub(crate) fn last(
    connection: &Connection,
    device: DeviceId,
) -> Result<Option<(u64, i64)>, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT last.seq + operation.idx - last.idx, operation.idx
             FROM (SELECT idx, seq FROM run WHERE device = ?1 ORDER BY seq DESC LIMIT 1) AS last
             JOIN operation ON operation.idx =
                 (SELECT max(idx) FROM operation WHERE idx <
                     (SELECT coalesce(min(idx), 9223372036854775807) FROM run
                      WHERE run.idx > last.idx))",
        )?
        .query_row([device.0.as_bytes()], |row| {
            Ok((unsql(row.get(0)?), row.get(1)?))
        })
        .optional()?)
}

/// Whether the newest operation is found where it lies. Where it isn't, the book would go on with the
/// wrong number: an opened book finds its runs again first.
pub(crate) fn are_right(connection: &Connection) -> Result<bool, StoreError> {
    let newest: Option<(i64, [u8; 16], i64)> = connection
        .query_row(
            "SELECT idx, device, seq FROM operation ORDER BY idx DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    let Some((idx, device, seq)) = newest else {
        return Ok(true);
    };
    let found = place(connection, DeviceId(Uuid::from_bytes(device)), unsql(seq))?;
    Ok(found == Some(idx))
}

/// Where runs begin, as the operations themselves lie: they are passed in the order of arrival.
#[derive(Default)]
pub(crate) struct Walk {
    last: Option<(i64, DeviceId, u64)>,
    begins: BTreeSet<(i64, DeviceId, u64)>,
}

impl Walk {
    pub(crate) fn pass(&mut self, idx: i64, device: DeviceId, seq: u64) {
        let follows = self.last == Some((idx - 1, device, seq.saturating_sub(1)));
        if !follows {
            self.begins.insert((idx, device, seq));
        }
        self.last = Some((idx, device, seq));
    }

    /// How many runs are kept where none begins, or not kept.
    pub(crate) fn misplaced(mut self, connection: &Connection) -> Result<usize, StoreError> {
        let mut wrong = 0;
        let mut statement = connection.prepare("SELECT idx, device, seq FROM run")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let device = DeviceId(Uuid::from_bytes(row.get(1)?));
            let kept = (row.get(0)?, device, unsql(row.get(2)?));
            wrong += usize::from(!self.begins.remove(&kept));
        }
        Ok(wrong + self.begins.len())
    }
}

/// Finds every run anew.
pub(crate) fn find_again(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(
        "DELETE FROM run;
         INSERT INTO run (idx, device, seq)
         SELECT idx, device, seq FROM operation AS it WHERE NOT EXISTS (
             SELECT 1 FROM operation AS before WHERE before.idx = it.idx - 1
             AND before.device = it.device AND before.seq = it.seq - 1);",
    )?;
    Ok(())
}
