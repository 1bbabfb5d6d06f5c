//! Hôm nay, through the month.

use sochibo_book::domain::MeetingState;

use crate::cell::Office;

#[test]
fn the_page_says_where_the_month_stands() {
    let office = Office::empty();
    let today = office.book.today().unwrap();
    assert!(today.no_members && today.next.is_none());
    assert_eq!(today.day, "Thứ năm, 01/10/2026");

    let mut office = Office::new();
    let meeting = office.october();
    let next = |office: &Office| office.book.today().unwrap().next;
    let preparing = next(&office).unwrap();
    assert_eq!(
        (preparing.state, preparing.when.as_str()),
        (MeetingState::Preparing, "còn 4 ngày")
    );
    assert_eq!(preparing.time, "19 giờ, thứ hai 05/10");
    assert!(!preparing.checklist.is_empty());
    office.set_clock("2026-10-05T07:00");
    assert_eq!(next(&office).unwrap().when, "hôm nay");
    office.set_clock("2026-10-06T07:00");
    assert_eq!(next(&office).unwrap().when, "quá 1 ngày");

    office.set_clock("2026-10-05T19:00");
    office.book.start_meeting(meeting, None).unwrap();
    assert_eq!(next(&office).unwrap().when, "đang họp");
    office.set_clock("2026-10-05T20:40");
    office.book.end_meeting(meeting, None).unwrap();
    let ended = office.book.today().unwrap();
    assert_eq!(ended.next.unwrap().when, "chờ thông qua biên bản");
    assert!(
        ended
            .deadlines
            .iter()
            .any(|line| line.title.contains("Gửi biên bản") && line.words == "còn 2 ngày")
    );
    office.book.adopt(meeting).unwrap();
    let adopted = office.book.today().unwrap();
    assert!(adopted.next.is_none());
    // Adopted, and not at the ward yet.
    assert!(
        adopted
            .deadlines
            .iter()
            .any(|line| line.title.contains("Gửi biên bản"))
    );
    assert_eq!(adopted.sync.state, "not_enrolled");
}

#[test]
fn a_step_that_is_done_is_shown_as_done() {
    let mut office = Office::new();
    let meeting = office.october();
    office.book.prepare(meeting, "p3", true).unwrap();
    let words = |office: &Office| {
        let checklist = office.book.today().unwrap().next.unwrap().checklist;
        checklist
            .into_iter()
            .find(|line| line.id == "p3")
            .unwrap()
            .words
    };
    assert_eq!(words(&office), "xong 01/10");
    office.book.prepare(meeting, "p3", false).unwrap();
    assert_ne!(words(&office), "xong 01/10");
}
