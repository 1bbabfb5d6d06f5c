//! The one thread that writes. Whatever has queued while a commit was on its way to the disk is
//! done in the next transaction, so that many cells share one wait for the disk; each answer goes
//! out only after the commit.

use std::{
    sync::mpsc::{self, Receiver, Sender, SyncSender},
    thread::{self, JoinHandle},
};

use rusqlite::Connection;

use crate::store::StoreError;

/// Pieces of work that may share one commit.
const GROUP: usize = 64;
/// Pieces that may wait; more make their senders wait.
const QUEUE: usize = 256;

/// Answers a piece of work once its commit is known: `Err` where the commit failed.
type Deliver = Box<dyn FnOnce(Result<(), StoreError>)>;
/// Given no connection where the transaction could not begin: it then only answers so.
type Work = Box<dyn FnOnce(Result<&Connection, StoreError>) -> Deliver + Send>;

pub(super) struct Writer {
    queue: Option<SyncSender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(db: Connection) -> Result<Self, StoreError> {
        let (queue, waiting) = mpsc::sync_channel(QUEUE);
        let thread = thread::Builder::new()
            .name("ward-writer".into())
            .spawn(move || write_all(&db, &waiting))?;
        Ok(Self {
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// Runs `work` and returns once it is on disk.
    pub(super) fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, wait) = mpsc::channel();
        let queue = self.queue.as_ref().ok_or(StoreError::Closed)?;
        queue
            .send(Box::new(move |begun| attempt(begun, work, answer)))
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

fn write_all(db: &Connection, waiting: &Receiver<Work>) {
    while let Ok(first) = waiting.recv() {
        if let Err(error) = db.execute_batch("BEGIN IMMEDIATE") {
            tracing::error!(code = ?error.sqlite_error_code(), "no transaction");
            first(Err(error.into()))(Ok(()));
            continue;
        }
        let mut answers = vec![first(Ok(db))];
        while answers.len() < GROUP
            && let Ok(next) = waiting.try_recv()
        {
            answers.push(next(Ok(db)));
        }
        match db.execute_batch("COMMIT") {
            Ok(()) => answers.into_iter().for_each(|deliver| deliver(Ok(()))),
            Err(error) => {
                tracing::error!(code = ?error.sqlite_error_code(), "commit failed");
                // Where there is nothing left to roll back, that is what was wanted.
                let _ = db.execute_batch("ROLLBACK");
                // The first asker gets the cause; whoever shared the commit hears that it failed.
                let mut cause = Some(StoreError::from(error));
                for deliver in answers {
                    deliver(Err(cause.take().unwrap_or(StoreError::Closed)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(writer: &Writer) -> i64 {
        writer
            .run(|db| Ok(db.query_row("SELECT count(*) FROM t", [], |row| row.get(0))?))
            .unwrap()
    }

    #[test]
    fn a_piece_that_fails_leaves_nothing_and_the_next_one_works() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE t (n INTEGER)").unwrap();
        let writer = Writer::start(db).unwrap();
        let insert = |db: &Connection| Ok(db.execute("INSERT INTO t VALUES (1)", [])?);
        writer.run(insert).unwrap();
        let failed: Result<(), _> = writer.run(move |db| {
            insert(db)?;
            Err(StoreError::Damaged("test"))
        });
        assert!(matches!(failed, Err(StoreError::Damaged("test"))));
        assert_eq!(count(&writer), 1);
        writer.run(insert).unwrap();
        assert_eq!(count(&writer), 2);
    }
}
