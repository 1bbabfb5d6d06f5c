//! What crosses between a cell and its ward: the same bytes over the network and on a USB stick.
//!
//! - [`Batch`]: consecutive envelopes of one device, with its signature over the end of its chain.
//! - [`Page`]: what a pull answers: whole batches in the ward's order.
//! - [`Receipt`]: the ward's signed word that it holds a chain up to a number.
//! - [`EnrolCode`]: what a person types once to join a cell's book to its ward.
//! - [`api`]: the JSON of the requests around them; [`join`]: how a second device comes in.
//!
//! `docs/protocol.md` says the same in words.

pub mod api;
mod batch;
mod code;
mod hex;
pub mod join;
mod page;
mod receipt;
mod screen;
mod stick;

pub use batch::{Batch, BatchError, MAX_BATCH_BYTES, MAX_BATCH_LEN, VerifiedBatch};
pub use code::EnrolCode;
pub use page::{Page, PageEntry};
pub use receipt::Receipt;
pub use screen::secret_mark;
pub use stick::{Stick, StickError, ToCell, ToWard};

/// The version of the protocol that this build speaks.
pub const PROTOCOL: u32 = 1;
