use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use sochibo_book::{Book, ward::Shared};

use crate::{clock, fault::Fault, passphrase};

/// Which book, and where its passphrase comes from.
pub(crate) struct Session {
    path: PathBuf,
    passphrase_file: Option<PathBuf>,
    not_secret: bool,
}

impl Session {
    pub(crate) fn new(
        book: Option<PathBuf>,
        passphrase_file: Option<PathBuf>,
        not_secret: bool,
    ) -> Self {
        Self {
            path: book.unwrap_or_else(Book::default_path),
            passphrase_file,
            not_secret,
        }
    }

    /// Where the book lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn passphrase_file(&self) -> Option<&Path> {
        self.passphrase_file.as_deref()
    }

    /// What opens the book, for a command that opens it more than once.
    pub(crate) fn passphrase(&self) -> Result<String, Fault> {
        match self.path.exists() {
            true => passphrase::get(self.passphrase_file()),
            false => Ok(String::new()),
        }
    }

    /// The book, open. A book that isn't there is said before anybody is asked for a passphrase.
    pub(crate) fn open(&self) -> Result<Book, Fault> {
        let clock = clock::of_environment()?;
        let passphrase = self.passphrase()?;
        let mut book = Book::open(&self.path, &passphrase, clock)?;
        if self.not_secret {
            book.declare_all_not_secret();
        }
        Ok(book)
    }

    /// The book, opened by a passphrase that the command needs again.
    pub(crate) fn open_with(&self, passphrase: &str) -> Result<Book, Fault> {
        Ok(Book::open(
            &self.path,
            passphrase,
            clock::of_environment()?,
        )?)
    }

    /// The book, open, as an exchange with the ward shares it.
    pub(crate) fn open_shared(&self) -> Result<Shared, Fault> {
        Ok(share(self.open()?))
    }
}

/// A book as an exchange shares it.
pub(crate) fn share(book: Book) -> Shared {
    Arc::new(Mutex::new(book))
}

/// Runs an exchange to its end.
pub(crate) fn wait<T>(work: impl Future<Output = T>) -> Result<T, Fault> {
    let runtime = tokio::runtime::Runtime::new().map_err(Fault::Runtime)?;
    Ok(runtime.block_on(work))
}
