//! What the journal promises, asked from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod chain;
mod damage;
mod devices;
mod hand;
mod layout;
mod merge;
mod ring;
mod sign;
mod village;
