//! The fold of the operations, kept row by row.

use std::collections::{BTreeSet, HashMap, hash_map::Entry};

use rusqlite::{Connection, OptionalExtension, params};
use sochibo_domain::entity::describe;
use sochibo_journal::{Change, KeyRing, Record, Stamp};
use uuid::Uuid;

use crate::{
    StoreError, authority, frozen,
    operations::{self, OperationState, Reading},
    search,
};

/// One row of the fold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) kind: String,
    pub(crate) parent: Option<Uuid>,
    pub(crate) deleted: bool,
    pub(crate) record: Record,
    pub(crate) search: Option<sochibo_domain::SearchText>,
}

impl Row {
    /// The state before the first operation.
    pub(crate) fn new(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            parent: None,
            deleted: false,
            record: Record::default(),
            search: None,
        }
    }

    /// The step of the fold: pure.
    pub(crate) fn fold(&mut self, stamp: Stamp, change: &Change) {
        self.record.apply(stamp, change);
        self.describe();
    }

    /// Takes from the record what lists and the search need.
    pub(crate) fn describe(&mut self) {
        self.deleted = self.record.is_deleted();
        let described = describe(&self.kind, &self.record.values()).unwrap_or_default();
        self.parent = described.parent;
        self.search = described.search.filter(|_| !self.deleted);
    }
}

pub(crate) fn load(
    connection: &Connection,
    id: Uuid,
) -> Result<Option<(i64, String, Record)>, StoreError> {
    let row = connection
        .prepare_cached("SELECT no, kind, state FROM record WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))
        })
        .optional()?;
    row.map(|(no, kind, state)| Ok((no, kind, decode(&state)?)))
        .transpose()
}

pub(crate) fn decode(state: &str) -> Result<Record, StoreError> {
    serde_json::from_str(state).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// Folds one change, which the journal has already, into its row and its search row. `false` where
/// it does not count, since it touches what is frozen.
pub(crate) fn apply(
    connection: &Connection,
    keys: &KeyRing,
    stamp: Stamp,
    change: &Change,
) -> Result<bool, StoreError> {
    let standing = load(connection, change.id)?;
    let known = standing.as_ref().map(|(_, kind, _)| kind.as_str());
    if frozen::is_frozen(&change.kind) || known.is_some_and(frozen::is_frozen) {
        return frozen::settle(connection, keys, change.id, Some(stamp.op()));
    }
    let (no, mut row) = match standing {
        Some((no, kind, record)) => (
            Some(no),
            Row {
                record,
                ..Row::new(&kind)
            },
        ),
        None => (None, Row::new(&change.kind)),
    };
    row.fold(stamp, change);
    write(connection, change.id, no, &row)?;
    Ok(true)
}

/// Rows that are folded in memory and written once: for many operations at a time.
#[derive(Default)]
pub(crate) struct Rows {
    rows: HashMap<Uuid, (Option<i64>, Row)>,
    /// As lists show them.
    order: Vec<Uuid>,
    /// Records that are judged as a whole once all is kept.
    frozen: BTreeSet<Uuid>,
}

impl Rows {
    /// Folds one change in.
    pub(crate) fn fold(
        &mut self,
        connection: &Connection,
        stamp: Stamp,
        change: &Change,
    ) -> Result<(), StoreError> {
        if frozen::is_frozen(&change.kind) {
            self.frozen.insert(change.id);
            return Ok(());
        }
        let (_, row) = match self.rows.entry(change.id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let (no, row) = match load(connection, change.id)? {
                    Some((_, kind, _)) if frozen::is_frozen(&kind) => {
                        self.frozen.insert(change.id);
                        return Ok(());
                    }
                    Some((no, kind, record)) => {
                        let row = Row {
                            record,
                            ..Row::new(&kind)
                        };
                        (Some(no), row)
                    }
                    None => (None, Row::new(&change.kind)),
                };
                self.order.push(change.id);
                free.insert((no, row))
            }
        };
        row.fold(stamp, change);
        Ok(())
    }

    /// Writes every row, once the journal has all of it.
    pub(crate) fn write(self, connection: &Connection, keys: &KeyRing) -> Result<(), StoreError> {
        for id in self.order {
            if let Some((no, row)) = self.rows.get(&id) {
                write(connection, id, *no, row)?;
            }
        }
        for id in self.frozen {
            frozen::settle(connection, keys, id, None)?;
        }
        Ok(())
    }
}

pub(crate) fn write(
    connection: &Connection,
    id: Uuid,
    no: Option<i64>,
    row: &Row,
) -> Result<(), StoreError> {
    // Records are maps of strings and JSON values: they always serialise.
    let state = serde_json::to_string(&row.record).unwrap_or_default();
    let parent = row.parent.as_ref().map(Uuid::as_bytes);
    let no = match no {
        Some(no) => {
            connection
                .prepare_cached(
                    "UPDATE record SET parent = ?2, deleted = ?3, state = ?4 WHERE no = ?1",
                )?
                .execute(params![no, parent, row.deleted, state])?;
            search::remove(connection, no)?;
            no
        }
        None => {
            connection
                .prepare_cached("INSERT INTO record (id, kind, parent, deleted, state) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![id.as_bytes(), row.kind, parent, row.deleted, state])?;
            connection.last_insert_rowid()
        }
    };
    match &row.search {
        Some(text) => search::insert(connection, no, text),
        None => Ok(()),
    }
}

/// Folds a record anew from the operations that name it: one of them was taken away. A record of
/// which nothing is left goes.
pub(crate) fn fold_again(
    connection: &Connection,
    keys: &KeyRing,
    id: Uuid,
) -> Result<(), StoreError> {
    if id == authority::RECORD {
        // Acts are no record: they are folded together.
        return Ok(());
    }
    let standing = load(connection, id)?;
    if standing
        .as_ref()
        .is_some_and(|(_, kind, _)| frozen::is_frozen(kind))
    {
        frozen::settle(connection, keys, id, None)?;
        return Ok(());
    }
    let mut folded: Option<Row> = None;
    {
        let mut statement = connection.prepare_cached(
            "SELECT header, body FROM operation WHERE record = ?1 AND state = ?2 ORDER BY idx",
        )?;
        let mut rows = statement.query(params![id.as_bytes(), OperationState::Applied.code()])?;
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(0)?.as_blob().unwrap_or_default();
            let envelope = operations::envelope(bytes, row.get(1)?)?;
            if let Reading::Says(change) = operations::read(&envelope, keys) {
                folded
                    .get_or_insert_with(|| Row::new(&change.kind))
                    .fold(Stamp::from(&envelope.header), &change);
            }
        }
    }
    match (standing, folded) {
        (Some((no, ..)), Some(row)) => write(connection, id, Some(no), &row),
        (None, Some(row)) => write(connection, id, None, &row),
        (Some((no, ..)), None) => {
            search::remove(connection, no)?;
            connection
                .prepare_cached("DELETE FROM record WHERE no = ?1")?
                .execute([no])?;
            Ok(())
        }
        (None, None) => Ok(()),
    }
}
