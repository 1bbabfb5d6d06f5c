use sochibo_journal::{Chain, PublicKey};
use sochibo_wire::{
    Batch, Page, Receipt,
    api::{DeviceEnd, RefusalCode},
};

use crate::{End, Event, Exchange, Step, SyncError, Ward};

/// The book as an exchange sees it. Each call is short and whole in itself: the person goes on
/// writing between any two of them.
pub trait Ledger {
    /// What the book itself may complain of.
    type Error: From<SyncError>;

    /// The end of this device's chain, and the ward's number to take from.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn position(&self) -> Result<(Chain, u64), Self::Error>;

    /// Where this device's chain stood at `seq`; `None` past its end.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn chain_at(&self, seq: u64) -> Result<Option<Chain>, Self::Error>;

    /// A signed batch of what comes after `seq`.
    ///
    /// # Errors
    /// Where the book can't be read, or nothing comes after.
    fn batch_after(&self, seq: u64) -> Result<Batch, Self::Error>;

    /// Keeps a receipt.
    ///
    /// # Errors
    /// Where the disk refuses.
    fn keep_receipt(&self, receipt: &Receipt) -> Result<(), Self::Error>;

    /// Keeps a page of other devices' batches, with their keys, and the cursor with it. Returns
    /// how many envelopes were new.
    ///
    /// # Errors
    /// Where the disk refuses or a batch is unsound.
    fn keep_page(
        &self,
        page: Page,
        devices: &[DeviceEnd],
        server_now_ms: i64,
    ) -> Result<usize, Self::Error>;

    /// Both sides agree; `server_now_ms` is the ward's clock.
    ///
    /// # Errors
    /// Where the disk refuses.
    fn agreed(&self, server_now_ms: i64) -> Result<(), Self::Error>;
}

/// What an exchange did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
}

/// Exchanges everything with the ward.
///
/// # Errors
/// [`SyncError`] or the book's own. What was acknowledged before stays acknowledged.
pub async fn exchange<L: Ledger>(
    ledger: &L,
    ward: &Ward,
    ward_key: &PublicKey,
) -> Result<Report, L::Error> {
    let mut report = Report::default();
    let mut machine = Exchange::default();
    let (own, cursor) = ledger.position()?;
    let mut devices = Vec::new();
    let mut now = 0;
    let mut fault: Option<SyncError> = None;
    let mut step = machine.on(Event::Began {
        last: own.seq,
        cursor,
    });
    loop {
        let event = match step {
            Step::Compare => match ward.digest(own.cell).await {
                Ok((digest, down)) => {
                    report.bytes_down += down;
                    now = digest.now;
                    devices = digest.devices;
                    compare(ledger, &own, &devices)?
                }
                Err(error) => lost(error, &mut fault),
            },
            Step::Send { after } => match ward.push(&ledger.batch_after(after)?, ward_key).await {
                Ok((receipt, up, down)) => {
                    report.bytes_up += up;
                    report.bytes_down += down;
                    report.receipts += 1;
                    report.pushed +=
                        usize::try_from(receipt.seq.saturating_sub(after)).unwrap_or(0);
                    if ledger.chain_at(receipt.seq)?.map(|chain| chain.head) == Some(receipt.head) {
                        ledger.keep_receipt(&receipt)?;
                        Event::Sent { seq: receipt.seq }
                    } else {
                        Event::Forked
                    }
                }
                Err(error) => refused(error, &mut fault),
            },
            Step::Take { after } => match ward.pull(own.cell, after).await {
                Ok((page, down)) => {
                    report.bytes_down += down;
                    let (next, more) = (page.next, page.more);
                    report.pulled += ledger.keep_page(page, &devices, now)?;
                    Event::Took { next, more }
                }
                Err(error) => lost(error, &mut fault),
            },
            Step::End(end) => {
                return match (end, fault) {
                    (End::Agreed, _) => ledger.agreed(now).map(|()| report),
                    (End::Forked, _) => Err(SyncError::Forked.into()),
                    (_, Some(fault)) => Err(fault.into()),
                    (_, None) => Err(SyncError::BadAnswer("trao đổi").into()),
                };
            }
        };
        step = machine.on(event);
    }
}

fn compare<L: Ledger>(ledger: &L, own: &Chain, devices: &[DeviceEnd]) -> Result<Event, L::Error> {
    let Some(end) = devices.iter().find(|end| end.device == own.device) else {
        return Ok(Event::Compared { held: 0 });
    };
    Ok(match ledger.chain_at(end.seq)? {
        Some(chain) if chain.head == end.head => Event::Compared { held: end.seq },
        _ => Event::Forked,
    })
}

fn lost(error: SyncError, fault: &mut Option<SyncError>) -> Event {
    *fault = Some(error);
    Event::Lost
}

fn refused(error: SyncError, fault: &mut Option<SyncError>) -> Event {
    let event = match &error {
        SyncError::Refused(body) => match (body.code, body.expected_seq) {
            (RefusalCode::Gap, Some(expected)) => return Event::Missing { expected },
            (RefusalCode::Fork, _) => Event::Forked,
            (RefusalCode::NotEnrolled | RefusalCode::Revoked, _) => Event::Lost,
            _ => Event::Refused,
        },
        _ => Event::Lost,
    };
    *fault = Some(error);
    event
}
