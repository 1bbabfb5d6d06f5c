use std::{
    cell::RefCell,
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use sochibo_journal::{
    Author, BoxKey, CellId, DeviceId, DeviceKey, Founder, Identity, KeyRing, PublicKey,
    RecoveryKeys, RecoverySecrets, Ring,
};
use zeroize::Zeroizing;

use crate::{
    LinkState, Reader, StoreError,
    backup::{BACKUP_EXTENSION, BackupSource},
    connection::{connect, let_go},
    directory,
    folder::beside,
    former::{self, Former},
    kept::{find_bytes, put_bytes, read_bytes, read_keys, read_uuid, recovery_bytes},
    key_header::KeyHeader,
    lock::Lock,
    migrate::{self, migrate},
    operations,
    receive::Guard,
    runs,
    secret::Answered,
    whole::{refuse_stub, refuse_truncated},
};

/// The open book.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) author: Author,
    pub(crate) keys: KeyRing,
    pub(crate) answered: Answered,
    pub(crate) book_key: Zeroizing<[u8; 32]>,
    pub(crate) founder: Option<Founder>,
    pub(crate) device_key: DeviceKey,
    /// The identity that the ward still knows this device by, until the new one has been told.
    pub(crate) former: Option<Former>,
    /// How much the exchange under way removes.
    pub(crate) guard: Option<Guard>,
    /// How often records have become others by anything but what is written here.
    pub(crate) turned: u64,
    /// How far the exchange has come, as last read: each save asks how wrong the clock is.
    pub(crate) state: RefCell<Option<LinkState>>,
    pub(crate) path: PathBuf,
    pub(crate) _lock: Lock,
}

impl Store {
    /// Where the key header of a book lies.
    #[must_use]
    pub fn header_path(path: &Path) -> PathBuf {
        beside(path, ".key")
    }

    /// How often, since the book was opened, records may have become others by anything but what is
    /// written here: by what came from other devices or was set aside, by what had waited for its
    /// time or for a person, by a new identity, by a repair. Whoever keeps what it has gathered of
    /// records keeps it as long as this stands.
    #[must_use]
    pub fn turned(&self) -> u64 {
        self.turned
    }

    /// Whether a book lies there.
    #[must_use]
    pub fn exists(path: &Path) -> bool {
        path.exists()
    }

    /// Gives the book another passphrase: the old one is asked for once more, and no longer opens
    /// it afterwards. The header is replaced whole or not at all.
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`], or the disk refuses; the old header then stands.
    pub fn change_passphrase(
        &mut self,
        old: &str,
        new: &str,
        salt: &[u8; 16],
    ) -> Result<(), StoreError> {
        let path = Self::header_path(&self.path);
        let header = KeyHeader::read(&path)?;
        let key = header.unwrap_passphrase(old)?;
        header.with_passphrase(&key, new, salt)?.write(&path)
    }

    /// Whether `passphrase` opens the book.
    ///
    /// # Errors
    /// [`StoreError`] where the header can't be read.
    pub fn is_passphrase(&self, passphrase: &str) -> Result<bool, StoreError> {
        match KeyHeader::read(&Self::header_path(&self.path))?.unwrap_passphrase(passphrase) {
            Ok(_) => Ok(true),
            Err(StoreError::WrongPassphrase) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Opens a book by its passphrase.
    ///
    /// # Errors
    /// [`StoreError`]: wrong passphrase, in use, newer, damaged, missing.
    pub fn open(path: &Path, passphrase: &str) -> Result<Self, StoreError> {
        let (lock, header) = Self::approach(path)?;
        let key = header.unwrap_passphrase(passphrase)?;
        Ok(Self::load(path, &key, lock)?.settled())
    }

    /// With what a crash cut off brought to its end. Where the disk refuses, the book opens all the
    /// same, and both recovery codes do until the next time.
    fn settled(mut self) -> Self {
        let _ = self.settle_recovery();
        self
    }

    /// Opens a book by its recovery code.
    ///
    /// # Errors
    /// [`StoreError`], as [`Store::open`].
    pub fn open_with_recovery(
        path: &Path,
        recovery: &[u8; crate::RECOVERY_BYTES],
    ) -> Result<Self, StoreError> {
        let (lock, header) = Self::approach(path)?;
        let key = header.unwrap_recovery(recovery)?;
        Ok(Self::load(path, &key, lock)?.settled())
    }

    /// Opens a book by its recovery code and gives it a new passphrase. The old one no longer
    /// opens it; the recovery code does. The header is replaced whole, once the book has proved
    /// sound.
    ///
    /// # Errors
    /// [`StoreError`], as [`Store::open`]; the old header is then untouched.
    pub fn recover(
        path: &Path,
        recovery: &[u8; crate::RECOVERY_BYTES],
        passphrase: &str,
        salt: &[u8; 16],
    ) -> Result<Self, StoreError> {
        let (lock, header) = Self::approach(path)?;
        let key = header.unwrap_recovery(recovery)?;
        let store = Self::load(path, &key, lock)?;
        header
            .with_passphrase(&key, passphrase, salt)?
            .write(&Self::header_path(path))?;
        // Books of an earlier version did not know what their code stands for.
        if store.own_recovery_keys()?.is_none() {
            store.keep_recovery_keys(&RecoverySecrets::of_code(recovery).public())?;
        }
        Ok(store.settled())
    }

    fn approach(path: &Path) -> Result<(Lock, KeyHeader), StoreError> {
        if !path.exists() {
            return Err(StoreError::NoBook(path.to_owned()));
        }
        let header = KeyHeader::read(&Self::header_path(path))?;
        Ok((Lock::take(&beside(path, ".lock"))?, header))
    }

    pub(crate) fn load(path: &Path, key: &[u8; 32], lock: Lock) -> Result<Self, StoreError> {
        refuse_stub(path)?;
        let mut connection = connect(path, key)?;
        refuse_truncated(&connection, path)?;
        copy_before_migrating(&connection, path, key)?;
        migrate(&mut connection)?;
        if !runs::are_right(&connection)? {
            let transaction = connection.transaction()?;
            runs::find_again(&transaction)?;
            transaction.commit()?;
        }
        let cell = CellId(read_uuid(&connection, "cell")?);
        let device = DeviceId(read_uuid(&connection, "device")?);
        let secret = Zeroizing::new(read_bytes::<32>(&connection, "device_secret")?);
        let device_key = DeviceKey::from_secret(&secret);
        let mut keys = read_keys(&connection)?;
        let founder = find_bytes::<{ Founder::LEN }>(&connection, "founder")?
            .and_then(|bytes| Founder::decode(&bytes))
            // Books of an earlier version had one device only.
            .or_else(|| {
                (!keys.rings().is_empty()).then(|| Founder {
                    device,
                    sign_key: device_key.public(),
                })
            });
        if let Some(founder) = founder {
            directory::choose(&connection, cell, founder, &mut keys)?;
        }
        let author = operations::author(&connection, cell, device)?;
        let former = former::find(&connection)?;
        let_go(&connection, true)?;
        Ok(Self {
            connection,
            author,
            keys,
            answered: Answered::default(),
            book_key: Zeroizing::new(*key),
            founder,
            device_key,
            former,
            guard: None,
            turned: 0,
            path: path.to_owned(),
            state: RefCell::default(),
            _lock: lock,
        })
    }

    /// Lets the file grow to so many pages and no further, or freely again: a full disk, for tests
    /// on any machine.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn limit_pages(&self, pages: Option<u32>) -> Result<(), StoreError> {
        let pages = pages.unwrap_or(u32::MAX - 1);
        self.connection
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
        Ok(())
    }

    /// How many pages the file has.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn pages(&self) -> Result<u32, StoreError> {
        Ok(self
            .connection
            .query_row("PRAGMA page_count", [], |row| row.get(0))?)
    }

    /// The cell whose book it is.
    #[must_use]
    pub fn cell(&self) -> CellId {
        self.author.cell
    }

    /// This device.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.author.device
    }

    /// This device's signing key.
    #[must_use]
    pub fn device_key(&self) -> &DeviceKey {
        &self.device_key
    }

    /// Whether this device holds a key of the ring.
    #[must_use]
    pub fn holds(&self, ring: Ring) -> bool {
        self.keys.newest(ring).is_some()
    }

    /// This device with its public keys.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity::of(self.author.device, &self.device_key)
    }

    /// The keys that this device holds.
    #[must_use]
    pub fn ring_keys(&self) -> &KeyRing {
        &self.keys
    }

    /// What the recovery code that was made here stands for.
    pub(crate) fn own_recovery_keys(&self) -> Result<Option<RecoveryKeys>, StoreError> {
        let bytes = find_bytes::<64>(&self.connection, "recovery")?;
        Ok(bytes.map(|bytes| {
            let (mut boxes, mut claims) = ([0; 32], [0; 32]);
            boxes.copy_from_slice(&bytes[..32]);
            claims.copy_from_slice(&bytes[32..]);
            RecoveryKeys {
                boxes: BoxKey(boxes),
                claims: PublicKey(claims),
            }
        }))
    }

    fn keep_recovery_keys(&self, keys: &RecoveryKeys) -> Result<(), StoreError> {
        put_bytes(&self.connection, "recovery", &recovery_bytes(keys))
    }

    /// Where the book lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// For questions.
    #[must_use]
    pub fn read(&self) -> Reader<'_> {
        Reader::new(&self.connection, &self.keys)
    }
}

/// Before a book is brought to a newer schema, a copy of it as it was is made beside it, proved,
/// and kept: an older program can go back to it.
fn copy_before_migrating(
    connection: &Connection,
    path: &Path,
    key: &[u8; 32],
) -> Result<(), StoreError> {
    let Some(from) = migrate::behind(connection)? else {
        return Ok(());
    };
    // A book that is being made or restored has no header beside it yet, and nothing to lose.
    if !Store::header_path(path).exists() {
        return Ok(());
    }
    let cell = CellId(read_uuid(connection, "cell")?);
    let source = BackupSource::of(path, cell, key);
    source.write(&before_migration(path, from), &mut |_, _| {})?;
    Ok(())
}

/// Where the copy lies that was made before a book left schema `from`.
pub(crate) fn before_migration(path: &Path, from: i64) -> PathBuf {
    beside(path, &format!(".truoc-nang-cap-{from}.{BACKUP_EXTENSION}"))
}
