//! A statement saved (operation, record, search; durable) against one raw commit of the same
//! bytes with the same durability, the same cipher, on the same disk.

use std::time::Instant;

use crate::{
    cost::{self, RUNS},
    fixture::{Fixture, raw},
};

const STATEMENTS: usize = 200;

pub(crate) fn measure() {
    // Beside the build, not in a folder that may lie in memory.
    let folder = tempfile::tempdir_in("target").unwrap();
    let mut fixture = Fixture::new(folder.path());
    let raw = raw(&folder.path().join("raw.db"), true);
    fixture.say(0);
    let bytes = vec![b'x'; fixture.book.outbox_bytes().unwrap().pop().unwrap()];
    let mut pairs = Vec::new();
    for _ in 0..RUNS {
        let (mut ours, mut limit) = (Vec::new(), Vec::new());
        // In turn, so that a disk that slows down slows both.
        for number in 0..STATEMENTS {
            let start = Instant::now();
            fixture.say(number);
            ours.push(start.elapsed());
            let start = Instant::now();
            raw.execute("INSERT INTO raw (bytes) VALUES (?1)", [&bytes])
                .unwrap();
            limit.push(start.elapsed());
        }
        pairs.push((cost::median(ours), cost::median(limit)));
    }
    cost::print(
        "statement saved ÷ one raw commit of the same bytes",
        &pairs,
        "≤ 1.5×",
    );
}
