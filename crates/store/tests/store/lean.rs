//! What a saved statement writes. Each page that a commit touches is ciphered, authenticated and
//! written before "Đã lưu" may be shown, so their number is what a person waits for.

use std::fs;

use sochibo_domain::Statement;
use sochibo_store::Store;
use uuid::Uuid;

use crate::desk::{Desk, assert_sound, say, take_all};

/// A page in the write-ahead log: its header and itself.
const FRAME: u64 = 24 + 4096;

#[test]
fn a_saved_statement_touches_few_pages() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let log = || fs::metadata(desk.beside("-wal")).map_or(0, |log| log.len());
    let mut pages: Vec<u64> = (1..=200)
        .map(|n| {
            let before = log();
            // Ids rise with the time, as the program makes them.
            let id = (1 << 90) + (n << 64);
            say(&mut store, id, &"Tôi thống nhất với báo cáo. ".repeat(6));
            (log() - before) / FRAME
        })
        .collect();
    let all: u64 = pages.iter().sum();
    pages.sort_unstable();
    assert!(pages[100] <= 4, "{pages:?}");
    assert!(pages[190] <= 8, "{pages:?}");
    // Now and then the words of some dozens are written together.
    assert!(pages[199] <= 24, "{pages:?}");
    assert!(all <= 200 * 5, "{all}: {pages:?}");
}

/// What the book keeps of record `n` beside its operations, and how many of these the index by
/// record names.
fn kept(desk: &Desk, n: u128) -> (String, i64) {
    let id = Uuid::from_u128(n);
    let raw = desk.raw();
    let state = raw
        .query_row(
            "SELECT state FROM record WHERE id = ?1",
            [id.as_bytes()],
            |row| row.get(0),
        )
        .unwrap();
    let named = raw
        .query_row(
            "SELECT count(*) FROM operation WHERE record = ?1 AND goes_on = 1",
            [id.as_bytes()],
            |row| row.get(0),
        )
        .unwrap();
    (state, named)
}

#[test]
fn what_one_operation_says_is_not_said_again_beside_it() {
    let (desk, other) = (Desk::new(1), Desk::new(2));
    let mut theirs = other.open();
    for n in 1..=3 {
        say(&mut theirs, n, &format!("câu {n}"));
    }
    say(&mut theirs, 3, "câu 3, sửa lại");
    let mut ours = desk.open();
    take_all(&mut ours, &theirs);
    say(&mut ours, 2, "câu 2, máy này sửa");
    let read = |store: &Store| -> Vec<String> {
        let listed = store.read().list::<Statement>().unwrap();
        listed
            .into_iter()
            .map(|listed| listed.entity.text)
            .collect()
    };
    assert_eq!(read(&theirs), ["câu 1", "câu 2", "câu 3, sửa lại"]);
    assert_eq!(
        read(&ours),
        ["câu 1", "câu 2, máy này sửa", "câu 3, sửa lại"]
    );
    let changes = |store: &Store, n| store.history(Uuid::from_u128(n)).unwrap().len();
    assert_eq!([1, 2, 3].map(|n| changes(&ours, n)), [1, 2, 2]);
    assert_eq!(ours.read().search("may nay", 9).unwrap().len(), 1);
    assert_sound(&ours);
    assert_sound(&theirs);
    drop((ours, theirs));
    assert_eq!(kept(&desk, 1), (String::new(), 0));
    for (desk, edited) in [(&desk, 2), (&desk, 3), (&other, 3)] {
        let (state, named) = kept(desk, edited);
        assert!(state.contains("câu"), "{state}");
        assert_eq!(named, 1);
    }
}
