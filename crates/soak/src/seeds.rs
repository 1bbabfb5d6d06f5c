//! Sound inputs of every reader of foreign bytes.

use std::{fs, path::Path};

use sochibo_journal::{Author, DeviceKey, Envelope, Epoch, KeyRing, Ring, RingKey, grouped};
use sochibo_readers::{CELL, CODE, DEVICE, Reader, key};
use sochibo_store::KeyHeader;
use sochibo_wire::{
    Batch, EnrolCode, Page, PageEntry, Receipt, ToCell, ToWard,
    api::{Digest, EnrolRequest, Pushed, RenewRequest, Speech},
};

use crate::{Desk, desk::folder, month::bodies};

/// What this reader has to take as it is.
///
/// # Panics
/// Where a reader has come that has none yet.
#[must_use]
pub fn seeds(reader: &Reader) -> Vec<Vec<u8>> {
    match reader.name {
        "header" => headers(),
        "envelope" => sealed(),
        "operation" => plain(),
        "batch" => batches(),
        "envelopes in a batch" => envelopes_in_one(),
        "page" => pages(),
        "exchange file" => sticks(),
        "load of an exchange file" => loads(),
        "answer of a ward" => answers(),
        "key header" => key_headers(),
        "code on paper" => codes(),
        "roster" => rosters(),
        "rule pack" => packs(),
        "day" => days(),
        "backup" => backups(),
        other => panic!("nothing sound is made for the reader of “{other}”"),
    }
}

fn rings() -> KeyRing {
    let mut keys = KeyRing::default();
    for (ring, key) in Ring::SEALED.into_iter().zip([[1; 32], [2; 32], [3; 32]]) {
        keys.insert(ring, Epoch(1), RingKey(key));
    }
    keys
}

/// The month's operations as another device of the cell would have written them.
fn envelopes() -> Vec<Envelope> {
    let mut author = Author::new(CELL, DEVICE);
    let keys = rings();
    bodies()
        .iter()
        .map(|(ring, plain)| {
            let at = author.clock.next(crate::T0);
            author
                .write_again(plain.clone(), *ring, &keys, at)
                .unwrap()
                .unwrap()
        })
        .collect()
}

fn headers() -> Vec<Vec<u8>> {
    let envelopes = envelopes();
    let some = envelopes.iter().step_by(envelopes.len() / 8);
    some.map(|envelope| envelope.header.encode().to_vec())
        .collect()
}

fn encoded(envelopes: &[Envelope]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for envelope in envelopes {
        envelope.encode_into(&mut bytes);
    }
    bytes
}

fn sealed() -> Vec<Vec<u8>> {
    let envelopes = envelopes();
    envelopes
        .chunks(9)
        .take(6)
        .map(|some| encoded(&some[..1]))
        .collect()
}

fn plain() -> Vec<Vec<u8>> {
    bodies().iter().map(|(_, plain)| plain.clone()).collect()
}

fn signed(some: &[Envelope]) -> Batch {
    Batch::sign(some.to_vec(), &key()).unwrap()
}

fn batches() -> Vec<Vec<u8>> {
    let envelopes = envelopes();
    [1, 5, 30]
        .map(|count| signed(&envelopes[..count]).encode().unwrap())
        .to_vec()
}

fn envelopes_in_one() -> Vec<Vec<u8>> {
    let envelopes = envelopes();
    [1, 4, 12]
        .map(|count| encoded(&envelopes[..count]))
        .to_vec()
}

fn page() -> Page {
    let envelopes = envelopes();
    let entry = |rev, some: &[Envelope]| PageEntry {
        rev,
        batch: signed(some),
    };
    Page {
        entries: vec![entry(3, &envelopes[..3]), entry(9, &envelopes[3..9])],
        next: 9,
        more: true,
    }
}

fn pages() -> Vec<Vec<u8>> {
    vec![page().encode().unwrap(), Page::default().encode().unwrap()]
}

fn to_ward() -> ToWard {
    ToWard {
        cell: CELL,
        cursor: 7,
        batches: vec![signed(&envelopes()[..6])],
    }
}

fn to_cell() -> ToCell {
    let envelopes = envelopes();
    let end = signed(&envelopes[..6])
        .verify(&key().public())
        .unwrap()
        .end();
    ToCell {
        cell: CELL,
        digest: digest(),
        receipts: vec![Receipt::sign(&end, 6, crate::T0, &key())],
        after: 0,
        pages: vec![page()],
    }
}

fn digest() -> Digest {
    let devices = format!(
        r#"{{"now":1791201600000,"rev":9,"devices":[{{"device":"{}","public_key":"{}","seq":6,"head":"{}","revoked":false}}]}}"#,
        DEVICE.0,
        "ab".repeat(32),
        "cd".repeat(32),
    );
    serde_json::from_str(&devices).unwrap()
}

fn sticks() -> Vec<Vec<u8>> {
    vec![
        to_ward().encode().unwrap(),
        to_cell().encode(&key()).unwrap(),
    ]
}

/// Frame and load without signature and sum.
fn loads() -> Vec<Vec<u8>> {
    let mut all = sticks();
    for stick in &mut all {
        stick.truncate(stick.len() - 96);
    }
    all
}

fn answers() -> Vec<Vec<u8>> {
    let receipt = to_cell().receipts.remove(0);
    let other = DeviceKey::from_secret(&[0x66; 32]);
    let renewal = RenewRequest::sign(CELL, (DEVICE, &key()), (DEVICE, other.public()));
    let code = [1, 2, 3, 4, 5, 6, 7, 8];
    let enrol = EnrolRequest::sign(&code, CELL, (DEVICE, &key()), Some(Speech::ours()));
    let refusal = r#"{"error":{"code":"gap","message":"Thiếu.","hint":"","expected_seq":5}}"#;
    vec![
        serde_json::to_vec(&Pushed::Receipt(receipt)).unwrap(),
        serde_json::to_vec(&digest()).unwrap(),
        serde_json::to_vec(&renewal).unwrap(),
        serde_json::to_vec(&enrol).unwrap(),
        refusal.as_bytes().to_vec(),
    ]
}

fn key_headers() -> Vec<Vec<u8>> {
    let wrapped = KeyHeader::wrap(&[7; 32], "mùa xuân năm ấy", Some(&CODE), &[5; 16]).unwrap();
    vec![
        serde_json::to_vec(&wrapped).unwrap(),
        serde_json::to_vec_pretty(&wrapped).unwrap(),
    ]
}

fn codes() -> Vec<Vec<u8>> {
    let enrol = EnrolCode {
        secret: [1, 2, 3, 4, 5, 6, 7, 8],
        pin: EnrolCode::pin_of(b"SubjectPublicKeyInfo"),
    };
    vec![
        enrol.to_string().into_bytes(),
        grouped::write(&CODE).into_bytes(),
    ]
}

const ROSTER: &str = "Họ và tên;Trạng thái;Ngày sinh;Ngày vào Đảng;Điện thoại\r\n\
    Nguyễn Văn An;chính thức;21/3/1958;03/02/1980;901 000 002\r\n\
    \"Lê; Hoàng Ân\";dự bị;1970-01-01;;+84 912 345 679\r\n";

fn rosters() -> Vec<Vec<u8>> {
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(ROSTER.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    vec![
        ROSTER.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", ROSTER.replace(';', ",").as_bytes()].concat(),
        wide,
        b"Ho va ten,Trang thai\nNguy\xD4n V\xA8n B,chinh thuc\n".to_vec(),
    ]
}

fn packs() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/rules");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

fn days() -> Vec<Vec<u8>> {
    ["5/10/2026", "2026-10-05", "10/2026", "2026-10", "29/2/2028"]
        .map(|text| text.as_bytes().to_vec())
        .to_vec()
}

fn backups() -> Vec<Vec<u8>> {
    let desk = Desk::new(0);
    desk.say(1, "câu trong bản sao lưu");
    let dir = folder();
    let file = dir.path().join("ban");
    desk.with(|book| book.store().backup_source().write(&file, &mut |_, _| {}))
        .unwrap();
    let mut bytes = fs::read(&file).unwrap();
    bytes.truncate(bytes.len() - 32);
    vec![bytes]
}
