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
mod fixture;
mod pushed;
mod recovered;
mod saved;
mod started;

#[tokio::main]
async fn main() {
    println!("{:<58} {:>7} {:>7} {:>7}  goal", "", "min", "median", "max");
    saved::measure();
    pushed::measure().await;
    recovered::measure().await;
    started::measure().await;
}
