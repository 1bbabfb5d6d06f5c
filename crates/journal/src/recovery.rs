use zeroize::Zeroize;

use crate::{BoxKey, BoxSecret, DeviceKey, PublicKey};

/// What a recovery code stands for: the secret that opens the escrow, and the key that proves to
/// the cell's other devices that a new one was let in by the code on paper.
#[derive(Clone, Debug)]
pub struct RecoverySecrets {
    /// Opens the escrow.
    pub opens: BoxSecret,
    /// Signs the claim of a new device.
    pub claims: DeviceKey,
}

/// The public halves. The book keeps only these. `boxes` stays sealed within the cell: who can't
/// know it can't forge an escrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecoveryKeys {
    /// What the escrow is sealed to.
    pub boxes: BoxKey,
    /// What claims are verified with.
    pub claims: PublicKey,
}

impl RecoverySecrets {
    /// Derives both from a recovery code's secret.
    #[must_use]
    pub fn of_code(code: &[u8]) -> Self {
        let mut claims = blake3::derive_key("sochibo 2026 recovery claim", code);
        let secrets = Self {
            opens: BoxSecret::from_secret(blake3::derive_key("sochibo 2026 recovery box", code)),
            claims: DeviceKey::from_secret(&claims),
        };
        claims.zeroize();
        secrets
    }

    /// The public halves.
    #[must_use]
    pub fn public(&self) -> RecoveryKeys {
        RecoveryKeys {
            boxes: self.opens.public(),
            claims: self.claims.public(),
        }
    }
}
