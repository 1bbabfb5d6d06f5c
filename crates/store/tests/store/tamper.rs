//! One byte of a stored book is altered, in the journal's table by somebody who has the key, or in
//! the file by somebody who hasn't: the book does not open, or `doctor` says so. `SOCHIBO_FLIPS`
//! says how many bytes; the count is printed.

use std::{
    fs::{File, OpenOptions},
    io::{Read, Seek, SeekFrom, Write},
    time::Instant,
};

use rusqlite::{Connection, types::Value};
use sochibo_domain::{Statement, Visibility};
use sochibo_store::{Store, StoreError};
use uuid::Uuid;

use crate::desk::{Desk, assert_sound, criticism, member, put, say, statement, take_all};

/// How many bytes a test run alters where nobody says otherwise.
const FLIPS: usize = 2_000;

fn flips() -> usize {
    std::env::var("SOCHIBO_FLIPS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(FLIPS)
}

/// A stream of numbers that never changes: what failed once fails again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    /// What a byte is altered by: one bit more often than several.
    fn by(&mut self) -> u8 {
        let bit = 1 << self.below(8);
        if self.below(4) == 0 { bit | 0x81 } else { bit }
    }
}

/// A book that two devices wrote, closed: sealed under two rings, edited, deleted, some of it
/// received.
fn written() -> Desk {
    let (desk, other) = (Desk::new(1), Desk::new(2));
    let mut theirs = other.open();
    for n in 0..4 {
        say(&mut theirs, 100 + n, &format!("máy kia nói câu {n}"));
    }
    let mut store = desk.open();
    take_all(&mut store, &theirs);
    put(&mut store, |gate| {
        gate.put(Uuid::from_u128(50).into(), &member("Lê Thị Ân"))
    });
    for n in 0..6 {
        say(&mut store, n, &format!("câu {n}: {}", "chữ ".repeat(40)));
    }
    say(&mut store, 3, "câu 3, sửa lại");
    put(&mut store, |gate| {
        gate.remove::<Statement>(Uuid::from_u128(4).into())?;
        Ok(true)
    });
    put(&mut store, |gate| {
        gate.put(
            Uuid::from_u128(60).into(),
            &criticism("chậm gửi tài liệu", Visibility::Committee),
        )
    });
    assert_sound(&store);
    desk
}

/// One stored value of the journal's table.
struct Cell {
    idx: i64,
    column: String,
    value: Value,
}

impl Cell {
    /// How many of its bytes can be altered.
    fn len(&self) -> usize {
        match &self.value {
            Value::Blob(bytes) => bytes.len(),
            Value::Integer(_) => 4,
            _ => 0,
        }
    }

    fn flipped(&self, at: usize, by: u8) -> Value {
        match &self.value {
            Value::Blob(bytes) => {
                let mut bytes = bytes.clone();
                bytes[at] ^= by;
                Value::Blob(bytes)
            }
            Value::Integer(number) => Value::Integer(number ^ (i64::from(by) << (8 * at))),
            other => other.clone(),
        }
    }
}

/// Every byte of the table, whatever columns it has; only the order of arrival is left out, which
/// no operation depends on.
fn cells(raw: &Connection) -> Vec<Cell> {
    let mut names = raw
        .prepare("SELECT name FROM pragma_table_info('operation')")
        .unwrap();
    let columns: Vec<String> = names
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .filter(|name: &String| name != "idx")
        .collect();
    let mut found = Vec::new();
    for column in columns {
        let mut rows = raw
            .prepare(&format!("SELECT idx, {column} FROM operation"))
            .unwrap();
        let cells = rows
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        for cell in cells {
            let (idx, value) = cell.unwrap();
            found.push(Cell {
                idx,
                column: column.clone(),
                value,
            });
        }
    }
    found
}

fn set(raw: &Connection, cell: &Cell, value: &Value) -> bool {
    let sql = format!("UPDATE operation SET {} = ?2 WHERE idx = ?1", cell.column);
    raw.prepare_cached(&sql)
        .unwrap()
        .execute((cell.idx, value))
        .is_ok()
}

/// Whether `doctor` would say something.
fn notices(store: &Store, deep: bool) -> bool {
    store.check(deep).map_or(true, |report| !report.ok())
}

#[test]
fn a_byte_of_any_operation_altered_in_the_table_is_noticed() {
    let desk = written();
    let store = desk.open();
    let raw = desk.raw();
    raw.pragma_update(None, "synchronous", "OFF").unwrap();
    let cells = cells(&raw);
    let bytes: usize = cells.iter().map(Cell::len).sum();
    let mut chance = Chance(2026);
    let begun = Instant::now();
    let (mut noticed, mut impossible) = (0, 0);
    while noticed < flips() {
        let mut at = chance.below(bytes);
        let cell = cells
            .iter()
            .find(|cell| {
                let here = at < cell.len();
                if !here {
                    at -= cell.len();
                }
                here
            })
            .unwrap();
        let by = chance.by();
        // Two operations of one number: the table itself refuses that.
        if !set(&raw, cell, &cell.flipped(at, by)) {
            impossible += 1;
            continue;
        }
        let Cell { idx, column, .. } = cell;
        assert!(
            notices(&store, false),
            "{column} of {idx}, byte {at} by {by:#04x}"
        );
        assert!(set(&raw, cell, &cell.value));
        noticed += 1;
    }
    assert_sound(&store);
    println!(
        "tamper: {noticed} of {noticed} altered bytes of the journal's table noticed ({impossible} \
         refused by the table) in {:.1?}; it has {bytes}",
        begun.elapsed()
    );
}

fn flip(file: &mut File, at: u64, by: u8) {
    let mut byte = [0];
    file.seek(SeekFrom::Start(at)).unwrap();
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(&[byte[0] ^ by]).unwrap();
}

/// Whether the book as it lies there does not open, or `doctor --deep` finds it unsound.
fn is_noticed(desk: &Desk) -> bool {
    loop {
        return match desk.try_open() {
            Ok(store) => notices(&store, true),
            Err(StoreError::Damaged(_)) => true,
            // Another test starts a program at this moment, which holds what this process holds
            // until it has become the program.
            Err(StoreError::InUse) => continue,
            Err(error) => panic!("{error}"),
        };
    }
}

#[test]
fn a_byte_altered_anywhere_in_the_file_is_noticed() {
    let desk = written();
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(desk.path())
        .unwrap();
    let length = file.metadata().unwrap().len();
    let before = std::fs::read(desk.path()).unwrap();
    let mut chance = Chance(7);
    let begun = Instant::now();
    for n in 0..flips() {
        let at = chance.below(usize::try_from(length).unwrap()) as u64;
        let by = chance.by();
        flip(&mut file, at, by);
        assert!(is_noticed(&desk), "flip {n}: byte {at} by {by:#04x}");
        flip(&mut file, at, by);
    }
    assert_eq!(std::fs::read(desk.path()).unwrap(), before);
    assert_sound(&desk.open());
    println!(
        "tamper: {0} of {0} altered bytes of the file noticed in {1:.1?}; it has {length}",
        flips(),
        begun.elapsed()
    );
}

#[test]
fn a_byte_altered_in_the_log_never_alters_a_sentence() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    for n in 1..=6 {
        say(&mut store, n, &format!("câu {n}"));
    }
    // What a power cut leaves: the log beside the book.
    let crashed = desk.copy();
    drop(store);
    let log = std::fs::read(crashed.beside("-wal")).unwrap();
    let mut chance = Chance(11);
    let rounds = flips() / 20;
    for _ in 0..rounds {
        let desk = crashed.copy();
        let at = chance.below(log.len());
        let mut bytes = log.clone();
        bytes[at] ^= chance.by();
        std::fs::write(desk.beside("-wal"), bytes).unwrap();
        let store = desk.open();
        assert_sound(&store);
        let said = store.read().list::<Statement>().unwrap();
        // As after a power cut: a beginning of what was said, none of it altered.
        for (row, n) in said.iter().zip(1..) {
            assert_eq!(row.entity, statement(&format!("câu {n}")), "byte {at}");
        }
    }
    println!("tamper: {rounds} altered logs altered no sentence");
}
