use rusqlite::Connection;

use crate::StoreError;

/// Never edit a step that has been released: books already carry it.
const STEPS: &[&str] = &[
    include_str!("migrations/0001_book.sql"),
    include_str!("migrations/0002_identity.sql"),
    include_str!("migrations/0003_keys.sql"),
    include_str!("migrations/0004_few.sql"),
    include_str!("migrations/0005_short.sql"),
    include_str!("migrations/0006_place.sql"),
    include_str!("migrations/0007_lean.sql"),
];

/// The schema that a book has, where this version would bring it to a newer one.
pub(crate) fn behind(connection: &Connection) -> Result<Option<i64>, StoreError> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok((found < known).then_some(found))
}

/// Brings a book to this version's schema, each step in its own transaction.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (step, number) in STEPS.iter().zip(1_i64..) {
        if number > found {
            let tx = connection.transaction()?;
            tx.execute_batch(step)?;
            tx.pragma_update(None, "user_version", number)?;
            tx.commit()?;
        }
    }
    Ok(())
}
