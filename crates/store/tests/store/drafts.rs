//! What is being typed.

use sochibo_domain::Statement;
use sochibo_store::{Draft, Store, StoreError};
use uuid::Uuid;

use crate::desk::{Desk, NOW, statement};

fn draft(slot: &str, value: &str) -> Draft {
    Draft {
        slot: slot.to_owned(),
        value: value.to_owned(),
        saved_at: NOW,
    }
}

fn slots(store: &Store, prefix: &str) -> Vec<String> {
    store
        .drafts(prefix)
        .unwrap()
        .into_iter()
        .map(|draft| draft.slot)
        .collect()
}

#[test]
fn a_draft_is_there_after_a_reopening() {
    let desk = Desk::new(1);
    let store = desk.open();
    store.save_draft(&draft("say/a", "đang gõ")).unwrap();
    store.save_draft(&draft("say/a", "đang gõ dở")).unwrap();
    drop(store);
    assert_eq!(
        desk.open().drafts("say/a").unwrap(),
        [draft("say/a", "đang gõ dở")]
    );
}

#[test]
fn drafts_are_listed_by_the_beginning_of_their_place() {
    let desk = Desk::new(1);
    let store = desk.open();
    for slot in ["say/b", "say/a", "conclude/a", "say%"] {
        store.save_draft(&draft(slot, "x")).unwrap();
    }
    assert_eq!(slots(&store, "say/"), ["say/a", "say/b"]);
    assert_eq!(slots(&store, "say%"), ["say%"]);
    assert_eq!(slots(&store, "").len(), 4);
    store.drop_draft("say/a").unwrap();
    store.drop_draft("say/a").unwrap();
    assert_eq!(slots(&store, "say/"), ["say/b"]);
}

#[test]
fn a_draft_goes_together_with_what_it_became() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    store.save_draft(&draft("say/a", "câu")).unwrap();
    let keep = |gate: &mut sochibo_store::Gate<'_>| {
        gate.put::<Statement>(Uuid::from_u128(1).into(), &statement("câu"))?;
        gate.drop_draft("say/a")
    };
    let failed: Result<(), StoreError> = store.transact(NOW, |gate| {
        keep(gate)?;
        Err(StoreError::TooLarge)
    });
    assert!(failed.is_err());
    assert_eq!(slots(&store, ""), ["say/a"]);
    assert!(store.read().list::<Statement>().unwrap().is_empty());
    store.transact(NOW, keep).unwrap();
    assert!(slots(&store, "").is_empty());
    assert_eq!(store.read().list::<Statement>().unwrap().len(), 1);
}

#[test]
fn drafts_and_settings_are_no_operations() {
    let desk = Desk::new(1);
    let store = desk.open();
    store.save_draft(&draft("say/a", "riêng")).unwrap();
    store.set_setting("scale", "2").unwrap();
    assert_eq!(store.setting("scale").unwrap().as_deref(), Some("2"));
    assert_eq!(store.setting("other").unwrap(), None);
    assert_eq!(store.own_chain().seq, 0);
}
