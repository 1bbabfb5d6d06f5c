//! Several devices that write one record and meet at random: every order in which their
//! operations can arrive gives the same record, and the same one that the rules give directly.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Map, Value};
use sochibo_journal::{Change, DELETED, Hlc, OpRef, Record, Stamp};
use uuid::Uuid;

use crate::hand::device;

const FIELDS: [&str; 3] = ["text", "title", "due"];
const DEVICES: usize = 3;
const ID: Uuid = Uuid::from_u128(1);

/// What happens in the village.
#[derive(Clone, Debug)]
enum Event {
    /// A device writes a field; its wall clock says this.
    Write(usize, usize, i64),
    /// A device removes the record, or brings it back.
    Remove(usize, bool),
    /// A device settles a field with a value of its own.
    Settle(usize, usize),
    /// A device takes in so many of the next operations of another.
    Take(usize, usize, usize),
}

fn event() -> impl Strategy<Value = Event> {
    let who = 0..DEVICES;
    prop_oneof![
        4 => (who.clone(), 0..FIELDS.len(), 0..1_000_000i64)
            .prop_map(|(who, field, wall)| Event::Write(who, field, wall)),
        1 => (who.clone(), any::<bool>()).prop_map(|(who, gone)| Event::Remove(who, gone)),
        1 => (who.clone(), 0..FIELDS.len()).prop_map(|(who, field)| Event::Settle(who, field)),
        4 => (who.clone(), who, 1..6usize).prop_map(|(who, from, n)| Event::Take(who, from, n)),
    ]
}

type Op = (Stamp, Change);

#[derive(Default)]
struct Machine {
    record: Record,
    clock: Hlc,
    /// How many operations of each device it holds.
    known: [usize; DEVICES],
}

#[derive(Default)]
struct Village {
    machines: [Machine; DEVICES],
    /// Each device's own series.
    written: [Vec<Op>; DEVICES],
    values: i64,
}

impl Village {
    fn live(events: &[Event]) -> Self {
        let mut village = Self::default();
        for event in events {
            village.step(event);
        }
        village
    }

    fn step(&mut self, event: &Event) {
        match *event {
            Event::Write(who, field, wall) => {
                let value = self.fresh();
                self.put(who, FIELDS[field], value, wall);
            }
            Event::Remove(who, gone) => self.put(who, DELETED, gone.into(), 0),
            Event::Settle(who, field) => {
                let value = self.fresh();
                let settled = self.machines[who]
                    .record
                    .settle("k", ID, FIELDS[field], value);
                self.write(who, settled, 0);
            }
            Event::Take(who, from, count) => self.take(who, from, count),
        }
    }

    /// No two writes say the same.
    fn fresh(&mut self) -> Value {
        self.values += 1;
        self.values.into()
    }

    fn put(&mut self, who: usize, field: &str, value: Value, wall: i64) {
        let wanted = Map::from_iter([(field.to_owned(), value)]);
        if let Some(change) = self.machines[who].record.diff("k", ID, &wanted) {
            self.write(who, change, wall);
        }
    }

    fn write(&mut self, who: usize, change: Change, wall: i64) {
        let machine = &mut self.machines[who];
        machine.clock = machine.clock.next(wall);
        let stamp = Stamp {
            at: machine.clock,
            device: device(who as u128),
            seq: self.written[who].len() as u64 + 1,
        };
        machine.record.apply(stamp, &change);
        machine.known[who] += 1;
        self.written[who].push((stamp, change));
    }

    fn take(&mut self, who: usize, from: usize, count: usize) {
        let machine = &mut self.machines[who];
        let next = self.written[from]
            .iter()
            .skip(machine.known[from])
            .take(count);
        for (stamp, change) in next {
            machine.record.apply(*stamp, change);
            machine.clock = machine.clock.max(stamp.at);
            machine.known[from] += 1;
        }
    }

    fn meet(&mut self) {
        for who in 0..DEVICES {
            for from in 0..DEVICES {
                self.take(who, from, usize::MAX);
            }
        }
    }

    /// The fold in the order that `picks` choose among the devices.
    fn fold(&self, picks: &[usize]) -> Record {
        let mut record = Record::default();
        let mut next = [0; DEVICES];
        let rest = (0..DEVICES)
            .cycle()
            .take(DEVICES * self.operations().count());
        for who in picks.iter().copied().chain(rest) {
            if let Some((stamp, change)) = self.written[who].get(next[who]) {
                record.apply(*stamp, change);
                next[who] += 1;
            }
        }
        record
    }

    fn operations(&self) -> impl Iterator<Item = &Op> {
        self.written.iter().flatten()
    }

    /// The rule itself: of a field stand the writes that no write replaces, latest first.
    fn standing(&self, field: &str) -> Vec<Value> {
        let writes: BTreeMap<Stamp, &Change> = self
            .operations()
            .filter(|(_, change)| change.set.contains_key(field))
            .map(|(stamp, change)| (*stamp, change))
            .collect();
        let replaced: BTreeSet<OpRef> = writes
            .values()
            .filter_map(|change| change.over.get(field))
            .flatten()
            .copied()
            .collect();
        let heads = writes
            .iter()
            .rev()
            .filter(|(stamp, _)| !replaced.contains(&stamp.op()));
        heads.map(|(_, change)| change.set[field].clone()).collect()
    }
}

fn standing(record: &Record, field: &str) -> Vec<Value> {
    record.field(field).map_or_else(Vec::new, |register| {
        let heads = register.winner().into_iter().chain(register.losers());
        heads.map(|head| head.value.clone()).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_order_of_arrival_folds_to_the_same_record(
        events in prop::collection::vec(event(), 1..60),
        orders in prop::collection::vec(prop::collection::vec(0..DEVICES, 0..60), 3)
    ) {
        let mut village = Village::live(&events);
        let one = village.fold(&[]);
        for order in &orders {
            let other = village.fold(order);
            prop_assert_eq!(&other, &one);
            prop_assert_eq!(other.values(), one.values());
            prop_assert_eq!(other.is_deleted(), one.is_deleted());
        }
        village.meet();
        for machine in &village.machines {
            prop_assert_eq!(&machine.record, &one);
        }
        for field in FIELDS {
            prop_assert_eq!(standing(&one, field), village.standing(field));
        }
        let gone = village.standing(DELETED).first() == Some(&Value::Bool(true));
        prop_assert_eq!(one.is_deleted(), gone);
    }

    #[test]
    fn a_record_survives_being_kept_between_any_two_operations(
        events in prop::collection::vec(event(), 1..30), order in prop::collection::vec(0..DEVICES, 0..30)
    ) {
        let village = Village::live(&events);
        let mut kept = Record::default();
        let mut next = [0; DEVICES];
        let rest = (0..DEVICES).cycle().take(DEVICES * village.operations().count());
        for who in order.iter().copied().chain(rest) {
            let Some((stamp, change)) = village.written[who].get(next[who]) else { continue };
            next[who] += 1;
            kept.apply(*stamp, change);
            kept = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
        }
        prop_assert_eq!(kept, village.fold(&[]));
    }

    #[test]
    fn after_settling_everything_nothing_waits_for_a_person(
        events in prop::collection::vec(event(), 1..60)
    ) {
        let mut village = Village::live(&events);
        village.meet();
        for (at, field) in FIELDS.iter().enumerate() {
            if village.machines[0].record.field(field).is_some() {
                village.step(&Event::Settle(0, at));
            }
        }
        village.meet();
        for machine in &village.machines {
            let open: Vec<&str> = machine.record.conflicts().map(|(name, _)| name).collect();
            prop_assert!(open.iter().all(|name| *name == DELETED), "{:?}", open);
        }
    }
}
