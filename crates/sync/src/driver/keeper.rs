//! Keeps pages in the order in which they came, beside the line: one hand writes, and takes up at
//! once whatever has come meanwhile. Each commit writes some pages of the file again, so several
//! pages that are kept together cost less than one after the other.

use tokio::sync::Notify;

use crate::{Kept, Ledger, keeping::Keeping};

/// Pages that may wait for the one that is being kept. The person waits for as many at most, who
/// wants to write meanwhile.
const TOGETHER: usize = 4;

/// Bytes on the line beyond which no further page waits: a page may be large.
const LARGE: usize = 1 << 20;

/// Pages that are being kept, and those that wait for it.
pub(super) struct Keeper<L: Ledger> {
    keeping: Option<Keeping<Kept, L::Error>>,
    waiting: Vec<L::Proven>,
    bytes: usize,
    /// What was kept since it was last asked.
    kept: usize,
}

impl<L: Ledger> Default for Keeper<L> {
    fn default() -> Self {
        Self {
            keeping: None,
            waiting: Vec::new(),
            bytes: 0,
            kept: 0,
        }
    }
}

impl<L: Ledger> Keeper<L> {
    /// A proven page, which came in so many bytes. Returns once it is being kept; or once there is
    /// another page to prove, where it need not wait for this one.
    pub(super) async fn hand_over(
        &mut self,
        ledger: &L,
        (page, bytes): (L::Proven, usize),
        another: &Notify,
    ) -> Result<(), L::Error> {
        self.waiting.push(page);
        self.bytes += bytes;
        let full = self.waiting.len() >= TOGETHER || self.bytes >= LARGE;
        if let Some(keeping) = &mut self.keeping {
            tokio::select! {
                biased;
                kept = keeping.done() => {
                    self.keeping = None;
                    self.kept += kept?.new;
                }
                () = another.notified(), if !full => return Ok(()),
            }
        }
        self.take_up(ledger);
        Ok(())
    }

    fn take_up(&mut self, ledger: &L) {
        let pages = std::mem::take(&mut self.waiting);
        let ledger = ledger.clone();
        self.bytes = 0;
        self.keeping = Some(Keeping::begin(move || ledger.keep_pages(pages)));
    }

    /// Until every page is kept.
    pub(super) async fn all(&mut self, ledger: &L) -> Result<(), L::Error> {
        loop {
            if let Some(keeping) = &mut self.keeping {
                let kept = keeping.done().await;
                self.keeping = None;
                self.kept += kept?.new;
            }
            if self.waiting.is_empty() {
                return Ok(());
            }
            self.take_up(ledger);
        }
    }

    /// How much was new of what was kept since this was last asked.
    pub(super) fn kept(&mut self) -> usize {
        std::mem::take(&mut self.kept)
    }
}
