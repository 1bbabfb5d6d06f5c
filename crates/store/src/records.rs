//! The fold of the operations, kept row by row.

use std::collections::{BTreeSet, HashMap, hash_map::Entry};

use rusqlite::{Connection, params};
use sochibo_journal::{Change, KeyRing, Stamp};
use uuid::Uuid;

use crate::{
    StoreError,
    folded::{self, Row, load, write},
    frozen,
    operations::{self, OperationState, Reading},
};

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

/// Folds a record anew from the operations that name it: one of them was taken away. A record of
/// which nothing is left goes.
pub(crate) fn fold_again(
    connection: &Connection,
    keys: &KeyRing,
    id: Uuid,
) -> Result<(), StoreError> {
    if id == operations::ACTS {
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
        (Some((no, ..)), None) => folded::remove(connection, no),
        (None, None) => Ok(()),
    }
}
