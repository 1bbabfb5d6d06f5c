use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::column;
use crate::store::{Role, SecretHash, StoreError, StoredUser};

pub(super) fn add(db: &Connection, user: &StoredUser) -> Result<bool, StoreError> {
    const INSERT: &str = "INSERT INTO user (name, role, password) VALUES (?1, ?2, ?3)
        ON CONFLICT (name) DO NOTHING";
    const MAY_READ: &str =
        "INSERT INTO user_org (user, org) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    let inserted =
        db.prepare_cached(INSERT)?
            .execute(params![user.name, user.role.code(), user.password])?;
    if inserted == 0 {
        return Ok(false);
    }
    let mut may_read = db.prepare_cached(MAY_READ)?;
    for org in &user.orgs {
        may_read.execute(params![user.name, org.as_bytes()])?;
    }
    Ok(true)
}

pub(super) fn get(db: &Connection, name: &str) -> Result<Option<StoredUser>, StoreError> {
    let found = db
        .prepare_cached("SELECT role, password FROM user WHERE name = ?1")?
        .query_row([name], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    let Some((role, password)) = found else {
        return Ok(None);
    };
    Ok(Some(StoredUser {
        name: name.to_owned(),
        role: Role::from_code(&role).ok_or(StoreError::Damaged("user.role"))?,
        password,
        orgs: orgs(db, name)?,
    }))
}

fn orgs(db: &Connection, name: &str) -> Result<Vec<Uuid>, StoreError> {
    let mut select = db.prepare_cached("SELECT org FROM user_org WHERE user = ?1")?;
    column::all(select.query_map([name], |row| column::uuid(row, 0))?)
}

/// Opens a session and clears those that are over.
pub(super) fn open_session(
    db: &Connection,
    token: SecretHash,
    user: &str,
    expires_at: i64,
    now: i64,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO session (token_hash, user, expires_at) VALUES (?1, ?2, ?3)";
    db.prepare_cached("DELETE FROM session WHERE expires_at <= ?1")?
        .execute([now])?;
    db.prepare_cached(INSERT)?
        .execute(params![token, user, expires_at])?;
    Ok(())
}

pub(super) fn session_user(
    db: &Connection,
    token: SecretHash,
    now: i64,
) -> Result<Option<StoredUser>, StoreError> {
    const SELECT: &str = "SELECT user FROM session WHERE token_hash = ?1 AND expires_at > ?2";
    let name: Option<String> = db
        .prepare_cached(SELECT)?
        .query_row(params![token, now], |row| row.get(0))
        .optional()?;
    name.map_or(Ok(None), |name| get(db, &name))
}

pub(super) fn close_session(db: &Connection, token: SecretHash) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM session WHERE token_hash = ?1")?
        .execute([token])?;
    Ok(())
}
