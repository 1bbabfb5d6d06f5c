//! The byte layout that `docs/protocol.md` §2 promises, in literal numbers.

use proptest::prelude::*;
use sochibo_journal::{
    Change, DecodeError, Envelope, Epoch, HEADER_LEN, Hash, Header, Hlc, MAX_BODY, Ring,
};

use crate::hand::{cell, change, device, series};

fn sample() -> Header {
    Header {
        cell: cell(0x1111_1111_1111_1111_1111_1111_1111_1111),
        device: device(0x2222_2222_2222_2222_2222_2222_2222_2222),
        seq: 0x0807_0605_0403_0201,
        at: Hlc(0x1817_1615_1413_1211),
        prev: Hash([0x33; 32]),
        ring: Ring::Secretary,
        epoch: Epoch(0x2423_2221),
        body_hash: Hash([0x44; 32]),
    }
}

#[test]
fn every_field_of_a_header_lies_where_the_protocol_says() {
    let bytes = sample().encode();
    assert_eq!((bytes.len(), HEADER_LEN), (118, 118));
    assert_eq!(bytes[0], 1);
    assert_eq!(bytes[1..17], [0x11; 16]);
    assert_eq!(bytes[17..33], [0x22; 16]);
    assert_eq!(bytes[33..41], [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(
        bytes[41..49],
        [0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18]
    );
    assert_eq!(bytes[49..81], [0x33; 32]);
    assert_eq!(bytes[81], 3);
    assert_eq!(bytes[82..86], [0x21, 0x22, 0x23, 0x24]);
    assert_eq!(bytes[86..118], [0x44; 32]);
}

#[test]
fn the_rings_keep_their_numbers() {
    let codes = [
        Ring::Published,
        Ring::Internal,
        Ring::Committee,
        Ring::Secretary,
    ]
    .map(Ring::code);
    assert_eq!(codes, [0, 1, 2, 3]);
    for code in codes {
        assert_eq!(Ring::from_code(code).unwrap().code(), code);
    }
    assert_eq!(Ring::from_code(4), None);
}

#[test]
fn an_envelope_is_its_header_a_length_and_its_body() {
    let (_, envelopes) = series(1);
    let mut bytes = Vec::new();
    envelopes[0].encode_into(&mut bytes);
    let length = u32::try_from(envelopes[0].body.len()).unwrap();
    assert_eq!(bytes.len(), envelopes[0].encoded_len());
    assert_eq!(bytes[..118], envelopes[0].header.encode());
    assert_eq!(bytes[118..122], length.to_le_bytes());
    assert_eq!(bytes[122..], envelopes[0].body);
}

#[test]
fn envelopes_are_read_one_after_the_other() {
    let (_, envelopes) = series(3);
    let mut bytes = Vec::new();
    for envelope in &envelopes {
        envelope.encode_into(&mut bytes);
    }
    let mut rest = bytes.as_slice();
    for envelope in &envelopes {
        let (read, after) = Envelope::decode(rest).unwrap();
        assert_eq!(&read, envelope);
        rest = after;
    }
    assert!(rest.is_empty());
}

#[test]
fn a_later_layout_and_an_unknown_ring_are_named() {
    let mut bytes = sample().encode();
    bytes[0] = 2;
    assert_eq!(Header::decode(&bytes), Err(DecodeError::NewerLayout(2)));
    bytes[0] = 1;
    bytes[81] = 4;
    assert_eq!(Header::decode(&bytes), Err(DecodeError::UnknownRing(4)));
}

#[test]
fn a_length_over_the_limit_is_refused_before_anything_is_read() {
    let mut bytes = sample().encode().to_vec();
    let length = u32::try_from(MAX_BODY + 1).unwrap();
    bytes.extend(length.to_le_bytes());
    assert_eq!(
        Envelope::decode(&bytes),
        Err(DecodeError::TooLarge(u64::from(length)))
    );
}

#[test]
fn an_envelope_cut_anywhere_is_cut_short() {
    let (_, envelopes) = series(1);
    let mut bytes = Vec::new();
    envelopes[0].encode_into(&mut bytes);
    for length in 0..bytes.len() {
        assert_eq!(
            Envelope::decode(&bytes[..length]),
            Err(DecodeError::CutShort),
            "{length}"
        );
    }
}

proptest! {
    #[test]
    fn a_header_survives_the_way(
        ids in any::<(u128, u128)>(), numbers in any::<(u64, u64, u32)>(),
        hashes in any::<([u8; 32], [u8; 32])>(), ring in 0..4u8
    ) {
        let header = Header {
            cell: cell(ids.0),
            device: device(ids.1),
            seq: numbers.0,
            at: Hlc(numbers.1),
            prev: Hash(hashes.0),
            ring: Ring::from_code(ring).unwrap(),
            epoch: Epoch(numbers.2),
            body_hash: Hash(hashes.1),
        };
        prop_assert_eq!(Header::decode(&header.encode()), Ok(header));
    }

    #[test]
    fn no_bytes_make_the_reader_fall(bytes in any::<Vec<u8>>(), ring in 0..6u8) {
        let _ = Envelope::decode(&bytes);
        // Past the first hurdles: a sound header in front.
        let mut framed = sample().encode().to_vec();
        framed[81] = ring;
        framed.extend(bytes);
        let _ = Envelope::decode(&framed);
    }
}

proptest! {
    /// No field of this version is a fraction; one of a later version passes through here whole.
    #[test]
    fn a_fraction_is_read_back_to_the_last_bit(fraction in proptest::num::f64::NORMAL) {
        let written = change([("field", fraction.into())]);
        let read = Change::decode(&written.encode()).unwrap();
        prop_assert_eq!(read.set, written.set);
    }
}
