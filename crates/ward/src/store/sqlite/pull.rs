use rusqlite::{Connection, OptionalExtension, params};
use sochibo_journal::{CellId, DeviceId, Envelope, Hash, HeadSignature, Header, PublicKey};
use sochibo_wire::{Batch, MAX_BATCH_LEN, Page, PageEntry, api::DeviceEnd};

use super::column::{self, bytes, int, number, uuid};
use crate::store::StoreError;

/// What a page may hold before packing, unless one batch alone is larger.
const MAX_PAGE_BYTES: u64 = 4 << 20;

/// A stored batch without its envelopes.
pub(super) struct BatchEnd {
    pub(super) rev: u64,
    pub(super) device: DeviceId,
    pub(super) first_seq: u64,
    pub(super) seq: u64,
    pub(super) bytes: u64,
    pub(super) signature: HeadSignature,
}

pub(super) fn page(
    db: &Connection,
    cell: CellId,
    asking: DeviceId,
    after: u64,
) -> Result<Page, StoreError> {
    const ENDS: &str = "SELECT rev, device, first_seq, seq, bytes, signature FROM batch_end
        WHERE cell = ?1 AND rev > ?2 ORDER BY rev";
    let mut page = Page {
        next: after,
        ..Page::default()
    };
    let (mut count, mut size) = (0, 0);
    let mut select = db.prepare_cached(ENDS)?;
    let ends = select.query_map(params![cell.0.as_bytes(), int(after)], read_end)?;
    for end in ends {
        let end = end?;
        if end.device != asking {
            let len = end.seq + 1 - end.first_seq;
            let full = count + len > MAX_BATCH_LEN as u64 || size + end.bytes > MAX_PAGE_BYTES;
            if full && !page.entries.is_empty() {
                page.more = true;
                break;
            }
            count += len;
            size += end.bytes;
            page.entries.push(PageEntry {
                rev: end.rev,
                batch: batch(db, cell, &end)?,
            });
        }
        page.next = end.rev;
    }
    Ok(page)
}

/// One device's chain after `after`, at least one batch where there is one. The first is cut where
/// what is known ends within it: a signature over the end covers every part that leads there.
pub(super) fn chain_page(
    db: &Connection,
    cell: CellId,
    device: DeviceId,
    after: u64,
) -> Result<Page, StoreError> {
    const ENDS: &str = "SELECT rev, device, first_seq, seq, bytes, signature FROM batch_end
        WHERE cell = ?1 AND device = ?2 AND seq > ?3 ORDER BY seq";
    let mut page = Page {
        next: after,
        ..Page::default()
    };
    let (mut count, mut size) = (0, 0);
    let mut select = db.prepare_cached(ENDS)?;
    let known = params![cell.0.as_bytes(), device.0.as_bytes(), int(after)];
    for end in select.query_map(known, read_end)? {
        let mut end = end?;
        end.first_seq = end.first_seq.max(after + 1);
        let len = end.seq + 1 - end.first_seq;
        let full = count + len > MAX_BATCH_LEN as u64 || size + end.bytes > MAX_PAGE_BYTES;
        if full && !page.entries.is_empty() {
            page.more = true;
            break;
        }
        count += len;
        size += end.bytes;
        page.next = end.seq;
        page.entries.push(PageEntry {
            rev: end.rev,
            batch: batch(db, cell, &end)?,
        });
    }
    Ok(page)
}

pub(super) fn head_at(
    db: &Connection,
    cell: CellId,
    device: DeviceId,
    seq: u64,
) -> Result<Option<Hash>, StoreError> {
    const HEADER: &str = "SELECT header FROM envelope
        WHERE cell = ?1 AND device = ?2 AND seq = ?3";
    let header: Option<Vec<u8>> = db
        .prepare_cached(HEADER)?
        .query_row(
            params![cell.0.as_bytes(), device.0.as_bytes(), int(seq)],
            |row| row.get(0),
        )
        .optional()?;
    header
        .map(|bytes| {
            Header::decode(&bytes)
                .map(|header| header.hash())
                .map_err(|_| StoreError::Damaged("envelope"))
        })
        .transpose()
}

pub(super) fn read_end(row: &rusqlite::Row<'_>) -> rusqlite::Result<BatchEnd> {
    Ok(BatchEnd {
        rev: number(row.get(0)?),
        device: DeviceId(uuid(row, 1)?),
        first_seq: number(row.get(2)?),
        seq: number(row.get(3)?),
        bytes: number(row.get(4)?),
        signature: HeadSignature(bytes(row, 5)?),
    })
}

fn batch(db: &Connection, cell: CellId, end: &BatchEnd) -> Result<Batch, StoreError> {
    const ENVELOPES: &str = "SELECT header, body FROM envelope
        WHERE cell = ?1 AND device = ?2 AND seq BETWEEN ?3 AND ?4 ORDER BY seq";
    let mut select = db.prepare_cached(ENVELOPES)?;
    let rows = select.query_map(
        params![
            cell.0.as_bytes(),
            end.device.0.as_bytes(),
            int(end.first_seq),
            int(end.seq)
        ],
        |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)),
    )?;
    let envelopes = rows
        .map(|row| {
            let (header, body) = row?;
            envelope(&header, body).ok_or(StoreError::Damaged("envelope"))
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    Batch::from_parts(envelopes, end.signature).map_err(|_| StoreError::Damaged("batch_end"))
}

/// Joins stored bytes again; `None` where they were altered.
pub(super) fn envelope(header: &[u8], body: Vec<u8>) -> Option<Envelope> {
    Envelope::from_parts(Header::decode(header).ok()?, body).ok()
}

pub(super) fn ends(db: &Connection, cell: CellId) -> Result<(u64, Vec<DeviceEnd>), StoreError> {
    const DEVICES: &str = "SELECT device, public_key, seq, head, revoked_at IS NOT NULL
        FROM device WHERE cell = ?1 ORDER BY enrolled_at, device";
    let rev = db
        .prepare_cached("SELECT rev FROM cell WHERE cell = ?1")?
        .query_row([cell.0.as_bytes()], |row| row.get(0))
        .optional()?
        .map_or(0, number);
    let mut select = db.prepare_cached(DEVICES)?;
    let devices = column::all(select.query_map([cell.0.as_bytes()], |row| {
        Ok(DeviceEnd {
            device: DeviceId(uuid(row, 0)?),
            public_key: PublicKey(bytes(row, 1)?),
            seq: number(row.get(2)?),
            head: Hash(bytes(row, 3)?),
            revoked: row.get(4)?,
        })
    })?)?;
    Ok((rev, devices))
}
