use crate::{CellId, DeviceId, Envelope, Hash, Header};

/// The verifying end of one device's chain: what was accepted of it so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The book.
    pub cell: CellId,
    /// The device whose chain it is.
    pub device: DeviceId,
    /// The number of the last envelope accepted; 0 before the first.
    pub seq: u64,
    /// Its hash, or [`Header::genesis`].
    pub head: Hash,
}

/// An envelope that does not continue a chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// Of another cell or device.
    #[error("the envelope belongs to another cell or device")]
    Foreign,
    /// Numbers are missing between the chain's end and the envelope.
    #[error("expected number {expected}, got {got}")]
    Gap {
        /// The number that comes next.
        expected: u64,
        /// The envelope's number.
        got: u64,
    },
    /// A number at or before the chain's end: known already, or a fork; the caller compares.
    #[error("number {got} is not after {last}")]
    Behind {
        /// The chain's last number.
        last: u64,
        /// The envelope's number.
        got: u64,
    },
    /// The next number, but written after another history: the device's chain has forked.
    #[error("number {at} follows another history")]
    Fork {
        /// The envelope's number.
        at: u64,
    },
    /// A chain that names itself a ward's, and is not that of the cell's own ward.
    #[error("the chain is not that of the cell's own ward")]
    OtherWard,
}

impl Chain {
    /// A chain of which nothing was accepted yet.
    #[must_use]
    pub fn new(cell: CellId, device: DeviceId) -> Self {
        Self {
            cell,
            device,
            seq: 0,
            head: Header::genesis(cell, device),
        }
    }

    /// Accepts the envelope as the next, or says why it isn't.
    ///
    /// # Errors
    /// [`ChainError`]; the chain is then unchanged.
    pub fn accept(&mut self, envelope: &Envelope) -> Result<(), ChainError> {
        self.accept_header(&envelope.header)
    }

    /// Like [`Chain::accept`], for an envelope whose body was lawfully purged.
    ///
    /// # Errors
    /// [`ChainError`]; the chain is then unchanged.
    pub fn accept_header(&mut self, header: &Header) -> Result<(), ChainError> {
        if header.cell != self.cell || header.device != self.device {
            return Err(ChainError::Foreign);
        }
        // In this order nothing overflows: a stranger's number may be the last there is.
        if header.seq <= self.seq {
            return Err(ChainError::Behind {
                last: self.seq,
                got: header.seq,
            });
        }
        let expected = self.seq + 1;
        if header.seq > expected {
            return Err(ChainError::Gap {
                expected,
                got: header.seq,
            });
        }
        if header.prev != self.head {
            return Err(ChainError::Fork { at: header.seq });
        }
        self.seq = header.seq;
        self.head = header.hash();
        Ok(())
    }
}
