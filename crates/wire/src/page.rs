use crate::{Batch, BatchError};

const MAGIC: [u8; 5] = *b"SCBP\x01";

/// What a pull answers: whole batches of other devices, in the order in which the ward took them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The batches.
    pub entries: Vec<PageEntry>,
    /// Where the next pull continues. It may be past the last entry: what the asking device wrote
    /// itself is left out.
    pub next: u64,
    /// Whether there is more after it.
    pub more: bool,
}

/// One batch of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageEntry {
    /// The ward's number of its last envelope. The cursor to keep, in the transaction that keeps
    /// the batch.
    pub rev: u64,
    /// The batch.
    pub batch: Batch,
}

impl Page {
    /// The bytes that cross, `docs/protocol.md` §5.
    ///
    /// # Errors
    /// [`BatchError`] where a batch can't be packed.
    pub fn encode(&self) -> Result<Vec<u8>, BatchError> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&self.next.to_le_bytes());
        out.push(u8::from(self.more));
        for entry in &self.entries {
            out.extend_from_slice(&entry.rev.to_le_bytes());
            out.extend_from_slice(&entry.batch.encode()?);
        }
        Ok(out)
    }

    /// Reads a page.
    ///
    /// # Errors
    /// [`BatchError`] where the bytes are no page.
    pub fn decode(bytes: &[u8]) -> Result<Self, BatchError> {
        let rest = bytes.strip_prefix(&MAGIC).ok_or(BatchError::NotABatch)?;
        let (next, rest) = rest.split_first_chunk::<8>().ok_or(BatchError::NotABatch)?;
        let (more, mut rest) = rest.split_first().ok_or(BatchError::NotABatch)?;
        let mut page = Self {
            entries: Vec::new(),
            next: u64::from_le_bytes(*next),
            more: *more == 1,
        };
        while !rest.is_empty() {
            let (rev, after) = rest.split_first_chunk::<8>().ok_or(BatchError::NotABatch)?;
            let (batch, after) = Batch::decode(after)?;
            page.entries.push(PageEntry {
                rev: u64::from_le_bytes(*rev),
                batch,
            });
            rest = after;
        }
        Ok(page)
    }
}
