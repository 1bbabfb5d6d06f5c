use std::{
    panic::resume_unwind,
    sync::{Mutex, PoisonError, mpsc},
};

use tokio::task::{JoinHandle, spawn_blocking};

use crate::SyncError;

/// Work on the book that goes on beside the line. It is never left alone: whoever drops this, since
/// the exchange was stopped or the line was lost, waits for the end of it. So nobody meets a book
/// that somebody else still writes.
pub(crate) struct Keeping<T, E> {
    work: JoinHandle<Result<T, E>>,
    /// Closed once the work is over, or will never begin. Behind a lock so that an exchange may be
    /// handed from thread to thread.
    over: Mutex<mpsc::Receiver<()>>,
}

impl<T: Send + 'static, E: From<SyncError> + Send + 'static> Keeping<T, E> {
    pub(crate) fn begin(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Self {
        let (going, over) = mpsc::channel();
        let work = spawn_blocking(move || {
            let _going: mpsc::Sender<()> = going;
            work()
        });
        let over = Mutex::new(over);
        Self { work, over }
    }

    /// Its end. Whoever stops waiting for it may wait again; after it there is nothing to wait for.
    pub(crate) async fn done(&mut self) -> Result<T, E> {
        match (&mut self.work).await {
            Ok(done) => done,
            Err(fallen) => match fallen.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                // The program ends.
                Err(_) => Err(SyncError::Stopped.into()),
            },
        }
    }
}

impl<T, E> Drop for Keeping<T, E> {
    fn drop(&mut self) {
        // Nothing is ever sent: this ends when the other end is gone.
        let over = self.over.get_mut();
        let _ = over.unwrap_or_else(PoisonError::into_inner).recv();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
        },
        thread,
        time::Duration,
    };

    use super::*;

    #[tokio::test]
    async fn whoever_drops_it_waits_for_its_end() {
        let (begin, begun) = mpsc::channel();
        let over = Arc::new(AtomicBool::new(false));
        let mark = Arc::clone(&over);
        let keeping = Keeping::<(), SyncError>::begin(move || {
            begin.send(()).unwrap();
            thread::sleep(Duration::from_millis(20));
            mark.store(true, Ordering::Release);
            Ok(())
        });
        begun.recv().unwrap();
        drop(keeping);
        assert!(over.load(Ordering::Acquire));
    }

    #[tokio::test]
    async fn what_it_answers_comes_home() {
        let mut kept = Keeping::<_, SyncError>::begin(|| Ok(7));
        assert_eq!(kept.done().await.unwrap(), 7);
        let mut refused = Keeping::<(), _>::begin(|| Err(SyncError::Cut));
        assert!(matches!(refused.done().await, Err(SyncError::Cut)));
    }
}
