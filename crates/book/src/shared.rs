//! One book between several tasks.

use std::sync::{Arc, Mutex, PoisonError};

use crate::Book;

/// A book that several tasks share: the window's commands, and an exchange that goes on while
/// the person writes. Each takes it only for a moment.
pub type Shared = Arc<Mutex<Book>>;

/// Takes the book for a moment. A task that fell while it held the book leaves it whole: every
/// change is one transaction.
pub(crate) fn hold<T>(book: &Shared, work: impl FnOnce(&mut Book) -> T) -> T {
    work(&mut book.lock().unwrap_or_else(PoisonError::into_inner))
}
