use std::{
    ffi::c_int,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{Store, StoreError};

/// How many of its steps SQLite takes before it tells of them.
const STEPS: c_int = 1;

/// What a book has cost since somebody began to watch it, in numbers that are the same on every
/// machine: for the tests that hold what a save and an exchange may cost.
#[derive(Debug, Default)]
pub struct Spent {
    steps: AtomicU64,
    commits: AtomicU64,
}

impl Spent {
    /// Steps of SQLite's machine: they grow with the rows that are looked at.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Commits that wrote something.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }
}

impl Store {
    /// Counts what the book costs from now on. It is slower by it.
    ///
    /// # Errors
    /// [`StoreError`] where SQLite takes no watcher.
    pub fn watch_cost(&mut self) -> Result<Arc<Spent>, StoreError> {
        let spent = Arc::new(Spent::default());
        let (of_steps, of_commits) = (Arc::clone(&spent), Arc::clone(&spent));
        let step = move || {
            of_steps.steps.fetch_add(1, Ordering::Relaxed);
            false
        };
        let commit = move || {
            of_commits.commits.fetch_add(1, Ordering::Relaxed);
            false
        };
        self.connection.progress_handler(STEPS, Some(step))?;
        self.connection.commit_hook(Some(commit))?;
        Ok(spent)
    }
}
