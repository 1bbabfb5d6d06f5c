//! A receipt that is lost on the way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::atomic::{AtomicUsize, Ordering};

use sochibo_soak::{Carrier, Desk, Direct, Office, Over, Request};
use sochibo_sync::SyncError;

/// Delivers everything, and loses the answers to so many pushes.
struct Deaf {
    line: Direct,
    pushes: AtomicUsize,
}

impl Carrier for Deaf {
    async fn carry(&self, request: Request) -> Result<(u16, Vec<u8>), SyncError> {
        let push = request.method == "POST";
        let answer = self.line.carry(request).await?;
        let lost = push && self.pushes.load(Ordering::Relaxed) > 0;
        if lost {
            self.pushes.fetch_sub(1, Ordering::Relaxed);
            return Err(SyncError::Cut);
        }
        Ok(answer)
    }
}

#[tokio::test]
async fn the_next_exchange_asks_for_the_receipt_that_was_lost() {
    let office = Office::new();
    let desk = Desk::new(0);
    office.enrol(&desk).await;
    for n in 1..=300 {
        desk.say(n, "câu");
    }
    let Over(line) = office.line();
    for lost in [1, 2] {
        let deaf = Over(Deaf {
            line: line.clone(),
            pushes: AtomicUsize::new(1),
        });
        desk.sync(&deaf).await.unwrap_err();
        let waiting = desk.with(|book| book.store().pending_counts()).unwrap().0;
        assert_eq!(waiting, 300, "after {lost}");
    }
    // Everything is there; only the last operation crosses again.
    let done = desk.sync(&office.line()).await.unwrap();
    assert_eq!((done.pushed, done.receipts), (1, 1));
    assert_eq!(
        desk.with(|book| book.store().pending_counts()).unwrap().0,
        0
    );
    assert_eq!(desk.sync(&office.line()).await.unwrap().pushed, 0);
}
