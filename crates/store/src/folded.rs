//! A row of the fold as it lies in the file, with the words that a search finds it by.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use sochibo_domain::{SearchText, entity::describe, text::fold};
use sochibo_journal::{Change, DELETED, Record, Stamp};
use uuid::Uuid;

use crate::{StoreError, search};

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
}

/// A row as it stands: its number, its kind, and what it says.
pub(crate) type Standing = (i64, String, Record);

pub(crate) fn load(connection: &Connection, id: Uuid) -> Result<Option<Standing>, StoreError> {
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

/// The values that stand in a row, for whoever doesn't ask who wrote them.
pub(crate) fn standing(state: &str) -> Result<BTreeMap<String, Value>, StoreError> {
    sochibo_journal::standing(state).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// Names and values, as [`sochibo_domain::entity`] reads them.
pub(crate) fn each(values: &BTreeMap<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    let own = values.iter().filter(|(name, _)| *name != DELETED);
    own.map(|(name, value)| (name.as_str(), value))
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

/// Writes a row that the book doesn't have, with its words: those of every record before it are
/// written. `false` where the book has one under that id, which stays.
pub(crate) fn insert(
    connection: &Connection,
    id: Uuid,
    row: &Row,
    written: &Written,
) -> Result<bool, StoreError> {
    let new = begin(connection, id, row, written)?;
    if new && let Some(words) = &written.words {
        put_words(connection, connection.last_insert_rowid(), words)?;
    }
    Ok(new)
}

fn begin(
    connection: &Connection,
    id: Uuid,
    row: &Row,
    written: &Written,
) -> Result<bool, StoreError> {
    let parent = row.parent.as_ref().map(Uuid::as_bytes);
    let new = connection
        .prepare_cached(
            "INSERT INTO record (id, kind, parent, place, deleted, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            id.as_bytes(),
            row.kind,
            parent,
            row.place,
            row.deleted,
            written.state
        ])?;
    Ok(new == 1)
}

/// Writes a row, anew where it had no number yet; its words with it as far as they are written at
/// all (`search`).
pub(crate) fn write(
    connection: &Connection,
    id: Uuid,
    no: Option<i64>,
    row: &Row,
) -> Result<(), StoreError> {
    let written = row.written();
    let Some(no) = no else {
        return match begin(connection, id, row, &written)? {
            true => Ok(()),
            false => Err(StoreError::Damaged(format!("hai mục {id}"))),
        };
    };
    let parent = row.parent.as_ref().map(Uuid::as_bytes);
    connection
        .prepare_cached(
            "UPDATE record SET parent = ?2, place = ?3, deleted = ?4, state = ?5 WHERE no = ?1",
        )?
        .execute(params![no, parent, row.place, row.deleted, written.state])?;
    if no > search::reached(connection)? {
        return Ok(());
    }
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
