use std::{fs, path::Path};

use rusqlite::Connection;
use sochibo_journal::DeviceId;
use zeroize::Zeroize;

use crate::{
    RECOVERY_BYTES, Store, StoreError,
    backup::{Parts, Progress},
    connection::{connect, let_go},
    folder::{beside, set_aside, sync_folder},
    key_header::KeyHeader,
    lock::Lock,
};

/// What opens a backup.
pub enum Opener<'a> {
    /// The passphrase that the book had when the backup was made.
    Passphrase(&'a str),
    /// The recovery code on paper.
    Recovery(&'a [u8; RECOVERY_BYTES]),
}

/// Who the restored book will be: two books that go on under one identity would fork its chain.
pub struct NewIdentity {
    /// The device.
    pub device: DeviceId,
    /// Its signing secret.
    pub secret: [u8; 32],
}

impl Drop for NewIdentity {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

impl Store {
    /// Makes a book of a backup, under a new identity. It appears whole or not at all.
    ///
    /// # Errors
    /// [`StoreError`]: not a backup, cut short, damaged, a wrong passphrase or code, a book that
    /// is there already, the disk.
    pub fn restore(
        file: &Path,
        path: &Path,
        opener: &Opener<'_>,
        identity: &NewIdentity,
    ) -> Result<Self, StoreError> {
        Self::restore_watched(file, path, opener, identity, &mut |_, _| {})
    }

    /// The same, telling how far it has come.
    ///
    /// # Errors
    /// As [`Store::restore`].
    pub fn restore_watched(
        file: &Path,
        path: &Path,
        opener: &Opener<'_>,
        identity: &NewIdentity,
        progress: Progress<'_>,
    ) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        // The file is read through twice: to prove that it is whole, and to take the book out.
        let total = fs::metadata(file)
            .map_or(0, |meta| meta.len())
            .saturating_mul(2);
        let mut done = 0;
        let mut step = |bytes: u64| {
            done += bytes;
            progress(done.min(total), total);
        };
        let parts = Parts::read_watched(file, &mut step)?;
        let header = KeyHeader::parse(&parts.header)?;
        let key = match opener {
            Opener::Passphrase(passphrase) => header.unwrap_passphrase(passphrase)?,
            Opener::Recovery(code) => header.unwrap_recovery(code)?,
        };
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            fs::create_dir_all(folder)?;
        }
        let lock = Lock::take(&beside(path, ".lock"))?;
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let fresh = beside(path, ".new");
        parts.extract_watched(&fresh, &mut step)?;
        progress(total, total);
        prove(&connect(&fresh, &key)?)?;
        let mut store = Self::load(&fresh, &key, lock)?;
        if store.cell() != parts.cell {
            return Err(StoreError::BackupDamaged);
        }
        // What the backup had not sent stays where it stands: the next exchange knows what of it
        // the ward has, and sends or moves the rest.
        store.take_new_identity(identity.device, &identity.secret, None, None)?;
        let lock = store.close()?;

        let header_path = Self::header_path(path);
        set_aside(&header_path)?;
        header.write(&header_path)?;
        fs::rename(&fresh, path)?;
        sync_folder(path)?;
        Self::load(path, &key, lock)
    }

    /// Closes the file for good, with nothing left in its write-ahead log; the lock stays taken.
    fn close(self) -> Result<Lock, StoreError> {
        let Self {
            connection, _lock, ..
        } = self;
        let_go(&connection, true)?;
        connection.close().map_err(|(_, error)| error)?;
        Ok(_lock)
    }
}

/// Looks through every page of what came out of the backup before anything is built on it.
fn prove(connection: &Connection) -> Result<(), StoreError> {
    let sound: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if sound == "ok" {
        Ok(())
    } else {
        Err(StoreError::BackupDamaged)
    }
}
