//! Adopted minutes stand, whoever writes over them, in whatever order it comes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use sochibo_domain::{Entity, MinutesVersion, Report, id::MeetingId};
use sochibo_journal::{
    Author, Change, DELETED, DeviceId, DeviceKey, Envelope, Epoch, KeyRing, OpRef, Ring, RingKey,
};
use sochibo_store::{Store, StoreError};
use uuid::Uuid;

use crate::desk::{CELL, Desk, NOW, assert_sound, receive, take_all};

const MEETING: MeetingId = MeetingId(Uuid::from_u128(7));

fn id() -> Uuid {
    MinutesVersion::id(MEETING, 1).0
}

fn minutes(text: &str) -> MinutesVersion {
    serde_json::from_value(json!({
        "meeting": MEETING, "version": 1, "open": text, "inner": "{}", "digest": "00",
        "signature": "00", "signed_by": "00", "adopted_at": "2026-10-05T20:00:00+07:00",
    }))
    .unwrap()
}

fn fields(entity: &impl Entity) -> BTreeMap<String, Value> {
    let values = serde_json::to_value(entity).unwrap();
    let mut values: Map<String, Value> = serde_json::from_value(values).unwrap();
    values.retain(|_, value| !value.is_null());
    values.into_iter().collect()
}

/// A device that writes whatever it likes.
struct Writer {
    author: Author,
    keys: KeyRing,
    key: DeviceKey,
    written: Vec<Envelope>,
}

impl Writer {
    fn new(n: u8) -> Self {
        let mut keys = KeyRing::default();
        keys.insert(Ring::Internal, Epoch(1), RingKey([1; 32]));
        Self {
            author: Author::new(CELL, DeviceId(Uuid::from_u128(200 + u128::from(n)))),
            keys,
            key: DeviceKey::from_secret(&[200 + n; 32]),
            written: Vec::new(),
        }
    }

    fn write(&mut self, change: &Change, wall_ms: i64) -> OpRef {
        let envelope = self
            .author
            .write(change, Ring::Internal, &self.keys, wall_ms)
            .unwrap()
            .unwrap();
        let op = OpRef(envelope.header.device, envelope.header.seq);
        self.written.push(envelope);
        op
    }

    fn adopt(&mut self, text: &str, wall_ms: i64) -> OpRef {
        let change = Change::new(MinutesVersion::KIND, id(), fields(&minutes(text)));
        self.write(&change, wall_ms)
    }

    /// Writes `text`, whole, over `over`.
    fn write_over(&mut self, text: &str, over: &[OpRef], wall_ms: i64) -> OpRef {
        let set = fields(&minutes(text));
        let names: Vec<String> = set.keys().cloned().collect();
        let mut change = Change::new(MinutesVersion::KIND, id(), set);
        change.over = names
            .into_iter()
            .map(|name| (name, over.to_vec()))
            .collect();
        self.write(&change, wall_ms)
    }

    fn write_fields(&mut self, kind: &str, set: Value, over: &[OpRef], wall_ms: i64) -> OpRef {
        let set: BTreeMap<String, Value> = serde_json::from_value(set).unwrap();
        let names: Vec<String> = set.keys().cloned().collect();
        let mut change = Change::new(kind, id(), set);
        if !over.is_empty() {
            change.over = names
                .into_iter()
                .map(|name| (name, over.to_vec()))
                .collect();
        }
        self.write(&change, wall_ms)
    }
}

/// What a device shows of it.
#[derive(Debug, PartialEq)]
struct Shown {
    stands: Option<MinutesVersion>,
    waits: Vec<String>,
    aside: BTreeSet<OpRef>,
}

fn shown(store: &Store) -> Shown {
    let mut waits: Vec<String> = store
        .read()
        .conflicts()
        .unwrap()
        .into_iter()
        .map(|conflict| format!("{conflict:?}"))
        .collect();
    waits.sort();
    Shown {
        stands: store.read().find(MinutesVersion::id(MEETING, 1)).unwrap(),
        waits,
        aside: store
            .quarantined()
            .unwrap()
            .into_iter()
            .map(|aside| aside.op)
            .collect(),
    }
}

/// Takes in everything, each writer's in its own order, whose turn it is as `turns` says.
fn take_in(turns: &[u8], writers: &[Writer]) -> Shown {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let mut next: Vec<usize> = vec![0; writers.len()];
    let all: usize = writers.iter().map(|writer| writer.written.len()).sum();
    let mut turns = turns.iter().cycle();
    for _ in 0..all {
        let mut who = usize::from(*turns.next().unwrap()) % writers.len();
        while next[who] == writers[who].written.len() {
            who = (who + 1) % writers.len();
        }
        let writer = &writers[who];
        receive(
            &mut store,
            &writer.written[next[who]..=next[who]],
            &writer.key,
        )
        .unwrap();
        next[who] += 1;
    }
    let report = store.check(false).unwrap();
    let wrong: Vec<_> = report
        .checks
        .iter()
        .filter(|check| !check.ok && check.name != "quarantine")
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let before = shown(&store);
    store.repair().unwrap();
    assert_eq!(shown(&store), before, "a repair changes nothing");
    before
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Honest and hostile devices; the same result whatever the order of arrival.
    #[test]
    fn adopted_minutes_stand_whatever_is_written_over_them_and_in_whatever_order_it_comes(
        tricks in prop::collection::vec(0_u8..8, 0..8),
        rival in any::<bool>(), settled in any::<bool>(), hostile_clock in -3_i64..3,
        orders in prop::collection::vec(prop::collection::vec(any::<u8>(), 24), 3)
    ) {
        let mut honest = Writer::new(1);
        let mut other = Writer::new(2);
        let mut hostile = Writer::new(3);
        let first = honest.adopt("bản một", NOW);
        honest.write_fields(
            MinutesVersion::KIND, json!({"signed_on": "2026-10-09"}), &[], NOW + 5,
        );
        let mut expected = "bản một";
        if rival {
            let second = other.adopt("bản hai", NOW + 10);
            if settled {
                honest.write_over("bản hai", &[first, second], NOW + 20);
                expected = "bản hai";
            }
        }
        let mut refused = BTreeSet::new();
        for (n, trick) in tricks.iter().enumerate() {
            // Years back or ahead: neither helps. (More than a day ahead is set aside anyway.)
            let at = NOW + hostile_clock * 86_000_000 / 3 + i64::try_from(n).unwrap();
            refused.insert(match trick {
                0 => hostile.write_over("bản giả", &[first], at),
                1 => hostile.write_over("bản một", &[first], at),
                2 => hostile.write_fields(
                    MinutesVersion::KIND, json!({"open": "bản giả"}), &[], at),
                3 => hostile.write_fields(
                    MinutesVersion::KIND, json!({DELETED: true}), &[], at),
                4 => hostile.write_fields("statement", json!({"text": "bản giả"}), &[], at),
                5 => hostile.write_fields(
                    MinutesVersion::KIND, json!({"open": "bản giả"}), &[first], at),
                6 => hostile.write_fields(
                    MinutesVersion::KIND, json!({"reason": "bịa"}), &[], at),
                _ => {
                    // Under the id of this version, minutes that say they are another.
                    let mut set = fields(&minutes("bản giả"));
                    set.insert("version".to_owned(), 2.into());
                    hostile.write(&Change::new(MinutesVersion::KIND, id(), set), at)
                }
            });
        }
        let writers = [honest, other, hostile];
        let shown: Vec<Shown> = orders.iter().map(|turns| take_in(turns, &writers)).collect();
        prop_assert_eq!(&shown[0], &shown[1]);
        prop_assert_eq!(&shown[0], &shown[2]);
        let stands = shown[0].stands.as_ref().unwrap();
        prop_assert_eq!(stands.open.as_str(), expected);
        prop_assert_eq!(stands.signed_on, NaiveDate::from_ymd_opt(2026, 10, 9));
        prop_assert_eq!(&shown[0].aside, &refused);
        prop_assert_eq!(shown[0].waits.is_empty(), !rival || settled);
    }
}

#[test]
fn of_two_adoptions_that_did_not_know_of_each_other_the_first_stands_until_a_person_chooses() {
    let (mut first, mut later) = (Writer::new(1), Writer::new(2));
    later.adopt("sau", NOW + 1000);
    first.adopt("trước", NOW);
    for order in [[&first, &later], [&later, &first]] {
        let desk = Desk::new(1);
        let mut store = desk.open();
        for writer in order {
            receive(&mut store, &writer.written, &writer.key).unwrap();
        }
        assert_eq!(shown(&store).stands.unwrap().open, "trước");
        assert!(!shown(&store).waits.is_empty());
        let chosen = later.author.device;
        store
            .transact::<_, StoreError>(NOW, |gate| gate.settle_adopted(id(), chosen))
            .unwrap();
        assert_eq!(shown(&store).stands.unwrap().open, "sau");
        assert!(shown(&store).waits.is_empty() && shown(&store).aside.is_empty());
        assert_sound(&store);
    }
}

#[test]
fn a_device_that_adopts_a_second_time_replaces_and_is_refused() {
    let mut hostile = Writer::new(3);
    hostile.adopt("một", NOW);
    let again = hostile.adopt("hai", NOW + 1000);
    let shown = take_in(&[0], &[hostile]);
    assert_eq!(shown.stands.unwrap().open, "một");
    assert_eq!(shown.aside, BTreeSet::from([again]));
}

#[test]
fn the_gate_of_this_device_refuses_too_and_writes_nothing() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let id = MinutesVersion::id(MEETING, 1);
    let report: Report = serde_json::from_value(json!({
        "meeting": MEETING, "version": 1, "open": "một", "inner_hash": "00", "digest": "00",
        "signature": "00", "signed_by": "00", "adopted_at": "2026-10-05T20:00:00+07:00",
    }))
    .unwrap();
    store
        .transact::<_, StoreError>(NOW, |gate| {
            gate.put(id, &minutes("một"))?;
            gate.put(Report::id(MEETING, 1), &report)
        })
        .unwrap();
    let before = store.own_chain();
    let other = Report {
        open: "hai".to_owned(),
        ..report
    };
    let tries = [
        store.transact(NOW, |gate| gate.put(id, &minutes("hai")).map(|_| ())),
        store.transact(NOW, |gate| gate.remove::<MinutesVersion>(id)),
        store.transact(NOW, |gate| {
            gate.put(Report::id(MEETING, 1), &other).map(|_| ())
        }),
        store.transact(NOW, |gate| gate.remove::<Report>(Report::id(MEETING, 1))),
    ];
    for tried in tries {
        assert!(matches!(tried, Err(StoreError::Frozen)), "{tried:?}");
    }
    assert_eq!(store.own_chain(), before);
    // The day of signing is noted beside it.
    let signed = MinutesVersion {
        signed_on: NaiveDate::from_ymd_opt(2026, 10, 9),
        ..minutes("một")
    };
    store
        .transact::<_, StoreError>(NOW, |gate| gate.put(id, &signed))
        .unwrap();
    assert_sound(&store);
}

#[test]
fn doctor_sees_a_replacement_that_was_let_through_and_repair_sets_it_aside() {
    let (mut honest, mut hostile) = (Writer::new(1), Writer::new(3));
    let first = honest.adopt("một", NOW);
    let bad = hostile.write_over("giả", &[first], NOW + 1000);
    let desk = Desk::new(1);
    let mut store = desk.open();
    for writer in [&honest, &hostile] {
        receive(&mut store, &writer.written, &writer.key).unwrap();
    }
    let aside = store.quarantined().unwrap();
    assert_eq!(aside[0].op, bad);
    assert!(aside[0].why.contains("biên bản đã thông qua"), "{aside:?}");
    drop(store);
    // As a program without this rule would have left it.
    desk.raw()
        .execute("UPDATE operation SET state = 0, why = NULL", [])
        .unwrap();
    let mut store = desk.open();
    let fold = |store: &Store| {
        let report = store.check(false).unwrap();
        report.checks.iter().find(|c| c.name == "fold").unwrap().ok
    };
    assert!(!fold(&store));
    store.repair().unwrap();
    assert!(fold(&store));
    assert_eq!(store.quarantined().unwrap()[0].op, bad);
    assert_eq!(shown(&store).stands.unwrap().open, "một");
}

#[test]
fn what_is_refused_here_is_relayed_and_refused_there() {
    let (mut honest, mut hostile) = (Writer::new(1), Writer::new(3));
    let first = honest.adopt("một", NOW);
    hostile.write_over("giả", &[first], NOW + 1000);
    let desks = [Desk::new(1), Desk::new(2)];
    let (mut here, mut there) = (desks[0].open(), desks[1].open());
    for store in [&mut here, &mut there] {
        for writer in [&hostile, &honest] {
            receive(store, &writer.written, &writer.key).unwrap();
        }
    }
    take_all(&mut there, &here);
    assert_eq!(shown(&here), shown(&there));
    assert_eq!(shown(&there).stands.unwrap().open, "một");
}
