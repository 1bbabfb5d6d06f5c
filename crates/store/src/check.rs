//! `doctor`: proves that the book is whole, and says what isn't.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sochibo_journal::{
    Act, Chain, Change, DeviceId, Epoch, Hash, HeadSignature, Header, PublicKey, Ring, Stamp,
};
use uuid::Uuid;

use crate::{
    KeptReceipt, Store, StoreError, directory, findings,
    folded::{self, Row},
    frozen,
    operations::{self, OperationState, Reading},
    records::begin,
    runs, search, standing, unread,
};

/// The fold of all operations in memory: the rows, and the records in the order in which they
/// came, which is the order that lists show.
#[derive(Default)]
struct Folded {
    rows: BTreeMap<Uuid, Row>,
    order: Vec<Uuid>,
    /// Records that are judged as a whole, and how many operations about them are kept in another
    /// state than the judgement gives them.
    frozen: BTreeSet<Uuid>,
    misjudged: usize,
}

impl Folded {
    fn fold(&mut self, stamp: Stamp, change: &Change) {
        if frozen::is_frozen(&change.kind) {
            self.frozen.insert(change.id);
        }
        let row = self.rows.entry(change.id).or_insert_with(|| {
            self.order.push(change.id);
            Row::new(&change.kind)
        });
        row.fold(stamp, change);
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which: `file`, `chain`, `fold`, `search`, `devices`, `quarantine`.
    pub name: &'static str,
    /// Whether it is sound.
    pub ok: bool,
    /// What was found, as a Vietnamese sentence.
    pub detail: String,
}

/// Everything that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckReport {
    /// In the order in which it was looked at.
    pub checks: Vec<Check>,
}

impl CheckReport {
    /// Whether all is sound.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.checks.iter().all(|check| check.ok)
    }
}

impl Store {
    /// Looks through the whole book. `deep` also authenticates every page of the file.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read at all.
    pub fn check(&self, deep: bool) -> Result<CheckReport, StoreError> {
        let mut checks = vec![self.check_file(deep)?];
        checks.extend(readable(
            &["chain", "fold", "search"],
            self.check_journal(),
        )?);
        checks.extend(readable(&["devices"], self.check_devices())?);
        checks.extend(readable(&["quarantine"], self.check_quarantine())?);
        Ok(CheckReport { checks })
    }

    fn check_journal(&self) -> Result<Vec<Check>, StoreError> {
        let (chain, folded) = self.check_chain()?;
        let mut checks = vec![chain];
        checks.extend(self.check_fold(&folded)?);
        Ok(checks)
    }

    fn check_devices(&self) -> Result<Vec<Check>, StoreError> {
        let misjudged = self.misjudged_acts()?;
        Ok(vec![Check {
            name: "devices",
            ok: misjudged == 0,
            detail: if misjudged == 0 {
                "Quyền của các máy khớp với những gì bí thư đã duyệt.".to_owned()
            } else {
                format!("{misjudged} thao tác về máy đang được giữ sai trạng thái.")
            },
        }])
    }

    fn check_quarantine(&self) -> Result<Vec<Check>, StoreError> {
        let aside = self.quarantined()?.len();
        Ok(vec![Check {
            name: "quarantine",
            ok: aside == 0,
            detail: format!("{aside} mục bị để riêng."),
        }])
    }

    /// Builds the records and the search anew from the operations, with those that could not be
    /// read when they came and can be now. Deletes no operation.
    ///
    /// # Errors
    /// [`StoreError`] where the operations themselves can't be read.
    pub fn repair(&mut self) -> Result<CheckReport, StoreError> {
        let transaction = self.connection.transaction()?;
        runs::find_again(&transaction)?;
        unread::read_again(&transaction, &self.keys)?;
        if let Some(founder) = self.founder {
            directory::settle(&transaction, self.author.cell, founder, &self.keys)?;
        }
        transaction.commit()?;
        let (_, folded) = self.check_chain()?;
        let transaction = self.connection.transaction()?;
        transaction.execute("UPDATE operation SET goes_on = 1 WHERE goes_on <> 1", [])?;
        for id in &folded.frozen {
            frozen::settle(&transaction, &self.keys, *id, &[])?;
        }
        transaction.execute("DELETE FROM record", [])?;
        transaction.execute("DELETE FROM search", [])?;
        for id in &folded.order {
            if let Some(row) = folded.rows.get(id) {
                begin(&transaction, *id, row)?;
            }
        }
        search::catch_up(&transaction, &self.keys, 0)?;
        transaction.commit()?;
        self.turned += 1;
        self.check(false)
    }

    fn check_file(&self, deep: bool) -> Result<Check, StoreError> {
        let mut faults: Vec<String> = Vec::new();
        let pragmas: &[&str] = if deep {
            &["cipher_integrity_check", "integrity_check(20)"]
        } else {
            &["quick_check(20)"]
        };
        for pragma in pragmas {
            match self.lines_of(pragma) {
                Ok(lines) => faults.extend(lines.into_iter().filter(|line| line != "ok")),
                // It met a page that it could not read.
                Err(StoreError::Damaged(why)) if faults.is_empty() => faults.push(why),
                Err(StoreError::Damaged(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Check {
            name: "file",
            ok: faults.is_empty(),
            detail: if faults.is_empty() {
                "Tệp sổ nguyên vẹn.".to_owned()
            } else {
                findings::file(&faults)
            },
        })
    }

    fn lines_of(&self, pragma: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare(&format!("PRAGMA {pragma}"))?;
        let lines = statement.query_map([], |row| row.get(0))?;
        Ok(lines.collect::<Result<_, _>>()?)
    }

    /// Walks every chain and folds every operation.
    fn check_chain(&self) -> Result<(Check, Folded), StoreError> {
        let mut chains: BTreeMap<DeviceId, Chain> = BTreeMap::new();
        let mut torn: BTreeSet<DeviceId> = BTreeSet::new();
        let mut folded = Folded::default();
        let mut runs = runs::Walk::default();
        let mut faults = Vec::new();
        let mut count = 0_u64;
        let mut statement = self.connection.prepare(
            "SELECT header, body, state, device, seq, record, why, goes_on,
                    EXISTS (SELECT 1 FROM record
                            WHERE record.id = operation.record AND record.begun = operation.idx),
                    idx
             FROM operation ORDER BY idx",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            count += 1;
            let envelope = match operations::envelope(
                row.get_ref(0)?.as_blob().unwrap_or_default(),
                row.get(1)?,
            ) {
                Ok(envelope) => envelope,
                Err(StoreError::Damaged(why)) => {
                    faults.push(format!("{}: {why}", noted(row)));
                    continue;
                }
                Err(error) => return Err(error),
            };
            let Header {
                device, seq, ring, ..
            } = envelope.header;
            runs.pass(row.get(9)?, device, seq);
            let chain = chains
                .entry(device)
                .or_insert_with(|| Chain::new(self.author.cell, device));
            // Where a chain is torn, nothing after the tear continues it: it is told once.
            if let Err(error) = chain.accept(&envelope)
                && torn.insert(device)
            {
                let why = findings::chain(&error);
                faults.push(format!("{}: {why}", findings::at(device, seq)));
            }
            if ring == Ring::Published && envelope.header.epoch != Epoch(0) {
                faults.push(format!(
                    "{}: nội dung để ngỏ lại ghi số khóa",
                    findings::at(device, seq)
                ));
            }
            let reading = operations::read(&envelope, &self.keys);
            if !stands_beside(row, &envelope.header, &reading)? {
                faults.push(format!(
                    "{}: dòng trong sổ không khớp với thao tác",
                    findings::at(device, seq)
                ));
            }
            let state: i64 = row.get(2)?;
            // What was refused is judged again with the rest.
            let refused = state == OperationState::Quarantined.code()
                && row
                    .get_ref(6)?
                    .as_str_or_null()
                    .is_ok_and(|why| why == Some(frozen::REFUSED));
            if refused || state == OperationState::Applied.code() {
                match reading {
                    // Acts are folded together, into the directory of devices.
                    Reading::Says(change) if Act::is_kind(&change.kind) => {}
                    Reading::Says(change) => folded.fold(Stamp::from(&envelope.header), &change),
                    Reading::Other(..) => {
                        faults.push(format!(
                            "{}: không đọc được nội dung",
                            findings::at(device, seq)
                        ));
                    }
                }
            }
        }
        // Where a chain is torn its runs are too: that is told once.
        if faults.is_empty() {
            let misplaced = runs.misplaced(&self.connection)?;
            if misplaced > 0 {
                faults.push(format!("mục lục thao tác sai {misplaced} chỗ"));
            }
        }
        self.check_signatures(&mut faults)?;
        for id in std::mem::take(&mut folded.frozen) {
            let said = frozen::said_of(&self.connection, &self.keys, id)?;
            if let Some(judged) = frozen::judge(id, &said) {
                folded.misjudged += judged.misjudged();
                folded.rows.insert(id, judged.row);
                folded.frozen.insert(id);
            }
        }
        let check = Check {
            name: "chain",
            ok: faults.is_empty(),
            detail: if faults.is_empty() {
                format!(
                    "{count} thao tác của {} máy liền mạch, không sửa, không thiếu, đúng chữ ký.",
                    chains.len()
                )
            } else {
                format!(
                    "Các lần ghi có chỗ bị sửa, thiếu hoặc sai chữ ký: {}.",
                    findings::several(&faults)
                )
            },
        };
        Ok((check, folded))
    }

    /// Proves what other devices signed of their chains, and that the ward's receipts are for what
    /// is here.
    fn check_signatures(&self, faults: &mut Vec<String>) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT head_signature.device, seq, signature, public_key
             FROM head_signature LEFT JOIN device ON device.device = head_signature.device",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let device = DeviceId(Uuid::from_bytes(row.get(0)?));
            let seq = operations::unsql(row.get(1)?);
            let signature = HeadSignature(row.get(2)?);
            let key = row.get::<_, Option<[u8; 32]>>(3)?.map(PublicKey);
            let chain = self.chain_of_at(device, seq)?;
            let holds = key
                .zip(chain)
                .is_some_and(|(key, chain)| signature.verify(&key, &chain).is_ok());
            if !holds {
                faults.push(format!("{}: chữ ký không khớp", findings::at(device, seq)));
            }
        }
        for receipt in self.receipts()? {
            // What it says beside its signature was proved when it came.
            let head = serde_json::from_str::<Value>(&receipt.json)
                .ok()
                .and_then(|said| said["head"].as_str().and_then(Hash::from_hex));
            // What was moved to a new identity since has no place in the old chain any more.
            let here = self.chain_of_at(receipt.device, receipt.seq)?;
            if here.is_some_and(|chain| Some(chain.head) != head) {
                let KeptReceipt { device, seq, .. } = receipt;
                faults.push(format!(
                    "{}: biên nhận của phường không khớp",
                    findings::at(device, seq)
                ));
            }
        }
        Ok(())
    }

    /// Compares the fold with the tables.
    fn check_fold(&self, folded: &Folded) -> Result<[Check; 2], StoreError> {
        let mut wrong = Vec::new();
        let mut wrong_search = Vec::new();
        let mut seen = 0;
        let reached = search::reached(&self.connection)?;
        let mut statement = self.connection.prepare(
            "SELECT standing.state, standing.header, standing.body, standing.id, standing.kind,
                    standing.parent, standing.deleted, search.folded, record.place, standing.no
             FROM standing JOIN record ON record.no = standing.no
                  LEFT JOIN search ON search.no = standing.no",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            seen += 1;
            let id = Uuid::from_bytes(row.get(3)?);
            let Some(expected) = folded.rows.get(&id) else {
                wrong.push(format!("mục {id}"));
                continue;
            };
            let kept = Row {
                kind: row.get(4)?,
                parent: row.get::<_, Option<[u8; 16]>>(5)?.map(Uuid::from_bytes),
                place: row.get(8)?,
                deleted: row.get(6)?,
                // A state that can't be read is a wrong one: `repair` mends it.
                record: standing::record(row, &self.keys).unwrap_or_default(),
                search: expected.search.clone(),
            };
            if kept != *expected {
                wrong.push(format!("mục {id}"));
            }
            let found: Option<String> = row.get(7)?;
            // An empty one only says how far the words are written; after it there are none yet.
            let found = found.filter(|words| !words.is_empty());
            let written = row.get::<_, i64>(9)? <= reached;
            let searched = expected.search.as_ref().filter(|_| written);
            let wanted = searched.map(folded::words);
            if found != wanted {
                wrong_search.push(format!("mục {id}"));
            }
        }
        if folded.misjudged > 0 {
            wrong.push(format!(
                "{} thao tác về biên bản đã thông qua đang được giữ sai trạng thái",
                folded.misjudged
            ));
        }
        if seen != folded.rows.len() {
            wrong.push(format!(
                "{seen} mục trong bảng, {} mục theo thao tác",
                folded.rows.len()
            ));
        }
        let say = |wrong: Vec<String>, bad: &str, good: String| {
            (
                wrong.is_empty(),
                if wrong.is_empty() {
                    good
                } else {
                    format!("{bad}: {}.", findings::several(&wrong))
                },
            )
        };
        let (ok, detail) = say(
            wrong,
            "Danh sách không khớp với các thao tác",
            format!("{seen} mục khớp với các thao tác."),
        );
        let (search_ok, search_detail) = say(
            wrong_search,
            "Tìm kiếm không khớp với nội dung",
            "Tìm kiếm khớp với nội dung.".to_owned(),
        );
        Ok([
            Check {
                name: "fold",
                ok,
                detail,
            },
            Check {
                name: "search",
                ok: search_ok,
                detail: search_detail,
            },
        ])
    }
}

/// What was found; where something could not even be read, that nothing of it was looked at: what can
/// be said of the rest is said all the same.
fn readable(
    names: &[&'static str],
    found: Result<Vec<Check>, StoreError>,
) -> Result<Vec<Check>, StoreError> {
    match found {
        Err(StoreError::Damaged(_)) => Ok(names
            .iter()
            .map(|name| Check {
                name,
                ok: false,
                detail: "Chưa kiểm tra được vì có chỗ không đọc được.".to_owned(),
            })
            .collect()),
        other => other,
    }
}

/// Where an operation stands by its row, whose bytes can't be read.
fn noted(row: &rusqlite::Row<'_>) -> String {
    match (row.get(3), row.get(4)) {
        (Ok(device), Ok(seq)) => {
            findings::at(DeviceId(Uuid::from_bytes(device)), operations::unsql(seq))
        }
        _ => "một thao tác".to_owned(),
    }
}

/// Whether what the row of an operation says beside header and body is what they say: whose it is,
/// its number, what it changes, and that it is kept as it can be read.
fn stands_beside(
    row: &rusqlite::Row<'_>,
    header: &Header,
    reading: &Reading,
) -> Result<bool, StoreError> {
    let state = OperationState::from_code(row.get(2)?);
    let record: Option<[u8; 16]> = row.get(5)?;
    let found_by = match (reading, state) {
        (_, None) => return Ok(false),
        (Reading::Says(change), Some(OperationState::Applied)) => {
            Some(*operations::record_of(change).as_bytes())
        }
        // What counts for nothing may still be found by what it is about.
        (Reading::Says(change), Some(OperationState::Quarantined)) => {
            record.filter(|found| found == operations::record_of(change).as_bytes())
        }
        // Sealed by another key of an epoch than the one that was made here: it waits for that key
        // as it did before.
        (Reading::Other(OperationState::Quarantined, _), Some(OperationState::Closed)) => None,
        (Reading::Other(now, _), Some(OperationState::Closed | OperationState::Held))
            if Some(*now) != state =>
        {
            return Ok(false);
        }
        _ => None,
    };
    // What a record began with is named by its row, everything else is found by the record.
    let (goes_on, begins): (i64, bool) = (row.get(7)?, row.get(8)?);
    Ok(goes_on == i64::from(!begins)
        && row.get::<_, [u8; 16]>(3)? == *header.device.0.as_bytes()
        && operations::unsql(row.get(4)?) == header.seq
        && record == found_by)
}
