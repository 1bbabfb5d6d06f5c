//! Carries out the steps of the machine between a book and a line to its ward.

mod keeper;
mod send;
mod take;

use sochibo_journal::{DeviceId, PublicKey};
use sochibo_wire::{
    Receipt,
    api::{Digest, Speech, ability},
};

use self::{keeper::Keeper, send::Ready, take::Coming};
use crate::{
    Asker, Comparison, Differing, End, Event, Exchange, Ledger, Line, Phase, Progress, Step,
    SyncError, Watch,
};

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
        asker: None,
        ready: None,
        last: 0,
        open: None,
        unanswered: 0,
        owed: None,
        coming: None,
        desk: Keeper::default(),
        fault: None,
    };
    let mut machine = Exchange::default();
    let mut step = machine.on(Event::Began);
    loop {
        run.show(&step);
        if !matches!(step, Step::Send { .. }) {
            run.keep_owed(false)?;
        }
        if !matches!(step, Step::Take { .. }) {
            run.keep_all().await?;
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

struct Run<'a, L: Ledger, W> {
    ledger: &'a L,
    ward: &'a W,
    ward_key: &'a PublicKey,
    watch: &'a Watch<'a>,
    report: Report,
    progress: Progress,
    digest: Option<Digest>,
    /// Who asks, until this device takes another identity: to read it would be to wait for the page
    /// that is being kept.
    asker: Option<Asker>,
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
    /// Keeps pages while the next ones are fetched.
    desk: Keeper<L>,
    fault: Option<SyncError>,
}

impl<L: Ledger, W: Line> Run<'_, L, W> {
    async fn carry_out(&mut self, step: &Step) -> Result<Event, L::Error> {
        match *step {
            Step::Compare => self.compare().await,
            Step::Probe { device, seq } => self.probe(device, seq).await,
            Step::Move { common } => {
                self.asker = None;
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

    fn asker(&mut self) -> Result<Asker, L::Error> {
        if let Some(asker) = &self.asker {
            return Ok(asker.clone());
        }
        let asker = Asker {
            cell: self.ledger.cell(),
            token: self.ledger.speaker()?.token,
        };
        Ok(self.asker.insert(asker).clone())
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
        if Speech::ours().common(&digest.speech).is_none() {
            self.fault = Some(SyncError::OtherVersion);
            return Ok(Event::Lost);
        }
        self.ledger.heard(&digest)?;
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
            next_ahead: self.ledger.next_waits_ahead_of(digest.now)?,
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
        self.asker = None;
        self.ledger.renewed(&answer.says.token)?;
        Ok(Event::Renewed)
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
