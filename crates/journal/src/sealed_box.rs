use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use x25519_dalek::{PublicKey as Point, StaticSecret};
use zeroize::Zeroizing;

use crate::{CellId, DeviceId, DeviceKey, Epoch, Hash, Ring, RingKey, SealError, open, seal};

/// The X25519 secret that opens what was boxed for its holder.
#[derive(Clone)]
pub struct BoxSecret(StaticSecret);

impl BoxSecret {
    /// The secret of 32 bytes.
    #[must_use]
    pub fn from_secret(secret: [u8; 32]) -> Self {
        Self(StaticSecret::from(secret))
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> BoxKey {
        BoxKey(Point::from(&self.0).to_bytes())
    }
}

impl std::fmt::Debug for BoxSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BoxSecret({:?})", self.public())
    }
}

impl DeviceKey {
    /// The device's X25519 secret. It is derived from the signing secret: a device has one secret
    /// to keep, and a new identity brings a new pair with it.
    #[must_use]
    pub fn box_secret(&self) -> BoxSecret {
        let secret = Zeroizing::new(self.secret());
        BoxSecret::from_secret(blake3::derive_key("sochibo 2026 device box", &*secret))
    }
}

/// The public half of a [`BoxSecret`]: 32 bytes, written in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BoxKey(pub [u8; 32]);

impl std::fmt::Debug for BoxKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BoxKey({:?})", Hash(self.0))
    }
}

impl Serialize for BoxKey {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        Hash(self.0).serialize(s)
    }
}

impl<'de> Deserialize<'de> for BoxKey {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Hash::deserialize(d).map(|hash| Self(hash.0))
    }
}

/// What a box is for. A box that was made for one cell, holder, ring or epoch opens as nothing
/// else, so that nobody can pass an old key off for a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoxFor {
    /// The key of a ring and epoch, for a device.
    Key(CellId, DeviceId, Ring, Epoch),
    /// Which device began the book, for a device.
    Founder(CellId, DeviceId),
    /// The key of a ring and epoch, for whoever has the recovery code.
    EscrowKey(CellId, Ring, Epoch),
    /// Which device began the book, for whoever has the recovery code.
    EscrowFounder(CellId),
}

impl BoxFor {
    fn context(&self) -> Hash {
        let hash =
            |what: &str, cell: &CellId, device: Option<&DeviceId>, key: Option<(Ring, Epoch)>| {
                let (ring, epoch) = key.map_or((0, 0), |(ring, epoch)| (ring.code(), epoch.0));
                Hash::of(
                    "sochibo 2026 box context",
                    &[
                        what.as_bytes(),
                        cell.0.as_bytes(),
                        device.map_or(&[][..], |device| device.0.as_bytes()),
                        &[ring],
                        &epoch.to_le_bytes(),
                    ],
                )
            };
        match self {
            Self::Key(cell, device, ring, epoch) => {
                hash("key", cell, Some(device), Some((*ring, *epoch)))
            }
            Self::Founder(cell, device) => hash("founder", cell, Some(device), None),
            Self::EscrowKey(cell, ring, epoch) => {
                hash("escrow key", cell, None, Some((*ring, *epoch)))
            }
            Self::EscrowFounder(cell) => hash("escrow founder", cell, None, None),
        }
    }
}

/// A few bytes that only the holder of one [`BoxSecret`] can open: an ephemeral X25519 key, then
/// XChaCha20-Poly1305 under what both agree on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedBox(Vec<u8>);

const EPHEMERAL: usize = 32;

impl SealedBox {
    /// Boxes `plain` for the holder of `to`. `ephemeral` is 32 random bytes, used this once.
    #[must_use]
    pub fn seal(to: &BoxKey, what: BoxFor, ephemeral: [u8; 32], plain: &[u8]) -> Self {
        let ephemeral = StaticSecret::from(ephemeral);
        let sender = Point::from(&ephemeral).to_bytes();
        let shared = ephemeral.diffie_hellman(&Point::from(to.0));
        let key = agree(shared.as_bytes(), &sender, to);
        let mut out = sender.to_vec();
        out.extend_from_slice(&seal(&key, &what.context().0, plain));
        Self(out)
    }

    /// Opens it.
    ///
    /// # Errors
    /// [`SealError::NotAuthentic`] where it was altered, or made for another holder or purpose.
    pub fn open(&self, with: &BoxSecret, what: BoxFor) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (sender, sealed) = self
            .0
            .split_first_chunk::<EPHEMERAL>()
            .ok_or(SealError::NotAuthentic)?;
        let shared = with.0.diffie_hellman(&Point::from(*sender));
        // A sender key of small order would make the key known to everybody.
        if !shared.was_contributory() {
            return Err(SealError::NotAuthentic);
        }
        let key = agree(shared.as_bytes(), sender, &with.public());
        open(&key, &what.context().0, sealed).map(Zeroizing::new)
    }
}

fn agree(shared: &[u8; 32], sender: &[u8; 32], to: &BoxKey) -> RingKey {
    let material = Zeroizing::new([&shared[..], &sender[..], &to.0[..]].concat());
    RingKey(blake3::derive_key("sochibo 2026 sealed box", &material))
}

impl Serialize for SealedBox {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for SealedBox {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        data_encoding::HEXLOWER
            .decode(text.as_bytes())
            .map(Self)
            .map_err(|_| D::Error::custom("a box is hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn cell(n: u128) -> CellId {
        CellId(Uuid::from_u128(n))
    }

    fn device(n: u128) -> DeviceId {
        DeviceId(Uuid::from_u128(n))
    }

    proptest! {
        #[test]
        fn what_is_boxed_opens_for_its_holder_only(
            secret in any::<[u8; 32]>(), other in any::<[u8; 32]>(),
            ephemeral in any::<[u8; 32]>(), plain in any::<Vec<u8>>()
        ) {
            let holder = BoxSecret::from_secret(secret);
            let what = BoxFor::Key(cell(1), device(2), Ring::Internal, Epoch(3));
            let sealed = SealedBox::seal(&holder.public(), what, ephemeral, &plain);
            prop_assert_eq!(&*sealed.open(&holder, what).unwrap(), &plain);
            prop_assume!(BoxSecret::from_secret(other).public() != holder.public());
            prop_assert!(sealed.open(&BoxSecret::from_secret(other), what).is_err());
        }

        #[test]
        fn a_flipped_bit_is_refused(
            secret in any::<[u8; 32]>(), ephemeral in any::<[u8; 32]>(),
            place in any::<prop::sample::Index>(), bit in 0..8u8
        ) {
            let holder = BoxSecret::from_secret(secret);
            let what = BoxFor::Founder(cell(1), device(2));
            let mut sealed = SealedBox::seal(&holder.public(), what, ephemeral, &[7; 32]);
            let at = place.index(sealed.0.len());
            // The highest bit of a point is ignored by X25519, but not by the key agreed on.
            sealed.0[at] ^= 1 << bit;
            prop_assert!(sealed.open(&holder, what).is_err());
        }
    }

    #[test]
    fn a_box_for_one_purpose_opens_as_no_other() {
        let holder = BoxSecret::from_secret([5; 32]);
        let purposes = [
            BoxFor::Key(cell(1), device(2), Ring::Internal, Epoch(1)),
            BoxFor::Key(cell(9), device(2), Ring::Internal, Epoch(1)),
            BoxFor::Key(cell(1), device(9), Ring::Internal, Epoch(1)),
            BoxFor::Key(cell(1), device(2), Ring::Committee, Epoch(1)),
            BoxFor::Key(cell(1), device(2), Ring::Internal, Epoch(2)),
            BoxFor::Founder(cell(1), device(2)),
            BoxFor::EscrowKey(cell(1), Ring::Internal, Epoch(1)),
            BoxFor::EscrowFounder(cell(1)),
        ];
        for made in purposes {
            let sealed = SealedBox::seal(&holder.public(), made, [6; 32], b"key");
            for opened in purposes {
                assert_eq!(sealed.open(&holder, opened).is_ok(), made == opened);
            }
        }
    }

    #[test]
    fn a_sender_of_small_order_is_refused() {
        let holder = BoxSecret::from_secret([5; 32]);
        let what = BoxFor::EscrowFounder(cell(1));
        let mut sealed = SealedBox::seal(&holder.public(), what, [6; 32], b"key");
        sealed.0[..EPHEMERAL].fill(0);
        assert!(sealed.open(&holder, what).is_err());
    }
}
