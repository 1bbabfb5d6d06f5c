//! The use cases: one method of [`Book`] for each thing that a secretary does. The window, `scb`
//! and the tests call only this; it joins the rules (`domain`), the file (`store`), the papers
//! and the exchange with the ward.
//!
//! - [`Book::create`], [`Book::open`]: the life of the file.
//! - [`members`], [`meetings`], [`agenda`], [`room`], [`statements`], [`votes`], [`criticism`],
//!   [`assignments`], [`petitions`], [`templates`]: one file for each noun; [`Book::undo`] takes
//!   back what was done at a meeting.
//! - [`preparation`], [`carried`], [`resolution`], [`rota`], [`themes`], [`calendar`]: what stands
//!   before a meeting.
//! - [`adoption`]: what freezes minutes and publishes the report; [`paper`]: what is printed.
//! - [`devices`]: which devices are in the cell, and the keys that they hold.
//! - [`ward`]: joining a ward and exchanging with it; [`outbox`]: what would leave, in words;
//!   [`conflicts`]: what waits for a person afterwards.
//! - [`view`]: the answers as plain data.
//!
//! The clock and randomness are read here and nowhere below.

pub mod adoption;
pub mod agenda;
pub mod assignments;
mod audit;
pub mod backup;
mod book;
pub mod calendar;
mod called;
pub mod carried;
mod checks;
mod clock;
pub mod conflicts;
pub mod criticism;
pub mod devices;
pub mod documents;
mod entropy;
mod error;
mod facts;
mod given;
mod history;
mod ledger;
pub mod meetings;
pub mod members;
pub mod outbox;
pub mod paper;
mod passphrase;
mod pause;
mod pen;
pub mod petitions;
mod place;
pub mod preparation;
pub mod queue;
pub mod resolution;
pub mod room;
pub mod rota;
pub mod score;
mod sendings;
mod sent;
mod shared;
pub mod snippets;
pub mod statements;
mod sync_status;
pub mod templates;
pub mod themes;
pub mod today;
mod undo;
pub mod usb;
pub mod versions;
pub mod view;
pub mod votes;
pub mod ward;
pub mod writing;
mod year;

pub use book::{Book, NewCell};
pub use clock::{Clock, SystemClock};
pub use devices::DeviceError;
pub use error::BookError;
pub use passphrase::{PassphraseView, Strength, judge as judge_passphrase};
pub use sochibo_domain as domain;
