//! `tests/vectors/protocol.json`: the bytes of `docs/protocol.md`, for another implementation. The
//! file is made anew only where `SOCHIBO_WRITE_VECTORS` is set; otherwise it has to be true.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use serde_json::{Value, json};
use sochibo_journal::{
    Author, CellId, Chain, Change, DeviceId, DeviceKey, Envelope, Epoch, Header, KeyRing, OpRef,
    Ring, RingKey, open, seal, ward_id,
};
use sochibo_wire::{
    Batch, EnrolCode, Page, PageEntry, Receipt,
    api::{EnrolRequest, RenewRequest},
};
use uuid::Uuid;

const CELL: CellId = CellId(Uuid::from_u128(0x1111_1111_1111_7111_8111_1111_1111_1111));
const DEVICE: DeviceId = DeviceId(Uuid::from_u128(0x2222_2222_2222_7222_8222_2222_2222_2222));
const OTHER: DeviceId = DeviceId(Uuid::from_u128(0x3333_3333_3333_7333_8333_3333_3333_3333));
const NOW: i64 = 1_791_201_600_000;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/protocol.json")
}

fn device_key() -> DeviceKey {
    DeviceKey::from_secret(&[0x42; 32])
}

/// Three envelopes: sealed, sealed over the first, published.
fn envelopes() -> Vec<Envelope> {
    let mut keys = KeyRing::default();
    keys.insert(Ring::Internal, Epoch(1), RingKey([0x07; 32]));
    let mut author = Author::new(CELL, DEVICE);
    let id = Uuid::from_u128(0x4444_4444_4444_7444_8444_4444_4444_4444);
    let set = |text: &str| BTreeMap::from([("text".to_owned(), Value::from(text))]);
    let mut second = Change::new("statement", id, set("Nhất trí."));
    second
        .over
        .insert("text".to_owned(), vec![OpRef(DEVICE, 1)]);
    [
        (
            Change::new("statement", id, set("Đề nghị sửa đèn hẻm 45.")),
            Ring::Internal,
        ),
        (second, Ring::Internal),
        (
            Change::new(
                "report",
                id,
                BTreeMap::from([("version".to_owned(), 1.into())]),
            ),
            Ring::Published,
        ),
    ]
    .into_iter()
    .map(|(change, ring)| author.write(&change, ring, &keys, NOW).unwrap().unwrap())
    .collect()
}

fn vectors() -> Value {
    let envelopes = envelopes();
    let key = device_key();
    let batch = Batch::sign(envelopes.clone(), &key).unwrap();
    let end = batch.clone().verify(&key.public()).unwrap().end();
    let ward = DeviceKey::from_secret(&[0x55; 32]);
    let receipt = Receipt::sign(&end, 9, NOW + 1, &ward);
    let renewal = RenewRequest::sign(
        CELL,
        (DEVICE, &key),
        (OTHER, DeviceKey::from_secret(&[0x66; 32]).public()),
    );
    let page = Page {
        entries: vec![PageEntry {
            rev: 9,
            batch: batch.clone(),
        }],
        next: 12,
        more: true,
    };
    let header = envelopes[0].header;
    let code = EnrolCode {
        secret: [1, 2, 3, 4, 5, 6, 7, 8],
        pin: EnrolCode::pin_of(b"SubjectPublicKeyInfo"),
    };
    json!({
        "about": "docs/protocol.md, version 1; bytes in hexadecimal, ids as UUIDs",
        "ids": {"cell": CELL, "device": DEVICE, "genesis": Header::genesis(CELL, DEVICE)},
        "header": {
            "seq": header.seq, "at": header.at, "prev": header.prev, "ring": header.ring.code(),
            "epoch": header.epoch, "body_hash": header.body_hash,
            "encoded": hex(&header.encode()), "hash": header.hash(),
        },
        "seal": {
            "key": hex(&[0x07; 32]), "associated": hex(&header.associated_data()),
            "plain": hex(&open(&RingKey([0x07; 32]), &header.associated_data(), &envelopes[0].body).unwrap()),
            "sealed": hex(&envelopes[0].body),
        },
        "envelopes": envelopes.iter().map(|envelope| {
            let mut bytes = Vec::new();
            envelope.encode_into(&mut bytes);
            json!({"encoded": hex(&bytes), "hash": envelope.hash()})
        }).collect::<Vec<_>>(),
        "chain_signature": {
            "secret": hex(&key.secret()), "public": key.public(), "seq": end.seq, "head": end.head,
            "signature": hex(&key.sign_head(&end).0),
        },
        "batch": hex(&batch.encode().unwrap()),
        "page": {"next": 12, "more": true, "rev": 9, "encoded": hex(&page.encode().unwrap())},
        "receipt": {"ward_public": ward.public(), "receipt": receipt},
        "enrolment": EnrolRequest::sign(&code.secret, CELL, (DEVICE, &key), None),
        "renewal": {"old": DEVICE, "old_public": key.public(), "request": renewal},
        "ward": {
            "public": ward.public(), "chain": DeviceId::of_ward(CELL, &ward.public()),
            "random": hex(&[0x77; 10]), "id": ward_id([0x77; 10]),
        },
        "enrolment_code": {
            "secret": hex(&code.secret), "spki": hex(b"SubjectPublicKeyInfo"),
            "pin": hex(&code.pin), "code": code.to_string(),
        },
    })
}

#[test]
fn the_vectors_are_what_this_program_writes() {
    let made = vectors();
    if env::var_os("SOCHIBO_WRITE_VECTORS").is_some() {
        fs::create_dir_all(path().parent().unwrap()).unwrap();
        fs::write(path(), format!("{:#}\n", made)).unwrap();
    }
    let mut kept: Value = serde_json::from_slice(&fs::read(path()).unwrap()).unwrap();
    let mut made = made;
    // Another release of the compressor may pack the same bytes otherwise: read below instead.
    for vectors in [&mut kept, &mut made] {
        vectors["batch"] = Value::Null;
        vectors["page"]["encoded"] = Value::Null;
    }
    assert_eq!(kept, made);
}

#[test]
fn the_vectors_are_what_this_program_reads() {
    let kept: Value = serde_json::from_slice(&fs::read(path()).unwrap()).unwrap();
    let wanted = envelopes();
    let key = device_key().public();
    let mut chain = Chain::new(CELL, DEVICE);
    for (vector, wanted) in kept["envelopes"].as_array().unwrap().iter().zip(&wanted) {
        let bytes = unhex(&vector["encoded"]);
        let (envelope, rest) = Envelope::decode(&bytes).unwrap();
        assert_eq!((&envelope, rest.len()), (wanted, 0));
        chain.accept(&envelope).unwrap();
    }
    let bytes = unhex(&kept["batch"]);
    let (batch, rest) = Batch::decode(&bytes).unwrap();
    assert!(rest.is_empty());
    let batch = batch.verify(&key).unwrap();
    assert_eq!((batch.envelopes(), batch.end()), (&wanted[..], chain));
    let page = Page::decode(&unhex(&kept["page"]["encoded"])).unwrap();
    assert_eq!((page.next, page.more, page.entries[0].rev), (12, true, 9));
    let receipt: Receipt = serde_json::from_value(kept["receipt"]["receipt"].clone()).unwrap();
    receipt
        .verify(&serde_json::from_value(kept["receipt"]["ward_public"].clone()).unwrap())
        .unwrap();
    let enrolment: EnrolRequest = serde_json::from_value(kept["enrolment"].clone()).unwrap();
    enrolment.verify().unwrap();
    let renewal: RenewRequest = serde_json::from_value(kept["renewal"]["request"].clone()).unwrap();
    renewal.verify(CELL, DEVICE, &key).unwrap();
    let code = EnrolCode::read(kept["enrolment_code"]["code"].as_str().unwrap()).unwrap();
    assert_eq!(
        code.secret.to_vec(),
        unhex(&kept["enrolment_code"]["secret"])
    );
    let seal_of = &kept["seal"];
    let ring = RingKey([0x07; 32]);
    let (associated, plain) = (unhex(&seal_of["associated"]), unhex(&seal_of["plain"]));
    assert_eq!(seal(&ring, &associated, &plain), unhex(&seal_of["sealed"]));
}
