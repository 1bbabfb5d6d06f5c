//! One encrypted SQLite file: the book on disk.
//!
//! - [`Store::create`] and [`Store::open`] make and open it: a SQLCipher file, a [`KeyHeader`]
//!   beside it that holds its key wrapped by a passphrase and by a recovery code, and an OS lock
//!   that keeps a second program out.
//! - [`Store::transact`] is the one gate through which anything changes: inside it, [`Gate::put`]
//!   writes an operation and the record it changes in one transaction, with `synchronous=FULL`. When
//!   it has returned, the words are on the disk, and a search finds them.
//! - [`Store::receive_page`] takes in what other devices wrote, and the cursor with it.
//!   [`Store::take_new_identity`] is the way out for a copy of a book that went on by itself.
//! - [`Reader`] answers questions. Records are kept as the fold of their operations, so a new
//!   field or kind needs no migration, and [`Store::check`] can prove `fold(operations) == records`.
//! - [`Store::save_draft`] keeps what is being typed; drafts are this device's own and never leave it.
//!
//! Nothing here reads a clock or makes a key: both are passed in.

mod acts;
mod ahead;
mod aside;
mod authority;
mod backup;
mod check;
mod connection;
mod directory;
mod drafts;
mod error;
mod file;
mod findings;
mod folded;
mod folder;
mod former;
mod frozen;
mod gate;
mod held;
mod identity;
mod joining;
mod kept;
mod key_header;
mod link;
mod lock;
mod make;
mod migrate;
mod operations;
mod reader;
mod receive;
mod records;
mod recovery_code;
mod restore;
mod room;
mod runs;

mod search;
mod secret;
mod settings;
mod spent;
mod standing;
mod unread;
mod ward;
mod whole;

pub use acts::{Act, Acts, Part, TakenBack, Written};
pub use backup::{BACKUP_EXTENSION, BackedUp, BackupSource, Ends, Progress};

pub use check::{Check, CheckReport};
pub use drafts::Draft;
pub use error::{Marked, StoreError};
pub use file::Store;
pub use gate::Gate;
pub use held::WaitingRemoval;
pub use identity::{Identity, Moved};
pub use joining::{Asked, Joining, Stage};
pub use key_header::{KeyHeader, RECOVERY_BYTES};
pub use link::{KeptReceipt, Link, LinkState};
pub use make::{NewBook, NewSeat, Recovered};
pub use operations::{OperationState, PendingOperation, Quarantined};
pub use reader::{Conflict, Listed, Reader};
pub use receive::{Incoming, Received, Skipped};
pub use restore::{NewIdentity, Opener};
pub use search::SearchHit;
pub use spent::Spent;
