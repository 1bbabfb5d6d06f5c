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

/// The first device of a cell binds the organisation to its book; one that is known gets a new
/// token. Any other one is told to join. Nothing changes where the answer is a no.
pub(super) fn enrol(db: &Connection, new: &Enrolling, at: i64) -> Result<Enrolment, StoreError> {
    let Some(code) = code(db, new.code)? else {
        return Ok(Enrolment::CodeUnknown);
    };
    if code.used && !(code.used_by == Some(new.device.0) && stands(db, new)?) {
        return Ok(Enrolment::CodeUsed);
    }
    if !code.used && code.expires_at <= at {
        return Ok(Enrolment::CodeExpired);
    }
    let Some(place) = place(db, code.org, new.cell)? else {
        return Ok(Enrolment::OtherBook);
    };
    if code.used {
        return Ok(Enrolment::Joined {
            org: code.org,
            name: place.name,
        });
    }
    match known(db, new)? {
        Some(Standing::Revoked) => return Ok(Enrolment::Revoked),
        Some(Standing::Other) => return Ok(Enrolment::IdentityTaken),
        Some(Standing::Same) => {
            db.prepare_cached("UPDATE device SET token_hash = ?2 WHERE device = ?1")?
                .execute(params![new.device.0.as_bytes(), new.token])?;
        }
        None if place.bound => return Ok(Enrolment::MustJoin),
        None => {
            const BIND: &str = "UPDATE org SET cell = ?2 WHERE id = ?1";
            const CELL: &str =
                "INSERT INTO cell (cell, rev, founder) VALUES (?1, 0, ?2) ON CONFLICT DO NOTHING";
            let cell = new.cell.0.as_bytes();
            db.prepare_cached(BIND)?
                .execute([code.org.as_bytes(), cell])?;
            admit(db, code.org, new, at)?;
            db.prepare_cached(CELL)?
                .execute([cell, new.device.0.as_bytes()])?;
        }
    }
    spend(db, new.code, new.device, at)?;
    Ok(Enrolment::Joined {
        org: code.org,
        name: place.name,
    })
}

/// Whether this very enrolment was answered before, and its token is the one that the device has: the
/// answer may have been lost on the way. Nothing changes by it, however late it comes.
fn stands(db: &Connection, new: &Enrolling) -> Result<bool, StoreError> {
    const TOKEN: &str = "SELECT token_hash FROM device WHERE device = ?1";
    if !matches!(known(db, new)?, Some(Standing::Same)) {
        return Ok(false);
    }
    let token: SecretHash = db
        .prepare_cached(TOKEN)?
        .query_row([new.device.0.as_bytes()], |row| bytes::<32>(row, 0))?;
    Ok(token == new.token)
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

/// The organisation that a book belongs to or may be bound to.
struct Place {
    name: String,
    bound: bool,
}

/// `None` where the organisation has another book, or the book another organisation.
fn place(db: &Connection, org: Uuid, cell: CellId) -> Result<Option<Place>, StoreError> {
    const SELECT: &str = "SELECT name, cell IS NOT NULL FROM org WHERE id = ?1 AND
        (cell = ?2 OR (cell IS NULL AND NOT EXISTS (SELECT 1 FROM org WHERE cell = ?2)))";
    Ok(db
        .prepare_cached(SELECT)?
        .query_row([org.as_bytes(), cell.0.as_bytes()], |row| {
            Ok(Place {
                name: row.get(0)?,
                bound: row.get(1)?,
            })
        })
        .optional()?)
}

/// How the ward knows a device.
enum Standing {
    /// In this cell, with this key.
    Same,
    /// In another cell or with another key.
    Other,
    /// As one that is out.
    Revoked,
}

fn known(db: &Connection, new: &Enrolling) -> Result<Option<Standing>, StoreError> {
    if new.device.is_ward() {
        // No device has such a name, whether the ward has written under it yet or not.
        return Ok(Some(Standing::Other));
    }
    const KNOWN: &str =
        "SELECT cell, public_key, revoked_at IS NOT NULL FROM device WHERE device = ?1";
    let known = db
        .prepare_cached(KNOWN)?
        .query_row([new.device.0.as_bytes()], |row| {
            Ok((uuid(row, 0)?, bytes::<32>(row, 1)?, row.get::<_, bool>(2)?))
        })
        .optional()?;
    Ok(known.map(|(cell, key, revoked)| match revoked {
        true => Standing::Revoked,
        false if cell == new.cell.0 && key == new.public_key.0 => Standing::Same,
        false => Standing::Other,
    }))
}

/// Lets a device in that is not known yet.
fn admit(db: &Connection, org: Uuid, new: &Enrolling, at: i64) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO device
        (cell, device, org, public_key, token_hash, enrolled_at, admitted_at, revoked_at, seq, head)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, NULL, 0, ?7)";
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
    Ok(())
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
    let enrolling = Enrolling {
        code: [0; 32],
        token: new.token,
        cell: new.cell,
        device: new.device,
        public_key: new.public_key,
    };
    match known(db, &enrolling)? {
        Some(Standing::Revoked) => Ok(Renewal::Revoked),
        Some(Standing::Other) => Ok(Renewal::IdentityTaken),
        // Asked before: its token stands. A request that comes late once more must not take it
        // away.
        Some(Standing::Same) => Ok(Renewal::Known),
        None => {
            admit(db, org, &enrolling, at)?;
            db.prepare_cached(MARK)?
                .execute([new.device.0.as_bytes(), new.old.0.as_bytes()])?;
            Ok(Renewal::Known)
        }
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
    let mut held = column::all(select.query_map([], |row| {
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
    })?)?;
    // The ward's own chain lies there, too, and is no device of the cell.
    held.retain(|held| !held.device.is_ward());
    Ok(held)
}

pub(super) fn revoke(db: &Connection, device: DeviceId, at: i64) -> Result<bool, StoreError> {
    const UPDATE: &str =
        "UPDATE device SET revoked_at = ?2 WHERE device = ?1 AND revoked_at IS NULL";
    let changed = db
        .prepare_cached(UPDATE)?
        .execute(params![device.0.as_bytes(), at])?;
    Ok(changed > 0)
}
