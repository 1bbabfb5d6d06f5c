//! Brings a ward's file to the newest schema: numbered scripts, `PRAGMA user_version`.

use rusqlite::{Connection, TransactionBehavior};

use crate::store::StoreError;

/// The scripts in order. One that was released is never changed.
const SCRIPTS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003_devices.sql"),
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
    fn migrating_twice_does_nothing() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db).unwrap();
        migrate(&mut db).unwrap();
        assert_eq!(version(&db).unwrap(), SCRIPTS.len());
    }
}
