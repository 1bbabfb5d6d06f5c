//! `make bench`: what things cost. Every figure is a ratio against a limit that is measured in the
//! same run on the same disk, the median of several runs; a bare time says more about the machine.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a measurement that can't be taken should stop and say where"
)]

mod cost;
mod exchanged;
mod fixture;
mod grown;
mod idle;
mod killed;
mod office;
mod pouch;
mod recovered;
mod saved;
mod started;

#[tokio::main]
async fn main() {
    println!("{:<58} {:>7} {:>7} {:>7}  goal", "", "min", "median", "max");
    rustls::crypto::ring::default_provider()
        .install_default()
        .expect("nobody has installed one before");
    // `sochibo-bench saved idle` runs those two only.
    let named: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |name: &str| named.is_empty() || named.iter().any(|one| one == name);
    if wanted("saved") {
        saved::measure();
    }
    if wanted("exchanged") {
        exchanged::measure().await;
    }
    if wanted("idle") {
        idle::measure().await;
    }
    if wanted("killed") {
        killed::measure().await;
    }
    if wanted("grown") {
        grown::measure().await;
    }
    if wanted("recovered") {
        recovered::measure().await;
    }
    if wanted("started") {
        started::measure().await;
    }
}
