//! The client of the ward: sends what a book has written, takes in what others wrote.
//!
//! The thinking is a pure state machine, [`Exchange`]: an [`Event`] in, one [`Step`] out. It does
//! no I/O and knows no clock. [`exchange`] is the thin driver that carries its steps out between
//! a [`Ledger`] (the book) and a [`Ward`] (the server, over HTTPS with a pinned key).
//!
//! | state | `Began` | `Compared` | `Sent` | `Missing` | `Refused` | `Forked` | `Took` |
//! |---|---|---|---|---|---|---|---|
//! | idle | compare | – | – | – | – | – | – |
//! | comparing | – | send, or take | – | – | – | end | – |
//! | sending | – | – | send, or take | send from there | take | end | – |
//! | taking | – | – | – | – | – | – | take, or end |
//! | ended | – | – | – | – | – | – | – |
//!
//! `Lost` ends the exchange from every state. A dash means that the event can't happen there; it
//! is answered with [`Step::End`], so that a wrong answer can neither loop nor hang.
//!
//! Invariants, each held by a test:
//! 1. Nothing is sent before both sides have compared their ends.
//! 2. What the ward has given no receipt for is sent again; what it has is not.
//! 3. A refused batch ends the sending, never the taking.
//! 4. The same gap told twice in a row ends the exchange instead of looping.

mod client;
mod driver;
mod error;
mod machine;
mod pin;

pub use client::Ward;
pub use driver::{Ledger, Report, exchange};
pub use error::SyncError;
pub use machine::{End, Event, Exchange, Step};
