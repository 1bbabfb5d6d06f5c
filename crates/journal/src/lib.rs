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
//! Who holds which ring is itself said by operations: an [`Act`] lets a device in, takes it out, or
//! leaves the keys in escrow, and a [`Directory`] is the fold of all acts. Keys travel in
//! [`SealedBox`]es that one device alone can open.
//!
//! A ward writes a chain of its own in each cell; what is its to write and what is the cell's is told
//! apart by names ([`trespass`]).
//!
//! The layouts are written down in `docs/protocol.md`.

mod author;
mod authority;
mod chain;
mod change;
mod clock;
mod directory;
mod envelope;
pub mod grouped;
mod hash;
mod header;
mod id;
mod moved;
mod record;
mod recovery;
mod ring;
mod seal;
mod sealed_box;
mod sign;
mod ward;

pub use author::Author;
pub use authority::{Act, BoxedKey, Escrow, Founder, Grant, Identity, Proof, Retired, Revocation};
pub use chain::{Chain, ChainError};
pub use change::{Change, ChangeError, DELETED, OpRef};
pub use clock::Hlc;
pub use directory::{Admitted, Directory, Fact, Void};
pub use envelope::{DecodeError, Envelope, MAX_BODY};
pub use hash::Hash;
pub use header::{HEADER_LEN, Header};
pub use id::{CellId, DeviceId};
pub use moved::moved;
pub use record::{Head, Record, Register, Stamp, standing};
pub use recovery::{RecoveryKeys, RecoverySecrets};
pub use ring::{Epoch, KeyId, KeyRing, Ring, RingKey};
pub use seal::{SealError, open, seal};
pub use sealed_box::{BoxFor, BoxKey, BoxSecret, SealedBox};
pub use sign::{DeviceKey, HeadSignature, PublicKey, SignError};
pub use ward::{Trespass, is_ward_id, is_ward_kind, trespass, ward_id};
