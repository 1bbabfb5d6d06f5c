use sochibo_journal::{
    CellId, Chain, ChainError, DecodeError, DeviceId, DeviceKey, Envelope, HeadSignature,
    PublicKey, SignError,
};
use uuid::Uuid;

/// The most envelopes that a batch may carry.
pub const MAX_BATCH_LEN: usize = 256;

/// The most bytes that a batch may have, compressed; one envelope that is larger travels alone.
pub const MAX_BATCH_BYTES: usize = 1 << 20;

/// What a batch may unpack to: a guard against a few bytes that claim to be gigabytes.
const MAX_UNPACKED: usize = 160 << 20;

const MAGIC: [u8; 5] = *b"SCBB\x01";
const FIXED: usize = 5 + 16 + 16 + 4 + 64 + 4;
/// Envelopes are mostly sealed, so a higher level only costs time.
const ZSTD_LEVEL: i32 = 1;

/// Consecutive envelopes of one device, signed by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    envelopes: Vec<Envelope>,
    /// Where they lead, hashed once.
    end: Chain,
    signature: HeadSignature,
}

/// A batch whose chain and signature hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedBatch(Batch);

/// Bytes that are no sound batch.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// Not a batch, or cut short.
    #[error("the bytes are not a whole batch")]
    NotABatch,
    /// It can't be unpacked.
    #[error("the batch can't be unpacked")]
    Compression,
    /// More than [`MAX_BATCH_LEN`] envelopes, or none.
    #[error("a batch has 1 to 256 envelopes, not {0}")]
    Length(usize),
    /// It unpacks to more than is allowed.
    #[error("the batch unpacks to more than is allowed")]
    TooLarge,
    /// An envelope is unsound.
    #[error(transparent)]
    Envelope(#[from] DecodeError),
    /// The envelopes are no chain.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The signature is not the device's.
    #[error(transparent)]
    Signature(#[from] SignError),
}

impl Batch {
    /// Packs envelopes and signs their end. They must be consecutive and of one device.
    ///
    /// # Errors
    /// [`BatchError`] where they aren't, or are none or too many.
    pub fn sign(envelopes: Vec<Envelope>, key: &DeviceKey) -> Result<Self, BatchError> {
        let end = end_of(&envelopes)?;
        Ok(Self {
            envelopes,
            end,
            signature: key.sign_head(&end),
        })
    }

    /// Joins stored envelopes with the stored signature of the last.
    ///
    /// # Errors
    /// [`BatchError`] where they are no chain.
    pub fn from_parts(
        envelopes: Vec<Envelope>,
        signature: HeadSignature,
    ) -> Result<Self, BatchError> {
        let end = end_of(&envelopes)?;
        Ok(Self {
            envelopes,
            end,
            signature,
        })
    }

    /// The cell.
    #[must_use]
    pub fn cell(&self) -> CellId {
        self.end.cell
    }

    /// The author.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.end.device
    }

    /// The envelopes, of which nothing is proven yet.
    #[must_use]
    pub fn envelopes(&self) -> &[Envelope] {
        &self.envelopes
    }

    /// Proves that `key` signed exactly these envelopes in this order.
    ///
    /// # Errors
    /// [`BatchError`] where it didn't.
    pub fn verify(self, key: &PublicKey) -> Result<VerifiedBatch, BatchError> {
        self.signature.verify(key, &self.end)?;
        Ok(VerifiedBatch(self))
    }

    /// The bytes that cross, `docs/protocol.md` §3.
    ///
    /// # Errors
    /// [`BatchError::Compression`] where the compressor fails (it is out of memory).
    pub fn encode(&self) -> Result<Vec<u8>, BatchError> {
        let mut plain = Vec::with_capacity(self.envelopes.iter().map(Envelope::encoded_len).sum());
        for envelope in &self.envelopes {
            envelope.encode_into(&mut plain);
        }
        let packed =
            zstd::bulk::compress(&plain, ZSTD_LEVEL).map_err(|_| BatchError::Compression)?;
        let count = u32::try_from(self.envelopes.len()).map_err(|_| BatchError::TooLarge)?;
        let size = u32::try_from(packed.len()).map_err(|_| BatchError::TooLarge)?;
        let mut out = Vec::with_capacity(FIXED + packed.len());
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(self.end.cell.0.as_bytes());
        out.extend_from_slice(self.end.device.0.as_bytes());
        out.extend_from_slice(&count.to_le_bytes());
        out.extend_from_slice(&self.signature.0);
        out.extend_from_slice(&size.to_le_bytes());
        out.extend_from_slice(&packed);
        Ok(out)
    }

    /// Reads one batch from the front of `bytes`; returns it with what follows.
    ///
    /// # Errors
    /// [`BatchError`] where the bytes are no sound batch.
    pub fn decode(bytes: &[u8]) -> Result<(Self, &[u8]), BatchError> {
        let mut rest = bytes;
        if take::<5>(&mut rest)? != MAGIC {
            return Err(BatchError::NotABatch);
        }
        let cell = CellId(Uuid::from_bytes(take(&mut rest)?));
        let device = DeviceId(Uuid::from_bytes(take(&mut rest)?));
        let count = u32::from_le_bytes(take(&mut rest)?) as usize;
        let signature = HeadSignature(take(&mut rest)?);
        let size = u32::from_le_bytes(take(&mut rest)?) as usize;
        if count == 0 || count > MAX_BATCH_LEN {
            return Err(BatchError::Length(count));
        }
        let (packed, rest) = rest.split_at_checked(size).ok_or(BatchError::NotABatch)?;
        let plain = unpack(packed)?;
        let mut envelopes = Vec::with_capacity(count);
        let mut left = plain.as_slice();
        while !left.is_empty() {
            let (envelope, after) = Envelope::decode(left)?;
            envelopes.push(envelope);
            left = after;
        }
        if envelopes.len() != count {
            return Err(BatchError::Length(envelopes.len()));
        }
        let end = end_of(&envelopes)?;
        if end.cell != cell || end.device != device {
            return Err(BatchError::Chain(ChainError::Foreign));
        }
        Ok((
            Self {
                envelopes,
                end,
                signature,
            },
            rest,
        ))
    }
}

impl VerifiedBatch {
    /// The author.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.0.end.device
    }

    /// The envelopes, proven to be the author's in this order.
    #[must_use]
    pub fn envelopes(&self) -> &[Envelope] {
        &self.0.envelopes
    }

    /// The same, by whoever keeps them.
    #[must_use]
    pub fn into_envelopes(self) -> Vec<Envelope> {
        self.0.envelopes
    }

    /// Drops the bodies of the envelopes that `which` picks. The chain and its signature run over
    /// headers, so they hold as before.
    #[must_use]
    pub fn withholding(mut self, which: impl Fn(&Envelope) -> bool) -> Self {
        self.0.envelopes = self
            .0
            .envelopes
            .into_iter()
            .map(|envelope| {
                if which(&envelope) {
                    envelope.withhold()
                } else {
                    envelope
                }
            })
            .collect();
        self
    }

    /// The batch as it came, to be relayed.
    #[must_use]
    pub fn batch(&self) -> &Batch {
        &self.0
    }

    /// The end of the author's chain after them.
    #[must_use]
    pub fn end(&self) -> Chain {
        self.0.end
    }

    /// The author's signature of that end, to be kept with it.
    #[must_use]
    pub fn signature(&self) -> HeadSignature {
        self.0.signature
    }
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, BatchError> {
    use std::io::Read;
    let limit = MAX_UNPACKED as u64;
    // What it claims to unpack to, believed as far as envelopes really pack.
    let claimed = zstd::zstd_safe::get_frame_content_size(packed)
        .ok()
        .flatten();
    let claimed = claimed.and_then(|size| usize::try_from(size).ok());
    let mut plain = Vec::with_capacity(claimed.unwrap_or(0).min(packed.len() * 4));
    let decoder =
        zstd::stream::read::Decoder::with_buffer(packed).map_err(|_| BatchError::Compression)?;
    decoder
        .take(limit + 1)
        .read_to_end(&mut plain)
        .map_err(|_| BatchError::Compression)?;
    if plain.len() as u64 > limit {
        Err(BatchError::TooLarge)
    } else {
        Ok(plain)
    }
}

/// Walks the envelopes as a chain that begins where the first says it does.
fn end_of(envelopes: &[Envelope]) -> Result<Chain, BatchError> {
    let first = envelopes.first().ok_or(BatchError::Length(0))?.header;
    if envelopes.len() > MAX_BATCH_LEN {
        return Err(BatchError::Length(envelopes.len()));
    }
    let before = first.seq.checked_sub(1).ok_or(BatchError::NotABatch)?;
    let mut chain = Chain {
        seq: before,
        head: first.prev,
        ..Chain::new(first.cell, first.device)
    };
    for envelope in envelopes {
        chain.accept(envelope)?;
    }
    Ok(chain)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], BatchError> {
    let (head, rest) = bytes
        .split_first_chunk::<N>()
        .ok_or(BatchError::NotABatch)?;
    *bytes = rest;
    Ok(*head)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use sochibo_journal::{Author, Change, Epoch, KeyRing, Ring, RingKey};

    use super::*;

    fn envelopes(count: usize) -> Vec<Envelope> {
        let mut keys = KeyRing::default();
        keys.insert(Ring::Internal, Epoch(1), RingKey([3; 32]));
        let mut author = Author::new(CellId(Uuid::from_u128(1)), DeviceId(Uuid::from_u128(2)));
        (0..count)
            .map(|n| {
                let set = BTreeMap::from([("text".to_owned(), format!("câu {n}").into())]);
                let change = Change::new("statement", Uuid::from_u128(n as u128), set);
                author
                    .write(&change, Ring::Internal, &keys, 0)
                    .unwrap()
                    .unwrap()
            })
            .collect()
    }

    #[test]
    fn batches_at_the_edges_of_a_page_survive_the_way() {
        let key = DeviceKey::from_secret(&[9; 32]);
        for count in [1, 2, 255, 256] {
            let batch = Batch::sign(envelopes(count), &key).unwrap();
            let bytes = batch.encode().unwrap();
            let (read, rest) = Batch::decode(&bytes).unwrap();
            assert_eq!((&read, rest.len()), (&batch, 0));
            assert_eq!(read.verify(&key.public()).unwrap().end().seq, count as u64);
        }
        assert_eq!(
            Batch::sign(envelopes(257), &key),
            Err(BatchError::Length(257))
        );
        assert_eq!(Batch::sign(vec![], &key), Err(BatchError::Length(0)));
    }

    #[test]
    fn a_batch_of_another_key_is_refused() {
        let batch = Batch::sign(envelopes(3), &DeviceKey::from_secret(&[9; 32])).unwrap();
        let other = DeviceKey::from_secret(&[8; 32]).public();
        assert_eq!(batch.verify(&other), Err(BatchError::Signature(SignError)));
    }

    #[test]
    fn a_batch_with_a_hole_is_refused() {
        let key = DeviceKey::from_secret(&[9; 32]);
        let mut some = envelopes(4);
        some.remove(2);
        assert!(matches!(
            Batch::sign(some, &key),
            Err(BatchError::Chain(ChainError::Gap { .. }))
        ));
    }

    proptest! {
        #[test]
        fn one_altered_byte_is_noticed(place in any::<prop::sample::Index>(), by in 1..=255u8) {
            let key = DeviceKey::from_secret(&[9; 32]);
            let batch = Batch::sign(envelopes(5), &key).unwrap();
            let mut bytes = batch.encode().unwrap();
            let at = place.index(bytes.len());
            bytes[at] ^= by;
            let sound = Batch::decode(&bytes)
                .and_then(|(batch, rest)| if rest.is_empty() { batch.verify(&key.public()) } else { Err(BatchError::NotABatch) });
            // A byte of zstd's framing may be free to vary; the content may not.
            if let Ok(verified) = sound {
                prop_assert_eq!(verified.envelopes(), batch.envelopes());
            }
        }

        #[test]
        fn no_bytes_make_the_reader_fall(bytes in any::<Vec<u8>>()) {
            let _ = Batch::decode(&bytes);
            let mut framed = MAGIC.to_vec();
            framed.extend(bytes);
            let _ = Batch::decode(&framed);
        }
    }
}
