//! Every place where bytes from elsewhere are read: from the ward, from another device, from a
//! stick, from a file that a person chose. Each is asked to say what is wrong with whatever it is
//! given. The sound inputs to begin with are made by `sochibo-soak`, which mangles them in every
//! test run; `fuzz/` looks for more by what the code does with them.
//!
//! It stands by itself so that the fuzzer needs to instrument what reads, and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a reader that says nothing sensible should stop the test where it stands"
)]

mod device;
mod exchange;

use std::fmt::Display;

use device::{read_backup, read_code, read_day, read_key_header, read_pack, read_roster};
use exchange::{
    read_answer, read_batch, read_envelope, read_header, read_load, read_operation, read_packed,
    read_page, read_stick,
};
use sochibo_domain::Explain;
use sochibo_journal::{CellId, DeviceId, DeviceKey, RingKey};
use uuid::Uuid;

/// A reader of foreign bytes.
pub struct Reader {
    /// What it reads.
    pub name: &'static str,
    /// Reads; stops the test where it says nothing sensible about what is wrong.
    pub read: fn(&[u8]),
    /// How many inputs take as long as one of the others.
    pub slowness: usize,
}

impl Reader {
    /// Its name where a name has no spaces: of a fuzz target, of the folder of what made it fall.
    #[must_use]
    pub fn file_name(&self) -> String {
        self.name.replace(' ', "_")
    }
}

/// Lets the reader with this [file name](Reader::file_name) read; what the fuzz targets do.
///
/// # Panics
/// Where there is none of that name.
pub fn read(file_name: &str, bytes: &[u8]) {
    let same = |name: &str| name.split(' ').eq(file_name.split('_'));
    let reader = READERS.iter().find(|reader| same(reader.name)).unwrap();
    (reader.read)(bytes);
}

/// All of them.
pub const READERS: &[Reader] = &[
    reader("header", read_header),
    reader("envelope", read_envelope),
    reader("operation", read_operation),
    reader("batch", read_batch),
    reader("envelopes in a batch", read_packed),
    reader("page", read_page),
    reader("exchange file", read_stick),
    reader("load of an exchange file", read_load),
    reader("answer of a ward", read_answer),
    reader("key header", read_key_header),
    reader("code on paper", read_code),
    reader("roster", read_roster),
    reader("rule pack", read_pack),
    reader("day", read_day),
    Reader {
        slowness: 60,
        ..reader("backup", read_backup)
    },
];

const fn reader(name: &'static str, read: fn(&[u8])) -> Reader {
    Reader {
        name,
        read,
        slowness: 1,
    }
}

/// The cell that sound inputs are of.
pub const CELL: CellId = CellId(Uuid::from_u128(0xCE11));
/// The device that wrote them.
pub const DEVICE: DeviceId = DeviceId(Uuid::from_u128(0xD00D));
/// The code on paper that opens a sound key header and a sound backup.
pub const CODE: [u8; 16] = [0x80; 16];
/// The key of the first ring.
pub const RING_KEY: RingKey = RingKey([1; 32]);

/// The key that sound inputs are signed with.
#[must_use]
pub fn key() -> DeviceKey {
    DeviceKey::from_secret(&[0x42; 32])
}

/// Says what is wrong in words, whatever it is.
fn said(error: &dyn Display) {
    assert!(!error.to_string().is_empty());
}

/// As [`said`], where a person will read it: a sentence and a code.
fn explained(error: &dyn Explain) {
    let sentence = error.to_string();
    assert!(sentence.ends_with(['.', ')']), "{sentence}");
    let code = error.code();
    assert!(code.len() == 5 && code.as_bytes()[2] == b'-', "{code}");
}
