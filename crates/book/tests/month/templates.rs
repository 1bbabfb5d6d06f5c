//! What a meeting begins from: the pack's templates, last month's agenda, the cell's own.

use sochibo_book::{
    BookError,
    agenda::{ItemChange, NewItem},
    domain::{MeetingKind, Month, VoteKind, id::MeetingId},
    meetings::NewMeeting,
    templates::Start,
    view::{AgendaLine, TemplateOrigin},
};

use crate::cell::{Office, at};

fn new(kind: MeetingKind, month: &str) -> NewMeeting {
    NewMeeting {
        kind,
        month: month.parse().unwrap(),
        planned_at: None,
        place: None,
        topic: None,
    }
}

/// What an agenda plans: everything but ids and what was recorded.
fn plan(lines: &[AgendaLine]) -> Vec<(String, String, u16, String, Option<VoteKind>)> {
    lines
        .iter()
        .map(|line| {
            let AgendaLine {
                item,
                title,
                minutes,
                presenter,
                vote,
                ..
            } = line.clone();
            (item, title, minutes, presenter, vote)
        })
        .collect()
}

#[test]
fn every_kind_begins_from_its_usual_template_and_a_chosen_one_is_taken_instead() {
    let mut office = Office::new();
    let october: Month = "2026-10".parse().unwrap();
    for kind in MeetingKind::ALL {
        let starts = office.book.starts(kind, october).unwrap();
        assert_eq!(starts[0].origin, TemplateOrigin::Pack);
        for start in &starts {
            let made = office
                .book
                .new_meeting_from(&new(kind, "2026-10"), &office.book.start_from(&start.id))
                .unwrap();
            let titles: Vec<&String> = made.agenda.iter().map(|line| &line.title).collect();
            assert!(titles.into_iter().eq(&start.items), "{}", start.id);
        }
        let usual = office.book.new_meeting(&new(kind, "2026-10")).unwrap();
        assert!(
            usual
                .agenda
                .iter()
                .map(|line| &line.title)
                .eq(&starts[0].items)
        );
    }
    let model = Start::Template("diem_thuong_ky_105".into());
    let wrong = new(MeetingKind::Thematic, "2026-10");
    assert!(matches!(
        office.book.new_meeting_from(&wrong, &model),
        Err(BookError::NotNow(_))
    ));
    let none = Start::Template("khong_co".into());
    assert!(matches!(
        office.book.new_meeting_from(&wrong, &none),
        Err(BookError::Unreadable(..))
    ));
}

/// October's agenda, changed by hand and then held.
fn held_october(office: &mut Office) -> MeetingId {
    let meeting = office.begun();
    let item = office.item(meeting, "hoc_bac");
    let change = ItemChange {
        minutes: Some(8),
        presenter: Some("đ/c Lê Thị Cúc".into()),
        ..ItemChange::default()
    };
    office.book.set_item(item, &change).unwrap();
    let last = office.book.agenda(meeting).unwrap().len();
    let last = office
        .book
        .agenda_item(meeting, u32::try_from(last).unwrap())
        .unwrap();
    office.book.move_item(last, 3).unwrap();
    office
        .book
        .conclude(office.item(meeting, "thao_luan"), "Thống nhất.")
        .unwrap();
    office.say(meeting, "Lê Thị Cúc", "Tôi nhất trí.");
    meeting
}

#[test]
fn last_months_agenda_is_taken_over_and_nothing_of_its_record() {
    let mut office = Office::new();
    let october = held_october(&mut office);
    let before = office.book.agenda(october).unwrap();
    office.adopt(october);

    let starts = office
        .book
        .starts(MeetingKind::Regular, "2026-11".parse().unwrap())
        .unwrap();
    let last = starts.last().unwrap();
    assert_eq!(
        (last.origin, last.title.as_str()),
        (
            TemplateOrigin::Meeting,
            "Sinh hoạt chi bộ thường kỳ tháng 10/2026"
        )
    );
    let start = office.book.start_from(&last.id);
    assert_eq!(start, Start::Meeting(october));
    let made = office
        .book
        .new_meeting_from(&new(MeetingKind::Regular, "2026-11"), &start)
        .unwrap();
    assert_eq!(plan(&made.agenda), plan(&before));
    let november = office.book.meeting(made.id).unwrap();
    assert!(november.statements.is_empty() && november.conclusions.is_empty());
    assert!(
        november
            .agenda
            .iter()
            .all(|line| line.opened_at.is_none() && line.closed_at.is_none())
    );
    // The agenda that was held stays as it was.
    assert_eq!(plan(&office.book.agenda(october).unwrap()), plan(&before));

    // Before any meeting there is no last one.
    let earlier = office
        .book
        .starts(MeetingKind::Regular, "2026-10".parse().unwrap())
        .unwrap();
    assert!(
        earlier
            .iter()
            .all(|start| start.origin != TemplateOrigin::Meeting)
    );
}

#[test]
fn an_agenda_is_kept_as_a_template_renamed_removed_and_brought_back() {
    let mut office = Office::new();
    let october = held_october(&mut office);
    let kept = plan(&office.book.agenda(october).unwrap());
    let id = office.book.save_template(october, " Mẫu mùa thu ").unwrap();
    assert!(matches!(
        office.book.save_template(october, "Mẫu mùa thu"),
        Err(BookError::NotNow(_))
    ));
    office.book.rename_template(id, "Mẫu quý IV").unwrap();
    // To keep one's own name is no clash.
    office.book.rename_template(id, "Mẫu quý IV").unwrap();

    let names = |office: &Office| -> Vec<String> {
        let all = office.book.templates().unwrap();
        all.into_iter()
            .filter(|one| one.origin == TemplateOrigin::Own)
            .map(|one| one.title)
            .collect()
    };
    assert_eq!(names(&office), ["Mẫu quý IV"]);
    for start in [
        Start::Template(id.to_string()),
        Start::Template("Mẫu quý IV".into()),
    ] {
        let made = office
            .book
            .new_meeting_from(&new(MeetingKind::Regular, "2026-12"), &start)
            .unwrap();
        assert_eq!(plan(&made.agenda), kept);
    }

    office.book.remove_template(id).unwrap();
    assert_eq!(names(&office), Vec::<String>::new());
    office.book.restore_template(id).unwrap();
    assert_eq!(names(&office), ["Mẫu quý IV"]);
    assert!(office.book.doctor(false).unwrap().ok);
}

#[test]
fn what_is_inserted_comes_with_its_vote_its_prompt_and_its_place() {
    let mut office = Office::new();
    let meeting = office.october();
    let insertable = office.book.insertables(meeting).unwrap();
    let vote = |id: &str| insertable.iter().find(|one| one.id == id).unwrap().vote;
    assert_eq!(vote("xet_ket_nap"), Some(VoteKind::Admission));
    assert_eq!(vote("cong_nhan_chinh_thuc"), Some(VoteKind::Recognition));
    assert_eq!(vote("mien_sinh_hoat"), Some(VoteKind::Ordinary));
    assert_eq!(vote("nhan_xet_213"), None);
    let of = |id: &str| insertable.iter().find(|one| one.id == id).unwrap();
    assert_ne!(
        of("xet_ky_luat_nhe").vote,
        of("xet_ky_luat_nang").vote,
        "two thresholds"
    );

    let discipline = of("xet_ky_luat_nang");
    let item = NewItem {
        title: discipline.title.clone(),
        minutes: discipline.minutes,
        presenter: String::new(),
        vote: discipline.vote,
        item: Some(discipline.id.clone()),
    };
    let id = office
        .book
        .add_item(meeting, &item, discipline.after)
        .unwrap();
    let agenda = office.book.agenda(meeting).unwrap();
    let place = agenda.iter().position(|line| line.id == id).unwrap();
    assert_eq!(agenda[place - 1].item, "ket_luan");
    assert_eq!(agenda[place].prompt, "Bỏ phiếu kín.");

    // An agenda that lacks the place: before what closes the meeting.
    office.set_clock("2026-10-02T08:00");
    let thematic = NewMeeting {
        planned_at: Some(at("2026-10-20T19:00")),
        ..new(MeetingKind::Thematic, "2026-10")
    };
    let thematic = office.book.new_meeting(&thematic).unwrap();
    let insertable = office.book.insertables(thematic.id).unwrap();
    let after = usize::try_from(insertable[0].after).unwrap();
    assert_eq!(thematic.agenda[after].item, "cham_diem");
}
