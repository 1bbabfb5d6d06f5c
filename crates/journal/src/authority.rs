//! What devices say about devices: who holds which rings. Published in the sense that nobody
//! needs a key to relay or order it; what matters in it lies in sealed boxes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    BoxFor, BoxKey, BoxSecret, CellId, Change, DeviceId, DeviceKey, Epoch, Hash, KeyId, PublicKey,
    Ring, RingKey, SealError, SealedBox, SignError,
};

/// A device with its public keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The device.
    pub device: DeviceId,
    /// What its chain is verified with.
    pub sign_key: PublicKey,
    /// What keys are sealed to for it.
    pub box_key: BoxKey,
}

impl Identity {
    /// The identity of a device from its secret key.
    #[must_use]
    pub fn of(device: DeviceId, key: &DeviceKey) -> Self {
        Self {
            device,
            sign_key: key.public(),
            box_key: key.box_secret().public(),
        }
    }

    /// The bytes under a signature or a commitment.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        [
            &self.device.0.as_bytes()[..],
            &self.sign_key.0,
            &self.box_key.0,
        ]
        .concat()
    }
}

/// The device that began the book: where all trust starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Founder {
    /// The device.
    pub device: DeviceId,
    /// What its chain is verified with.
    pub sign_key: PublicKey,
}

impl Founder {
    /// The length of its encoding.
    pub const LEN: usize = 48;

    /// For a box, or for the book to keep.
    #[must_use]
    pub fn encode(&self) -> [u8; Self::LEN] {
        let mut out = [0; Self::LEN];
        out[..16].copy_from_slice(self.device.0.as_bytes());
        out[16..].copy_from_slice(&self.sign_key.0);
        out
    }

    /// Reads the encoding back; `None` for another length.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (device, key) = bytes.split_first_chunk::<16>()?;
        Some(Self {
            device: DeviceId(Uuid::from_bytes(*device)),
            sign_key: PublicKey(key.try_into().ok()?),
        })
    }
}

/// The key of one ring and epoch in a box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxedKey {
    /// The ring.
    pub ring: Ring,
    /// Which of its keys.
    pub epoch: Epoch,
    /// Its [`RingKey::name`]; earlier versions named none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Hash>,
    /// The key, for one holder's eyes.
    pub sealed: SealedBox,
}

impl BoxedKey {
    /// Boxes a key for whoever holds the secret of `to`. `random` is fresh.
    #[must_use]
    pub fn seal(
        to: &BoxKey,
        what: BoxFor,
        random: [u8; 32],
        (ring, epoch, key): (Ring, Epoch, &RingKey),
    ) -> Self {
        Self {
            ring,
            epoch,
            name: Some(key.name()),
            sealed: SealedBox::seal(to, what, random, &key.0),
        }
    }

    /// Which key it is.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::named(self.ring, self.epoch, self.name)
    }
}

/// Why a device may let itself in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// It has the recovery code: signed with the key that the code stands for.
    Recovery {
        /// Over the identity, in hexadecimal.
        signature: String,
    },
    /// It is another device under a new identity: signed with that one's key.
    Renewal {
        /// The identity that it leaves.
        of: DeviceId,
        /// Over the new identity, in hexadecimal.
        signature: String,
    },
}

impl Proof {
    /// Proves by the recovery code.
    #[must_use]
    pub fn recovery(cell: CellId, to: &Identity, claims: &DeviceKey) -> Self {
        let signature = claims.sign(Self::hash("recovery", cell, to));
        Self::Recovery {
            signature: data_encoding::HEXLOWER.encode(&signature),
        }
    }

    /// Proves by the identity that the device leaves.
    #[must_use]
    pub fn renewal(cell: CellId, to: &Identity, of: DeviceId, old: &DeviceKey) -> Self {
        let signature = old.sign(Self::hash("renewal", cell, to));
        Self::Renewal {
            of,
            signature: data_encoding::HEXLOWER.encode(&signature),
        }
    }

    /// Verifies the signature by `key`.
    pub(crate) fn verify(
        &self,
        cell: CellId,
        to: &Identity,
        key: &PublicKey,
    ) -> Result<(), SignError> {
        let (why, signature) = match self {
            Self::Recovery { signature } => ("recovery", signature),
            Self::Renewal { signature, .. } => ("renewal", signature),
        };
        let signature: [u8; 64] = data_encoding::HEXLOWER
            .decode(signature.as_bytes())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(SignError)?;
        key.verify(Self::hash(why, cell, to), &signature)
    }

    fn hash(why: &str, cell: CellId, to: &Identity) -> Hash {
        Hash::of(
            "sochibo 2026 proof",
            &[why.as_bytes(), cell.0.as_bytes(), &to.bytes()],
        )
    }
}

/// Cho vào: a device gets rings, and their keys in boxes that only it can open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Who gets them.
    #[serde(flatten)]
    pub to: Identity,
    /// Every ring that it may read from now on.
    pub rings: BTreeSet<Ring>,
    /// Which device began the book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub founder: Option<SealedBox>,
    /// The keys, of all epochs when it joins and of a new one after a rotation.
    #[serde(default)]
    pub keys: Vec<BoxedKey>,
    /// Where the device wrote it itself: why it may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

impl Grant {
    /// Opens the keys with the holder's secret. A box that doesn't open is passed over: what it
    /// was to open stays closed, and is asked for anew.
    #[must_use]
    pub fn open(&self, cell: CellId, with: &BoxSecret) -> Vec<(Ring, Epoch, RingKey)> {
        open_keys(&self.keys, with, |key| {
            BoxFor::Key(cell, self.to.device, key.ring, key.epoch)
        })
    }

    /// Opens the name of the founder.
    ///
    /// # Errors
    /// [`SealError`] where there is none for this secret.
    pub fn open_founder(&self, cell: CellId, with: &BoxSecret) -> Result<Founder, SealError> {
        let sealed = self.founder.as_ref().ok_or(SealError::NotAuthentic)?;
        let plain = sealed.open(with, BoxFor::Founder(cell, self.to.device))?;
        Founder::decode(&plain).ok_or(SealError::NotAuthentic)
    }
}

/// Gửi giữ: every key, for whoever has the recovery code. The ward keeps it and can't open it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escrow {
    /// What claims by the code are verified with.
    pub claims: PublicKey,
    /// Codes that no longer work: what their claims were verified with.
    #[serde(default)]
    pub retires: BTreeSet<Retired>,
    /// The devices of the cell as the author knows them: those let in by a code that is retired
    /// here, and not named, are out.
    #[serde(default)]
    pub admitted: BTreeSet<DeviceId>,
    /// Which device began the book.
    pub founder: SealedBox,
    /// The keys.
    pub keys: Vec<BoxedKey>,
    /// What the escrow is sealed to, itself sealed under the newest key of the ring *bí thư* in
    /// hexadecimal: the cell's secretary devices renew the escrow, and nobody else can.
    pub boxes: String,
    /// The epoch of that key.
    pub epoch: Epoch,
}

/// The claim key of a code that no longer works, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Retired(String);

impl From<PublicKey> for Retired {
    fn from(key: PublicKey) -> Self {
        Self(Hash(key.0).to_hex())
    }
}

impl Escrow {
    /// Opens the keys with what the recovery code stands for.
    #[must_use]
    pub fn open(&self, cell: CellId, with: &BoxSecret) -> Vec<(Ring, Epoch, RingKey)> {
        open_keys(&self.keys, with, |key| {
            BoxFor::EscrowKey(cell, key.ring, key.epoch)
        })
    }

    /// Opens the name of the founder.
    ///
    /// # Errors
    /// [`SealError`] where the code is another.
    pub fn open_founder(&self, cell: CellId, with: &BoxSecret) -> Result<Founder, SealError> {
        let plain = self.founder.open(with, BoxFor::EscrowFounder(cell))?;
        Founder::decode(&plain).ok_or(SealError::NotAuthentic)
    }

    /// Seals what the escrow is sealed to, for [`Escrow::boxes`].
    #[must_use]
    pub fn hide_boxes(cell: CellId, boxes: &BoxKey, key: &RingKey) -> String {
        data_encoding::HEXLOWER.encode(&crate::seal(key, &Self::hidden(cell).0, &boxes.0))
    }

    /// Opens [`Escrow::boxes`] with the secretary's ring key.
    ///
    /// # Errors
    /// [`SealError`] where the key is another.
    pub fn show_boxes(&self, cell: CellId, key: &RingKey) -> Result<BoxKey, SealError> {
        let sealed = data_encoding::HEXLOWER
            .decode(self.boxes.as_bytes())
            .map_err(|_| SealError::NotAuthentic)?;
        let plain = crate::open(key, &Self::hidden(cell).0, &sealed)?;
        let bytes = plain.try_into().map_err(|_| SealError::NotAuthentic)?;
        Ok(BoxKey(bytes))
    }

    fn hidden(cell: CellId) -> Hash {
        Hash::of("sochibo 2026 escrow box key", &[cell.0.as_bytes()])
    }
}

fn open_keys(
    keys: &[BoxedKey],
    with: &BoxSecret,
    what: impl Fn(&BoxedKey) -> BoxFor,
) -> Vec<(Ring, Epoch, RingKey)> {
    keys.iter()
        .filter(|key| key.ring != Ring::Published)
        .filter_map(|key| {
            let plain = key.sealed.open(with, what(key)).ok()?;
            let bytes: [u8; 32] = plain.as_slice().try_into().ok()?;
            let opened = RingKey(bytes);
            // Another key than the one named would be taken for it wherever it is missing.
            let is_it = key.name.is_none_or(|name| name == opened.name());
            is_it.then_some((key.ring, key.epoch, opened))
        })
        .collect()
}

/// Thu hồi: a device is out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// The device.
    pub device: DeviceId,
    /// The last of its operations that the author knows. What it says about devices after that
    /// counts for nothing, whatever hour it claims.
    pub after: u64,
    /// New identities of the device that the author knows and does not mean.
    #[serde(default)]
    pub spares: BTreeSet<DeviceId>,
}

/// An operation about devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Cho vào.
    Grant(Grant),
    /// Gửi giữ.
    Escrow(Escrow),
    /// Thu hồi.
    Revocation(Revocation),
}

/// The kinds under which acts stand in operations.
const GRANT: &str = "grant";
const ESCROW: &str = "escrow";
const REVOCATION: &str = "revocation";

impl Act {
    /// Whether operations of a kind speak about devices.
    #[must_use]
    pub fn is_kind(kind: &str) -> bool {
        matches!(kind, GRANT | ESCROW | REVOCATION)
    }

    /// As an operation says it, under an id of its own.
    #[must_use]
    pub fn to_change(&self, id: Uuid) -> Change {
        let (kind, value) = match self {
            Self::Grant(grant) => (GRANT, serde_json::to_value(grant)),
            Self::Escrow(escrow) => (ESCROW, serde_json::to_value(escrow)),
            Self::Revocation(revocation) => (REVOCATION, serde_json::to_value(revocation)),
        };
        // Plain structs with string keys always serialise.
        let set: BTreeMap<String, Value> = match value {
            Ok(Value::Object(fields)) => fields.into_iter().collect(),
            _ => BTreeMap::new(),
        };
        Change::new(kind, id, set)
    }

    /// What an operation says about devices; `None` where it speaks of something else or in words
    /// of a later version.
    #[must_use]
    pub fn of_change(change: &Change) -> Option<Self> {
        let value = Value::Object(change.set.clone().into_iter().collect());
        match change.kind.as_str() {
            GRANT => serde_json::from_value(value).ok().map(Self::Grant),
            ESCROW => serde_json::from_value(value).ok().map(Self::Escrow),
            REVOCATION => serde_json::from_value(value).ok().map(Self::Revocation),
            _ => None,
        }
    }
}
