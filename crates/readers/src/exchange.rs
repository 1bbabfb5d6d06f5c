//! What comes over the line or on a stick.

use serde::de::DeserializeOwned;
use sochibo_journal::{Act, Chain, Change, Envelope, Epoch, Header, Hlc, Ring};
use sochibo_wire::{
    Batch, Page, Stick,
    api::{Digest, EnrolRequest, Enrolled, Pushed, Refusal, RenewRequest, Speech},
    join::{JoinRequest, Joins, LookRequest, Looked},
    secret_mark,
};

use crate::{CELL, DEVICE, RING_KEY, key, said};

pub(crate) fn read_header(bytes: &[u8]) {
    match Header::decode(bytes) {
        Ok(header) => {
            assert_eq!(header.encode(), bytes[..sochibo_journal::HEADER_LEN]);
            let mut chain = Chain::new(header.cell, header.device);
            let _ = chain.accept_header(&header).map_err(|error| said(&error));
            // A clock that somebody else set may be anything.
            let Hlc(at) = header.at;
            assert!(header.at.next(i64::MIN).0 >= at || at == u64::MAX);
        }
        Err(error) => said(&error),
    }
}

pub(crate) fn read_envelope(bytes: &[u8]) {
    match Envelope::decode(bytes) {
        Ok((envelope, rest)) => {
            assert_eq!(envelope.encoded_len() + rest.len(), bytes.len());
            let associated = envelope.header.associated_data();
            let _ = sochibo_journal::open(&RING_KEY, &associated, &envelope.body);
            let _ = secret_mark(&envelope);
        }
        Err(error) => said(&error),
    }
}

pub(crate) fn read_operation(bytes: &[u8]) {
    match Change::decode(bytes) {
        Ok(change) => {
            let _ = Act::of_change(&change);
            let again = Change::decode(&change.encode()).unwrap();
            assert_eq!((again.id, again.over), (change.id, change.over));
            assert_eq!(again.set, change.set);
            let envelope = Envelope {
                header: envelopes_header(),
                body: bytes.to_vec(),
            };
            let _ = secret_mark(&envelope);
        }
        Err(error) => said(&error),
    }
}

fn envelopes_header() -> Header {
    Header {
        cell: CELL,
        device: DEVICE,
        seq: 1,
        at: Hlc(0),
        prev: Header::genesis(CELL, DEVICE),
        ring: Ring::Published,
        epoch: Epoch(0),
        body_hash: Header::hash_body(b""),
    }
}

pub(crate) fn read_batch(bytes: &[u8]) {
    match Batch::decode(bytes) {
        Ok((batch, rest)) => {
            assert!(rest.len() < bytes.len());
            let _ = batch.verify(&key().public()).map_err(|error| said(&error));
        }
        Err(error) => said(&error),
    }
}

/// What a batch unpacks to: below the compressor, where altered bytes of a batch seldom get.
pub(crate) fn read_packed(bytes: &[u8]) {
    let packed = zstd::bulk::compress(bytes, 1).unwrap();
    // The count that the first byte says, so that any can be right.
    for count in [1, 4, 12, u32::from(bytes.first().copied().unwrap_or(0))] {
        let mut batch = b"SCBB\x01".to_vec();
        batch.extend_from_slice(CELL.0.as_bytes());
        batch.extend_from_slice(DEVICE.0.as_bytes());
        batch.extend_from_slice(&count.to_le_bytes());
        batch.extend_from_slice(&[0; 64]);
        batch.extend_from_slice(&u32::try_from(packed.len()).unwrap().to_le_bytes());
        batch.extend_from_slice(&packed);
        read_batch(&batch);
    }
}

pub(crate) fn read_page(bytes: &[u8]) {
    let _ = Page::decode(bytes).map_err(|error| said(&error));
}

pub(crate) fn read_stick(bytes: &[u8]) {
    let _ = Stick::decode(bytes).map_err(|error| said(&error));
    let _ = Stick::proven(bytes, &key().public()).map_err(|error| said(&error));
}

/// A file whose sum is right, as whoever makes one can have it.
pub(crate) fn read_load(bytes: &[u8]) {
    let mut stick = bytes.to_vec();
    // Its length too: bytes 22 to 30.
    if let Some(load) = stick.len().checked_sub(30) {
        stick[22..30].copy_from_slice(&(load as u64).to_le_bytes());
    }
    let sum = blake3::derive_key("sochibo 2026 stick", &stick);
    stick.extend_from_slice(&[0; 64]);
    stick.extend_from_slice(&sum);
    let _ = Stick::decode(&stick).map_err(|error| said(&error));
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}

pub(crate) fn read_answer(bytes: &[u8]) {
    if let Some(Pushed::Receipt(receipt)) = parsed::<Pushed>(bytes) {
        let _ = receipt.verify(&key().public());
    }
    if let Some(digest) = parsed::<Digest>(bytes) {
        let _ = Speech::ours().common(&digest.speech);
    }
    if let Some(renewal) = parsed::<RenewRequest>(bytes) {
        let _ = renewal.verify(CELL, DEVICE, &key().public());
    }
    let _ = parsed::<EnrolRequest>(bytes);
    let _ = parsed::<Enrolled>(bytes);
    let _ = parsed::<Refusal>(bytes);
    let _ = parsed::<LookRequest>(bytes);
    let _ = parsed::<Looked>(bytes);
    let _ = parsed::<JoinRequest>(bytes);
    let _ = parsed::<Joins>(bytes);
}
