//! A row of the fold as it lies in the file, with the words that a search finds it by.

use rusqlite::{Connection, OptionalExtension, params};
use sochibo_domain::{SearchText, entity::describe, text::fold};
use sochibo_journal::{Change, Record, Stamp};
use uuid::Uuid;

use crate::StoreError;

/// One row of the fold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) kind: String,
    pub(crate) parent: Option<Uuid>,
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
        let described = describe(&self.kind, self.record.standing()).unwrap_or_default();
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

/// A row as the tables have it.
#[derive(Debug)]
pub(crate) struct Written {
    state: String,
    words: Option<String>,
}

impl Row {
    pub(crate) fn written(&self) -> Written {
        Written {
            // Records are maps of strings and JSON values: they always serialise.
            state: serde_json::to_string(&self.record).unwrap_or_default(),
            words: self.search.as_ref().map(words),
        }
    }
}

/// Writes a row that the book doesn't have; `false` where it has one under that id, which stays.
pub(crate) fn insert(
    connection: &Connection,
    id: Uuid,
    row: &Row,
    written: &Written,
) -> Result<bool, StoreError> {
    let parent = row.parent.as_ref().map(Uuid::as_bytes);
    let new = connection
        .prepare_cached(
            "INSERT INTO record (id, kind, parent, deleted, state) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            id.as_bytes(),
            row.kind,
            parent,
            row.deleted,
            written.state
        ])?;
    if new == 1
        && let Some(words) = &written.words
    {
        put_words(connection, connection.last_insert_rowid(), words)?;
    }
    Ok(new == 1)
}

/// Writes a row, anew where it had no number yet, and its words with it.
pub(crate) fn write(
    connection: &Connection,
    id: Uuid,
    no: Option<i64>,
    row: &Row,
) -> Result<(), StoreError> {
    let written = row.written();
    let Some(no) = no else {
        return match insert(connection, id, row, &written)? {
            true => Ok(()),
            false => Err(StoreError::Damaged(format!("hai mục {id}"))),
        };
    };
    let parent = row.parent.as_ref().map(Uuid::as_bytes);
    connection
        .prepare_cached("UPDATE record SET parent = ?2, deleted = ?3, state = ?4 WHERE no = ?1")?
        .execute(params![no, parent, row.deleted, written.state])?;
    match &written.words {
        Some(words) => put_words(connection, no, words),
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

fn put_words(connection: &Connection, no: i64, words: &str) -> Result<(), StoreError> {
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
