use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};
use sochibo_journal::{CellId, DeviceId, PublicKey};
use uuid::Uuid;

use super::column::{self, bytes, int, number, uuid};
use crate::{
    report::{Fold, FoldedReport, Rejection, Summary},
    store::{ListedReport, ReceivedReport, RejectedReport, StoreError},
};

/// Keeps a report, or lists why it doesn't hold.
pub(super) fn fold(
    db: &Connection,
    cell: CellId,
    device: DeviceId,
    fold: Fold,
    rev: u64,
    at: i64,
) -> Result<(), StoreError> {
    let seq = fold.seq;
    let kept = match fold.verdict {
        Ok(report) => keep(db, cell, &report, rev, at)?,
        Err(rejection) => Err(rejection),
    };
    if let Err(rejection) = kept {
        const INSERT: &str = "INSERT INTO rejected_report
            (cell, rev, device, seq, reason, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        db.prepare_cached(INSERT)?.execute(params![
            cell.0.as_bytes(),
            int(rev),
            device.0.as_bytes(),
            int(seq),
            rejection.to_string(),
            at,
        ])?;
    }
    Ok(())
}

fn keep(
    db: &Connection,
    cell: CellId,
    report: &FoldedReport,
    rev: u64,
    at: i64,
) -> Result<Result<(), Rejection>, StoreError> {
    const SIGNER: &str = "SELECT 1 FROM device WHERE cell = ?1 AND public_key = ?2";
    const STANDING: &str =
        "SELECT digest FROM report WHERE cell = ?1 AND meeting = ?2 AND version = ?3";
    const INSERT: &str = "INSERT INTO report (cell, meeting, version, open, inner_hash, digest,
            signature, signed_by, adopted_at, rev, received_at, month, summary)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    let signer = params![cell.0.as_bytes(), report.signed_by.0];
    if !db.prepare_cached(SIGNER)?.exists(signer)? {
        return Ok(Err(Rejection::UnknownSigner));
    }
    let standing = db
        .prepare_cached(STANDING)?
        .query_row(
            params![cell.0.as_bytes(), report.meeting.as_bytes(), report.version],
            |row| bytes::<32>(row, 0),
        )
        .optional()?;
    match standing {
        // A device that came back under a new identity sends its unsent work again.
        Some(digest) if digest == report.digest => return Ok(Ok(())),
        Some(_) => return Ok(Err(Rejection::VersionTaken)),
        None => {}
    }
    db.prepare_cached(INSERT)?.execute(params![
        cell.0.as_bytes(),
        report.meeting.as_bytes(),
        report.version,
        report.open,
        report.inner_hash,
        report.digest,
        report.signature,
        report.signed_by.0,
        report.adopted_at,
        int(rev),
        at,
        report.summary.month.to_string(),
        report.summary.to_text(),
    ])?;
    Ok(Ok(()))
}

const COLUMNS: &str = "cell, meeting, version, open, inner_hash, digest, signature, signed_by,
    adopted_at, received_at, summary";

fn read(row: &Row<'_>) -> Result<ReceivedReport, StoreError> {
    Ok(ReceivedReport {
        cell: CellId(uuid(row, 0)?),
        report: FoldedReport {
            meeting: uuid(row, 1)?,
            version: row.get(2)?,
            open: row.get(3)?,
            inner_hash: bytes(row, 4)?,
            digest: bytes(row, 5)?,
            signature: bytes(row, 6)?,
            signed_by: PublicKey(bytes(row, 7)?),
            adopted_at: row.get(8)?,
            summary: summary(row, 10)?,
        },
        received_at: row.get(9)?,
    })
}

fn summary(row: &Row<'_>, at: usize) -> Result<Summary, StoreError> {
    let text: String = row.get(at)?;
    Summary::from_text(&text).ok_or(StoreError::Damaged("report.summary"))
}

pub(super) fn newest(
    db: &Connection,
    cell: Option<CellId>,
    year: Option<i32>,
) -> Result<Vec<ListedReport>, StoreError> {
    const SELECT: &str = "SELECT r.cell, r.meeting, r.version, r.summary, r.adopted_at,
            r.received_at, n.first_received_at
        FROM report r
        JOIN (SELECT cell, meeting, max(version) AS version,
                     min(received_at) AS first_received_at
              FROM report WHERE ?1 IS NULL OR cell = ?1 GROUP BY cell, meeting) n
        USING (cell, meeting, version)
        WHERE ?2 IS NULL OR substr(r.month, 1, 4) = ?2";
    let mut select = db.prepare_cached(SELECT)?;
    let cell = cell.map(|cell| *cell.0.as_bytes());
    let year = year.map(|year| format!("{year:04}"));
    let rows = select.query_and_then(params![cell, year], |row| {
        Ok(ListedReport {
            cell: CellId(uuid(row, 0)?),
            meeting: uuid(row, 1)?,
            version: row.get(2)?,
            summary: summary(row, 3)?,
            adopted_at: row.get(4)?,
            received_at: row.get(5)?,
            first_received_at: row.get(6)?,
        })
    })?;
    rows.collect()
}

pub(super) fn years(db: &Connection) -> Result<Vec<i32>, StoreError> {
    const SELECT: &str =
        "SELECT DISTINCT CAST(substr(month, 1, 4) AS INTEGER) FROM report ORDER BY 1 DESC";
    let mut select = db.prepare_cached(SELECT)?;
    column::all(select.query_map([], |row| row.get(0))?)
}

pub(super) fn versions(
    db: &Connection,
    cell: CellId,
    meeting: Uuid,
) -> Result<Vec<ReceivedReport>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM report WHERE cell = ?1 AND meeting = ?2 ORDER BY version");
    let mut select = db.prepare_cached(&sql)?;
    select
        .query_and_then([cell.0.as_bytes(), meeting.as_bytes()], read)?
        .collect()
}

pub(super) fn all(db: &Connection) -> Result<Vec<ReceivedReport>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM report ORDER BY cell, rev");
    let mut select = db.prepare_cached(&sql)?;
    select.query_and_then([], read)?.collect()
}

/// The numbers of the envelopes that were listed as rejected.
pub(super) fn rejected_revs(db: &Connection, cell: CellId) -> Result<BTreeSet<u64>, StoreError> {
    let mut select = db.prepare_cached("SELECT rev FROM rejected_report WHERE cell = ?1")?;
    let revs = column::all(select.query_map([cell.0.as_bytes()], |row| Ok(number(row.get(0)?)))?)?;
    Ok(revs.into_iter().collect())
}

pub(super) fn rejected(db: &Connection, cell: CellId) -> Result<Vec<RejectedReport>, StoreError> {
    const SELECT: &str = "SELECT device, seq, reason, received_at FROM rejected_report
        WHERE cell = ?1 ORDER BY rev DESC";
    let mut select = db.prepare_cached(SELECT)?;
    column::all(select.query_map([cell.0.as_bytes()], |row| {
        Ok(RejectedReport {
            device: DeviceId(uuid(row, 0)?),
            seq: number(row.get(1)?),
            reason: row.get(2)?,
            received_at: row.get(3)?,
        })
    })?)
}
