//! Whether a disk has room. SQLite says what it met, not why: a log that can't be made for want of a
//! last inode is to it a folder that can't be written, a quota that is used up a disk that fails. For
//! the person both are a full disk.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::Path,
};

use sochibo_domain::says_full;

use crate::{StoreError, folder::beside};

/// As much as one change of the book may need.
const TRIED: usize = 1 << 20;

impl StoreError {
    /// What went wrong with the book at `path`, once its disk was asked whether it has room.
    #[must_use]
    pub fn seen_at(self, path: &Path) -> Self {
        match self {
            Self::ReadOnly | Self::DiskFails if !has_room(path) => Self::DiskFull,
            other => other,
        }
    }
}

/// Tries to write beside `path`; only what a full disk says counts as no.
fn has_room(path: &Path) -> bool {
    let trial = beside(path, ".con-cho");
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
    use super::*;

    #[test]
    fn where_there_is_room_a_disk_that_fails_is_called_so_and_nothing_stays_behind() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book");
        let seen = [StoreError::DiskFails, StoreError::ReadOnly].map(|it| it.seen_at(&path));
        assert!(matches!(
            seen,
            [StoreError::DiskFails, StoreError::ReadOnly]
        ));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        // Nor is a place that is not there a full one.
        let nowhere = dir.path().join("không có").join("book");
        let seen = StoreError::ReadOnly.seen_at(&nowhere);
        assert!(matches!(seen, StoreError::ReadOnly));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn where_the_system_says_full_a_disk_that_fails_is_a_full_one() {
        // The device that is always full.
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book");
        std::os::unix::fs::symlink("/dev/full", beside(&path, ".con-cho")).unwrap();
        let seen = StoreError::DiskFails.seen_at(&path);
        assert!(matches!(seen, StoreError::DiskFull));
        // Nor has a file that the book writes itself to say it twice.
        let own = fs::write("/dev/full", "x").unwrap_err();
        assert!(matches!(StoreError::from(own), StoreError::DiskFull));
    }
}
