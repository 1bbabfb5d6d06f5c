//! The book as an exchange sees it.

use sochibo_journal::{CellId, Chain, DeviceId};
use sochibo_wire::{
    Batch, Page, Receipt,
    api::{Digest, RenewRequest},
};

use crate::SyncError;

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
/// writing between any two of them. While one page is kept the next one is fetched and proven, so a
/// ledger is handed over to where it waits for the disk.
pub trait Ledger: Clone + Send + Sync + 'static {
    /// What the book itself may complain of.
    type Error: From<SyncError> + Send + 'static;

    /// A page that was looked through: what doesn't hold is left out.
    type Proven: Send + 'static;

    /// The book.
    fn cell(&self) -> CellId;

    /// Who speaks to the ward now.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn speaker(&self) -> Result<Speaker, Self::Error>;

    /// What the ward holds, before anything is sent or taken: it also says whom the ward has
    /// revoked, and what its clock shows.
    ///
    /// # Errors
    /// Where the disk refuses.
    fn heard(&self, _digest: &Digest) -> Result<(), Self::Error> {
        Ok(())
    }

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

    /// The same of what was written under an identity that the ward doesn't know yet.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn next_waits_ahead_of(&self, server_now_ms: i64) -> Result<bool, Self::Error>;

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

    /// Proves what a page holds, and opens it. Leaves the book free: another page may be kept
    /// meanwhile.
    ///
    /// # Errors
    /// Where the book can't be read.
    fn prove(&self, page: Page, digest: &Digest) -> Result<Self::Proven, Self::Error>;

    /// Keeps pages of other devices' batches, in their order, and the cursor behind the last one with
    /// them, in one transaction. A batch that is unsound or doesn't fit is skipped.
    ///
    /// # Errors
    /// Where the disk refuses.
    fn keep_pages(&self, pages: Vec<Self::Proven>) -> Result<Kept, Self::Error>;

    /// Keeps a page of one device's chain; with `anew`, in place of what is here after `after`.
    ///
    /// # Errors
    /// Where the disk refuses.
    fn keep_chain(
        &self,
        device: DeviceId,
        after: u64,
        anew: bool,
        page: Self::Proven,
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
