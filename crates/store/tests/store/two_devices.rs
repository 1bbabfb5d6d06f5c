//! Two devices that write and meet at random end with the same book, and on both the tables are
//! the fold of the operations.

use proptest::prelude::*;
use serde_json::Value;
use sochibo_domain::{Criticism, Entity, Member, Statement, Visibility};
use sochibo_store::{Conflict, Reader, Store, StoreError};
use uuid::Uuid;

use crate::desk::{Desk, NOW, assert_sound, criticism, member, receive, statement, take_all};

/// What happens. A device is 0 or 1; a thing is one of a few that both know.
#[derive(Clone, Debug)]
enum Event {
    Say(usize, u128, u8),
    Enrol(usize, u128, u8),
    Criticise(usize, u128, u8, Visibility),
    Unsay(usize, u128),
    Settle(usize, u8),
    /// Takes envelopes of the other, beginning so many before the first that is missing.
    Take(usize, u64, usize),
    /// A batch that begins after a gap.
    Skip(usize),
    Repair(usize),
    Reopen(usize),
}

fn event() -> impl Strategy<Value = Event> {
    let who = 0..2usize;
    let thing = 0..4u128;
    let seen = prop::sample::select(vec![
        Visibility::Internal,
        Visibility::Committee,
        Visibility::Secretary,
    ]);
    prop_oneof![
        4 => (who.clone(), thing.clone(), any::<u8>()).prop_map(|(w, t, v)| Event::Say(w, t, v)),
        2 => (who.clone(), thing.clone(), any::<u8>()).prop_map(|(w, t, v)| Event::Enrol(w, t, v)),
        2 => (who.clone(), thing.clone(), any::<u8>(), seen).prop_map(|(w, t, v, s)| Event::Criticise(w, t, v, s)),
        2 => (who.clone(), thing).prop_map(|(w, t)| Event::Unsay(w, t)),
        2 => (who.clone(), any::<u8>()).prop_map(|(w, v)| Event::Settle(w, v)),
        4 => (who.clone(), 0..4u64, 1..6usize).prop_map(|(w, b, n)| Event::Take(w, b, n)),
        1 => who.clone().prop_map(Event::Skip),
        1 => who.clone().prop_map(Event::Repair),
        1 => who.prop_map(Event::Reopen),
    ]
}

fn id<E: Entity>(thing: u128) -> E::Id {
    let kind = E::KIND.bytes().map(u128::from).sum::<u128>();
    Uuid::from_u128(kind << 8 | thing).into()
}

struct Pair {
    desks: [Desk; 2],
    stores: [Option<Store>; 2],
    /// How many of the other's envelopes each holds.
    known: [u64; 2],
}

impl Pair {
    fn new() -> Self {
        let desks = [Desk::new(1), Desk::new(2)];
        let stores = [Some(desks[0].open()), Some(desks[1].open())];
        Self {
            desks,
            stores,
            known: [0; 2],
        }
    }

    fn store(&mut self, who: usize) -> &mut Store {
        self.stores[who].as_mut().unwrap()
    }

    fn both(&mut self, to: usize) -> (&mut Store, &Store) {
        let [first, second] = &mut self.stores;
        let (first, second) = (first.as_mut().unwrap(), second.as_mut().unwrap());
        if to == 0 {
            (first, second)
        } else {
            (second, first)
        }
    }

    fn put<E: Entity>(&mut self, who: usize, thing: u128, entity: &E) {
        self.store(who)
            .transact(NOW, |gate| gate.put::<E>(id::<E>(thing), entity))
            .unwrap();
    }

    fn step(&mut self, event: &Event) {
        match *event {
            Event::Say(who, thing, value) => {
                self.put(who, thing, &statement(&format!("ý kiến số {value}")))
            }
            Event::Enrol(who, thing, value) => {
                self.put(who, thing, &member(&format!("Đặng Văn {value}")))
            }
            Event::Criticise(who, thing, value, seen) => {
                self.put(who, thing, &criticism(&format!("góp ý {value}"), seen));
            }
            Event::Unsay(who, thing) => {
                let gone = self
                    .store(who)
                    .transact(NOW, |gate| gate.remove::<Statement>(id::<Statement>(thing)));
                assert!(
                    matches!(gone, Ok(()) | Err(StoreError::NotFound(_))),
                    "{gone:?}"
                );
            }
            Event::Settle(who, value) => self.settle(who, value),
            Event::Take(who, back, count) => {
                let after = self.known[who].saturating_sub(back);
                let (to, from) = self.both(who);
                let envelopes = from.envelopes_after(after, count, usize::MAX).unwrap();
                if !envelopes.is_empty() {
                    let received = receive(to, &envelopes, from.device_key()).unwrap();
                    self.known[who] += received.new as u64;
                }
            }
            Event::Skip(who) => {
                let after = self.known[who] + 1;
                let (to, from) = self.both(who);
                let envelopes = from.envelopes_after(after, 9, usize::MAX).unwrap();
                if !envelopes.is_empty() {
                    let before = shown(&to.read());
                    let refused = receive(to, &envelopes, from.device_key());
                    assert!(
                        matches!(refused, Err(StoreError::Damaged(_))),
                        "{refused:?}"
                    );
                    assert_eq!(shown(&to.read()), before);
                }
            }
            Event::Repair(who) => {
                let before = listed(&self.store(who).read());
                assert!(self.store(who).repair().unwrap().ok());
                assert_eq!(listed(&self.store(who).read()), before);
            }
            Event::Reopen(who) => {
                self.stores[who] = None;
                self.stores[who] = Some(self.desks[who].open());
            }
        }
    }

    fn settle(&mut self, who: usize, value: u8) {
        let Some(Conflict {
            kind,
            id,
            field,
            values,
        }) = self.store(who).read().conflicts().unwrap().pop()
        else {
            return;
        };
        let chosen: Value = values[usize::from(value) % values.len()].1.clone();
        self.store(who)
            .transact(NOW, |gate| match kind.as_str() {
                Member::KIND => gate.settle::<Member>(id.into(), &field, chosen),
                Criticism::KIND => gate.settle::<Criticism>(id.into(), &field, chosen),
                _ => gate.settle::<Statement>(id.into(), &field, chosen),
            })
            .unwrap();
        let open = self.store(who).read().conflicts().unwrap();
        assert!(
            !open
                .iter()
                .any(|other| (other.id, &other.field) == (id, &field))
        );
    }
}

/// What lists show, in their order.
fn listed(reader: &Reader<'_>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        reader
            .list::<Statement>()
            .unwrap()
            .iter()
            .map(|row| format!("{row:?}")),
    );
    lines.extend(
        reader
            .list::<Member>()
            .unwrap()
            .iter()
            .map(|row| format!("{row:?}")),
    );
    lines.extend(
        reader
            .list::<Criticism>()
            .unwrap()
            .iter()
            .map(|row| format!("{row:?}")),
    );
    lines
}

/// Everything that a person could see: lists, conflicts, hits. In an order of its own, as each
/// device lists things in the order in which they came to it.
fn shown(reader: &Reader<'_>) -> Vec<String> {
    let mut lines = listed(reader);
    lines.extend(
        reader
            .conflicts()
            .unwrap()
            .iter()
            .map(|row| format!("{row:?}")),
    );
    for words in ["y kien", "dang van", "gop y"] {
        lines.extend(
            reader
                .search(words, 100)
                .unwrap()
                .iter()
                .map(|row| format!("{row:?}")),
        );
    }
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_order_they_write_and_meet_in_both_end_with_the_same_book(
        events in prop::collection::vec(event(), 1..40)
    ) {
        let mut pair = Pair::new();
        for event in &events {
            pair.step(event);
        }
        for who in [0, 1] {
            let (to, from) = pair.both(who);
            take_all(to, from);
        }
        for who in [0, 1] {
            assert_sound(pair.store(who));
        }
        let first = shown(&pair.store(0).read());
        prop_assert_eq!(&shown(&pair.store(1).read()), &first);
        for who in [0, 1] {
            let before = listed(&pair.store(who).read());
            prop_assert!(pair.store(who).repair().unwrap().ok());
            prop_assert_eq!(listed(&pair.store(who).read()), before);
            prop_assert_eq!(&shown(&pair.store(who).read()), &first);
        }
    }
}
