use uuid::Uuid;

use crate::{CellId, DecodeError, DeviceId, Epoch, Hash, Hlc, Ring};

/// The length of an encoded [`Header`] in bytes.
pub const HEADER_LEN: usize = 118;

/// The version of the header layout that this build writes.
const LAYOUT: u8 = 1;

/// What is known of an operation without opening it. The hash of its encoding is what the next
/// operation of the same device names in `prev`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The book it belongs to.
    pub cell: CellId,
    /// Who wrote it.
    pub device: DeviceId,
    /// Its number in the device's own series: 1, 2, 3, … without a hole.
    pub seq: u64,
    /// When, by the device's hybrid logical clock.
    pub at: Hlc,
    /// The hash of the header before it; for `seq` 1, [`Header::genesis`].
    pub prev: Hash,
    /// Who may read the body.
    pub ring: Ring,
    /// Which key of that ring; 0 where the body is published.
    pub epoch: Epoch,
    /// The hash of the body as it is sent: of the ciphertext where it is sealed. A body that was
    /// lawfully purged therefore leaves the chain whole.
    pub body_hash: Hash,
}

impl Header {
    /// What stands in `prev` of a device's first operation.
    #[must_use]
    pub fn genesis(cell: CellId, device: DeviceId) -> Hash {
        Hash::of(
            "sochibo 2026 genesis",
            &[cell.0.as_bytes(), device.0.as_bytes()],
        )
    }

    /// The hash by which the next operation of this device names this one.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of("sochibo 2026 header", &[&self.encode()])
    }

    /// The hash of a body as it is sent.
    #[must_use]
    pub fn hash_body(body: &[u8]) -> Hash {
        Hash::of("sochibo 2026 body", &[body])
    }

    /// The bytes that authenticate a sealed body: the header without its last field, which is
    /// the hash of the sealed body itself.
    #[must_use]
    pub fn associated_data(&self) -> [u8; HEADER_LEN - 32] {
        let mut out = [0; HEADER_LEN - 32];
        out.copy_from_slice(&self.encode()[..HEADER_LEN - 32]);
        out
    }

    /// The fixed layout of `docs/protocol.md` §2, little-endian.
    #[must_use]
    pub fn encode(&self) -> [u8; HEADER_LEN] {
        let mut out = [0; HEADER_LEN];
        let mut at = 0;
        let mut put = |bytes: &[u8]| {
            out[at..at + bytes.len()].copy_from_slice(bytes);
            at += bytes.len();
        };
        put(&[LAYOUT]);
        put(self.cell.0.as_bytes());
        put(self.device.0.as_bytes());
        put(&self.seq.to_le_bytes());
        put(&self.at.0.to_le_bytes());
        put(&self.prev.0);
        put(&[self.ring.code()]);
        put(&self.epoch.0.to_le_bytes());
        put(&self.body_hash.0);
        out
    }

    /// Reads the fixed layout back.
    ///
    /// # Errors
    /// [`DecodeError`] where the bytes are too short, of a newer layout, or name no known ring.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader(bytes);
        let [layout] = reader.take()?;
        if layout != LAYOUT {
            return Err(DecodeError::NewerLayout(layout));
        }
        let header = Self {
            cell: CellId(Uuid::from_bytes(reader.take()?)),
            device: DeviceId(Uuid::from_bytes(reader.take()?)),
            seq: u64::from_le_bytes(reader.take()?),
            at: Hlc(u64::from_le_bytes(reader.take()?)),
            prev: Hash(reader.take()?),
            ring: {
                let [code] = reader.take()?;
                Ring::from_code(code).ok_or(DecodeError::UnknownRing(code))?
            },
            epoch: Epoch(u32::from_le_bytes(reader.take()?)),
            body_hash: Hash(reader.take()?),
        };
        Ok(header)
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (head, rest) = self
            .0
            .split_first_chunk::<N>()
            .ok_or(DecodeError::CutShort)?;
        self.0 = rest;
        Ok(*head)
    }
}
