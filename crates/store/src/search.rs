//! Search without accents: words are folded on both sides, đ with them.
//!
//! There is no index of words: a search looks through the folded words of every record. Ten years
//! of a cell are some ten thousand statements, two megabytes, which takes milliseconds
//! (`docs/bench.md`), while an index writes half a dozen pages more with every statement saved.
//!
//! Nor are the words of what was just saved written with it: a person waits for each page. The table
//! reaches as far as its last row says; the few records after that are folded when somebody
//! searches, and written some dozens at a time.

use rusqlite::Connection;
use sochibo_domain::{entity::describe, text::fold};
use sochibo_journal::KeyRing;
use uuid::Uuid;

use crate::{StoreError, folded, standing};

/// One hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// The kind of record.
    pub kind: String,
    /// The record.
    pub id: Uuid,
    /// What it is listed under.
    pub parent: Option<Uuid>,
    /// Its line.
    pub title: String,
    /// The text around the words found, as written.
    pub snippet: String,
}

/// Characters of text on each side of the first word found.
const AROUND: usize = 60;

/// Records that may be without a row while a person saves one after the other.
pub(crate) const BEHIND: i64 = 64;

/// The last record whose words are written, as are those of all before it.
pub(crate) fn reached(connection: &Connection) -> Result<i64, StoreError> {
    let last: Option<i64> = connection
        .prepare_cached("SELECT max(no) FROM search")?
        .query_row([], |row| row.get(0))?;
    Ok(last.unwrap_or_default())
}

/// Writes the words of every record, where more than `behind` of them have none yet.
pub(crate) fn catch_up(
    connection: &Connection,
    keys: &KeyRing,
    behind: i64,
) -> Result<(), StoreError> {
    let reached = reached(connection)?;
    let last: Option<i64> = connection
        .prepare_cached("SELECT max(no) FROM record")?
        .query_row([], |row| row.get(0))?;
    let last = last.unwrap_or_default();
    if last - reached <= behind.max(0) {
        return Ok(());
    }
    let mut end = reached;
    for_each_after(connection, keys, reached, |no, words| {
        end = no;
        folded::put_words(connection, no, words)
    })?;
    if end < last {
        // It has nothing to be found by: the row only says how far the table reaches.
        folded::put_words(connection, last, "")?;
    }
    Ok(())
}

/// The words of the records after `reached` that can be found, folded now; the oldest first.
fn for_each_after(
    connection: &Connection,
    keys: &KeyRing,
    reached: i64,
    mut of: impl FnMut(i64, &str) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT state, header, body, no, kind FROM standing
         WHERE no > ?1 AND +deleted = 0 ORDER BY no",
    )?;
    let mut rows = statement.query([reached])?;
    while let Some(row) = rows.next()? {
        let kind = row.get_ref(4)?.as_str().unwrap_or_default();
        let values = standing::values(row, keys)?;
        let text = describe(kind, standing::each(&values)).and_then(|described| described.search);
        if let Some(text) = text {
            of(row.get(3)?, &folded::words(&text))?;
        }
    }
    Ok(())
}

/// The records that hold all `words`, each as the beginning of a word: first those whose title
/// does, then the rest, the newest first.
pub(crate) fn find(
    connection: &Connection,
    keys: &KeyRing,
    words: &str,
    limit: usize,
) -> Result<Vec<SearchHit>, StoreError> {
    let words: Vec<String> = fold(words)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let (mut by_title, mut others): (Vec<i64>, Vec<i64>) = (Vec::new(), Vec::new());
    let mut look = |no: i64, folded: &str| {
        let title = folded.split('\n').next().unwrap_or_default();
        if holds_all(title, &words) {
            by_title.push(no);
        } else if others.len() < limit && holds_all(folded, &words) {
            others.push(no);
        }
    };
    let mut newest = Vec::new();
    for_each_after(connection, keys, reached(connection)?, |no, folded| {
        newest.push((no, folded.to_owned()));
        Ok(())
    })?;
    for (no, folded) in newest.iter().rev() {
        look(*no, folded);
    }
    let mut statement =
        connection.prepare_cached("SELECT no, folded FROM search ORDER BY no DESC")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        look(row.get(0)?, row.get_ref(1)?.as_str().unwrap_or_default());
    }
    by_title.extend(others);
    let mut hits = Vec::new();
    for no in by_title.into_iter().take(limit) {
        hits.extend(hit(connection, keys, no, &words)?);
    }
    Ok(hits)
}

/// Whether each of the words begins a word of `text`.
fn holds_all(text: &str, words: &[String]) -> bool {
    words.iter().all(|word| {
        text.match_indices(word.as_str()).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            before.is_none_or(|c| !c.is_alphanumeric())
        })
    })
}

/// A record as a hit; `None` where it can't be read.
fn hit(
    connection: &Connection,
    keys: &KeyRing,
    no: i64,
    words: &[String],
) -> Result<Option<SearchHit>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT state, header, body, kind, id, parent FROM standing WHERE no = ?1",
    )?;
    let mut rows = statement.query([no])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let kind: String = row.get(3)?;
    let values = standing::values(row, keys)?;
    let text = describe(&kind, standing::each(&values)).and_then(|described| described.search);
    let Some(text) = text else {
        return Ok(None);
    };
    Ok(Some(SearchHit {
        id: Uuid::from_bytes(row.get(4)?),
        parent: row.get::<_, Option<[u8; 16]>>(5)?.map(Uuid::from_bytes),
        kind,
        snippet: snippet(&text.text, words),
        title: text.title,
    }))
}

/// Cuts the text around the first word found.
fn snippet(text: &str, words: &[String]) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut starts = vec![];
    let mut in_word = false;
    for (at, character) in characters.iter().enumerate() {
        let is_letter = character.is_alphanumeric();
        if is_letter && !in_word {
            starts.push(at);
        }
        in_word = is_letter;
    }
    let hit = starts.into_iter().find(|start| {
        let word: String = characters[*start..]
            .iter()
            .take_while(|c| c.is_alphanumeric())
            .collect();
        let word = fold(&word);
        words.iter().any(|wanted| word.starts_with(wanted))
    });
    let from = hit.unwrap_or(0).saturating_sub(AROUND);
    let to = (hit.unwrap_or(0) + AROUND).min(characters.len());
    let cut: String = characters[from..to].iter().collect();
    let cut = cut.split_whitespace().collect::<Vec<_>>().join(" ");
    format!(
        "{}{cut}{}",
        if from > 0 { "…" } else { "" },
        if to < characters.len() { "…" } else { "" }
    )
}
