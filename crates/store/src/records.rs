//! The fold of the operations, kept row by row.

use std::collections::{BTreeMap, HashMap, hash_map::Entry};

use rusqlite::{Connection, params};
use sochibo_journal::{Change, KeyRing, OpRef, Stamp};
use uuid::Uuid;

use crate::{
    StoreError,
    folded::{self, Beginning, Row},
    frozen,
    operations::{self, OperationState, Reading},
    search,
    standing::{self, Standing},
};

/// Folds one change, which the journal has already, into its row and its search row. `false` where
/// it does not count, since it touches what is frozen.
pub(crate) fn apply(
    connection: &Connection,
    keys: &KeyRing,
    stamp: Stamp,
    change: &Change,
) -> Result<bool, StoreError> {
    let standing = standing::load(connection, keys, change.id)?;
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
    let known = standing.as_ref().map(|standing| standing.kind.as_str());
    if frozen::is_frozen(&change.kind) || known.is_some_and(frozen::is_frozen) {
        return Ok(frozen::settle(connection, keys, change.id, &[stamp.op()])? == 0);
    }
    match standing {
        Some(Standing {
            no, kind, record, ..
        }) => {
            let mut row = Row {
                record,
                ..Row::new(&kind)
            };
            row.fold(stamp, change);
            folded::update(connection, no, &row)?;
        }
        None => {
            let mut row = Row::new(&change.kind);
            row.fold(stamp, change);
            begin(connection, change.id, &row)?;
        }
    }
    Ok(true)
}

/// Writes a row that the book doesn't have, whose operations are found by the record.
pub(crate) fn begin(connection: &Connection, id: Uuid, row: &Row) -> Result<(), StoreError> {
    begin_as(connection, id, row, Beginning::Unknown)
}

/// Writes a row that the book doesn't have, of which the operation `idx` says everything.
pub(crate) fn begin_in(
    connection: &Connection,
    change: &Change,
    idx: i64,
) -> Result<(), StoreError> {
    let row = Row::begun(change);
    begin_as(connection, change.id, &row, Beginning::In(idx))
}

fn begin_as(
    connection: &Connection,
    id: Uuid,
    row: &Row,
    beginning: Beginning,
) -> Result<(), StoreError> {
    match folded::insert(connection, id, row, beginning, None)? {
        true => Ok(()),
        false => Err(StoreError::Damaged(format!("hai mục {id}"))),
    }
}

/// Whether what an operation says can be left in it: it begins a record that is its own, and is
/// judged alone.
pub(crate) fn may_begin(change: &Change) -> bool {
    change.over.is_empty()
        && !frozen::is_frozen(&change.kind)
        && operations::record_of(change) == change.id
}

/// A record as the one operation makes it that begins it, ready to be written. Most of what comes
/// begins something, and this is made where it was opened, while the book keeps other pages; what the
/// operation says is given back there too.
#[derive(Debug)]
pub(crate) struct Begun {
    pub(crate) id: Uuid,
    row: Row,
    words: Option<String>,
}

impl Begun {
    /// `None` where the operation goes on with what there is, or is judged with others.
    pub(crate) fn of(change: &Change) -> Option<Self> {
        may_begin(change).then(|| {
            let mut row = Row::begun(change);
            let words = row.words();
            row.search = None;
            Self {
                id: change.id,
                row,
                words,
            }
        })
    }

    /// The kind of what it would remove, where it does nothing else.
    pub(crate) fn removes(&self) -> Option<&str> {
        self.row.deleted.then_some(self.row.kind.as_str())
    }
}

/// A row that waits to be written.
enum Held {
    /// By one operation only (`operation.idx`). Whether the book has had something under this id all
    /// along shows when it is written.
    Begun(Box<Begun>, i64),
    Folded(At, Row),
}

/// Where a folded row goes.
#[derive(Clone, Copy)]
enum At {
    /// The book has it under this number.
    No(i64),
    New(Beginning),
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
    /// Takes what begins a record, which was kept as `idx`.
    pub(crate) fn begin(
        &mut self,
        connection: &Connection,
        keys: &KeyRing,
        begun: Begun,
        idx: i64,
    ) -> Result<(), StoreError> {
        if let Entry::Vacant(free) = self.rows.entry(begun.id) {
            self.order.push(begun.id);
            free.insert(Held::Begun(Box::new(begun), idx));
            return Ok(());
        }
        operations::goes_on(connection, idx)?;
        let (stamp, change) = said_at(connection, keys, idx)?;
        self.fold(connection, keys, stamp, change)
    }

    /// Folds one change in.
    pub(crate) fn fold(
        &mut self,
        connection: &Connection,
        keys: &KeyRing,
        stamp: Stamp,
        change: Change,
    ) -> Result<(), StoreError> {
        let id = change.id;
        if frozen::is_frozen(&change.kind) {
            self.judge(id, stamp);
            return Ok(());
        }
        let known = self.rows.remove(&id);
        if known.is_none() {
            self.order.push(id);
        }
        let folded = match known {
            Some(Held::Folded(at, row)) => Some((at, row)),
            Some(Held::Begun(begun, idx)) => {
                self.go_on(connection, keys, id, &begun.row.kind, idx)?
            }
            None => standing(connection, keys, id, &change.kind)?,
        };
        match folded {
            Some((at, mut row)) => {
                row.record.absorb(stamp, change);
                self.rows.insert(id, Held::Folded(at, row));
            }
            None => self.judge(id, stamp),
        }
        Ok(())
    }

    /// What `idx` began, with what the book had under this id all along; `None` where that is frozen.
    fn go_on(
        &mut self,
        connection: &Connection,
        keys: &KeyRing,
        id: Uuid,
        kind: &str,
        idx: i64,
    ) -> Result<Option<(At, Row)>, StoreError> {
        let (stamp, first) = said_at(connection, keys, idx)?;
        let kept = standing(connection, keys, id, kind)?;
        if !matches!(kept, Some((At::New(_), _))) {
            operations::goes_on(connection, idx)?;
        }
        let Some((at, mut row)) = kept else {
            self.judge(id, stamp);
            return Ok(None);
        };
        row.record.absorb(stamp, first);
        Ok(Some(match at {
            At::New(_) => (At::New(Beginning::With(idx)), row),
            at @ At::No(_) => (at, row),
        }))
    }

    fn judge(&mut self, id: Uuid, stamp: Stamp) {
        self.frozen.entry(id).or_default().push(stamp.op());
    }

    /// Writes every row, once the journal has all of it, and begins anew. Returns how many of the
    /// changes do not count, since they touch what is frozen.
    pub(crate) fn write(
        &mut self,
        connection: &Connection,
        keys: &KeyRing,
    ) -> Result<usize, StoreError> {
        let order = std::mem::take(&mut self.order);
        // So that what is begun here is written with its words.
        if !order.is_empty() {
            search::catch_up(connection, keys, 0)?;
        }
        for id in order {
            let folded = match self.rows.remove(&id) {
                Some(Held::Folded(at, row)) => Some((at, row)),
                Some(Held::Begun(begun, idx)) => {
                    let Begun { row, words, .. } = &*begun;
                    let all = Beginning::In(idx);
                    if folded::insert(connection, id, row, all, words.as_deref())? {
                        continue;
                    }
                    self.go_on(connection, keys, id, &row.kind, idx)?
                }
                None => None,
            };
            let Some((at, mut row)) = folded else {
                continue;
            };
            row.describe();
            match at {
                At::No(no) => folded::update(connection, no, &row)?,
                At::New(beginning) => {
                    folded::insert(connection, id, &row, beginning, row.words().as_deref())?;
                }
            }
        }
        let mut refused = 0;
        for (id, ops) in std::mem::take(&mut self.frozen) {
            refused += frozen::settle(connection, keys, id, &ops)?;
        }
        Ok(refused)
    }
}

/// What the operation `idx` says, which could be read a moment ago.
fn said_at(
    connection: &Connection,
    keys: &KeyRing,
    idx: i64,
) -> Result<(Stamp, Change), StoreError> {
    let envelope = connection
        .prepare_cached("SELECT header, body FROM operation WHERE idx = ?1")?
        .query_row([idx], |row| Ok((row.get(0)?, row.get(1)?)))
        .map(|(header, body): (Vec<u8>, Vec<u8>)| operations::envelope(&header, body))??;
    match operations::read(&envelope, keys) {
        Reading::Says(change) => Ok((Stamp::from(&envelope.header), change)),
        Reading::Other(..) => Err(StoreError::Damaged(format!(
            "thao tác thứ {idx} không đọc lại được"
        ))),
    }
}

/// The row that the book has of a record, or one to begin with; `None` where it is frozen.
fn standing(
    connection: &Connection,
    keys: &KeyRing,
    id: Uuid,
    kind: &str,
) -> Result<Option<(At, Row)>, StoreError> {
    Ok(match standing::load(connection, keys, id)? {
        Some(Standing { kind, .. }) if frozen::is_frozen(&kind) => None,
        Some(Standing {
            no, kind, record, ..
        }) => {
            let row = Row {
                record,
                ..Row::new(&kind)
            };
            Some((At::No(no), row))
        }
        None => Some((At::New(Beginning::Unknown), Row::new(kind))),
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
    let known = standing::place(connection, id)?;
    if known
        .as_ref()
        .is_some_and(|(_, kind)| frozen::is_frozen(kind))
    {
        frozen::settle(connection, keys, id, &[])?;
        return Ok(());
    }
    let mut folded: Option<Row> = None;
    {
        let mut statement = connection.prepare_cached(
            "SELECT said.header, said.body
             FROM operation_on AS names JOIN operation AS said ON said.idx = names.idx
             WHERE names.record = ?1 AND said.state = ?2 ORDER BY said.idx",
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
    match (known, folded) {
        (Some((no, _)), Some(row)) => folded::update(connection, no, &row),
        (None, Some(row)) => begin(connection, id, &row),
        (Some((no, _)), None) => folded::remove(connection, no),
        (None, None) => Ok(()),
    }
}
