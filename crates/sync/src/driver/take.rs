//! Taking: while pages are kept the next ones are fetched and proven.

use sochibo_journal::DeviceId;
use sochibo_wire::Page;
use tokio::sync::Notify;

use super::Run;
use crate::{Answer, Event, Kept, Ledger, Line, SyncError};

/// A page that was asked for while the one before it was kept.
pub(super) struct Coming {
    after: u64,
    page: Result<Answer<Page>, SyncError>,
}

impl<L: Ledger, W: Line> Run<'_, L, W> {
    pub(super) async fn take(&mut self, after: u64) -> Result<Event, L::Error> {
        let asker = self.asker()?;
        let ward = self.ward;
        let coming = self.coming.take().filter(|coming| coming.after == after);
        let answer = match coming {
            Some(coming) => self.ask(std::future::ready(coming.page)).await,
            None => self.ask(ward.pull(&asker, after)).await,
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(event) => return Ok(event),
        };
        self.received(answer.size);
        let page = answer.says;
        let (next, more) = (page.next, page.more);
        let Some(digest) = &self.digest else {
            // Nothing is taken before both sides have compared.
            return Ok(Event::Stopped);
        };
        let (ledger, desk, another) = (self.ledger, &mut self.desk, Notify::new());
        let keep = async {
            let proven = ledger.prove(page, digest)?;
            desk.hand_over(ledger, (proven, answer.size), &another)
                .await
        };
        // The next page is asked for while this one is proven.
        if more && next > after {
            let stop = self.watch.stop.clone();
            let ahead = async {
                let coming = tokio::select! {
                    biased;
                    () = stop.stopped() => None,
                    page = ward.pull(&asker, next) => Some(Coming { after: next, page }),
                };
                another.notify_one();
                coming
            };
            let (coming, kept) = tokio::join!(ahead, keep);
            self.coming = coming;
            kept?;
        } else {
            keep.await?;
        }
        if self.coming.is_none() {
            self.keep_all().await?;
        }
        self.report.pulled += self.desk.kept();
        // The ward's order holds what this device has just sent, too, which was counted then.
        let walked = self.progress.done + next.saturating_sub(after);
        self.progress.done = walked.min(self.progress.total);
        Ok(Event::Took { next, more })
    }

    /// Until every page that came is kept.
    pub(super) async fn keep_all(&mut self) -> Result<(), L::Error> {
        let kept = self.desk.all(self.ledger).await;
        self.report.pulled += self.desk.kept();
        kept
    }

    pub(super) async fn refetch(
        &mut self,
        device: DeviceId,
        after: u64,
        anew: bool,
    ) -> Result<Event, L::Error> {
        let asker = self.asker()?;
        let ward = self.ward;
        let answer = match self.ask(ward.chain(&asker, device, after)).await {
            Ok(answer) => answer,
            Err(event) => return Ok(event),
        };
        self.received(answer.size);
        let page = answer.says;
        let (next, more) = (page.next, page.more);
        let kept = match &self.digest {
            Some(digest) => {
                let proven = self.ledger.prove(page, digest)?;
                self.ledger.keep_chain(device, after, anew, proven)?
            }
            None => Kept::default(),
        };
        self.report.pulled += kept.new;
        Ok(Event::Refetched {
            next,
            more,
            new: kept.new > 0,
        })
    }
}
