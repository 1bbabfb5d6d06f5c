use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::{Chain, Hash};

/// A device's Ed25519 key pair. The secret half is wiped from memory when dropped.
#[derive(Clone)]
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// The key pair of a 32-byte secret.
    #[must_use]
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// The secret, for the book to keep.
    #[must_use]
    pub fn secret(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs a hash made with [`Hash::of`] under a context of its own.
    #[must_use]
    pub fn sign(&self, hash: Hash) -> [u8; 64] {
        self.0.sign(&hash.0).to_bytes()
    }

    /// Signs the end of this device's chain, and with it everything before.
    #[must_use]
    pub fn sign_head(&self, chain: &Chain) -> HeadSignature {
        HeadSignature(self.sign(HeadSignature::hash(chain)))
    }
}

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DeviceKey({:?})", self.public())
    }
}

/// The public half of a [`DeviceKey`]: 32 bytes, written in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey(pub [u8; 32]);

/// A signature that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the signature is not this device's")]
pub struct SignError;

impl PublicKey {
    /// Verifies a signature of `hash`.
    ///
    /// # Errors
    /// [`SignError`] where it is not of this key or not of this hash.
    pub fn verify(&self, hash: Hash, signature: &[u8; 64]) -> Result<(), SignError> {
        VerifyingKey::from_bytes(&self.0)
            .and_then(|key| key.verify(&hash.0, &Signature::from_bytes(signature)))
            .map_err(|_| SignError)
    }
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({:?})", Hash(self.0))
    }
}

impl Serialize for PublicKey {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        Hash(self.0).serialize(s)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Hash::deserialize(d).map(|hash| Self(hash.0))
    }
}

/// A device's signature of the end of its chain. As each header names the one before, it covers
/// every envelope up to there, however they are cut into batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadSignature(pub [u8; 64]);

impl HeadSignature {
    fn hash(chain: &Chain) -> Hash {
        Hash::of(
            "sochibo 2026 chain head",
            &[
                chain.cell.0.as_bytes(),
                chain.device.0.as_bytes(),
                &chain.seq.to_le_bytes(),
                &chain.head.0,
            ],
        )
    }

    /// Verifies that `key` signed exactly this end of this chain.
    ///
    /// # Errors
    /// [`SignError`] where it didn't.
    pub fn verify(&self, key: &PublicKey, chain: &Chain) -> Result<(), SignError> {
        key.verify(Self::hash(chain), &self.0)
    }
}
