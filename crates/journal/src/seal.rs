use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};

use crate::RingKey;

const NONCE_LEN: usize = 24;

/// A sealed body that could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Altered, or sealed under another key or for another header.
    #[error("the sealed body does not open with this key under this header")]
    NotAuthentic,
}

/// Seals `plain` under `key`, bound to `associated` (the header). The nonce is derived from the
/// key, the header and the text (a synthetic IV), so that sealing needs no randomness and two
/// copies of one device that diverge never use one nonce for two texts.
#[must_use]
pub fn seal(key: &RingKey, associated: &[u8], plain: &[u8]) -> Vec<u8> {
    let nonce_key = blake3::derive_key("sochibo 2026 seal nonce", &key.0);
    let mut hasher = blake3::Hasher::new_keyed(&nonce_key);
    hasher.update(&(associated.len() as u64).to_le_bytes());
    hasher.update(associated);
    hasher.update(plain);
    let nonce = &hasher.finalize().as_bytes()[..NONCE_LEN].to_vec();

    let mut out = nonce.clone();
    // Encryption fails only for texts over 256 GiB, far beyond what an envelope may carry; the
    // empty tail that would remain opens nowhere.
    let sealed = XChaCha20Poly1305::new((&key.0).into())
        .encrypt(
            XNonce::from_slice(nonce),
            Payload {
                msg: plain,
                aad: associated,
            },
        )
        .unwrap_or_default();
    out.extend_from_slice(&sealed);
    out
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`SealError::NotAuthentic`] where a byte of `sealed` or `associated` differs or the key is
/// another.
pub fn open(key: &RingKey, associated: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (nonce, sealed) = sealed
        .split_at_checked(NONCE_LEN)
        .ok_or(SealError::NotAuthentic)?;
    XChaCha20Poly1305::new((&key.0).into())
        .decrypt(
            XNonce::from_slice(nonce),
            Payload {
                msg: sealed,
                aad: associated,
            },
        )
        .map_err(|_| SealError::NotAuthentic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_sealed_opens_again(
            key in any::<[u8; 32]>(), header in any::<Vec<u8>>(), text in any::<Vec<u8>>()
        ) {
            let key = RingKey(key);
            prop_assert_eq!(open(&key, &header, &seal(&key, &header, &text)), Ok(text));
        }

        #[test]
        fn a_flipped_bit_is_refused(
            text in any::<Vec<u8>>(), place in any::<prop::sample::Index>(), bit in 0..8u8
        ) {
            let key = RingKey([7; 32]);
            let mut sealed = seal(&key, b"header", &text);
            let at = place.index(sealed.len());
            sealed[at] ^= 1 << bit;
            prop_assert_eq!(open(&key, b"header", &sealed), Err(SealError::NotAuthentic));
        }
    }

    #[test]
    fn another_header_or_key_opens_nothing() {
        let sealed = seal(&RingKey([7; 32]), b"header", b"text");
        assert!(open(&RingKey([7; 32]), b"headex", &sealed).is_err());
        assert!(open(&RingKey([8; 32]), b"header", &sealed).is_err());
    }
}
