//! The one thread that writes. Whatever has queued while a commit was on its way to the disk is
//! done in the next transaction, so that many cells share one wait for the disk; each answer goes
//! out only after the commit.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use rusqlite::Connection;

use crate::store::{Commit, StoreError};

/// Pieces of work that may share one commit.
const GROUP: usize = 64;
/// Pieces that may wait; more make their senders wait.
const QUEUE: usize = 256;
/// What has not waited for the disk comes there after this, where nothing follows.
const SETTLE: Duration = Duration::from_secs(1);

/// Answers a piece of work once its commit is known: `Err` where the commit failed.
type Deliver = Box<dyn FnOnce(Result<(), StoreError>)>;
/// Given no connection where the transaction could not begin: it then only answers so.
type Work = Box<dyn FnOnce(Result<&Connection, StoreError>) -> Deliver + Send>;
/// A piece of work with what its commit waits for.
type Piece = (Commit, Work);

pub(super) struct Writer {
    queue: Option<SyncSender<Piece>>,
    behind: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// `behind`: a process that died may have left what the disk does not have yet.
    pub(super) fn start(db: Connection, behind: bool) -> Result<Self, StoreError> {
        let (queue, waiting) = mpsc::sync_channel(QUEUE);
        let behind = Arc::new(AtomicBool::new(behind));
        let mut pen = Pen {
            db,
            level: Commit::OnDisk,
            behind: Arc::clone(&behind),
        };
        let thread = thread::Builder::new()
            .name("ward-writer".into())
            .spawn(move || pen.write_all(&waiting))?;
        Ok(Self {
            queue: Some(queue),
            behind,
            thread: Some(thread),
        })
    }

    /// Whether anything is committed that the disk may not have.
    pub(super) fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Acquire)
    }

    /// Runs `work` and returns once it is committed: on disk, or soon.
    pub(super) fn run<T: Send + 'static>(
        &self,
        commit: Commit,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, wait) = mpsc::channel();
        let queue = self.queue.as_ref().ok_or(StoreError::Closed)?;
        queue
            .send((commit, Box::new(move |begun| attempt(begun, work, answer))))
            .map_err(|_| StoreError::Closed)?;
        wait.recv().map_err(|_| StoreError::Closed)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // The thread ends when the queue is empty; a panic there was already reported.
            let _ = thread.join();
        }
    }
}

/// Does one piece under a savepoint: a piece that fails leaves the others of its group alone.
fn attempt<T: Send + 'static>(
    begun: Result<&Connection, StoreError>,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    answer: Sender<Result<T, StoreError>>,
) -> Deliver {
    let result = begun.and_then(|db| {
        let result = piece(db, work);
        if result.is_err() {
            // Where this fails the transaction is gone, and the commit will say so.
            let _ = db.execute_batch("ROLLBACK TO piece; RELEASE piece");
        }
        result
    });
    Box::new(move |committed| {
        // The asker may have gone; what it asked for is done all the same.
        let _ = answer.send(match committed {
            Ok(()) => result,
            Err(error) => result.and(Err(error)),
        });
    })
}

fn piece<T>(
    db: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    db.execute_batch("SAVEPOINT piece")?;
    let value = work(db)?;
    db.execute_batch("RELEASE piece")?;
    Ok(value)
}

/// The writing end of the file.
struct Pen {
    db: Connection,
    /// What the next commit waits for.
    level: Commit,
    behind: Arc<AtomicBool>,
}

impl Pen {
    fn write_all(&mut self, waiting: &Receiver<Piece>) {
        let mut left = None;
        while let Some(first) = left.take().or_else(|| self.next(waiting)) {
            left = self.write_group(first, waiting);
        }
        self.settle();
    }

    /// The next piece; `None` once nobody can send one any more.
    fn next(&self, waiting: &Receiver<Piece>) -> Option<Piece> {
        if !self.behind.load(Ordering::Acquire) {
            return waiting.recv().ok();
        }
        match waiting.recv_timeout(SETTLE) {
            Ok(piece) => Some(piece),
            Err(RecvTimeoutError::Timeout) => Some((Commit::OnDisk, nothing())),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// Brings what is behind to the disk.
    fn settle(&mut self) {
        if self.behind.load(Ordering::Acquire) {
            let (_, none) = mpsc::sync_channel(0);
            self.write_group((Commit::OnDisk, nothing()), &none);
        }
    }

    /// Commits a piece with those that wait behind it and may share its commit; answers the first
    /// that may not.
    fn write_group(&mut self, first: Piece, waiting: &Receiver<Piece>) -> Option<Piece> {
        let (commit, work) = first;
        let begun = self
            .wait_for(commit)
            .and_then(|()| self.db.execute_batch("BEGIN IMMEDIATE"));
        if let Err(error) = begun {
            tracing::error!(code = ?error.sqlite_error_code(), "no transaction");
            work(Err(error.into()))(Ok(()));
            return None;
        }
        let mut answers = vec![work(Ok(&self.db))];
        let mut left = None;
        while answers.len() < GROUP
            && let Ok((theirs, work)) = waiting.try_recv()
        {
            // Within a transaction SQLite does not change what its commit waits for.
            if theirs == Commit::OnDisk && commit == Commit::Soon {
                left = Some((theirs, work));
                break;
            }
            answers.push(work(Ok(&self.db)));
        }
        match self.commit(commit) {
            Ok(()) => answers.into_iter().for_each(|deliver| deliver(Ok(()))),
            Err(error) => {
                tracing::error!(code = ?error.sqlite_error_code(), "commit failed");
                // Where there is nothing left to roll back, that is what was wanted.
                let _ = self.db.execute_batch("ROLLBACK");
                // Each asker hears the cause: a full disk is the same for all that shared the commit.
                for deliver in answers {
                    deliver(Err(again(&error)));
                }
            }
        }
        left
    }

    fn wait_for(&mut self, commit: Commit) -> rusqlite::Result<()> {
        if self.level != commit {
            let word = match commit {
                Commit::OnDisk => "FULL",
                Commit::Soon => "NORMAL",
            };
            self.db.pragma_update(None, "synchronous", word)?;
            self.level = commit;
        }
        Ok(())
    }

    fn commit(&self, commit: Commit) -> rusqlite::Result<()> {
        const TOUCH: &str = "INSERT INTO setting (name, value) VALUES ('settled', x'')
            ON CONFLICT DO UPDATE SET value = excluded.value";
        if commit == Commit::OnDisk && self.behind.load(Ordering::Acquire) {
            // A commit that writes nothing would not wait for what is behind.
            self.db.execute_batch(TOUCH)?;
        }
        self.db.execute_batch("COMMIT")?;
        self.behind.store(commit == Commit::Soon, Ordering::Release);
        Ok(())
    }
}

/// The same failure once more, for another asker.
fn again(error: &rusqlite::Error) -> StoreError {
    error.sqlite_error().map_or(StoreError::Closed, |code| {
        rusqlite::Error::SqliteFailure(*code, None).into()
    })
}

/// A piece that only waits for what was committed before it.
fn nothing() -> Work {
    Box::new(|_| Box::new(|_| ()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(writer: &Writer) -> i64 {
        let count =
            |db: &Connection| Ok(db.query_row("SELECT count(*) FROM t", [], |row| row.get(0))?);
        writer.run(Commit::OnDisk, count).unwrap()
    }

    #[test]
    fn what_has_not_waited_comes_to_the_disk_with_what_waits_or_by_itself() {
        let dir = tempfile::tempdir().unwrap();
        let db = Connection::open(dir.path().join("t.db")).unwrap();
        db.pragma_update(None, "journal_mode", "WAL").unwrap();
        db.execute_batch(
            "CREATE TABLE t (n INTEGER);
             CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL)",
        )
        .unwrap();
        let writer = Writer::start(db, false).unwrap();
        let insert = |db: &Connection| Ok(db.execute("INSERT INTO t VALUES (1)", [])?);
        writer.run(Commit::Soon, insert).unwrap();
        assert!(writer.is_behind());
        // A piece that writes nothing waits for it all the same.
        assert_eq!(count(&writer), 1);
        assert!(!writer.is_behind());
        writer.run(Commit::Soon, insert).unwrap();
        let end = std::time::Instant::now() + 10 * SETTLE;
        while writer.is_behind() {
            assert!(std::time::Instant::now() < end);
            thread::yield_now();
        }
        assert_eq!(count(&writer), 2);
    }

    #[test]
    fn a_piece_that_fails_leaves_nothing_and_the_next_one_works() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE t (n INTEGER)").unwrap();
        let writer = Writer::start(db, false).unwrap();
        let insert = |db: &Connection| Ok(db.execute("INSERT INTO t VALUES (1)", [])?);
        writer.run(Commit::OnDisk, insert).unwrap();
        let failed: Result<(), _> = writer.run(Commit::OnDisk, move |db| {
            insert(db)?;
            Err(StoreError::Damaged("test"))
        });
        assert!(matches!(failed, Err(StoreError::Damaged("test"))));
        assert_eq!(count(&writer), 1);
        writer.run(Commit::OnDisk, insert).unwrap();
        assert_eq!(count(&writer), 2);
    }
}
