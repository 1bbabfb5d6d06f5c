//! Many worlds, each of its own seed. `SOAK_SEEDS` says how many, `SOAK_SEED` replays one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

use sochibo_soak::{Counts, live};

/// How many worlds a test run lives through where nobody says otherwise.
const SEEDS: u64 = 2_000;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

fn run(seed: u64) -> Counts {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(live(seed))
}

#[test]
fn in_every_world_nothing_acknowledged_is_lost_and_all_end_with_the_same_book() {
    if let Some(seed) = number("SOAK_SEED") {
        println!("seed {seed}: {:?}", run(seed));
        return;
    }
    let seeds = number("SOAK_SEEDS").unwrap_or(SEEDS);
    let first = number("SOAK_FIRST").unwrap_or(1);
    let begun = Instant::now();
    let next = AtomicU64::new(first);
    let all = Mutex::new((Counts::default(), Vec::new()));
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + seeds {
                        return;
                    }
                    let lived = catch_unwind(AssertUnwindSafe(|| run(seed)));
                    let mut all = all.lock().unwrap();
                    match lived {
                        Ok(counts) => all.0.add(&counts),
                        Err(_) => all.1.push(seed),
                    }
                }
            });
        }
    });
    let (counts, mut failed) = all.into_inner().unwrap();
    failed.sort_unstable();
    println!("{seeds} seeds in {:.0?}: {counts:?}", begun.elapsed());
    assert!(failed.is_empty(), "replay with SOAK_SEED=n: {failed:?}");
}
