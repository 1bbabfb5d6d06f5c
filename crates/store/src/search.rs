//! Search without accents: words are folded on both sides, đ with them.

use rusqlite::{Connection, params};
use sochibo_domain::{SearchText, text::fold};
use uuid::Uuid;

use crate::StoreError;

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

pub(crate) fn insert(
    connection: &Connection,
    no: i64,
    text: &SearchText,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO search (rowid, title, text, folded) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![no, text.title, text.text, folded(text)])?;
    Ok(())
}

pub(crate) fn remove(connection: &Connection, no: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM search WHERE rowid = ?1")?
        .execute([no])?;
    Ok(())
}

pub(crate) fn folded(text: &SearchText) -> String {
    fold(&format!("{} {}", text.title, text.text))
}

/// The records that hold all `words`, each as a prefix, best first.
pub(crate) fn find(
    connection: &Connection,
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
    // Each word is quoted, so nothing typed is FTS syntax.
    let query = words
        .iter()
        .map(|word| format!("\"{word}\"*"))
        .collect::<Vec<_>>()
        .join(" ");
    let mut statement = connection.prepare_cached(
        "SELECT record.kind, record.id, record.parent, search.title, search.text
         FROM search JOIN record ON record.no = search.rowid
         WHERE search MATCH ?1 ORDER BY rank LIMIT ?2",
    )?;
    let mut rows = statement.query(params![query, i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        let text: String = row.get(4)?;
        hits.push(SearchHit {
            kind: row.get(0)?,
            id: Uuid::from_bytes(row.get(1)?),
            parent: row.get::<_, Option<[u8; 16]>>(2)?.map(Uuid::from_bytes),
            title: row.get(3)?,
            snippet: snippet(&text, &words),
        });
    }
    Ok(hits)
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
