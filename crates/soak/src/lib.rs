//! Several books and a ward, with whatever can go wrong between them.
//!
//! - [`Desk`]: one device with a real book in a SQLCipher file; it can be copied like a disk.
//! - [`Office`]: a real ward, answering without a socket.
//! - [`Direct`]: the line between the two, the same bytes as over HTTPS; `faulty` puts faults in.
//! - [`live`]: one world from a seed: books that write, exchange, crash, are copied, restored and
//!   revoked, with an oracle at the end.
//! - [`seeds`]: sound inputs of every reader of foreign bytes (`sochibo-readers`), that [`mangle`]
//!   alters.
//!
//! The tests of this crate are its purpose; nothing of it is in a program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test that can't go on should stop where it stands"
)]

mod chance;
mod desk;
mod faulty;
mod line;
mod mangle;
mod month;
mod office;
mod seeds;
mod world;

pub use chance::Chance;
pub use desk::{Desk, T0, statement};
pub use faulty::Faults;
pub use line::{Carrier, Direct, Over, Request};
pub use mangle::mangle;
pub use month::{Body, bodies};
pub use office::Office;
pub use seeds::seeds;
pub use world::{Counts, live};
