//! Ctrl+Z as deep as the meeting, and forward again.

use proptest::prelude::*;
use sochibo_book::{
    Book,
    domain::{AttendanceStatus, id::MeetingId},
};

use crate::cell::{Office, PASSPHRASE, hands};

#[test]
fn undo_says_what_it_takes_back_and_goes_as_deep_as_the_meeting() {
    let mut office = Office::new();
    let meeting = office.october();
    let topic = sochibo_book::meetings::MeetingChange {
        place: Some("Nhà bà Sáu".to_owned()),
        ..Default::default()
    };
    office.book.set_meeting(meeting, &topic).unwrap();
    assert_eq!(
        office.book.meeting(meeting).unwrap().undo.as_deref(),
        Some("sửa thông tin kỳ sinh hoạt")
    );
    office.set_clock("2026-10-05T19:00");
    office.book.start_meeting(meeting, None).unwrap();
    let undo = |office: &Office| office.book.meeting(meeting).unwrap().undo;
    assert_eq!(
        undo(&office),
        None,
        "that the meeting began is not taken back"
    );
    office
        .book
        .attend_all(meeting, AttendanceStatus::Present)
        .unwrap();
    let one = office.say(meeting, "Lê Thị Cúc", "một");
    office.book.set_statement(one, "một, sửa").unwrap();
    office.book.remove_statement(one).unwrap();
    let item = office.item(meeting, "thoi_su");
    office.book.open_item(item).unwrap();
    office.book.conclude(item, "Nhất trí.").unwrap();
    let words = [
        "kết luận mục 6",
        "chuyển mục",
        "bỏ ý kiến của đ/c Lê Thị Cúc",
        "sửa ý kiến của đ/c Lê Thị Cúc",
        "ý kiến của đ/c Lê Thị Cúc",
        "điểm danh 6 đồng chí",
    ];
    for expected in words {
        assert_eq!(undo(&office).as_deref(), Some(expected));
        assert_eq!(office.book.undo(meeting).unwrap().words, expected);
    }
    assert_eq!(undo(&office), None);
    assert!(office.book.undo(meeting).is_err());
    // Across a restart, and forward again.
    let path = office.path();
    let Office { book, dir, .. } = office;
    drop(book);
    let mut book = Book::open(&path, PASSPHRASE, Box::new(sochibo_book::SystemClock)).unwrap();
    for expected in words.iter().rev() {
        assert_eq!(
            book.meeting(meeting).unwrap().redo.as_deref(),
            Some(*expected)
        );
        assert_eq!(book.redo(meeting).unwrap().words, *expected);
    }
    assert!(book.redo(meeting).is_err());
    let view = book.meeting(meeting).unwrap();
    assert!(view.statements.is_empty());
    assert_eq!((view.counts.present, view.conclusions.len()), (6, 1));
    assert!(book.doctor(true).unwrap().ok);
    drop(dir);
}

#[test]
fn adopted_minutes_are_not_undone() {
    let mut office = Office::new();
    let meeting = office.begun();
    office.say(meeting, "Lê Thị Cúc", "một");
    office.adopt(meeting);
    assert_eq!(office.book.meeting(meeting).unwrap().undo, None);
    assert!(office.book.undo(meeting).is_err());
    office.book.begin_amendment(meeting, "ghi sai").unwrap();
    assert!(office.book.undo(meeting).is_err());
    office.say(meeting, "Lê Thị Cúc", "hai");
    office.book.undo(meeting).unwrap();
    assert_eq!(office.book.meeting(meeting).unwrap().statements.len(), 1);
}

#[test]
fn tasks_and_petitions_of_the_meeting_are_undone_with_it() {
    let mut office = Office::new();
    let meeting = office.begun();
    let petition = sochibo_book::petitions::NewPetition {
        text: "Sửa đèn".to_owned(),
        member: None,
        meeting: Some(meeting),
        item: None,
        wants_reply: false,
    };
    office.book.petition(&petition).unwrap();
    assert_eq!(office.book.undo(meeting).unwrap().words, "kiến nghị");
    assert!(office.book.meeting(meeting).unwrap().petitions.is_empty());
    // One that hangs on no meeting is no act of this one.
    let other = sochibo_book::petitions::NewPetition {
        meeting: None,
        ..petition
    };
    office.book.petition(&other).unwrap();
    assert_eq!(
        office.book.undo(meeting).unwrap().words,
        "điểm danh 6 đồng chí"
    );
}

/// One thing that a scribe does at a meeting.
#[derive(Clone, Debug)]
enum Did {
    Say(usize),
    Edit,
    Move(u32),
    Split,
    Drop,
    Attend(usize, AttendanceStatus),
    Leave(usize),
    Vote(u32),
    Open(u32),
    Pause,
    Hand(usize),
    Conclude(u32),
}

fn did() -> impl Strategy<Value = Did> {
    use AttendanceStatus::{Excused, Late, Present, Unexcused};
    prop_oneof![
        4 => (0..4_usize).prop_map(Did::Say),
        1 => Just(Did::Edit),
        1 => (1..4_u32).prop_map(Did::Move),
        1 => Just(Did::Split),
        1 => Just(Did::Drop),
        2 => (0..4_usize, prop::sample::select(vec![Present, Late, Excused, Unexcused]))
            .prop_map(|(who, status)| Did::Attend(who, status)),
        1 => (0..4_usize).prop_map(Did::Leave),
        1 => (0..6_u32).prop_map(Did::Vote),
        1 => (1..17_u32).prop_map(Did::Open),
        1 => Just(Did::Pause),
        1 => (0..4_usize).prop_map(Did::Hand),
        1 => (1..17_u32).prop_map(Did::Conclude),
    ]
}

const NAMES: [&str; 4] = ["Nguyễn Văn An", "Đặng Quốc Bảo", "Lê Thị Cúc", "Hồ Thị Én"];

/// Does it, or is refused: both are fine.
fn run(office: &mut Office, meeting: MeetingId, did: &Did) {
    let view = office.book.meeting(meeting).unwrap();
    let last = view
        .statements
        .last()
        .map(|line| (line.id, line.item, line.text.clone()));
    let book = &mut office.book;
    let member = |n: usize| {
        view.attendance
            .iter()
            .find(|line| line.name == NAMES[n])
            .unwrap()
            .member
    };
    match (did, last) {
        (Did::Say(n), _) => {
            office.say(meeting, NAMES[*n], &format!("ý kiến {n}"));
        }
        (Did::Edit, Some((id, _, text))) => {
            let _ = book.set_statement(id, &format!("{text} sửa"));
        }
        (Did::Move(to), Some((id, item, _))) => {
            let _ = book.move_statement(id, item, Some(*to));
        }
        (Did::Split, Some((id, ..))) => {
            let _ = book.split_statement(id, "trước", "sau");
        }
        (Did::Drop, Some((id, ..))) => {
            let _ = book.remove_statement(id);
        }
        (Did::Attend(n, status), _) => {
            let _ = book.attend(meeting, member(*n), *status, None);
        }
        (Did::Leave(n), _) => {
            let _ = book.leave(meeting, member(*n));
        }
        (Did::Vote(yes), _) => {
            let item = book.agenda_item(meeting, 15).unwrap();
            let _ = book.vote(&hands(item, *yes, 0, 0));
        }
        (Did::Open(no), _) => {
            let item = book.agenda_item(meeting, *no).unwrap();
            let _ = book.open_item(item);
        }
        (Did::Pause, _) => {
            let going_on = book.begin_break(meeting).is_err();
            let _ = going_on.then(|| book.end_break(meeting));
        }
        (Did::Hand(n), _) => {
            let _ = book.raise_hand(meeting, Some(member(*n)), None);
        }
        (Did::Conclude(no), _) => {
            let item = book.agenda_item(meeting, *no).unwrap();
            let _ = book.conclude(item, &format!("kết luận {no}"));
        }
        _ => {}
    }
}

/// Everything that the meeting shows, but what undo would do.
fn shown(book: &Book, meeting: MeetingId) -> serde_json::Value {
    let mut view = serde_json::to_value(book.meeting(meeting).unwrap()).unwrap();
    for field in ["undo", "redo"] {
        view[field] = serde_json::Value::Null;
    }
    view
}

fn rounds() -> u32 {
    let given = std::env::var("SOCHIBO_UNDO_ROUNDS").ok();
    given.and_then(|n| n.parse().ok()).unwrap_or(12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: rounds(), failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a scribe did: each undo shows the meeting as it was before, each redo as it was
    /// after, and the tables stay the fold of the journal.
    #[test]
    fn a_meeting_goes_back_and_forward_act_by_act(acts in prop::collection::vec(did(), 1..14)) {
        let mut office = Office::new();
        let meeting = office.begun();
        // The act that calls the roll is undone, too.
        let mut states = vec![shown(&office.book, meeting)];
        for did in &acts {
            let before = office.book.pulse(meeting).unwrap().mark;
            run(&mut office, meeting, did);
            if office.book.pulse(meeting).unwrap().mark > before {
                states.push(shown(&office.book, meeting));
            }
        }
        for n in (0..states.len() - 1).rev() {
            office.book.undo(meeting).unwrap();
            prop_assert_eq!(&shown(&office.book, meeting), &states[n]);
        }
        for state in &states[1..] {
            office.book.redo(meeting).unwrap();
            prop_assert_eq!(&shown(&office.book, meeting), state);
        }
        prop_assert!(office.book.redo(meeting).is_err());
        prop_assert!(office.book.doctor(false).unwrap().ok);
    }
}
