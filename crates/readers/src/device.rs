//! What a person types or a file that they chose.

use std::{fs, path::Path};

use sochibo_domain::{Month, date::parse_day, roster, rules::Pack, secret::find_mark};
use sochibo_journal::grouped;
use sochibo_store::{KeyHeader, NewIdentity, Opener, Store};
use sochibo_wire::EnrolCode;
use tempfile::TempDir;

use crate::{CODE, DEVICE, explained, said};

pub(crate) fn read_key_header(bytes: &[u8]) {
    match KeyHeader::parse(bytes) {
        // By the code, which needs no stretching.
        Ok(header) => {
            if let Err(error) = header.unwrap_recovery(&CODE) {
                explained(&error);
            }
        }
        Err(error) => explained(&error),
    }
}

pub(crate) fn read_code(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match EnrolCode::read(&text) {
        Ok(code) => assert_eq!(EnrolCode::read(&code.to_string()).unwrap(), code),
        Err(error) => said(&error),
    }
    let _ = grouped::read::<16>(&text).map_err(|error| said(&error));
}

pub(crate) fn read_roster(bytes: &[u8]) {
    match roster::read_csv(bytes) {
        Ok(import) => {
            for refused in &import.refused {
                assert!(refused.why.ends_with('.'), "{}", refused.why);
            }
        }
        Err(error) => explained(&error),
    }
}

pub(crate) fn read_pack(bytes: &[u8]) {
    if let Err(error) = Pack::load("goi.toml", &String::from_utf8_lossy(bytes)) {
        explained(&error);
        assert!(error.to_string().contains("goi.toml"), "{error}");
    }
}

pub(crate) fn read_day(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = parse_day(&text) {
        explained(&error);
    }
    let _ = text.parse::<Month>().map_err(|error| said(&error));
    let _ = find_mark(&text);
}

/// In memory where the system has room there: a book is written for every sound backup.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        TempDir::new_in(memory).unwrap_or_else(|_| TempDir::new().unwrap())
    } else {
        TempDir::new().unwrap()
    }
}

/// A backup whose sum is right, whatever is in it.
pub(crate) fn read_backup(bytes: &[u8]) {
    let dir = folder();
    let file = dir.path().join("ban");
    let sum = blake3::derive_key("sochibo 2026 backup", bytes);
    fs::write(&file, [bytes, &sum[..]].concat()).unwrap();
    let identity = NewIdentity {
        device: DEVICE,
        secret: [0x77; 32],
    };
    let opener = Opener::Recovery(&CODE);
    let book = dir.path().join("so");
    match Store::restore(&file, &book, &opener, &identity) {
        Ok(store) => assert!(store.check(false).is_ok()),
        Err(error) => {
            explained(&error);
            // Whole or not at all.
            assert!(!book.exists());
        }
    }
}
