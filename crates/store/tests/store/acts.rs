//! Undo and redo through the journal.

use proptest::prelude::*;
use serde_json::json;
use sochibo_domain::{AgendaItem, Statement};
use sochibo_journal::{Change, DeviceId};
use sochibo_store::{Act, Part, Store, StoreError, TakenBack};
use uuid::Uuid;

use crate::desk::{Desk, NOW, assert_sound, say, statement, take_all};

/// The meeting that everything of this file hangs on.
const MEETING: Uuid = Uuid::from_u128(7);

fn all(_: &Change) -> Part {
    Part::Open
}

/// Takes the newest act back that can be; answers whether there was one.
fn undo(store: &mut Store) -> bool {
    let acts = store.acts(MEETING, 100, all).unwrap();
    acts.standing
        .iter()
        .any(|act| take_back(store, act).written > 0)
}

fn redo(store: &mut Store) -> bool {
    let acts = store.acts(MEETING, 100, all).unwrap();
    acts.undone
        .iter()
        .any(|act| take_back(store, act).written > 0)
}

fn take_back(store: &mut Store, act: &Act) -> TakenBack {
    store
        .transact::<_, StoreError>(NOW, |gate| gate.take_back(act))
        .unwrap()
}

/// Everything that can be read, by kind and id.
fn book(store: &Store) -> Vec<String> {
    let read = store.read();
    let mut rows: Vec<String> = read
        .list::<Statement>()
        .unwrap()
        .iter()
        .map(|row| format!("{} {:?}", row.id, row.entity))
        .collect();
    let items = read.list::<AgendaItem>().unwrap();
    rows.extend(
        items
            .iter()
            .map(|row| format!("{} {:?}", row.id, row.entity)),
    );
    rows.sort();
    rows
}

fn item(title: &str) -> AgendaItem {
    serde_json::from_value(json!({
        "meeting": MEETING, "rank": 1, "item": "khac", "title": title, "minutes": 5,
    }))
    .unwrap()
}

/// The statements whose text stands as `device` wrote it.
fn texts_of(store: &Store, device: DeviceId) -> Vec<(Uuid, String)> {
    let all = store.read().list::<Statement>().unwrap();
    all.into_iter()
        .map(|row| (Uuid::from(row.id), row.entity.text))
        .filter(|(id, _)| {
            let history = store.history(*id).unwrap();
            let last = history
                .iter()
                .rfind(|(_, change)| change.set.contains_key("text"));
            last.is_some_and(|(stamp, _)| stamp.device == device)
        })
        .collect()
}

/// One act of a person, of one to three operations.
#[derive(Clone, Debug)]
enum Did {
    Say(u128, String),
    Drop(u128),
    /// Two statements and an item in one go.
    Much(u128, u128, String),
}

fn did() -> impl Strategy<Value = Did> {
    let n = || 1..5_u128;
    let text = || "[a-c]{1,2}";
    prop_oneof![
        3 => (n(), text()).prop_map(|(n, text)| Did::Say(n, text)),
        1 => n().prop_map(Did::Drop),
        1 => (n(), n(), text()).prop_map(|(a, b, text)| Did::Much(a, b, text)),
    ]
}

fn run(store: &mut Store, did: &Did) {
    store
        .transact::<_, StoreError>(NOW, |gate| {
            let id = |n: u128| Uuid::from_u128(1000 + n);
            match did {
                Did::Say(n, text) => {
                    gate.put::<Statement>(id(*n).into(), &statement(text))?;
                }
                Did::Drop(n) => {
                    if gate.find::<Statement>(id(*n).into())?.is_some() {
                        gate.remove::<Statement>(id(*n).into())?;
                    }
                }
                Did::Much(a, b, text) => {
                    gate.put::<Statement>(id(*a).into(), &statement(text))?;
                    gate.put::<Statement>(id(*b).into(), &statement(&format!("{text}!")))?;
                    gate.put::<AgendaItem>(id(50 + a).into(), &item(text))?;
                }
            }
            Ok(())
        })
        .unwrap();
}

fn rounds() -> u32 {
    let given = std::env::var("SOCHIBO_UNDO_ROUNDS").ok();
    given.and_then(|n| n.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: rounds(), failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever was done: undoing `n` times shows the book as it was `n` acts ago, and doing again
    /// as often shows it as it is now; each step survives the book's being closed.
    #[test]
    fn undo_goes_back_step_by_step_and_redo_comes_forward_again(
        acts in prop::collection::vec(did(), 1..12), back in 0..12_usize, between in 0..3_usize,
    ) {
        let desk = Desk::new(1);
        let mut store = desk.open();
        let mut shown = vec![book(&store)];
        for did in &acts {
            let before = store.own_chain().seq;
            run(&mut store, did);
            // What changed nothing wrote nothing, and is no act.
            if store.own_chain().seq > before {
                shown.push(book(&store));
            }
        }
        let last = shown.len() - 1;
        let back = back.min(last);
        for _ in 0..=between {
            for n in 1..=back {
                prop_assert!(undo(&mut store));
                prop_assert_eq!(&book(&store), &shown[last - n]);
            }
            if back == last {
                prop_assert!(!undo(&mut store), "nothing is left to undo");
            }
            drop(store);
            store = desk.open();
            for n in (0..back).rev() {
                prop_assert!(redo(&mut store));
                prop_assert_eq!(&book(&store), &shown[last - n]);
            }
            prop_assert!(!redo(&mut store), "nothing is left to do again");
        }
        assert_sound(&store);
    }

    /// What another device wrote since is never touched by an undo here.
    #[test]
    fn an_undo_leaves_alone_what_another_device_has_written_since(
        mine in prop::collection::vec(did(), 1..8), theirs in prop::collection::vec(did(), 1..4),
    ) {
        let (one, other) = (Desk::new(1), Desk::new(2));
        let (mut here, mut there) = (one.open(), other.open());
        for did in &mine {
            run(&mut here, did);
        }
        take_all(&mut there, &here);
        for did in &theirs {
            run(&mut there, did);
        }
        take_all(&mut here, &there);
        while undo(&mut here) {}
        // A field that they did not touch is still mine to take back, also in a statement that they
        // brought back; the texts that they wrote stand.
        let by = there.device();
        for (id, text) in texts_of(&there, by) {
            prop_assert_eq!(
                here.read().find::<Statement>(id.into()).unwrap().map(|now| now.text),
                Some(text),
                "{} is gone: {:#?}", id, book(&here)
            );
        }
        assert_sound(&here);
    }
}

#[test]
fn a_new_act_ends_what_could_be_done_again() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    say(&mut store, 1, "một");
    say(&mut store, 2, "hai");
    assert!(undo(&mut store));
    say(&mut store, 3, "ba");
    assert!(!redo(&mut store));
    assert!(undo(&mut store) && undo(&mut store) && !undo(&mut store));
    assert!(book(&store).is_empty());
}

#[test]
fn an_undo_says_how_much_another_device_has_replaced() {
    let (one, other) = (Desk::new(1), Desk::new(2));
    let (mut here, mut there) = (one.open(), other.open());
    say(&mut here, 1, "một");
    say(&mut here, 1, "một, sửa ở đây");
    take_all(&mut there, &here);
    say(&mut there, 1, "một, sửa ở kia");
    take_all(&mut here, &there);
    let acts = here.acts(MEETING, 9, all).unwrap();
    let taken = take_back(&mut here, &acts.standing[0]);
    assert_eq!(
        taken,
        TakenBack {
            written: 0,
            kept: 1
        }
    );
    let taken = take_back(&mut here, &acts.standing[1]);
    assert_eq!(
        taken,
        TakenBack {
            written: 0,
            kept: 1
        }
    );
    assert!(book(&here)[0].contains("sửa ở kia"));
}

#[test]
fn a_field_that_an_older_version_did_not_write_goes_back_to_what_its_absence_means() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let id = Uuid::from_u128(5);
    store
        .transact::<_, StoreError>(NOW, |gate| gate.put::<AgendaItem>(id.into(), &item("mục")))
        .unwrap();
    let spoken = AgendaItem {
        conclusion: Some("Nhất trí.".to_owned()),
        ..item("mục")
    };
    store
        .transact::<_, StoreError>(NOW, |gate| gate.put::<AgendaItem>(id.into(), &spoken))
        .unwrap();
    assert!(undo(&mut store));
    assert_eq!(
        store.read().get::<AgendaItem>(id.into()).unwrap(),
        item("mục")
    );
}

#[test]
fn nothing_before_an_end_is_taken_back_and_what_is_beside_is_passed_over() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    for (n, text) in [(1, "trước"), (2, "mốc"), (3, "sau"), (4, "ngoài")] {
        say(&mut store, n, text);
    }
    let part = |change: &Change| match change.set.get("text").and_then(|text| text.as_str()) {
        Some("mốc") => Part::End,
        Some("ngoài") => Part::Beside,
        _ => Part::Open,
    };
    let acts = store.acts(MEETING, 9, part).unwrap();
    assert_eq!(acts.standing.len(), 1);
    assert_eq!(acts.standing[0].writes[0].change.set["text"], "sau");
}
