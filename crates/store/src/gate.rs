use std::ops::Deref;

use rusqlite::{Transaction, TransactionBehavior};
use serde_json::{Map, Value};
use sochibo_domain::{Entity, Reach, Visibility};
use sochibo_journal::{Author, Change, DELETED, KeyRing, Record, Ring, Stamp};
use uuid::Uuid;

use crate::{
    Reader, Store, StoreError,
    operations::{self, OperationState},
    records,
};

/// The one gate through which the book changes. What is put through it stands or falls together.
pub struct Gate<'a> {
    transaction: &'a Transaction<'a>,
    reader: Reader<'a>,
    author: Author,
    keys: &'a KeyRing,
    wall_ms: i64,
}

/// A gate answers questions too, about the book as it will be.
impl<'a> Deref for Gate<'a> {
    type Target = Reader<'a>;
    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

impl Store {
    /// Runs `work` in one transaction. When this returns `Ok`, everything that was put is on the
    /// disk; when it returns `Err`, nothing was.
    ///
    /// # Errors
    /// What `work` returns, or [`StoreError`] where the disk refuses.
    pub fn transact<T, E: From<StoreError>>(
        &mut self,
        wall_ms: i64,
        work: impl FnOnce(&mut Gate<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let mut gate = Gate {
            transaction: &transaction,
            reader: Reader::new(&transaction),
            author: self.author.clone(),
            keys: &self.keys,
            wall_ms,
        };
        let done = work(&mut gate)?;
        let author = gate.author;
        transaction.commit().map_err(StoreError::from)?;
        self.author = author;
        Ok(done)
    }
}

impl Gate<'_> {
    /// Makes the thing `id` be as `entity` says: writes the fields that differ. Returns whether
    /// any did.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put<E: Entity>(&mut self, id: E::Id, entity: &E) -> Result<bool, StoreError> {
        let id: Uuid = id.into();
        let record = records::load(self.transaction, id)?.map(|(_, _, record)| record).unwrap_or_default();
        let mut wanted = values_of(entity)?;
        if record.is_deleted() {
            // To put a removed thing is to bring it back.
            wanted.insert(DELETED.to_owned(), Value::Bool(false));
        }
        match record.diff(E::KIND, id, &wanted) {
            Some(change) => self.write(&change, ring_of(entity.reach())).map(|()| true),
            None => Ok(false),
        }
    }

    /// Removes a thing. Its operations stay.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where it isn't there.
    pub fn remove<E: Entity>(&mut self, id: E::Id) -> Result<(), StoreError> {
        let entity = self.get::<E>(id)?;
        let id: Uuid = id.into();
        let record = records::load(self.transaction, id)?.map(|(_, _, record)| record).unwrap_or_default();
        let wanted = Map::from_iter([(DELETED.to_owned(), Value::Bool(true))]);
        match record.diff(E::KIND, id, &wanted) {
            Some(change) => self.write(&change, ring_of(entity.reach())),
            None => Ok(()),
        }
    }

    /// Settles a conflict: `value` replaces every value of `field`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the thing isn't there.
    pub fn settle<E: Entity>(&mut self, id: E::Id, field: &str, value: Value) -> Result<(), StoreError> {
        let entity = self.get::<E>(id)?;
        let id: Uuid = id.into();
        let record: Record = records::load(self.transaction, id)?.map(|(_, _, record)| record).unwrap_or_default();
        let change = record.settle(E::KIND, id, field, value);
        self.write(&change, ring_of(entity.reach()))
    }

    /// Drops a draft together with what was put.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn drop_draft(&mut self, slot: &str) -> Result<(), StoreError> {
        self.transaction.prepare_cached("DELETE FROM draft WHERE slot = ?1")?.execute([slot])?;
        Ok(())
    }

    fn write(&mut self, change: &Change, ring: Ring) -> Result<(), StoreError> {
        let envelope = self
            .author
            .write(change, ring, self.keys, self.wall_ms)
            .map_err(|_| StoreError::TooLarge)?
            .ok_or(StoreError::NoKey)?;
        operations::insert(self.transaction, &envelope, Some(change.id), OperationState::Applied, None)?;
        records::apply(self.transaction, Stamp::from(&envelope.header), change)
    }
}

/// The fields of an entity as JSON.
fn values_of<E: Entity>(entity: &E) -> Result<Map<String, Value>, StoreError> {
    match serde_json::to_value(entity) {
        Ok(Value::Object(values)) => Ok(values),
        // Entities are plain structs with named fields.
        _ => Err(StoreError::Damaged(format!("{} is no struct", E::KIND))),
    }
}

pub(crate) fn ring_of(reach: Reach) -> Ring {
    match reach {
        Reach::Published => Ring::Published,
        Reach::Sealed(Visibility::Internal) => Ring::Internal,
        Reach::Sealed(Visibility::Committee) => Ring::Committee,
        Reach::Sealed(Visibility::Secretary) => Ring::Secretary,
    }
}

