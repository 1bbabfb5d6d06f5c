//! The fold of the operations, kept row by row.

use std::collections::{BTreeMap, HashMap, hash_map::Entry};

use rusqlite::{Connection, params};
use sochibo_journal::{Change, KeyRing, OpRef, Record, Stamp};
use uuid::Uuid;

use crate::{
    StoreError,
    folded::{self, Row, Standing, Written, load, write},
    frozen,
    operations::{self, OperationState, Reading},
    search,
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
    apply_over(connection, keys, stamp, change, standing)
}

/// The same where the row is known as it stands.
pub(crate) fn apply_over(
    connection: &Connection,
    keys: &KeyRing,
    stamp: Stamp,
    change: &Change,
    standing: Option<Standing>,
) -> Result<bool, StoreError> {
    let known = standing.as_ref().map(|(_, kind, _)| kind.as_str());
    if frozen::is_frozen(&change.kind) || known.is_some_and(frozen::is_frozen) {
        return Ok(frozen::settle(connection, keys, change.id, &[stamp.op()])? == 0);
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

/// A record as the one operation makes it that begins it, ready to be written. Most of what comes
/// begins something, and this is made where it was opened, while the book keeps other pages.
#[derive(Debug)]
pub(crate) struct Begun {
    row: Row,
    written: Written,
}

impl Begun {
    /// `None` where the operation goes on with what there is, or is judged with others.
    pub(crate) fn of(stamp: Stamp, change: &Change) -> Option<Self> {
        let begins = change.over.is_empty()
            && !frozen::is_frozen(&change.kind)
            && operations::record_of(change) == change.id;
        begins.then(|| {
            let mut row = Row::new(&change.kind);
            row.fold(stamp, change);
            let written = row.written();
            // Given back here, not where the book is written.
            row.record = Record::default();
            row.search = None;
            Self { row, written }
        })
    }
}

/// A row that waits to be written.
enum Held {
    /// By one operation only. Whether the book has had something under this id all along shows
    /// when it is written.
    Begun(Stamp, Change, Box<Begun>),
    Folded(Option<i64>, Row),
}

/// Rows that are folded in memory and written once: for many operations at a time.
#[derive(Default)]
pub(crate) struct Rows {
    rows: HashMap<Uuid, Held>,
    /// As lists show them.
    order: Vec<Uuid>,
    /// Records that are judged as a whole once all is kept, with what was said of them.
    frozen: BTreeMap<Uuid, Vec<OpRef>>,
}

impl Rows {
    /// Folds one change in; `begun` is what it makes of nothing, where that was made already.
    pub(crate) fn fold(
        &mut self,
        connection: &Connection,
        stamp: Stamp,
        change: Change,
        begun: Option<Begun>,
    ) -> Result<(), StoreError> {
        let id = change.id;
        let mut judge = |op| self.frozen.entry(id).or_default().push(op);
        if frozen::is_frozen(&change.kind) {
            judge(stamp.op());
            return Ok(());
        }
        let mut known = match (self.rows.entry(id), begun) {
            (Entry::Vacant(free), Some(begun)) => {
                self.order.push(id);
                free.insert(Held::Begun(stamp, change, Box::new(begun)));
                return Ok(());
            }
            (Entry::Vacant(free), None) => match standing(connection, id, &change.kind)? {
                Some((no, row)) => {
                    self.order.push(id);
                    free.insert_entry(Held::Folded(no, row))
                }
                None => {
                    judge(stamp.op());
                    return Ok(());
                }
            },
            (Entry::Occupied(known), _) => known,
        };
        if let Held::Begun(_, first, _) = known.get() {
            let kept = standing(connection, id, &first.kind)?;
            let held = match kept {
                Some((no, row)) => known.insert(Held::Folded(no, row)),
                None => known.remove(),
            };
            if let Held::Begun(before, first, _) = held {
                match self.rows.get_mut(&id) {
                    Some(Held::Folded(_, row)) => row.record.absorb(before, first),
                    _ => {
                        judge(before.op());
                        judge(stamp.op());
                        return Ok(());
                    }
                }
            }
        }
        if let Some(Held::Folded(_, row)) = self.rows.get_mut(&id) {
            row.record.absorb(stamp, change);
        }
        Ok(())
    }

    /// Writes every row, once the journal has all of it, and begins anew. Returns how many of the
    /// changes do not count, since they touch what is frozen.
    pub(crate) fn write(
        &mut self,
        connection: &Connection,
        keys: &KeyRing,
    ) -> Result<usize, StoreError> {
        let Self {
            mut rows,
            order,
            mut frozen,
        } = std::mem::take(self);
        // So that what is begun here is written with its words.
        if !order.is_empty() {
            search::catch_up(connection, 0)?;
        }
        for id in order {
            let (no, mut row) = match rows.remove(&id) {
                Some(Held::Folded(no, row)) => (no, row),
                Some(Held::Begun(stamp, change, begun)) => {
                    if folded::insert(connection, id, &begun.row, &begun.written)? {
                        continue;
                    }
                    let Some((no, mut row)) = standing(connection, id, &change.kind)? else {
                        frozen.entry(id).or_default().push(stamp.op());
                        continue;
                    };
                    row.record.absorb(stamp, change);
                    (no, row)
                }
                None => continue,
            };
            row.describe();
            match no {
                Some(_) => write(connection, id, no, &row)?,
                None => drop(folded::insert(connection, id, &row, &row.written())?),
            }
        }
        let mut refused = 0;
        for (id, ops) in frozen {
            refused += frozen::settle(connection, keys, id, &ops)?;
        }
        Ok(refused)
    }
}

/// The row that the book has of a record, or one to begin with; `None` where it is frozen.
fn standing(
    connection: &Connection,
    id: Uuid,
    kind: &str,
) -> Result<Option<(Option<i64>, Row)>, StoreError> {
    Ok(match load(connection, id)? {
        Some((_, kind, _)) if frozen::is_frozen(&kind) => None,
        Some((no, kind, record)) => {
            let row = Row {
                record,
                ..Row::new(&kind)
            };
            Some((Some(no), row))
        }
        None => Some((None, Row::new(kind))),
    })
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
        frozen::settle(connection, keys, id, &[])?;
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
