//! Brings a ward's file to the newest schema: numbered scripts, `PRAGMA user_version`.

use rusqlite::{Connection, TransactionBehavior};

use crate::store::StoreError;

/// The scripts in order. One that was released is never changed.
const SCRIPTS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003_devices.sql"),
    include_str!("migrations/0004_room.sql"),
    include_str!("migrations/0005_documents.sql"),
];

/// Runs what is missing, all in one transaction, so that a crash leaves the old schema.
pub(super) fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    if version(db)? == SCRIPTS.len() {
        return Ok(());
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another command may have migrated while this one waited for the lock.
    let found = version(&tx)?;
    let missing = SCRIPTS.get(found..).ok_or(StoreError::Newer {
        found,
        known: SCRIPTS.len(),
    })?;
    for script in missing {
        tx.execute_batch(script)?;
    }
    tx.pragma_update(
        None,
        "user_version",
        super::column::int(SCRIPTS.len() as u64),
    )?;
    tx.commit()?;
    Ok(())
}

fn version(db: &Connection) -> Result<usize, StoreError> {
    let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version).map_err(|_| StoreError::Damaged("user_version"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_newer_program_is_refused_and_left_alone() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db).unwrap();
        db.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(
            migrate(&mut db),
            Err(StoreError::Newer { found: 99, .. })
        ));
    }

    #[test]
    fn what_a_cell_has_is_counted_when_the_count_comes_in() {
        let mut db = Connection::open_in_memory().unwrap();
        let older = 3;
        for script in &SCRIPTS[..older] {
            db.execute_batch(script).unwrap();
        }
        db.pragma_update(None, "user_version", 3).unwrap();
        db.execute_batch(
            "INSERT INTO cell (cell, rev) VALUES (x'01', 7), (x'02', 0);
             INSERT INTO batch_end (cell, rev, device, first_seq, seq, bytes, signature, taken_at)
             VALUES (x'01', 3, x'0a', 1, 3, 300, x'', 0), (x'01', 7, x'0a', 4, 7, 41, x'', 0);",
        )
        .unwrap();
        migrate(&mut db).unwrap();
        let bytes = |cell: &str| -> i64 {
            let of = format!("SELECT bytes FROM cell WHERE cell = {cell}");
            db.query_row(&of, [], |row| row.get(0)).unwrap()
        };
        assert_eq!((bytes("x'01'"), bytes("x'02'")), (341, 0));
    }

    #[test]
    fn migrating_twice_does_nothing() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db).unwrap();
        migrate(&mut db).unwrap();
        assert_eq!(version(&db).unwrap(), SCRIPTS.len());
    }
}
