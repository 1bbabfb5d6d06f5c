//! The USB file: the frames of the network in one file, for a cell without any.
//!
//! | bytes | field |
//! |---|---|
//! | 5 | `SCBU\x01` |
//! | 1 | direction: 1 to the ward, 2 to the cell |
//! | 16 | cell |
//! | 8 | length of the load, u64 little-endian |
//! | … | the load |
//! | 64 | to the cell: the ward's Ed25519 signature over the sum; to the ward: zeros |
//! | 32 | BLAKE3 of everything before the signature, context `sochibo 2026 stick` |
//!
//! To the ward the load is the cursor (u64) and batches one after the other, as they would be
//! pushed. To the cell it is a digest and receipts as one JSON document, its length (u32) before
//! it, the number (u64) after which its pages begin, and pages as they would be pulled, each with
//! its length (u64) before it. What the signature proves is that the ward speaks: on the network
//! TLS does that.

use serde::{Deserialize, Serialize};
use sochibo_journal::{CellId, DeviceKey, Hash, PublicKey};
use uuid::Uuid;

use crate::{Batch, BatchError, Page, Receipt, api::Digest};

const MAGIC: &[u8; 4] = b"SCBU";
const VERSION: u8 = 1;
const HEAD: usize = 5 + 1 + 16 + 8;
const TAIL: usize = 64 + 32;
const CONTEXT: &str = "sochibo 2026 stick";

/// A file that is carried.
#[derive(Clone, Debug, PartialEq)]
pub enum Stick {
    /// From a cell's device to the ward.
    ToWard(ToWard),
    /// From the ward to a cell's devices.
    ToCell(ToCell),
}

/// What a device has written.
#[derive(Clone, Debug, PartialEq)]
pub struct ToWard {
    /// The book.
    pub cell: CellId,
    /// The ward's number up to which the device has taken in what others wrote: what the ward
    /// gives back begins after it.
    pub cursor: u64,
    /// Batches of one device, in the order of its chain.
    pub batches: Vec<Batch>,
}

/// What the ward has for a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct ToCell {
    /// The book.
    pub cell: CellId,
    /// The ends of the chains that the ward holds, and its clock.
    pub digest: Digest,
    /// A receipt for each device.
    pub receipts: Vec<Receipt>,
    /// The ward's number after which the pages begin.
    pub after: u64,
    /// Pages, one continuing the other.
    pub pages: Vec<Page>,
}

/// Bytes that are no sound file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StickError {
    /// Something else.
    #[error("the file is no exchange file")]
    NotAStick,
    /// It ends too early.
    #[error("the file is cut short")]
    CutShort,
    /// A byte of it is wrong.
    #[error("the file is damaged")]
    Damaged,
    /// Of a later version.
    #[error("the file is of version {0}")]
    Newer(u8),
    /// A batch in it is unsound.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// The ward did not sign it.
    #[error("the file is not of this ward")]
    NotTheWard,
}

/// The JSON part of a file to a cell.
#[derive(Serialize, Deserialize)]
struct Told {
    digest: Digest,
    receipts: Vec<Receipt>,
}

impl ToWard {
    /// The bytes of the file.
    ///
    /// # Errors
    /// [`BatchError`] where a batch can't be packed.
    pub fn encode(&self) -> Result<Vec<u8>, BatchError> {
        let mut load = self.cursor.to_le_bytes().to_vec();
        for batch in &self.batches {
            load.extend_from_slice(&batch.encode()?);
        }
        let mut out = framed(1, self.cell, &load);
        let sum = sum(&out);
        out.extend_from_slice(&[0; 64]);
        out.extend_from_slice(&sum.0);
        Ok(out)
    }
}

impl ToCell {
    /// The bytes of the file, signed with the ward's key.
    ///
    /// # Errors
    /// [`BatchError`] where a batch can't be packed.
    pub fn encode(&self, key: &DeviceKey) -> Result<Vec<u8>, BatchError> {
        let told = Told {
            digest: self.digest.clone(),
            receipts: self.receipts.clone(),
        };
        // Plain structs always serialise.
        let json = serde_json::to_vec(&told).unwrap_or_default();
        let mut load = u32::try_from(json.len())
            .map_err(|_| BatchError::TooLarge)?
            .to_le_bytes()
            .to_vec();
        load.extend_from_slice(&json);
        load.extend_from_slice(&self.after.to_le_bytes());
        for page in &self.pages {
            let page = page.encode()?;
            load.extend_from_slice(&(page.len() as u64).to_le_bytes());
            load.extend_from_slice(&page);
        }
        let mut out = framed(2, self.cell, &load);
        let sum = sum(&out);
        out.extend_from_slice(&key.sign(sum));
        out.extend_from_slice(&sum.0);
        Ok(out)
    }
}

impl Stick {
    /// Reads a file and proves that it is whole. A file to a cell is proved to be of the ward by
    /// [`Stick::proven`].
    ///
    /// # Errors
    /// [`StickError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, StickError> {
        let (direction, cell, load) = open(bytes)?;
        match direction {
            // Nobody signs a file to the ward: each batch in it carries its device's signature.
            1 if !is_unsigned(bytes) => Err(StickError::Damaged),
            1 => Ok(Self::ToWard(read_to_ward(cell, load)?)),
            2 => Ok(Self::ToCell(read_to_cell(cell, load)?)),
            _ => Err(StickError::Damaged),
        }
    }

    /// Proves that the ward of `key` made this file.
    ///
    /// # Errors
    /// [`StickError::NotTheWard`] where it didn't.
    pub fn proven(bytes: &[u8], key: &PublicKey) -> Result<(), StickError> {
        let tail = bytes.len().checked_sub(TAIL).ok_or(StickError::CutShort)?;
        let (before, tail) = bytes.split_at(tail);
        let signature = tail.first_chunk::<64>().ok_or(StickError::CutShort)?;
        key.verify(sum(before), signature)
            .map_err(|_| StickError::NotTheWard)
    }
}

/// Whether zeros stand where a signature would.
fn is_unsigned(bytes: &[u8]) -> bool {
    let tail = bytes.len().saturating_sub(TAIL);
    bytes.get(tail..tail + 64) == Some(&[0; 64])
}

fn framed(direction: u8, cell: CellId, load: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEAD + load.len() + TAIL);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&[VERSION, direction]);
    out.extend_from_slice(cell.0.as_bytes());
    out.extend_from_slice(&(load.len() as u64).to_le_bytes());
    out.extend_from_slice(load);
    out
}

fn sum(bytes: &[u8]) -> Hash {
    Hash(blake3::derive_key(CONTEXT, bytes))
}

/// Takes the frame off: direction, cell and load of a file that is whole.
fn open(bytes: &[u8]) -> Result<(u8, CellId, &[u8]), StickError> {
    let start = bytes.get(..4.min(bytes.len())).unwrap_or_default();
    if start.is_empty() || !MAGIC.starts_with(start) {
        return Err(StickError::NotAStick);
    }
    match bytes.get(4) {
        None => return Err(StickError::CutShort),
        Some(&VERSION) => {}
        Some(&version) => return Err(StickError::Newer(version)),
    }
    let mut rest = bytes.get(5..).unwrap_or_default();
    let [direction] = take::<1>(&mut rest)?;
    let cell = CellId(Uuid::from_bytes(take(&mut rest)?));
    let length = u64::from_le_bytes(take(&mut rest)?);
    let whole = (HEAD as u64)
        .checked_add(length)
        .and_then(|end| end.checked_add(TAIL as u64))
        .ok_or(StickError::Damaged)?;
    match (bytes.len() as u64).cmp(&whole) {
        std::cmp::Ordering::Less => return Err(StickError::CutShort),
        std::cmp::Ordering::Greater => return Err(StickError::Damaged),
        std::cmp::Ordering::Equal => {}
    }
    let (before, tail) = bytes.split_at(bytes.len() - TAIL);
    if tail.get(64..) != Some(sum(before).0.as_slice()) {
        return Err(StickError::Damaged);
    }
    Ok((direction, cell, before.get(HEAD..).unwrap_or_default()))
}

fn read_to_ward(cell: CellId, mut load: &[u8]) -> Result<ToWard, StickError> {
    let cursor = u64::from_le_bytes(take(&mut load)?);
    let mut batches = Vec::new();
    while !load.is_empty() {
        let (batch, rest) = Batch::decode(load)?;
        if batch.cell() != cell {
            return Err(StickError::Damaged);
        }
        batches.push(batch);
        load = rest;
    }
    Ok(ToWard {
        cell,
        cursor,
        batches,
    })
}

fn read_to_cell(cell: CellId, mut load: &[u8]) -> Result<ToCell, StickError> {
    let length = u32::from_le_bytes(take(&mut load)?) as usize;
    let (json, mut load) = load.split_at_checked(length).ok_or(StickError::Damaged)?;
    let told: Told = serde_json::from_slice(json).map_err(|_| StickError::Damaged)?;
    let after = u64::from_le_bytes(take(&mut load)?);
    let mut pages = Vec::new();
    while !load.is_empty() {
        let length = usize::try_from(u64::from_le_bytes(take(&mut load)?))
            .map_err(|_| StickError::Damaged)?;
        let (page, rest) = load.split_at_checked(length).ok_or(StickError::Damaged)?;
        pages.push(Page::decode(page)?);
        load = rest;
    }
    Ok(ToCell {
        cell,
        digest: told.digest,
        receipts: told.receipts,
        after,
        pages,
    })
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], StickError> {
    let (head, rest) = bytes.split_first_chunk::<N>().ok_or(StickError::CutShort)?;
    *bytes = rest;
    Ok(*head)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use sochibo_journal::{Author, Change, DeviceId, KeyRing, Ring};

    use super::*;
    use crate::PageEntry;

    const CELL: CellId = CellId(Uuid::from_u128(1));

    fn batch(count: u128) -> Batch {
        let mut author = Author::new(CELL, DeviceId(Uuid::from_u128(2)));
        let envelopes = (1..=count)
            .map(|n| {
                let set = BTreeMap::from([("text".to_owned(), format!("câu {n}").into())]);
                let change = Change::new("statement", Uuid::from_u128(n), set);
                author
                    .write(&change, Ring::Published, &KeyRing::default(), 0)
                    .unwrap()
                    .unwrap()
            })
            .collect();
        Batch::sign(envelopes, &DeviceKey::from_secret(&[9; 32])).unwrap()
    }

    fn to_ward() -> ToWard {
        ToWard {
            cell: CELL,
            cursor: 12,
            batches: vec![batch(3), batch(1)],
        }
    }

    fn to_cell() -> ToCell {
        let digest = r#"{"now":1,"rev":3,"devices":[]}"#;
        ToCell {
            cell: CELL,
            digest: serde_json::from_str(digest).unwrap(),
            receipts: Vec::new(),
            after: 4,
            pages: vec![Page {
                entries: vec![PageEntry {
                    rev: 7,
                    batch: batch(3),
                }],
                next: 7,
                more: false,
            }],
        }
    }

    #[test]
    fn both_directions_survive_the_way() {
        let ward = DeviceKey::from_secret(&[5; 32]);
        let bytes = to_ward().encode().unwrap();
        assert_eq!(Stick::decode(&bytes), Ok(Stick::ToWard(to_ward())));
        assert_eq!(
            Stick::proven(&bytes, &ward.public()),
            Err(StickError::NotTheWard)
        );
        let bytes = to_cell().encode(&ward).unwrap();
        assert_eq!(Stick::decode(&bytes), Ok(Stick::ToCell(to_cell())));
        assert_eq!(Stick::proven(&bytes, &ward.public()), Ok(()));
        let other = DeviceKey::from_secret(&[6; 32]).public();
        assert_eq!(Stick::proven(&bytes, &other), Err(StickError::NotTheWard));
    }

    #[test]
    fn what_is_no_whole_file_is_told_apart() {
        let whole = to_ward().encode().unwrap();
        assert_eq!(Stick::decode(b""), Err(StickError::NotAStick));
        assert_eq!(Stick::decode(b"PK\x03\x04"), Err(StickError::NotAStick));
        for length in 1..whole.len() {
            assert_eq!(
                Stick::decode(&whole[..length]),
                Err(StickError::CutShort),
                "{length}"
            );
        }
        let mut newer = whole.clone();
        newer[4] = 2;
        assert_eq!(Stick::decode(&newer), Err(StickError::Newer(2)));
        let longer = [&whole[..], b"x"].concat();
        assert_eq!(Stick::decode(&longer), Err(StickError::Damaged));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_fall(bytes in any::<Vec<u8>>(), direction in 0..4u8) {
            let _ = Stick::decode(&bytes);
            // The same as the load of a file whose sum is right.
            let mut framed = framed(direction, CELL, &bytes);
            let sum = sum(&framed);
            framed.extend_from_slice(&[0; 64]);
            framed.extend_from_slice(&sum.0);
            let _ = Stick::decode(&framed);
        }

        #[test]
        fn one_altered_byte_is_noticed(place in any::<prop::sample::Index>(), by in 1..=255u8) {
            let ward = DeviceKey::from_secret(&[5; 32]);
            let mut bytes = to_cell().encode(&ward).unwrap();
            let at = place.index(bytes.len());
            bytes[at] ^= by;
            let taken = Stick::decode(&bytes).and_then(|_| Stick::proven(&bytes, &ward.public()));
            prop_assert!(taken.is_err(), "byte {}", at);
            let mut bytes = to_ward().encode().unwrap();
            let at = place.index(bytes.len());
            bytes[at] ^= by;
            prop_assert!(Stick::decode(&bytes).is_err(), "to the ward, byte {}", at);
        }
    }
}
