//! In the room: attendance, statements, votes, and what they may not be.

use sochibo_book::{
    BookError,
    assignments::NewAssignment,
    domain::{AttendanceStatus, Explain, VoteKind, vote::VoteError},
    petitions::NewPetition,
    statements::NewStatement,
    votes::VoteChange,
};

use crate::cell::{Office, at, hands};

#[test]
fn a_statement_takes_its_draft_with_it() {
    let mut office = Office::new();
    let meeting = office.begun();
    let slot = format!("say/{meeting}");
    let saved = office
        .book
        .save_draft(&slot, "{\"text\":\"Tôi đề nghị\"}")
        .unwrap();
    assert_eq!(saved.saved_at, "19:00:00");
    assert_eq!(office.book.drafts("say/").unwrap().len(), 1);
    let new = NewStatement {
        item: office.item(meeting, "thao_luan"),
        member: Some(office.member("Lê Thị Cúc")),
        guest: None,
        text: " Tôi đề nghị sửa đèn đường. ".to_owned(),
    };
    // Refused: the draft stays.
    let empty = NewStatement {
        text: "  ".to_owned(),
        ..new.clone()
    };
    assert!(matches!(
        office.book.say(meeting, &empty, Some(&slot)),
        Err(BookError::Missing(_))
    ));
    let nobody = NewStatement {
        member: None,
        ..new.clone()
    };
    assert!(matches!(
        office.book.say(meeting, &nobody, Some(&slot)),
        Err(BookError::Missing(_))
    ));
    assert_eq!(office.book.drafts("say/").unwrap().len(), 1);
    office.book.say(meeting, &new, Some(&slot)).unwrap();
    assert!(office.book.drafts("say/").unwrap().is_empty());
    assert_eq!(
        office.book.meeting(meeting).unwrap().statements[0].text,
        "Tôi đề nghị sửa đèn đường."
    );
}

#[test]
fn before_the_meeting_has_begun_nobody_speaks_or_votes() {
    let mut office = Office::new();
    let meeting = office.october();
    let item = office.item(meeting, "thao_luan");
    let new = NewStatement {
        item,
        member: Some(office.member("Lê Thị Cúc")),
        guest: None,
        text: "Tôi nhất trí.".to_owned(),
    };
    assert!(matches!(
        office.book.say(meeting, &new, None),
        Err(BookError::NotNow(_))
    ));
    assert!(matches!(
        office.book.vote(&hands(item, 1, 0, 0)),
        Err(BookError::NotNow(_))
    ));
    assert!(matches!(
        office.book.end_meeting(meeting, None),
        Err(BookError::NotNow(_))
    ));
    assert!(matches!(
        office.book.adopt(meeting),
        Err(BookError::NotNow(_))
    ));
    assert!(office.book.preview(meeting).is_err());
}

#[test]
fn a_statement_belongs_to_an_item_of_its_own_meeting_and_to_somebody_known() {
    let mut office = Office::new();
    let meeting = office.begun();
    let other = office.october();
    let cuc = office.member("Lê Thị Cúc");
    let said = |item, member| NewStatement {
        item,
        member: Some(member),
        guest: None,
        text: "Câu".to_owned(),
    };
    let elsewhere = said(office.item(other, "thao_luan"), cuc);
    assert!(matches!(
        office.book.say(meeting, &elsewhere, None),
        Err(BookError::NotNow(_))
    ));
    let nobody = said(
        office.item(meeting, "thao_luan"),
        uuid::Uuid::from_u128(1).into(),
    );
    assert!(office.book.say(meeting, &nobody, None).is_err());
    assert!(office.book.meeting(meeting).unwrap().statements.is_empty());
}

#[test]
fn a_vote_with_more_hands_than_members_is_refused_and_not_kept() {
    let mut office = Office::new();
    let meeting = office.begun();
    let item = office.item(meeting, "thao_luan");
    // Five official members are there; the probationary one has no vote.
    let refused = office.book.vote(&hands(item, 5, 1, 0)).unwrap_err();
    assert!(
        matches!(
            refused,
            BookError::Vote(VoteError::TooManyVotes { cast: 6, voters: 5 })
        ),
        "{refused:?}"
    );
    assert!(office.book.meeting(meeting).unwrap().votes.is_empty());
    let passed = office.book.vote(&hands(item, 5, 0, 0)).unwrap();
    assert!(passed.passed);
    let lost = office.book.vote(&hands(item, 1, 4, 0)).unwrap();
    assert!(!lost.passed);
    assert_eq!(office.book.meeting(meeting).unwrap().votes.len(), 2);
    office.book.remove_vote(lost.id).unwrap();
    assert_eq!(office.book.meeting(meeting).unwrap().votes.len(), 1);
}

#[test]
fn an_admission_needs_two_thirds_of_all_and_not_of_those_in_the_room() {
    let mut office = Office::new();
    let meeting = office.begun();
    let an = office.member("Nguyễn Văn An");
    office
        .book
        .attend(meeting, an, AttendanceStatus::Excused, Some("ốm"))
        .unwrap();
    let admission = |yes| sochibo_book::votes::NewVote {
        kind: VoteKind::Admission,
        ..hands(office.item(meeting, "thao_luan"), yes, 0, 0)
    };
    let (three, four) = (admission(3), admission(4));
    let lost = office.book.vote(&three).unwrap();
    assert_eq!((lost.base, lost.needed, lost.passed), (5, 4, false));
    assert!(office.book.vote(&four).unwrap().passed);
}

#[test]
fn who_comes_late_is_there_and_who_leaves_has_no_vote() {
    let mut office = Office::new();
    let meeting = office.begun();
    let (an, bao) = (
        office.member("Nguyễn Văn An"),
        office.member("Đặng Quốc Bảo"),
    );
    office
        .book
        .attend(meeting, bao, AttendanceStatus::Unexcused, None)
        .unwrap();
    assert!(matches!(
        office.book.leave(meeting, bao),
        Err(BookError::NotNow(_))
    ));
    office.set_clock("2026-10-05T19:20");
    office
        .book
        .attend(meeting, bao, AttendanceStatus::Late, None)
        .unwrap();
    office.book.leave(meeting, an).unwrap();
    let view = office.book.meeting(meeting).unwrap();
    assert_eq!((view.counts.present, view.counts.late), (6, 1));
    assert_eq!(view.base.voters_present, 4);
    let line = view
        .attendance
        .iter()
        .find(|line| line.member == bao)
        .unwrap();
    assert_eq!(
        line.arrived_at.as_deref(),
        Some("2026-10-05T19:20:00+07:00")
    );
}

#[test]
fn a_meeting_begins_and_ends_once_and_in_this_order() {
    let mut office = Office::new();
    let meeting = office.begun();
    assert!(matches!(
        office.book.start_meeting(meeting, None),
        Err(BookError::NotNow(_))
    ));
    assert!(matches!(
        office.book.remove_meeting(meeting),
        Err(BookError::NotNow(_))
    ));
    let early = Some(at("2026-10-05T18:59"));
    assert!(matches!(
        office.book.end_meeting(meeting, early),
        Err(BookError::NotNow(_))
    ));
    office
        .book
        .end_meeting(meeting, Some(at("2026-10-05T20:30")))
        .unwrap();
    assert!(matches!(
        office.book.end_meeting(meeting, None),
        Err(BookError::NotNow(_))
    ));
    let open = office
        .book
        .agenda(meeting)
        .unwrap()
        .iter()
        .filter(|l| l.opened_at.is_some() && l.closed_at.is_none())
        .count();
    assert_eq!(open, 0);
}

#[test]
fn tasks_and_petitions_are_kept_and_counted() {
    let mut office = Office::new();
    let meeting = office.begun();
    let task = NewAssignment {
        member: office.member("Phạm Văn Dũng"),
        title: "Rà soát đèn đường hẻm 47".to_owned(),
        due: Some("28/10/2026".to_owned()),
        meeting: Some(meeting),
        item: None,
    };
    office.book.assign(&task).unwrap();
    let unreadable = NewAssignment {
        due: Some("ba mươi Tết".to_owned()),
        ..task
    };
    assert!(office.book.assign(&unreadable).is_err());
    let petition = NewPetition {
        text: "Đề nghị phường sửa đèn".to_owned(),
        member: None,
        meeting: Some(meeting),
        item: None,
        wants_reply: true,
    };
    office.book.petition(&petition).unwrap();
    let view = office.book.meeting(meeting).unwrap();
    assert_eq!((view.assignments.len(), view.petitions.len()), (1, 1));
    assert_eq!(view.assignments[0].due.as_deref(), Some("2026-10-28"));
    office.set_clock("2026-10-30T08:00");
    assert!(office.book.assignments().unwrap()[0].overdue);
    let frame = office.book.frame().unwrap();
    assert_eq!((frame.assignments_due, frame.petitions_open), (1, 1));
}

#[test]
fn who_was_in_the_room_is_known_for_every_moment() {
    let mut office = Office::new();
    let meeting = office.begun();
    let (an, bao) = (
        office.member("Nguyễn Văn An"),
        office.member("Đặng Quốc Bảo"),
    );
    office.set_clock("2026-10-05T19:20");
    office.book.leave(meeting, an).unwrap();
    office.set_clock("2026-10-05T19:40");
    office.book.come_back(meeting, an).unwrap();
    assert!(office.book.come_back(meeting, an).is_err());
    office.set_clock("2026-10-05T20:00");
    office.book.leave(meeting, an).unwrap();
    let late = Some(office.book.time_of(meeting, "19:15").unwrap());
    office.book.set_times(meeting, bao, late, None).unwrap();
    let here = |clock: &str, who| {
        let moment = at(&format!("2026-10-05T{clock}"));
        office
            .book
            .present_at(meeting, moment)
            .unwrap()
            .contains(&who)
    };
    for (clock, expected) in [
        ("19:10", true),
        ("19:20", false),
        ("19:39", false),
        ("19:40", true),
        ("20:05", false),
    ] {
        assert_eq!(here(clock, an), expected, "{clock}");
    }
    assert!(!here("19:14", bao) && here("19:15", bao));
    let backwards = office
        .book
        .set_times(meeting, bao, late, Some(at("2026-10-05T19:14")));
    assert!(backwards.is_err());
    // Called present again: back without losing where he was meanwhile.
    office.set_clock("2026-10-05T20:10");
    office
        .book
        .attend(meeting, an, AttendanceStatus::Present, None)
        .unwrap();
    assert!(
        office
            .book
            .present_at(meeting, at("2026-10-05T20:10"))
            .unwrap()
            .contains(&an)
    );
    assert!(
        !office
            .book
            .present_at(meeting, at("2026-10-05T20:05"))
            .unwrap()
            .contains(&an)
    );
    office.book.uncall(meeting, an).unwrap();
    assert!(
        !office
            .book
            .present_at(meeting, at("2026-10-05T20:10"))
            .unwrap()
            .contains(&an)
    );
}

#[test]
fn a_vote_keeps_who_could_vote_and_is_corrected_with_the_old_count_in_its_history() {
    let mut office = Office::new();
    let meeting = office.begun();
    let item = office.item(meeting, "ket_luan");
    let an = office.member("Nguyễn Văn An");
    office.book.leave(meeting, an).unwrap();
    let vote = office.book.vote(&hands(item, 3, 1, 0)).unwrap();
    assert_eq!((vote.base, vote.voters, vote.passed), (5, 4, true));
    // He comes back; the vote that was taken without him does not change its N or its voters.
    office.book.come_back(meeting, an).unwrap();
    let tally = |r#for, against| {
        Some(sochibo_book::domain::vote::Tally {
            r#for,
            against,
            abstain: 0,
        })
    };
    let too_many = VoteChange {
        tally: tally(5, 0),
        ..VoteChange::default()
    };
    assert_eq!(
        office
            .book
            .correct_vote(vote.id, &too_many)
            .unwrap_err()
            .code(),
        "BQ-06"
    );
    let change = VoteChange {
        tally: tally(2, 2),
        reserved: Some("Đ/c Cúc bảo lưu ý kiến.".to_owned()),
        handbook: Some(tally(3, 1)),
        ..VoteChange::default()
    };
    let corrected = office.book.correct_vote(vote.id, &change).unwrap();
    assert!(!corrected.passed);
    assert_eq!(
        corrected.reserved.as_deref(),
        Some("Đ/c Cúc bảo lưu ý kiến.")
    );
    assert_eq!(corrected.handbook, tally(3, 1));
    let over = VoteChange {
        handbook: Some(tally(6, 0)),
        ..VoteChange::default()
    };
    assert_eq!(
        office.book.correct_vote(vote.id, &over).unwrap_err().code(),
        "BQ-10"
    );
    let history = office.book.history(vote.id.0).unwrap();
    assert_eq!(history.len(), 2);
    let counts: Vec<_> = history
        .iter()
        .flat_map(|line| line.fields.iter().filter(|field| field.name == "tally"))
        .map(|field| field.value["for"].as_u64().unwrap())
        .collect();
    assert_eq!(counts, [3, 2]);
}
