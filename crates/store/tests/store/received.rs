//! What comes from another device: times that can't be, repeats, forks, other histories.

use sochibo_domain::Statement;
use sochibo_journal::Hlc;
use sochibo_store::{Received, Store, StoreError};
use uuid::Uuid;

use crate::desk::{Desk, NOW, assert_sound, receive, receive_at, say, statement, take_all};

const HOUR: i64 = 60 * 60 * 1000;

fn say_at(store: &mut Store, n: u128, text: &str, wall: i64) {
    store
        .transact(wall, |gate| {
            gate.put::<Statement>(Uuid::from_u128(n).into(), &statement(text))
        })
        .unwrap();
}

fn text(store: &Store, n: u128) -> Option<String> {
    store
        .read()
        .find::<Statement>(Uuid::from_u128(n).into())
        .unwrap()
        .map(|said| said.text)
}

#[test]
fn a_time_a_day_ahead_of_the_ward_is_set_aside_and_the_rest_goes_on() {
    let desks = [Desk::new(1), Desk::new(2)];
    let (mut here, mut there) = (desks[0].open(), desks[1].open());
    say_at(&mut there, 1, "hôm nay", NOW);
    say_at(&mut there, 2, "hai ngày nữa", NOW + 48 * HOUR);
    let envelopes = there.envelopes_after(0, 9, usize::MAX).unwrap();
    let received = receive_at(&mut here, &envelopes, there.device_key(), Some(NOW)).unwrap();
    assert_eq!(
        received,
        Received {
            new: 2,
            quarantined: 1,
            ..Received::default()
        }
    );
    assert_eq!(text(&here, 1).as_deref(), Some("hôm nay"));
    assert_eq!(text(&here, 2), None);
    // This device's own clock is not drawn into the future.
    assert!(here.clock() < Hlc::from_wall(NOW + HOUR));
    let aside = here.quarantined().unwrap();
    assert_eq!((aside.len(), aside[0].op.1), (1, 2));
    // And it goes on.
    say_at(&mut there, 3, "tiếp", NOW);
    let next = there.envelopes_after(2, 9, usize::MAX).unwrap();
    let received = receive_at(&mut here, &next, there.device_key(), Some(NOW + 48 * HOUR)).unwrap();
    assert_eq!(
        received,
        Received {
            new: 1,
            quarantined: 0,
            ..Received::default()
        }
    );
    assert_eq!(text(&here, 3).as_deref(), Some("tiếp"));
}

#[test]
fn a_day_is_the_limit_and_not_an_hour_less() {
    let desks = [Desk::new(1), Desk::new(2)];
    let (mut here, mut there) = (desks[0].open(), desks[1].open());
    say_at(&mut there, 1, "vừa đúng", NOW + 24 * HOUR);
    say_at(&mut there, 2, "quá một chút", NOW + 24 * HOUR + 1);
    let envelopes = there.envelopes_after(0, 9, usize::MAX).unwrap();
    let received = receive_at(&mut here, &envelopes, there.device_key(), Some(NOW)).unwrap();
    assert_eq!(
        received,
        Received {
            new: 2,
            quarantined: 1,
            ..Received::default()
        }
    );
    assert_eq!(text(&here, 1).as_deref(), Some("vừa đúng"));
}

#[test]
fn a_clock_in_2009_writes_after_everything_it_knows() {
    let desks = [Desk::new(1), Desk::new(2)];
    let (mut here, mut there) = (desks[0].open(), desks[1].open());
    say_at(&mut there, 1, "trước", NOW);
    take_all(&mut here, &there);
    drop(here);
    // Even after a restart: what was received is remembered.
    let mut here = desks[0].open();
    assert_eq!(here.clock(), there.clock());
    say_at(&mut here, 1, "sau", 1_230_768_000_000);
    assert!(here.clock() > there.clock());
    take_all(&mut there, &here);
    assert_eq!(text(&there, 1).as_deref(), Some("sau"));
    assert_eq!(text(&here, 1).as_deref(), Some("sau"));
    assert!(there.read().conflicts().unwrap().is_empty());
    assert_sound(&there);
}

#[test]
fn a_repeat_is_passed_over() {
    let desks = [Desk::new(1), Desk::new(2)];
    let (mut here, mut there) = (desks[0].open(), desks[1].open());
    say(&mut there, 1, "một");
    say(&mut there, 2, "hai");
    take_all(&mut here, &there);
    let envelopes = there.envelopes_after(0, 9, usize::MAX).unwrap();
    let again = receive(&mut here, &envelopes, there.device_key()).unwrap();
    assert_eq!(again, Received::default());
    assert_sound(&here);
}

#[test]
fn a_fork_is_refused_and_changes_nothing() {
    let desks = [Desk::new(1), Desk::new(2)];
    let (mut here, mut there) = (desks[0].open(), desks[1].open());
    say(&mut there, 1, "một");
    drop(there);
    let cloned = desks[1].copy();
    let (mut there, mut clone) = (desks[1].open(), cloned.open());
    say(&mut there, 2, "bản thật");
    say(&mut clone, 2, "bản sao");
    take_all(&mut here, &there);
    // At a number that is known already …
    let envelopes = clone.envelopes_after(0, 9, usize::MAX).unwrap();
    let refused = receive(&mut here, &envelopes, clone.device_key());
    assert!(
        matches!(refused, Err(StoreError::Damaged(_))),
        "{refused:?}"
    );
    // … and after it.
    say(&mut clone, 3, "bản sao viết tiếp");
    let envelopes = clone.envelopes_after(2, 9, usize::MAX).unwrap();
    let refused = receive(&mut here, &envelopes, clone.device_key());
    assert!(
        matches!(refused, Err(StoreError::Damaged(_))),
        "{refused:?}"
    );
    assert_eq!(text(&here, 2).as_deref(), Some("bản thật"));
    assert_eq!(text(&here, 3), None);
    assert_sound(&here);
}

#[test]
fn a_restored_backup_goes_on_after_what_it_gets_back() {
    let desk = Desk::new(1);
    let backup = desk.copy();
    let mut store = desk.open();
    say(&mut store, 1, "một");
    say(&mut store, 2, "hai");
    let mut restored = backup.open();
    take_all(&mut restored, &store);
    assert_eq!(restored.own_chain(), store.own_chain());
    say(&mut restored, 3, "ba");
    assert_eq!(restored.own_chain().seq, 3);
    assert_eq!(text(&restored, 2).as_deref(), Some("hai"));
    assert_sound(&restored);
}

#[test]
fn what_two_wrote_without_knowing_waits_for_a_person_on_both() {
    let desks = [Desk::new(1), Desk::new(2)];
    let (mut here, mut there) = (desks[0].open(), desks[1].open());
    say(&mut here, 1, "đầu");
    take_all(&mut there, &here);
    say_at(&mut here, 1, "sớm", NOW + 1);
    say_at(&mut there, 1, "muộn", NOW + 2);
    take_all(&mut there, &here);
    take_all(&mut here, &there);
    for store in [&here, &there] {
        assert_eq!(text(store, 1).as_deref(), Some("muộn"));
        let waiting = store.read().conflicts().unwrap();
        assert_eq!((waiting.len(), waiting[0].field.as_str()), (1, "text"));
        let values: Vec<&str> = waiting[0]
            .values
            .iter()
            .filter_map(|(_, value)| value.as_str())
            .collect();
        assert_eq!(values, ["muộn", "sớm"]);
    }
    here.transact(NOW, |gate| {
        gate.settle::<Statement>(Uuid::from_u128(1).into(), "text", "sớm".into())
    })
    .unwrap();
    take_all(&mut there, &here);
    assert_eq!(text(&there, 1).as_deref(), Some("sớm"));
    assert!(there.read().conflicts().unwrap().is_empty());
}

#[test]
fn a_page_is_folded_as_its_operations_one_by_one_would_be() {
    let desks = [Desk::new(1), Desk::new(1), Desk::new(2)];
    let mut there = desks[2].open();
    // Begun and left alone; begun and written over; begun, removed and brought back; begun under an
    // id that the other books have something else under.
    say(&mut there, 1, "một");
    say(&mut there, 2, "hai");
    say(&mut there, 2, "hai, sửa");
    say(&mut there, 3, "ba");
    there
        .transact(NOW, |gate| {
            gate.remove::<Statement>(Uuid::from_u128(3).into())
        })
        .unwrap();
    say(&mut there, 3, "ba, trở lại");
    say(&mut there, 4, "bốn, ở máy kia");
    say(&mut there, 5, "năm, ở máy kia");
    say(&mut there, 5, "năm, ở máy kia, sửa");
    let envelopes = there.envelopes_after(0, 99, usize::MAX).unwrap();

    let mut books = [desks[0].open(), desks[1].open()];
    for book in &mut books {
        say(book, 4, "bốn, ở máy này");
        say(book, 5, "năm, ở máy này");
    }
    let [whole, piecemeal] = &mut books;
    let received = receive(whole, &envelopes, there.device_key()).unwrap();
    assert_eq!((received.new, received.quarantined), (envelopes.len(), 0));
    for envelope in &envelopes {
        let one = std::slice::from_ref(envelope);
        receive(piecemeal, one, there.device_key()).unwrap();
    }
    for book in [&*whole, &*piecemeal] {
        assert_sound(book);
        let texts: Vec<Option<String>> = (1..=3).map(|n| text(book, n)).collect();
        let wanted = ["một", "hai, sửa", "ba, trở lại"].map(|text| Some(text.to_owned()));
        assert_eq!(texts, wanted);
        let found = book.read().search("tro lai", 9).unwrap();
        assert_eq!(found.len(), 1);
        let mut waiting: Vec<Uuid> = book
            .read()
            .conflicts()
            .unwrap()
            .into_iter()
            .filter(|conflict| conflict.field == "text")
            .map(|conflict| conflict.id)
            .collect();
        waiting.sort_unstable();
        assert_eq!(waiting, [4, 5].map(Uuid::from_u128));
    }
}
