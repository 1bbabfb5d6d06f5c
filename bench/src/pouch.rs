//! What a usual offline-first database takes for the same: PouchDB that replicates documents of
//! the same payload to a PouchDB server, on the same disk, in the same run.

use std::{path::Path, process::Command};

use crate::cost::RUNS;

/// How much quicker a push is to be.
const GOAL: f64 = 20.0;

/// `ours`: operations pushed in a second, in each run; `bytes`: the body of one.
pub(crate) fn measure(ours: &[f64], operations: usize, bytes: usize) {
    let here = Path::new("bench/pouch");
    if !here.join("node_modules").is_dir() {
        println!("PouchDB is not there (npm --prefix bench/pouch ci): not compared");
        return;
    }
    let run = Command::new("node")
        .arg(here.join("measure.mjs"))
        .args([operations, bytes, RUNS].map(|number| number.to_string()))
        .env("MEASURE_IN", Path::new("target").canonicalize().unwrap())
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let mut theirs: Vec<f64> = String::from_utf8(run.stdout)
        .unwrap()
        .lines()
        .map(|line| line.parse().unwrap())
        .collect();
    theirs.sort_by(f64::total_cmp);
    let middle = theirs[theirs.len() / 2];
    let mut ratios: Vec<f64> = ours.iter().map(|ours| ours / middle).collect();
    ratios.sort_by(f64::total_cmp);
    println!(
        "{:<58} {:>6.2}× {:>6.2}× {:>6.2}×  ≥ {GOAL}×",
        "pushed in a second ÷ replicated by PouchDB in a second",
        ratios[0],
        ratios[ratios.len() / 2],
        ratios[ratios.len() - 1],
    );
    println!("    PouchDB: {middle:.0} documents/s (median)");
}
