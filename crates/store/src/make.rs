//! Making the file of a book: that of a new cell, and that of a device which comes in later.

use std::{fs, io, path::Path};

use rusqlite::{Connection, params};
use sochibo_journal::{
    CellId, DeviceId, DeviceKey, Epoch, Founder, KeyRing, PublicKey, RecoveryKeys, RecoverySecrets,
    Ring, RingKey,
};
use zeroize::Zeroize;

use crate::{
    Store, StoreError,
    connection::{connect, let_go},
    directory,
    folder::{beside, set_aside},
    kept::{insert_key, put_bytes, recovery_bytes},
    key_header::KeyHeader,
    lock::Lock,
    migrate::migrate,
    operations,
};

/// Everything random that a new book needs, made by the caller.
pub struct NewBook {
    /// The cell.
    pub cell: CellId,
    /// This device.
    pub device: DeviceId,
    /// Its signing secret.
    pub device_secret: [u8; 32],
    /// The key of the SQLCipher file.
    pub book_key: [u8; 32],
    /// The first keys of the three rings, in the order of [`Ring::SEALED`].
    pub ring_keys: [[u8; 32]; 3],
    /// The secret of the recovery code.
    pub recovery: [u8; crate::RECOVERY_BYTES],
    /// For the passphrase.
    pub salt: [u8; 16],
}

impl Drop for NewBook {
    fn drop(&mut self) {
        self.device_secret.zeroize();
        self.book_key.zeroize();
        self.ring_keys.zeroize();
        self.recovery.zeroize();
    }
}

/// Everything that a book needs whose content comes from elsewhere: a second device, or a laptop
/// in the place of a lost one.
pub struct NewSeat {
    /// The cell.
    pub cell: CellId,
    /// This device.
    pub device: DeviceId,
    /// Its signing secret.
    pub device_secret: [u8; 32],
    /// The key of the SQLCipher file.
    pub book_key: [u8; 32],
    /// For the passphrase.
    pub salt: [u8; 16],
}

impl Drop for NewSeat {
    fn drop(&mut self) {
        self.device_secret.zeroize();
        self.book_key.zeroize();
    }
}

/// What lets a laptop take the place of a lost one: opened from the escrow by the recovery code.
pub struct Recovered<'a> {
    /// The secret of the recovery code, which opens this file too.
    pub recovery: &'a [u8; crate::RECOVERY_BYTES],
    /// Which device began the book.
    pub founder: Founder,
    /// The keys of the rings.
    pub keys: &'a KeyRing,
    /// The instant of the escrow: this device writes after it, whatever its clock says.
    pub at: sochibo_journal::Hlc,
}

/// What a new file begins with.
struct Seat<'a> {
    cell: CellId,
    device: DeviceId,
    device_secret: &'a [u8; 32],
    keys: &'a KeyRing,
    founder: Option<Founder>,
    recovery: Option<RecoveryKeys>,
    clock: Option<sochibo_journal::Hlc>,
}

impl Store {
    /// Makes a book. It appears whole or not at all: it is built under another name, and renamed
    /// once it and its header are on disk.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where one is there; [`StoreError`] where the disk refuses.
    pub fn create(path: &Path, passphrase: &str, new: &NewBook) -> Result<Self, StoreError> {
        let mut keys = KeyRing::default();
        for (ring, key) in Ring::SEALED.into_iter().zip(&new.ring_keys) {
            keys.insert(ring, Epoch(1), RingKey(*key));
        }
        let seat = Seat {
            cell: new.cell,
            device: new.device,
            device_secret: &new.device_secret,
            keys: &keys,
            founder: Some(Founder {
                device: new.device,
                sign_key: DeviceKey::from_secret(&new.device_secret).public(),
            }),
            recovery: Some(RecoverySecrets::of_code(&new.recovery).public()),
            clock: None,
        };
        Self::build(path, &new.book_key, &seat, || {
            KeyHeader::wrap(&new.book_key, passphrase, Some(&new.recovery), &new.salt)
        })
    }

    /// Makes the book of a device that joins a cell. What is in it comes once the device was let
    /// in; where it takes the place of a lost one, it has the keys already.
    ///
    /// # Errors
    /// As [`Store::create`].
    pub fn take_seat(
        path: &Path,
        passphrase: &str,
        new: &NewSeat,
        recovered: Option<&Recovered<'_>>,
    ) -> Result<Self, StoreError> {
        let none = KeyRing::default();
        let seat = Seat {
            cell: new.cell,
            device: new.device,
            device_secret: &new.device_secret,
            keys: recovered.map_or(&none, |recovered| recovered.keys),
            founder: recovered.map(|recovered| recovered.founder),
            recovery: recovered.map(|it| RecoverySecrets::of_code(it.recovery).public()),
            clock: recovered.map(|recovered| recovered.at),
        };
        let recovery = recovered.map(|recovered| recovered.recovery);
        let store = Self::build(path, &new.book_key, &seat, || {
            KeyHeader::wrap(&new.book_key, passphrase, recovery, &new.salt)
        })?;
        if let Some(code) = recovery {
            directory::open_with_paper(&store.connection, code)?;
        }
        Ok(store)
    }

    fn build(
        path: &Path,
        book_key: &[u8; 32],
        seat: &Seat<'_>,
        header: impl FnOnce() -> Result<KeyHeader, StoreError>,
    ) -> Result<Self, StoreError> {
        let header_path = Self::header_path(path);
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            fs::create_dir_all(folder)?;
        }
        let lock = Lock::take(&beside(path, ".lock"))?;
        // Another program may have made one between the first look and the lock.
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let header = header()?;

        let fresh = beside(path, ".new");
        for leftover in [
            fresh.clone(),
            beside(&fresh, "-wal"),
            beside(&fresh, "-shm"),
        ] {
            match fs::remove_file(&leftover) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(error.into());
                }
                _ => {}
            }
        }
        let mut connection = connect(&fresh, book_key)?;
        migrate(&mut connection)?;
        write_identity(&mut connection, seat)?;
        let_go(&connection, true)?;
        connection.close().map_err(|(_, error)| error)?;

        set_aside(&header_path)?;
        header.write(&header_path)?;
        fs::rename(&fresh, path)?;
        Self::load(path, book_key, lock)
    }
}

fn write_identity(connection: &mut Connection, seat: &Seat<'_>) -> Result<(), StoreError> {
    let tx = connection.transaction()?;
    put_bytes(&tx, "cell", seat.cell.0.as_bytes())?;
    put_bytes(&tx, "device", seat.device.0.as_bytes())?;
    put_bytes(&tx, "device_secret", seat.device_secret)?;
    if let Some(founder) = &seat.founder {
        put_bytes(&tx, "founder", &founder.encode())?;
    }
    if let Some(recovery) = &seat.recovery {
        put_bytes(&tx, "recovery", &recovery_bytes(recovery))?;
    }
    if let Some(clock) = seat.clock {
        operations::save_clock(&tx, clock)?;
    }
    for (ring, epoch, key) in seat.keys.iter() {
        insert_key(&tx, ring, epoch, key)?;
    }
    let PublicKey(public) = DeviceKey::from_secret(seat.device_secret).public();
    tx.execute(
        "INSERT INTO device (device, public_key) VALUES (?1, ?2)",
        params![seat.device.0.as_bytes(), public],
    )?;
    tx.commit()?;
    Ok(())
}
