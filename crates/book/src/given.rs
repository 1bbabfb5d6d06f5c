//! What a person typed, in the form in which it enters the book.

use sochibo_domain::text::normalise;

use crate::BookError;

/// A text that can't be empty, in the form in which it enters the book.
pub(crate) fn required(text: &str, what: &'static str) -> Result<String, BookError> {
    let text = normalise(text).trim().to_owned();
    if text.is_empty() {
        Err(BookError::Missing(what))
    } else {
        Ok(text)
    }
}

/// A text that may be missing, in the form in which it enters the book.
pub(crate) fn optional(text: Option<&str>) -> Option<String> {
    text.map(|text| normalise(text).trim().to_owned())
        .filter(|text| !text.is_empty())
}
