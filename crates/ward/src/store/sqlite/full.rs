//! Whether the disk of the store has room. SQLite tells a full disk by its name only where a block is
//! missing: a quota that is used up is to it a disk that fails, a log that can't be made for want of a
//! last inode a file that can't be opened. For the ward all are a full disk.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::Path,
};

use rusqlite::ErrorCode;
use sochibo_domain::says_full;

use crate::store::StoreError;

/// As much as one batch may need.
const TRIED: usize = 1 << 20;
/// What the trial is called beside the file.
const TRIAL: &str = "trial";

impl StoreError {
    /// What went wrong with the store in `file`, once its disk was asked whether it has room.
    pub(super) fn seen_at(self, file: &Path) -> Self {
        match self {
            Self::Sqlite(error) if may_be_full(&error) && !has_room(file) => Self::Full,
            other => other,
        }
    }
}

fn may_be_full(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
        )
    )
}

/// Tries to write beside `file`; only what a full disk says counts as no.
fn has_room(file: &Path) -> bool {
    let trial = file.with_extension(TRIAL);
    let tried = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&trial)
        .and_then(|mut file| {
            file.write_all(&vec![0; TRIED])?;
            file.sync_all()
        });
    // It is of no use to anybody, written or half written.
    let _ = fs::remove_file(&trial);
    !tried.is_err_and(|why| says_full(&why))
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    fn sqlite(code: i32) -> StoreError {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None).into()
    }

    const MAY_BE: [i32; 3] = [
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_CANTOPEN,
        ffi::SQLITE_READONLY,
    ];

    #[test]
    fn where_there_is_room_a_disk_that_fails_stays_one_and_nothing_is_left_beside_the_file() {
        let dir = tempfile::tempdir().unwrap();
        for code in MAY_BE {
            let seen = sqlite(code).seen_at(&dir.path().join("ward.db"));
            assert!(matches!(seen, StoreError::Sqlite(_)), "{code}: {seen}");
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn where_the_system_says_full_it_is_a_full_disk_and_no_other_fault_is() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("ward.db");
        // The device that is always full.
        let full = || std::os::unix::fs::symlink("/dev/full", file.with_extension(TRIAL)).unwrap();
        for code in MAY_BE {
            full();
            let seen = sqlite(code).seen_at(&file);
            assert!(matches!(seen, StoreError::Full), "{code}: {seen}");
        }
        full();
        for code in [ffi::SQLITE_CORRUPT, ffi::SQLITE_CONSTRAINT] {
            let seen = sqlite(code).seen_at(&file);
            assert!(matches!(seen, StoreError::Sqlite(_)), "{code}: {seen}");
        }
    }

    #[test]
    fn a_file_of_the_wards_own_that_finds_no_room_is_a_full_disk_too() {
        // Over a quota, as each system numbers it.
        let quota = if cfg!(windows) { 1295 } else { 122 };
        if cfg!(any(windows, target_os = "linux")) {
            let seen = StoreError::from(std::io::Error::from_raw_os_error(quota));
            assert!(matches!(seen, StoreError::Full), "{seen}");
        }
    }
}
