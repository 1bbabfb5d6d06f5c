//! Họp chi ủy: the committee meets, and only it is summoned, counted and votes.

use sochibo_book::{
    BookError,
    domain::{
        AttendanceStatus, MeetingKind, Member, MemberStatus, Month,
        id::MeetingId,
        vote::{Tally, VoteError},
    },
    meetings::NewMeeting,
    paper::{PaperKind, format_of},
    statements::NewStatement,
    votes::NewVote,
};

use crate::cell::{Office, at, hands};

/// Gives a member an office.
fn appoint(office: &mut Office, name: &str, words: &str) {
    let id = office.member(name);
    let member = Member {
        office: Some(words.to_owned()),
        ..office.book.member(id).unwrap()
    };
    office.book.set_member(id, &member).unwrap();
}

/// A committee of three, whose offices are written in three ways; and two whose offices are of
/// other bodies.
fn office() -> Office {
    let mut office = Office::new();
    appoint(&mut office, "Đặng Quốc Bảo", "PHO BI THU");
    appoint(&mut office, "Lê Thị Cúc", "Ủy viên chi uỷ, Tổ trưởng");
    appoint(&mut office, "Phạm Văn Dũng", "Bí thư Chi đoàn");
    office
}

fn meeting(office: &mut Office) -> MeetingId {
    let planned_at = at("2026-10-01T19:00");
    let new = NewMeeting {
        kind: MeetingKind::Committee,
        month: Month::of(planned_at.date_naive()),
        planned_at: Some(planned_at),
        place: None,
        topic: None,
    };
    let id = office.book.new_meeting(&new).unwrap().id;
    office.set_clock("2026-10-01T19:00");
    office.book.start_meeting(id, None).unwrap();
    id
}

#[test]
fn only_the_committee_is_summoned_listed_and_counted() {
    let mut office = office();
    let id = meeting(&mut office);
    office
        .book
        .attend_all(id, AttendanceStatus::Present)
        .unwrap();
    let view = office.book.meeting(id).unwrap();
    let names: Vec<_> = view
        .attendance
        .iter()
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(names, ["Đặng Quốc Bảo", "Trần Thị Bình", "Lê Thị Cúc"]);
    assert!(view.attendance.iter().all(|row| row.summoned));
    assert_eq!(
        (view.counts.total, view.counts.summoned, view.counts.present),
        (3, 3, 3)
    );
    assert_eq!(view.chair_name.as_deref(), Some("Trần Thị Bình"));
    let line = office.book.meetings().unwrap().remove(0);
    assert_eq!((line.present, line.summoned), (3, 3));
    let speakers = office.book.speakers(id, "").unwrap();
    assert_eq!(speakers.len(), 3, "{speakers:?}");

    // Whoever is asked in is listed, and changes no count.
    let clerk = office.member("Nguyễn Văn An");
    office
        .book
        .attend(id, clerk, AttendanceStatus::Present, None)
        .unwrap();
    let view = office.book.meeting(id).unwrap();
    assert_eq!(view.attendance.len(), 4);
    assert_eq!((view.counts.summoned, view.counts.present), (3, 3));
    assert_eq!(office.book.speakers(id, "an").unwrap().len(), 1);
}

#[test]
fn a_vote_of_the_committee_is_measured_against_the_committee() {
    let mut office = office();
    let id = meeting(&mut office);
    office
        .book
        .attend_all(id, AttendanceStatus::Present)
        .unwrap();
    let away = office.member("Lê Thị Cúc");
    office
        .book
        .attend(id, away, AttendanceStatus::Excused, Some("ốm"))
        .unwrap();
    let clerk = office.member("Nguyễn Văn An");
    office
        .book
        .attend(id, clerk, AttendanceStatus::Present, None)
        .unwrap();
    let base = office.book.meeting(id).unwrap().base;
    assert_eq!((base.base, base.voters_present), (3, 2));
    let item = office.item(id, "ket_luan");
    // The clerk sits in the room but not in the committee.
    assert!(matches!(
        office.book.vote(&hands(item, 3, 0, 0)),
        Err(BookError::Vote(VoteError::TooManyVotes {
            cast: 3,
            voters: 2
        }))
    ));
    let line = office.book.vote(&hands(item, 2, 0, 0)).unwrap();
    assert_eq!((line.base, line.needed, line.passed), (3, 2, true));
    assert_eq!(
        line.explain,
        "Tính trên 03 đồng chí chi ủy: 03 đồng chí trong chi ủy; người vắng mặt vẫn tính."
    );
    let checks = office.book.meeting(id).unwrap().checks;
    assert!(
        checks.iter().all(|check| check.level != "block"),
        "{checks:?}"
    );
}

#[test]
fn a_committee_of_two_decides_though_a_cell_of_two_could_not() {
    let mut office = Office::new();
    appoint(&mut office, "Đặng Quốc Bảo", "Phó Bí thư");
    let id = meeting(&mut office);
    office
        .book
        .attend_all(id, AttendanceStatus::Present)
        .unwrap();
    let item = office.item(id, "ket_luan");
    let line = office.book.vote(&hands(item, 2, 0, 0)).unwrap();
    assert_eq!((line.base, line.needed, line.passed), (2, 2, true));
}

#[test]
fn a_roster_without_offices_says_that_nobody_is_in_the_committee() {
    let mut office = Office::new();
    appoint(&mut office, "Trần Thị Bình", "");
    let id = meeting(&mut office);
    assert!(matches!(
        office.book.attend_all(id, AttendanceStatus::Present),
        Err(BookError::Vote(VoteError::NoCommittee))
    ));
    let new = NewVote {
        tally: Tally::default(),
        ..hands(office.item(id, "ket_luan"), 0, 0, 0)
    };
    assert!(matches!(
        office.book.vote(&new),
        Err(BookError::Vote(VoteError::NoCommittee))
    ));
}

#[test]
fn probationary_and_departed_members_are_not_of_the_committee_whatever_their_office() {
    let mut office = office();
    appoint(&mut office, "Hồ Thị Én", "Chi ủy viên");
    let gone = office.member("Đặng Quốc Bảo");
    let member = Member {
        status: MemberStatus::Transferred,
        ..office.book.member(gone).unwrap()
    };
    office.book.set_member(gone, &member).unwrap();
    let id = meeting(&mut office);
    let view = office.book.meeting(id).unwrap();
    let names: Vec<_> = view
        .attendance
        .iter()
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(names, ["Trần Thị Bình", "Lê Thị Cúc"]);
}

#[test]
fn minutes_of_the_committee_have_no_score_and_name_no_one_outside_it() {
    let mut office = office();
    let id = meeting(&mut office);
    office
        .book
        .attend_all(id, AttendanceStatus::Present)
        .unwrap();
    let clerk = office.member("Nguyễn Văn An");
    office
        .book
        .attend(id, clerk, AttendanceStatus::Late, None)
        .unwrap();
    let new = NewStatement {
        item: office.item(id, "thao_luan"),
        member: Some(office.member("Lê Thị Cúc")),
        guest: None,
        text: "Chọn hai vấn đề để thảo luận.".to_owned(),
    };
    office.book.say(id, &new, None).unwrap();
    assert!(office.book.meeting(id).unwrap().score.is_none());
    assert!(matches!(office.book.score(id), Err(BookError::NotNow(_))));
    assert!(matches!(
        office.book.set_score(id, "1", 5.0, "đủ giờ"),
        Err(BookError::NotNow(_))
    ));
    let docx = format_of("docx").unwrap();
    assert!(matches!(
        office.book.paper(id, PaperKind::ScoreSheet, docx),
        Err(BookError::NotNow(_))
    ));
    office.set_clock("2026-10-01T20:10");
    office.book.end_meeting(id, None).unwrap();
    office.book.adopt(id).unwrap();
    let line = office.book.meetings().unwrap().remove(0);
    assert_eq!((line.score, line.band), (None, None));
    for format in ["docx", "pdf"] {
        let format = format_of(format).unwrap();
        for kind in [PaperKind::Minutes, PaperKind::Conclusion] {
            assert!(office.book.paper(id, kind, format).is_ok());
        }
    }

    // The cell's own sheet knows that the committee met (line 3c).
    let october = office.october();
    let sheet = office.book.score(october).unwrap();
    let line = sheet.items.iter().find(|line| line.id == "3c").unwrap();
    assert!((line.points - line.max).abs() < f64::EPSILON, "{line:?}");
    // And the whole cell is called to its own meeting.
    office
        .book
        .attend_all(october, AttendanceStatus::Present)
        .unwrap();
    assert_eq!(office.book.meeting(october).unwrap().counts.summoned, 6);
}
