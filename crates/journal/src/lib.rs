//! Operations: everything that ever happened to a book, in a form that can neither be lost in
//! silence nor altered unseen. No I/O, no clock, no randomness: time and keys are passed in.
//!
//! From a change to an agreed record, in four steps:
//!
//! 1. A [`Change`] names a record and the fields it sets, and for each field the versions that
//!    its author saw and means to replace.
//! 2. An [`Author`] turns it into an [`Envelope`]: a [`Header`] that carries the device's
//!    contiguous number, a hybrid logical clock ([`Hlc`]) and the hash of the header before it,
//!    and a body that is either published or sealed under a key ring ([`RingKey`]).
//! 3. A [`Chain`] accepts envelopes of one device in order and says exactly what is wrong with
//!    one that doesn't fit: a gap, a fork, an altered byte.
//! 4. A [`Record`] folds changes, in whatever order they arrive, into the same state on every
//!    device, and keeps the value that lost where two people wrote without knowing of each other.
//!
//! The layouts are written down in `docs/protocol.md`.

mod author;
mod chain;
mod change;
mod clock;
mod envelope;
pub mod grouped;
mod hash;
mod header;
mod id;
mod moved;
mod record;
mod ring;
mod seal;
mod sign;

pub use author::Author;
pub use chain::{Chain, ChainError};
pub use change::{Change, ChangeError, DELETED, OpRef};
pub use clock::Hlc;
pub use envelope::{DecodeError, Envelope, MAX_BODY};
pub use hash::Hash;
pub use header::{HEADER_LEN, Header};
pub use id::{CellId, DeviceId};
pub use moved::moved;
pub use record::{Head, Record, Register, Stamp};
pub use ring::{Epoch, KeyRing, Ring, RingKey};
pub use seal::{SealError, open, seal};
pub use sign::{DeviceKey, HeadSignature, PublicKey, SignError};
