//! The connection to a book's file.

use std::path::Path;

use rusqlite::{Connection, config::DbConfig};
use zeroize::Zeroizing;

use crate::StoreError;

/// How many pages of 4 KiB the write-ahead log holds before they are moved into the book.
const LOG_PAGES: i64 = 4_000;

/// Opens the SQLCipher file with its raw key, for durability above all.
pub(crate) fn connect(path: &Path, key: &[u8; 32]) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    let_go(&connection, false)?;
    unlock(&connection, key)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // A long exchange moves its pages into the book a few times, not at every fourth page that comes:
    // each time waits for the disk twice.
    connection.pragma_update_and_check(None, "wal_autocheckpoint", LOG_PAGES, |_| Ok(()))?;
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

/// Whether closing moves what waits in the write-ahead log into the book. Not before the book
/// has proved sound: whatever is wrong with it, opening leaves its files as they are.
pub(crate) fn let_go(connection: &Connection, yes: bool) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !yes)?;
    Ok(())
}
