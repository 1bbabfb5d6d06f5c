use std::{collections::BTreeMap, ops::Deref};

use chrono::{DateTime, FixedOffset};
use rusqlite::{Transaction, TransactionBehavior};
use serde_json::{Map, Value};
use sochibo_domain::{
    Entity, NotSecret, Reach, Visibility,
    entity::{self, complete},
    id::NotSecretId,
};
use sochibo_journal::{
    Act as DeviceAct, Author, Change, DELETED, DeviceId, Epoch, KeyRing, Record, Ring, RingKey,
    Stamp, trespass,
};
use uuid::Uuid;

use crate::{
    Reader, Store, StoreError,
    acts::{Act, TakenBack, Written},
    directory::{self, Me},
    kept::insert_key,
    operations::{self, OperationState, Reading},
    records, search,
    secret::{self, Answered},
    standing::{self, Standing},
};

/// The one gate through which the book changes. What is put through it stands or falls together.
pub struct Gate<'a> {
    transaction: &'a Transaction<'a>,
    reader: Reader<'a>,
    author: Author,
    keys: KeyRing,
    wall_ms: i64,
    answered: &'a Answered,
    /// What was removed and declared on the way, for whoever keeps the audit trail.
    removed: Vec<(&'static str, Uuid)>,
    declared: Vec<NotSecretId>,
    /// The number of the first operation written through this gate: the act that all belong to.
    act: Option<u64>,
    /// The act that is being taken back.
    undoes: Option<u64>,
    /// Whether something was said about devices.
    of_devices: bool,
    /// Whether keys were added that the reader beside this gate doesn't have yet.
    new_keys: bool,
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
            reader: Reader::new(&transaction, &self.keys),
            author: self.author.clone(),
            keys: self.keys.clone(),
            wall_ms,
            answered: &self.answered,
            removed: Vec::new(),
            declared: Vec::new(),
            act: None,
            undoes: None,
            of_devices: false,
            new_keys: false,
        };
        let done = work(&mut gate)?;
        let Gate {
            author,
            mut keys,
            of_devices,
            ..
        } = gate;
        let mut founder = self.founder;
        if of_devices {
            let me = Me::of(&author, &self.device_key, founder);
            founder = directory::take_in(&transaction, &me, &mut keys)?;
        }
        search::catch_up(&transaction, &self.keys, search::BEHIND)?;
        transaction.commit().map_err(StoreError::from)?;
        (self.author, self.keys, self.founder) = (author, keys, founder);
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
        let standing = self.standing(id)?;
        let mut wanted = values_of(entity)?;
        let change = match &standing {
            Some(Standing { record, .. }) => {
                if record.is_deleted() {
                    // To put a removed thing is to bring it back.
                    wanted.insert(DELETED.to_owned(), Value::Bool(false));
                }
                record.diff(E::KIND, id, &wanted)
            }
            None => Record::default().diff(E::KIND, id, &wanted),
        };
        match change {
            Some(change) => {
                self.write_over(change, ring_of(entity.reach()), standing)?;
                Ok(true)
            }
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
        let standing = self.standing(id)?;
        let record = standing.map(|standing| standing.record).unwrap_or_default();
        let wanted = Map::from_iter([(DELETED.to_owned(), Value::Bool(true))]);
        match record.diff(E::KIND, id, &wanted) {
            Some(change) => {
                self.removed.push((E::KIND, id));
                self.write(change, ring_of(entity.reach()))
            }
            None => Ok(()),
        }
    }

    /// What was removed through this gate: kind and id.
    #[must_use]
    pub fn removed(&self) -> &[(&'static str, Uuid)] {
        &self.removed
    }

    /// The declarations of “không phải bí mật nhà nước” that were made through this gate.
    #[must_use]
    pub fn declared(&self) -> &[NotSecretId] {
        &self.declared
    }

    /// Keeps that the person answers for a text.
    fn declare(&mut self, id: NotSecretId) -> Result<(), StoreError> {
        if self.declared.contains(&id) {
            return Ok(());
        }
        self.declared.push(id);
        let at = DateTime::<FixedOffset>::from(
            DateTime::from_timestamp_millis(self.wall_ms).unwrap_or_default(),
        );
        self.put::<NotSecret>(id, &NotSecret { at }).map(|_| ())
    }

    /// Settles a conflict: `value` replaces every value of `field`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the thing isn't there.
    pub fn settle<E: Entity>(
        &mut self,
        id: E::Id,
        field: &str,
        value: Value,
    ) -> Result<(), StoreError> {
        let entity = self.get::<E>(id)?;
        let id: Uuid = id.into();
        let standing = self.standing(id)?;
        let record = standing.map(|standing| standing.record).unwrap_or_default();
        let change = record.settle(E::KIND, id, field, value);
        self.write(change, ring_of(entity.reach()))
    }

    /// Takes an act of this device back: every value that it wrote and that still stands goes back
    /// to what stood before, in new operations. A value that was replaced since, on this device
    /// or another, is left alone and counted.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn take_back(&mut self, act: &Act) -> Result<TakenBack, StoreError> {
        self.undoes = Some(act.number);
        let mut taken = TakenBack::default();
        for written in act.writes.iter().rev() {
            self.take_back_one(written, &mut taken)?;
        }
        self.undoes = None;
        Ok(taken)
    }

    fn take_back_one(
        &mut self,
        written: &Written,
        taken: &mut TakenBack,
    ) -> Result<(), StoreError> {
        let Written { change, .. } = written;
        let Some(Standing { kind, record, .. }) = self.standing(change.id)? else {
            return Ok(());
        };
        let own = self.author.device;
        let mut back = Change::new(&kind, change.id, BTreeMap::new());
        let mut ring = written.ring;
        if written.made {
            // What it made goes away, unless another device has written on it since.
            let touched = record.devices().any(|device| device != own);
            if touched || record.is_deleted() {
                taken.kept += 1;
                return Ok(());
            }
            let standing = record.field(DELETED).and_then(|field| field.winner());
            back.over
                .extend(standing.map(|head| (DELETED.to_owned(), vec![head.stamp.op()])));
            back.set.insert(DELETED.to_owned(), Value::Bool(true));
        } else {
            for (field, value) in &change.set {
                // By value, not by operation: undoing and doing again writes it anew.
                let standing = record
                    .field(field)
                    .and_then(|register| register.winner())
                    .filter(|head| head.stamp.device == own && head.value == *value);
                let before = match standing {
                    Some(head) => self
                        .before(&record, change, field)?
                        .zip(Some(head.stamp.op())),
                    None => None,
                };
                let Some(((value, sealed_as), op)) = before else {
                    taken.kept += 1;
                    continue;
                };
                ring = ring.max(sealed_as);
                back.over.insert(field.clone(), vec![op]);
                back.set.insert(field.clone(), value);
            }
        }
        if back.set.is_empty() {
            return Ok(());
        }
        taken.written += back.set.len();
        self.write(back, ring)
    }

    /// What stood in a field before `change` wrote it, and the ring that it was sealed under.
    /// `None` where this device can't read it.
    fn before(
        &self,
        record: &Record,
        change: &Change,
        field: &str,
    ) -> Result<Option<(Value, Ring)>, StoreError> {
        let mut found: Option<(Stamp, Value, Ring)> = None;
        let replaced = change.over.get(field).map_or(&[][..], Vec::as_slice);
        for op in replaced {
            let Some(envelope) = operations::at(self.transaction, *op)? else {
                continue;
            };
            let stamp = Stamp::from(&envelope.header);
            if let Reading::Says(older) = operations::read(&envelope, &self.keys)
                && let Some(value) = older.set.get(field)
                && found.as_ref().is_none_or(|(latest, ..)| *latest < stamp)
            {
                found = Some((stamp, value.clone(), envelope.header.ring));
            }
        }
        if let Some((_, value, ring)) = found {
            return Ok(Some((value, ring)));
        }
        if !replaced.is_empty() {
            return Ok(None);
        }
        if field == DELETED {
            return Ok(Some((Value::Bool(false), Ring::Published)));
        }
        // The field was not there: it had the value that its absence means.
        let mut values = record.values();
        values.remove(field);
        let whole = complete(&change.kind, &values).unwrap_or_default();
        let value = whole.get(field).cloned().unwrap_or(Value::Null);
        Ok(Some((value, Ring::Published)))
    }

    /// Settles a conflict of a thing of whatever kind: sealed as the write that stands was.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such field.
    pub fn settle_any(&mut self, id: Uuid, field: &str, value: Value) -> Result<(), StoreError> {
        let missing = || StoreError::NotFound(id.to_string());
        let Standing { kind, record, .. } = self.standing(id)?.ok_or_else(missing)?;
        let standing = record
            .field(field)
            .and_then(|register| register.winner())
            .ok_or_else(missing)?;
        let header =
            operations::header_at(self.transaction, standing.stamp.device, standing.stamp.seq)?
                .ok_or_else(missing)?;
        let change = record.settle(&kind, id, field, value);
        self.write(change, header.ring)
    }

    /// Settles between adoptions of devices that did not know of each other: what `device` adopted
    /// stands, whole.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the device adopted none of it.
    pub fn settle_adopted(&mut self, id: Uuid, device: DeviceId) -> Result<(), StoreError> {
        let missing = || StoreError::NotFound(id.to_string());
        let Standing { kind, record, .. } = self.standing(id)?.ok_or_else(missing)?;
        let change = record
            .settle_whole(&kind, id, entity::frozen(&kind), device)
            .ok_or_else(missing)?;
        let ring = match change.over.values().flatten().next() {
            Some(op) => {
                operations::header_at(self.transaction, op.0, op.1)?
                    .ok_or_else(missing)?
                    .ring
            }
            None => return Err(missing()),
        };
        self.write(change, ring)
    }

    /// The declarations that answer for texts in `text` (plain, or JSON) which look marked as
    /// state secrets.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn declared_in(&self, text: &str) -> Result<Vec<NotSecretId>, StoreError> {
        secret::declared(self.transaction, &Value::String(text.to_owned()))
    }

    /// Drops a draft together with what was put.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn drop_draft(&mut self, slot: &str) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("DELETE FROM draft WHERE slot = ?1")?
            .execute([slot])?;
        Ok(())
    }

    /// The device that writes through this gate.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.author.device
    }

    /// Says something about devices. Whether it counts, the directory tells.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn say_of_devices(&mut self, id: Uuid, act: &DeviceAct) -> Result<(), StoreError> {
        self.write(act.to_change(id), Ring::Published)
    }

    /// Adds a key: what is written from now on is sealed under the newest of its ring.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn add_key(&mut self, ring: Ring, epoch: Epoch, key: RingKey) -> Result<(), StoreError> {
        insert_key(self.transaction, ring, epoch, &key)?;
        self.new_keys = true;
        self.keys.insert(ring, epoch, key.clone());
        self.keys.write_under(ring, epoch, key);
        Ok(())
    }

    /// The keys that this device holds.
    #[must_use]
    pub fn ring_keys(&self) -> &KeyRing {
        &self.keys
    }

    fn standing(&self, id: Uuid) -> Result<Option<Standing>, StoreError> {
        standing::load(self.transaction, &self.keys, id)
    }

    fn write(&mut self, change: Change, ring: Ring) -> Result<(), StoreError> {
        let standing = self.standing(change.id)?;
        self.write_over(change, ring, standing)
    }

    /// Writes a change of what `standing` is, as it was just read.
    fn write_over(
        &mut self,
        mut change: Change,
        ring: Ring,
        standing: Option<Standing>,
    ) -> Result<(), StoreError> {
        if trespass(self.author.device, &change).is_some() {
            return Err(StoreError::OfWard);
        }
        let mut answered = Vec::new();
        for value in change.set.values() {
            answered.extend(secret::to_declare(self.transaction, value, self.answered)?);
        }
        for id in answered {
            self.declare(id)?;
        }
        // What is said of devices is no act that a person takes back.
        if !DeviceAct::is_kind(&change.kind) {
            change.act = Some(*self.act.get_or_insert(self.author.seq + 1));
            change.undoes = self.undoes;
        }
        let envelope = self
            .author
            .write(&change, ring, &self.keys, self.wall_ms)
            .map_err(|_| StoreError::TooLarge)?
            .ok_or(StoreError::NoKey)?;
        let record = operations::record_of(&change);
        let stamp = Stamp::from(&envelope.header);
        if standing.is_none() && records::may_begin(&change) && !self.new_keys {
            let idx = operations::insert_beginning(self.transaction, &envelope, record)?;
            return records::begin_in(self.transaction, &change, idx);
        }
        operations::insert(
            self.transaction,
            &envelope,
            Some(record),
            OperationState::Applied,
            None,
        )?;
        if record != change.id {
            // Judged with all others before the transaction ends.
            self.of_devices = true;
            return Ok(());
        }
        match records::apply_over(self.transaction, &self.keys, stamp, &change, standing)? {
            true => Ok(()),
            false => Err(StoreError::Frozen),
        }
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

#[cfg(test)]
mod tests {
    //! A full disk. SQLite's own limit on pages gives the same answer as the disk does, on any
    //! machine.

    use sochibo_domain::Statement;
    use sochibo_journal::{CellId, DeviceId};

    use super::*;
    use crate::{Draft, NewBook};

    const NOW: i64 = 1_791_201_600_000;

    fn book(path: &std::path::Path) -> Store {
        let new = NewBook {
            cell: CellId(Uuid::from_u128(1)),
            device: DeviceId(Uuid::from_u128(2)),
            device_secret: [3; 32],
            book_key: [4; 32],
            ring_keys: [[5; 32], [6; 32], [7; 32]],
            recovery: [8; 16],
            salt: [9; 16],
        };
        Store::create(path, "Mùa xuân năm ấy", &new).unwrap()
    }

    fn say(store: &mut Store, n: u128, text: &str) -> Result<bool, StoreError> {
        let statement: Statement = serde_json::from_value(serde_json::json!({
            "meeting": Uuid::from_u128(7), "item": Uuid::from_u128(8), "text": text,
            "guest": "Ông Tám", "at": "2026-10-05T19:00:00+07:00",
        }))
        .unwrap();
        store.transact(NOW, |gate| {
            gate.put::<Statement>(Uuid::from_u128(n).into(), &statement)
        })
    }

    fn limit(store: &Store, pages: i64) {
        store
            .connection
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
            .unwrap();
    }

    #[test]
    fn on_a_full_disk_nothing_is_half_written_and_afterwards_it_goes_on() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book");
        let mut store = book(&path);
        say(&mut store, 1, "câu đầu").unwrap();
        store
            .save_draft(&Draft {
                slot: "say/x".to_owned(),
                value: "đang gõ".to_owned(),
                saved_at: NOW,
            })
            .unwrap();
        let pages: i64 = store
            .connection
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .unwrap();
        limit(&store, pages);

        let long = "chữ ".repeat(20_000);
        let end = store.own_chain();
        for _ in 0..2 {
            assert!(matches!(
                say(&mut store, 2, &long),
                Err(StoreError::DiskFull)
            ));
            let draft = Draft {
                slot: "say/x".to_owned(),
                value: long.clone(),
                saved_at: NOW,
            };
            assert!(matches!(
                store.save_draft(&draft),
                Err(StoreError::DiskFull)
            ));
        }
        assert_eq!(store.own_chain(), end);
        assert_eq!(store.read().list::<Statement>().unwrap().len(), 1);
        assert_eq!(store.drafts("").unwrap()[0].value, "đang gõ");
        assert!(store.read().search("chu", 9).unwrap().is_empty());
        assert!(store.check(true).unwrap().ok());

        limit(&store, i64::from(u32::MAX) - 1);
        say(&mut store, 2, &long).unwrap();
        assert_eq!(store.own_chain().seq, end.seq + 1);
        drop(store);
        let store = Store::open_with_recovery(&path, &[8; 16]).unwrap();
        assert_eq!(store.read().list::<Statement>().unwrap().len(), 2);
        assert!(store.check(true).unwrap().ok());
    }

    #[test]
    fn a_text_over_the_limit_is_refused_and_nothing_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = book(&dir.path().join("book"));
        let text = "x".repeat(sochibo_journal::MAX_BODY);
        assert!(matches!(
            say(&mut store, 1, &text),
            Err(StoreError::TooLarge)
        ));
        assert_eq!(store.own_chain().seq, 0);
    }
}
