//! What the book on disk promises, asked from outside.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod acts;
mod backup;
mod damage;
mod desk;
mod drafts;
mod exchange;
mod frozen;
mod keys;
mod killed;
mod lean;
mod life;
mod newer;
mod received;
mod repair;
mod search;
mod secret;
mod tamper;
mod two_devices;
mod ward;
