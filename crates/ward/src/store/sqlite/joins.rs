//! Devices that ask to join a cell with a book.

use rusqlite::{Connection, OptionalExtension, Row, params};
use sochibo_journal::{BoxKey, CellId, DeviceId, Hash, Header, Identity, PublicKey};
use sochibo_wire::join::{Answer, Join, JoinState};

use super::{
    authority,
    column::{self, bytes, uuid},
    enrolment,
};
use crate::store::{Answering, Enrolment, Look, NewJoin, SecretHash, StoreError};

/// What a code leads to. It is not spent.
pub(super) fn look(db: &Connection, wanted: SecretHash, at: i64) -> Result<Look, StoreError> {
    const ORG: &str = "SELECT name, cell FROM org WHERE id = ?1";
    let Some(code) = enrolment::code(db, wanted)? else {
        return Ok(Look::CodeUnknown);
    };
    if code.used {
        return Ok(Look::CodeUsed);
    }
    if code.expires_at <= at {
        return Ok(Look::CodeExpired);
    }
    let (cell_name, cell) = db
        .prepare_cached(ORG)?
        .query_row([code.org.as_bytes()], |row| {
            Ok((row.get(0)?, column::maybe_uuid(row, 1)?.map(CellId)))
        })?;
    let escrow = match cell {
        Some(cell) => authority::escrow(db, cell)?,
        None => None,
    };
    Ok(Look::Found {
        cell_name,
        cell,
        escrow,
    })
}

/// Spends a code and lets a device wait, or says why not. A device that did not hear the answer
/// may ask again with the same code.
pub(super) fn join(db: &Connection, new: &NewJoin, at: i64) -> Result<Enrolment, StoreError> {
    const NAME: &str = "SELECT name FROM org WHERE id = ?1 AND cell = ?2";
    const INSERT: &str = "INSERT INTO device
        (cell, device, org, public_key, token_hash, enrolled_at, seq, head, box_key)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8)";
    const ASK: &str = "INSERT INTO join_request (cell, device, commitment, asked_at)
        VALUES (?1, ?2, ?3, ?4)";
    const AGAIN: &str = "UPDATE device SET token_hash = ?2 WHERE device = ?1";
    let Some(code) = enrolment::code(db, new.code)? else {
        return Ok(Enrolment::CodeUnknown);
    };
    let id = new.identity.device.0.as_bytes();
    let known: Option<[u8; 32]> = db
        .prepare_cached("SELECT public_key FROM device WHERE device = ?1")?
        .query_row([id], |row| bytes(row, 0))
        .optional()?;
    let name = db
        .prepare_cached(NAME)?
        .query_row([code.org.as_bytes(), new.cell.0.as_bytes()], |row| {
            row.get(0)
        })
        .optional()?;
    let Some(name) = name else {
        return Ok(Enrolment::OtherBook);
    };
    let joined = Enrolment::Joined {
        org: code.org,
        name,
    };
    if code.used {
        let again =
            code.used_by == Some(new.identity.device.0) && known == Some(new.identity.sign_key.0);
        if !again {
            return Ok(Enrolment::CodeUsed);
        }
        db.prepare_cached(AGAIN)?.execute(params![id, new.token])?;
        return Ok(joined);
    }
    if code.expires_at <= at {
        return Ok(Enrolment::CodeExpired);
    }
    if known.is_some() || new.identity.device.is_ward() {
        return Ok(Enrolment::IdentityTaken);
    }
    let cell = new.cell.0.as_bytes();
    db.prepare_cached(INSERT)?.execute(params![
        cell,
        id,
        code.org.as_bytes(),
        new.identity.sign_key.0,
        new.token,
        at,
        Header::genesis(new.cell, new.identity.device).0,
        new.identity.box_key.0,
    ])?;
    db.prepare_cached(ASK)?
        .execute(params![cell, id, new.commitment.0, at])?;
    enrolment::spend(db, new.code, new.identity.device, at)?;
    Ok(joined)
}

const SELECT: &str = "SELECT j.device, d.public_key, d.box_key, j.commitment, j.asked_at,
        j.keeper, k.public_key, j.keeper_box, j.answered, j.shown,
        d.admitted_at IS NOT NULL, j.refused_at IS NOT NULL OR d.revoked_at IS NOT NULL
    FROM join_request j
    JOIN device d ON d.cell = j.cell AND d.device = j.device
    LEFT JOIN device k ON k.cell = j.cell AND k.device = j.keeper
    WHERE j.cell = ?1 ORDER BY j.asked_at, j.device";

/// The devices that ever asked, the longest waiting first.
pub(super) fn all(db: &Connection, cell: CellId) -> Result<Vec<Join>, StoreError> {
    let mut select = db.prepare_cached(SELECT)?;
    column::all(select.query_map([cell.0.as_bytes()], read)?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Join> {
    let maybe = |at: usize| row.get::<_, Option<[u8; 32]>>(at);
    let answer = match (column::maybe_uuid(row, 5)?, maybe(6)?, maybe(7)?, maybe(8)?) {
        (Some(device), Some(sign), Some(boxes), Some(nonce)) => Some(Answer {
            device: DeviceId(device),
            sign_key: PublicKey(sign),
            box_key: BoxKey(boxes),
            nonce: Hash(nonce),
        }),
        _ => None,
    };
    Ok(Join {
        identity: Identity {
            device: DeviceId(uuid(row, 0)?),
            sign_key: PublicKey(bytes(row, 1)?),
            box_key: BoxKey(bytes(row, 2)?),
        },
        commitment: Hash(bytes(row, 3)?),
        asked_at: row.get(4)?,
        answer,
        shown: maybe(9)?.map(Hash),
        state: match (row.get(10)?, row.get(11)?) {
            (_, true) => JoinState::Refused,
            (true, false) => JoinState::Admitted,
            (false, false) => JoinState::Waiting,
        },
    })
}

/// Keeps the first answer; `false` where there is one already or nobody waits.
pub(super) fn answer(db: &Connection, answering: &Answering) -> Result<bool, StoreError> {
    const ANSWER: &str = "UPDATE join_request SET keeper = ?3, keeper_box = ?4, answered = ?5
        WHERE cell = ?1 AND device = ?2 AND keeper IS NULL AND refused_at IS NULL";
    let changed = db.prepare_cached(ANSWER)?.execute(params![
        answering.cell.0.as_bytes(),
        answering.newcomer.0.as_bytes(),
        answering.keeper.0.as_bytes(),
        answering.box_key.0,
        answering.nonce.0,
    ])?;
    Ok(changed > 0)
}

/// Keeps what the newcomer shows, once it was answered; `false` where it was not, or has shown
/// another value before.
pub(super) fn show(
    db: &Connection,
    cell: CellId,
    device: DeviceId,
    nonce: Hash,
) -> Result<bool, StoreError> {
    const SHOW: &str = "UPDATE join_request SET shown = ?3
        WHERE cell = ?1 AND device = ?2 AND keeper IS NOT NULL AND (shown IS NULL OR shown = ?3)";
    let changed = db.prepare_cached(SHOW)?.execute(params![
        cell.0.as_bytes(),
        device.0.as_bytes(),
        nonce.0
    ])?;
    Ok(changed > 0)
}

/// Says no; `false` where nobody waits.
pub(super) fn refuse(
    db: &Connection,
    cell: CellId,
    device: DeviceId,
    at: i64,
) -> Result<bool, StoreError> {
    const REFUSE: &str = "UPDATE join_request SET refused_at = ?3
        WHERE cell = ?1 AND device = ?2 AND refused_at IS NULL
        AND EXISTS (SELECT 1 FROM device d WHERE d.device = ?2 AND d.admitted_at IS NULL)";
    const OUT: &str = "UPDATE device SET revoked_at = ?3 WHERE cell = ?1 AND device = ?2";
    let values = params![cell.0.as_bytes(), device.0.as_bytes(), at];
    let changed = db.prepare_cached(REFUSE)?.execute(values)?;
    if changed > 0 {
        db.prepare_cached(OUT)?.execute(values)?;
    }
    Ok(changed > 0)
}
