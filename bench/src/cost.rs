//! Ratios of runs that were taken in turn.

use std::time::{Duration, Instant};

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

/// Prints what a row means in times: the median of each side.
pub(crate) fn in_times(pairs: &[(Duration, Duration)]) {
    let ours = median(pairs.iter().map(|(ours, _)| *ours).collect());
    let limit = median(pairs.iter().map(|(_, limit)| *limit).collect());
    println!("    {:.2} ms against {:.2} ms", ms(ours), ms(limit));
}

/// Prints both sides as the quickest tenth of single runs took: on a machine that also does other
/// things, this is nearest to what they cost on one that doesn't.
pub(crate) fn undisturbed(mut ours: Vec<Duration>, mut limit: Vec<Duration>) {
    ours.sort();
    limit.sort();
    let (ours, limit) = (ours[ours.len() / 10], limit[limit.len() / 10]);
    println!(
        "    the quickest tenth: {:.2} ms against {:.2} ms, {:.2}×",
        ms(ours),
        ms(limit),
        ours.as_secs_f64() / limit.as_secs_f64()
    );
}

/// The same of a few pairs.
pub(crate) fn undisturbed_of(pairs: &[(Duration, Duration)]) {
    let (ours, limit) = pairs.iter().copied().unzip();
    undisturbed(ours, limit);
}

/// Prints how many are done in a second, by the median.
pub(crate) fn in_a_second(pairs: &[(Duration, Duration)], count: usize) {
    let median = median(pairs.iter().map(|(ours, _)| *ours).collect());
    println!(
        "    {:.0} operations/s (median)",
        count as f64 / median.as_secs_f64()
    );
}

/// The middle one of several times.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// How long `work` takes.
pub(crate) async fn time<T>(work: impl Future<Output = T>) -> (Duration, T) {
    let start = Instant::now();
    let done = work.await;
    (start.elapsed(), done)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
