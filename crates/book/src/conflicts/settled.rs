//! What this device settled, so that it can ask again. A device's own setting: the others see the
//! value that was chosen, and the history holds what was not.

use serde::{Deserialize, Serialize};
use sochibo_store::StoreError;

use super::{
    one_of,
    question::{Question, Write},
};
use crate::{
    Book, BookError,
    view::{ConflictView, SettledView},
};

const SETTLED: &str = "settled-conflicts";
/// How many stay.
const KEPT: usize = 20;

/// A conflict that was settled.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Settled {
    question: Question,
    chosen: Vec<Write>,
    /// RFC 3339.
    at: String,
    /// The person took the answer back: the question is asked again.
    open: bool,
}

impl Book {
    /// What was settled on this device and can still be taken back, the newest first.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn settled_conflicts(&self) -> Result<Vec<SettledView>, BookError> {
        let mut views = Vec::new();
        for settled in self.settled()?.into_iter().rev() {
            if !settled.open && self.stands(&settled.chosen)? {
                let view = &settled.question.view;
                views.push(SettledView {
                    id: view.id.clone(),
                    what: view.what.clone(),
                    field: view.field.clone(),
                    kept: kept(&settled),
                    at: settled.at.clone(),
                });
            }
        }
        Ok(views)
    }

    /// Takes an answer back: what stood before stands again, and the question is asked again.
    ///
    /// # Errors
    /// [`BookError`]: nothing such was settled here, or it was written anew since; the disk.
    pub fn reopen_conflict(&mut self, id: &str) -> Result<(), BookError> {
        let mut all = self.settled()?;
        let at = all
            .iter()
            .rposition(|settled| settled.question.view.id == id && !settled.open)
            .ok_or_else(|| StoreError::NotFound(id.to_owned()))?;
        let Some(settled) = all.get_mut(at) else {
            return Ok(());
        };
        if !self.stands(&settled.chosen)? {
            return Err(BookError::NotNow(
                "Mục này đã được sửa tiếp sau khi chọn nên không hoàn tác được. Giá trị đang có vẫn giữ nguyên.",
            ));
        }
        if let Some(stood) = settled.question.options.first().cloned() {
            self.write_all(&stood)?;
        }
        settled.open = true;
        self.keep_settled(&all)
    }

    /// The settled conflict that `text` names: its id, or a beginning that fits one only.
    ///
    /// # Errors
    /// [`BookError`]: none, or several.
    pub fn resolve_settled(&self, text: &str) -> Result<SettledView, BookError> {
        one_of(text, self.settled_conflicts()?, |view| &view.id)
    }

    pub(super) fn remember_settled(&mut self, question: Question, chosen: Vec<Write>) {
        let Ok(mut all) = self.settled() else { return };
        all.retain(|settled| settled.question.view.id != question.view.id);
        all.push(Settled {
            question,
            chosen,
            at: self.now().to_rfc3339(),
            open: false,
        });
        all.drain(..all.len().saturating_sub(KEPT));
        // The answer stands already; where this can't be kept, only the way back is missing.
        let _ = self.keep_settled(&all);
    }

    /// Adds the questions whose answer was taken back, unless somebody has answered by writing anew.
    pub(super) fn add_reopened(&self, asked: &mut Vec<Question>) -> Result<(), BookError> {
        for settled in self.settled()? {
            let question = settled.question;
            let stood = question.options.first().map_or(&[][..], Vec::as_slice);
            let known = |view: &ConflictView| view.id == question.view.id;
            if settled.open
                && !asked.iter().any(|other| known(&other.view))
                && self.stands(stood)?
            {
                asked.push(question);
            }
        }
        Ok(())
    }

    /// Whether these are the values that stand.
    fn stands(&self, writes: &[Write]) -> Result<bool, BookError> {
        for write in writes {
            if self.read().values(write.id)?.get(&write.field) != Some(&write.value) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn settled(&self) -> Result<Vec<Settled>, BookError> {
        let kept = self.store.setting(SETTLED)?;
        Ok(kept
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default())
    }

    fn keep_settled(&self, all: &[Settled]) -> Result<(), BookError> {
        // Plain structs always serialise.
        let json = serde_json::to_string(all).unwrap_or_default();
        Ok(self.store.set_setting(SETTLED, &json)?)
    }
}

/// What was chosen, as a person reads it.
fn kept(settled: &Settled) -> String {
    let options = settled.question.options.iter();
    let of_both = options
        .zip(&settled.question.view.values)
        .find(|(writes, _)| **writes == settled.chosen);
    let joined = || {
        let text = settled.chosen.first()?.value.as_str()?;
        Some(text.to_owned())
    };
    of_both
        .map(|(_, value)| value.text.clone())
        .or_else(joined)
        .unwrap_or_default()
}
