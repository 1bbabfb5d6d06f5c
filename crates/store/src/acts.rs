//! What a person did, as the journal has it: the operations that one use case wrote together.
//! Undo needs nothing else than this: which acts stand is read from the operations themselves,
//! so it reaches as far back as they do and survives every restart.

use std::collections::HashSet;

use rusqlite::params;
use serde_json::Value;
use sochibo_journal::{Change, Ring, Stamp};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    operations::{self, Reading, sql, unsql},
    standing,
};

/// One act of this device.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// The number of its first operation.
    pub number: u64,
    /// The act that it takes back, if it is one that does.
    pub undoes: Option<u64>,
    /// What it wrote, in order.
    pub writes: Vec<Written>,
}

/// One operation of an act.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Its number.
    pub seq: u64,
    /// The ring it was sealed under.
    pub ring: Ring,
    /// Whether the record began with it.
    pub made: bool,
    /// What it says.
    pub change: Change,
}

/// What an operation is for somebody who wants to take acts back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It can be taken back.
    Open,
    /// It is no work of a person on the thing, and is passed over.
    Beside,
    /// Neither it nor anything before it is taken back.
    End,
}

/// How much of an act was taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// Values that went back to what stood before.
    pub written: usize,
    /// Values left alone: somebody has replaced them since.
    pub kept: usize,
}

/// The acts that stand and those that were taken back, newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Acts {
    /// Those to take back next.
    pub standing: Vec<Act>,
    /// Those that took another back and can be taken back themselves: what they took back is
    /// done again. Empty once something new was done.
    pub undone: Vec<Act>,
}

impl Store {
    /// The newest acts of this device on `owner` and the things under it, at most `limit` of each
    /// sort, as far back as the first that `part` calls an end.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn acts(
        &self,
        owner: Uuid,
        limit: usize,
        part: impl Fn(&Change) -> Part,
    ) -> Result<Acts, StoreError> {
        let mut found = Acts::default();
        // Acts that another act has taken back, and those that it stands for.
        let mut gone: HashSet<u64> = HashSet::new();
        let mut redoable = true;
        // Tasks and petitions hang on a meeting by a field: they may also have none.
        let mut statement = self.connection.prepare_cached(
            "SELECT o.seq, r.id, r.id = ?2 OR r.parent IS ?2
             FROM operation o JOIN record r ON r.id = o.record
             WHERE o.device = ?1 AND o.state = 0
               AND (r.id = ?2 OR r.parent = ?2 OR r.kind IN ('assignment', 'petition'))
             ORDER BY o.idx DESC",
        )?;
        let (device, named) = (self.author.device.0, Value::from(owner.to_string()));
        let mut rows = statement.query(params![device.as_bytes(), owner.as_bytes()])?;
        let mut last = None;
        while let Some(row) = rows.next()? {
            let under: bool = row.get(2)?;
            if !under {
                let record = Uuid::from_bytes(row.get(1)?);
                if self.value(record, "meeting")?.as_ref() != Some(&named) {
                    continue;
                }
            }
            let seq = unsql(row.get(0)?);
            let Some((_, change)) = self.own(seq)? else {
                continue;
            };
            let number = act_of(seq, &change);
            if last.replace(number) == Some(number) {
                continue;
            }
            let mut act = self.act(number)?;
            let parts: Vec<Part> = act.writes.iter().map(|one| part(&one.change)).collect();
            if parts.contains(&Part::End) {
                break;
            }
            if parts.iter().all(|part| *part == Part::Beside) {
                continue;
            }
            // What is beside the work stays as it is: a declaration, a line of the audit trail.
            act.writes.retain(|one| part(&one.change) == Part::Open);
            gone.extend(act.undoes);
            if gone.contains(&number) {
                continue;
            }
            if self.depth(&act)? % 2 == 0 {
                redoable &= act.undoes.is_some();
                if found.standing.len() < limit {
                    found.standing.push(act);
                }
            } else if redoable && found.undone.len() < limit {
                found.undone.push(act);
            }
            redoable &= found.undone.len() < limit;
            if found.standing.len() == limit && !redoable {
                break;
            }
        }
        Ok(found)
    }

    /// The number of the last operation that the book holds, in the order of arrival: it rises with
    /// every change, own or received.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn mark(&self) -> Result<u64, StoreError> {
        let mark: i64 = self
            .connection
            .prepare_cached("SELECT coalesce(max(idx), 0) FROM operation")?
            .query_row([], |row| row.get(0))?;
        Ok(unsql(mark))
    }

    /// Every change of a record that this device can read, in the order of the clock.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn history(&self, record: Uuid) -> Result<Vec<(Stamp, Change)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT said.header, said.body
             FROM operation_on AS names JOIN operation AS said ON said.idx = names.idx
             WHERE names.record = ?1 AND said.state = 0 ORDER BY said.idx",
        )?;
        let mut rows = statement.query([record.as_bytes()])?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next()? {
            let header = row.get_ref(0)?.as_blob().unwrap_or_default();
            let envelope = operations::envelope(header, row.get(1)?)?;
            if let Reading::Says(change) = operations::read(&envelope, &self.keys) {
                changes.push((Stamp::from(&envelope.header), change));
            }
        }
        changes.sort_by_key(|(stamp, _)| *stamp);
        Ok(changes)
    }

    /// One value of a record, whether it was removed or not.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn value(&self, record: Uuid, field: &str) -> Result<Option<Value>, StoreError> {
        let loaded = standing::load(&self.connection, &self.keys, record)?;
        Ok(loaded.and_then(|standing| Some(standing.record.field(field)?.winner()?.value.clone())))
    }

    /// The act that stands at the bottom of a row of undoing and doing again.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn root_of(&self, act: &Act) -> Result<Act, StoreError> {
        let mut root = act.clone();
        while let Some(undone) = root.undoes.filter(|undone| *undone < root.number) {
            root = self.act(undone)?;
        }
        Ok(root)
    }

    /// How often it was undone and done again up to this act: odd where the act undoes.
    fn depth(&self, act: &Act) -> Result<usize, StoreError> {
        let mut depth = 0;
        let (mut number, mut undoes) = (act.number, act.undoes);
        while let Some(undone) = undoes.filter(|undone| *undone < number) {
            depth += 1;
            number = undone;
            undoes = self.own(undone)?.and_then(|(_, change)| change.undoes);
        }
        Ok(depth)
    }

    /// The whole act of a number.
    fn act(&self, number: u64) -> Result<Act, StoreError> {
        let mut act = Act {
            number,
            undoes: None,
            writes: Vec::new(),
        };
        for seq in number.. {
            let Some((ring, change)) = self.own(seq)? else {
                break;
            };
            if act_of(seq, &change) != number {
                break;
            }
            act.undoes = change.undoes;
            let made = self.began(seq, change.id)?;
            act.writes.push(Written {
                seq,
                ring,
                made,
                change,
            });
        }
        Ok(act)
    }

    /// Whether a record began with this device's operation `seq`.
    fn began(&self, seq: u64, record: Uuid) -> Result<bool, StoreError> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT said.device = ?2 AND said.seq = ?3
                 FROM operation_on AS names JOIN operation AS said ON said.idx = names.idx
                 WHERE names.record = ?1 AND said.state = 0 ORDER BY said.idx LIMIT 1",
            )?
            .query_row(
                params![record.as_bytes(), self.author.device.0.as_bytes(), sql(seq)],
                |row| row.get(0),
            )?)
    }

    /// What this device's operation `seq` says.
    fn own(&self, seq: u64) -> Result<Option<(Ring, Change)>, StoreError> {
        let op = sochibo_journal::OpRef(self.author.device, seq);
        let Some(envelope) = operations::at(&self.connection, op)? else {
            return Ok(None);
        };
        Ok(match operations::read(&envelope, &self.keys) {
            Reading::Says(change) => Some((envelope.header.ring, change)),
            Reading::Other(..) => None,
        })
    }
}

/// The act of an operation; one without is an act by itself.
fn act_of(seq: u64, change: &Change) -> u64 {
    change.act.filter(|act| *act <= seq).unwrap_or(seq)
}
