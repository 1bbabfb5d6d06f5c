//! The rules of merging, one at a time.

use serde_json::{Map, Value, json};
use sochibo_journal::{Change, DELETED, Hlc, OpRef, Record, Stamp};
use uuid::Uuid;

use crate::hand::{change, change_over, device};

const ID: Uuid = Uuid::from_u128(1);

fn stamp(device_no: u128, seq: u64, at: u64) -> Stamp {
    Stamp {
        at: Hlc(at),
        device: device(device_no),
        seq,
    }
}

fn values(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

/// One record with a text that device 1 wrote.
fn begun() -> Record {
    let mut record = Record::default();
    record.apply(
        stamp(1, 1, 10),
        &change([("text", json!("đầu")), ("title", json!("mục"))]),
    );
    record
}

#[test]
fn of_two_who_did_not_know_each_other_the_later_stands_and_the_other_is_kept() {
    let mut record = begun();
    let first = OpRef(device(1), 1);
    record.apply(
        stamp(1, 2, 20),
        &change_over("text", json!("sớm"), vec![first]),
    );
    record.apply(
        stamp(2, 1, 30),
        &change_over("text", json!("muộn"), vec![first]),
    );
    assert_eq!(record.values()["text"], json!("muộn"));
    let waiting: Vec<_> = record.conflicts().collect();
    assert_eq!(waiting.len(), 1);
    let (field, register) = waiting[0];
    assert_eq!(field, "text");
    let losers: Vec<&Value> = register.losers().map(|head| &head.value).collect();
    assert_eq!(losers, [&json!("sớm")]);
}

#[test]
fn two_who_wrote_the_same_are_no_conflict() {
    let mut record = begun();
    let first = OpRef(device(1), 1);
    record.apply(
        stamp(1, 2, 20),
        &change_over("text", json!("như nhau"), vec![first]),
    );
    record.apply(
        stamp(2, 1, 30),
        &change_over("text", json!("như nhau"), vec![first]),
    );
    assert_eq!(record.conflicts().count(), 0);
}

#[test]
fn one_who_knew_what_was_there_replaces_it() {
    let mut record = begun();
    record.apply(
        stamp(2, 1, 20),
        &change_over("text", json!("sau"), vec![OpRef(device(1), 1)]),
    );
    assert_eq!(record.values()["text"], json!("sau"));
    assert_eq!(record.conflicts().count(), 0);
}

#[test]
fn two_fields_are_merged_each_on_its_own() {
    let mut record = begun();
    let first = OpRef(device(1), 1);
    record.apply(
        stamp(1, 2, 20),
        &change_over("text", json!("chữ"), vec![first]),
    );
    record.apply(
        stamp(2, 1, 30),
        &change_over("title", json!("tên"), vec![first]),
    );
    assert_eq!(
        record.values(),
        values(json!({"text": "chữ", "title": "tên"}))
    );
    assert_eq!(record.conflicts().count(), 0);
}

#[test]
fn settling_replaces_every_value_at_once() {
    let mut record = begun();
    record.apply(stamp(2, 1, 30), &change([("text", json!("khác"))]));
    record.apply(stamp(3, 1, 20), &change([("text", json!("nữa"))]));
    assert_eq!(record.conflicts().count(), 1);
    let settled = record.settle("statement", ID, "text", json!("sau cùng"));
    assert_eq!(settled.over["text"].len(), 3);
    record.apply(stamp(1, 2, 40), &settled);
    assert_eq!(record.conflicts().count(), 0);
    assert_eq!(record.values()["text"], json!("sau cùng"));
}

#[test]
fn an_edit_after_a_delete_does_not_bring_the_record_back() {
    let mut record = begun();
    record.apply(stamp(1, 2, 20), &change([(DELETED, json!(true))]));
    record.apply(
        stamp(2, 1, 30),
        &change_over("text", json!("sửa"), vec![OpRef(device(1), 1)]),
    );
    assert!(record.is_deleted());
    assert_eq!(record.values()["text"], json!("sửa"));
    assert!(!record.values().contains_key(DELETED));
}

#[test]
fn undoing_a_delete_brings_the_record_back() {
    let mut record = begun();
    record.apply(stamp(1, 2, 20), &change([(DELETED, json!(true))]));
    let undo = record
        .diff("statement", ID, &values(json!({DELETED: false})))
        .unwrap();
    assert_eq!(undo.over[DELETED], [OpRef(device(1), 2)]);
    record.apply(stamp(1, 3, 30), &undo);
    assert!(!record.is_deleted());
    assert_eq!(
        record.values(),
        values(json!({"text": "đầu", "title": "mục"}))
    );
}

#[test]
fn what_is_the_same_already_is_not_written() {
    let record = begun();
    assert_eq!(record.diff("statement", ID, &record.values()), None);
    // An absent field and an explicit null say the same.
    assert_eq!(
        record.diff(
            "statement",
            ID,
            &values(json!({"text": "đầu", "due": null}))
        ),
        None
    );
}

#[test]
fn only_what_differs_is_written_over_the_value_that_stands() {
    let mut record = begun();
    record.apply(stamp(2, 4, 30), &change([("text", json!("thắng"))]));
    let wanted = values(json!({"text": "mới", "title": "mục", "due": "2026-10-28"}));
    let change = record.diff("statement", ID, &wanted).unwrap();
    assert_eq!(change.set.keys().collect::<Vec<_>>(), ["due", "text"]);
    assert_eq!(change.over.keys().collect::<Vec<_>>(), ["text"]);
    assert_eq!(change.over["text"], [OpRef(device(2), 4)]);
    assert_eq!((change.kind.as_str(), change.id), ("statement", ID));
}

#[test]
fn fields_of_a_later_version_stay() {
    let mut record = begun();
    record.apply(
        stamp(2, 1, 20),
        &change([("mood", json!({"of": ["a", "later"], "version": 9}))]),
    );
    let mut wanted = values(json!({"text": "mới", "title": "mục"}));
    let edit = record.diff("statement", ID, &wanted).unwrap();
    record.apply(stamp(1, 2, 30), &edit);
    wanted.insert(
        "mood".to_owned(),
        json!({"of": ["a", "later"], "version": 9}),
    );
    assert_eq!(record.values(), wanted);
}

#[test]
fn a_write_that_was_replaced_before_it_arrived_does_not_show() {
    let mut record = Record::default();
    record.apply(
        stamp(2, 1, 20),
        &change_over("text", json!("sau"), vec![OpRef(device(1), 1)]),
    );
    record.apply(stamp(1, 1, 10), &change([("text", json!("đầu"))]));
    assert_eq!(record.values()["text"], json!("sau"));
    assert_eq!(record.conflicts().count(), 0);
}

#[test]
fn a_body_survives_the_way_and_one_that_is_no_change_is_told() {
    let whole = change_over("text", json!("câu"), vec![OpRef(device(1), 3)]);
    assert_eq!(Change::decode(&whole.encode()).unwrap(), whole);
    let plain = change([("text", json!("câu"))]);
    assert!(!String::from_utf8(plain.encode()).unwrap().contains("over"));
    assert!(Change::decode(b"\x00\x01 not JSON").is_err());
    assert!(Change::decode(b"{\"kind\":\"statement\"}").is_err());
}
