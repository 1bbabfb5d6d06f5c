//! Ratios of runs that were taken in turn.

use std::time::Duration;

/// How many pairs are run.
pub(crate) const RUNS: usize = 7;

/// Prints the ratio of each pair: least, median, most.
pub(crate) fn print(what: &str, pairs: &[(Duration, Duration)], goal: &str) {
    let mut ratios: Vec<f64> = pairs
        .iter()
        .map(|(ours, limit)| ours.as_secs_f64() / limit.as_secs_f64())
        .collect();
    ratios.sort_by(f64::total_cmp);
    let (least, median, most) = (
        ratios[0],
        ratios[ratios.len() / 2],
        ratios[ratios.len() - 1],
    );
    println!("{what:<58} {least:>6.2}× {median:>6.2}× {most:>6.2}×  {goal}");
}

/// The middle one of several times.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
