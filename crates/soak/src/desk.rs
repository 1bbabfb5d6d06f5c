use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
};

use chrono::{DateTime, FixedOffset};
use sochibo_book::{
    Book, BookError, Clock,
    devices::recover::Opened,
    view::Synced,
    ward::{Line, Progress, Shared, Stopper, Watch, rounds_over, sync_over},
};
use sochibo_domain::{Statement, WardDocument};
use sochibo_journal::{
    CellId, DeviceId, DeviceKey, Epoch, Founder, Hash, Hlc, KeyRing, Ring, RingKey,
};
use sochibo_store::{Joining, NewBook, NewSeat, Recovered, Stage, Store};
use sochibo_wire::join::Looked;
use tempfile::TempDir;
use uuid::Uuid;

/// How many devices a world may have.
const DEVICES: u8 = 4;

/// 2026-10-05 19:00 in Vietnam.
pub const T0: i64 = 1_791_201_600_000;

fn cell() -> CellId {
    CellId(Uuid::from_u128(0xCE11))
}

fn device(n: u8) -> DeviceId {
    DeviceId(Uuid::from_u128(0xD000 + u128::from(n)))
}

const fn device_secret(n: u8) -> [u8; 32] {
    [0x10 + n; 32]
}

const RING_KEYS: [[u8; 32]; 3] = [[1; 32], [2; 32], [3; 32]];

/// The book of the device that began it.
fn begun() -> NewBook {
    NewBook {
        cell: cell(),
        device: device(0),
        device_secret: device_secret(0),
        book_key: [0x40; 32],
        ring_keys: RING_KEYS,
        recovery: RECOVERY,
        salt: [0; 16],
    }
}

/// The file of a further device, with every key in it: as after it was let in, or came back by the
/// code on paper.
fn seated(path: &Path, n: u8) -> Store {
    let seat = NewSeat {
        cell: cell(),
        device: device(n),
        device_secret: device_secret(n),
        book_key: [0x40 + n; 32],
        salt: [n; 16],
    };
    let mut keys = KeyRing::default();
    for (ring, key) in Ring::SEALED.into_iter().zip(RING_KEYS) {
        keys.insert(ring, Epoch(1), RingKey(key));
    }
    let recovered = Recovered {
        recovery: &RECOVERY,
        founder: Founder {
            device: device(0),
            sign_key: DeviceKey::from_secret(&device_secret(0)).public(),
        },
        keys: &keys,
        at: Hlc(0),
    };
    Store::take_seat(path, PHRASE, &seat, Some(&recovered)).unwrap()
}

/// What the code on paper of the cell says.
const RECOVERY: [u8; 16] = [0x80; 16];

const PHRASE: &str = "Mùa xuân năm ấy";

/// Books made once: their passphrases take a while.
fn made() -> &'static [PathBuf; DEVICES as usize] {
    static MADE: OnceLock<(TempDir, [PathBuf; DEVICES as usize])> = OnceLock::new();
    let (_, made) = MADE.get_or_init(|| {
        let dir = folder();
        let paths = [0, 1, 2, 3].map(|n| {
            let path = dir.path().join(format!("book-{n}"));
            drop(match n {
                0 => Store::create(&path, PHRASE, &begun()).unwrap(),
                n => seated(&path, n),
            });
            path
        });
        (dir, paths)
    });
    made
}

/// A folder that goes when it is dropped: in memory where the system has such a place.
pub(crate) fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        TempDir::new_in(memory).unwrap_or_else(|_| TempDir::new().unwrap())
    } else {
        TempDir::new().unwrap()
    }
}

/// A clock that the test sets, in milliseconds since 1970.
#[derive(Clone, Debug)]
struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::Relaxed))
            .unwrap_or_default()
            .fixed_offset()
    }
}

/// One device: a folder with a book, open or closed, and a clock of its own.
pub struct Desk {
    n: u8,
    dir: TempDir,
    clock: Hand,
    book: Option<Shared>,
}

impl Desk {
    /// Device `n` of the cell with an empty book.
    #[must_use]
    pub fn new(n: u8) -> Self {
        let from = &made()[usize::from(n)];
        let dir = folder();
        let to = dir.path().join("book");
        fs::copy(Store::header_path(from), Store::header_path(&to)).unwrap();
        fs::copy(from, &to).unwrap();
        let mut desk = Self {
            n,
            dir,
            clock: Hand(Arc::new(AtomicI64::new(T0))),
            book: None,
        };
        desk.open();
        desk
    }

    /// A laptop in the place of a lost one, whose clock shows `now`: it has what the code on paper
    /// opens of what the ward's code led to, and claims its place.
    #[must_use]
    pub fn recovered(looked: &Looked, seed: u64, now: i64) -> Self {
        let recovery = RECOVERY;
        let opened = Opened::of(looked, cell(), &recovery).unwrap();
        let mut secret = [0x5E; 32];
        secret[..8].copy_from_slice(&seed.to_le_bytes());
        let seat = NewSeat {
            cell: cell(),
            device: DeviceId(Uuid::from_u128(u128::from(seed) | 1 << 101)),
            device_secret: secret,
            book_key: secret,
            salt: [0x5A; 16],
        };
        let dir = folder();
        let path = dir.path().join("book");
        let store =
            Store::take_seat(&path, PHRASE, &seat, Some(&opened.recovered(&recovery))).unwrap();
        let clock = Hand(Arc::new(AtomicI64::new(now)));
        let mut book = Book::with(store, Box::new(clock.clone())).unwrap();
        book.store_mut()
            .set_joining(Some(&Joining {
                server: String::new(),
                pin: String::new(),
                secret: String::new(),
                ward: String::new(),
                cell: String::new(),
                nonce: Hash([0; 32]),
                stage: Stage::Recovering,
            }))
            .unwrap();
        opened.claim(&mut book).unwrap();
        Self {
            n: 0,
            dir,
            clock,
            book: Some(Arc::new(Mutex::new(book))),
        }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("book")
    }

    /// Opens the book, if it is closed.
    pub fn open(&mut self) {
        if self.book.is_none() {
            let store = Store::open_with_recovery(&self.path(), &RECOVERY).unwrap();
            let book = Book::with(store, Box::new(self.clock.clone())).unwrap();
            self.book = Some(Arc::new(Mutex::new(book)));
        }
    }

    /// Closes the book.
    pub fn close(&mut self) {
        self.book = None;
    }

    /// A second machine with this one's disk as it is now.
    #[must_use]
    pub fn copy(&mut self) -> Self {
        self.close();
        let dir = folder();
        for entry in fs::read_dir(self.dir.path()).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
        }
        self.open();
        let mut copy = Self {
            n: self.n,
            dir,
            clock: Hand(Arc::new(AtomicI64::new(self.now()))),
            book: None,
        };
        copy.open();
        copy
    }

    /// Puts the disk back to what `backup` has.
    pub fn restore(&mut self, backup: &mut Self) {
        self.close();
        backup.close();
        for entry in fs::read_dir(self.dir.path()).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        for entry in fs::read_dir(backup.dir.path()).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), self.dir.path().join(entry.file_name())).unwrap();
        }
        self.open();
        backup.open();
    }

    /// What its clock shows.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.0.load(Ordering::Relaxed)
    }

    /// Sets its clock.
    pub fn set_clock(&self, ms: i64) {
        self.clock.0.store(ms, Ordering::Relaxed);
    }

    /// The open book, shared with an exchange.
    #[must_use]
    pub fn shared(&self) -> &Shared {
        self.book.as_ref().unwrap()
    }

    /// Takes the book for a moment.
    pub fn with<T>(&self, work: impl FnOnce(&mut Book) -> T) -> T {
        work(&mut self.shared().lock().unwrap())
    }

    /// Who the device is now.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.with(|book| book.store().device())
    }

    /// Writes a statement under `n`.
    pub fn say(&self, n: u128, text: &str) {
        let now = self.now();
        self.with(|book| {
            book.store_mut().transact(now, |gate| {
                gate.put::<Statement>(Uuid::from_u128(n).into(), &statement(text))
            })
        })
        .unwrap();
    }

    /// Removes the statement under `n`, where it stands.
    pub fn unsay(&self, n: u128) {
        let now = self.now();
        let _ = self.with(|book| {
            book.store_mut().transact(now, |gate| {
                gate.remove::<Statement>(Uuid::from_u128(n).into())
            })
        });
    }

    /// Every statement that stands, with its id: what a person reads.
    #[must_use]
    pub fn statements(&self) -> Vec<(Uuid, String)> {
        let mut all: Vec<(Uuid, String)> = self.with(|book| {
            let listed = book.store().read().list::<Statement>().unwrap();
            listed
                .into_iter()
                .map(|row| (row.id.into(), row.entity.text))
                .collect()
        });
        all.sort();
        all
    }

    /// The titles of every document of the ward.
    #[must_use]
    pub fn documents(&self) -> BTreeSet<String> {
        self.with(|book| {
            let listed = book.store().read().list::<WardDocument>().unwrap();
            listed.into_iter().map(|row| row.entity.title).collect()
        })
    }

    /// Exchanges everything over `line`.
    ///
    /// # Errors
    /// What the exchange says.
    pub async fn sync<W: Line>(&self, line: &W) -> Result<Synced, BookError> {
        let (_stopper, stop) = Stopper::new();
        let quiet = |_: Progress| {};
        let watch = Watch {
            progress: &quiet,
            stop,
        };
        sync_over(self.shared(), line, &watch).await
    }

    /// The same with what the cell's keys need, as the programs do it.
    ///
    /// # Errors
    /// What the exchange says.
    pub async fn sync_and_keep_keys<W: Line>(&self, line: &W) -> Result<Synced, BookError> {
        let (_stopper, stop) = Stopper::new();
        let quiet = |_: Progress| {};
        let watch = Watch {
            progress: &quiet,
            stop,
        };
        let done = rounds_over(self.shared(), line, &watch).await?;
        if self.with(|book| book.is_joining())? {
            // A laptop in the place of a lost one has taken the book; what it owes goes out next.
            self.with(|book| book.store_mut().set_joining(None))?;
        }
        Ok(done)
    }

    /// Proves that the book is whole.
    pub fn assert_sound(&self) {
        let report = self.with(|book| book.store().check(false)).unwrap();
        let wrong: Vec<_> = report
            .checks
            .iter()
            .filter(|check| !check.ok && check.name != "quarantine")
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// A statement that says `text`.
#[must_use]
pub fn statement(text: &str) -> Statement {
    serde_json::from_value(serde_json::json!({
        "meeting": Uuid::from_u128(7), "item": Uuid::from_u128(8), "text": text,
        "guest": "Ông Tám", "at": "2026-10-05T19:00:00+07:00",
    }))
    .unwrap()
}
