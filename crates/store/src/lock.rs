use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
    thread,
    time::Duration,
};

use crate::StoreError;

/// How often, and how long each time, a lock is waited for whose holder is just ending: a window
/// that closes while the next one opens, or a child that shares it until it runs.
const TRIES: u32 = 15;
const A_MOMENT: Duration = Duration::from_millis(20);

/// The OS lock that keeps a second program out of the book. It goes with the process, however
/// that ends, so there is no stale lock to remove.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    pub(crate) fn take(path: &Path) -> Result<Self, StoreError> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)?;
        let mut tries = TRIES;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if tries > 0 => {
                    tries -= 1;
                    thread::sleep(A_MOMENT);
                }
                Err(TryLockError::WouldBlock) => return Err(StoreError::InUse),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn who_is_just_ending_is_waited_for_and_who_stays_is_told_of() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.lock");
        let first = Lock::take(&path).unwrap();
        assert!(matches!(Lock::take(&path), Err(StoreError::InUse)));
        let (asks, asked) = channel();
        let second = thread::spawn({
            let path = path.clone();
            move || {
                asks.send(()).unwrap();
                Lock::take(&path).map(drop)
            }
        });
        asked.recv().unwrap();
        thread::sleep(A_MOMENT);
        drop(first);
        assert!(second.join().unwrap().is_ok());
    }
}
