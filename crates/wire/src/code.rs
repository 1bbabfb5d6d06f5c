use std::fmt;

use sochibo_journal::grouped::{self, GroupedError};

const SECRET: usize = 8;
const PIN: usize = 10;

/// Mã ghi danh: what the ward gives a cell on paper, once. It carries the secret that the ward
/// knows, and the beginning of the hash of the ward's TLS key, so that the first connection is
/// already to the right server.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolCode {
    /// Known to the ward, spent on first use.
    pub secret: [u8; SECRET],
    /// The first 80 bits of the BLAKE3 hash of the server's public key (SubjectPublicKeyInfo).
    pub pin: [u8; PIN],
}

impl EnrolCode {
    /// The pin of a server's SubjectPublicKeyInfo in DER.
    #[must_use]
    pub fn pin_of(spki_der: &[u8]) -> [u8; PIN] {
        let hash = blake3::derive_key("sochibo 2026 tls pin", spki_der);
        let mut pin = [0; PIN];
        pin.copy_from_slice(&hash[..PIN]);
        pin
    }

    /// Reads what a person typed.
    ///
    /// # Errors
    /// [`GroupedError`] where it is no such code.
    pub fn read(text: &str) -> Result<Self, GroupedError> {
        let bytes = grouped::read::<{ SECRET + PIN }>(text)?;
        let mut code = Self {
            secret: [0; SECRET],
            pin: [0; PIN],
        };
        code.secret.copy_from_slice(&bytes[..SECRET]);
        code.pin.copy_from_slice(&bytes[SECRET..]);
        Ok(code)
    }
}

/// Eight groups of four: `K7QM-4TRX-…`.
impl fmt::Display for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped::write(&[&self.secret[..], &self.pin[..]].concat()))
    }
}

impl fmt::Debug for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrolCode(…)")
    }
}
