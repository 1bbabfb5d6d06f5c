//! Every place where bytes from elsewhere are read: from the ward, from another device, from a
//! stick, from a file that a person chose. Each has sound inputs to begin with, and is asked to say
//! what is wrong with any other.

use std::{fmt::Display, fs, path::Path};

use serde::de::DeserializeOwned;
use sochibo_domain::{Explain, Month, date::parse_day, roster, rules::Pack, secret::find_mark};
use sochibo_journal::{
    Act, Author, CellId, Chain, Change, DeviceId, DeviceKey, Envelope, Epoch, Header, Hlc, KeyRing,
    Ring, RingKey, grouped,
};
use sochibo_store::{KeyHeader, NewIdentity, Opener, Store};
use sochibo_wire::{
    Batch, EnrolCode, Page, PageEntry, Receipt, Stick, ToCell, ToWard,
    api::{Digest, EnrolRequest, Enrolled, Pushed, Refusal, RenewRequest, Speech},
    join::{JoinRequest, Joins, LookRequest, Looked},
    secret_mark,
};
use uuid::Uuid;

use crate::{Desk, desk::folder, month::bodies};

/// A reader of foreign bytes.
pub struct Reader {
    /// What it reads.
    pub name: &'static str,
    /// Inputs that are sound.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Reads; stops the test where it says nothing sensible about what is wrong.
    pub read: fn(&[u8]),
    /// How many inputs take as long as one of the others.
    pub slowness: usize,
}

/// All of them.
pub const READERS: &[Reader] = &[
    reader("header", headers, read_header),
    reader("envelope", sealed, read_envelope),
    reader("operation", plain, read_operation),
    reader("batch", batches, read_batch),
    reader("envelopes in a batch", envelopes_in_one, read_packed),
    reader("page", pages, read_page),
    reader("exchange file", sticks, read_stick),
    reader("load of an exchange file", loads, read_load),
    reader("answer of a ward", answers, read_answer),
    reader("key header", key_headers, read_key_header),
    reader("code on paper", codes, read_code),
    reader("roster", rosters, read_roster),
    reader("rule pack", packs, read_pack),
    reader("day", days, read_day),
    Reader {
        slowness: 60,
        ..reader("backup", backups, read_backup)
    },
];

const fn reader(name: &'static str, seeds: fn() -> Vec<Vec<u8>>, read: fn(&[u8])) -> Reader {
    Reader {
        name,
        seeds,
        read,
        slowness: 1,
    }
}

const CELL: CellId = CellId(Uuid::from_u128(0xCE11));
const DEVICE: DeviceId = DeviceId(Uuid::from_u128(0xD00D));

fn key() -> DeviceKey {
    DeviceKey::from_secret(&[0x42; 32])
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

/// Says what is wrong in words, whatever it is.
fn said(error: &dyn Display) {
    assert!(!error.to_string().is_empty());
}

/// As [`said`], where a person will read it: a sentence and a code.
fn explained(error: &dyn Explain) {
    let sentence = error.to_string();
    assert!(sentence.ends_with(['.', ')']), "{sentence}");
    let code = error.code();
    assert!(code.len() == 5 && code.as_bytes()[2] == b'-', "{code}");
}

fn headers() -> Vec<Vec<u8>> {
    let envelopes = envelopes();
    let some = envelopes.iter().step_by(envelopes.len() / 8);
    some.map(|envelope| envelope.header.encode().to_vec())
        .collect()
}

fn read_header(bytes: &[u8]) {
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

fn read_envelope(bytes: &[u8]) {
    match Envelope::decode(bytes) {
        Ok((envelope, rest)) => {
            assert_eq!(envelope.encoded_len() + rest.len(), bytes.len());
            let associated = envelope.header.associated_data();
            let _ = sochibo_journal::open(&RingKey([1; 32]), &associated, &envelope.body);
            let _ = secret_mark(&envelope);
        }
        Err(error) => said(&error),
    }
}

fn plain() -> Vec<Vec<u8>> {
    bodies().iter().map(|(_, plain)| plain.clone()).collect()
}

fn read_operation(bytes: &[u8]) {
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

fn signed(some: &[Envelope]) -> Batch {
    Batch::sign(some.to_vec(), &key()).unwrap()
}

fn batches() -> Vec<Vec<u8>> {
    let envelopes = envelopes();
    [1, 5, 30]
        .map(|count| signed(&envelopes[..count]).encode().unwrap())
        .to_vec()
}

fn read_batch(bytes: &[u8]) {
    match Batch::decode(bytes) {
        Ok((batch, rest)) => {
            assert!(rest.len() < bytes.len());
            let _ = batch.verify(&key().public()).map_err(|error| said(&error));
        }
        Err(error) => said(&error),
    }
}

fn envelopes_in_one() -> Vec<Vec<u8>> {
    let envelopes = envelopes();
    [1, 4, 12]
        .map(|count| encoded(&envelopes[..count]))
        .to_vec()
}

/// What a batch unpacks to: below the compressor, where altered bytes of a batch seldom get.
fn read_packed(bytes: &[u8]) {
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

fn read_page(bytes: &[u8]) {
    let _ = Page::decode(bytes).map_err(|error| said(&error));
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

fn read_stick(bytes: &[u8]) {
    let _ = Stick::decode(bytes).map_err(|error| said(&error));
    let _ = Stick::proven(bytes, &key().public()).map_err(|error| said(&error));
}

/// Frame and load without signature and sum.
fn loads() -> Vec<Vec<u8>> {
    let mut all = sticks();
    for stick in &mut all {
        stick.truncate(stick.len() - 96);
    }
    all
}

/// A file whose sum is right, as whoever makes one can have it.
fn read_load(bytes: &[u8]) {
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

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}

fn read_answer(bytes: &[u8]) {
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

const CODE: [u8; 16] = [0x80; 16];

fn key_headers() -> Vec<Vec<u8>> {
    let wrapped = KeyHeader::wrap(&[7; 32], "mùa xuân năm ấy", Some(&CODE), &[5; 16]).unwrap();
    vec![
        serde_json::to_vec(&wrapped).unwrap(),
        serde_json::to_vec_pretty(&wrapped).unwrap(),
    ]
}

fn read_key_header(bytes: &[u8]) {
    match KeyHeader::parse(bytes) {
        // By the code, which needs no stretching.
        Ok(header) => {
            if let Err(error) = header.unwrap_recovery(&CODE) {
                explained(&error);
            }
        }
        Err(error) => explained(&error),
    }
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

fn read_code(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match EnrolCode::read(&text) {
        Ok(code) => assert_eq!(EnrolCode::read(&code.to_string()).unwrap(), code),
        Err(error) => said(&error),
    }
    let _ = grouped::read::<16>(&text).map_err(|error| said(&error));
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

fn read_roster(bytes: &[u8]) {
    match roster::read_csv(bytes) {
        Ok(import) => {
            for refused in &import.refused {
                assert!(refused.why.ends_with('.'), "{}", refused.why);
            }
        }
        Err(error) => explained(&error),
    }
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

fn read_pack(bytes: &[u8]) {
    if let Err(error) = Pack::load("goi.toml", &String::from_utf8_lossy(bytes)) {
        explained(&error);
        assert!(error.to_string().contains("goi.toml"), "{error}");
    }
}

fn days() -> Vec<Vec<u8>> {
    ["5/10/2026", "2026-10-05", "10/2026", "2026-10", "29/2/2028"]
        .map(|text| text.as_bytes().to_vec())
        .to_vec()
}

fn read_day(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = parse_day(&text) {
        explained(&error);
    }
    let _ = text.parse::<Month>().map_err(|error| said(&error));
    let _ = find_mark(&text);
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

/// A backup whose sum is right, whatever is in it.
fn read_backup(bytes: &[u8]) {
    let dir = folder();
    let file = dir.path().join("ban");
    let sum = blake3::derive_key("sochibo 2026 backup", bytes);
    fs::write(&file, [bytes, &sum[..]].concat()).unwrap();
    let identity = NewIdentity {
        device: DEVICE,
        secret: [0x77; 32],
    };
    let opener = Opener::Recovery(&[0x80; 16]);
    let book = dir.path().join("so");
    match Store::restore(&file, &book, &opener, &identity) {
        Ok(store) => assert!(store.check(false).is_ok()),
        Err(error) => {
            explained(&error);
            // Whole or not at all.
            assert!(!book.exists());
        }
    }
}
