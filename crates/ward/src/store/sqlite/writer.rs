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
type Work = Box<dyn FnOnce(&Connection) -> Deliver + Send>;

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
            .send(Box::new(move |db| attempt(db, work, answer)))
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
    db: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    answer: Sender<Result<T, StoreError>>,
) -> Deliver {
    let result = db
        .execute_batch("SAVEPOINT piece")
        .map_err(StoreError::from)
        .and_then(|()| work(db))
        .and_then(|value| {
            db.execute_batch("RELEASE piece")?;
            Ok(value)
        });
    if result.is_err() {
        // Where this fails the transaction is gone, and the commit will say so.
        let _ = db.execute_batch("ROLLBACK TO piece; RELEASE piece");
    }
    Box::new(move |committed| {
        // The asker may have gone; what it asked for is done all the same.
        let _ = answer.send(match committed {
            Ok(()) => result,
            Err(error) => result.and(Err(error)),
        });
    })
}

fn write_all(db: &Connection, waiting: &Receiver<Work>) {
    while let Ok(first) = waiting.recv() {
        let mut answers = Vec::new();
        let begun = db.execute_batch("BEGIN IMMEDIATE");
        let committed = begun.and_then(|()| {
            answers.push(first(db));
            while answers.len() < GROUP
                && let Ok(next) = waiting.try_recv()
            {
                answers.push(next(db));
            }
            db.execute_batch("COMMIT").inspect_err(|_| {
                let _ = db.execute_batch("ROLLBACK");
            })
        });
        match committed {
            Ok(()) => answers.into_iter().for_each(|deliver| deliver(Ok(()))),
            // The first asker gets the cause; whoever shared its commit hears that it failed.
            // Where the transaction did not even begin, dropping the piece answers `Closed`.
            Err(error) => {
                tracing::error!(code = ?error.sqlite_error_code(), "commit failed");
                let mut cause = Some(StoreError::from(error));
                for deliver in answers {
                    deliver(Err(cause.take().unwrap_or(StoreError::Closed)));
                }
            }
        }
    }
}
