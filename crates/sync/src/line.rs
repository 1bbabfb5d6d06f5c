use sochibo_journal::{CellId, DeviceId, Hash};
use sochibo_wire::{
    Page,
    api::{Digest, Pushed, RenewRequest, Renewed},
};

use crate::SyncError;

/// An answer of the ward, and the bytes that it took on the way.
#[derive(Clone, Debug)]
pub struct Answer<T> {
    /// What it says.
    pub says: T,
    /// Its size in bytes.
    pub size: usize,
}

/// Who asks: on every request but the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The book.
    pub cell: CellId,
    /// The device's token.
    pub token: String,
}

/// The line to a ward: [`crate::Ward`] over the network; a test may put one in that drops,
/// repeats and cuts.
pub trait Line: Sync {
    /// The ends of the chains that the ward holds.
    fn digest(
        &self,
        asker: &Asker,
    ) -> impl Future<Output = Result<Answer<Digest>, SyncError>> + Send;

    /// The hash at a number of one chain; `None` where the ward holds nothing there.
    fn head(
        &self,
        asker: &Asker,
        device: DeviceId,
        seq: u64,
    ) -> impl Future<Output = Result<Answer<Option<Hash>>, SyncError>> + Send;

    /// Sends a batch; with `more`, says that another follows at once and no receipt is needed yet.
    fn push(
        &self,
        asker: &Asker,
        batch: Vec<u8>,
        more: bool,
    ) -> impl Future<Output = Result<Answer<Pushed>, SyncError>> + Send;

    /// A page of what other devices wrote after `rev`.
    fn pull(
        &self,
        asker: &Asker,
        rev: u64,
    ) -> impl Future<Output = Result<Answer<Page>, SyncError>> + Send;

    /// A page of one device's chain after `seq`.
    fn chain(
        &self,
        asker: &Asker,
        device: DeviceId,
        seq: u64,
    ) -> impl Future<Output = Result<Answer<Page>, SyncError>> + Send;

    /// Tells the ward of a new identity.
    fn renew(
        &self,
        asker: &Asker,
        request: &RenewRequest,
    ) -> impl Future<Output = Result<Answer<Renewed>, SyncError>> + Send;
}
