//! What a later version of the program wrote is kept as it is, and survives this one.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sochibo_domain::Statement;
use sochibo_journal::{
    Author, Change, DeviceId, DeviceKey, Envelope, Epoch, Header, KeyRing, Ring, RingKey,
};
use sochibo_store::Received;
use uuid::Uuid;

use crate::desk::{CELL, Desk, NOW, assert_sound, put, receive, say, statement};

/// A device with a later version of the program.
struct Later {
    author: Author,
    keys: KeyRing,
    key: DeviceKey,
}

impl Later {
    fn new() -> Self {
        let mut keys = KeyRing::default();
        keys.insert(Ring::Internal, Epoch(1), RingKey([1; 32]));
        keys.insert(Ring::Secretary, Epoch(2), RingKey([77; 32]));
        Self {
            author: Author::new(CELL, DeviceId(Uuid::from_u128(200))),
            keys,
            key: DeviceKey::from_secret(&[200; 32]),
        }
    }

    fn write(&mut self, ring: Ring, kind: &str, id: u128, set: Value) -> Envelope {
        let set: BTreeMap<String, Value> = serde_json::from_value(set).unwrap();
        let change = Change::new(kind, Uuid::from_u128(id), set);
        self.author
            .write(&change, ring, &self.keys, NOW)
            .unwrap()
            .unwrap()
    }

    /// A body that this version can't read as a change.
    fn write_raw(&mut self, body: &[u8]) -> Envelope {
        let header = Header {
            cell: CELL,
            device: self.author.device,
            seq: self.author.seq + 1,
            at: self.author.clock.next(NOW),
            prev: self.author.head,
            ring: Ring::Published,
            epoch: Epoch(0),
            body_hash: Header::hash_body(body),
        };
        (self.author.seq, self.author.head, self.author.clock) =
            (header.seq, header.hash(), header.at);
        Envelope {
            header,
            body: body.to_vec(),
        }
    }
}

fn count(desk: &Desk, what: &str) -> i64 {
    desk.raw()
        .query_row(&format!("SELECT count(*) FROM {what}"), [], |row| {
            row.get(0)
        })
        .unwrap()
}

fn state_of(desk: &Desk, id: u128) -> Value {
    let id = Uuid::from_u128(id);
    let state: String = desk
        .raw()
        .query_row(
            "SELECT state FROM record WHERE id = ?1",
            [id.as_bytes()],
            |row| row.get(0),
        )
        .unwrap();
    serde_json::from_str(&state).unwrap()
}

#[test]
fn a_kind_of_a_later_version_is_kept_and_survives_a_repair() {
    let desk = Desk::new(1);
    let mut later = Later::new();
    let dream = later.write(
        Ring::Internal,
        "dream",
        5,
        json!({"of": "một chi bộ không giấy"}),
    );
    let mut store = desk.open();
    receive(&mut store, &[dream], &later.key).unwrap();
    assert_sound(&store);
    assert!(store.repair().unwrap().ok());
    drop(store);
    let value = &state_of(&desk, 5)["is"]["of"][1];
    assert_eq!(*value, json!("một chi bộ không giấy"));
    assert_eq!(count(&desk, "record WHERE kind = 'dream'"), 1);
}

#[test]
fn a_field_of_a_later_version_survives_an_edit_and_a_repair() {
    let desk = Desk::new(1);
    let mut later = Later::new();
    let mut fields = serde_json::to_value(statement("trước")).unwrap();
    fields["mood"] = json!({"calm": 7});
    let said = later.write(Ring::Internal, "statement", 6, fields);
    let mut store = desk.open();
    receive(&mut store, &[said], &later.key).unwrap();
    say(&mut store, 6, "sau");
    assert_eq!(
        store
            .read()
            .get::<Statement>(Uuid::from_u128(6).into())
            .unwrap()
            .text,
        "sau"
    );
    assert!(store.repair().unwrap().ok());
    drop(store);
    let state = state_of(&desk, 6);
    assert_eq!(state["is"]["mood"][1], json!({"calm": 7}));
    assert_eq!(state["is"]["text"][1], json!("sau"));
}

#[test]
fn a_word_of_a_later_version_hides_a_thing_but_loses_nothing() {
    let desk = Desk::new(1);
    let mut later = Later::new();
    let fields = json!({"name": "Nguyễn Văn Hai", "status": "mot_trang_thai_moi"});
    let enrolled = later.write(Ring::Internal, "member", 6, fields);
    let mut store = desk.open();
    receive(&mut store, &[enrolled], &later.key).unwrap();
    assert!(
        store
            .read()
            .list::<sochibo_domain::Member>()
            .unwrap()
            .is_empty()
    );
    assert_sound(&store);
    let values = store.read().values(Uuid::from_u128(6)).unwrap();
    assert_eq!(values["status"], json!("mot_trang_thai_moi"));
}

#[test]
fn a_body_that_is_no_change_is_held_and_the_rest_goes_on() {
    let desk = Desk::new(1);
    let mut later = Later::new();
    let batch = [
        later.write(Ring::Internal, "dream", 5, json!({"n": 1})),
        later.write_raw(b"\x02 postcard, one day"),
        later.write(Ring::Internal, "dream", 5, json!({"n": 2})),
    ];
    let mut store = desk.open();
    let received = receive(&mut store, &batch, &later.key).unwrap();
    assert_eq!(
        received,
        Received {
            new: 3,
            quarantined: 0,
            ..Received::default()
        }
    );
    assert_sound(&store);
    assert!(store.repair().unwrap().ok());
    drop(store);
    assert_eq!(count(&desk, "operation WHERE state = 2"), 1);
    assert_eq!(count(&desk, "operation WHERE state = 0"), 2);
}

#[test]
fn what_is_sealed_under_a_key_that_is_missing_is_kept_closed_until_the_key_comes() {
    let desk = Desk::new(1);
    let mut later = Later::new();
    let batch = [
        later.write(Ring::Secretary, "dream", 5, json!({"n": 1})),
        later.write(Ring::Internal, "dream", 6, json!({"n": 2})),
    ];
    let mut store = desk.open();
    let received = receive(&mut store, &batch, &later.key).unwrap();
    assert_eq!(
        received,
        Received {
            new: 2,
            quarantined: 0,
            ..Received::default()
        }
    );
    assert_sound(&store);
    drop(store);
    assert_eq!(
        count(&desk, "operation WHERE state = 1 AND record IS NULL"),
        1
    );
    assert_eq!(count(&desk, "record"), 1);
    let kept: Vec<u8> = desk
        .raw()
        .query_row("SELECT body FROM operation WHERE state = 1", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(kept, batch[0].body);
    // The key arrives; a repair reads what waited for it.
    let key = [77_u8; 32];
    desk.raw()
        .execute("INSERT INTO ring_key VALUES (3, 2, ?1)", [key])
        .unwrap();
    let mut store = desk.open();
    assert!(store.repair().unwrap().ok());
    assert_sound(&store);
    drop(store);
    assert_eq!(state_of(&desk, 5)["is"]["n"][1], json!(1));
    assert_eq!(count(&desk, "operation WHERE state <> 0"), 0);
}

#[test]
fn an_altered_seal_is_set_aside_with_the_reason_and_the_rest_goes_on() {
    let desk = Desk::new(1);
    let mut later = Later::new();
    // Sealed under another key than the one that the header names.
    let mut others = KeyRing::default();
    others.insert(Ring::Internal, Epoch(1), RingKey([99; 32]));
    let own = std::mem::replace(&mut later.keys, others);
    let bad = later.write(Ring::Internal, "dream", 5, json!({"n": 1}));
    later.keys = own;
    let good = later.write(Ring::Internal, "dream", 6, json!({"n": 2}));
    let mut store = desk.open();
    let received = receive(&mut store, &[bad, good], &later.key).unwrap();
    assert_eq!(
        received,
        Received {
            new: 2,
            quarantined: 1,
            ..Received::default()
        }
    );
    let aside = store.quarantined().unwrap();
    assert_eq!((aside.len(), aside[0].op.1), (1, 1));
    assert!(!aside[0].why.is_empty());
    put(&mut store, |gate| {
        gate.put::<Statement>(Uuid::from_u128(7).into(), &statement("tiếp"))
    });
    let report = store.check(false).unwrap();
    let wrong: Vec<&str> = report
        .checks
        .iter()
        .filter(|check| !check.ok)
        .map(|check| check.name)
        .collect();
    assert_eq!(wrong, ["quarantine"]);
}
