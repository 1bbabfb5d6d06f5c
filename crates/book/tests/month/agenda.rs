//! The agenda keeps the order that a person gave it.

use std::cell::RefCell;

use proptest::{
    prelude::*,
    sample::Index,
    test_runner::{Config, TestRunner},
};
use sochibo_book::{
    BookError,
    agenda::ItemChange,
    domain::id::{AgendaItemId, MeetingId},
};

use crate::cell::{Office, hands, own_item};

fn order(office: &Office, meeting: MeetingId) -> Vec<AgendaItemId> {
    let lines = office.book.agenda(meeting).unwrap();
    assert!(lines.iter().zip(1..).all(|(line, no)| line.no == no));
    lines.into_iter().map(|line| line.id).collect()
}

#[test]
fn many_moves_into_the_same_gap_leave_the_order_that_was_asked_for() {
    let mut office = Office::new();
    let meeting = office.october();
    let mut wanted = order(&office, meeting);
    // More than the gap between two ranks can be halved.
    for _ in 0..70 {
        let last = wanted.pop().unwrap();
        wanted.insert(1, last);
        office.book.move_item(last, 2).unwrap();
        assert_eq!(order(&office, meeting), wanted);
    }
    for _ in 0..30 {
        let id = office
            .book
            .add_item(meeting, &own_item("xen giữa"), 1)
            .unwrap();
        wanted.insert(1, id);
        assert_eq!(order(&office, meeting), wanted);
    }
    assert!(office.book.doctor(false).unwrap().ok);
}

#[derive(Clone, Debug)]
enum Edit {
    Add(Index),
    Move(Index, Index),
    Remove(Index),
}

#[test]
fn the_agenda_is_what_a_plain_list_would_be() {
    let office = RefCell::new(Office::new());
    let edit = prop_oneof![
        any::<Index>().prop_map(Edit::Add),
        any::<(Index, Index)>().prop_map(|(from, to)| Edit::Move(from, to)),
        any::<Index>().prop_map(Edit::Remove),
    ];
    let mut runner = TestRunner::new(Config::with_cases(12));
    runner
        .run(&prop::collection::vec(edit, 1..25), |edits| {
            let mut office = office.borrow_mut();
            let meeting = office.october();
            let mut wanted = order(&office, meeting);
            for edit in edits {
                match edit {
                    Edit::Add(after) => {
                        let after = after.index(wanted.len() + 1);
                        let id = office
                            .book
                            .add_item(meeting, &own_item("mục"), u32::try_from(after)?)
                            .unwrap();
                        wanted.insert(after, id);
                    }
                    Edit::Move(from, to) if !wanted.is_empty() => {
                        let id = wanted.remove(from.index(wanted.len()));
                        let to = to.index(wanted.len() + 1);
                        wanted.insert(to, id);
                        office.book.move_item(id, u32::try_from(to)? + 1).unwrap();
                    }
                    Edit::Remove(at) if !wanted.is_empty() => {
                        let id = wanted.remove(at.index(wanted.len()));
                        office.book.remove_item(id).unwrap();
                    }
                    _ => {}
                }
                prop_assert_eq!(order(&office, meeting), wanted.clone());
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_number_that_the_agenda_lacks_is_refused() {
    let mut office = Office::new();
    let meeting = office.october();
    let before = order(&office, meeting);
    let past = u32::try_from(before.len()).unwrap() + 1;
    for no in [0, past, u32::MAX] {
        assert!(matches!(
            office.book.move_item(before[0], no),
            Err(BookError::NoSuchItem(_))
        ));
        assert!(matches!(
            office.book.agenda_item(meeting, no),
            Err(BookError::NoSuchItem(_))
        ));
    }
    assert_eq!(office.book.agenda_item(meeting, 1).unwrap(), before[0]);
    assert!(matches!(
        office.book.add_item(meeting, &own_item(" "), 0),
        Err(BookError::Missing(_))
    ));
    let id = office
        .book
        .add_item(meeting, &own_item("cuối"), u32::MAX)
        .unwrap();
    assert_eq!(order(&office, meeting).last(), Some(&id));
}

#[test]
fn an_item_that_something_was_said_or_voted_under_stays() {
    let mut office = Office::new();
    let meeting = office.begun();
    office.say(meeting, "Lê Thị Cúc", "Tôi nhất trí.");
    let voted = office.item(meeting, "cham_diem");
    office.book.vote(&hands(voted, 5, 0, 0)).unwrap();
    for id in [office.item(meeting, "thao_luan"), voted] {
        assert!(matches!(
            office.book.remove_item(id),
            Err(BookError::NotNow(_))
        ));
    }
}

#[test]
fn the_meeting_is_at_one_item_at_a_time() {
    let mut office = Office::new();
    let meeting = office.october();
    let items = order(&office, meeting);
    assert!(matches!(
        office.book.open_item(items[1]),
        Err(BookError::NotNow(_))
    ));
    office.set_clock("2026-10-05T19:00");
    office.book.start_meeting(meeting, None).unwrap();
    office.set_clock("2026-10-05T19:05");
    office.book.open_item(items[1]).unwrap();
    let lines = office.book.agenda(meeting).unwrap();
    let open: Vec<u32> = lines
        .iter()
        .filter(|l| l.opened_at.is_some() && l.closed_at.is_none())
        .map(|l| l.no)
        .collect();
    assert_eq!(open, [2]);
    assert_eq!(
        lines[0].closed_at.as_deref(),
        Some("2026-10-05T19:05:00+07:00")
    );
}

#[test]
fn an_item_is_changed_where_a_change_is_given_and_nowhere_else() {
    let mut office = Office::new();
    let meeting = office.october();
    let id = order(&office, meeting)[3];
    let before = office.book.agenda(meeting).unwrap().remove(3);
    let change = ItemChange {
        minutes: Some(25),
        ..ItemChange::default()
    };
    office.book.set_item(id, &change).unwrap();
    let after = office.book.agenda(meeting).unwrap().remove(3);
    assert_eq!(
        (after.minutes, &after.title, &after.presenter),
        (25, &before.title, &before.presenter)
    );
}
