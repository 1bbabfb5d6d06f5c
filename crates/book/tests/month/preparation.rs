//! The steps before a meeting, what is reminded of, the year's plan, and the calendar.

use sochibo_book::{
    BookError,
    domain::{Cell, MeetingKind, id::MeetingId},
    meetings::NewMeeting,
    preparation::Mark,
    themes::NewTheme,
    view::{CalendarEventKind, ChecklistLine, ChecklistState, NextStep},
};

use crate::cell::{Office, at};

fn step(office: &Office, meeting: MeetingId, id: &str) -> ChecklistLine {
    let lines = office.book.preparing(meeting).unwrap().checklist;
    lines.into_iter().find(|line| line.id == id).unwrap()
}

/// A meeting of the committee, held on an evening and adopted.
fn committee(office: &mut Office, month: &str, evening: &str, adopted: bool) -> MeetingId {
    let new = NewMeeting {
        kind: MeetingKind::Committee,
        month: month.parse().unwrap(),
        planned_at: Some(at(evening)),
        place: None,
        topic: None,
    };
    let id = office.book.new_meeting(&new).unwrap().id;
    office.book.start_meeting(id, Some(at(evening))).unwrap();
    office.set_clock(evening);
    office.book.end_meeting(id, None).unwrap();
    if adopted {
        office.book.adopt(id).unwrap();
    }
    id
}

fn new(kind: MeetingKind, month: &str, when: Option<&str>) -> NewMeeting {
    NewMeeting {
        kind,
        month: month.parse().unwrap(),
        planned_at: when.map(at),
        place: None,
        topic: None,
    }
}

#[test]
fn a_step_says_who_did_it_and_when_and_can_be_taken_back() {
    let mut office = Office::new();
    let meeting = office.october();
    let mark = Mark {
        done: true,
        by: Some(office.member("Lê Thị Cúc")),
        on: Some("2026-09-25".parse().unwrap()),
    };
    office.book.mark_step(meeting, "p1", &mark).unwrap();
    let line = step(&office, meeting, "p1");
    assert_eq!(
        (line.state, line.words.as_str(), line.by_name.as_deref()),
        (ChecklistState::Done, "xong 25/09", Some("Lê Thị Cúc"))
    );
    assert_eq!(line.due.as_deref(), Some("2026-09-25"));
    office
        .book
        .mark_step(meeting, "p1", &Mark::default())
        .unwrap();
    let line = step(&office, meeting, "p1");
    assert_eq!((line.state, line.by_name), (ChecklistState::Late, None));
}

#[test]
fn the_committees_adopted_minutes_tick_p2_by_themselves() {
    let mut office = Office::new();
    let meeting = office.october();
    assert_eq!(step(&office, meeting, "p2").state, ChecklistState::Late);
    let held = committee(&mut office, "2026-10", "2026-10-01T19:00", false);
    assert!(!step(&office, meeting, "p2").auto, "not adopted yet");
    office.book.adopt(held).unwrap();
    let line = step(&office, meeting, "p2");
    assert!(line.auto);
    assert_eq!(line.words, "xong 01/10");
    let score = |office: &Office| {
        let items = office.book.meeting(meeting).unwrap().score.unwrap().items;
        items
            .into_iter()
            .find(|line| line.id == "3c")
            .unwrap()
            .points
    };
    assert!((score(&office) - 2.0).abs() < 0.01);

    // It stands before October's meeting, not before November's.
    office.set_clock("2026-10-05T19:00");
    office.book.start_meeting(meeting, None).unwrap();
    let november = office
        .book
        .new_meeting(&new(
            MeetingKind::Regular,
            "2026-11",
            Some("2026-11-05T19:00"),
        ))
        .unwrap();
    assert!(!step(&office, november.id, "p2").auto);
    // The committee's own meeting is only announced.
    let own = office.book.preparing(held).unwrap().checklist;
    assert_eq!(
        own.iter().map(|l| l.id.as_str()).collect::<Vec<_>>(),
        ["p3"]
    );
}

#[test]
fn a_cell_without_committee_confers_instead_and_loses_no_points() {
    let mut office = Office::new();
    let cell = office.book.cell().unwrap();
    office
        .book
        .set_cell(&Cell {
            has_committee: false,
            ..cell
        })
        .unwrap();
    let meeting = office.october();
    let line = step(&office, meeting, "p2");
    assert!(line.title.contains("hội ý"), "{}", line.title);
    assert_eq!(line.who, "Bí thư, phó bí thư");
    office.book.prepare(meeting, "p1", true).unwrap();
    let next = office.book.today().unwrap().next.unwrap();
    assert_eq!(next.step, NextStep::Confer);
    office.set_clock("2026-10-04T08:00");
    let said = office.book.preparing(meeting).unwrap().reminders;
    assert!(said.iter().all(|one| one.rule != "R03"), "{said:?}");
    let items = office.book.meeting(meeting).unwrap().score.unwrap().items;
    let line = items.into_iter().find(|line| line.id == "3c").unwrap();
    assert!((line.points - 2.0).abs() < 0.01, "{}", line.source);
}

#[test]
fn the_page_reminds_of_what_is_due_and_names_the_next_step() {
    let mut office = Office::new();
    let meeting = office.october();
    let rules = |office: &Office| -> Vec<String> {
        let reminders = office.book.today().unwrap().reminders;
        reminders.into_iter().map(|one| one.rule).collect()
    };
    let next = |office: &Office| office.book.today().unwrap().next.unwrap().step;
    assert_eq!(rules(&office), ["R03"]);
    assert_eq!(next(&office), NextStep::HandOut);
    for (id, step) in [
        ("p1", NextStep::Committee),
        ("p2", NextStep::Invite),
        ("p3", NextStep::Documents),
        ("p4", NextStep::Draft),
        ("p5", NextStep::Prepare),
    ] {
        office.book.prepare(meeting, id, true).unwrap();
        assert_eq!(next(&office), step, "{id}");
    }
    assert_eq!(rules(&office), Vec::<String>::new());
    office.book.prepare(meeting, "p4", false).unwrap();
    office.book.prepare(meeting, "p3", false).unwrap();
    office.set_clock("2026-10-04T08:00");
    assert_eq!(rules(&office), ["R01", "R02"]);
    // An agenda that is too short.
    let last = office.book.agenda(meeting).unwrap().pop().unwrap().id;
    office.book.remove_item(last).unwrap();
    assert_eq!(rules(&office), ["R01", "R02", "R04"]);

    office.set_clock("2026-10-05T08:00");
    assert_eq!(next(&office), NextStep::Begin);
    office.book.start_meeting(meeting, None).unwrap();
    assert_eq!(next(&office), NextStep::Record);
    office.set_clock("2026-10-05T20:40");
    office.book.end_meeting(meeting, None).unwrap();
    assert_eq!(next(&office), NextStep::Adopt);
}

#[test]
fn a_meeting_without_a_day_asks_for_one_and_a_forgotten_one_is_passed_over() {
    let mut office = Office::new();
    office
        .book
        .new_meeting(&new(MeetingKind::Regular, "2026-10", None))
        .unwrap();
    let next = |office: &Office| office.book.today().unwrap().next;
    assert_eq!(next(&office).unwrap().step, NextStep::SetDay);
    let dated = office
        .book
        .new_meeting(&new(
            MeetingKind::Regular,
            "2026-11",
            Some("2026-11-05T19:00"),
        ))
        .unwrap();
    assert_eq!(next(&office).unwrap().id, dated.id);
    office.set_clock("2026-12-20T08:00");
    assert_ne!(next(&office).unwrap().id, dated.id);
}

#[test]
fn the_years_plan_offers_its_topics_and_knows_what_took_them_up() {
    let mut office = Office::new();
    let theme = |topic: &str, quarter| NewTheme {
        year: 2026,
        quarter,
        topic: topic.to_owned(),
        month: None,
        member: None,
    };
    let waste = office
        .book
        .add_theme(&theme("Phân loại rác tại nguồn", 4))
        .unwrap();
    office
        .book
        .add_theme(&theme("Chuyển đổi số ở khu phố", 4))
        .unwrap();
    office
        .book
        .add_theme(&theme("Nêu gương của đảng viên", 3))
        .unwrap();
    let october = "2026-10".parse().unwrap();
    assert_eq!(
        office.book.topics_for(october).unwrap(),
        ["Phân loại rác tại nguồn", "Chuyển đổi số ở khu phố"]
    );
    assert!(matches!(
        office.book.add_theme(&theme("Quý năm", 5)),
        Err(BookError::Unreadable(..))
    ));
    assert!(matches!(
        office.book.add_theme(&theme(" ", 4)),
        Err(BookError::Missing(_))
    ));

    // The last month of the quarter speaks up until there is one.
    office.set_clock("2026-12-01T08:00");
    let asks = |office: &Office| {
        let reminders = office.book.today().unwrap().reminders;
        reminders.into_iter().any(|one| one.rule == "R05")
    };
    assert!(asks(&office));
    let meeting = NewMeeting {
        topic: Some("Phân loại rác tại nguồn".into()),
        ..new(MeetingKind::Thematic, "2026-12", Some("2026-12-12T08:00"))
    };
    let meeting = office.book.new_meeting(&meeting).unwrap().id;
    assert!(!asks(&office));
    assert_eq!(
        office.book.topics_for(october).unwrap(),
        ["Chuyển đổi số ở khu phố"]
    );
    let quarter = office.book.year_plan(2026).unwrap().quarters.remove(3);
    assert!(quarter.enough);
    assert_eq!(quarter.themes[0].meeting, Some(meeting));

    // Without the meeting the topic is free again.
    office.book.remove_meeting(meeting).unwrap();
    assert_eq!(office.book.topics_for(october).unwrap().len(), 2);
    office.book.remove_theme(waste).unwrap();
    assert_eq!(office.book.topics_for(october).unwrap().len(), 1);
    office.book.restore_theme(waste).unwrap();
    assert_eq!(office.book.topics_for(october).unwrap().len(), 2);
}

#[test]
fn the_calendar_has_meetings_steps_tasks_and_the_days_to_avoid() {
    let mut office = Office::new();
    let meeting = office.october();
    office.book.add_observance("Giỗ đình", 25, 8).unwrap();
    assert!(matches!(
        office.book.add_observance("Sai", 31, 8),
        Err(BookError::Unreadable(..))
    ));
    let page = office.book.calendar("2026-10".parse().unwrap()).unwrap();
    let day = |date: &str| page.days.iter().find(|day| day.date == date).unwrap();
    assert_eq!(page.days.len() % 7, 0);
    assert!(day("2026-10-01").today && !day("2026-09-28").inside);
    let fifth = day("2026-10-05");
    assert_eq!((fifth.lunar.as_str(), fifth.events.len()), ("25", 1));
    assert_eq!(fifth.events[0].kind, CalendarEventKind::Meeting);
    assert_eq!(fifth.events[0].id, meeting.to_string());
    assert_eq!(fifth.observed, ["Giỗ đình"]);
    assert_eq!(day("2026-10-10").lunar, "1/9");
    assert_eq!(day("2026-10-10").moon.as_deref(), Some("mùng một"));
    assert_eq!(day("2026-10-24").moon.as_deref(), Some("rằm"));
    let steps = day("2026-10-04").events.iter();
    assert!(steps.clone().all(|e| e.kind == CalendarEventKind::Step));
    assert_eq!(steps.count(), 2);
    let february = office.book.calendar("2026-02".parse().unwrap()).unwrap();
    let tet = february.days.iter().find(|day| day.date == "2026-02-17");
    assert_eq!(tet.unwrap().observed, ["Mùng một Tết"]);
}
