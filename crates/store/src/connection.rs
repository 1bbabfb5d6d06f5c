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
    stay_prepared(&connection)?;
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

/// Statements are prepared once. SQLite would prepare one anew, at ten times the cost of running it,
/// whenever it is asked with other values and some index with a condition might serve those: every
/// question here repeats the condition of the index that it means.
fn stay_prepared(connection: &Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Whether closing moves what waits in the write-ahead log into the book. Not before the book
/// has proved sound: whatever is wrong with it, opening leaves its files as they are.
pub(crate) fn let_go(connection: &Connection, yes: bool) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !yes)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;
    use crate::migrate::migrate;

    #[test]
    fn no_question_is_prepared_anew_because_it_is_asked_with_other_values() {
        let dir = tempfile::tempdir().unwrap();
        let mut book = connect(&dir.path().join("book"), &[7; 32]).unwrap();
        migrate(&mut book).unwrap();
        for question in [
            "SELECT place FROM record INDEXED BY record_listed
             WHERE kind = ?1 AND parent = ?1 AND deleted = 0 ORDER BY place DESC LIMIT 1",
            "SELECT seq FROM operation INDEXED BY operation_published
             WHERE device = ?1 AND seq > ?1 AND substr(header, 82, 1) = x'00' AND record IS NOT ?1",
            "SELECT idx FROM operation INDEXED BY operation_not_applied
             WHERE state = ?1 AND state <> 0 AND (?1 IS NULL OR why = ?1)",
        ] {
            let mut statement = book.prepare(question).unwrap();
            for n in 0..9 {
                assert!(!statement.exists([n]).unwrap());
            }
            let anew = statement.get_status(StatementStatus::RePrepare);
            assert_eq!(anew, 0, "{question}");
        }
    }
}
