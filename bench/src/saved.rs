//! A statement saved (operation, record, search; durable) against one raw commit of the same
//! bytes with the same durability, the same cipher, on the same disk.

use std::time::Instant;

use crate::{
    cost::{self, RUNS},
    fixture::{Fixture, raw},
    office,
};

const STATEMENTS: usize = 200;

pub(crate) fn measure() {
    let folder = office::folder();
    let mut fixture = Fixture::new(folder.path());
    let raw = raw(&folder.path().join("raw.db"), true);
    fixture.say();
    let bytes = vec![b'x'; fixture.hold().outbox_bytes().unwrap().pop().unwrap()];
    let mut pairs = Vec::new();
    let (mut all, mut all_limits) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (mut ours, mut limit) = (Vec::new(), Vec::new());
        // In turn, so that a disk that slows down slows both.
        for _ in 0..STATEMENTS {
            let start = Instant::now();
            fixture.say();
            ours.push(start.elapsed());
            let start = Instant::now();
            raw.execute("INSERT INTO raw (bytes) VALUES (?1)", [&bytes])
                .unwrap();
            limit.push(start.elapsed());
        }
        all.extend(&ours);
        all_limits.extend(&limit);
        pairs.push((cost::median(ours), cost::median(limit)));
        fixture.next_meeting();
    }
    cost::print(
        "statement saved ÷ one raw commit of the same bytes",
        &pairs,
        "≤ 1.5×",
    );
    cost::in_times(&pairs);
    cost::undisturbed(all, all_limits);
}
