//! Hai máy cùng sửa: what waits for a person after two devices wrote without knowing of each
//! other, after minutes were adopted ([`late`]), or where much would be removed at once
//! ([`removals`]). Nothing here is decided by the program: one value stands meanwhile, and every
//! other is kept.

mod late;
mod question;
mod removals;
mod settled;
mod spoken;

use serde_json::Value;
use sochibo_domain::{Meeting, entity::describe, minutes::compare_words};
use sochibo_store::StoreError;
use uuid::Uuid;

use self::question::Write;
use crate::{Book, BookError, called, view::ConflictView};

/// How a person settles a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The value at this place of [`ConflictView::values`].
    Choose(usize),
    /// A text that joins them.
    Combine(String),
}

impl Book {
    /// Everything that two devices wrote without knowing of each other, and what was settled and
    /// then taken back.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn conflicts(&self) -> Result<Vec<ConflictView>, BookError> {
        let questions = self.questions()?.into_iter();
        Ok(questions.map(|question| marked(question.view)).collect())
    }

    /// Settles a conflict, named by [`ConflictView::id`]. What was not chosen stays in the history,
    /// and [`Book::reopen_conflict`] asks again; between two adoptions the choice is for good.
    ///
    /// # Errors
    /// [`BookError`]: no such conflict or value, adopted minutes that can't be combined, the disk.
    pub fn settle_conflict(&mut self, id: &str, how: &Settlement) -> Result<(), BookError> {
        let missing = || BookError::from(StoreError::NotFound(id.to_owned()));
        let question = self
            .questions()?
            .into_iter()
            .find(|question| question.view.id == id)
            .ok_or_else(missing)?;
        if let (Some(adoptions), Settlement::Choose(place)) = (&question.adoptions, how) {
            let device = *adoptions.devices.get(*place).ok_or_else(missing)?;
            *self.late() = None;
            return self.settle_adoptions(adoptions, device);
        }
        let chosen = match how {
            Settlement::Choose(place) => question.options.get(*place).ok_or_else(missing)?.clone(),
            Settlement::Combine(text) => question.joined(text)?,
        };
        self.write_all(&chosen)?;
        self.remember_settled(question, chosen);
        Ok(())
    }

    /// The conflict that `text` names: its id, or a beginning that fits one only.
    ///
    /// # Errors
    /// [`BookError`]: none, or several.
    pub fn resolve_conflict(&self, text: &str) -> Result<ConflictView, BookError> {
        one_of(text, self.conflicts()?, |view| &view.id)
    }

    fn write_all(&mut self, writes: &[Write]) -> Result<(), BookError> {
        self.transact(|gate, _| {
            for write in writes {
                gate.settle_any(write.id, &write.field, write.value.clone())?;
            }
            Ok(())
        })?;
        // What was chosen may be in a meeting that is adopted.
        *self.late() = None;
        Ok(())
    }

    /// A thing, as a person calls it: its kind, and the line that a search shows of it.
    fn called(&self, kind: &str, id: Uuid) -> Result<String, BookError> {
        let values = self.read().values(id)?;
        let kind_words = called::kind(kind);
        let standing = values.iter().map(|(name, value)| (name.as_str(), value));
        let line = describe(kind, standing)
            .and_then(|described| described.search)
            .map(|search| search.title)
            .filter(|title| !title.is_empty());
        let name = ["name", "title", "subject"]
            .iter()
            .find_map(|field| values.get(*field)?.as_str().map(str::to_owned));
        let whose = || {
            let member: Uuid = values.get("member")?.as_str()?.parse().ok()?;
            self.member_name(member.into())
                .ok()
                .filter(|name| !name.is_empty())
        };
        Ok(match line.or(name).or_else(whose) {
            Some(line) => format!("{kind_words}: {line}"),
            None => kind_words.to_owned(),
        })
    }

    fn meeting_of_record(&self, kind: &str, id: Uuid) -> Result<Option<String>, BookError> {
        if kind == <Meeting as sochibo_domain::Entity>::KIND {
            return Ok(Some(id.to_string()));
        }
        let values = self.read().values(id)?;
        Ok(values
            .get("meeting")
            .and_then(Value::as_str)
            .map(str::to_owned))
    }
}

/// Marks where texts differ, so that two long ones need not be read word by word by a person.
fn marked(mut view: ConflictView) -> ConflictView {
    if !view.can_combine {
        return view;
    }
    let Some((stands, others)) = view.values.split_first_mut() else {
        return view;
    };
    for other in others.iter_mut().rev() {
        // The first of the others comes last: beside it the one that stands is shown.
        (stands.pieces, other.pieces) = compare_words(&stands.text, &other.text);
    }
    view
}

/// The thing whose id is `text`, or the only one whose id begins with it.
fn one_of<T>(text: &str, all: Vec<T>, id: impl Fn(&T) -> &str) -> Result<T, BookError> {
    let mut fit: Vec<T> = all
        .into_iter()
        .filter(|one| !text.is_empty() && id(one).starts_with(text))
        .collect();
    if let Some(whole) = fit.iter().position(|one| id(one) == text) {
        return Ok(fit.swap_remove(whole));
    }
    match fit.len() {
        0 | 1 => fit
            .pop()
            .ok_or_else(|| StoreError::NotFound(text.to_owned()).into()),
        count => Err(BookError::Ambiguous {
            prefix: text.to_owned(),
            count,
        }),
    }
}
