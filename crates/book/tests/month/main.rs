//! A month of a cell, lived through the use cases: what a secretary does and what must hold.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod adoption;
mod agenda;
mod backups;
mod carried;
mod cell;
mod checks;
mod committee;
mod hygiene;
mod kinds;
mod papers;
mod preparation;
mod privacy;
mod record;
mod room;
mod roster;
mod score;
mod secrets;
mod templates;
mod today;
mod undo;
mod versions;
