//! What comes from the ward: its documents and nothing else, from its own chain and from no other.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sochibo_domain::{Entity, Member, Statement, WardDocument};
use sochibo_journal::{
    Author, Change, DELETED, DeviceId, DeviceKey, Envelope, Epoch, KeyRing, OpRef, Ring, RingKey,
    ward_id,
};
use sochibo_store::{Incoming, Link, Received, Store, StoreError};
use uuid::Uuid;

use crate::desk::{CELL, Desk, NOW, assert_sound, end_of, member, put, receive, say};

fn document(title: &str) -> WardDocument {
    serde_json::from_value(json!({
        "number": "12-CV/ĐU", "title": title, "kind": "Công văn", "text": "Kính gửi các chi bộ.",
        "sender": "Đảng ủy phường", "sent_at": "2026-10-01T08:00:00+07:00",
    }))
    .unwrap()
}

fn values(document: &WardDocument) -> BTreeMap<String, Value> {
    let Value::Object(values) = json!(document) else {
        panic!("a struct is an object");
    };
    values.into_iter().collect()
}

/// A ward as a book knows it.
struct Ward {
    key: DeviceKey,
    author: Author,
}

impl Ward {
    fn new(n: u8) -> Self {
        let key = DeviceKey::from_secret(&[n; 32]);
        let author = Author::new(CELL, DeviceId::of_ward(CELL, &key.public()));
        Self { key, author }
    }

    /// The book has joined it.
    fn joined_by(self, store: &mut Store) -> Self {
        let link = Link {
            server: "https://127.0.0.1:1".to_owned(),
            pin: String::new(),
            token: String::new(),
            ward_key: self.key.public(),
            ward_name: "Đảng ủy phường".to_owned(),
            cell_name: "Khu phố 12".to_owned(),
        };
        store.set_link(&link).unwrap();
        self
    }

    fn write(&mut self, change: &Change) -> Envelope {
        let keys = KeyRing::default();
        let written = self.author.write(change, Ring::Published, &keys, NOW);
        written.unwrap().unwrap()
    }

    fn send(&mut self, n: u8, title: &str) -> Envelope {
        let change = Change::new("ward_document", id(n), values(&document(title)));
        self.write(&change)
    }
}

fn id(n: u8) -> Uuid {
    ward_id([n; 10])
}

fn titles(store: &Store) -> Vec<String> {
    let listed = store.read().list::<WardDocument>().unwrap();
    listed.into_iter().map(|row| row.entity.title).collect()
}

fn page(envelopes: &[Envelope], key: &DeviceKey) -> Vec<Incoming> {
    let end = end_of(envelopes, key);
    let incoming = Incoming::open(envelopes.to_vec(), key.public(), end, &KeyRing::default());
    vec![incoming]
}

#[test]
fn the_wards_documents_come_in_are_found_and_can_be_withdrawn() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let mut ward = Ward::new(7).joined_by(&mut store);
    let first = ward.send(1, "Chuyển đổi số");
    let mut withdrawn = Change::new(
        "ward_document",
        id(1),
        BTreeMap::from([("withdrawn_on".to_owned(), json!("2026-10-03"))]),
    );
    withdrawn.over.insert(
        "withdrawn_on".to_owned(),
        vec![OpRef(ward.author.device, 1)],
    );
    let second = ward.write(&withdrawn);
    let received = receive(&mut store, &[first], &ward.key).unwrap();
    assert_eq!((received.new, received.quarantined), (1, 0));
    assert_eq!(titles(&store), ["Chuyển đổi số"]);
    let hits = store.read().search("chuyen doi so", 9).unwrap();
    assert_eq!(hits.len(), 1);
    receive(&mut store, &[second], &ward.key).unwrap();
    let document = store.read().get::<WardDocument>(id(1).into()).unwrap();
    assert_eq!(document.withdrawn_on.unwrap().to_string(), "2026-10-03");
    assert!(store.read().conflicts().unwrap().is_empty());
    assert_sound(&store);
}

#[test]
fn a_ward_that_writes_what_is_the_cells_changes_nothing_and_the_stream_goes_on() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let mut ward = Ward::new(7).joined_by(&mut store);
    say(&mut store, 3, "giữ nguyên");
    let text = |text: &str| BTreeMap::from([("text".to_owned(), json!(text))]);
    let gone = BTreeMap::from([(DELETED.to_owned(), json!(true))]);
    let said = Uuid::from_u128(3);
    let envelopes = [
        // Over what the cell wrote, under its own kind and under the ward's.
        ward.write(&Change::new(Statement::KIND, said, text("sửa"))),
        ward.write(&Change::new("ward_document", said, gone)),
        // A thing of the cell under an id of the ward's, one of nobody's kind, and an act.
        ward.write(&Change::new(Member::KIND, id(4), values(&document("?")))),
        ward.write(&Change::new("something", id(5), text("?"))),
        ward.write(&Change::new("grant", id(6), text("?"))),
        ward.send(1, "Chuyển đổi số"),
        // What a later version of the ward writes is kept like any kind that isn't known.
        ward.write(&Change::new("ward_guidance", id(8), text("sau này"))),
    ];
    let received = receive(&mut store, &envelopes, &ward.key).unwrap();
    assert_eq!((received.new, received.quarantined), (7, 5));
    let statement = store.read().get::<Statement>(said.into()).unwrap();
    assert_eq!(statement.text, "giữ nguyên");
    assert_eq!(titles(&store), ["Chuyển đổi số"]);
    assert!(store.read().list::<Member>().unwrap().is_empty());
    let aside = store.quarantined().unwrap();
    assert!(
        aside
            .iter()
            .all(|aside| aside.why.contains("phường không được ghi"))
    );
    let seqs: Vec<u64> = aside.iter().map(|aside| aside.op.1).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
    // Nothing that comes later and no repair changes that.
    store.repair().unwrap();
    assert_eq!(store.quarantined().unwrap().len(), 5);
    let checks = store.check(true).unwrap().checks;
    let wrong: Vec<_> = checks.iter().filter(|check| !check.ok).collect();
    assert_eq!(wrong.len(), 1, "{wrong:#?}");
    assert_eq!(wrong[0].name, "quarantine");
}

#[test]
fn no_device_of_the_cell_writes_in_the_wards_name() {
    let desks = [Desk::new(1), Desk::new(2)];
    let (mut here, there) = (desks[0].open(), desks[1].open());
    let mut ward = Ward::new(7).joined_by(&mut here);
    let sent = ward.send(1, "Chuyển đổi số");
    receive(&mut here, &[sent], &ward.key).unwrap();
    // A program of another making: the gate of ours refuses it at once.
    let mut author = Author::new(CELL, there.device());
    let mut keys = KeyRing::default();
    keys.insert(Ring::Internal, Epoch(1), RingKey([1; 32]));
    let forged = values(&document("Giả"));
    let changed = BTreeMap::from([("title".to_owned(), json!("Giả"))]);
    let gone = BTreeMap::from([(DELETED.to_owned(), json!(true))]);
    let envelopes: Vec<Envelope> = [
        (
            Change::new("ward_document", id(2), forged.clone()),
            Ring::Published,
        ),
        (Change::new("ward_document", id(1), changed), Ring::Internal),
        (Change::new(Statement::KIND, id(1), gone), Ring::Internal),
        (
            Change::new("ward_document", Uuid::from_u128(9), forged),
            Ring::Internal,
        ),
    ]
    .into_iter()
    .map(|(change, ring)| author.write(&change, ring, &keys, NOW).unwrap().unwrap())
    .collect();
    let received = receive(&mut here, &envelopes, there.device_key()).unwrap();
    assert_eq!((received.new, received.quarantined), (4, 4));
    assert_eq!(titles(&here), ["Chuyển đổi số"]);
    let refused = here.transact(NOW, |gate| {
        gate.put::<WardDocument>(id(1).into(), &document("Sửa"))
    });
    assert!(matches!(refused, Err(StoreError::OfWard)));
    assert_eq!(titles(&here), ["Chuyển đổi số"]);
}

#[test]
fn only_the_ward_that_the_book_has_joined_is_heard() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let mut ward = Ward::new(7);
    let sent = ward.send(1, "Chuyển đổi số");
    // Before the book has joined it, and from another.
    let received = store
        .receive_page(
            page(std::slice::from_ref(&sent), &ward.key),
            None,
            Some(NOW),
        )
        .unwrap();
    assert_eq!((received.new, received.skipped.len()), (0, 1));
    let mut ward = ward.joined_by(&mut store);
    let mut other = Ward::new(8);
    let theirs = other.send(2, "Của phường khác");
    let received = store
        .receive_page(
            page(std::slice::from_ref(&theirs), &other.key),
            None,
            Some(NOW),
        )
        .unwrap();
    assert_eq!((received.new, received.skipped.len()), (0, 1));
    // Its own, signed by another.
    let received = store
        .receive_page(
            page(std::slice::from_ref(&sent), &other.key),
            None,
            Some(NOW),
        )
        .unwrap();
    assert_eq!((received.new, received.skipped.len()), (0, 1));
    assert!(titles(&store).is_empty());
    receive(&mut store, &[sent], &ward.key).unwrap();
    // The book joins another ward: what it has of the first stays.
    let next = ward.send(3, "Còn nữa");
    let mut other = other.joined_by(&mut store);
    receive(&mut store, &[theirs, other.send(4, "Mới")], &other.key).unwrap();
    receive(&mut store, &[next], &ward.key).unwrap();
    assert_eq!(
        titles(&store),
        ["Chuyển đổi số", "Của phường khác", "Mới", "Còn nữa"]
    );
    assert_sound(&store);
}

#[test]
fn a_document_with_the_mark_of_a_state_secret_never_reaches_the_disk() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let mut ward = Ward::new(7).joined_by(&mut store);
    let mut marked = document("Thông báo");
    marked.text = "TUYỆT MẬT\nnội dung lẽ ra không được gửi".to_owned();
    let change = Change::new("ward_document", id(1), values(&marked));
    let envelopes = [ward.write(&change), ward.send(2, "Chuyển đổi số")];
    let received = receive(&mut store, &envelopes, &ward.key).unwrap();
    assert_eq!((received.new, received.quarantined), (2, 1));
    assert_eq!(titles(&store), ["Chuyển đổi số"]);
    let aside = store.quarantined().unwrap();
    assert!(aside[0].why.contains("dấu độ mật"), "{aside:?}");
    drop(store);
    let kept: i64 = desk
        .raw()
        .query_row("SELECT min(length(body)) FROM operation", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(kept, 0, "the body is not there, its header is");
}

#[test]
fn a_ward_restored_from_a_backup_goes_on_with_another_history_and_the_old_one_is_kept() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let mut ward = Ward::new(7).joined_by(&mut store);
    let first = ward.send(1, "Đầu tiên");
    let backup = ward.author.clone();
    let lost = [ward.send(2, "Mất theo máy chủ"), ward.send(3, "Cũng mất")];
    receive(
        &mut store,
        &[vec![first], lost.to_vec()].concat(),
        &ward.key,
    )
    .unwrap();
    put(&mut store, |gate| {
        gate.put::<Member>(Uuid::from_u128(5).into(), &member("Nguyễn Văn An"))
    });
    ward.author = backup;
    let again = [ward.send(4, "Gửi lại"), ward.send(5, "Rồi tiếp")];
    let refused = receive(&mut store, &again, &ward.key);
    assert!(matches!(refused, Err(StoreError::Damaged(_))));
    let device = ward.author.device;
    let received = store
        .receive_anew(device, 1, page(&again, &ward.key), Some(NOW))
        .unwrap();
    assert_eq!(
        received,
        Received {
            new: 2,
            ..Received::default()
        }
    );
    assert_eq!(titles(&store), ["Đầu tiên", "Gửi lại", "Rồi tiếp"]);
    let aside = store.aside().unwrap();
    assert_eq!(aside, [(OpRef(device, 2), None), (OpRef(device, 3), None)]);
    assert_eq!(store.read().list::<Member>().unwrap().len(), 1);
    assert_sound(&store);
}
