use crate::{HEADER_LEN, Hash, Header};

/// The largest body that an envelope may carry, in bytes: 64 MiB.
pub const MAX_BODY: usize = 64 << 20;

/// Bytes that are not an envelope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes end inside a field.
    #[error("the envelope is cut short")]
    CutShort,
    /// A header layout of a later version of the program.
    #[error("header layout {0} is newer than this program")]
    NewerLayout(u8),
    /// A ring that this version does not know.
    #[error("ring {0} is unknown")]
    UnknownRing(u8),
    /// A length beyond [`MAX_BODY`].
    #[error("a body of {0} bytes is over the limit")]
    TooLarge(u64),
    /// The body is not the one that the header names.
    #[error("the body does not match its header")]
    BodyMismatch,
}

/// An operation as it lies in the book and as it crosses to the ward: the same bytes.
///
/// A body may be **withheld**: the envelope then carries the header only, and no bytes where the
/// body would stand. The chain runs over headers, so what comes after it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// What is known without opening it.
    pub header: Header,
    /// The published change, or the sealed one; empty where it is withheld.
    pub body: Vec<u8>,
}

impl Envelope {
    /// The hash by which the next envelope of this device names this one.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.header.hash()
    }

    /// The same envelope without its body.
    #[must_use]
    pub fn withhold(self) -> Self {
        Self {
            body: Vec::new(),
            ..self
        }
    }

    /// Whether the body was withheld. No body that anybody wrote is empty: a change is a JSON
    /// object, a sealed one has at least its nonce.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        self.body.is_empty()
    }

    /// The length of the encoding in bytes.
    #[must_use]
    pub fn encoded_len(&self) -> usize {
        HEADER_LEN + 4 + self.body.len()
    }

    /// Appends header, body length (u32, little-endian) and body to `out`.
    ///
    /// # Panics
    /// Never: a body over [`MAX_BODY`] can't be made ([`crate::Author::write`] and
    /// [`Envelope::decode`] refuse it), so its length fits in a u32.
    pub fn encode_into(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.header.encode());
        let len = u32::try_from(self.body.len()).unwrap_or(u32::MAX);
        out.extend_from_slice(&len.to_le_bytes());
        out.extend_from_slice(&self.body);
    }

    /// Reads one envelope from the front of `bytes`; returns it with what follows.
    ///
    /// # Errors
    /// [`DecodeError`] where the bytes are no envelope or the body is not the header's.
    pub fn decode(bytes: &[u8]) -> Result<(Self, &[u8]), DecodeError> {
        let header = Header::decode(bytes)?;
        let rest = &bytes[HEADER_LEN..];
        let (len, rest) = rest.split_first_chunk::<4>().ok_or(DecodeError::CutShort)?;
        let len = u32::from_le_bytes(*len) as usize;
        if len > MAX_BODY {
            return Err(DecodeError::TooLarge(len as u64));
        }
        let (body, rest) = rest.split_at_checked(len).ok_or(DecodeError::CutShort)?;
        let envelope = Self::from_parts(header, body.to_vec())?;
        Ok((envelope, rest))
    }

    /// Joins a stored header with its stored body, or with none.
    ///
    /// # Errors
    /// [`DecodeError::BodyMismatch`] where the body was altered.
    pub fn from_parts(header: Header, body: Vec<u8>) -> Result<Self, DecodeError> {
        if !body.is_empty() && Header::hash_body(&body) != header.body_hash {
            return Err(DecodeError::BodyMismatch);
        }
        Ok(Self { header, body })
    }
}
