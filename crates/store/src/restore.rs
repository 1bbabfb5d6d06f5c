use std::{fs, path::Path};

use rusqlite::Connection;
use sochibo_journal::DeviceId;
use zeroize::Zeroize;

use crate::{
    RECOVERY_BYTES, Store, StoreError,
    backup::Parts,
    file::{beside, connect, let_go, set_aside, sync_folder},
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
    /// Now, in milliseconds since 1970.
    pub now_ms: i64,
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
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let parts = Parts::read(file)?;
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
        parts.extract(&fresh)?;
        prove(&connect(&fresh, &key)?)?;
        let mut store = Self::load(&fresh, &key, lock)?;
        if store.cell() != parts.cell {
            return Err(StoreError::BackupDamaged);
        }
        store.go_on_as(identity)?;
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

    fn go_on_as(&mut self, identity: &NewIdentity) -> Result<(), StoreError> {
        use rusqlite::params;
        use sochibo_journal::{DeviceKey, PublicKey};
        let PublicKey(public) = DeviceKey::from_secret(&identity.secret).public();
        let state = crate::LinkState {
            acknowledged: 0,
            ..self.link_state()?
        };
        let tx = self.connection.transaction()?;
        let put = "INSERT INTO book (name, value) VALUES (?1, ?2)
                   ON CONFLICT DO UPDATE SET value = excluded.value";
        tx.execute(put, params!["device", identity.device.0.as_bytes()])?;
        tx.execute(put, params!["device_secret", identity.secret])?;
        tx.execute(
            put,
            params!["link_state", serde_json::to_vec(&state).unwrap_or_default()],
        )?;
        tx.execute(
            "INSERT INTO device (device, public_key) VALUES (?1, ?2)",
            params![identity.device.0.as_bytes(), public],
        )?;
        tx.commit()?;
        Ok(())
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
