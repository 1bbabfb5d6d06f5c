//! What the rules find in a meeting of the book, and where they lead.

use sochibo_book::{
    BookError,
    assignments::{AssignmentChange, NewAssignment},
    domain::{
        AttendanceStatus, Explain, MeetingKind, Month,
        check::Place,
        id::{MeetingId, MemberId},
        vote::Tally,
    },
    meetings::{MeetingChange, NewMeeting},
    view::CheckLine,
};

use crate::cell::{Office, at, hands};

/// The findings of one rule.
fn of(office: &Office, meeting: MeetingId, rule: &str) -> Vec<CheckLine> {
    let view = office.book.meeting(meeting).unwrap();
    view.checks
        .into_iter()
        .filter(|check| check.rule == rule)
        .collect()
}

/// A regular meeting in a month of 2026, held on its fifth day, everybody present but `away`, who
/// is excused.
fn held(office: &mut Office, month: u32, away: Option<MemberId>) -> MeetingId {
    let day = format!("2026-{month:02}-05");
    let planned_at = at(&format!("{day}T19:00"));
    let meeting = office
        .book
        .new_meeting(&NewMeeting {
            kind: MeetingKind::Regular,
            month: Month::of(planned_at.date_naive()),
            planned_at: Some(planned_at),
            place: None,
            topic: None,
        })
        .unwrap()
        .id;
    office.set_clock(&format!("{day}T19:00"));
    office.book.start_meeting(meeting, None).unwrap();
    if let Some(member) = away {
        let excused = AttendanceStatus::Excused;
        office
            .book
            .attend(meeting, member, excused, Some("ốm"))
            .unwrap();
    }
    office
        .book
        .attend_all(meeting, AttendanceStatus::Present)
        .unwrap();
    office.set_clock(&format!("{day}T20:40"));
    office.book.end_meeting(meeting, None).unwrap();
    meeting
}

#[test]
fn a_short_meeting_is_asked_for_a_reason_that_the_minutes_print() {
    let mut office = Office::new();
    let meeting = office.begun();
    office.set_clock("2026-10-05T20:00");
    office.book.end_meeting(meeting, None).unwrap();
    let check = of(&office, meeting, "R04").remove(0);
    assert_eq!((check.level.as_str(), check.target), ("warn", Place::Time));
    assert!(!check.sources.is_empty() && !check.title.is_empty());
    let because = MeetingChange {
        short_because: Some(Some("Mưa bão, nước ngập đường".to_owned())),
        ..MeetingChange::default()
    };
    office.book.set_meeting(meeting, &because).unwrap();
    assert_eq!(of(&office, meeting, "R04")[0].level, "hint");
    office.book.adopt(meeting).unwrap();
    let preview = format!("{:?}", office.book.preview(meeting).unwrap());
    assert!(preview.contains("Mưa bão, nước ngập đường"), "{preview}");
}

#[test]
fn a_vote_is_held_against_the_room_as_it_was_and_blocks_until_it_is_right() {
    let mut office = Office::new();
    let meeting = office.begun();
    let item = office.item(meeting, "thao_luan");
    office.set_clock("2026-10-05T19:30");
    let vote = office.book.vote(&hands(item, 5, 0, 0)).unwrap();
    // Leaving after the vote takes nothing from it.
    office.set_clock("2026-10-05T19:40");
    let cuc = office.member("Lê Thị Cúc");
    office.book.leave(meeting, cuc).unwrap();
    assert!(of(&office, meeting, "R06").is_empty());
    // Not having been there does.
    let excused = AttendanceStatus::Excused;
    office
        .book
        .attend(meeting, cuc, excused, Some("ốm"))
        .unwrap();
    office.set_clock("2026-10-05T20:40");
    office.book.end_meeting(meeting, None).unwrap();
    let check = of(&office, meeting, "R06").remove(0);
    assert_eq!(check.level, "block");
    assert_eq!(
        check.target,
        Place::Vote {
            no: vote.no,
            vote: vote.id
        }
    );
    let refused = office.book.adopt(meeting).unwrap_err();
    assert!(
        matches!(refused, BookError::Blocked { count: 1, .. }),
        "{refused:?}"
    );
    assert_eq!(refused.code(), "SO-41");

    office.book.remove_vote(vote.id).unwrap();
    let four = sochibo_book::votes::NewVote {
        tally: Tally {
            r#for: 4,
            against: 0,
            abstain: 0,
        },
        ..hands(item, 0, 0, 0)
    };
    office.book.vote(&four).unwrap();
    assert!(of(&office, meeting, "R06").is_empty());
    office.book.adopt(meeting).unwrap();
}

#[test]
fn the_third_excused_absence_running_in_the_year_is_spoken_of() {
    let mut office = Office::new();
    let an = office.member("Nguyễn Văn An");
    let runs = |office: &Office, meeting| {
        let longest = office.book.meeting(meeting).unwrap().score.unwrap();
        let line = longest.items.into_iter().find(|line| line.id == "2b");
        (of(office, meeting, "R09").len(), line.unwrap().points)
    };
    for (month, away, found, points) in [
        (1, true, 0, 1.0),
        (2, true, 0, 1.0),
        (3, true, 1, 1.0),
        (4, true, 1, 0.0),
        (5, false, 0, 0.0),
        (6, true, 0, 0.0),
    ] {
        let meeting = held(&mut office, month, away.then_some(an));
        assert_eq!(runs(&office, meeting), (found, points), "month {month}");
    }
    let april = office
        .book
        .meetings()
        .unwrap()
        .into_iter()
        .find(|meeting| meeting.month.month() == 4)
        .unwrap();
    let check = of(&office, april.id, "R09").remove(0);
    assert_eq!(check.target, Place::Attendance { member: an });
    assert!(check.text.contains("04 kỳ liên tiếp"), "{}", check.text);
}

#[test]
fn the_run_of_absences_begins_anew_with_the_year() {
    let mut office = Office::new();
    let an = office.member("Nguyễn Văn An");
    held(&mut office, 11, Some(an));
    held(&mut office, 12, Some(an));
    let planned_at = at("2027-01-05T19:00");
    let january = office
        .book
        .new_meeting(&NewMeeting {
            kind: MeetingKind::Regular,
            month: Month::of(planned_at.date_naive()),
            planned_at: Some(planned_at),
            place: None,
            topic: None,
        })
        .unwrap()
        .id;
    office.set_clock("2027-01-05T19:00");
    office.book.start_meeting(january, None).unwrap();
    let excused = AttendanceStatus::Excused;
    office
        .book
        .attend(january, an, excused, Some("ốm"))
        .unwrap();
    office.set_clock("2027-01-05T20:40");
    office.book.end_meeting(january, None).unwrap();
    assert!(of(&office, january, "R09").is_empty());
}

#[test]
fn an_assignment_without_a_day_is_put_right_where_it_is_found() {
    let mut office = Office::new();
    let meeting = office.begun();
    let task = NewAssignment {
        member: office.member("Đặng Quốc Bảo"),
        title: "Dọn điểm rác đầu hẻm 12".to_owned(),
        due: None,
        meeting: Some(meeting),
        item: None,
    };
    let id = office.book.assign(&task).unwrap();
    let check = of(&office, meeting, "R12").remove(0);
    assert_eq!(check.target, Place::Assignment { assignment: id });
    let change = AssignmentChange {
        due: Some(Some("28/10/2026".to_owned())),
        ..AssignmentChange::default()
    };
    office.book.mend_assignment(id, &change).unwrap();
    assert!(of(&office, meeting, "R12").is_empty());
    office.adopt(meeting);
    assert!(matches!(
        office.book.mend_assignment(id, &change),
        Err(BookError::Adopted)
    ));
}

#[test]
fn words_of_an_old_encoding_are_shown_beside_what_they_mean_and_mended_at_once() {
    let mut office = Office::new();
    let meeting = office.begun();
    let said = office.say(
        meeting,
        "Lê Thị Cúc",
        "T«i nhÊt trÝ víi dù th¶o nghÞ quyÕt.",
    );
    office.say(meeting, "Lê Thị Cúc", "Đề nghị biểu dương đồng chí Bảo.");
    assert_eq!(of(&office, meeting, "R21")[0].target, Place::Words);
    let flaws = office.book.flaws(meeting).unwrap();
    assert_eq!(flaws.len(), 1);
    assert_eq!(flaws[0].to, "Tôi nhất trí với dự thảo nghị quyết.");
    assert!(flaws[0].what.contains("Lê Thị Cúc"), "{:?}", flaws[0]);
    assert_eq!(office.book.mend_words(meeting).unwrap(), 1);
    let view = office.book.meeting(meeting).unwrap();
    let text = &view.statements.iter().find(|s| s.id == said).unwrap().text;
    assert_eq!(text, "Tôi nhất trí với dự thảo nghị quyết.");
    assert!(of(&office, meeting, "R21").is_empty());
    assert!(office.book.flaws(meeting).unwrap().is_empty());
}

#[test]
fn an_amendment_says_what_it_changes_and_adopted_minutes_find_nothing() {
    let mut office = Office::new();
    let meeting = office.begun();
    let said = office.say(meeting, "Lê Thị Cúc", "Tôi nhất trí.");
    office.adopt(meeting);
    assert!(of(&office, meeting, "R22").is_empty());
    // The cell lives on: a member joins, one moves away. The minutes are what they were.
    let bao = office.member("Đặng Quốc Bảo");
    office.book.remove_member(bao).unwrap();
    assert!(of(&office, meeting, "R22").is_empty());
    office.book.begin_amendment(meeting, "Ghi thiếu ý").unwrap();
    assert_eq!(of(&office, meeting, "R22")[0].level, "warn");
    office
        .book
        .set_statement(said, "Tôi nhất trí, trừ điểm 3.")
        .unwrap();
    let check = of(&office, meeting, "R22").remove(0);
    assert_eq!(
        (check.level.as_str(), check.target),
        ("hint", Place::Amendment)
    );
    assert!(
        check.text.contains("ý kiến của Lê Thị Cúc"),
        "{}",
        check.text
    );
    office.book.amend(meeting, "").unwrap();
    assert!(of(&office, meeting, "R22").is_empty());
}
