//! Ten thousand operations pushed to a ward over TLS on loopback, and pulled from there by the
//! cell's second device, each against one raw transaction that inserts the same bytes.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use sochibo_book::ward::sync;
use sochibo_journal::HEADER_LEN;

use crate::{
    cost::{self, RUNS, time},
    fixture::{Fixture, insert_raw, raw},
    office::{self, Office, second_device},
    pouch,
};

const OPERATIONS: usize = 10_000;

pub(crate) async fn measure() {
    let folder = office::folder();
    let (mut fixture, recovery) = Fixture::with_recovery_code(folder.path());
    let office = Office::open(folder.path().join("ward")).await;
    let first = Arc::clone(&fixture.book);
    office.enrol(&first).await;
    sync(&first).await.unwrap();
    let second = second_device(&office, folder.path(), &recovery).await;
    sync(&first).await.unwrap();

    let (mut pushed, mut pulled) = (Vec::new(), Vec::new());
    let mut bytes = 0;
    for run in 0..RUNS {
        fixture.write(OPERATIONS);
        let sizes = fixture.hold().outbox_bytes().unwrap();
        bytes = sizes.iter().sum::<usize>() / sizes.len() - HEADER_LEN;
        let (push, done) = time(sync(&first)).await;
        assert!(done.unwrap().pushed >= OPERATIONS);
        let (pull, done) = time(sync(&second)).await;
        assert!(done.unwrap().pulled >= OPERATIONS);

        let limit = |cipher: bool| {
            let name = if cipher { "ciphered" } else { "plain" };
            let mut raw = raw(&folder.path().join(format!("{name}-{run}.db")), cipher);
            let start = Instant::now();
            insert_raw(&mut raw, &sizes);
            start.elapsed()
        };
        pushed.push((push, limit(false)));
        pulled.push((pull, limit(true)));
    }
    office.close().await;
    cost::print(
        "10,000 operations pushed ÷ one raw transaction",
        &pushed,
        "≤ 3×",
    );
    cost::in_times(&pushed);
    cost::undisturbed_of(&pushed);
    cost::in_a_second(&pushed, OPERATIONS);
    cost::print(
        "10,000 operations pulled ÷ one raw ciphered transaction",
        &pulled,
        "≤ 3×",
    );
    cost::in_times(&pulled);
    cost::undisturbed_of(&pulled);
    cost::in_a_second(&pulled, OPERATIONS);
    let in_a_second = |(ours, _): &(Duration, Duration)| OPERATIONS as f64 / ours.as_secs_f64();
    let speeds: Vec<f64> = pushed.iter().map(in_a_second).collect();
    pouch::measure(&speeds, OPERATIONS, bytes);
}
