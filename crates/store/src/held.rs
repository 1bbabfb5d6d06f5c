//! What was taken in but waits for a person: removals of more than half of the book, and
//! operations that a wrong clock dated into the future.

use std::collections::BTreeSet;

use rusqlite::{Transaction, TransactionBehavior, params};
use serde_json::Value;
use sochibo_journal::{Change, DELETED, DeviceId, Envelope, KeyRing, OpRef, Ring};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    ahead::{AHEAD, is_ahead},
    directory::{self, Me},
    operations::{self, OperationState, Reading, record_of},
    records,
    standing::{self, Standing},
};

/// A removal that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRemoval {
    /// The operation.
    pub op: OpRef,
    /// The kind of thing that it would remove.
    pub kind: String,
    /// Which.
    pub record: Uuid,
}

/// An operation that waits.
struct Waiting {
    idx: i64,
    envelope: Envelope,
    change: Change,
}

impl Store {
    /// The removals that wait until a person agrees, in the order in which they came.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn waiting_removals(&self) -> Result<Vec<WaitingRemoval>, StoreError> {
        let waiting = operations_in(self, OperationState::Waiting, None)?;
        Ok(waiting
            .into_iter()
            .map(|waiting| WaitingRemoval {
                op: op_of(&waiting.envelope),
                kind: waiting.change.kind,
                record: waiting.change.id,
            })
            .collect())
    }

    /// A person agrees: everything that waited to be removed is removed. Returns how many
    /// operations were folded.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn accept_removals(&mut self) -> Result<usize, StoreError> {
        let waiting = operations_in(self, OperationState::Waiting, None)?;
        self.fold_late(&waiting)
    }

    /// A person refuses: the removals are folded, so that all devices hold the same operations, and
    /// each thing is brought back by an operation of this device, which the others take in.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn refuse_removals(&mut self, wall_ms: i64) -> Result<usize, StoreError> {
        let waiting = operations_in(self, OperationState::Waiting, None)?;
        let mut author = self.author.clone();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for held in &waiting {
            fold_one(&transaction, &self.keys, held)?;
        }
        let mut back = BTreeSet::new();
        for held in &waiting {
            let id = held.change.id;
            let Some(Standing { kind, record, .. }) = standing::load(&transaction, &self.keys, id)?
            else {
                continue;
            };
            if !record.is_deleted() || !back.insert(id) {
                continue;
            }
            let change = record.settle(&kind, id, DELETED, Value::Bool(false));
            let ring: Ring = held.envelope.header.ring;
            let envelope = author
                .write(&change, ring, &self.keys, wall_ms)
                .map_err(|_| StoreError::TooLarge)?
                .ok_or(StoreError::NoKey)?;
            operations::insert(
                &transaction,
                &envelope,
                Some(id),
                OperationState::Applied,
                None,
            )?;
            records::apply(&transaction, &self.keys, (&envelope.header).into(), &change)?;
        }
        transaction.commit()?;
        self.author = author;
        self.turned += 1;
        Ok(back.len())
    }

    /// Folds what was set aside because its date was in the future: with `true_ms`, what is no
    /// longer ahead of that time; with `None`, all of it, because a person says so.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn take_dated_ahead(&mut self, true_ms: Option<i64>) -> Result<usize, StoreError> {
        let mut waiting = operations_in(self, OperationState::Quarantined, Some(AHEAD))?;
        waiting.retain(|held| true_ms.is_none_or(|now| !is_ahead(held.envelope.header.at, now)));
        self.fold_late(&waiting)
    }

    fn fold_late(&mut self, waiting: &[Waiting]) -> Result<usize, StoreError> {
        if waiting.is_empty() {
            return Ok(0);
        }
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut acts = false;
        for held in waiting {
            acts |= fold_one(&transaction, &self.keys, held)?;
        }
        let (mut keys, mut founder) = (self.keys.clone(), self.founder);
        if acts {
            let me = Me::of(&self.author, &self.device_key, founder);
            founder = directory::take_in(&transaction, &me, &mut keys)?;
        }
        transaction.commit()?;
        (self.keys, self.founder) = (keys, founder);
        self.turned += u64::from(!waiting.is_empty());
        Ok(waiting.len())
    }
}

fn op_of(envelope: &Envelope) -> OpRef {
    let device: DeviceId = envelope.header.device;
    OpRef(device, envelope.header.seq)
}

/// Folds an operation; whether it is an act, which are folded together afterwards.
fn fold_one(
    transaction: &Transaction<'_>,
    keys: &KeyRing,
    held: &Waiting,
) -> Result<bool, StoreError> {
    let record = record_of(&held.change);
    transaction
        .prepare_cached("UPDATE operation SET state = ?2, record = ?3, why = NULL WHERE idx = ?1")?
        .execute(params![
            held.idx,
            OperationState::Applied.code(),
            record.as_bytes()
        ])?;
    if record != held.change.id {
        return Ok(true);
    }
    records::apply(
        transaction,
        keys,
        (&held.envelope.header).into(),
        &held.change,
    )?;
    Ok(false)
}

/// The operations in a state, of which the words can be read.
fn operations_in(
    store: &Store,
    state: OperationState,
    why: Option<&str>,
) -> Result<Vec<Waiting>, StoreError> {
    let mut statement = store.connection.prepare_cached(
        "SELECT idx, header, body FROM operation INDEXED BY operation_not_applied
         WHERE state = ?1 AND state <> 0 AND (?2 IS NULL OR why = ?2) ORDER BY idx",
    )?;
    let mut rows = statement.query(params![state.code(), why])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(1)?.as_blob().unwrap_or_default();
        let envelope = operations::envelope(bytes, row.get(2)?)?;
        if let Reading::Says(change) = operations::read(&envelope, &store.keys) {
            found.push(Waiting {
                idx: row.get(0)?,
                envelope,
                change,
            });
        }
    }
    Ok(found)
}
