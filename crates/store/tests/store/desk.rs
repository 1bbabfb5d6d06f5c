//! Two devices of one cell, each with a book of its own. A book is made once (its passphrase
//! takes a while) and copied for every test; the recovery code opens it without a wait.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use rusqlite::Connection;
use serde_json::json;
use sochibo_domain::{Criticism, Member, Statement, Visibility};
use sochibo_journal::{CellId, Chain, DeviceId, DeviceKey, Envelope, HeadSignature, PublicKey};
use sochibo_store::{Gate, NewBook, Received, Store, StoreError};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const PASSPHRASE: &str = "Mùa xuân năm ấy";
/// 2026-10-05 19:00 in Vietnam.
pub(crate) const NOW: i64 = 1_791_201_600_000;
pub(crate) const CELL: CellId = CellId(Uuid::from_u128(1));

/// Everything random of device `n`, fixed. The cell and its ring keys are the same on all.
pub(crate) fn new_book(n: u8) -> NewBook {
    NewBook {
        cell: CELL,
        device: DeviceId(Uuid::from_u128(100 + u128::from(n))),
        device_secret: [n; 32],
        book_key: [0x40 + n; 32],
        ring_keys: [[1; 32], [2; 32], [3; 32]],
        recovery: [0x80 + n; 16],
        salt: [n; 16],
    }
}

/// A folder with a book in it; the folder goes when this does.
pub(crate) struct Desk {
    n: u8,
    dir: TempDir,
}

impl Desk {
    /// The desk of device 1 or 2.
    pub(crate) fn new(n: u8) -> Self {
        static MADE: OnceLock<[TempDir; 2]> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            [1, 2].map(|n| {
                let dir = tempfile::tempdir().unwrap();
                drop(Store::create(&dir.path().join("book"), PASSPHRASE, &new_book(n)).unwrap());
                dir
            })
        });
        let desk = Self {
            n,
            dir: tempfile::tempdir().unwrap(),
        };
        let from = made[usize::from(n - 1)].path().join("book");
        fs::copy(Store::header_path(&from), Store::header_path(&desk.path())).unwrap();
        fs::copy(from, desk.path()).unwrap();
        desk
    }

    /// A second folder with this one's book as it lies there now.
    pub(crate) fn copy(&self) -> Self {
        let desk = Self {
            n: self.n,
            dir: tempfile::tempdir().unwrap(),
        };
        for entry in fs::read_dir(self.dir.path()).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), desk.dir.path().join(entry.file_name())).unwrap();
        }
        desk
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("book")
    }

    pub(crate) fn beside(&self, suffix: &str) -> PathBuf {
        self.dir.path().join(format!("book{suffix}"))
    }

    pub(crate) fn try_open(&self) -> Result<Store, StoreError> {
        Store::open_with_recovery(&self.path(), &[0x80 + self.n; 16])
    }

    pub(crate) fn open(&self) -> Store {
        self.try_open().unwrap()
    }

    /// The closed book as SQLite sees it.
    pub(crate) fn raw(&self) -> Connection {
        let connection = Connection::open(self.path()).unwrap();
        let key = format!("x'{}'", format!("{:02x}", 0x40 + self.n).repeat(32));
        connection.pragma_update(None, "key", key).unwrap();
        connection
    }
}

/// Puts through the gate and stops the test where the disk refuses.
pub(crate) fn put(store: &mut Store, work: impl FnOnce(&mut Gate<'_>) -> Result<bool, StoreError>) {
    store.transact(NOW, work).unwrap();
}

pub(crate) fn say(store: &mut Store, n: u128, text: &str) {
    put(store, |gate| {
        gate.put::<Statement>(Uuid::from_u128(n).into(), &statement(text))
    });
}

pub(crate) fn statement(text: &str) -> Statement {
    serde_json::from_value(json!({
        "meeting": Uuid::from_u128(7), "item": Uuid::from_u128(8), "text": text,
        "guest": "Ông Tám", "at": "2026-10-05T19:00:00+07:00",
    }))
    .unwrap()
}

pub(crate) fn member(name: &str) -> Member {
    serde_json::from_value(json!({"name": name, "status": "chinh_thuc"})).unwrap()
}

pub(crate) fn criticism(text: &str, visibility: Visibility) -> Criticism {
    serde_json::from_value(json!({
        "meeting": Uuid::from_u128(7), "member": Uuid::from_u128(9), "kind": "phe_binh",
        "text": text, "visibility": visibility, "at": "2026-10-05T19:00:00+07:00",
    }))
    .unwrap()
}

/// The end of `envelopes` with the author's signature over it, as a verified batch carries it.
pub(crate) fn end_of(envelopes: &[Envelope], key: &DeviceKey) -> (u64, HeadSignature) {
    let header = envelopes.last().unwrap().header;
    let end = Chain {
        seq: header.seq,
        head: header.hash(),
        ..Chain::new(header.cell, header.device)
    };
    (end.seq, key.sign_head(&end))
}

pub(crate) fn receive_at(
    store: &mut Store,
    envelopes: &[Envelope],
    key: &DeviceKey,
    server_now_ms: Option<i64>,
) -> Result<Received, StoreError> {
    let public: PublicKey = key.public();
    store.receive(
        envelopes,
        public,
        end_of(envelopes, key),
        None,
        server_now_ms,
    )
}

pub(crate) fn receive(
    store: &mut Store,
    envelopes: &[Envelope],
    key: &DeviceKey,
) -> Result<Received, StoreError> {
    receive_at(store, envelopes, key, Some(NOW))
}

/// Everything that `from` wrote, taken in by `to`.
pub(crate) fn take_all(to: &mut Store, from: &Store) {
    let envelopes = from
        .envelopes_after(0, usize::MAX >> 1, usize::MAX)
        .unwrap();
    if !envelopes.is_empty() {
        receive(to, &envelopes, from.device_key()).unwrap();
    }
}

pub(crate) fn assert_sound(store: &Store) {
    let report = store.check(true).unwrap();
    assert!(report.ok(), "{report:#?}");
}

/// The bytes of every file of the book but the lock.
pub(crate) fn bytes_of(path: &Path) -> (Vec<u8>, Vec<u8>) {
    (
        fs::read(path).unwrap(),
        fs::read(Store::header_path(path)).unwrap(),
    )
}
