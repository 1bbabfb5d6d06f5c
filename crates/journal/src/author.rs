use crate::{
    CellId, Change, DecodeError, DeviceId, Envelope, Epoch, Hash, Header, Hlc, KeyRing, MAX_BODY,
    Ring, seal,
};

/// The writing end of one device's chain: everything that the next envelope depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The book.
    pub cell: CellId,
    /// The device.
    pub device: DeviceId,
    /// The number of the last envelope written; 0 before the first.
    pub seq: u64,
    /// Its hash, or [`Header::genesis`].
    pub head: Hash,
    /// The latest instant known, own or received.
    pub clock: Hlc,
}

impl Author {
    /// A device that has written nothing yet.
    #[must_use]
    pub fn new(cell: CellId, device: DeviceId) -> Self {
        Self {
            cell,
            device,
            seq: 0,
            head: Header::genesis(cell, device),
            clock: Hlc::default(),
        }
    }

    /// Writes the next envelope of the chain and moves on to it. Sealed under the newest key
    /// held of `ring`; `None` where the device holds no key of that ring.
    ///
    /// # Errors
    /// [`DecodeError::TooLarge`] where the change exceeds [`MAX_BODY`].
    pub fn write(
        &mut self,
        change: &Change,
        ring: Ring,
        keys: &KeyRing,
        wall_ms: i64,
    ) -> Result<Option<Envelope>, DecodeError> {
        self.put(change.encode(), ring, keys, self.clock.next(wall_ms))
    }

    /// Writes what another chain of this author said at `at`, with the time that it had there: a
    /// device that takes a new identity moves its unsent work over, and an old remark must not
    /// win against a later one only because it moved.
    ///
    /// # Errors
    /// [`DecodeError::TooLarge`] where the body exceeds [`MAX_BODY`].
    pub fn write_again(
        &mut self,
        plain: Vec<u8>,
        ring: Ring,
        keys: &KeyRing,
        at: Hlc,
    ) -> Result<Option<Envelope>, DecodeError> {
        self.put(plain, ring, keys, at)
    }

    fn put(
        &mut self,
        plain: Vec<u8>,
        ring: Ring,
        keys: &KeyRing,
        at: Hlc,
    ) -> Result<Option<Envelope>, DecodeError> {
        if plain.len() > MAX_BODY - 64 {
            return Err(DecodeError::TooLarge(plain.len() as u64));
        }
        let key = match ring {
            Ring::Published => None,
            _ => match keys.newest(ring) {
                Some(found) => Some(found),
                None => return Ok(None),
            },
        };
        let mut header = Header {
            cell: self.cell,
            device: self.device,
            seq: self.seq + 1,
            at,
            prev: self.head,
            ring,
            epoch: key.map_or(Epoch(0), |(epoch, _)| epoch),
            body_hash: Hash::default(),
        };
        let body = match key {
            None => plain,
            Some((_, key)) => seal(key, &header.associated_data(), &plain),
        };
        header.body_hash = Header::hash_body(&body);
        self.seq = header.seq;
        self.clock = self.clock.max(header.at);
        self.head = header.hash();
        Ok(Some(Envelope { header, body }))
    }
}
