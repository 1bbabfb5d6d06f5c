//! A file that was cut, altered or swapped never opens in silence with something missing.

use std::fs::{self, OpenOptions};

use proptest::prelude::*;
use sochibo_domain::Statement;
use sochibo_store::{Store, StoreError};

use crate::desk::{Desk, say};

const PAGE: u64 = 4096;
const SAID: u128 = 60;

/// A book of some dozens of pages, closed: nothing waits in the log.
fn filled() -> Desk {
    let desk = Desk::new(1);
    let mut store = desk.open();
    store
        .transact::<_, StoreError>(crate::desk::NOW, |gate| {
            for n in 0..SAID {
                let said =
                    crate::desk::statement(&format!("Ý kiến số {n}: {}", "chữ ".repeat(150)));
                gate.put::<Statement>(uuid::Uuid::from_u128(n + 1).into(), &said)?;
            }
            Ok(())
        })
        .unwrap();
    desk
}

fn length(desk: &Desk) -> u64 {
    fs::metadata(desk.path()).unwrap().len()
}

fn cut(desk: &Desk, length: u64) {
    OpenOptions::new()
        .write(true)
        .open(desk.path())
        .unwrap()
        .set_len(length)
        .unwrap();
}

/// Whether somebody would notice: it doesn't open, or `doctor` finds it unsound.
fn noticed(desk: &Desk) -> bool {
    loop {
        return match desk.try_open() {
            Ok(store) => store.check(true).map_or(true, |report| !report.ok()),
            Err(StoreError::Damaged(_)) => true,
            // Another test starts a program at this moment; until that has become the program, it
            // holds what this process holds, the lock of a book just closed among it.
            Err(StoreError::InUse) => continue,
            Err(_) => false,
        };
    }
}

fn whole(store: &Store) -> bool {
    store.check(true).is_ok_and(|report| report.ok())
        && store
            .read()
            .list::<Statement>()
            .is_ok_and(|said| said.len() as u128 == SAID)
}

#[test]
fn a_book_cut_at_any_length_does_not_open() {
    let desk = filled();
    let full = length(&desk);
    assert!(full > 40 * PAGE && full.is_multiple_of(PAGE), "{full}");
    let inside = [
        0,
        1,
        15,
        16,
        100,
        512,
        PAGE - 1,
        PAGE + 1,
        full - PAGE / 2,
        full - 1,
    ];
    let lengths = (1..full / PAGE).map(|page| page * PAGE).chain(inside);
    for length in lengths {
        let desk = desk.copy();
        cut(&desk, length);
        let before = fs::read(desk.path()).unwrap();
        let error = desk.try_open().unwrap_err();
        assert!(
            matches!(error, StoreError::Damaged(_)),
            "{length}: {error:?}"
        );
        assert_eq!(fs::read(desk.path()).unwrap(), before, "{length}");
    }
    assert!(whole(&desk.open()));
}

#[test]
fn a_book_cut_while_its_log_holds_the_newest_is_noticed_and_the_log_stays() {
    let desk = filled();
    let mut store = desk.open();
    say(&mut store, 1, "câu mới nhất");
    // What a crash leaves: the log beside the book.
    let crashed = desk.copy();
    drop(store);
    let log = fs::read(crashed.beside("-wal")).unwrap();
    assert!(!log.is_empty());
    assert!(whole(&crashed.copy().open()));
    let full = length(&crashed);
    for length in [0, 100, PAGE, 3 * PAGE, full / 2 / PAGE * PAGE, full - PAGE] {
        let desk = crashed.copy();
        cut(&desk, length);
        // The last page may well be in the log: then nothing is missing.
        let complete = desk.copy().try_open().is_ok_and(|store| whole(&store));
        assert!(complete || noticed(&desk), "{length}");
        assert!(!complete || length == full - PAGE, "{length}");
        if !complete {
            assert!(desk.try_open().is_err(), "{length}");
            assert_eq!(fs::read(desk.beside("-wal")).unwrap(), log, "{length}");
        }
    }
}

#[test]
fn a_log_cut_anywhere_leaves_a_sound_book() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    for n in 1..=5 {
        say(&mut store, n, &format!("câu {n}"));
    }
    let crashed = desk.copy();
    drop(store);
    let full = fs::metadata(crashed.beside("-wal")).unwrap().len();
    let mut kept = Vec::new();
    for length in (0..=20).map(|n| full * n / 20) {
        let desk = crashed.copy();
        OpenOptions::new()
            .write(true)
            .open(desk.beside("-wal"))
            .unwrap()
            .set_len(length)
            .unwrap();
        let store = desk.open();
        assert!(store.check(true).unwrap().ok(), "{length}");
        let said: Vec<String> = store
            .read()
            .list::<Statement>()
            .unwrap()
            .into_iter()
            .map(|row| row.entity.text)
            .collect();
        // The sentences come back in their order, none skipped.
        assert!(
            said.iter()
                .zip(1..)
                .all(|(text, n)| *text == format!("câu {n}")),
            "{length}: {said:?}"
        );
        kept.push(said.len());
    }
    assert!(kept.is_sorted());
    assert_eq!(kept.last(), Some(&5));
}

#[test]
fn another_file_in_its_place_does_not_open_and_stays_as_it_is() {
    let desk = Desk::new(1);
    let strange = [
        b"SQLite format 3\0".repeat(600),
        "Không phải là sổ. ".repeat(900).into_bytes(),
        vec![0; 9000],
    ];
    for bytes in strange {
        fs::write(desk.path(), &bytes).unwrap();
        let error = desk.try_open().unwrap_err();
        assert!(matches!(error, StoreError::Damaged(_)), "{error:?}");
        assert_eq!(fs::read(desk.path()).unwrap(), bytes);
    }
}

#[test]
fn a_flipped_byte_in_every_page_is_noticed() {
    let desk = filled();
    let sound = fs::read(desk.path()).unwrap();
    for page in 0..sound.len() / 4096 {
        let desk = desk.copy();
        let mut bytes = sound.clone();
        // Another place in each page, the page's own authenticator among them.
        bytes[page * 4096 + (page * 997 + 4090) % 4096] ^= 0x10;
        fs::write(desk.path(), bytes).unwrap();
        assert!(noticed(&desk), "page {page}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bytes_anywhere_are_noticed(
        places in prop::collection::vec((any::<prop::sample::Index>(), 1..=255u8), 1..5)
    ) {
        let desk = filled();
        let sound = fs::read(desk.path()).unwrap();
        let mut bytes = sound.clone();
        for (place, by) in places {
            bytes[place.index(sound.len())] ^= by;
        }
        prop_assume!(bytes != sound);
        fs::write(desk.path(), bytes).unwrap();
        prop_assert!(noticed(&desk));
    }
}
