//! The record while it is written: statements in their order, the queue, breaks, times, the pen and
//! phrases.

use sochibo_book::{
    Book, BookError,
    domain::{
        AttendanceStatus, Device, DeviceRole, Explain, GuestKind, MinutesVersion,
        id::{DeviceRef, MeetingId},
        minutes::OpenMinutes,
    },
    statements::NewStatement,
};

use crate::cell::{Office, PASSPHRASE, at, hands};

/// What was said, by whom, in order.
fn said(book: &Book, meeting: MeetingId) -> Vec<String> {
    let view = book.meeting(meeting).unwrap();
    let lines = view.statements.iter();
    lines
        .map(|line| format!("{} {}: {}", line.no, line.name, line.text))
        .collect()
}

#[test]
fn statements_stand_in_the_order_they_were_written_though_the_clock_jumps() {
    let mut office = Office::new();
    let meeting = office.begun();
    office.say(meeting, "Lê Thị Cúc", "một");
    office.set_clock("2009-01-01T00:00");
    office.say(meeting, "Đặng Quốc Bảo", "hai");
    office.set_clock("2030-01-01T00:00");
    office.say(meeting, "Lê Thị Cúc", "ba");
    office.set_clock("2026-10-05T19:10");
    office.say(meeting, "Nguyễn Văn An", "bốn");
    assert_eq!(
        said(&office.book, meeting),
        [
            "11 Lê Thị Cúc: một",
            "11 Đặng Quốc Bảo: hai",
            "11 Lê Thị Cúc: ba",
            "11 Nguyễn Văn An: bốn"
        ]
    );
}

#[test]
fn a_statement_is_moved_split_and_given_to_who_said_it() {
    let mut office = Office::new();
    let meeting = office.begun();
    let one = office.say(meeting, "Lê Thị Cúc", "một hai");
    let three = office.say(meeting, "Đặng Quốc Bảo", "ba");
    let item = office.item(meeting, "thao_luan");
    office.book.split_statement(one, "một ", " hai").unwrap();
    office.book.move_statement(three, item, Some(1)).unwrap();
    assert_eq!(
        said(&office.book, meeting),
        [
            "11 Đặng Quốc Bảo: ba",
            "11 Lê Thị Cúc: một",
            "11 Lê Thị Cúc: hai"
        ]
    );
    let elsewhere = office.item(meeting, "thoi_su");
    office.book.move_statement(one, elsewhere, None).unwrap();
    let an = office.member("Nguyễn Văn An");
    office.book.set_speaker(one, Some(an), None).unwrap();
    office
        .book
        .set_speaker(three, None, Some("Ông Tám"))
        .unwrap();
    assert_eq!(
        said(&office.book, meeting),
        [
            "6 Nguyễn Văn An: một",
            "11 Ông Tám: ba",
            "11 Lê Thị Cúc: hai"
        ]
    );
    let gone = office
        .book
        .move_statement(three, item, Some(9))
        .unwrap_err();
    assert_eq!(gone.code(), "SO-43");
    assert!(office.book.split_statement(three, "ba", "  ").is_err());
}

#[test]
fn the_most_likely_speaker_comes_first() {
    let mut office = Office::new();
    let meeting = office.begun();
    let first = |office: &Office, typed: &str| {
        let found = office.book.speakers(meeting, typed).unwrap();
        found
            .first()
            .map(|one| one.name.clone())
            .unwrap_or_default()
    };
    assert_eq!(first(&office, "dqb"), "Đặng Quốc Bảo");
    assert_eq!(first(&office, "bao"), "Đặng Quốc Bảo");
    assert_eq!(
        first(&office, "phuc"),
        "Võ Văn Phúc",
        "though not in the room"
    );
    // Both names begin with the letter: who has asked comes first, then who has not spoken.
    let binh = office.member("Trần Thị Bình");
    office.say(meeting, "Đặng Quốc Bảo", "Tôi nhất trí.");
    assert_eq!(first(&office, "b"), "Trần Thị Bình");
    let bao = office.member("Đặng Quốc Bảo");
    office.book.raise_hand(meeting, Some(bao), None).unwrap();
    assert_eq!(first(&office, "b"), "Đặng Quốc Bảo");
    assert_eq!(
        first(&office, ""),
        "Đặng Quốc Bảo",
        "nothing typed: the queue"
    );
    // Who has left is no longer likely.
    office.book.leave(meeting, bao).unwrap();
    assert_eq!(first(&office, "b"), "Trần Thị Bình");
    office.book.leave(meeting, binh).unwrap();
    office
        .book
        .add_guest(
            meeting,
            "Bùi Thị Kim",
            "Đảng ủy phường",
            GuestKind::Superior,
        )
        .unwrap();
    assert_eq!(first(&office, "kim"), "Bùi Thị Kim, Đảng ủy phường");
    assert!(office.book.speakers(meeting, "dang uy").unwrap().is_empty());
}

#[test]
fn who_asked_to_speak_waits_in_order_until_the_floor_is_taken() {
    let mut office = Office::new();
    let meeting = office.begun();
    let names = ["Nguyễn Văn An", "Đặng Quốc Bảo", "Lê Thị Cúc"];
    let ids: Vec<_> = names
        .iter()
        .map(|name| {
            let member = Some(office.member(name));
            office.book.raise_hand(meeting, member, None).unwrap()
        })
        .collect();
    let waiting = |office: &Office| {
        let queue = office.book.meeting(meeting).unwrap().queue;
        queue.into_iter().map(|one| one.name).collect::<Vec<_>>()
    };
    let again = Some(office.member("Nguyễn Văn An"));
    office.book.raise_hand(meeting, again, None).unwrap();
    assert_eq!(
        waiting(&office),
        names,
        "asking twice keeps the first place"
    );
    office.book.move_hand(ids[2], 1).unwrap();
    assert_eq!(waiting(&office), ["Lê Thị Cúc", names[0], names[1]]);
    office.say(meeting, "Nguyễn Văn An", "Tôi nhất trí.");
    office.book.lower_hand(ids[1]).unwrap();
    assert_eq!(waiting(&office), ["Lê Thị Cúc"]);
    office
        .book
        .raise_hand(meeting, None, Some("Ông Tám"))
        .unwrap();
    assert_eq!(waiting(&office), ["Lê Thị Cúc", "Ông Tám"]);
    // The floor is given back with the words that were taken back.
    office.book.undo(meeting).unwrap();
    office.book.undo(meeting).unwrap();
    office.book.undo(meeting).unwrap();
    assert_eq!(waiting(&office), ["Lê Thị Cúc", names[0], names[1]]);
}

/// Whole minutes that the meeting was at an item.
fn minutes(office: &Office, meeting: MeetingId, item: &str) -> Option<u32> {
    let agenda = office.book.agenda(meeting).unwrap();
    let line = agenda.iter().find(|line| line.item == item).unwrap();
    line.seconds.map(|seconds| seconds / 60)
}

#[test]
fn an_item_takes_as_long_as_it_was_open_breaks_left_out() {
    let mut office = Office::new();
    let meeting = office.begun();
    let open = |office: &mut Office, item: &str| {
        let id = office.item(meeting, item);
        office.book.open_item(id).unwrap();
    };
    office.set_clock("2026-10-05T19:10");
    open(&mut office, "thao_luan");
    office.set_clock("2026-10-05T19:20");
    office.book.begin_break(meeting).unwrap();
    assert!(office.book.begin_break(meeting).is_err());
    office.set_clock("2026-10-05T19:35");
    office.book.end_break(meeting).unwrap();
    assert!(office.book.end_break(meeting).is_err());
    office.set_clock("2026-10-05T19:40");
    open(&mut office, "ket_luan");
    office.set_clock("2026-10-05T19:45");
    open(&mut office, "thao_luan");
    office.set_clock("2026-10-05T19:48");
    assert_eq!(minutes(&office, meeting, "thao_luan"), Some(10 + 5 + 3));
    assert_eq!(minutes(&office, meeting, "ket_luan"), Some(5));
    assert_eq!(minutes(&office, meeting, "cham_diem"), None);
    let view = office.book.meeting(meeting).unwrap();
    assert_eq!(view.lasted_seconds, Some((48 - 15) * 60));
    assert_eq!(view.breaks.len(), 1);
}

#[test]
fn a_clock_that_jumps_makes_no_absurd_times_and_does_not_keep_a_meeting_from_ending() {
    for jump in ["2009-01-01T00:00", "2031-06-01T12:00"] {
        let mut office = Office::new();
        let meeting = office.begun();
        office.set_clock("2026-10-05T19:30");
        let item = office.item(meeting, "thao_luan");
        office.book.open_item(item).unwrap();
        office.set_clock(jump);
        office.book.begin_break(meeting).unwrap();
        office.book.end_break(meeting).unwrap();
        let next = office.item(meeting, "ket_luan");
        office.book.open_item(next).unwrap();
        let view = office.book.meeting(meeting).unwrap();
        assert_eq!(view.lasted_seconds, Some(30 * 60), "{jump}");
        office.book.end_meeting(meeting, None).unwrap();
        let view = office.book.meeting(meeting).unwrap();
        assert_eq!(view.ended_at.as_deref(), Some("2026-10-05T19:30:00+07:00"));
        office.book.adopt(meeting).unwrap();
    }
}

#[test]
fn only_the_device_with_the_pen_writes_a_running_meeting() {
    let mut office = Office::new();
    let meeting = office.begun();
    assert!(office.book.meeting(meeting).unwrap().pen.here);
    let other = uuid::Uuid::from_u128(77);
    let (mut store, dir) = office.file();
    // As it comes in from another device that took the pen.
    store
        .transact::<_, sochibo_store::StoreError>(1_791_201_700_000, |gate| {
            gate.settle::<sochibo_book::domain::Meeting>(meeting, "pen", other.to_string().into())
        })
        .unwrap();
    drop(store);
    let path = dir.path().join("chibo.sochibo");
    let clock = Box::new(sochibo_book::SystemClock);
    let mut book = Book::open(&path, PASSPHRASE, clock).unwrap();
    let pen = book.meeting(meeting).unwrap().pen;
    assert!(!pen.here);
    assert_eq!(pen.device.as_deref(), Some("máy 0000"));
    // Once it has a name, it is called by it.
    let named = Device {
        name: "Máy của phó bí thư".to_owned(),
        holder: None,
        role: DeviceRole::Secretary,
    };
    book.store_mut()
        .transact::<_, sochibo_store::StoreError>(1_791_201_800_000, |gate| {
            gate.put::<Device>(DeviceRef(other), &named)
        })
        .unwrap();
    let pen = book.meeting(meeting).unwrap().pen;
    assert_eq!(pen.device.as_deref(), Some("Máy của phó bí thư"));
    let item = book.agenda_item(meeting, 11).unwrap();
    let new = NewStatement {
        item,
        member: None,
        guest: Some("Ông Tám".to_owned()),
        text: "Chào các đồng chí.".to_owned(),
    };
    for refused in [
        book.say(meeting, &new, None).unwrap_err(),
        book.open_item(item).unwrap_err(),
        book.undo(meeting).unwrap_err(),
        book.end_meeting(meeting, None).unwrap_err(),
        book.begin_break(meeting).unwrap_err(),
        book.vote(&hands(item, 1, 0, 0)).unwrap_err(),
        book.attend_all(meeting, AttendanceStatus::Present)
            .unwrap_err(),
    ] {
        assert!(matches!(refused, BookError::PenElsewhere), "{refused:?}");
        assert_eq!(refused.code(), "SO-42");
        assert!(!refused.hint().is_empty());
    }
    let before = book.pulse(meeting).unwrap();
    book.take_pen(meeting).unwrap();
    let after = book.pulse(meeting).unwrap();
    assert!(after.mark > before.mark && after.pen.here);
    book.say(meeting, &new, None).unwrap();
    // Taking the pen is nobody's work on the minutes: undo passes it over.
    assert_eq!(book.undo(meeting).unwrap().words, "ý kiến của Ông Tám");
    assert_eq!(book.undo(meeting).unwrap().words, "điểm danh 6 đồng chí");
}

#[test]
fn the_minutes_tell_the_breaks_and_when_those_came_and_went_who_were_not_there_all_the_time() {
    let mut office = Office::new();
    let meeting = office.begun();
    let (an, bao, cuc) = (
        office.member("Nguyễn Văn An"),
        office.member("Đặng Quốc Bảo"),
        office.member("Lê Thị Cúc"),
    );
    office.set_clock("2026-10-05T19:20");
    office
        .book
        .attend(meeting, bao, AttendanceStatus::Late, None)
        .unwrap();
    office.book.leave(meeting, an).unwrap();
    office.set_clock("2026-10-05T19:30");
    office.book.begin_break(meeting).unwrap();
    office.book.come_back(meeting, an).unwrap();
    office.set_clock("2026-10-05T19:40");
    office.book.end_break(meeting).unwrap();
    office.set_clock("2026-10-05T20:10");
    office.book.leave(meeting, cuc).unwrap();
    office.set_clock("2026-10-05T20:40");
    office.book.end_meeting(meeting, None).unwrap();
    office.book.adopt(meeting).unwrap();

    let (store, _dir) = office.file();
    let version: MinutesVersion = store.read().get(MinutesVersion::id(meeting, 1)).unwrap();
    let open: OpenMinutes = serde_json::from_str(&version.open).unwrap();
    let breaks: Vec<String> = open
        .breaks
        .iter()
        .map(|one| format!("{}-{}", one.from.format("%H:%M"), one.to.format("%H:%M")))
        .collect();
    assert_eq!(breaks, ["19:30-19:40"]);
    let told: Vec<String> = open
        .absences
        .iter()
        .map(|one| format!("{}: {}", one.name, one.words()))
        .collect();
    assert_eq!(
        told,
        [
            "Nguyễn Văn An: ra ngoài (19:20–19:30)",
            "Đặng Quốc Bảo: đến muộn (19:20)",
            "Lê Thị Cúc: về sớm (20:10)"
        ]
    );
}

#[test]
fn the_end_is_put_right_until_the_minutes_are_adopted_and_undo_says_so() {
    let mut office = Office::new();
    let meeting = office.begun();
    office.set_clock("2026-10-05T21:50");
    office.book.end_meeting(meeting, None).unwrap();
    let time = |office: &Office| office.book.meeting(meeting).unwrap().ended_at.unwrap();
    office
        .book
        .end_meeting(meeting, Some(at("2026-10-05T20:40")))
        .unwrap();
    assert!(time(&office).starts_with("2026-10-05T20:40"));
    // Before it began is no end, and the one that stands stays.
    let refused = office
        .book
        .end_meeting(meeting, Some(at("2026-10-05T18:00")))
        .unwrap_err();
    assert!(refused.to_string().contains("sớm hơn giờ bắt đầu"));
    assert!(time(&office).starts_with("2026-10-05T20:40"));
    assert_eq!(office.book.undo(meeting).unwrap().words, "sửa giờ kết thúc");
    assert!(time(&office).starts_with("2026-10-05T21:50"));
    office.book.redo(meeting).unwrap();
    office.book.adopt(meeting).unwrap();
    let refused = office
        .book
        .end_meeting(meeting, Some(at("2026-10-05T20:50")))
        .unwrap_err();
    assert!(matches!(refused, BookError::Adopted));
}

#[test]
fn phrases_are_shipped_changed_and_removed_in_place() {
    let mut office = Office::empty();
    let shipped = office.book.snippets().unwrap();
    assert!(shipped.iter().all(|one| !one.own) && shipped.len() > 5);
    let text = |office: &Office, short: &str| {
        let all = office.book.snippets().unwrap();
        all.into_iter()
            .find(|one| one.short == short)
            .map(|one| one.text)
    };
    office
        .book
        .set_snippet("nt", "Hoàn toàn nhất trí. ")
        .unwrap();
    assert_eq!(text(&office, "nt").as_deref(), Some("Hoàn toàn nhất trí. "));
    let own = office.book.set_snippet("đp", "đảng phí").unwrap();
    assert_eq!(text(&office, "đp").as_deref(), Some("đảng phí"));
    office.book.remove_snippet(own).unwrap();
    assert_eq!(text(&office, "đp"), None);
    let bs = office
        .book
        .snippets()
        .unwrap()
        .into_iter()
        .find(|one| one.short == "bs")
        .unwrap();
    office.book.remove_snippet(bs.id).unwrap();
    assert_eq!(
        text(&office, "bs"),
        None,
        "a shipped one goes and stays away"
    );
    assert!(office.book.set_snippet("a b", "x").is_err());
    assert!(office.book.set_snippet("", "x").is_err());
    assert!(office.book.set_snippet("x", " ").is_err());
}

#[test]
fn a_statement_costs_no_more_when_much_has_been_said() {
    let mut office = Office::new();
    let meeting = office.begun();
    let (item, member) = (
        office.item(meeting, "thao_luan"),
        office.member("Lê Thị Cúc"),
    );
    let spent = office.book.store_mut().watch_cost().unwrap();
    let mut steps = |n: usize| {
        let new = NewStatement {
            item,
            member: Some(member),
            guest: None,
            text: format!("ý kiến {n}"),
        };
        let before = spent.steps();
        office.book.say(meeting, &new, None).unwrap();
        spent.steps() - before
    };
    let costs: Vec<u64> = (0..80).map(&mut steps).collect();
    let (early, late) = (
        costs[5..15].iter().sum::<u64>(),
        costs[70..].iter().sum::<u64>(),
    );
    assert!(late <= early + early / 5, "{costs:?}");
}

#[test]
fn the_last_of_what_was_said_stays_the_last_whatever_was_moved_before() {
    let mut office = Office::new();
    let meeting = office.begun();
    let one = office.say(meeting, "Lê Thị Cúc", "một");
    office.say(meeting, "Đặng Quốc Bảo", "hai");
    let (here, elsewhere) = (
        office.item(meeting, "thao_luan"),
        office.item(meeting, "thoi_su"),
    );
    office.book.move_statement(one, elsewhere, None).unwrap();
    office.book.move_statement(one, here, None).unwrap();
    office.say(meeting, "Nguyễn Văn An", "ba");
    let two = office.say(meeting, "Phạm Văn Dũng", "bốn");
    office.book.split_statement(two, "bốn", "năm").unwrap();
    office.say(meeting, "Nguyễn Văn An", "sáu");
    assert_eq!(
        said(&office.book, meeting),
        [
            "11 Đặng Quốc Bảo: hai",
            "11 Lê Thị Cúc: một",
            "11 Nguyễn Văn An: ba",
            "11 Phạm Văn Dũng: bốn",
            "11 Phạm Văn Dũng: năm",
            "11 Nguyễn Văn An: sáu",
        ]
    );
}
