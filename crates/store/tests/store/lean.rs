//! What a saved statement writes. Each page that a commit touches is ciphered, authenticated and
//! written before "Đã lưu" may be shown, so their number is what a person waits for.

use std::fs;

use crate::desk::{Desk, say};

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
    assert!(pages[100] <= 6, "{pages:?}");
    assert!(pages[190] <= 10, "{pages:?}");
    // Now and then the words of some dozens are written together.
    assert!(pages[199] <= 24, "{pages:?}");
    assert!(all <= 200 * 7, "{all}: {pages:?}");
}
