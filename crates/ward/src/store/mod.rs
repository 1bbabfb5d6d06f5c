//! What a ward keeps, whatever keeps it. The methods block: callers on the network side run them
//! on blocking threads. All times are milliseconds since 1970 by the ward's clock, passed in.

mod noun;
mod sqlite;

use serde_json::Value;
use sochibo_domain::says_full;
use sochibo_journal::{CellId, Chain, DeviceId, DeviceKey, Directory, Hash};
use sochibo_wire::{Page, VerifiedBatch, api::DeviceEnd, join::Join};
use uuid::Uuid;

pub use noun::{
    Answering, Device, Enrolling, Enrolment, HeldDevice, ListedReport, Look, NewDocument, NewJoin,
    Org, OrgKind, ReceivedReport, RejectedReport, Renewal, Renewing, Role, SentDocument,
    StoredUser, Taking,
};
pub(crate) use sqlite::SqliteStore;

use crate::audit::Audit;
use crate::report::Fold;

/// The hash under which a secret (a code, a token) is kept.
pub type SecretHash = [u8; 32];

/// A store that failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file was written by a newer program.
    #[error("Kho dữ liệu thuộc phiên bản mới hơn ({found}) chương trình này ({known}).")]
    Newer {
        /// The file's version.
        found: usize,
        /// The newest that this program knows.
        known: usize,
    },
    /// What was read can't be what was written.
    #[error("Kho dữ liệu bị hỏng tại {0}.")]
    Damaged(&'static str),
    /// No room on the disk.
    #[error("Ổ đĩa chứa dữ liệu của phường đã đầy. Những gì đã nhận trước đó vẫn còn nguyên.")]
    Full,
    /// The database said no.
    #[error("Kho dữ liệu không đọc hoặc ghi được: {0}")]
    Sqlite(rusqlite::Error),
    /// The file system said no.
    #[error("Không mở được thư mục dữ liệu: {}.", sochibo_domain::system_says(.0))]
    File(#[source] std::io::Error),
    /// The writing thread has ended, which happens only while the program stops.
    #[error("Kho dữ liệu đã đóng.")]
    Closed,
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        if says_full(&error) {
            Self::Full
        } else {
            Self::File(error)
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Sqlite(error),
        }
    }
}

/// What a ward keeps. Each method is one transaction; when it returns, the change is on disk.
pub trait WardStore: Send + Sync {
    /// Whether the store answers.
    ///
    /// # Errors
    /// [`StoreError`] where it doesn't.
    fn ping(&self) -> Result<(), StoreError>;
    /// A setting's bytes.
    ///
    /// # Errors
    /// [`StoreError`]
    fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// Keeps a setting.
    ///
    /// # Errors
    /// [`StoreError`]
    fn set_setting(&self, name: &str, value: &[u8]) -> Result<(), StoreError>;
    /// Keeps a setting if there is none, and returns what stands.
    ///
    /// # Errors
    /// [`StoreError`]
    fn setting_or(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError>;

    /// Every organisation, in the order in which they were made.
    ///
    /// # Errors
    /// [`StoreError`]
    fn orgs(&self) -> Result<Vec<Org>, StoreError>;
    /// Adds one.
    ///
    /// # Errors
    /// [`StoreError`]
    fn add_org(&self, org: &Org, at: i64) -> Result<(), StoreError>;

    /// Keeps a fresh code.
    ///
    /// # Errors
    /// [`StoreError`]
    fn add_code(&self, hash: SecretHash, org: Uuid, expires_at: i64) -> Result<(), StoreError>;
    /// Spends a code and lets the first device of a cell in, or a known one back in, or says why
    /// not.
    ///
    /// # Errors
    /// [`StoreError`]
    fn enrol(&self, device: &Enrolling, at: i64) -> Result<Enrolment, StoreError>;
    /// Lets a known device go on under a new identity, or says why not. Asked again for the same
    /// one, it answers the same, and the token that stands is left.
    ///
    /// # Errors
    /// [`StoreError`]
    fn renew(&self, renewing: &Renewing, at: i64) -> Result<Renewal, StoreError>;
    /// What a code leads to, without spending it.
    ///
    /// # Errors
    /// [`StoreError`]
    fn look(&self, code: SecretHash, at: i64) -> Result<Look, StoreError>;
    /// Spends a code and lets a device wait, or says why not.
    ///
    /// # Errors
    /// [`StoreError`]
    fn join(&self, new: &NewJoin, at: i64) -> Result<Enrolment, StoreError>;
    /// The devices that asked to join a cell with a book.
    ///
    /// # Errors
    /// [`StoreError`]
    fn joins(&self, cell: CellId) -> Result<Vec<Join>, StoreError>;
    /// Keeps the first answer to one of them; `false` where it is not the first.
    ///
    /// # Errors
    /// [`StoreError`]
    fn answer_join(&self, answering: &Answering) -> Result<bool, StoreError>;
    /// Keeps what one of them shows; `false` where nobody has answered it.
    ///
    /// # Errors
    /// [`StoreError`]
    fn show_join(&self, cell: CellId, device: DeviceId, nonce: Hash) -> Result<bool, StoreError>;
    /// Says no to one of them; `false` where it does not wait.
    ///
    /// # Errors
    /// [`StoreError`]
    fn refuse_join(&self, cell: CellId, device: DeviceId, at: i64) -> Result<bool, StoreError>;
    /// Who of a cell may do what, as its devices say.
    ///
    /// # Errors
    /// [`StoreError`]
    fn directory(&self, cell: CellId) -> Result<Directory, StoreError>;
    /// The device of a token.
    ///
    /// # Errors
    /// [`StoreError`]
    fn device_of(&self, token: SecretHash) -> Result<Option<Device>, StoreError>;
    /// Every device with what is held of it.
    ///
    /// # Errors
    /// [`StoreError`]
    fn devices(&self) -> Result<Vec<HeldDevice>, StoreError>;
    /// Revokes a device; `false` where it was revoked already.
    ///
    /// # Errors
    /// [`StoreError`]
    fn revoke(&self, device: DeviceId, at: i64) -> Result<bool, StoreError>;

    /// Takes a verified batch. Under the cell's lock, so that `rev` order is commit order. What was
    /// committed [`Commit::Soon`] is on disk before anything below tells of it.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the batch is then kept.
    fn take(
        &self,
        batch: VerifiedBatch,
        folds: Vec<Fold>,
        at: i64,
        commit: Commit,
    ) -> Result<Taking, StoreError>;
    /// How many bytes are held of each cell.
    ///
    /// # Errors
    /// [`StoreError`]
    fn rooms(&self) -> Result<Vec<(CellId, u64)>, StoreError>;
    /// Whole batches of devices other than `asking`, after `after` in the cell's order.
    ///
    /// # Errors
    /// [`StoreError`]
    fn page(&self, cell: CellId, asking: DeviceId, after: u64) -> Result<Page, StoreError>;
    /// Whole batches of one device's chain, cut to what comes after `after` there. The page's
    /// numbers are the chain's.
    ///
    /// # Errors
    /// [`StoreError`]
    fn chain_page(&self, cell: CellId, device: DeviceId, after: u64) -> Result<Page, StoreError>;
    /// The hash at a number of a device's chain; `None` where nothing is held there.
    ///
    /// # Errors
    /// [`StoreError`]
    fn head_at(&self, cell: CellId, device: DeviceId, seq: u64)
    -> Result<Option<Hash>, StoreError>;
    /// The cell's last `rev` and the end of each device's chain.
    ///
    /// # Errors
    /// [`StoreError`]
    fn ends(&self, cell: CellId) -> Result<(u64, Vec<DeviceEnd>), StoreError>;
    /// Writes a document into the ward's own chain of each cell that it goes to, all in one
    /// transaction. `key` signs these chains: devices have pinned it.
    ///
    /// # Errors
    /// [`StoreError`]; no cell gets it then.
    fn send_document(&self, new: &NewDocument, key: &DeviceKey, at: i64) -> Result<(), StoreError>;
    /// Marks a document as withdrawn in each cell that it went to; `on` is the day as the cells
    /// read it. When that was done, now or before; `None` where there is no such document.
    ///
    /// # Errors
    /// [`StoreError`]
    fn withdraw_document(
        &self,
        id: Uuid,
        on: &Value,
        key: &DeviceKey,
        at: i64,
    ) -> Result<Option<i64>, StoreError>;
    /// What was sent, the newest first.
    ///
    /// # Errors
    /// [`StoreError`]
    fn documents(&self) -> Result<Vec<SentDocument>, StoreError>;
    /// Reads everything back and proves it again.
    ///
    /// # Errors
    /// [`StoreError`]
    fn audit(&self) -> Result<Audit, StoreError>;

    /// The newest version of each meeting's report, of one cell or of all, of one year or of all.
    ///
    /// # Errors
    /// [`StoreError`]
    fn newest_reports(
        &self,
        cell: Option<CellId>,
        year: Option<i32>,
    ) -> Result<Vec<ListedReport>, StoreError>;
    /// The years of which there are reports, newest first.
    ///
    /// # Errors
    /// [`StoreError`]
    fn report_years(&self) -> Result<Vec<i32>, StoreError>;
    /// Every version of one meeting's report, oldest first.
    ///
    /// # Errors
    /// [`StoreError`]
    fn versions(&self, cell: CellId, meeting: Uuid) -> Result<Vec<ReceivedReport>, StoreError>;
    /// Reports of a cell that did not hold.
    ///
    /// # Errors
    /// [`StoreError`]
    fn rejected(&self, cell: CellId) -> Result<Vec<RejectedReport>, StoreError>;

    /// Adds a user; `false` where the name is taken.
    ///
    /// # Errors
    /// [`StoreError`]
    fn add_user(&self, user: &StoredUser) -> Result<bool, StoreError>;
    /// A user by name.
    ///
    /// # Errors
    /// [`StoreError`]
    fn user(&self, name: &str) -> Result<Option<StoredUser>, StoreError>;
    /// Opens a session.
    ///
    /// # Errors
    /// [`StoreError`]
    fn open_session(
        &self,
        token: SecretHash,
        user: &str,
        expires_at: i64,
        now: i64,
    ) -> Result<(), StoreError>;
    /// The user of a session that has not expired.
    ///
    /// # Errors
    /// [`StoreError`]
    fn session_user(&self, token: SecretHash, now: i64) -> Result<Option<StoredUser>, StoreError>;
    /// Closes a session.
    ///
    /// # Errors
    /// [`StoreError`]
    fn close_session(&self, token: SecretHash) -> Result<(), StoreError>;
}

/// The setting of how many bytes a cell may have (u64); 0 for as many as there are.
pub(crate) const EACH_CELL: &str = "each_cell";
/// Where the ward has not said otherwise. Ten years of a large cell are a tenth of it.
pub(crate) const EVERY_CELL_MAY_HAVE: u64 = 4 << 30;

/// What a commit waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commit {
    /// The disk: a power cut takes nothing of it.
    OnDisk,
    /// The system only: it outlives this process, and comes to the disk with what follows.
    Soon,
}

/// A chain's end after a batch was taken, with the ward's number of its last envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The end.
    pub chain: Chain,
    /// Its number in the cell's order.
    pub rev: u64,
    /// How many envelopes were new.
    pub new: u64,
}
