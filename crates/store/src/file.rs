use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OptionalExtension, config::DbConfig, params};
use sochibo_journal::{
    Author, BoxKey, CellId, DeviceId, DeviceKey, Epoch, Founder, Identity, KeyRing, PublicKey,
    RecoveryKeys, RecoverySecrets, Ring, RingKey,
};
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

use crate::{
    Reader, StoreError,
    backup::{BACKUP_EXTENSION, BackupSource},
    identity::{self, Former},
    key_header::KeyHeader,
    lock::Lock,
    migrate::{self, migrate},
    operations,
    receive::Guard,
    secret::Answered,
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
    pub(crate) path: PathBuf,
    pub(crate) _lock: Lock,
}

/// The length of a SQLCipher page.
const FIRST_PAGE: u64 = 4096;

pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

impl Store {
    /// Where the key header of a book lies.
    #[must_use]
    pub fn header_path(path: &Path) -> PathBuf {
        beside(path, ".key")
    }

    /// Whether a book lies there.
    #[must_use]
    pub fn exists(path: &Path) -> bool {
        path.exists()
    }

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
        Self::build(path, &new.book_key, &seat, || {
            KeyHeader::wrap(&new.book_key, passphrase, recovery, &new.salt)
        })
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
        // SQLite would take a file without a first page for a new one: it would throw the
        // write-ahead log away and fill the file.
        if fs::metadata(path)?.len() < FIRST_PAGE {
            return Err(StoreError::Damaged("tệp bị cắt ngắn".to_owned()));
        }
        let mut connection = connect(path, key)?;
        refuse_truncated(&connection, path)?;
        copy_before_migrating(&connection, path, key)?;
        migrate(&mut connection)?;
        let cell = CellId(read_uuid(&connection, "cell")?);
        let device = DeviceId(read_uuid(&connection, "device")?);
        let secret = Zeroizing::new(read_bytes::<32>(&connection, "device_secret")?);
        let device_key = DeviceKey::from_secret(&secret);
        let keys = read_keys(&connection)?;
        let founder = find_bytes::<{ Founder::LEN }>(&connection, "founder")?
            .and_then(|bytes| Founder::decode(&bytes))
            // Books of an earlier version had one device only.
            .or_else(|| {
                (!keys.rings().is_empty()).then(|| Founder {
                    device,
                    sign_key: device_key.public(),
                })
            });
        let author = operations::author(&connection, cell, device)?;
        let former = identity::former(&connection)?;
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
            path: path.to_owned(),
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
        Reader::new(&self.connection)
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

/// A key header without its book belongs to one that was moved elsewhere, and is all that opens
/// it: it is renamed, never overwritten.
pub(crate) fn set_aside(header: &Path) -> Result<(), StoreError> {
    if !header.exists() {
        return Ok(());
    }
    let free = (1_u32..)
        .map(|n| beside(header, &format!(".old-{n}")))
        .find(|path| !path.exists());
    match free {
        Some(free) => Ok(fs::rename(header, free)?),
        None => Err(StoreError::Exists(header.to_owned())),
    }
}

/// Opens the SQLCipher file with its raw key, for durability above all.
pub(crate) fn connect(path: &Path, key: &[u8; 32]) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    let_go(&connection, false)?;
    unlock(&connection, key)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Gives a connection the raw key of its SQLCipher file.
pub(crate) fn unlock(connection: &Connection, key: &[u8; 32]) -> Result<(), StoreError> {
    // SQLCipher would write of a damaged page to the terminal; what is wrong is said in our words.
    connection.pragma_update_and_check(None, "cipher_log_level", "NONE", |_| Ok(()))?;
    let literal = Zeroizing::new(format!("x'{}'", data_encoding::HEXLOWER.encode(key)));
    connection.pragma_update(None, "key", literal.as_str())?;
    // The first page that is read proves the key; the header authenticated it, so a page that
    // doesn't open is a damaged file.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    })?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}

/// A rename is on disk once its folder is. Windows has no such call and needs none.
pub(crate) fn sync_folder(of: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    if let Some(folder) = of.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = of;
    Ok(())
}

/// Whether closing moves what waits in the write-ahead log into the book. Not before the book
/// has proved sound: whatever is wrong with it, opening leaves its files as they are.
pub(crate) fn let_go(connection: &Connection, yes: bool) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !yes)?;
    Ok(())
}

/// A file that was cut off at a page's end opens without complaint until a missing page is
/// needed, perhaps weeks later. Every page that there should be lies in the file or waits in the
/// write-ahead log.
fn refuse_truncated(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let pages: u32 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    // SQLCipher answers this one as text.
    let size: String = connection.query_row(
        "SELECT CAST(page_size AS TEXT) FROM pragma_page_size",
        [],
        |row| row.get(0),
    )?;
    let size: u64 = size
        .parse()
        .map_err(|_| StoreError::Damaged("cỡ trang".to_owned()))?;
    let found = fs::metadata(path)?.len() / size.max(1);
    let missing = u32::try_from(found).map_or(1..1, |found| found + 1..pages.saturating_add(1));
    if missing.is_empty() {
        return Ok(());
    }
    let waiting = waiting_pages(&beside(path, "-wal"), size)?;
    if missing.into_iter().all(|page| waiting.contains(&page)) {
        Ok(())
    } else {
        Err(StoreError::Damaged("tệp bị cắt ngắn".to_owned()))
    }
}

/// The pages that wait in a write-ahead log: <https://sqlite.org/fileformat2.html#walformat>.
fn waiting_pages(log: &Path, size: u64) -> Result<BTreeSet<u32>, StoreError> {
    let mut pages = BTreeSet::new();
    let mut log = match fs::File::open(log) {
        Ok(log) => BufReader::new(log),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(pages),
        Err(error) => return Err(error.into()),
    };
    let (mut header, mut frame) = ([0; 32], [0; 24]);
    if log.read_exact(&mut header).is_err() {
        return Ok(pages);
    }
    // A frame with another salt is left over from before the log began anew.
    while log.read_exact(&mut frame).is_ok() && frame[8..16] == header[16..24] {
        let [a, b, c, d, ..] = frame;
        pages.insert(u32::from_be_bytes([a, b, c, d]));
        log.seek_relative(i64::try_from(size).unwrap_or(i64::MAX))?;
    }
    Ok(pages)
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

pub(crate) fn recovery_bytes(keys: &RecoveryKeys) -> [u8; 64] {
    let mut out = [0; 64];
    out[..32].copy_from_slice(&keys.boxes.0);
    out[32..].copy_from_slice(&keys.claims.0);
    out
}

/// Keeps the key of a ring.
pub(crate) fn insert_key(
    connection: &Connection,
    ring: Ring,
    epoch: Epoch,
    key: &RingKey,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO ring_key (ring, epoch, key) VALUES (?1, ?2, ?3)")?
        .execute(params![ring.code(), epoch.0, key.0])?;
    Ok(())
}

pub(crate) fn put_bytes(
    connection: &Connection,
    name: &str,
    value: &[u8],
) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO book (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value")?
        .execute(params![name, value])?;
    Ok(())
}

pub(crate) fn find_bytes<const N: usize>(
    connection: &Connection,
    name: &str,
) -> Result<Option<[u8; N]>, StoreError> {
    Ok(connection
        .query_row("SELECT value FROM book WHERE name = ?1", [name], |row| {
            row.get::<_, [u8; N]>(0)
        })
        .optional()?)
}

fn read_bytes<const N: usize>(connection: &Connection, name: &str) -> Result<[u8; N], StoreError> {
    find_bytes(connection, name)?.ok_or_else(|| StoreError::Damaged(format!("thiếu {name}")))
}

fn read_uuid(connection: &Connection, name: &str) -> Result<Uuid, StoreError> {
    Ok(Uuid::from_bytes(read_bytes(connection, name)?))
}

fn read_keys(connection: &Connection) -> Result<KeyRing, StoreError> {
    let mut keys = KeyRing::default();
    let mut statement = connection.prepare("SELECT ring, epoch, key FROM ring_key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let ring = Ring::from_code(row.get(0)?);
        let ring = ring.ok_or_else(|| StoreError::Damaged("vòng khóa lạ".to_owned()))?;
        keys.insert(ring, Epoch(row.get(1)?), RingKey(row.get(2)?));
    }
    Ok(keys)
}
