//! What stands for good: adopted minutes and the report on them (`domain`'s `Entity::FROZEN`).
//!
//! A record of such a kind is not merged field by field. All operations that name it are judged
//! together, so that the judgement depends on their set and not on the order in which they came:
//!
//! - an **adoption** writes the whole thing, under the id that it has to have, and over nothing. A
//!   device adopts once.
//! - a **settlement** is a person's choice between adoptions of devices that did not know of each
//!   other: the whole of one of them, over that one and at least one more.
//! - what leaves the frozen fields alone (the day of signing) stands **beside** it.
//!
//! Everything else is refused and set aside with its reason: an adoption that was replaced, altered
//! in part or removed, whether by a hostile device or by an old one. A settlement stands before an
//! adoption, the latest of several; of adoptions the first stands.

use std::cmp::Reverse;

use rusqlite::{Connection, params};
use serde_json::{Map, Value};
use sochibo_domain::entity;
use sochibo_journal::{Change, DELETED, KeyRing, OpRef, Stamp};
use uuid::Uuid;

use crate::{
    StoreError,
    folded::{self, Row},
    operations::{self, OperationState, Reading},
    records::begin,
    standing,
};

/// Why such an operation is set aside.
pub(crate) const REFUSED: &str =
    "muốn thay hoặc bỏ biên bản đã thông qua; bản đã thông qua vẫn được giữ nguyên";

/// Whether records of a kind are frozen once they were adopted.
pub(crate) fn is_frozen(kind: &str) -> bool {
    !entity::frozen(kind).is_empty()
}

/// What an operation says of a frozen record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Adopts,
    Settles,
    Beside,
    Refused,
}

/// An operation that names a frozen record, as the book keeps it.
pub(crate) struct Said {
    idx: i64,
    refused: bool,
    stamp: Stamp,
    change: Change,
}

/// The fold of everything that names a frozen record.
pub(crate) struct Judged {
    pub(crate) row: Row,
    /// Operations that are kept in another state than the judgement gives them, with that state.
    misjudged: Vec<(i64, bool)>,
}

impl Judged {
    /// How many operations are kept in another state than they should be.
    pub(crate) fn misjudged(&self) -> usize {
        self.misjudged.len()
    }
}

/// Every operation that names a record and is folded, or was refused here.
pub(crate) fn said_of(
    connection: &Connection,
    keys: &KeyRing,
    id: Uuid,
) -> Result<Vec<Said>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT said.idx, said.header, said.body, said.state
         FROM operation_on AS names JOIN operation AS said ON said.idx = names.idx
         WHERE names.record = ?1 AND (said.state = ?2 OR (said.state = ?3 AND said.why = ?4))
         ORDER BY said.idx",
    )?;
    let refused = OperationState::Quarantined.code();
    let mut rows = statement.query(params![
        id.as_bytes(),
        OperationState::Applied.code(),
        refused,
        REFUSED
    ])?;
    let mut said = Vec::new();
    while let Some(row) = rows.next()? {
        let header = row.get_ref(1)?.as_blob().unwrap_or_default();
        let envelope = operations::envelope(header, row.get(2)?)?;
        if let Reading::Says(change) = operations::read(&envelope, keys) {
            said.push(Said {
                idx: row.get(0)?,
                refused: row.get::<_, i64>(3)? == refused,
                stamp: Stamp::from(&envelope.header),
                change,
            });
        }
    }
    Ok(said)
}

/// Judges and folds what names a record; `None` where none of it is of a frozen kind.
pub(crate) fn judge(id: Uuid, said: &[Said]) -> Option<Judged> {
    let kind = kind_of(id, said)?;
    let frozen = entity::frozen(kind);
    let parts = parts_of(id, kind, frozen, said);
    let mut row = Row::new(kind);
    for (said, part) in said.iter().zip(&parts) {
        if *part != Part::Refused {
            row.record.apply(said.stamp, &said.change);
        }
    }
    let settles = |stamp: &Stamp| {
        said.iter()
            .zip(&parts)
            .any(|(said, part)| said.stamp == *stamp && *part == Part::Settles)
    };
    for field in frozen {
        row.record.order_heads(field, |stamp| match settles(stamp) {
            true => (0, Reverse(Some(*stamp)), None),
            false => (1, Reverse(None), Some(*stamp)),
        });
    }
    row.describe();
    let misjudged = said
        .iter()
        .zip(&parts)
        .filter(|(said, part)| said.refused != (**part == Part::Refused))
        .map(|(said, part)| (said.idx, *part == Part::Refused))
        .collect();
    Some(Judged { row, misjudged })
}

/// The kind of a record: that under which it was adopted. Whoever names the id in an operation of
/// another kind first does not make it something else.
fn kind_of(id: Uuid, said: &[Said]) -> Option<&str> {
    let frozen = || {
        said.iter()
            .filter(|said| is_frozen(&said.change.kind))
            .map(|said| &said.change)
    };
    let adopted = frozen().filter(|change| adopts(id, change));
    adopted
        .map(|change| change.kind.as_str())
        .min()
        .or_else(|| frozen().map(|change| change.kind.as_str()).min())
}

fn adopts(id: Uuid, change: &Change) -> bool {
    let values: Map<String, Value> = change.set.clone().into_iter().collect();
    change.over.is_empty() && entity::adopts(&change.kind, id, &values)
}

fn parts_of(id: Uuid, kind: &str, frozen: &[&str], said: &[Said]) -> Vec<Part> {
    let mut parts: Vec<Part> = said
        .iter()
        .map(|said| {
            let change = &said.change;
            if change.kind != kind || change.set.contains_key(DELETED) {
                Part::Refused
            } else if !frozen.iter().any(|field| change.set.contains_key(*field)) {
                Part::Beside
            } else if adopts(id, change) {
                Part::Adopts
            } else {
                Part::Refused
            }
        })
        .collect();
    // A device knows what it adopted itself: a second time is to replace it.
    for at in 0..said.len() {
        let again = parts[at] == Part::Adopts
            && said.iter().zip(&parts).any(|(other, part)| {
                *part == Part::Adopts
                    && other.stamp.device == said[at].stamp.device
                    && other.stamp.seq < said[at].stamp.seq
            });
        if again {
            parts[at] = Part::Refused;
        }
    }
    // A settlement may choose what another one chose: as many rounds as there are.
    loop {
        let found: Vec<usize> = (0..said.len())
            .filter(|at| parts[*at] == Part::Refused && said[*at].change.kind == kind)
            .filter(|at| settles(frozen, &said[*at].change, said, &parts))
            .collect();
        if found.is_empty() {
            return parts;
        }
        for at in found {
            parts[at] = Part::Settles;
        }
    }
}

/// Whether a change is the whole of something that counts, over that and at least one more.
fn settles(frozen: &[&str], change: &Change, said: &[Said], parts: &[Part]) -> bool {
    if change.set.contains_key(DELETED) {
        return false;
    }
    let counts = |op: &OpRef| {
        said.iter()
            .zip(parts)
            .find(|(said, part)| {
                said.stamp.op() == *op && matches!(part, Part::Adopts | Part::Settles)
            })
            .map(|(said, _)| &said.change)
    };
    let value = |change: &Change, field: &str| change.set.get(field).cloned().unwrap_or_default();
    let named = change.over.values().flatten();
    named
        .filter_map(|op| Some((op, counts(op)?)))
        .any(|(op, chosen)| {
            frozen.iter().all(|field| {
                let over = change.over.get(*field).map_or(&[][..], Vec::as_slice);
                value(change, field) == value(chosen, field)
                    && (!chosen.set.contains_key(*field) || over.contains(op) && over.len() > 1)
            })
        })
}

/// After operations that name a frozen record were kept or taken away: judges all of them, sets
/// aside and takes back, and writes the record. Returns how many of `ops` do not count.
pub(crate) fn settle(
    connection: &Connection,
    keys: &KeyRing,
    id: Uuid,
    ops: &[OpRef],
) -> Result<usize, StoreError> {
    let known = standing::place(connection, id)?;
    let said = said_of(connection, keys, id)?;
    let Some(judged) = judge(id, &said) else {
        if let Some((no, _)) = known.filter(|_| said.is_empty()) {
            folded::remove(connection, no)?;
        }
        return Ok(0);
    };
    for (idx, refused) in &judged.misjudged {
        let (state, why) = match refused {
            true => (OperationState::Quarantined, Some(REFUSED)),
            false => (OperationState::Applied, None),
        };
        connection
            .prepare_cached("UPDATE operation SET state = ?2, why = ?3 WHERE idx = ?1")?
            .execute(params![idx, state.code(), why])?;
    }
    match &known {
        Some((no, _)) => folded::update(connection, *no, &judged.row)?,
        None => begin(connection, id, &judged.row)?,
    }
    if known.is_some_and(|(_, kind)| kind != judged.row.kind) {
        // Something else was said under this id first.
        connection
            .prepare_cached("UPDATE record SET kind = ?2 WHERE id = ?1")?
            .execute(params![id.as_bytes(), judged.row.kind])?;
    }
    let refused = |said: &&Said| {
        let changed = judged.misjudged.iter().find(|(idx, _)| *idx == said.idx);
        changed.map_or(said.refused, |(_, refused)| *refused)
    };
    let asked = said.iter().filter(|said| ops.contains(&said.stamp.op()));
    Ok(asked.filter(refused).count())
}
