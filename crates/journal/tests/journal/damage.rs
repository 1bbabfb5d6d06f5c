//! Any altered byte of a signed series is noticed.

use sochibo_journal::{Chain, DeviceKey, Envelope, HeadSignature};

use crate::hand::{cell, device, series};

/// Reads `bytes` as the whole chain of device 2, as a receiver does.
fn sound(bytes: &[u8], key: &DeviceKey, signature: &HeadSignature) -> bool {
    let mut chain = Chain::new(cell(1), device(2));
    let mut rest = bytes;
    while !rest.is_empty() {
        let Ok((envelope, after)) = Envelope::decode(rest) else {
            return false;
        };
        if chain.accept(&envelope).is_err() {
            return false;
        }
        rest = after;
    }
    signature.verify(&key.public(), &chain).is_ok()
}

#[test]
fn every_single_flipped_byte_is_noticed() {
    let key = DeviceKey::from_secret(&[9; 32]);
    let (author, envelopes) = series(3);
    let mut bytes = Vec::new();
    for envelope in &envelopes {
        envelope.encode_into(&mut bytes);
    }
    let end = Chain {
        seq: author.seq,
        head: author.head,
        ..Chain::new(cell(1), device(2))
    };
    let signature = key.sign_head(&end);
    assert!(sound(&bytes, &key, &signature));
    for at in 0..bytes.len() {
        for flip in [0x01, 0x80, 0xFF] {
            bytes[at] ^= flip;
            assert!(
                !sound(&bytes, &key, &signature),
                "byte {at}, flip {flip:#x}"
            );
            bytes[at] ^= flip;
        }
    }
}

#[test]
fn a_series_without_its_last_envelope_is_noticed() {
    let key = DeviceKey::from_secret(&[9; 32]);
    let (author, envelopes) = series(3);
    let end = Chain {
        seq: author.seq,
        head: author.head,
        ..Chain::new(cell(1), device(2))
    };
    let mut bytes = Vec::new();
    for envelope in &envelopes[..2] {
        envelope.encode_into(&mut bytes);
    }
    assert!(!sound(&bytes, &key, &key.sign_head(&end)));
}
