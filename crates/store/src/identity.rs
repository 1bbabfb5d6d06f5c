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

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use sochibo_journal::{
    Author, Chain, DeviceId, DeviceKey, Envelope, Hlc, OpRef, PublicKey, Ring, moved,
};

use crate::{
    Store, StoreError,
    ahead::is_ahead,
    aside::{Leaving, leaving, set_aside},
    directory::{self, Me},
    former::{self, Former},
    kept::put_json,
    link::{self, LinkState},
    operations::{self, OperationState, Reading},
    records, runs,
};

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

/// What taking a new identity did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Operations that were written again in the new chain.
    pub again: usize,
    /// Operations that could only be set aside: this device no longer holds their key, or they are
    /// its proof under a name that is over.
    pub kept_aside: usize,
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

    /// How many operations of other devices this book holds.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn held_of_others(&self) -> Result<u64, StoreError> {
        let mut devices = self
            .connection
            .prepare_cached("SELECT device FROM device WHERE device <> ?1")?;
        let mut rows = devices.query([self.author.device.0.as_bytes()])?;
        let mut held = 0;
        while let Some(row) = rows.next()? {
            let device = DeviceId(uuid::Uuid::from_bytes(row.get(0)?));
            held += runs::last(&self.connection, device)?.map_or(0, |(seq, _)| seq);
        }
        Ok(held)
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
        let (mut keys, founder) = (self.keys.clone(), self.founder);
        let state = self.link_state()?;
        self.state.take();
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
        if let Some(now) = true_ms.filter(|now| is_ahead(author.clock, *now)) {
            author.clock = latest_before(&transaction, &gone, now)?;
        }
        directory::leave_identity(&transaction, former.device, &former.key, founder)?;
        // First of all the new chain says whose it is: whoever reads what follows knows its author.
        let moving: BTreeSet<i64> = gone.iter().map(|leaving| leaving.idx).collect();
        let to = sochibo_journal::Identity::of(device, &key);
        let me = Me::of(&author, &key, founder);
        if let Some(proof) = directory::proof(&transaction, &me, &keys, &to, &moving)? {
            let envelope = author
                .write(&proof, Ring::Published, &keys, now_ms)
                .map_err(|_| StoreError::TooLarge)?
                .ok_or(StoreError::NoKey)?;
            let record = Some(operations::record_of(&proof));
            operations::insert(
                &transaction,
                &envelope,
                record,
                OperationState::Applied,
                None,
            )?;
        }
        let mut done = Moved::default();
        let mut places = BTreeMap::new();
        let mut touched = BTreeSet::new();
        for leaving in &gone {
            touched.extend(leaving.record);
            let header = &leaving.envelope.header;
            let again = match operations::plain(&leaving.envelope, &self.keys) {
                // By it a device let itself in under a name that is over.
                Some(plain) if directory::is_proof(&plain) => None,
                Some(plain) => {
                    let plain = moved(&plain, header.device, &places);
                    let at = match true_ms.filter(|now| is_ahead(header.at, *now)) {
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
        former::keep(&transaction, &former)?;
        // What was said about devices under the old name counts under the new one.
        let me = Me::of(&author, &key, founder);
        let founder = directory::take_in(&transaction, &me, &mut keys)?;
        operations::save_clock(&transaction, author.clock)?;
        let state = LinkState {
            acknowledged: 0,
            ..state
        };
        put_json(&transaction, link::STATE, &state)?;
        transaction.commit()?;
        self.author = author;
        self.device_key = key;
        self.former = Some(former);
        (self.keys, self.founder) = (keys, founder);
        self.turned += 1;
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
        former::forget(&transaction)?;
        if let Some(mut link) = link {
            token.clone_into(&mut link.token);
            put_json(&transaction, link::LINK, &link)?;
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
        self.ends_ahead_of(speaker, self.receipted()?, true_ms)
    }

    /// The same of what was written under an identity of which the ward doesn't know yet: by a book
    /// that was restored on such a laptop.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn next_waits_ahead_of(&self, true_ms: i64) -> Result<bool, StoreError> {
        Ok(self.former.is_some() && self.ends_ahead_of(self.author.device, 0, true_ms)?)
    }

    fn ends_ahead_of(&self, device: DeviceId, sent: u64, true_ms: i64) -> Result<bool, StoreError> {
        let last = operations::chain(&self.connection, self.author.cell, device)?;
        if last.seq <= sent {
            return Ok(false);
        }
        let header = operations::header_at(&self.connection, device, last.seq)?;
        Ok(header.is_some_and(|header| is_ahead(header.at, true_ms)))
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
            if !is_ahead(at, now_ms) {
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
        // What is frozen, and what is said of devices, is judged anew from what is at its place then.
        Reading::Says(change)
            if leaving.state == OperationState::Applied.code()
                || leaving.record == Some(operations::record_of(&change)) =>
        {
            operations::insert(
                transaction,
                envelope,
                Some(operations::record_of(&change)),
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
