//! Taking: while one page is kept the next one is fetched and proven.

use sochibo_journal::DeviceId;
use sochibo_wire::Page;

use super::Run;
use crate::{Answer, Event, Kept, Ledger, Line, SyncError, keeping::Keeping};

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
        let (ledger, before) = (self.ledger, self.keeping.take());
        let keep = async {
            let proven = ledger.prove(page, digest)?;
            let kept = match before {
                Some(before) => before.done().await?,
                None => Kept::default(),
            };
            let ledger = ledger.clone();
            let keeping = Keeping::begin(move || ledger.keep_page(proven));
            Ok::<_, L::Error>((kept, keeping))
        };
        // The next page is asked for while this one is proven.
        let (kept, keeping) = if more && next > after {
            let stop = self.watch.stop.clone();
            let ahead = async {
                tokio::select! {
                    biased;
                    () = stop.stopped() => None,
                    page = ward.pull(&asker, next) => Some(Coming { after: next, page }),
                }
            };
            let (coming, kept) = tokio::join!(ahead, keep);
            self.coming = coming;
            kept?
        } else {
            keep.await?
        };
        self.report.pulled += kept.new;
        self.keeping = Some(keeping);
        if self.coming.is_none() {
            self.wait_for_page().await?;
        }
        // The ward's order holds what this device has just sent, too, which was counted then.
        let walked = self.progress.done + next.saturating_sub(after);
        self.progress.done = walked.min(self.progress.total);
        Ok(Event::Took { next, more })
    }

    /// Until the page that is being kept is.
    pub(super) async fn wait_for_page(&mut self) -> Result<(), L::Error> {
        if let Some(keeping) = self.keeping.take() {
            self.report.pulled += keeping.done().await?.new;
        }
        Ok(())
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
