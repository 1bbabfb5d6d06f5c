//! Inputs that nearly are what they should be: every reader of foreign bytes says what is wrong,
//! and neither falls nor takes more memory than is there. `SOCHIBO_MANGLED` says how many inputs
//! for each; the counts are printed. What once made one fall, here or under `make fuzz`, lies in
//! `tests/crashers`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use sochibo_book::Book;
use sochibo_domain::{Statement, id::MeetingId};
use sochibo_journal::{
    Author, CellId, Chain, DeviceId, DeviceKey, Envelope, Epoch, KeyRing, Ring, RingKey,
};
use sochibo_readers::{READERS, Reader};
use sochibo_soak::{Chance, Desk, bodies, mangle, seeds};
use sochibo_store::Incoming;
use uuid::Uuid;

/// How many inputs each reader gets where nobody says otherwise.
const MANGLED: usize = 3_000;

/// All the memory that a reader may ask for: the largest operation there may be, unpacked and
/// copied, and no more.
#[cfg(target_os = "linux")]
const MEMORY: &str = "--as=1500000000";

/// How long one kept input may take in a build without optimisation, beside other tests.
const PATIENCE: Duration = Duration::from_secs(10);

fn number(name: &str) -> Option<usize> {
    env::var(name).ok()?.parse().ok()
}

fn crashers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/crashers")
}

/// Reads one input; keeps it where that falls.
fn try_on(reader: &Reader, input: &[u8], what: &str) {
    let read = catch_unwind(AssertUnwindSafe(|| (reader.read)(input)));
    if read.is_err() {
        let folder = crashers().join(reader.file_name());
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join(what);
        fs::write(&file, input).unwrap();
        panic!(
            "the reader of “{}” fell; the input is kept in {}",
            reader.name,
            file.display()
        );
    }
}

/// Whether this test is to go on here. The limit on memory goes with the process, so without it the
/// test is run again in one that has it.
#[cfg(target_os = "linux")]
fn is_within_memory(test: &str) -> bool {
    if env::var_os("SOCHIBO_WITHIN").is_some() {
        return true;
    }
    let done = std::process::Command::new("prlimit")
        .arg(MEMORY)
        .arg(env::current_exe().unwrap())
        .args(["--exact", "--nocapture", test])
        .env("SOCHIBO_WITHIN", "1")
        .status()
        .expect("prlimit, of util-linux");
    assert!(done.success(), "within {MEMORY}: {done}");
    false
}

#[cfg(not(target_os = "linux"))]
fn is_within_memory(_test: &str) -> bool {
    true
}

#[test]
fn no_reader_falls_over_an_input_that_nearly_is_one() {
    if !is_within_memory("no_reader_falls_over_an_input_that_nearly_is_one") {
        return;
    }
    let count = number("SOCHIBO_MANGLED").unwrap_or(MANGLED);
    for reader in READERS {
        let begun = Instant::now();
        let seeds = seeds(reader);
        for seed in &seeds {
            try_on(reader, seed, "sound");
        }
        let mut chance = Chance::new(1);
        let count = count / reader.slowness;
        for n in 0..count {
            let input = mangle(&seeds, &mut chance);
            try_on(reader, &input, &format!("mangled-{n}"));
        }
        println!(
            "mangled: {count} inputs for “{}” in {:.1?}",
            reader.name,
            begun.elapsed()
        );
    }
}

/// The folders of [`crashers`]; none where nothing has fallen yet.
fn fallen() -> Vec<PathBuf> {
    let entries = fs::read_dir(crashers()).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// Neither over memory nor over time, which are what a fuzzer calls falling too.
#[test]
fn what_once_made_a_reader_fall_no_longer_does() {
    if !is_within_memory("what_once_made_a_reader_fall_no_longer_does") {
        return;
    }
    for folder in fallen() {
        let name = folder.file_name().unwrap().to_str().unwrap();
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let begun = Instant::now();
            // Falls itself where no reader is of that name.
            sochibo_readers::read(name, &fs::read(&path).unwrap());
            let took = begun.elapsed();
            assert!(took < PATIENCE, "{}: {took:.1?}", path.display());
        }
    }
}

/// A few kilobytes that unpack to half a gigabyte.
#[test]
fn a_batch_that_unpacks_to_more_than_is_allowed_is_refused_soon() {
    let packed = zstd::bulk::compress(&vec![0; 512 << 20], 1).unwrap();
    assert!(packed.len() < 1 << 17, "{}", packed.len());
    let mut bytes = b"SCBB\x01".to_vec();
    bytes.extend_from_slice(&[0; 32]);
    bytes.extend_from_slice(&1_u32.to_le_bytes());
    bytes.extend_from_slice(&[0; 64]);
    bytes.extend_from_slice(&u32::try_from(packed.len()).unwrap().to_le_bytes());
    bytes.extend_from_slice(&packed);
    let begun = Instant::now();
    assert_eq!(
        sochibo_wire::Batch::decode(&bytes),
        Err(sochibo_wire::BatchError::TooLarge)
    );
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

/// A device of the cell that writes nonsense, well chained and signed.
struct Mischief {
    author: Author,
    keys: KeyRing,
    key: DeviceKey,
}

impl Mischief {
    fn new(cell: CellId) -> Self {
        let mut keys = KeyRing::default();
        for (ring, key) in Ring::SEALED.into_iter().zip([[1; 32], [2; 32], [3; 32]]) {
            keys.insert(ring, Epoch(1), RingKey(key));
        }
        Self {
            author: Author::new(cell, DeviceId(Uuid::from_u128(0xBAD))),
            keys,
            key: DeviceKey::from_secret(&[0xBA; 32]),
        }
    }

    fn write(&mut self, ring: Ring, plain: Vec<u8>) -> Envelope {
        let at = self.author.clock.next(sochibo_soak::T0);
        self.author
            .write_again(plain, ring, &self.keys, at)
            .unwrap()
            .unwrap()
    }
}

/// Asks everything that the screens ask; an answer may be a refusal, never a fall.
fn look_through(book: &mut Book) {
    let _ = book.cell();
    let _ = book.frame();
    let _ = book.members();
    let _ = book.today();
    let _ = book.assignments();
    let _ = book.petitions();
    let _ = book.criticism(None);
    let _ = book.conflicts();
    let _ = book.late_changes();
    let _ = book.audit(None);
    let _ = book.quarantine();
    let _ = book.rotas();
    let _ = book.templates();
    let _ = book.snippets();
    let _ = book.devices();
    let _ = book.outbox();
    let _ = book.year_plan(2026);
    let _ = book.calendar("2026-10".parse().unwrap());
    let _ = book.search("camera dau hem", 50);
    let _ = book.status();
    let meetings: Vec<MeetingId> = book
        .store()
        .read()
        .list::<sochibo_domain::Meeting>()
        .unwrap()
        .into_iter()
        .map(|row| row.id)
        .collect();
    for id in meetings {
        let _ = book.meeting(id);
        let _ = book.preparing(id);
        let _ = book.carried(id);
        let _ = book.resolution(id);
        let _ = book.preview(id);
        let _ = book.score(id);
        let _ = book.flaws(id);
        let _ = book.versions(id);
        let _ = book.speakers(id, "b");
        let _ = book.insertables(id);
        let _ = book.history(id.into());
        let _ = book.invitation_text(id);
    }
}

#[test]
fn a_device_that_writes_nonsense_spoils_nobody_elses_book() {
    let desk = Desk::new(0);
    desk.say(1, "câu của máy này");
    let cell = desk.with(|book| book.store().cell());
    let mut mischief = Mischief::new(cell);
    let mut chance = Chance::new(9);
    let rounds = number("SOCHIBO_MANGLED").unwrap_or(MANGLED) / 60;
    let mut kept = 0;
    for round in 0..rounds {
        let mut envelopes = Vec::new();
        for _ in 0..40 {
            let (ring, sound) = &bodies()[chance.below(bodies().len())];
            let plain = if chance.percent(30) {
                sound.clone()
            } else {
                mangle(std::slice::from_ref(sound), &mut chance)
            };
            envelopes.push(mischief.write(*ring, plain));
        }
        let end = Chain {
            seq: mischief.author.seq,
            head: mischief.author.head,
            ..Chain::new(cell, mischief.author.device)
        };
        let received = desk
            .with(|book| {
                let incoming = Incoming::open(
                    envelopes,
                    mischief.key.public(),
                    (end.seq, mischief.key.sign_head(&end)),
                    book.store().ring_keys(),
                );
                book.store_mut().receive_page(vec![incoming], None, None)
            })
            .unwrap();
        assert!(received.skipped.is_empty());
        kept += received.new;
        desk.with(look_through);
        if round % 10 == 0 {
            desk.assert_sound();
        }
    }
    desk.assert_sound();
    let repaired = desk.with(|book| book.store_mut().repair()).unwrap();
    let wrong = repaired
        .checks
        .iter()
        .find(|check| !check.ok && check.name != "quarantine");
    assert_eq!(wrong, None);
    // This device's own words stand, and it goes on.
    desk.say(2, "câu sau đó");
    let said = desk
        .with(|book| book.store().read().list::<Statement>())
        .unwrap();
    for text in ["câu của máy này", "câu sau đó"] {
        assert!(said.iter().any(|row| row.entity.text == text), "{text}");
    }
    println!(
        "mangled: {kept} operations of a device that writes nonsense kept, none spoiled the book"
    );
}
