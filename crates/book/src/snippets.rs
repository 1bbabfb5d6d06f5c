//! Cụm từ viết tắt: the shipped ones and what the cell made of them.

use sochibo_domain::{
    Snippet,
    id::SnippetId,
    snippet::SHIPPED,
    text::{fold, normalise},
};

use crate::{Book, BookError, given::required, view::SnippetLine};

impl Book {
    /// Every phrase, by the letters that stand for it.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn snippets(&self) -> Result<Vec<SnippetLine>, BookError> {
        let own = self.read().list_with_removed::<Snippet>()?;
        let standing = self.read().list::<Snippet>()?;
        let cell = self.store.cell().0;
        let shipped = SHIPPED.iter().filter_map(|(short, text)| {
            let id = Snippet::id(cell, short);
            let taken_over = own.iter().any(|row| row.id == id);
            (!taken_over).then(|| SnippetLine {
                id,
                short: (*short).to_owned(),
                text: (*text).to_owned(),
                own: false,
            })
        });
        let mut lines: Vec<SnippetLine> = standing
            .into_iter()
            .map(|row| SnippetLine {
                id: row.id,
                short: row.entity.short,
                text: row.entity.text,
                own: true,
            })
            .chain(shipped)
            .collect();
        lines.sort_by_cached_key(|line| fold(&line.short));
        Ok(lines)
    }

    /// Keeps a phrase behind a few letters; what stood behind them before is replaced.
    ///
    /// # Errors
    /// [`BookError`]: no letters, letters with a space, no text, the disk.
    pub fn set_snippet(&mut self, short: &str, text: &str) -> Result<SnippetId, BookError> {
        let short = required(short, "chữ tắt")?;
        if short.contains(char::is_whitespace) {
            return Err(BookError::NotNow("Chữ tắt viết liền, không có dấu cách."));
        }
        required(text, "cụm từ")?;
        let id = Snippet::id(self.store.cell().0, &short);
        // A space at the end is meant: one types on after it.
        let space = if text.ends_with(' ') { " " } else { "" };
        let text = format!("{}{space}", normalise(text).trim());
        self.transact(|gate, _| {
            gate.put::<Snippet>(id, &Snippet { short, text })?;
            Ok(id)
        })
    }

    /// Takes a phrase away, a shipped one too.
    ///
    /// # Errors
    /// [`BookError`]: no such phrase, the disk.
    pub fn remove_snippet(&mut self, id: SnippetId) -> Result<(), BookError> {
        let line = self
            .snippets()?
            .into_iter()
            .find(|line| line.id == id)
            .ok_or_else(|| sochibo_store::StoreError::NotFound(id.to_string()))?;
        self.transact(|gate, _| {
            if !line.own {
                let shipped = Snippet {
                    short: line.short,
                    text: line.text,
                };
                gate.put::<Snippet>(id, &shipped)?;
            }
            Ok(gate.remove::<Snippet>(id)?)
        })
    }
}
