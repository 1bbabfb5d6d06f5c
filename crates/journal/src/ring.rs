use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::Hash;

/// Vòng khóa: who may read a body. A device holds the keys of its holder's role, so who may read
/// is arithmetic, not a check in a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ring {
    /// Gửi phường: not sealed; the ward reads it.
    Published,
    /// Nội bộ chi bộ: every device of the cell.
    Internal,
    /// Trong chi ủy: devices of the cell committee.
    Committee,
    /// Chỉ bí thư: the secretary's devices.
    Secretary,
}

impl Ring {
    /// Every ring that has keys.
    pub const SEALED: [Self; 3] = [Self::Internal, Self::Committee, Self::Secretary];

    /// The byte that stands for it in a header.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Published => 0,
            Self::Internal => 1,
            Self::Committee => 2,
            Self::Secretary => 3,
        }
    }

    /// The ring of a header's byte.
    #[must_use]
    pub const fn from_code(code: u8) -> Option<Self> {
        match code {
            0 => Some(Self::Published),
            1 => Some(Self::Internal),
            2 => Some(Self::Committee),
            3 => Some(Self::Secretary),
            _ => None,
        }
    }
}

/// Which key of a ring: it rises by one whenever a device is revoked. 0 stands with published
/// bodies, which have no key.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Epoch(pub u32);

/// A symmetric key of one ring and epoch; wiped from memory when dropped, never printed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RingKey(pub [u8; 32]);

impl std::fmt::Debug for RingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RingKey(…)")
    }
}

impl RingKey {
    /// Which key this is, without a word of what it opens.
    #[must_use]
    pub fn name(&self) -> Hash {
        Hash::of("sochibo 2026 ring key name", &[&self.0])
    }
}

/// Names one key for those who have to know who was given it, not what it is. Two keys may share
/// an epoch ([`KeyRing`]); of the first, which came with the book, there is one only, and it needs
/// no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId {
    /// The ring.
    pub ring: Ring,
    /// Which of its keys.
    pub epoch: Epoch,
    name: Option<Hash>,
}

impl KeyId {
    /// Of a key that is held.
    #[must_use]
    pub fn of(ring: Ring, epoch: Epoch, key: &RingKey) -> Self {
        Self::named(ring, epoch, Some(key.name()))
    }

    /// As somebody else names it; those of earlier versions named none.
    #[must_use]
    pub(crate) fn named(ring: Ring, epoch: Epoch, name: Option<Hash>) -> Self {
        let name = name.filter(|_| epoch > Epoch(1));
        Self { ring, epoch, name }
    }
}

/// The keys that a device holds. Two secretary devices that take a third one out without knowing
/// of each other make two keys of the same epoch: both are held, and a body is tried with each.
#[derive(Clone, Debug, Default)]
pub struct KeyRing {
    keys: BTreeMap<(Ring, Epoch), Vec<RingKey>>,
    /// Where it was said under which key to write.
    writes: BTreeMap<Ring, (Epoch, RingKey)>,
}

impl KeyRing {
    /// Adds a key; whether it is new.
    pub fn insert(&mut self, ring: Ring, epoch: Epoch, key: RingKey) -> bool {
        let keys = self.keys.entry((ring, epoch)).or_default();
        let at = keys.partition_point(|known| known.0 < key.0);
        if keys.get(at).is_some_and(|known| known.0 == key.0) {
            return false;
        }
        keys.insert(at, key);
        true
    }

    /// The keys for reading what was written under `ring` and `epoch`.
    #[must_use]
    pub fn get(&self, ring: Ring, epoch: Epoch) -> &[RingKey] {
        self.keys.get(&(ring, epoch)).map_or(&[], Vec::as_slice)
    }

    /// Says under which key of a ring to write from now on, whatever newer ones are held for
    /// reading.
    pub fn write_under(&mut self, ring: Ring, epoch: Epoch, key: RingKey) {
        self.writes.insert(ring, (epoch, key));
    }

    /// The key for writing: the one that was said, else of the newest epoch held of `ring` the one
    /// that every device picks.
    #[must_use]
    pub fn newest(&self, ring: Ring) -> Option<(Epoch, &RingKey)> {
        if let Some((epoch, key)) = self.writes.get(&ring) {
            return Some((*epoch, key));
        }
        self.keys
            .range((ring, Epoch(0))..=(ring, Epoch(u32::MAX)))
            .next_back()
            .and_then(|((_, epoch), keys)| Some((*epoch, keys.first()?)))
    }

    /// Every key held.
    pub fn iter(&self) -> impl Iterator<Item = (Ring, Epoch, &RingKey)> {
        self.keys
            .iter()
            .flat_map(|((ring, epoch), keys)| keys.iter().map(|key| (*ring, *epoch, key)))
    }

    /// The rings of which a key is held.
    #[must_use]
    pub fn rings(&self) -> BTreeSet<Ring> {
        self.keys.keys().map(|(ring, _)| *ring).collect()
    }
}
