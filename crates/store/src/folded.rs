//! A row of the fold, with the words that a search finds it by, and how it is written.

use rusqlite::{Connection, params};
use serde_json::Value;
use sochibo_domain::{SearchText, entity::describe, text::fold};
use sochibo_journal::{Change, DELETED, Record, Stamp};
use uuid::Uuid;

use crate::{StoreError, search, standing};

/// One row of the fold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) kind: String,
    pub(crate) parent: Option<Uuid>,
    pub(crate) place: Option<i64>,
    pub(crate) deleted: bool,
    pub(crate) record: Record,
    pub(crate) search: Option<SearchText>,
}

impl Row {
    /// The state before the first operation.
    pub(crate) fn new(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            parent: None,
            place: None,
            deleted: false,
            record: Record::default(),
            search: None,
        }
    }

    /// As the one operation makes it that begins it, but for the record: that one stays in it.
    pub(crate) fn begun(change: &Change) -> Self {
        let deleted = change.set.get(DELETED) == Some(&Value::Bool(true));
        let described = describe(&change.kind, standing::each(&change.set)).unwrap_or_default();
        Self {
            parent: described.parent,
            place: described.place,
            deleted,
            search: described.search.filter(|_| !deleted),
            ..Self::new(&change.kind)
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
        let described = describe(&self.kind, self.record.standing()).unwrap_or_default();
        self.parent = described.parent;
        self.place = described.place;
        self.search = described.search.filter(|_| !self.deleted);
    }

    /// What is kept beside the row where more than one operation made it.
    fn state(&self) -> String {
        // Records are maps of strings and JSON values: they always serialise.
        serde_json::to_string(&self.record).unwrap_or_default()
    }

    pub(crate) fn words(&self) -> Option<String> {
        self.search.as_ref().map(words)
    }
}

/// How much of a new row is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Beginning {
    /// All that it says stands in this operation (`operation.idx`).
    In(i64),
    /// It began with this operation, and says more by now.
    With(i64),
    /// It is found by the operations that name it.
    Unknown,
}

/// Writes a row that the book doesn't have, with its words where they are given: those of every
/// record before it are written then. `false` where the book has one under that id, which stays.
pub(crate) fn insert(
    connection: &Connection,
    id: Uuid,
    row: &Row,
    beginning: Beginning,
    words: Option<&str>,
) -> Result<bool, StoreError> {
    let (begun, state) = match beginning {
        Beginning::In(idx) => (Some(idx), String::new()),
        Beginning::With(idx) => (Some(idx), row.state()),
        Beginning::Unknown => (None, row.state()),
    };
    let parent = row.parent.as_ref().map(Uuid::as_bytes);
    let new = connection
        .prepare_cached(
            "INSERT INTO record (id, kind, parent, place, deleted, state, begun)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            id.as_bytes(),
            row.kind,
            parent,
            row.place,
            row.deleted,
            state,
            begun
        ])?;
    if new == 1
        && let Some(words) = words
    {
        put_words(connection, connection.last_insert_rowid(), words)?;
    }
    Ok(new == 1)
}

/// Writes a row that the book has as `no`; its words with it as far as they are written at all
/// (`search`).
pub(crate) fn update(connection: &Connection, no: i64, row: &Row) -> Result<(), StoreError> {
    let parent = row.parent.as_ref().map(Uuid::as_bytes);
    connection
        .prepare_cached(
            "UPDATE record SET parent = ?2, place = ?3, deleted = ?4, state = ?5 WHERE no = ?1",
        )?
        .execute(params![no, parent, row.place, row.deleted, row.state()])?;
    if no > search::reached(connection)? {
        return Ok(());
    }
    match row.words() {
        Some(words) => put_words(connection, no, &words),
        None => remove_words(connection, no),
    }
}

/// Takes away a record of which no operation is left.
pub(crate) fn remove(connection: &Connection, no: i64) -> Result<(), StoreError> {
    remove_words(connection, no)?;
    connection
        .prepare_cached("DELETE FROM record WHERE no = ?1")?
        .execute([no])?;
    Ok(())
}

pub(crate) fn put_words(connection: &Connection, no: i64, words: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO search (no, folded) VALUES (?1, ?2)")?
        .execute(params![no, words])?;
    Ok(())
}

fn remove_words(connection: &Connection, no: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM search WHERE no = ?1")?
        .execute([no])?;
    Ok(())
}

/// The title on the first line, the text after it.
pub(crate) fn words(text: &SearchText) -> String {
    let title = text.title.replace('\n', " ");
    fold(&format!("{title}\n{}", text.text))
}
