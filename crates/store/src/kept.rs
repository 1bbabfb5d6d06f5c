//! The few values that a book keeps by name, and the keys of its rings.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Serialize, de::DeserializeOwned};
use sochibo_journal::{Epoch, KeyRing, RecoveryKeys, Ring, RingKey};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::StoreError;

pub(crate) fn recovery_bytes(keys: &RecoveryKeys) -> [u8; 64] {
    let mut out = [0; 64];
    out[..32].copy_from_slice(&keys.boxes.0);
    out[32..].copy_from_slice(&keys.claims.0);
    out
}

/// Keeps the key of a ring.
pub(crate) fn insert_key(
    connection: &Connection,
    ring: Ring,
    epoch: Epoch,
    key: &RingKey,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO ring_key (ring, epoch, key) VALUES (?1, ?2, ?3)")?
        .execute(params![ring.code(), epoch.0, key.0])?;
    Ok(())
}

pub(crate) fn put_bytes(
    connection: &Connection,
    name: &str,
    value: &[u8],
) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO book (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value")?
        .execute(params![name, value])?;
    Ok(())
}

pub(crate) fn find_bytes<const N: usize>(
    connection: &Connection,
    name: &str,
) -> Result<Option<[u8; N]>, StoreError> {
    Ok(connection
        .query_row("SELECT value FROM book WHERE name = ?1", [name], |row| {
            row.get::<_, [u8; N]>(0)
        })
        .optional()?)
}

/// Keeps a value as JSON.
pub(crate) fn put_json<T: Serialize>(
    connection: &Connection,
    name: &str,
    value: &T,
) -> Result<(), StoreError> {
    // Plain structs always serialise.
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    put_bytes(connection, name, &bytes)
}

pub(crate) fn find_json<T: DeserializeOwned>(
    connection: &Connection,
    name: &str,
) -> Result<Option<T>, StoreError> {
    // It may hold a secret.
    let bytes: Option<Vec<u8>> = connection
        .prepare_cached("SELECT value FROM book WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    bytes
        .map(Zeroizing::new)
        .map(|bytes| {
            serde_json::from_slice(&bytes)
                .map_err(|_| StoreError::Damaged(format!("{name} không đọc được")))
        })
        .transpose()
}

pub(crate) fn read_bytes<const N: usize>(
    connection: &Connection,
    name: &str,
) -> Result<[u8; N], StoreError> {
    find_bytes(connection, name)?.ok_or_else(|| StoreError::Damaged(format!("thiếu {name}")))
}

pub(crate) fn read_uuid(connection: &Connection, name: &str) -> Result<Uuid, StoreError> {
    Ok(Uuid::from_bytes(read_bytes(connection, name)?))
}

pub(crate) fn read_keys(connection: &Connection) -> Result<KeyRing, StoreError> {
    let mut keys = KeyRing::default();
    let mut statement = connection.prepare("SELECT ring, epoch, key FROM ring_key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let ring = Ring::from_code(row.get(0)?);
        let ring = ring.ok_or_else(|| StoreError::Damaged("vòng khóa lạ".to_owned()))?;
        keys.insert(ring, Epoch(row.get(1)?), RingKey(row.get(2)?));
    }
    Ok(keys)
}
