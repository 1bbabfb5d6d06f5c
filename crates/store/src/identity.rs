//! Who this device is, and how it becomes somebody else without losing a word.
//!
//! A book that was copied (a cloned disk, a restored backup) goes on under the identity of the
//! original. Once both have written, one chain has two ends, and the ward takes only one of them:
//! a fork. The way out is a new identity for the copy that finds out.
//!
//! 1. [`Store::take_new_identity`] moves what the ward does not hold of the old chain to a new
//!    chain, here and at once; no network is needed. The old identity is kept as the *former* one,
//!    since the ward knows the device by it.
//! 2. The exchange sends what is left to send of the former chain, asks the ward to renew, and
//!    [`Store::identity_renewed`] ends the matter.
//! 3. What the other copy wrote under the old identity comes in like any other device's work.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use sochibo_journal::{Author, Chain, DeviceId, DeviceKey, Envelope, Hlc, OpRef, PublicKey, moved};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    Store, StoreError, authority,
    link::{self, LinkState},
    operations::{self, OperationState, Reading, sql},
    receive, records,
};

const FORMER: &str = "former";

/// A device's name in its chain with the key that signs there.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The name.
    pub device: DeviceId,
    /// The key.
    pub key: DeviceKey,
    /// Whether the device has already taken another, of which the ward doesn't know yet.
    pub former: bool,
}

/// The former identity, while the ward knows only this one.
#[derive(Clone, Debug)]
pub(crate) struct Former {
    pub(crate) device: DeviceId,
    pub(crate) key: DeviceKey,
    /// The last of its operations that the ward has given a receipt for.
    pub(crate) acknowledged: u64,
}

/// How [`Former`] is kept; inside the encrypted file like the other keys.
#[derive(Serialize, Deserialize)]
struct Kept {
    device: DeviceId,
    secret: [u8; 32],
    acknowledged: u64,
}

/// What taking a new identity did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Operations that were written again in the new chain.
    pub again: usize,
    /// Operations that could only be set aside: this device no longer holds their key.
    pub kept_aside: usize,
}

pub(crate) fn former(connection: &Connection) -> Result<Option<Former>, StoreError> {
    let bytes: Option<Vec<u8>> = connection
        .query_row("SELECT value FROM book WHERE name = ?1", [FORMER], |row| {
            row.get(0)
        })
        .optional()?;
    let Some(bytes) = bytes.map(Zeroizing::new) else {
        return Ok(None);
    };
    let kept: Kept =
        serde_json::from_slice(&bytes).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let secret = Zeroizing::new(kept.secret);
    Ok(Some(Former {
        device: kept.device,
        key: DeviceKey::from_secret(&secret),
        acknowledged: kept.acknowledged,
    }))
}

pub(crate) fn keep_former(connection: &Connection, former: &Former) -> Result<(), StoreError> {
    let kept = Kept {
        device: former.device,
        secret: former.key.secret(),
        acknowledged: former.acknowledged,
    };
    link::put_json(connection, FORMER, &kept)
}

/// An operation on its way to another place.
struct Leaving {
    idx: i64,
    envelope: Envelope,
    record: Option<Uuid>,
    state: i64,
}

/// What leaves a chain: everything after a number.
fn leaving(
    transaction: &Transaction<'_>,
    chains: [(DeviceId, u64); 2],
) -> Result<Vec<Leaving>, StoreError> {
    let mut statement = transaction.prepare(
        "SELECT idx, header, body, record, state FROM operation
         WHERE (device = ?1 AND seq > ?2) OR (device = ?3 AND seq > ?4) ORDER BY idx",
    )?;
    let [(one, after_one), (two, after_two)] = chains;
    let mut rows = statement.query(params![
        one.0.as_bytes(),
        sql(after_one),
        two.0.as_bytes(),
        sql(after_two)
    ])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(1)?.as_blob().unwrap_or_default();
        found.push(Leaving {
            idx: row.get(0)?,
            envelope: operations::envelope(bytes, row.get(2)?)?,
            record: row.get::<_, Option<[u8; 16]>>(3)?.map(Uuid::from_bytes),
            state: row.get(4)?,
        });
    }
    Ok(found)
}

fn set_aside(
    transaction: &Transaction<'_>,
    leaving: &Leaving,
    again: Option<OpRef>,
    now_ms: i64,
) -> Result<(), StoreError> {
    let header = &leaving.envelope.header;
    transaction
        .prepare_cached(
            "INSERT INTO operation_aside (device, seq, header, body, at, again_device, again_seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            header.device.0.as_bytes(),
            sql(header.seq),
            header.encode(),
            leaving.envelope.body,
            now_ms,
            again.as_ref().map(|OpRef(device, _)| device.0.as_bytes()),
            again.map(|OpRef(_, seq)| sql(seq)),
        ])?;
    transaction
        .prepare_cached("DELETE FROM operation WHERE idx = ?1")?
        .execute([leaving.idx])?;
    // What was signed is the end of the history that went.
    transaction
        .prepare_cached("DELETE FROM head_signature WHERE device = ?1 AND seq = ?2")?
        .execute(params![header.device.0.as_bytes(), sql(header.seq)])?;
    Ok(())
}

/// Sets aside what this book holds of another device's chain after `after`: the ward holds another
/// history there. The records that it touched are folded anew without it.
pub(crate) fn set_chain_aside(
    transaction: &Transaction<'_>,
    keys: &sochibo_journal::KeyRing,
    device: DeviceId,
    after: u64,
    now_ms: i64,
) -> Result<usize, StoreError> {
    let gone = leaving(transaction, [(device, after), (device, after)])?;
    for operation in &gone {
        set_aside(transaction, operation, None, now_ms)?;
    }
    let touched: BTreeSet<Uuid> = gone.iter().filter_map(|gone| gone.record).collect();
    for record in touched {
        records::fold_again(transaction, keys, record)?;
    }
    Ok(gone.len())
}

impl Store {
    /// Who speaks to the ward: the former identity while there is one, else this device's own.
    #[must_use]
    pub fn speaker(&self) -> Identity {
        match &self.former {
            Some(former) => Identity {
                device: former.device,
                key: former.key.clone(),
                former: true,
            },
            None => Identity {
                device: self.author.device,
                key: self.device_key.clone(),
                former: false,
            },
        }
    }

    /// The end of a device's chain as this book holds it.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn chain_of(&self, device: DeviceId) -> Result<Chain, StoreError> {
        if device == self.author.device {
            return Ok(self.own_chain());
        }
        operations::chain(&self.connection, self.author.cell, device)
    }

    /// Where a device's chain stood at `seq`: its beginning for 0, `None` past its end.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn chain_of_at(&self, device: DeviceId, seq: u64) -> Result<Option<Chain>, StoreError> {
        let start = Chain::new(self.author.cell, device);
        if seq == 0 {
            return Ok(Some(start));
        }
        let header = operations::header_at(&self.connection, device, seq)?;
        Ok(header.map(|header| Chain {
            seq,
            head: header.hash(),
            ..start
        }))
    }

    /// The signing key under which this book has known a device from the beginning.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn key_of(&self, device: DeviceId) -> Result<Option<PublicKey>, StoreError> {
        let key: Option<[u8; 32]> = self
            .connection
            .prepare_cached("SELECT public_key FROM device WHERE device = ?1")?
            .query_row([device.0.as_bytes()], |row| row.get(0))
            .optional()?;
        Ok(key.map(PublicKey))
    }

    /// Gives this device a new identity, in one transaction. `device` and `secret` are fresh.
    ///
    /// `common` is the number up to which the ward's copy of the old chain is this book's. What
    /// comes after it is written again in the new chain, with the time that it had, naming its
    /// own new places; the old operations move to a table of their own and are never deleted.
    /// `None` leaves everything in place and only begins a new chain: so does a backup that is
    /// restored, at once and without a network. What it had not sent yet is sorted out by the
    /// next exchange, which knows what the ward holds.
    ///
    /// `true_ms` is the ward's clock where it is known: an operation that a wrong clock dated more
    /// than a day after it gets a date in order before it, since other devices would set it aside.
    ///
    /// Until [`Store::identity_renewed`], the former identity is kept beside the new one.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses; nothing has changed then.
    pub fn take_new_identity(
        &mut self,
        device: DeviceId,
        secret: &[u8; 32],
        common: Option<u64>,
        true_ms: Option<i64>,
    ) -> Result<Moved, StoreError> {
        let key = DeviceKey::from_secret(secret);
        let state = self.link_state()?;
        let former = self.former.clone().unwrap_or_else(|| Former {
            device: self.author.device,
            key: self.device_key.clone(),
            acknowledged: state.acknowledged,
        });
        let mut author = Author::new(self.author.cell, device);
        author.clock = self.author.clock;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        // An identity that the ward was never told of has sent nothing: all of it moves.
        let unknown = if self.former.is_some() { 0 } else { u64::MAX };
        let gone = leaving(
            &transaction,
            [
                (former.device, common.unwrap_or(u64::MAX)),
                (self.author.device, unknown),
            ],
        )?;
        let now_ms = true_ms.unwrap_or_else(|| self.author.clock.wall_ms());
        if let Some(now) = true_ms.filter(|now| receive::is_ahead(author.clock, *now)) {
            author.clock = latest_before(&transaction, &gone, now)?;
        }
        let mut done = Moved::default();
        let mut places = BTreeMap::new();
        let mut touched = BTreeSet::new();
        for leaving in &gone {
            touched.extend(leaving.record);
            let header = &leaving.envelope.header;
            let again = match operations::plain(&leaving.envelope, &self.keys) {
                Some(plain) => {
                    let plain = moved(&plain, header.device, &places);
                    let at = match true_ms.filter(|now| receive::is_ahead(header.at, *now)) {
                        Some(now) => author.clock.next(now),
                        None => header.at,
                    };
                    author
                        .write_again(plain, header.ring, &self.keys, at)
                        .map_err(|_| StoreError::TooLarge)?
                }
                None => None,
            };
            let place = again
                .as_ref()
                .map(|envelope| OpRef(envelope.header.device, envelope.header.seq));
            set_aside(&transaction, leaving, place, now_ms)?;
            match (again, place) {
                (Some(envelope), Some(place)) => {
                    done.again += 1;
                    places.insert(OpRef(header.device, header.seq), place);
                    keep_again(&transaction, &envelope, leaving, &self.keys)?;
                }
                _ => done.kept_aside += 1,
            }
        }
        for record in touched {
            records::fold_again(&transaction, &self.keys, record)?;
        }
        let put = "INSERT INTO book (name, value) VALUES (?1, ?2)
                   ON CONFLICT DO UPDATE SET value = excluded.value";
        transaction.execute(put, params!["device", device.0.as_bytes()])?;
        transaction.execute(put, params!["device_secret", secret])?;
        transaction.execute(
            "INSERT INTO device (device, public_key) VALUES (?1, ?2)",
            params![device.0.as_bytes(), key.public().0],
        )?;
        keep_former(&transaction, &former)?;
        authority::leave_identity(&transaction, former.device, &former.key, self.founder)?;
        operations::save_clock(&transaction, author.clock)?;
        let state = LinkState {
            acknowledged: 0,
            ..state
        };
        link::put_json(&transaction, link::STATE, &state)?;
        transaction.commit()?;
        self.author = author;
        self.device_key = key;
        self.former = Some(former);
        Ok(done)
    }

    /// The ward knows the new identity: from now on it speaks, with `token`. The former one is
    /// over, and its key is gone with it.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn identity_renewed(&mut self, token: &str) -> Result<(), StoreError> {
        let link = self.link()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("DELETE FROM book WHERE name = ?1", [FORMER])?;
        if let Some(mut link) = link {
            token.clone_into(&mut link.token);
            link::put_json(&transaction, link::LINK, &link)?;
        }
        transaction.commit()?;
        self.former = None;
        Ok(())
    }

    /// The last operation of the identity that speaks to the ward for which there is a receipt.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn receipted(&self) -> Result<u64, StoreError> {
        match &self.former {
            Some(former) => Ok(former.acknowledged),
            None => Ok(self.link_state()?.acknowledged),
        }
    }

    /// Whether what waits to be sent is dated so far ahead of the ward's clock that other devices
    /// would set it aside: a laptop whose battery died believes anything.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn waits_ahead_of(&self, true_ms: i64) -> Result<bool, StoreError> {
        let speaker = self.speaker().device;
        let last = operations::chain(&self.connection, self.author.cell, speaker)?;
        let sent = self.receipted()?;
        if last.seq <= sent {
            return Ok(false);
        }
        let header = operations::header_at(&self.connection, speaker, last.seq)?;
        Ok(header.is_some_and(|header| receive::is_ahead(header.at, true_ms)))
    }

    /// Operations that lost their place in a chain, oldest first: where they stood, and where they
    /// were written again.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn aside(&self) -> Result<Vec<(OpRef, Option<OpRef>)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT device, seq, again_device, again_seq FROM operation_aside ORDER BY no",
        )?;
        let place = |device: [u8; 16], seq: i64| {
            OpRef(DeviceId(Uuid::from_bytes(device)), operations::unsql(seq))
        };
        let rows = statement.query_map([], |row| {
            let again = match (row.get(2)?, row.get(3)?) {
                (Some(device), Some(seq)) => Some(place(device, seq)),
                _ => None,
            };
            Ok((place(row.get(0)?, row.get(1)?), again))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The latest instant that the book knows.
    #[must_use]
    pub fn clock(&self) -> Hlc {
        self.author.clock
    }
}

/// The latest instant of what stays that a right clock could have shown.
fn latest_before(
    transaction: &Transaction<'_>,
    gone: &[Leaving],
    now_ms: i64,
) -> Result<Hlc, StoreError> {
    let gone: BTreeSet<i64> = gone.iter().map(|leaving| leaving.idx).collect();
    let mut latest = Hlc::default();
    let mut statement = transaction.prepare("SELECT idx, header FROM operation")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if !gone.contains(&row.get(0)?) {
            let at = operations::decode_header(row.get_ref(1)?.as_blob().unwrap_or_default())?.at;
            if !receive::is_ahead(at, now_ms) {
                latest = latest.max(at);
            }
        }
    }
    Ok(latest)
}

/// Keeps an operation at its new place, in the state that it had.
fn keep_again(
    transaction: &Transaction<'_>,
    envelope: &Envelope,
    leaving: &Leaving,
    keys: &sochibo_journal::KeyRing,
) -> Result<(), StoreError> {
    match operations::read(envelope, keys) {
        // What is frozen is judged anew from what is at its place then.
        Reading::Says(change)
            if leaving.state == OperationState::Applied.code()
                || leaving.record == Some(change.id) =>
        {
            operations::insert(
                transaction,
                envelope,
                Some(authority::record_of(&change)),
                OperationState::Applied,
                None,
            )
        }
        Reading::Says(_) => {
            operations::insert(transaction, envelope, None, OperationState::Held, None)
        }
        Reading::Other(state, why) => operations::insert(transaction, envelope, None, state, why),
    }
}
