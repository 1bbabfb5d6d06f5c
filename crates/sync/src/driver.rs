use sochibo_journal::{CellId, Chain, DeviceId, PublicKey};
use sochibo_wire::{
    Batch, Page, Receipt,
    api::{Digest, Pushed, RefusalCode, RenewRequest, ability},
};

use crate::{
    Answer, Asker, Comparison, Differing, End, Event, Exchange, Line, Phase, Progress, Step,
    SyncError, Watch,
};

/// Who this device is to the ward.
#[derive(Clone, Debug)]
pub struct Speaker {
    /// The device that the ward knows.
    pub device: DeviceId,
    /// What it shows.
    pub token: String,
    /// Whether this device has taken another identity of which the ward doesn't know yet.
    pub former: bool,
}

/// What became of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Operations that were new here.
    pub new: usize,
    /// Batches that could not be taken in.
    pub skipped: usize,
}

/// The book as an exchange sees it. Each call is short and whole in itself: the person goes on
/// writing between any two of them.
pub trait Ledger: Sync {
    /// What the book itself may complain of.
    type Error: From<SyncError> + Send;

    /// The book.
    fn cell(&self) -> CellId;

    /// Who speaks to the ward now.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn speaker(&self) -> Result<Speaker, Self::Error>;

    /// What the ward holds, before anything is sent or taken: it also says whom the ward has
    /// revoked.
    fn heard(&self, _digest: &Digest) {}

    /// The ward's number to take from.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn cursor(&self) -> Result<u64, Self::Error>;

    /// The end of a device's chain as the book holds it.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn end_of(&self, device: DeviceId) -> Result<Chain, Self::Error>;

    /// The last operation of the speaker's chain for which there is a receipt.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn receipted(&self) -> Result<u64, Self::Error>;

    /// Where a device's chain stood at `seq`; `None` past its end.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn chain_at(&self, device: DeviceId, seq: u64) -> Result<Option<Chain>, Self::Error>;

    /// Whether what waits is dated far ahead of the ward's clock.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn waits_ahead_of(&self, server_now_ms: i64) -> Result<bool, Self::Error>;

    /// A signed batch of at most `limit` operations after `seq` of the speaker's chain; `None`
    /// where nothing comes after.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn batch_after(&self, seq: u64, limit: usize) -> Result<Option<Batch>, Self::Error>;

    /// Keeps a receipt. Where `more` is on its way it need not wait for the disk: what a power cut
    /// takes of it, the next one covers.
    ///
    /// # Errors
    /// Where the disk refuses.
    fn keep_receipt(&self, receipt: &Receipt, more: bool) -> Result<(), Self::Error>;

    /// Keeps a page of other devices' batches and the cursor with it, in one transaction. A batch
    /// that is unsound or doesn't fit is skipped.
    ///
    /// # Errors
    /// Where the disk refuses.
    fn keep_page(&self, page: Page, digest: &Digest) -> Result<Kept, Self::Error>;

    /// Keeps a page of one device's chain; with `anew`, in place of what is here after `after`.
    ///
    /// # Errors
    /// Where the disk refuses.
    fn keep_chain(
        &self,
        device: DeviceId,
        after: u64,
        anew: bool,
        page: Page,
        digest: &Digest,
    ) -> Result<Kept, Self::Error>;

    /// Takes a new identity: what comes after `common` of the speaker's chain moves to it.
    ///
    /// # Errors
    /// Where the disk refuses.
    fn take_new_identity(&self, common: u64, server_now_ms: i64) -> Result<(), Self::Error>;

    /// What tells the ward of the new identity.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn renewal(&self) -> Result<RenewRequest, Self::Error>;

    /// The ward knows the new identity.
    ///
    /// # Errors
    /// Where the disk refuses.
    fn renewed(&self, token: &str) -> Result<(), Self::Error>;

    /// Both sides agree; `server_now_ms` is the ward's clock.
    ///
    /// # Errors
    /// Where the disk refuses.
    fn agreed(&self, server_now_ms: i64) -> Result<(), Self::Error>;
}

/// What an exchange did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Operations that the ward gave a receipt for.
    pub pushed: usize,
    /// Operations of other devices that were new here.
    pub pulled: usize,
    /// Bytes sent.
    pub bytes_up: usize,
    /// Bytes received.
    pub bytes_down: usize,
    /// Receipts given.
    pub receipts: usize,
    /// How often this device took a new identity.
    pub renewals: usize,
    /// Devices whose chains still differ on the two sides. Nothing is lost by it; the next exchange
    /// looks again.
    pub differing: Vec<DeviceId>,
}

/// Exchanges everything with the ward.
///
/// # Errors
/// [`SyncError`] or the book's own. What was acknowledged before stays acknowledged.
pub async fn exchange<L: Ledger, W: Line>(
    ledger: &L,
    ward: &W,
    ward_key: &PublicKey,
    watch: &Watch<'_>,
) -> Result<Report, L::Error> {
    let mut run = Run {
        ledger,
        ward,
        ward_key,
        watch,
        report: Report::default(),
        progress: Progress::default(),
        digest: None,
        ready: None,
        last: 0,
        open: None,
        unanswered: 0,
        owed: None,
        coming: None,
        fault: None,
    };
    let mut machine = Exchange::default();
    let mut step = machine.on(Event::Began);
    loop {
        run.show(&step);
        if !matches!(step, Step::Send { .. }) {
            run.keep_owed(false)?;
        }
        if let Step::End(end) = step {
            return run.finish(end);
        }
        let event = if watch.stop.is_stopped() {
            Event::Stopped
        } else {
            run.carry_out(&step).await?
        };
        step = machine.on(event);
    }
}

/// Batches that may be on their way to the ward's disk before a receipt is asked for.
const UNANSWERED: usize = 15;

/// A batch that was made ready while the one before it was on its way.
struct Ready {
    after: u64,
    limit: usize,
    parcel: Option<Parcel>,
}

/// A page that was asked for while the one before it was kept.
struct Coming {
    after: u64,
    page: Result<Answer<Page>, SyncError>,
}

struct Parcel {
    bytes: Vec<u8>,
    count: u64,
    end: u64,
}

struct Run<'a, L, W> {
    ledger: &'a L,
    ward: &'a W,
    ward_key: &'a PublicKey,
    watch: &'a Watch<'a>,
    report: Report,
    progress: Progress,
    digest: Option<Digest>,
    ready: Option<Ready>,
    /// The last operation that is to be sent.
    last: u64,
    /// The number after which the ward has given no receipt for what it took, and in how many
    /// batches it took that.
    open: Option<u64>,
    unanswered: usize,
    /// The last receipt, until the next batch is on its way.
    owed: Option<Receipt>,
    coming: Option<Coming>,
    fault: Option<SyncError>,
}

impl<L: Ledger, W: Line> Run<'_, L, W> {
    async fn carry_out(&mut self, step: &Step) -> Result<Event, L::Error> {
        match *step {
            Step::Compare => self.compare().await,
            Step::Probe { device, seq } => self.probe(device, seq).await,
            Step::Move { common } => {
                self.ledger.take_new_identity(common, self.now())?;
                self.report.renewals += 1;
                Ok(Event::Moved)
            }
            Step::Renew => self.renew().await,
            Step::Send { after, limit } => self.send(after, limit).await,
            Step::Take { after } => self.take(after).await,
            Step::Refetch {
                device,
                after,
                anew,
            } => self.refetch(device, after, anew).await,
            // The loop has ended before.
            Step::End(_) => Ok(Event::Stopped),
        }
    }

    fn asker(&self) -> Result<Asker, L::Error> {
        Ok(Asker {
            cell: self.ledger.cell(),
            token: self.ledger.speaker()?.token,
        })
    }

    fn now(&self) -> i64 {
        self.digest.as_ref().map_or(0, |digest| digest.now)
    }

    fn received(&mut self, size: usize) {
        self.report.bytes_down += size;
        self.progress.bytes_down += size as u64;
    }

    fn show(&mut self, step: &Step) {
        self.progress.phase = match step {
            Step::Compare | Step::Probe { .. } | Step::End(_) => Phase::Comparing,
            Step::Move { .. } | Step::Renew => Phase::Renewing,
            Step::Send { .. } => Phase::Sending,
            Step::Take { .. } => Phase::Taking,
            Step::Refetch { .. } => Phase::Refetching,
        };
        (self.watch.progress)(self.progress);
    }

    /// Runs a request to its end, or until the exchange is stopped or the line is lost; then
    /// answers the event.
    async fn ask<T>(
        &mut self,
        request: impl Future<Output = Result<T, SyncError>>,
    ) -> Result<T, Event> {
        let answer = tokio::select! {
            biased;
            () = self.watch.stop.stopped() => return Err(Event::Stopped),
            answer = request => answer,
        };
        answer.map_err(|error| {
            self.fault = Some(error);
            Event::Lost
        })
    }

    async fn compare(&mut self) -> Result<Event, L::Error> {
        let asker = self.asker()?;
        let ward = self.ward;
        let answer = match self.ask(ward.digest(&asker)).await {
            Ok(answer) => answer,
            Err(event) => return Ok(event),
        };
        self.received(answer.size);
        let digest = answer.says;
        if sochibo_wire::api::Speech::ours()
            .common(&digest.speech)
            .is_none()
        {
            self.fault = Some(SyncError::OtherVersion);
            return Ok(Event::Lost);
        }
        self.ledger.heard(&digest);
        let comparison = self.comparison(&digest)?;
        self.progress.total = self.progress.done
            + comparison.last.saturating_sub(comparison.held)
            + digest.rev.saturating_sub(comparison.cursor);
        self.digest = Some(digest);
        self.ready = None;
        self.last = comparison.last;
        Ok(Event::Compared(comparison))
    }

    fn comparison(&self, digest: &Digest) -> Result<Comparison, L::Error> {
        let speaker = self.ledger.speaker()?;
        let own = self.ledger.end_of(speaker.device)?;
        let cursor = self.ledger.cursor()?;
        let mut found = Comparison {
            last: own.seq,
            same: true,
            former: speaker.former,
            ahead: self.ledger.waits_ahead_of(digest.now)?,
            cursor,
            news: digest.rev > cursor,
            can_renew: digest.speech.can(ability::RENEW),
            can_chains: digest.speech.can(ability::CHAINS),
            ..Comparison::default()
        };
        for end in &digest.devices {
            let standing = self.ledger.chain_at(end.device, end.seq)?;
            let same = standing.is_some_and(|chain| chain.head == end.head);
            if end.device == speaker.device {
                (found.held, found.same) = (end.seq, same);
                // The receipt for the last was lost on the way: it is sent once more to get one.
                let all = same && end.seq == own.seq && !found.ahead;
                let owed = all && self.ledger.receipted()? < end.seq;
                found.held -= u64::from(owed);
            } else if !same {
                found.differing.push(Differing {
                    device: end.device,
                    here: self.ledger.end_of(end.device)?.seq,
                    there: end.seq,
                });
            }
        }
        Ok(found)
    }

    async fn probe(&mut self, device: Option<DeviceId>, seq: u64) -> Result<Event, L::Error> {
        let asker = self.asker()?;
        let device = match device {
            Some(device) => device,
            None => self.ledger.speaker()?.device,
        };
        let ward = self.ward;
        let answer = match self.ask(ward.head(&asker, device, seq)).await {
            Ok(answer) => answer,
            Err(event) => return Ok(event),
        };
        self.received(answer.size);
        let here = self.ledger.chain_at(device, seq)?.map(|chain| chain.head);
        Ok(Event::Probed {
            same: here.is_some() && here == answer.says,
        })
    }

    async fn renew(&mut self) -> Result<Event, L::Error> {
        let asker = self.asker()?;
        let request = self.ledger.renewal()?;
        let ward = self.ward;
        let answer = match self.ask(ward.renew(&asker, &request)).await {
            Ok(answer) => answer,
            Err(event) => return Ok(event),
        };
        self.received(answer.size);
        self.ledger.renewed(&answer.says.token)?;
        Ok(Event::Renewed)
    }

    fn parcel(&self, after: u64, limit: usize) -> Result<Option<Parcel>, L::Error> {
        let Some(batch) = self.ledger.batch_after(after, limit)? else {
            return Ok(None);
        };
        let bytes = batch
            .encode()
            .map_err(|_| SyncError::BadAnswer("đóng gói"))?;
        let count = batch.envelopes().len() as u64;
        Ok(Some(Parcel {
            bytes,
            count,
            end: after + count,
        }))
    }

    fn keep_owed(&mut self, more: bool) -> Result<(), L::Error> {
        match self.owed.take() {
            Some(receipt) => self.ledger.keep_receipt(&receipt, more),
            None => Ok(()),
        }
    }

    async fn send(&mut self, after: u64, limit: usize) -> Result<Event, L::Error> {
        let asker = match self.asker() {
            Ok(asker) => asker,
            Err(error) => {
                self.keep_owed(false)?;
                return Err(error);
            }
        };
        let parcel = match self.ready.take() {
            Some(ready) if (ready.after, ready.limit) == (after, limit) => ready.parcel,
            _ => self.parcel(after, limit)?,
        };
        let Some(Parcel { bytes, count, end }) = parcel else {
            self.fault = Some(SyncError::BadAnswer("đóng gói"));
            return Ok(Event::Lost);
        };
        let up = bytes.len();
        let more = end < self.last && self.unanswered < UNANSWERED;
        let from = *self.open.get_or_insert(after);
        let (ledger, ward, stop) = (self.ledger, self.ward, self.watch.stop.clone());
        // While this batch is on its way the receipt of the one before is kept, and the next batch
        // is made ready.
        let owed = self.owed.take();
        let run = &*self;
        let beside = async {
            if let Some(receipt) = owed {
                ledger.keep_receipt(&receipt, true)?;
            }
            run.parcel(end, limit)
        };
        let (answer, next) = tokio::select! {
            biased;
            () = stop.stopped() => return Ok(Event::Stopped),
            both = async { tokio::join!(ward.push(&asker, bytes, more), beside) } => both,
        };
        self.ready = Some(Ready {
            after: end,
            limit,
            parcel: next?,
        });
        self.report.bytes_up += up;
        self.progress.bytes_up += up as u64;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return Ok(self.refused(error, count)),
        };
        self.received(answer.size);
        let receipt = match answer.says {
            Pushed::Receipt(receipt) => receipt,
            Pushed::Held(seq) if more => {
                self.unanswered += 1;
                self.progress.done += seq.saturating_sub(after);
                return Ok(Event::Sent { seq });
            }
            Pushed::Held(_) => {
                self.fault = Some(SyncError::BadAnswer("biên nhận"));
                return Ok(Event::Lost);
            }
        };
        let speaker = ledger.speaker()?;
        let ours = receipt.verify(self.ward_key).is_ok()
            && receipt.cell == asker.cell
            && receipt.device == speaker.device;
        if !ours {
            self.fault = Some(SyncError::BadAnswer("biên nhận"));
            return Ok(Event::Lost);
        }
        let standing = ledger.chain_at(speaker.device, receipt.seq)?;
        if standing.map(|chain| chain.head) != Some(receipt.head) {
            return Ok(Event::Forked);
        }
        let seq = receipt.seq;
        self.owed = Some(receipt);
        (self.open, self.unanswered) = (None, 0);
        self.report.receipts += 1;
        self.report.pushed += usize::try_from(seq.saturating_sub(from)).unwrap_or(0);
        self.progress.done += seq.saturating_sub(after);
        Ok(Event::Sent { seq })
    }

    fn refused(&mut self, error: SyncError, count: u64) -> Event {
        let event = match &error {
            SyncError::Refused(body) => match (body.code, body.expected_seq) {
                (RefusalCode::Gap, Some(expected)) => return Event::Missing { expected },
                (RefusalCode::Fork, _) => Event::Forked,
                (RefusalCode::BadBatch | RefusalCode::TooLarge | RefusalCode::Unknown, _) => {
                    Event::Refused { count }
                }
                // Not of the batch: of the device, of the moment, of the ward.
                _ => Event::Lost,
            },
            _ => Event::Lost,
        };
        self.fault = Some(error);
        event
    }

    async fn take(&mut self, after: u64) -> Result<Event, L::Error> {
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
        let (ledger, digest) = (self.ledger, self.digest.as_ref());
        let keep = async {
            match digest {
                Some(digest) => ledger.keep_page(page, digest),
                None => Ok(Kept::default()),
            }
        };
        // The next page is asked for while this one is kept.
        let kept = if more && next > after {
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
        // The ward's order holds what this device has just sent, too, which was counted then.
        let walked = self.progress.done + next.saturating_sub(after);
        self.progress.done = walked.min(self.progress.total);
        Ok(Event::Took { next, more })
    }

    async fn refetch(
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
            Some(digest) => self.ledger.keep_chain(device, after, anew, page, digest)?,
            None => Kept::default(),
        };
        self.report.pulled += kept.new;
        Ok(Event::Refetched {
            next,
            more,
            new: kept.new > 0,
        })
    }

    fn finish(self, end: End) -> Result<Report, L::Error> {
        let now = self.now();
        let mut report = self.report;
        match end {
            End::Agreed => {}
            End::Differs(devices) => report.differing = devices,
            End::Forked => return Err(SyncError::Forked.into()),
            End::Stopped => return Err(SyncError::Stopped.into()),
            End::Refused { .. } | End::Lost | End::Confused => {
                let fault = self.fault.unwrap_or(SyncError::BadAnswer("trao đổi"));
                return Err(fault.into());
            }
        }
        self.ledger.agreed(now)?;
        Ok(report)
    }
}
