//! The record while it is written: statements in their order, the queue, breaks, who was there
//! when, the pen, and undo over all of it.

use proptest::prelude::*;
use sochibo_book::{
    Book, BookError,
    domain::{
        AttendanceStatus, Device, DeviceRole, Explain, GuestKind, MinutesVersion,
        id::{DeviceRef, MeetingId},
        minutes::OpenMinutes,
    },
    statements::NewStatement,
    votes::VoteChange,
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
    assert_eq!(said(&office.book, meeting).len(), 1);
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
