//! No text with the mark of a state secret enters the book (`domain.md` §10.1, R20), unless a
//! person of the cell has declared that this very text is none.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde_json::Value;
use sochibo_domain::{
    Entity, NotSecret,
    id::NotSecretId,
    secret::{MarkRule, find_mark, find_mark_in, find_mark_while_typing, marked, marked_lines},
};

use crate::{Marked, Store, StoreError, operations::Reading, standing};

/// What the person at the desk has answered for since the book was opened.
#[derive(Debug, Default)]
pub(crate) struct Answered {
    lines: BTreeSet<String>,
    any: bool,
}

impl Answered {
    fn covers(&self, text: &str) -> bool {
        self.any
            || marked_lines(text)
                .iter()
                .all(|line| self.lines.contains(line))
    }
}

impl Store {
    /// The person answers for a refused text: its marked lines pass from now on until the book is
    /// closed, and each text that enters with them is declared for good by the gate.
    pub fn answer_for(&mut self, text: &str) {
        self.answered.lines.extend(marked_lines(text));
    }

    /// The person answers for whatever is written until the book is closed: one command of `scb`.
    pub fn answer_for_all(&mut self) {
        self.answered.any = true;
    }
}

/// The marked texts of a value that nobody has declared yet, but the person has answered for.
/// Refuses the value where there are others.
pub(crate) fn to_declare(
    connection: &Connection,
    value: &Value,
    answered: &Answered,
) -> Result<Vec<NotSecretId>, StoreError> {
    let mut ids = Vec::new();
    let mut refused = Refused::default();
    for (rule, text) in marked(value, find_mark) {
        if is_declared(connection, &text)? {
        } else if answered.covers(&text) {
            ids.push(NotSecret::id_of(&text));
        } else {
            refused.add(rule, text);
        }
    }
    refused.or(ids)
}

/// Refuses what is being typed: JSON of a screen, or a plain text.
pub(crate) fn refuse_typed(
    connection: &Connection,
    typed: &str,
    answered: &Answered,
) -> Result<(), StoreError> {
    let mut refused = Refused::default();
    for (rule, text) in marked(&Value::String(typed.to_owned()), find_mark_while_typing) {
        if !answered.covers(&text) && !is_declared(connection, &text)? {
            refused.add(rule, text);
        }
    }
    refused.or(())
}

/// The declarations that answer for marked texts of a value.
pub(crate) fn declared(
    connection: &Connection,
    value: &Value,
) -> Result<Vec<NotSecretId>, StoreError> {
    let mut ids = Vec::new();
    for (_, text) in marked(value, find_mark) {
        let id = NotSecret::id_of(&text);
        if !ids.contains(&id) && is_declared(connection, &text)? {
            ids.push(id);
        }
    }
    Ok(ids)
}

#[derive(Default)]
struct Refused(Option<Marked>);

impl Refused {
    fn add(&mut self, rule: MarkRule, text: String) {
        let marked = self.0.get_or_insert_with(|| Marked {
            rule,
            texts: Vec::new(),
        });
        marked.texts.push(text);
    }

    fn or<T>(self, else_: T) -> Result<T, StoreError> {
        match self.0 {
            Some(marked) => Err(StoreError::SecretMark(Box::new(marked))),
            None => Ok(else_),
        }
    }
}

/// Whether what an envelope says carries the mark of a state secret.
pub(crate) fn is_marked(reading: &Reading) -> bool {
    match reading {
        Reading::Says(change) => {
            let values = change.set.values();
            values
                .into_iter()
                .any(|value| find_mark_in(value, find_mark).is_some())
        }
        Reading::Other(..) => false,
    }
}

fn is_declared(connection: &Connection, text: &str) -> Result<bool, StoreError> {
    standing::is_there(connection, NotSecret::KIND, NotSecret::id_of(text).into())
}
