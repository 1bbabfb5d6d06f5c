//! What waits to be sent, and what was said to have arrived.

use sochibo_domain::{Criticism, Report, Statement, Visibility};
use sochibo_journal::Ring;
use sochibo_store::{LinkState, Store};
use uuid::Uuid;

use crate::desk::{Desk, NOW, criticism, put, say};

fn report(version: u32) -> Report {
    serde_json::from_value(serde_json::json!({
        "meeting": Uuid::from_u128(7), "version": version, "open": "{}", "inner_hash": "", "digest": "",
        "signature": "", "signed_by": "", "adopted_at": "2026-10-05T21:00:00+07:00",
    }))
    .unwrap()
}

fn publish(store: &mut Store, version: u32) {
    let report = report(version);
    put(store, |gate| {
        gate.put::<Report>(Report::id(report.meeting, version), &report)
    });
}

#[test]
fn of_what_waits_only_what_the_ward_will_read_is_counted_as_published() {
    let desk = Desk::new(1);
    // An epoch whose first byte is 0, which no neighbour of the ring's byte may be taken for.
    desk.raw()
        .execute("INSERT INTO ring_key VALUES (1, 256, ?1)", [[9_u8; 32]])
        .unwrap();
    let mut store = desk.open();
    assert_eq!(store.pending_counts().unwrap(), (0, 0));
    say(&mut store, 1, "một");
    publish(&mut store, 2);
    put(&mut store, |gate| {
        gate.put::<Criticism>(
            Uuid::from_u128(3).into(),
            &criticism("riêng", Visibility::Secretary),
        )
    });
    publish(&mut store, 4);
    assert_eq!(store.pending_counts().unwrap(), (4, 2));
    let rings: Vec<Ring> = store.pending().unwrap().iter().map(|op| op.ring).collect();
    assert_eq!(
        rings,
        [
            Ring::Internal,
            Ring::Published,
            Ring::Secretary,
            Ring::Published
        ]
    );
    // The second was published: with a receipt up to it, one of two is left.
    store.acknowledge(store.device(), 2, "{}", NOW).unwrap();
    assert_eq!(store.pending_counts().unwrap(), (2, 1));
    store.acknowledge(store.device(), 4, "{}", NOW).unwrap();
    assert_eq!(store.pending_counts().unwrap(), (0, 0));
    assert!(store.pending().unwrap().is_empty());
}

#[test]
fn a_receipt_is_kept_and_an_older_one_takes_nothing_back() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    say(&mut store, 1, "một");
    say(&mut store, 2, "hai");
    store
        .acknowledge(store.device(), 2, "\"sau\"", NOW + 1)
        .unwrap();
    store
        .acknowledge(store.device(), 1, "\"trước\"", NOW)
        .unwrap();
    drop(store);
    let store = desk.open();
    assert_eq!(
        store.link_state().unwrap(),
        LinkState {
            acknowledged: 2,
            ..LinkState::default()
        }
    );
    let kept: Vec<u64> = store
        .receipts()
        .unwrap()
        .into_iter()
        .map(|receipt| receipt.seq)
        .collect();
    assert_eq!(kept, [2, 1]);
}

#[test]
fn envelopes_are_cut_by_number_and_by_size_but_never_to_none() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    for n in 0..5 {
        say(&mut store, n, &"chữ ".repeat(200));
    }
    let seqs = |after, limit, bytes| -> Vec<u64> {
        let envelopes = store.envelopes_after(after, limit, bytes).unwrap();
        envelopes
            .iter()
            .map(|envelope| envelope.header.seq)
            .collect()
    };
    assert_eq!(seqs(0, 10, usize::MAX), [1, 2, 3, 4, 5]);
    assert_eq!(seqs(2, 2, usize::MAX), [3, 4]);
    assert_eq!(seqs(0, 10, 4000), [1, 2]);
    assert_eq!(seqs(0, 10, 1), [1]);
    assert!(seqs(5, 10, usize::MAX).is_empty());
}

#[test]
fn the_chain_is_known_at_every_number_and_goes_on_after_a_reopening() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    say(&mut store, 1, "một");
    say(&mut store, 2, "hai");
    let end = store.own_chain();
    assert_eq!(store.own_chain_at(2).unwrap(), Some(end));
    assert_eq!(
        store.own_chain_at(0).unwrap().map(|chain| chain.seq),
        Some(0)
    );
    assert_eq!(store.own_chain_at(3).unwrap(), None);
    assert_eq!(store.received_at(Uuid::from_u128(2)).unwrap(), None);
    store.acknowledge(store.device(), 2, "{}", NOW).unwrap();
    assert_eq!(store.received_at(Uuid::from_u128(2)).unwrap(), Some(NOW));
    drop(store);
    let mut store = desk.open();
    assert_eq!(store.own_chain(), end);
    say(&mut store, 3, "ba");
    assert_eq!(
        store.envelopes_after(2, 1, 0).unwrap()[0].header.prev,
        end.head
    );
}

#[test]
fn nothing_of_a_change_that_failed_is_left() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    say(&mut store, 1, "một");
    let end = store.own_chain();
    let failed: Result<(), sochibo_store::StoreError> = store.transact(NOW, |gate| {
        gate.put::<Statement>(Uuid::from_u128(2).into(), &crate::desk::statement("hai"))?;
        gate.remove::<Statement>(Uuid::from_u128(99).into())
    });
    assert!(failed.is_err());
    assert_eq!(store.own_chain(), end);
    assert_eq!(store.read().list::<Statement>().unwrap().len(), 1);
    say(&mut store, 3, "ba");
    crate::desk::assert_sound(&store);
}

#[test]
fn putting_what_is_there_already_writes_nothing() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    say(&mut store, 1, "một");
    say(&mut store, 1, "một");
    assert_eq!(store.own_chain().seq, 1);
}

#[test]
fn putting_a_removed_thing_brings_it_back() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let id = Uuid::from_u128(1);
    say(&mut store, 1, "một");
    store
        .transact(NOW, |gate| gate.remove::<Statement>(id.into()))
        .unwrap();
    assert_eq!(store.read().find::<Statement>(id.into()).unwrap(), None);
    say(&mut store, 1, "một");
    assert_eq!(
        store.read().get::<Statement>(id.into()).unwrap().text,
        "một"
    );
    crate::desk::assert_sound(&store);
}
