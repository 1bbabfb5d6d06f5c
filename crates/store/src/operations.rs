use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension, params};
use sochibo_domain::entity::is_always_sealed;
use sochibo_journal::{
    Act, Author, CellId, Chain, Change, DeviceId, Envelope, Header, Hlc, KeyRing, OpRef, Ring,
    Trespass, open, trespass,
};
use uuid::Uuid;

use crate::{StoreError, findings, runs};

/// What became of an operation here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationState {
    /// Folded into its record.
    Applied,
    /// Sealed under a ring whose key this device does not hold. Kept and relayed.
    Closed,
    /// Of a later version of the program. Kept, and folded after an upgrade.
    Held,
    /// Unsound. Kept with the reason; the stream goes on.
    Quarantined,
    /// Would remove so much at once that a person is asked first.
    Waiting,
}

impl OperationState {
    pub(crate) const fn code(self) -> i64 {
        match self {
            Self::Applied => 0,
            Self::Closed => 1,
            Self::Held => 2,
            Self::Quarantined => 3,
            Self::Waiting => 4,
        }
    }

    pub(crate) const fn from_code(code: i64) -> Option<Self> {
        match code {
            0 => Some(Self::Applied),
            1 => Some(Self::Closed),
            2 => Some(Self::Held),
            3 => Some(Self::Quarantined),
            4 => Some(Self::Waiting),
            _ => None,
        }
    }
}

/// An operation that waits to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingOperation {
    /// Its number in this device's chain.
    pub seq: u64,
    /// Who may read it.
    pub ring: Ring,
    /// What it says.
    pub change: Change,
    /// Its size in bytes.
    pub bytes: usize,
}

/// A kept operation that was not folded, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Which.
    pub op: OpRef,
    /// Why, in Vietnamese.
    pub why: String,
}

/// A number as SQLite keeps it. Sequence numbers are far below 2^63.
pub(crate) fn sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn unsql(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// The writing end of this device's chain as the book holds it.
pub(crate) fn author(
    connection: &Connection,
    cell: CellId,
    device: DeviceId,
) -> Result<Author, StoreError> {
    let chain = chain(connection, cell, device)?;
    let mut author = Author::new(cell, device);
    author.seq = chain.seq;
    author.head = chain.head;
    author.clock = clock(connection)?;
    if let Some(header) = last_header(connection, device)? {
        author.clock = author.clock.max(header.at);
    }
    Ok(author)
}

/// The end of a device's chain as the book holds it.
pub(crate) fn chain(
    connection: &Connection,
    cell: CellId,
    device: DeviceId,
) -> Result<Chain, StoreError> {
    let mut chain = Chain::new(cell, device);
    if let Some(header) = last_header(connection, device)? {
        chain.seq = header.seq;
        chain.head = header.hash();
    }
    Ok(chain)
}

fn last_header(connection: &Connection, device: DeviceId) -> Result<Option<Header>, StoreError> {
    match runs::last(connection, device)? {
        Some((seq, _)) => header_at(connection, device, seq),
        None => Ok(None),
    }
}

/// The header that the book holds at a number of a device's chain.
pub(crate) fn header_at(
    connection: &Connection,
    device: DeviceId,
    seq: u64,
) -> Result<Option<Header>, StoreError> {
    let Some(place) = runs::place(connection, device, seq)? else {
        return Ok(None);
    };
    let bytes: Option<Vec<u8>> = connection
        .prepare_cached("SELECT header FROM operation WHERE idx = ?1 AND device = ?2 AND seq = ?3")?
        .query_row(params![place, device.0.as_bytes(), sql(seq)], |row| {
            row.get(0)
        })
        .optional()?;
    bytes.map(|bytes| decode_header(&bytes)).transpose()
}

pub(crate) fn decode_header(bytes: &[u8]) -> Result<Header, StoreError> {
    Header::decode(bytes).map_err(|error| StoreError::Damaged(findings::bytes(&error)))
}

/// The latest instant received from elsewhere.
fn clock(connection: &Connection) -> Result<Hlc, StoreError> {
    let value: Option<[u8; 8]> = connection
        .query_row("SELECT value FROM book WHERE name = 'clock'", [], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(Hlc(value.map_or(0, u64::from_le_bytes)))
}

pub(crate) fn save_clock(connection: &Connection, clock: Hlc) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO book (name, value) VALUES ('clock', ?1) ON CONFLICT DO UPDATE SET value = excluded.value")?
        .execute([clock.0.to_le_bytes()])?;
    Ok(())
}

/// Stands in the column `record` of every act: acts are folded together, not thing by thing, and
/// are found by it.
pub(crate) const ACTS: Uuid = Uuid::from_bytes(*b"sochibo-devices!");

/// What an operation is found by: the record that it changes, or all acts together.
pub(crate) fn record_of(change: &Change) -> Uuid {
    if Act::is_kind(&change.kind) {
        ACTS
    } else {
        change.id
    }
}

/// Keeps an operation as it is.
pub(crate) fn insert(
    connection: &Connection,
    envelope: &Envelope,
    record: Option<Uuid>,
    state: OperationState,
    why: Option<&str>,
) -> Result<(), StoreError> {
    put(connection, envelope, record, state, why, true).map(|_| ())
}

/// Keeps an operation with which a record begins: the record's row names it, so that it needs no
/// place in the index by record. Returns its number in the order of arrival.
pub(crate) fn insert_beginning(
    connection: &Connection,
    envelope: &Envelope,
    record: Uuid,
) -> Result<i64, StoreError> {
    let applied = OperationState::Applied;
    put(connection, envelope, Some(record), applied, None, false)
}

fn put(
    connection: &Connection,
    envelope: &Envelope,
    record: Option<Uuid>,
    state: OperationState,
    why: Option<&str>,
    goes_on: bool,
) -> Result<i64, StoreError> {
    let Header { device, seq, .. } = envelope.header;
    connection
        .prepare_cached(
            "INSERT INTO operation (device, seq, record, header, body, state, why, goes_on)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            device.0.as_bytes(),
            sql(seq),
            record.as_ref().map(Uuid::as_bytes),
            envelope.header.encode(),
            envelope.body,
            state.code(),
            why,
            goes_on,
        ])?;
    let idx = connection.last_insert_rowid();
    runs::note(connection, idx, device, seq)?;
    Ok(idx)
}

/// The book had the record already that this operation seemed to begin.
pub(crate) fn goes_on(connection: &Connection, idx: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE operation SET goes_on = 1 WHERE idx = ?1")?
        .execute([idx])?;
    Ok(())
}

/// What an envelope says, or what to do with it instead.
#[derive(Debug)]
pub(crate) enum Reading {
    Says(Change),
    Other(OperationState, Option<&'static str>),
}

/// Altered; or sealed under another key of the same epoch, which may still come.
pub(crate) const SEAL_MISMATCH: &str = "niêm phong không khớp với tiêu đề";

/// Why what is not its author's to write is set aside.
pub(crate) const fn why_not(of: Trespass) -> &'static str {
    match of {
        Trespass::OfWard => "phường không được ghi vào phần của chi bộ; sổ của chi bộ giữ nguyên",
        Trespass::OfCell => {
            "máy của chi bộ không được ghi thay phường; văn bản của phường giữ nguyên"
        }
    }
}

/// An envelope's body, opened; `None` where no key of this device opens it.
pub(crate) fn plain<'a>(envelope: &'a Envelope, keys: &KeyRing) -> Option<Cow<'a, [u8]>> {
    let header = &envelope.header;
    if header.ring == Ring::Published {
        return Some(Cow::Borrowed(&envelope.body));
    }
    let associated = header.associated_data();
    keys.get(header.ring, header.epoch)
        .iter()
        .find_map(|key| open(key, &associated, &envelope.body).ok())
        .map(Cow::Owned)
}

/// Opens and reads an envelope's body.
pub(crate) fn read(envelope: &Envelope, keys: &KeyRing) -> Reading {
    let header = &envelope.header;
    if envelope.is_withheld() {
        return Reading::Other(
            OperationState::Quarantined,
            Some("nội dung có dấu độ mật nên không được chuyển đi; chỉ còn tiêu đề"),
        );
    }
    if header.device.is_ward() && header.ring != Ring::Published {
        // A ward has no key of the cell: nobody could ever open it.
        return Reading::Other(OperationState::Quarantined, Some(why_not(Trespass::OfWard)));
    }
    let known = header.ring == Ring::Published || !keys.get(header.ring, header.epoch).is_empty();
    if !known {
        return Reading::Other(OperationState::Closed, None);
    }
    let Some(plain) = plain(envelope, keys) else {
        return Reading::Other(OperationState::Quarantined, Some(SEAL_MISMATCH));
    };
    match Change::decode(&plain) {
        // Neither the ward nor a device of the cell writes what is the other's.
        Ok(change) if let Some(of) = trespass(header.device, &change) => {
            Reading::Other(OperationState::Quarantined, Some(why_not(of)))
        }
        // Whoever has no key could otherwise write into the book.
        Ok(change) if header.ring == Ring::Published && is_always_sealed(&change.kind) => {
            Reading::Other(
                OperationState::Quarantined,
                Some("nội dung này không bao giờ được để ngỏ"),
            )
        }
        Ok(change) => Reading::Says(change),
        Err(_) => Reading::Other(OperationState::Held, None),
    }
}

/// The envelopes of `device` after `seq`, at most `limit` of them and no more than `bytes`
/// (but at least one).
pub(crate) fn after(
    connection: &Connection,
    device: DeviceId,
    seq: u64,
    limit: usize,
    bytes: usize,
) -> Result<Vec<Envelope>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT header, body FROM operation WHERE idx >= ?1 ORDER BY idx")?;
    let mut found: Vec<Envelope> = Vec::new();
    let mut size = 0;
    let mut next = seq + 1;
    // Run by run.
    while let Some(place) = runs::place(connection, device, next)? {
        let begins_at = next;
        let mut rows = statement.query([place])?;
        while let Some(row) = rows.next()? {
            let header = decode_header(row.get_ref(0)?.as_blob().unwrap_or_default())?;
            if (header.device, header.seq) != (device, next) {
                break;
            }
            if found.len() == limit {
                return Ok(found);
            }
            let envelope = envelope_of(header, row.get(1)?)?;
            size += envelope.encoded_len();
            if size > bytes && !found.is_empty() {
                return Ok(found);
            }
            found.push(envelope);
            next += 1;
        }
        if next == begins_at {
            break;
        }
    }
    Ok(found)
}

/// One operation as it was written.
pub(crate) fn at(connection: &Connection, op: OpRef) -> Result<Option<Envelope>, StoreError> {
    let OpRef(device, seq) = op;
    let Some(place) = runs::place(connection, device, seq)? else {
        return Ok(None);
    };
    let row: Option<(Vec<u8>, Vec<u8>)> = connection
        .prepare_cached(
            "SELECT header, body FROM operation WHERE idx = ?1 AND device = ?2 AND seq = ?3",
        )?
        .query_row(params![place, device.0.as_bytes(), sql(seq)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    row.map(|(header, body)| envelope(&header, body))
        .transpose()
}

pub(crate) fn envelope(header: &[u8], body: Vec<u8>) -> Result<Envelope, StoreError> {
    envelope_of(decode_header(header)?, body)
}

fn envelope_of(header: Header, body: Vec<u8>) -> Result<Envelope, StoreError> {
    Envelope::from_parts(header, body).map_err(|error| StoreError::Damaged(findings::bytes(&error)))
}
