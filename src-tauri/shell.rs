use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sochibo_book::{Book, BookError, backup::backup_if_due, domain::Explain, ward::Shared};

use crate::Fault;

/// What the shell holds between two commands: where the book lies, and the book while it is open.
pub struct Shell {
    path: PathBuf,
    open: Mutex<Option<Shared>>,
    /// The label of the window that writes the record of meetings.
    pen: Mutex<String>,
}

/// The window that everything happens in.
pub(crate) const MAIN: &str = "main";
/// The window that follows a meeting.
pub(crate) const FOLLOWER: &str = "theo-doi";

impl Default for Shell {
    fn default() -> Self {
        Self {
            path: Book::default_path(),
            open: Mutex::new(None),
            pen: Mutex::new(MAIN.to_owned()),
        }
    }
}

impl Shell {
    /// Where the book lies.
    #[must_use]
    pub fn path(&self) -> &PathBuf {
        &self.path
    }

    /// Whether the window of this label writes the record.
    pub(crate) fn writes(&self, label: &str) -> bool {
        *self.pen.lock().unwrap_or_else(PoisonError::into_inner) == label
    }

    /// From now on the window of this label writes, and the others follow.
    pub(crate) fn give_pen(&self, label: &str) {
        label.clone_into(&mut self.pen.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// The window of this label is gone: if it had the pen, the main window has it again.
    pub(crate) fn take_pen_from(&self, label: &str) {
        if self.writes(label) {
            self.give_pen(MAIN);
        }
    }

    fn slot(&self) -> MutexGuard<'_, Option<Shared>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the book is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.slot().is_some()
    }

    /// Keeps the book open for the commands to come.
    pub fn keep(&self, book: Book) {
        *self.slot() = Some(Arc::new(Mutex::new(book)));
    }

    /// Makes a backup if one is due; `now_or_never` where something of weight has happened or the
    /// book is about to be closed. What goes wrong is kept for the screen "Đồng bộ".
    pub fn back_up(&self, now_or_never: bool) {
        let Some(book) = self.slot().clone() else {
            return;
        };
        if let Err(error) = backup_if_due(&book, now_or_never, &mut |_, _| {}) {
            tracing::warn!(code = error.code(), "no backup could be made");
        }
    }

    /// The same, while the person goes on.
    pub fn back_up_beside(&self, now_or_never: bool) {
        let Some(book) = self.slot().clone() else {
            return;
        };
        std::thread::spawn(move || {
            if let Err(error) = backup_if_due(&book, now_or_never, &mut |_, _| {}) {
                tracing::warn!(code = error.code(), "no backup could be made");
            }
        });
    }

    /// Closes the book. An exchange that is under way ends its step first.
    pub fn close(&self) {
        *self.slot() = None;
    }

    /// The open book, for an exchange that shares it with the screen.
    ///
    /// # Errors
    /// [`Fault`] while it is locked.
    pub fn shared(&self) -> Result<Shared, Fault> {
        self.slot().clone().ok_or_else(Fault::locked)
    }

    /// Takes the open book for a moment.
    ///
    /// # Errors
    /// [`Fault`]: locked, or what the book says.
    pub fn with<T>(
        &self,
        work: impl FnOnce(&mut Book) -> Result<T, BookError>,
    ) -> Result<T, Fault> {
        let book = self.shared()?;
        let mut book = book.lock().unwrap_or_else(PoisonError::into_inner);
        let done = work(&mut book)?;
        // What was looked at is written down before it is shown. Where the disk refuses, it waits:
        // what the command did stands all the same.
        if let Err(error) = book.keep_notes() {
            tracing::warn!(code = error.code(), "the audit trail could not be written");
        }
        Ok(done)
    }
}
