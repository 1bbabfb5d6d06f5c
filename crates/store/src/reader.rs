use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;
use sochibo_domain::{Entity, entity};
use sochibo_journal::{KeyRing, Stamp};
use uuid::Uuid;

use crate::{SearchHit, StoreError, search, standing};

/// Answers questions about the book.
#[derive(Clone, Copy)]
pub struct Reader<'c> {
    pub(crate) connection: &'c Connection,
    keys: &'c KeyRing,
}

/// A thing with its id.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<E: Entity> {
    /// Its id.
    pub id: E::Id,
    /// The thing.
    pub entity: E,
}

/// A field that two people wrote without knowing of each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The kind of record.
    pub kind: String,
    /// The record.
    pub id: Uuid,
    /// The field.
    pub field: String,
    /// The value that stands, and then those that wait, latest first.
    pub values: Vec<(Stamp, Value)>,
}

impl<'c> Reader<'c> {
    /// `keys` open what stands in operations.
    pub(crate) fn new(connection: &'c Connection, keys: &'c KeyRing) -> Self {
        Self { connection, keys }
    }

    /// A thing by its id, `None` where it isn't there, was removed, or can't be read yet.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn find<E: Entity>(&self, id: E::Id) -> Result<Option<E>, StoreError> {
        let id: Uuid = id.into();
        let mut statement = self.connection.prepare_cached(
            "SELECT state, header, body FROM standing WHERE id = ?1 AND kind = ?2 AND deleted = 0",
        )?;
        let mut rows = statement.query(rusqlite::params![id.as_bytes(), E::KIND])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let values = standing::values(row, self.keys)?;
        Ok(entity::read(standing::each(&values)))
    }

    /// What a thing is listed under, without reading what it says.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where it isn't there.
    pub fn parent<E: Entity>(&self, id: E::Id) -> Result<Option<Uuid>, StoreError> {
        let id: Uuid = id.into();
        self.connection
            .prepare_cached(
                "SELECT parent FROM record WHERE id = ?1 AND kind = ?2 AND deleted = 0",
            )?
            .query_row(rusqlite::params![id.as_bytes(), E::KIND], |row| {
                Ok(row.get::<_, Option<[u8; 16]>>(0)?.map(Uuid::from_bytes))
            })
            .optional()?
            .ok_or_else(|| StoreError::NotFound(id.to_string()))
    }

    /// The values that stand of a record of whatever kind; none where it isn't there.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn values(&self, id: Uuid) -> Result<serde_json::Map<String, Value>, StoreError> {
        let found = standing::load(self.connection, self.keys, id)?;
        Ok(found
            .map(|standing| standing.record.values())
            .unwrap_or_default())
    }

    /// A thing by its id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where it isn't there.
    pub fn get<E: Entity>(&self, id: E::Id) -> Result<E, StoreError> {
        self.find(id)?.ok_or_else(|| {
            let id: Uuid = id.into();
            StoreError::NotFound(id.to_string())
        })
    }

    /// Every thing of a kind, in the order in which they came.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn list<E: Entity>(&self) -> Result<Vec<Listed<E>>, StoreError> {
        self.select(
            "SELECT state, header, body, no, id FROM standing WHERE kind = ?1 AND deleted = 0",
            [E::KIND],
        )
    }

    /// Every thing of a kind, those that were removed too: what they are named in keeps the name.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn list_with_removed<E: Entity>(&self) -> Result<Vec<Listed<E>>, StoreError> {
        self.select(
            "SELECT state, header, body, no, id FROM standing WHERE kind = ?1",
            [E::KIND],
        )
    }

    /// Every thing of a kind under `parent`, in the order in which they came.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn list_under<E: Entity>(&self, parent: Uuid) -> Result<Vec<Listed<E>>, StoreError> {
        self.select(
            "SELECT state, header, body, no, id FROM standing
             WHERE kind = ?1 AND parent = ?2 AND deleted = 0",
            rusqlite::params![E::KIND, parent.as_bytes()],
        )
    }

    /// The greatest place under `parent`, by one look into an index: `None` where nothing of the
    /// kind has a place there.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn last_place<E: Entity>(&self, parent: Uuid) -> Result<Option<i64>, StoreError> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT place FROM record INDEXED BY record_listed
                 WHERE kind = ?1 AND parent = ?2 AND deleted = 0 ORDER BY place DESC LIMIT 1",
            )?
            .query_row(rusqlite::params![E::KIND, parent.as_bytes()], |row| {
                row.get(0)
            })
            .optional()?
            .flatten())
    }

    fn select<E: Entity>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
    ) -> Result<Vec<Listed<E>>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut found: Vec<(i64, Listed<E>)> = Vec::new();
        while let Some(row) = rows.next()? {
            let values = standing::values(row, self.keys)?;
            // A record of which only an edit has arrived shows once the rest has.
            if let Some(entity) = entity::read(standing::each(&values)) {
                let id = Uuid::from_bytes(row.get(4)?).into();
                found.push((row.get(3)?, Listed { id, entity }));
            }
        }
        // Sorted here: SQLite would carry each record through a sorter of its own.
        found.sort_unstable_by_key(|(no, _)| *no);
        Ok(found.into_iter().map(|(_, listed)| listed).collect())
    }

    /// The ids of a kind that begin with `prefix` (hexadecimal digits and dashes).
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn ids_with_prefix(&self, kind: &str, prefix: &str) -> Result<Vec<Uuid>, StoreError> {
        let wanted: String = prefix
            .chars()
            .filter(|c| *c != '-')
            .collect::<String>()
            .to_uppercase();
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM record WHERE kind = ?1 AND deleted = 0 AND substr(hex(id), 1, length(?2)) = ?2",
        )?;
        let rows = statement.query_map([kind, &wanted], |row| Ok(Uuid::from_bytes(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The ids of any kind, removed things too, that begin with `prefix`.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn any_ids_with_prefix(&self, prefix: &str) -> Result<Vec<Uuid>, StoreError> {
        let wanted = prefix.replace('-', "").to_uppercase();
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM record WHERE substr(hex(id), 1, length(?1)) = ?1")?;
        let rows = statement.query_map([&wanted], |row| Ok(Uuid::from_bytes(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The records that hold all `words`, without regard to accents, best first.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<SearchHit>, StoreError> {
        search::find(self.connection, self.keys, words, limit)
    }

    /// Every field that waits for a person to choose.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn conflicts(&self) -> Result<Vec<Conflict>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, kind, state FROM record INDEXED BY record_in_conflict
                 WHERE instr(state, '},{\"stamp\":') > 0 AND deleted = 0 ORDER BY no",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id = Uuid::from_bytes(row.get(0)?);
            let record = standing::decode(row.get_ref(2)?.as_str().unwrap_or_default())?;
            for (field, register) in record.conflicts() {
                let values = register
                    .winner()
                    .into_iter()
                    .chain(register.losers())
                    .map(|head| (head.stamp, head.value.clone()))
                    .collect();
                found.push(Conflict {
                    kind: row.get(1)?,
                    id,
                    field: field.to_owned(),
                    values,
                });
            }
        }
        Ok(found)
    }
}
