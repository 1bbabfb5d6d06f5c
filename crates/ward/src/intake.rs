//! Takes in what a device sent: one path for the network and for USB files.

use sochibo_journal::{DeviceKey, Envelope, Ring};
use sochibo_wire::{Batch, MAX_BATCH_BYTES, Receipt, api::RefusalCode};

use crate::{
    report,
    store::{Commit, Device, Held, StoreError, Taking, WardStore},
};

/// What surrounds the packed envelopes of a batch, generously.
pub(crate) const FRAME: usize = 4096;

/// Why a batch was not taken.
#[derive(Debug)]
pub(crate) enum NotTaken {
    /// Numbers are missing before it.
    Gap { expected: u64 },
    /// Another reason.
    Refused(RefusalCode),
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for NotTaken {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Proves that a batch is of this device, looks through it, and keeps it. There is a receipt only
/// where the disk was waited for. `bytes` is the length that it was carried in.
pub(crate) fn take(
    store: &dyn WardStore,
    device: &Device,
    batch: Batch,
    bytes: usize,
    key: &DeviceKey,
    at: i64,
    commit: Commit,
) -> Result<(Option<Receipt>, Held), NotTaken> {
    let refused = NotTaken::Refused;
    if batch.cell() != device.cell || batch.device() != device.device {
        return Err(refused(RefusalCode::BadBatch));
    }
    if bytes > MAX_BATCH_BYTES + FRAME && batch.envelopes().len() > 1 {
        return Err(refused(RefusalCode::TooLarge));
    }
    // Only what would be published may be held back: a sealed body is the cell's own backup.
    let holed =
        |envelope: &Envelope| envelope.is_withheld() && envelope.header.ring != Ring::Published;
    if batch.envelopes().iter().any(holed) {
        return Err(refused(RefusalCode::BadBatch));
    }
    let batch = batch
        .verify(&device.public_key)
        .map_err(|_| refused(RefusalCode::BadBatch))?;
    let (batch, folds) = report::screen(batch);
    match store.take(batch, folds, at, commit)? {
        Taking::Held(held) => {
            tracing::info!(device = %device.device, rev = held.rev, new = held.new, "taken");
            let receipt =
                (commit == Commit::OnDisk).then(|| Receipt::sign(&held.chain, held.rev, at, key));
            Ok((receipt, held))
        }
        Taking::Gap { expected } => Err(NotTaken::Gap { expected }),
        Taking::Fork => Err(refused(RefusalCode::Fork)),
        Taking::Revoked => Err(refused(RefusalCode::Revoked)),
        Taking::Waiting => Err(refused(RefusalCode::Waiting)),
        Taking::NotEnrolled => Err(refused(RefusalCode::NotEnrolled)),
        Taking::NoRoom => Err(refused(RefusalCode::NoRoom)),
    }
}
