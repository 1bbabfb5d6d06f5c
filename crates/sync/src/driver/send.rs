//! Sending: the next batch is made ready, and the receipt of the one before kept, while one is on
//! its way.

use sochibo_wire::api::{Pushed, RefusalCode};

use super::Run;
use crate::{Event, Ledger, Line, SyncError};

/// Batches that may be on their way to the ward's disk before a receipt is asked for.
const UNANSWERED: usize = 15;

/// A batch that was made ready while the one before it was on its way.
pub(super) struct Ready {
    after: u64,
    limit: usize,
    parcel: Option<Parcel>,
}

struct Parcel {
    bytes: Vec<u8>,
    count: u64,
    end: u64,
}

impl<L: Ledger, W: Line> Run<'_, L, W> {
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

    pub(super) fn keep_owed(&mut self, more: bool) -> Result<(), L::Error> {
        match self.owed.take() {
            Some(receipt) => self.ledger.keep_receipt(&receipt, more),
            None => Ok(()),
        }
    }

    pub(super) async fn send(&mut self, after: u64, limit: usize) -> Result<Event, L::Error> {
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
                // A smaller batch would find no room either; what others wrote can be taken.
                (RefusalCode::NoRoom, _) => Event::Refused { count: 1 },
                // Not of the batch: of the device, of the moment, of the ward.
                _ => Event::Lost,
            },
            _ => Event::Lost,
        };
        self.fault = Some(error);
        event
    }
}
