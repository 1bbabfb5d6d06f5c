//! What the ward writes itself: documents, each an operation of the ward's own chain in every cell
//! that it goes to. The chain lies among those of the devices and is relayed, compared, exported and
//! proved like them. What a cell may have on this disk is not asked: its own devices fill that.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value};
use sochibo_domain::{Entity, WardDocument};
use sochibo_journal::{
    Author, CellId, Change, DeviceId, DeviceKey, Hash, Header, KeyRing, OpRef, PublicKey, Ring,
};
use sochibo_wire::Batch;
use uuid::Uuid;

use super::{
    column::{self, bytes, int, number, uuid},
    ingest,
};
use crate::store::{NewDocument, SentDocument, StoreError};

/// Sends a document to cells with a book, in one transaction.
pub(super) fn send(
    db: &Connection,
    new: &NewDocument,
    key: &DeviceKey,
    at: i64,
) -> Result<(), StoreError> {
    const DOCUMENT: &str = "INSERT INTO document (id, body, sent_at) VALUES (?1, ?2, ?3)";
    const TO: &str = "INSERT INTO document_to (cell, document, seq) VALUES (?1, ?2, ?3)";
    let body = values(&new.document);
    // A map of JSON values always serialises.
    let text = serde_json::to_string(&body).unwrap_or_default();
    db.prepare_cached(DOCUMENT)?
        .execute(params![new.id.as_bytes(), text, at])?;
    for cell in &new.cells {
        let set: BTreeMap<String, Value> = body.clone().into_iter().collect();
        let change = Change::new(WardDocument::KIND, new.id, set);
        let seq = write(db, *cell, &change, key, at)?;
        db.prepare_cached(TO)?
            .execute(params![cell.0.as_bytes(), new.id.as_bytes(), int(seq)])?;
    }
    Ok(())
}

/// Takes a document back: it stays readable in the cells, marked as withdrawn. When that was; `None`
/// where there is no such document. A second time changes nothing.
pub(super) fn withdraw(
    db: &Connection,
    id: Uuid,
    withdrawn_on: &Value,
    key: &DeviceKey,
    at: i64,
) -> Result<Option<i64>, StoreError> {
    const FIELD: &str = "withdrawn_on";
    const STANDING: &str = "SELECT withdrawn_at FROM document WHERE id = ?1";
    const TO: &str = "SELECT cell, seq FROM document_to WHERE document = ?1";
    const MARK: &str = "UPDATE document SET withdrawn_at = ?2 WHERE id = ?1";
    let standing: Option<Option<i64>> = db
        .prepare_cached(STANDING)?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()?;
    match standing {
        None => return Ok(None),
        Some(Some(before)) => return Ok(Some(before)),
        Some(None) => {}
    }
    db.prepare_cached(MARK)?
        .execute(params![id.as_bytes(), at])?;
    let mut select = db.prepare_cached(TO)?;
    let cells = column::all(select.query_map([id.as_bytes()], |row| {
        Ok((CellId(uuid(row, 0)?), number(row.get(1)?)))
    })?)?;
    for (cell, seq) in cells {
        let chain = DeviceId::of_ward(cell, &key.public());
        let set = BTreeMap::from([(FIELD.to_owned(), withdrawn_on.clone())]);
        let mut change = Change::new(WardDocument::KIND, id, set);
        change
            .over
            .insert(FIELD.to_owned(), vec![OpRef(chain, seq)]);
        write(db, cell, &change, key, at)?;
    }
    Ok(Some(at))
}

/// What was sent, the newest first.
pub(super) fn all(db: &Connection) -> Result<Vec<SentDocument>, StoreError> {
    const DOCUMENTS: &str = "SELECT id, body, sent_at, withdrawn_at FROM document
        ORDER BY sent_at DESC, id DESC";
    const TO: &str = "SELECT document, cell FROM document_to ORDER BY cell";
    let mut to: BTreeMap<Uuid, Vec<CellId>> = BTreeMap::new();
    let mut select = db.prepare_cached(TO)?;
    for row in select.query_map([], |row| Ok((uuid(row, 0)?, CellId(uuid(row, 1)?))))? {
        let (document, cell) = row?;
        to.entry(document).or_default().push(cell);
    }
    let mut select = db.prepare_cached(DOCUMENTS)?;
    let rows = column::all(select.query_map([], |row| {
        Ok((
            uuid(row, 0)?,
            row.get::<_, String>(1)?,
            row.get(2)?,
            row.get(3)?,
        ))
    })?)?;
    rows.into_iter()
        .map(|(id, body, sent_at, withdrawn_at)| {
            Ok(SentDocument {
                id,
                document: serde_json::from_str(&body)
                    .map_err(|_| StoreError::Damaged("document.body"))?,
                sent_at,
                withdrawn_at,
                cells: to.remove(&id).unwrap_or_default(),
            })
        })
        .collect()
}

fn values(document: &WardDocument) -> Map<String, Value> {
    match serde_json::to_value(document) {
        Ok(Value::Object(values)) => values,
        // A plain struct with named fields is an object.
        _ => Map::new(),
    }
}

/// Writes the next operation of the ward's chain in a cell; its number there.
fn write(
    db: &Connection,
    cell: CellId,
    change: &Change,
    key: &DeviceKey,
    at: i64,
) -> Result<u64, StoreError> {
    let broken = || StoreError::Damaged("device");
    let mut author = author(db, cell, key, at)?;
    let first = author.seq + 1;
    let envelope = author
        .write(change, Ring::Published, &KeyRing::default(), at)
        .ok()
        .flatten()
        .ok_or_else(broken)?;
    let batch = Batch::sign(vec![envelope], key)
        .and_then(|batch| batch.verify(&key.public()))
        .map_err(|_| broken())?;
    let fresh: Vec<_> = batch.envelopes().iter().collect();
    let bytes = ingest::bytes_of(&fresh);
    let end = batch.end();
    let (before, _) = ingest::last(db, &end)?;
    let rev = ingest::insert(db, &end, &fresh, before)?;
    ingest::keep_end(db, &batch, first, rev, bytes, at)?;
    Ok(end.seq)
}

/// The writing end of the ward's chain in a cell, which begins with the first thing it has to say.
fn author(db: &Connection, cell: CellId, key: &DeviceKey, at: i64) -> Result<Author, StoreError> {
    const BEGIN: &str = "INSERT INTO device
        (cell, device, org, public_key, token_hash, enrolled_at, admitted_at, seq, head)
        SELECT ?1, ?2, id, ?3, ?4, ?5, ?5, 0, ?6 FROM org WHERE cell = ?1
        ON CONFLICT DO NOTHING";
    const END: &str = "SELECT public_key, seq, head FROM device WHERE cell = ?1 AND device = ?2";
    const LAST: &str = "SELECT header FROM envelope WHERE cell = ?1 AND device = ?2 AND seq = ?3";
    let chain = DeviceId::of_ward(cell, &key.public());
    let (cell_bytes, chain_bytes) = (cell.0.as_bytes(), chain.0.as_bytes());
    // Nobody knows what this would be the hash of: there is no token for the ward's own chain.
    let no_token = Hash::of("sochibo 2026 ward has no token", &[cell_bytes, chain_bytes]);
    db.prepare_cached(BEGIN)?.execute(params![
        cell_bytes,
        chain_bytes,
        key.public().0,
        no_token.0,
        at,
        Header::genesis(cell, chain).0,
    ])?;
    let (_, seq, head) = db
        .prepare_cached(END)?
        .query_row([cell_bytes, chain_bytes], |row| {
            Ok((
                PublicKey(bytes(row, 0)?),
                number(row.get(1)?),
                Hash(bytes(row, 2)?),
            ))
        })
        .optional()?
        .filter(|(known, ..)| *known == key.public())
        .ok_or(StoreError::Damaged("device"))?;
    let mut author = Author::new(cell, chain);
    (author.seq, author.head) = (seq, head);
    let last: Option<Vec<u8>> = db
        .prepare_cached(LAST)?
        .query_row(params![cell_bytes, chain_bytes, int(seq)], |row| row.get(0))
        .optional()?;
    if let Some(last) = last {
        let header = Header::decode(&last).map_err(|_| StoreError::Damaged("envelope"))?;
        author.clock = header.at;
    }
    Ok(author)
}
