use serde::{Deserialize, Serialize};
use sochibo_domain::CellType;
use ts_rs::TS;

/// Whether there is a book, and whether it is open.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum BookState {
    /// No book yet: first run.
    None {
        /// Where it would lie.
        path: String,
    },
    /// There is one, and it is locked.
    Locked {
        /// Where it lies.
        path: String,
    },
    /// Open, of a device that waits to be let in or takes the book from the ward.
    Joining {
        /// Where it lies.
        path: String,
    },
    /// Open.
    Open {
        /// Where it lies.
        path: String,
    },
}

/// The frame around every screen.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct FrameView {
    /// `Khu phố 12`.
    pub cell: String,
    pub cell_type: CellType,
    /// `Phường Tân Thới Hòa`.
    pub ward: String,
    /// Numbers beside the entries of the navigation; 0 hides them.
    pub assignments_due: u32,
    pub petitions_open: u32,
    /// Documents of the ward that nobody has read.
    pub documents_unread: usize,
    /// A meeting is being held: the window does not lock itself meanwhile.
    pub in_session: bool,
    pub sync: SyncWords,
}

/// The state of the exchange with the ward, in words.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SyncWords {
    /// `not_enrolled`, `waiting`, `sent`, `attention` or `revoked`.
    pub state: String,
    /// `12 mục chờ gửi`.
    pub words: String,
    /// What waits for a person, each in words; empty where nothing does.
    pub review: Vec<String>,
    #[ts(type = "number")]
    pub pending: u64,
    /// How many of them the ward will read.
    #[ts(type = "number")]
    pub readable: u64,
}

/// `scb status`, and the screen "Đồng bộ".
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct StatusView {
    /// This device's id.
    pub device: String,
    #[ts(type = "number")]
    pub pending: u64,
    /// RFC 3339; empty before the first.
    pub last_sync: Option<String>,
    /// The ward's address; empty while not enrolled.
    pub server: Option<String>,
    pub ward: Option<String>,
    pub conflicts: usize,
    /// Removals of more than half of the book that wait until a person agrees.
    pub waiting_removals: usize,
    pub quarantined: usize,
    #[ts(type = "number | null")]
    pub clock_offset_ms: Option<i64>,
    /// The last number the ward has given a receipt for, and when (RFC 3339, the ward's clock).
    #[ts(type = "number")]
    pub acknowledged: u64,
    pub receipt_at: Option<String>,
    pub book: String,
    /// The ward has told this device that it is out.
    pub revoked: bool,
}

/// Data that the exchange has used this month, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DataUsed {
    #[ts(type = "number")]
    pub up: u64,
    #[ts(type = "number")]
    pub down: u64,
}

/// When this device exchanges with the ward by itself. Its own setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SyncHabit {
    /// Whenever the ward can be reached; else only when the person says so.
    pub whenever_online: bool,
    /// Never over a line that the system calls metered.
    pub unmetered_only: bool,
    /// Paused until the person goes on.
    pub paused: bool,
}

/// The exchange as it goes on: the event `sync-progress`, and `ward_sync_state`.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct SyncActivity {
    pub running: bool,
    /// `comparing`, `sending`, `taking`, `refetching` or `renewing`.
    pub phase: String,
    /// Operations sent or taken so far, and in all as far as is known.
    #[ts(type = "number")]
    pub done: u64,
    #[ts(type = "number")]
    pub total: u64,
    #[ts(type = "number")]
    pub bytes_up: u64,
    #[ts(type = "number")]
    pub bytes_down: u64,
    /// What came of the last exchange since the book was opened: a sentence, and a code where it
    /// failed.
    pub last_words: String,
    pub last_code: Option<String>,
    /// What to do about it.
    pub last_hint: String,
    /// What the last one did that ended well.
    pub last: Option<Synced>,
    /// How many have ended since the book was opened.
    #[ts(type = "number")]
    pub ended: u64,
    /// How often it was asked since then whether one is due; that it goes on says that the
    /// background is alive.
    #[ts(type = "number")]
    pub looked: u64,
    /// Seconds until the next attempt, where one is planned.
    #[ts(type = "number | null")]
    pub next_in: Option<u64>,
    /// Whether the system calls the line metered; empty where it doesn't say.
    pub metered: Option<bool>,
    pub habit: SyncHabit,
    pub used: DataUsed,
}

/// A sending that the ward has given a receipt for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Sending {
    /// The first and the last number of this device that it covers.
    #[ts(type = "number")]
    pub from: u64,
    #[ts(type = "number")]
    pub upto: u64,
    #[ts(type = "number")]
    pub count: u64,
    /// RFC 3339, by the ward's clock.
    pub at: String,
    /// The identity of this device that wrote it; an older one where the book was restored.
    pub device: String,
    pub former: bool,
    /// The ward's number in the cell's order.
    #[ts(type = "number")]
    pub rev: u64,
    /// `7F3A 91C2 0B5E`: what the ward has signed. Whoever holds the receipt can tell it.
    pub fingerprint: String,
    /// The hash of the last operation that it covers.
    pub head: String,
    /// The ward's signature, in hexadecimal.
    pub signature: String,
}

/// What a sync did.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct Synced {
    pub pushed: usize,
    pub pulled: usize,
    pub bytes_up: usize,
    pub bytes_down: usize,
    /// How many receipts the ward gave.
    pub receipts: usize,
    /// How often this device took a new identity: its book had been copied.
    pub renewals: usize,
    /// Devices whose operations differ here and at the ward; the next exchange looks again.
    pub differing: Vec<String>,
}

/// Adopted.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Adopted {
    pub version: u32,
    /// `7F3A 91C2 0B5E`.
    pub fingerprint: String,
}

/// A paper that was written to a file.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SavedPaper {
    pub file: String,
    pub bytes: usize,
}

/// What was being typed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DraftView {
    pub slot: String,
    /// JSON of the screen that saved it.
    pub value: String,
    /// `19:42:07`, local time, when it reached the disk.
    pub saved_at: String,
}

/// A hit of the search.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HitLine {
    pub kind: String,
    pub id: String,
    pub title: String,
    pub snippet: String,
    /// The meeting it belongs to.
    pub meeting: Option<String>,
}

/// `scb doctor`.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DoctorView {
    pub ok: bool,
    pub checks: Vec<CheckedLine>,
}

/// One thing that `doctor` looked at.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CheckedLine {
    pub name: String,
    pub ok: bool,
    pub detail: String,
}
