//! Bản sao lưu: one file that holds the whole book, encrypted as it lies on the disk, with the
//! key header that opens it.
//!
//! | bytes | field |
//! |---|---|
//! | 5 | `SCBK\x01` |
//! | 16 | cell |
//! | 4 | length of the key header, u32 little-endian |
//! | … | the key header: the JSON of `BOOK.key` |
//! | 8 | length of the SQLCipher file, u64 little-endian |
//! | … | the SQLCipher file |
//! | 32 | BLAKE3 of everything before, context `sochibo 2026 backup` |
//!
//! It is made in four steps: SQLite's own backup of one snapshot while writing goes on; put
//! together under another name; read back from the disk, opened with the key, looked through and
//! compared; and only then renamed.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags, backup::Backup};
use sochibo_journal::{CellId, DeviceId, Hash};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    Store, StoreError,
    connection::{connect, let_go, unlock},
    folder::{beside, sync_folder},
    key_header::KeyHeader,
    operations,
};

/// What the names of backup files end in.
pub const BACKUP_EXTENSION: &str = "sochibo-sao-luu";

const MAGIC: &[u8; 4] = b"SCBK";
const VERSION: u8 = 1;
const CONTEXT: &str = "sochibo 2026 backup";
/// A key header is a few hundred bytes of JSON.
const MAX_HEADER: u32 = 64 << 10;
/// Pages between two looks at the clock of whoever watches.
const PAGES_AT_ONCE: i32 = 256;
/// The same for a file that is read through.
const BYTES_AT_ONCE: usize = 1 << 20;

/// How far a long piece of work has come: done, and of how much.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// The ends of the chains in a book: for each device its last number and the hash of its header.
pub type Ends = Vec<(DeviceId, u64, Hash)>;

/// What is needed to copy a book while somebody else holds it open.
pub struct BackupSource {
    path: PathBuf,
    cell: CellId,
    key: Zeroizing<[u8; 32]>,
}

/// A backup that was written and proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    /// The file.
    pub file: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// How many operations it holds.
    pub operations: u64,
}

impl Store {
    /// What is needed to copy this book, so that the book need not be held meanwhile.
    #[must_use]
    pub fn backup_source(&self) -> BackupSource {
        BackupSource::of(self.path(), self.cell(), &self.book_key)
    }

    /// The ends of the chains, by which two copies of a book are compared.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn ends(&self) -> Result<Ends, StoreError> {
        ends(&self.connection)
    }
}

impl BackupSource {
    pub(crate) fn of(path: &Path, cell: CellId, key: &[u8; 32]) -> Self {
        Self {
            path: path.to_owned(),
            cell,
            key: Zeroizing::new(*key),
        }
    }

    /// Writes a backup to `to`, which must not be there yet or is replaced whole. Fails without
    /// a trace: what stood there before stands until the new one is proved.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses or what was written can't be read back.
    pub fn write(&self, to: &Path, progress: Progress<'_>) -> Result<BackedUp, StoreError> {
        let plain = beside(to, ".dang-chep");
        let fresh = beside(to, ".dang-ghi");
        let proof = beside(to, ".dang-thu");
        let done = self.write_through(to, [&plain, &fresh, &proof], progress);
        for leftover in [&plain, &fresh, &proof] {
            remove_database(leftover);
        }
        done
    }

    fn write_through(
        &self,
        to: &Path,
        [plain, fresh, proof]: [&Path; 3],
        progress: Progress<'_>,
    ) -> Result<BackedUp, StoreError> {
        if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        for leftover in [plain, fresh, proof] {
            remove_database(leftover);
        }
        let header = fs::read(Store::header_path(&self.path))?;
        KeyHeader::parse(&header)?;
        let taken = self.copy(plain, progress)?;
        put_together(self.cell, &header, plain, fresh)?;

        let parts = Parts::read(fresh)?;
        if parts.cell != self.cell || parts.header != header {
            return Err(StoreError::BackupUnproved);
        }
        parts.extract(proof)?;
        prove(proof, &self.key, &taken)?;
        fs::rename(fresh, to)?;
        sync_folder(to)?;
        Ok(BackedUp {
            file: to.to_owned(),
            bytes: fs::metadata(to)?.len(),
            operations: taken.iter().map(|(_, seq, _)| seq).sum(),
        })
    }

    /// Copies one snapshot of the book, page by page; answers the ends of its chains.
    fn copy(&self, to: &Path, progress: Progress<'_>) -> Result<Ends, StoreError> {
        let source = Connection::open_with_flags(
            &self.path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        // Closing this one must not touch what the open book has in its write-ahead log.
        let_go(&source, false)?;
        unlock(&source, &self.key)?;
        // From here on this connection sees the book as it is now, whatever is written meanwhile.
        source.execute_batch("BEGIN")?;
        let taken = ends(&source)?;
        let mut copy = Connection::open(to)?;
        unlock(&copy, &self.key)?;
        {
            let backup = Backup::new(&source, &mut copy)?;
            loop {
                use rusqlite::backup::StepResult;
                let step = backup.step(PAGES_AT_ONCE)?;
                let at = backup.progress();
                let total = u64::try_from(at.pagecount).unwrap_or(0);
                let left = u64::try_from(at.remaining).unwrap_or(0);
                progress(total.saturating_sub(left), total);
                match step {
                    StepResult::Done => break,
                    StepResult::More => {}
                    _ => std::thread::sleep(std::time::Duration::from_millis(5)),
                }
            }
        }
        source.execute_batch("COMMIT")?;
        copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
        copy.close().map_err(|(_, error)| error)?;
        Ok(taken)
    }
}

fn put_together(cell: CellId, header: &[u8], database: &Path, to: &Path) -> Result<(), StoreError> {
    let mut from = BufReader::new(File::open(database)?);
    let length = from.get_ref().metadata()?.len();
    let mut out = Summing::new(BufWriter::new(File::create(to)?));
    out.write_all(MAGIC)?;
    out.write_all(&[VERSION])?;
    out.write_all(cell.0.as_bytes())?;
    out.write_all(
        &u32::try_from(header.len())
            .unwrap_or(u32::MAX)
            .to_le_bytes(),
    )?;
    out.write_all(header)?;
    out.write_all(&length.to_le_bytes())?;
    io::copy(&mut from, &mut out)?;
    let sum = out.sum();
    let mut file = out.into_inner();
    file.write_all(&sum)?;
    file.flush()?;
    file.get_ref().sync_all()?;
    Ok(())
}

/// Opens what was extracted and compares it with what was taken.
fn prove(database: &Path, key: &[u8; 32], taken: &Ends) -> Result<(), StoreError> {
    let copy = connect(database, key)?;
    let sound: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    let same = ends(&copy)? == *taken;
    copy.close().map_err(|(_, error)| error)?;
    if sound == "ok" && same {
        Ok(())
    } else {
        Err(StoreError::BackupUnproved)
    }
}

fn ends(connection: &Connection) -> Result<Ends, StoreError> {
    let mut statement =
        connection.prepare("SELECT device, max(seq), header FROM operation GROUP BY device")?;
    let mut rows = statement.query([])?;
    let mut ends = Vec::new();
    while let Some(row) = rows.next()? {
        let header = operations::decode_header(row.get_ref(2)?.as_blob().unwrap_or_default())?;
        ends.push((
            DeviceId(Uuid::from_bytes(row.get(0)?)),
            operations::unsql(row.get(1)?),
            header.hash(),
        ));
    }
    Ok(ends)
}

/// A backup file that was read and whose sum is right.
pub(crate) struct Parts {
    pub(crate) cell: CellId,
    pub(crate) header: Vec<u8>,
    file: PathBuf,
    from: u64,
    length: u64,
}

impl Parts {
    /// Reads a backup file and proves that it is whole.
    pub(crate) fn read(path: &Path) -> Result<Self, StoreError> {
        Self::read_watched(path, &mut |_| {})
    }

    /// The same, telling how many bytes were looked through since it last told.
    pub(crate) fn read_watched(path: &Path, step: &mut dyn FnMut(u64)) -> Result<Self, StoreError> {
        let size = match fs::metadata(path) {
            Ok(meta) => meta.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::NotFound(path.display().to_string()));
            }
            Err(error) => return Err(error.into()),
        };
        let mut file = BufReader::new(File::open(path)?);
        let cut = |error: io::Error| match error.kind() {
            io::ErrorKind::UnexpectedEof => StoreError::BackupCut,
            _ => error.into(),
        };
        let mut start = [0; 5];
        let read = read_up_to(&mut file, &mut start)?;
        if !start.starts_with(&MAGIC[..read.min(4)]) || read == 0 {
            return Err(StoreError::NotABackup);
        }
        if read < 5 {
            return Err(StoreError::BackupCut);
        }
        if start[4] != VERSION {
            return Err(StoreError::BackupNewer(start[4]));
        }
        let mut cell = [0; 16];
        file.read_exact(&mut cell).map_err(cut)?;
        let mut length = [0; 4];
        file.read_exact(&mut length).map_err(cut)?;
        let length = u32::from_le_bytes(length);
        if length > MAX_HEADER {
            return Err(StoreError::BackupDamaged);
        }
        let mut header = vec![0; length as usize];
        file.read_exact(&mut header).map_err(cut)?;
        let mut length = [0; 8];
        file.read_exact(&mut length).map_err(cut)?;
        let length = u64::from_le_bytes(length);
        let from = 5 + 16 + 4 + header.len() as u64 + 8;
        let whole = from.checked_add(length).and_then(|end| end.checked_add(32));
        match whole {
            Some(whole) if whole == size => {}
            Some(whole) if whole > size => return Err(StoreError::BackupCut),
            _ => return Err(StoreError::BackupDamaged),
        }
        let parts = Self {
            cell: CellId(Uuid::from_bytes(cell)),
            header,
            file: path.to_owned(),
            from,
            length,
        };
        parts.check_sum(step)?;
        Ok(parts)
    }

    fn check_sum(&self, step: &mut dyn FnMut(u64)) -> Result<(), StoreError> {
        let mut file = BufReader::new(File::open(&self.file)?);
        let mut sum = Summing::new(io::sink());
        copy_watched(
            &mut file.by_ref().take(self.from + self.length),
            &mut sum,
            step,
        )?;
        let mut told = [0; 32];
        file.read_exact(&mut told)?;
        if blake3::Hash::from_bytes(told) == blake3::Hash::from_bytes(sum.sum()) {
            Ok(())
        } else {
            Err(StoreError::BackupDamaged)
        }
    }

    /// Writes the SQLCipher file out.
    pub(crate) fn extract(&self, to: &Path) -> Result<(), StoreError> {
        self.extract_watched(to, &mut |_| {})
    }

    /// The same, telling how many bytes were written since it last told.
    pub(crate) fn extract_watched(
        &self,
        to: &Path,
        step: &mut dyn FnMut(u64),
    ) -> Result<(), StoreError> {
        use std::io::{Seek, SeekFrom};
        let mut file = File::open(&self.file)?;
        file.seek(SeekFrom::Start(self.from))?;
        let mut out = File::create(to)?;
        copy_watched(&mut file.take(self.length), &mut out, step)?;
        out.sync_all()?;
        Ok(())
    }
}

fn copy_watched(
    from: &mut impl Read,
    to: &mut impl Write,
    step: &mut dyn FnMut(u64),
) -> Result<(), StoreError> {
    let mut some = vec![0; BYTES_AT_ONCE];
    loop {
        let read = from.read(&mut some)?;
        if read == 0 {
            return Ok(());
        }
        to.write_all(&some[..read])?;
        step(read as u64);
    }
}

fn read_up_to(file: &mut impl Read, bytes: &mut [u8]) -> Result<usize, StoreError> {
    let mut read = 0;
    while read < bytes.len() {
        match file.read(&mut bytes[read..])? {
            0 => break,
            n => read += n,
        }
    }
    Ok(read)
}

/// A writer that sums what goes through it.
struct Summing<W> {
    inner: W,
    hasher: blake3::Hasher,
}

impl<W: Write> Summing<W> {
    fn new(inner: W) -> Self {
        Self {
            inner,
            hasher: blake3::Hasher::new_derive_key(CONTEXT),
        }
    }

    fn sum(&self) -> [u8; 32] {
        *self.hasher.finalize().as_bytes()
    }

    fn into_inner(self) -> W {
        self.inner
    }
}

impl<W: Write> Write for Summing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Removes a database file that was only needed on the way, with what SQLite puts beside it.
fn remove_database(path: &Path) {
    for path in [
        path.to_owned(),
        beside(path, "-wal"),
        beside(path, "-shm"),
        beside(path, "-journal"),
    ] {
        // What isn't there needs no removing; what can't be removed is overwritten next time.
        let _ = fs::remove_file(path);
    }
}
