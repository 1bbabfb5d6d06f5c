//! Walks everything that is kept and proves it again: chains, signatures, order, reports.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use sochibo_journal::{CellId, Chain, DeviceId};
use sochibo_wire::api::DeviceEnd;

use super::{
    column::{self, number, uuid},
    pull::{self, BatchEnd},
    reports,
};
use crate::{
    audit::{Audit, Problem},
    report,
    store::StoreError,
};

pub(super) fn walk(db: &Connection) -> Result<Audit, StoreError> {
    let mut audit = Audit::default();
    integrity(db, &mut audit)?;
    let mut select = db.prepare("SELECT cell FROM cell ORDER BY cell")?;
    let cells = column::all(select.query_map([], |row| Ok(CellId(uuid(row, 0)?)))?)?;
    for cell in cells {
        audit.cells += 1;
        let (rev, devices) = pull::ends(db, cell)?;
        let mut revs = BTreeSet::new();
        for device in &devices {
            audit.devices += 1;
            walk_device(db, cell, device, &mut revs, &mut audit)?;
        }
        let whole = revs.len() as u64 == rev && revs.last().copied().unwrap_or(0) == rev;
        if !whole {
            let why = "Thứ tự của chi bộ có chỗ trống hoặc lặp.";
            audit.problems.push(problem(Some(cell), None, None, why));
        }
    }
    for received in reports::all(db)? {
        audit.reports += 1;
        if let Err(rejection) = report::verify(&received.report) {
            let why = rejection.to_string();
            audit
                .problems
                .push(problem(Some(received.cell), None, None, &why));
        }
    }
    audit.ok = audit.problems.is_empty();
    Ok(audit)
}

/// What SQLite itself finds wrong with its file.
fn integrity(db: &Connection, audit: &mut Audit) -> Result<(), StoreError> {
    let mut check = db.prepare("PRAGMA integrity_check(10)")?;
    for line in column::all(check.query_map([], |row| row.get::<_, String>(0))?)? {
        if line != "ok" {
            let why = format!("Tệp dữ liệu bị hỏng: {line}");
            audit.problems.push(problem(None, None, None, &why));
        }
    }
    Ok(())
}

fn walk_device(
    db: &Connection,
    cell: CellId,
    device: &DeviceEnd,
    revs: &mut BTreeSet<u64>,
    audit: &mut Audit,
) -> Result<(), StoreError> {
    const ENVELOPES: &str = "SELECT seq, rev, header, body FROM envelope
        WHERE cell = ?1 AND device = ?2 ORDER BY seq";
    let mut signatures = batch_ends(db, cell, device.device)?;
    let rejected = reports::rejected_revs(db, cell)?;
    let mut chain = Chain::new(cell, device.device);
    let wrong = |seq: u64, why: &str| problem(Some(cell), Some(device.device), Some(seq), why);
    let mut select = db.prepare_cached(ENVELOPES)?;
    let mut rows = select.query(params![cell.0.as_bytes(), device.device.0.as_bytes()])?;
    while let Some(row) = rows.next()? {
        let (seq, rev) = (number(row.get(0)?), number(row.get(1)?));
        let header: Vec<u8> = row.get(2)?;
        let envelope = pull::envelope(&header, row.get(3)?)
            // A body may be missing only where its loss was written down when it came.
            .filter(|envelope| !envelope.is_withheld() || rejected.contains(&rev));
        let accepted = envelope.is_some_and(|envelope| chain.accept(&envelope).is_ok());
        if !accepted || chain.seq != seq {
            let why = "Bản ghi bị sửa hoặc không nối tiếp bản ghi trước.";
            audit.problems.push(wrong(seq, why));
            return Ok(());
        }
        audit.envelopes += 1;
        revs.insert(rev);
        if let Some(end) = signatures.remove(&seq) {
            audit.batches += 1;
            let signed = end.signature.verify(&device.public_key, &chain).is_ok();
            if !signed || end.rev != rev {
                audit.problems.push(wrong(seq, "Chữ ký của lô không khớp."));
            }
        }
    }
    if (chain.seq, chain.head) != (device.seq, device.head) {
        let why = "Cuối chuỗi không khớp với sổ đăng ký máy.";
        audit.problems.push(wrong(chain.seq, why));
    }
    for seq in signatures.into_keys() {
        audit
            .problems
            .push(wrong(seq, "Có chữ ký nhưng thiếu bản ghi."));
    }
    Ok(())
}

fn batch_ends(
    db: &Connection,
    cell: CellId,
    device: DeviceId,
) -> Result<BTreeMap<u64, BatchEnd>, StoreError> {
    const ENDS: &str = "SELECT rev, device, first_seq, seq, bytes, signature FROM batch_end
        WHERE cell = ?1 AND device = ?2";
    let mut select = db.prepare_cached(ENDS)?;
    let ends = column::all(select.query_map(
        params![cell.0.as_bytes(), device.0.as_bytes()],
        pull::read_end,
    )?)?;
    Ok(ends.into_iter().map(|end| (end.seq, end)).collect())
}

fn problem(cell: Option<CellId>, device: Option<DeviceId>, seq: Option<u64>, why: &str) -> Problem {
    Problem {
        cell,
        device,
        seq,
        why: why.to_owned(),
    }
}
