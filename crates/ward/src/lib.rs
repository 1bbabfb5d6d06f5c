//! Máy chủ của đảng ủy phường: takes what the cells send, proves and keeps it, relays it to the
//! cell's other devices, and shows what was published. It holds no key of any cell.
//!
//! - [`Ward`]: the administration, as `sochibo-ward` commands do it; works while a server runs.
//! - [`serve`]: the server, in this process; [`Running`] says where it listens.
//! - [`store`]: what is kept, behind one trait.
//! - [`report`]: how a published operation becomes minutes on the ward's pages.
//!
//! `docs/protocol.md` has the protocol; `docs/cli.md` the commands.

mod admin;
mod api;
mod audit;
mod clock;
mod counter;
mod documents;
mod error;
mod health;
mod hex;
mod intake;
mod page;
mod password;
mod private;
pub mod report;
mod secret;
mod serve;
mod state;
pub mod store;
mod throttle;
mod tls;
mod usb;
mod vitals;

pub use admin::{AddedUser, CellRoom, IssuedCode, ListedDevice, Room, Ward};
pub use audit::{Audit, Problem};
pub use counter::Counter;
pub use documents::{Addressee, DocumentDraft, DocumentSent, ListedDocument, Withdrawn};
pub use error::WardError;
pub use serve::{Running, ServeConfig, Tls, serve};
pub use store::{Org, OrgKind, Role};
pub use usb::{Exported, Imported};
