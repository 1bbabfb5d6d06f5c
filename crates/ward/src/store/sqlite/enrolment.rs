use rusqlite::{Connection, OptionalExtension, params};
use sochibo_journal::{CellId, DeviceId, Hash, Header, PublicKey};
use uuid::Uuid;

use super::column::{self, bytes, number, uuid};
use crate::store::{
    Device, Enrolling, Enrolment, HeldDevice, Renewal, Renewing, SecretHash, StoreError,
};

pub(super) fn add_code(
    db: &Connection,
    hash: SecretHash,
    org: Uuid,
    expires_at: i64,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO enrol_code (hash, org, expires_at) VALUES (?1, ?2, ?3)";
    db.prepare_cached(INSERT)?
        .execute(params![hash, org.as_bytes(), expires_at])?;
    Ok(())
}

/// The standing of a code.
pub(super) struct Code {
    pub(super) org: Uuid,
    pub(super) expires_at: i64,
    pub(super) used: bool,
    pub(super) used_by: Option<Uuid>,
}

pub(super) fn code(db: &Connection, wanted: SecretHash) -> Result<Option<Code>, StoreError> {
    const SELECT: &str = "SELECT hash, org, expires_at, used_at IS NOT NULL, used_by FROM enrol_code WHERE hash = ?1";
    let found = db
        .prepare_cached(SELECT)?
        .query_row([wanted], |row| {
            let code = Code {
                org: uuid(row, 1)?,
                expires_at: row.get(2)?,
                used: row.get(3)?,
                used_by: column::maybe_uuid(row, 4)?,
            };
            Ok((bytes::<32>(row, 0)?, code))
        })
        .optional()?;
    // Compared once more in constant time; the index only ever saw a hash, which nobody chooses.
    Ok(found
        .filter(|(hash, _)| blake3::Hash::from_bytes(*hash) == blake3::Hash::from_bytes(wanted))
        .map(|(_, code)| code))
}

pub(super) fn enrol(db: &Connection, new: &Enrolling, at: i64) -> Result<Enrolment, StoreError> {
    let Some(code) = code(db, new.code)? else {
        return Ok(Enrolment::CodeUnknown);
    };
    if code.used {
        return Ok(Enrolment::CodeUsed);
    }
    if code.expires_at <= at {
        return Ok(Enrolment::CodeExpired);
    }
    let name = match bind(db, code.org, new.cell)? {
        Some(name) => name,
        None => return Ok(Enrolment::OtherBook),
    };
    if let Some(refused) = admit(db, code.org, new, at)? {
        return Ok(refused);
    }
    spend(db, new.code, new.device, at)?;
    const CELL: &str =
        "INSERT INTO cell (cell, rev, founder) VALUES (?1, 0, ?2) ON CONFLICT DO NOTHING";
    db.prepare_cached(CELL)?
        .execute([new.cell.0.as_bytes(), new.device.0.as_bytes()])?;
    Ok(Enrolment::Joined {
        org: code.org,
        name,
    })
}

/// A code works once.
pub(super) fn spend(
    db: &Connection,
    code: SecretHash,
    by: DeviceId,
    at: i64,
) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE enrol_code SET used_at = ?2, used_by = ?3 WHERE hash = ?1")?
        .execute(params![code, at, by.0.as_bytes()])?;
    Ok(())
}

/// Binds the organisation to the book; its name, or `None` where one of them has another.
fn bind(db: &Connection, org: Uuid, cell: CellId) -> Result<Option<String>, StoreError> {
    const BIND: &str = "UPDATE org SET cell = ?2
        WHERE id = ?1 AND cell IS NULL AND NOT EXISTS (SELECT 1 FROM org WHERE cell = ?2)";
    const NAME: &str = "SELECT name FROM org WHERE id = ?1 AND cell = ?2";
    db.prepare_cached(BIND)?
        .execute([org.as_bytes(), cell.0.as_bytes()])?;
    Ok(db
        .prepare_cached(NAME)?
        .query_row([org.as_bytes(), cell.0.as_bytes()], |row| row.get(0))
        .optional()?)
}

/// Lets the device in; a device that is known with the same key gets its new token.
fn admit(
    db: &Connection,
    org: Uuid,
    new: &Enrolling,
    at: i64,
) -> Result<Option<Enrolment>, StoreError> {
    const KNOWN: &str =
        "SELECT cell, public_key, revoked_at IS NOT NULL FROM device WHERE device = ?1";
    const RENEW: &str = "UPDATE device SET token_hash = ?2 WHERE device = ?1";
    const INSERT: &str = "INSERT INTO device
        (cell, device, org, public_key, token_hash, enrolled_at, admitted_at, revoked_at, seq, head)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, NULL, 0, ?7)";
    let known = db
        .prepare_cached(KNOWN)?
        .query_row([new.device.0.as_bytes()], |row| {
            Ok((uuid(row, 0)?, bytes::<32>(row, 1)?, row.get::<_, bool>(2)?))
        })
        .optional()?;
    match known {
        Some((_, _, true)) => return Ok(Some(Enrolment::Revoked)),
        Some((cell, key, false)) if cell == new.cell.0 && key == new.public_key.0 => {
            db.prepare_cached(RENEW)?
                .execute(params![new.device.0.as_bytes(), new.token])?;
        }
        Some(_) => return Ok(Some(Enrolment::IdentityTaken)),
        None => {
            let genesis = Header::genesis(new.cell, new.device);
            db.prepare_cached(INSERT)?.execute(params![
                new.cell.0.as_bytes(),
                new.device.0.as_bytes(),
                org.as_bytes(),
                new.public_key.0,
                new.token,
                at,
                genesis.0,
            ])?;
        }
    }
    Ok(None)
}

/// Enrols a new identity beside the old one, which stays as it is: a copy of the machine may go on
/// with it.
pub(super) fn renew(db: &Connection, new: &Renewing, at: i64) -> Result<Renewal, StoreError> {
    const OLD: &str = "SELECT org, revoked_at IS NOT NULL FROM device
        WHERE cell = ?1 AND device = ?2";
    const MARK: &str = "UPDATE device SET renewed_from = ?2 WHERE device = ?1";
    let old = db
        .prepare_cached(OLD)?
        .query_row([new.cell.0.as_bytes(), new.old.0.as_bytes()], |row| {
            Ok((uuid(row, 0)?, row.get::<_, bool>(1)?))
        })
        .optional()?;
    let org = match old {
        None => return Ok(Renewal::NotEnrolled),
        Some((_, true)) => return Ok(Renewal::Revoked),
        Some((org, false)) => org,
    };
    // Asked before: its token stands. A request that comes late once more must not take it away.
    const SAME: &str = "SELECT revoked_at IS NOT NULL FROM device
        WHERE device = ?1 AND cell = ?2 AND public_key = ?3";
    let known: Option<bool> = db
        .prepare_cached(SAME)?
        .query_row(
            params![
                new.device.0.as_bytes(),
                new.cell.0.as_bytes(),
                new.public_key.0
            ],
            |row| row.get(0),
        )
        .optional()?;
    match known {
        Some(true) => return Ok(Renewal::Revoked),
        Some(false) => return Ok(Renewal::Known),
        None => {}
    }
    let enrolling = Enrolling {
        code: [0; 32],
        token: new.token,
        cell: new.cell,
        device: new.device,
        public_key: new.public_key,
    };
    match admit(db, org, &enrolling, at)? {
        None => {
            db.prepare_cached(MARK)?
                .execute([new.device.0.as_bytes(), new.old.0.as_bytes()])?;
            Ok(Renewal::Known)
        }
        Some(Enrolment::Revoked) => Ok(Renewal::Revoked),
        Some(_) => Ok(Renewal::IdentityTaken),
    }
}

pub(super) fn device_of(db: &Connection, token: SecretHash) -> Result<Option<Device>, StoreError> {
    const SELECT: &str = "SELECT cell, device, public_key, revoked_at IS NOT NULL,
            admitted_at IS NULL
        FROM device WHERE token_hash = ?1";
    Ok(db
        .prepare_cached(SELECT)?
        .query_row([token], |row| {
            Ok(Device {
                cell: CellId(uuid(row, 0)?),
                device: DeviceId(uuid(row, 1)?),
                public_key: PublicKey(bytes(row, 2)?),
                revoked: row.get(3)?,
                waiting: row.get(4)?,
            })
        })
        .optional()?)
}

pub(super) fn devices(db: &Connection) -> Result<Vec<HeldDevice>, StoreError> {
    const SELECT: &str = "SELECT d.device, d.cell, d.org, o.name, d.enrolled_at, d.revoked_at,
            d.seq, d.head, d.renewed_from, d.admitted_at, d.revoked_by
        FROM device d JOIN org o ON o.id = d.org ORDER BY d.enrolled_at, d.device";
    let mut select = db.prepare_cached(SELECT)?;
    column::all(select.query_map([], |row| {
        Ok(HeldDevice {
            device: DeviceId(uuid(row, 0)?),
            cell: CellId(uuid(row, 1)?),
            org: uuid(row, 2)?,
            org_name: row.get(3)?,
            enrolled_at: row.get(4)?,
            revoked_at: row.get(5)?,
            seq: number(row.get(6)?),
            head: Hash(bytes(row, 7)?),
            renewed_from: column::maybe_uuid(row, 8)?.map(DeviceId),
            admitted_at: row.get(9)?,
            revoked_by: column::maybe_uuid(row, 10)?.map(DeviceId),
        })
    })?)
}

pub(super) fn revoke(db: &Connection, device: DeviceId, at: i64) -> Result<bool, StoreError> {
    const UPDATE: &str =
        "UPDATE device SET revoked_at = ?2 WHERE device = ?1 AND revoked_at IS NULL";
    let changed = db
        .prepare_cached(UPDATE)?
        .execute(params![device.0.as_bytes(), at])?;
    Ok(changed > 0)
}
