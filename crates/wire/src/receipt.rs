use serde::{Deserialize, Serialize};
use sochibo_journal::{CellId, Chain, DeviceId, DeviceKey, Hash, PublicKey, SignError};

use crate::hex::{hex, unhex};

/// Biên nhận: the ward's signed word that it holds a device's chain up to a number, on its disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The cell.
    pub cell: CellId,
    /// The device.
    pub device: DeviceId,
    /// The last number held.
    pub seq: u64,
    /// The hash of its header.
    pub head: Hash,
    /// The ward's number of it in the cell's order.
    pub rev: u64,
    /// When the ward took it, in milliseconds since 1970 by the ward's clock.
    pub at: i64,
    /// The ward's signature, in hexadecimal (64 bytes).
    pub signature: String,
}

impl Receipt {
    /// Signs a receipt with the ward's key.
    #[must_use]
    pub fn sign(chain: &Chain, rev: u64, at: i64, key: &DeviceKey) -> Self {
        let mut receipt = Self {
            cell: chain.cell,
            device: chain.device,
            seq: chain.seq,
            head: chain.head,
            rev,
            at,
            signature: String::new(),
        };
        receipt.signature = hex(&key.sign(receipt.digest()));
        receipt
    }

    /// Verifies that the ward of `key` gave this receipt.
    ///
    /// # Errors
    /// [`SignError`] where it didn't.
    pub fn verify(&self, key: &PublicKey) -> Result<(), SignError> {
        let signature = unhex(&self.signature).ok_or(SignError)?;
        key.verify(self.digest(), &signature)
    }

    /// What the ward signs.
    #[must_use]
    pub fn digest(&self) -> Hash {
        Hash::of(
            "sochibo 2026 receipt",
            &[
                self.cell.0.as_bytes(),
                self.device.0.as_bytes(),
                &self.seq.to_le_bytes(),
                &self.head.0,
                &self.rev.to_le_bytes(),
                &self.at.to_le_bytes(),
            ],
        )
    }
}
