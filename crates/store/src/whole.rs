//! Whether a file is as long as it should be.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, BufReader, Read},
    path::Path,
};

use rusqlite::Connection;

use crate::{StoreError, folder::beside};

/// The length of a SQLCipher page.
const FIRST_PAGE: u64 = 4096;

/// SQLite would take a file without a first page for a new one: it would throw the write-ahead log
/// away and fill the file.
pub(crate) fn refuse_stub(path: &Path) -> Result<(), StoreError> {
    if fs::metadata(path)?.len() < FIRST_PAGE {
        return Err(StoreError::Damaged("tệp bị cắt ngắn".to_owned()));
    }
    Ok(())
}

/// A file that was cut off at a page's end opens without complaint until a missing page is
/// needed, perhaps weeks later. Every page that there should be lies in the file or waits in the
/// write-ahead log.
pub(crate) fn refuse_truncated(connection: &Connection, path: &Path) -> Result<(), StoreError> {
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
