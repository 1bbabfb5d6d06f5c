//! Two devices that disagree: nothing is decided without a person, and adopted minutes stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use sochibo_book::{
    Book,
    conflicts::Settlement,
    domain::{
        AttendanceStatus, CellType, MeetingKind, Member, MemberKind, MemberStatus, MinutesVersion,
        VoteForm, VoteKind,
        id::{CellRef, MeetingId, StatementId, VoteId},
        vote::Tally,
    },
    meetings::NewMeeting,
    statements::NewStatement,
    votes::{NewVote, VoteChange},
};
use sochibo_domain::Cell;
use sochibo_soak::{Desk, Office};
use sochibo_store::Incoming;
use sochibo_wire::Batch;

async fn two() -> (Office, Desk, Desk) {
    let office = Office::new();
    let desks = (Desk::new(0), Desk::new(1));
    office.enrol(&desks.0).await;
    office.let_in(&desks.0, &desks.1).await;
    (office, desks.0, desks.1)
}

async fn meet(office: &Office, desks: [&Desk; 2]) {
    for desk in [desks[0], desks[1], desks[0]] {
        desk.sync(&office.line()).await.unwrap();
    }
}

#[tokio::test]
async fn both_values_are_shown_and_a_person_chooses_or_joins_them() {
    let (office, here, there) = two().await;
    here.say(1, "câu gốc");
    here.say(2, "câu gốc");
    meet(&office, [&here, &there]).await;
    for n in [1, 2] {
        here.say(n, "bản của máy này");
        there.say(n, "bản của máy kia");
    }
    meet(&office, [&here, &there]).await;
    let waiting = here.with(|book| book.conflicts()).unwrap();
    assert_eq!(waiting.len(), 2);
    let first = &waiting[0];
    assert_eq!(
        (first.field.as_str(), first.can_combine),
        ("Nội dung", true)
    );
    assert!(first.what.starts_with("Ý kiến phát biểu"), "{}", first.what);
    let mut texts: Vec<&str> = first
        .values
        .iter()
        .map(|value| value.text.as_str())
        .collect();
    texts.sort_unstable();
    assert_eq!(texts, ["bản của máy kia", "bản của máy này"]);
    // The words that differ are marked on each side, and the pieces read as the text.
    for value in &first.values {
        let text: String = value
            .pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(text, value.text);
        let marked: Vec<&str> = value
            .pieces
            .iter()
            .filter(|piece| piece.changed)
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(marked, [value.text.rsplit(' ').next().unwrap()]);
    }
    assert_eq!(
        first
            .values
            .iter()
            .filter(|value| value.this_device)
            .count(),
        1
    );

    let loser = first.values[1].text.clone();
    here.with(|book| {
        book.settle_conflict(&first.id, &Settlement::Choose(1))
            .unwrap();
        book.settle_conflict(&waiting[1].id, &Settlement::Combine("cả hai".to_owned()))
            .unwrap();
        assert!(
            book.settle_conflict(&first.id, &Settlement::Choose(0))
                .is_err()
        );
    });
    meet(&office, [&here, &there]).await;
    for desk in [&here, &there] {
        assert!(desk.with(|book| book.conflicts()).unwrap().is_empty());
        let mut texts: Vec<String> = desk
            .statements()
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        texts.sort();
        let mut wanted = vec!["cả hai".to_owned(), loser.clone()];
        wanted.sort();
        assert_eq!(texts, wanted);
    }
}

#[tokio::test]
async fn an_answer_is_taken_back_and_asked_again_unless_somebody_wrote_since() {
    let (office, here, there) = two().await;
    here.say(1, "câu gốc");
    meet(&office, [&here, &there]).await;
    here.say(1, "bản của máy này");
    there.say(1, "bản của máy kia");
    meet(&office, [&here, &there]).await;
    let asked = here.with(|book| book.conflicts()).unwrap().remove(0);
    let (stood, other) = (asked.values[0].text.clone(), asked.values[1].text.clone());
    let text = |desk: &Desk| desk.statements().remove(0).1;
    let settle = |how: Settlement| {
        here.with(|book| book.settle_conflict(&asked.id, &how))
            .unwrap()
    };

    settle(Settlement::Choose(1));
    assert_eq!(text(&here), other);
    let settled = here.with(|book| book.settled_conflicts()).unwrap();
    assert_eq!(
        (settled.len(), settled[0].kept.as_str()),
        (1, other.as_str())
    );
    here.with(|book| book.reopen_conflict(&asked.id)).unwrap();
    assert_eq!(text(&here), stood);
    // Both values with their devices and times, as before.
    assert_eq!(
        here.with(|book| book.conflicts()).unwrap(),
        std::slice::from_ref(&asked)
    );
    assert!(
        here.with(|book| book.settled_conflicts())
            .unwrap()
            .is_empty()
    );
    // The other device has nothing to decide: it sees the value that stands.
    meet(&office, [&here, &there]).await;
    assert_eq!(text(&there), stood);
    assert!(there.with(|book| book.conflicts()).unwrap().is_empty());

    settle(Settlement::Combine("cả hai".to_owned()));
    meet(&office, [&here, &there]).await;
    there.say(1, "câu viết tiếp");
    meet(&office, [&here, &there]).await;
    // What was written since stands; there is no way back over it.
    assert!(
        here.with(|book| book.settled_conflicts())
            .unwrap()
            .is_empty()
    );
    assert!(here.with(|book| book.reopen_conflict(&asked.id)).is_err());
    assert_eq!(text(&here), "câu viết tiếp");
    here.assert_sound();
}

#[tokio::test]
async fn a_vote_that_two_machines_corrected_is_one_choice_with_its_result() {
    for own in [true, false] {
        let (office, here, there) = two().await;
        let (meeting, _) = ended(&office, &here, &there).await;
        let vote = here.with(|book| {
            let item = book.agenda_item(meeting, 8).unwrap();
            let new = NewVote {
                item,
                kind: VoteKind::Ordinary,
                subject: None,
                form: VoteForm::Hand,
                tally: tally(3, 0),
                reserved: None,
                handbook: None,
            };
            book.vote(&new).unwrap().id
        });
        let id: VoteId = vote;
        meet(&office, [&here, &there]).await;
        // This count keeps the result, so that only the other machine writes one.
        for (desk, tally) in [(&here, tally(2, 1)), (&there, tally(1, 2))] {
            let change = VoteChange {
                tally: Some(tally),
                ..VoteChange::default()
            };
            desk.with(|book| book.correct_vote(id, &change)).unwrap();
        }
        meet(&office, [&here, &there]).await;
        let asked = here.with(|book| book.conflicts()).unwrap();
        assert_eq!(asked.len(), 1, "{asked:#?}");
        assert_eq!(asked[0].field, "Kết quả biểu quyết");
        let place = asked[0]
            .values
            .iter()
            .position(|one| one.this_device == own);
        let chosen = Settlement::Choose(place.unwrap());
        here.with(|book| book.settle_conflict(&asked[0].id, &chosen))
            .unwrap();
        meet(&office, [&here, &there]).await;
        for desk in [&here, &there] {
            let vote = desk.with(|book| book.vote_of(id)).unwrap();
            let wanted = if own { tally(2, 1) } else { tally(1, 2) };
            assert_eq!((vote.tally, vote.outcome.passed), (wanted, own));
            assert!(desk.with(|book| book.conflicts()).unwrap().is_empty());
        }
    }
}

fn tally(r#for: u32, against: u32) -> Tally {
    Tally {
        r#for,
        against,
        abstain: 0,
    }
}

#[tokio::test]
async fn removals_of_more_than_half_of_the_book_wait_for_a_yes() {
    for accept in [true, false] {
        let (office, here, there) = two().await;
        for n in 1..=20 {
            here.say(n, &format!("câu {n}"));
        }
        meet(&office, [&here, &there]).await;
        for n in 1..=15 {
            there.unsay(n);
        }
        there.say(30, "câu mới");
        meet(&office, [&here, &there]).await;
        // What is no removal went through; of the removals nothing did.
        assert_eq!(here.statements().len(), 21);
        let waiting = here.with(|book| book.waiting_removals()).unwrap().unwrap();
        assert_eq!(waiting.count, 15);
        assert_eq!(waiting.kinds, ["Ý kiến phát biểu: 15"]);
        here.assert_sound();
        here.with(|book| match accept {
            true => book.accept_removals(),
            false => book.refuse_removals(),
        })
        .unwrap();
        meet(&office, [&here, &there]).await;
        let left = if accept { 6 } else { 21 };
        for desk in [&here, &there] {
            assert_eq!(desk.statements().len(), left, "{accept}");
            assert!(desk.with(|book| book.waiting_removals()).unwrap().is_none());
            desk.assert_sound();
        }
    }
}

#[tokio::test]
async fn a_refusal_is_dated_by_the_wards_clock_whatever_this_one_shows() {
    const YEAR: i64 = 365 * 86_400_000;
    const MINUTE: i64 = 60_000;
    for years in [-17, 0, 20] {
        let (office, here, there) = two().await;
        for n in 1..=20 {
            here.say(n, &format!("câu {n}"));
        }
        meet(&office, [&here, &there]).await;
        here.set_clock(sochibo_soak::T0 + years * YEAR);
        // It measures how wrong its clock is.
        here.sync(&office.line()).await.unwrap();
        for n in 1..=15 {
            there.unsay(n);
        }
        meet(&office, [&here, &there]).await;
        assert_eq!(here.statements().len(), 20);
        let back = here.with(|book| book.refuse_removals()).unwrap();
        assert_eq!(back, 15);
        let dated = here.with(|book| book.store().clock()).wall_ms();
        let now = office.digest(&here).await.now;
        assert!((dated - now).abs() < MINUTE, "{years}: {dated} at {now}");
        // Nothing in it looks like the future to anybody.
        assert_eq!(here.sync(&office.line()).await.unwrap().renewals, 0);
        meet(&office, [&here, &there]).await;
        for desk in [&here, &there] {
            assert_eq!(desk.statements().len(), 20, "{years}");
            assert!(
                desk.with(|book| book.store().quarantined())
                    .unwrap()
                    .is_empty()
            );
            desk.assert_sound();
        }
    }
}

#[tokio::test]
async fn removals_of_less_than_half_or_of_a_few_are_everyday_work() {
    let (office, here, there) = two().await;
    for n in 1..=20 {
        here.say(n, &format!("câu {n}"));
    }
    meet(&office, [&here, &there]).await;
    for n in 1..=10 {
        there.unsay(n);
    }
    meet(&office, [&here, &there]).await;
    assert_eq!(here.statements().len(), 10);
    assert!(here.with(|book| book.waiting_removals()).unwrap().is_none());
}

#[tokio::test]
async fn a_late_edit_does_not_bring_back_what_was_removed() {
    let (office, here, there) = two().await;
    here.say(1, "câu");
    meet(&office, [&here, &there]).await;
    here.unsay(1);
    there.set_clock(there.now() + 60_000);
    there.say(1, "câu sửa sau");
    meet(&office, [&here, &there]).await;
    for desk in [&here, &there] {
        assert!(desk.statements().is_empty());
    }
}

#[tokio::test]
async fn two_machines_that_begin_one_meeting_apart_agree_on_the_pen_and_nobody_is_asked() {
    for later in [0, 1] {
        let (office, here, there) = two().await;
        let meeting = here.with(planned);
        meet(&office, [&here, &there]).await;
        let desks = [&here, &there];
        desks[later].set_clock(desks[later].now() + 60_000);
        for (desk, said) in [(&here, "máy này ghi"), (&there, "máy kia ghi")] {
            desk.with(|book| {
                book.start_meeting(meeting, None).unwrap();
                let item = book.agenda_item(meeting, 1).unwrap();
                let member = book.members().unwrap()[0].id;
                let new = NewStatement {
                    item,
                    member: Some(member),
                    guest: None,
                    text: said.to_owned(),
                };
                book.say(meeting, &new, None).unwrap();
            });
        }
        let holds = |desk: &Desk| desk.with(|book| book.meeting(meeting)).unwrap().pen.here;
        // Apart both write.
        assert!(holds(&here) && holds(&there));
        meet(&office, [&here, &there]).await;
        // Together the later one does, whoever asks.
        assert_eq!([holds(&here), holds(&there)], [later == 0, later == 1]);
        for desk in desks {
            let said = desk.with(|book| book.meeting(meeting)).unwrap().statements;
            assert_eq!(said.len(), 2, "what either wrote is kept");
            // When the meeting began is a question; who holds the pen is none, nor what the program
            // measured by itself.
            let asked = desk.with(|book| book.conflicts()).unwrap();
            let asked: Vec<&str> = asked.iter().map(|one| one.field.as_str()).collect();
            assert_eq!(asked, ["Giờ bắt đầu"]);
            desk.assert_sound();
        }
        // The other one takes it, and so it stays.
        let other = desks[1 - later];
        other.with(|book| book.take_pen(meeting)).unwrap();
        meet(&office, [&here, &there]).await;
        assert_eq!([holds(&here), holds(&there)], [later == 1, later == 0]);
    }
}

#[tokio::test]
async fn two_machines_that_take_the_pen_at_once_agree_on_it_and_nobody_is_asked() {
    let (office, here, there) = two().await;
    let meeting = here.with(planned);
    here.with(|book| book.start_meeting(meeting, None)).unwrap();
    meet(&office, [&here, &there]).await;
    there.with(|book| book.take_pen(meeting)).unwrap();
    meet(&office, [&here, &there]).await;
    // It comes back to the first, and on the second's disk too; then both take it at one moment.
    here.with(|book| book.take_pen(meeting)).unwrap();
    there.with(|book| book.take_pen(meeting)).unwrap();
    meet(&office, [&here, &there]).await;
    let holds = |desk: &Desk| desk.with(|book| book.meeting(meeting)).unwrap().pen.here;
    assert!(holds(&here) != holds(&there));
    for desk in [&here, &there] {
        assert_eq!(desk.with(|book| book.conflicts()).unwrap().len(), 0);
    }
}

/// A meeting that has ended, known on both devices.
async fn ended(office: &Office, here: &Desk, there: &Desk) -> (MeetingId, StatementId) {
    let made = here.with(|book| {
        let meeting = planned(book);
        let member = book.members().unwrap()[0].id;
        book.start_meeting(meeting, None).unwrap();
        book.attend_all(meeting, AttendanceStatus::Present).unwrap();
        let item = book.agenda_item(meeting, 8).unwrap();
        let said = NewStatement {
            item,
            member: Some(member),
            guest: None,
            text: "Đề nghị sửa đèn hẻm 45.".to_owned(),
        };
        let said = book.say(meeting, &said, None).unwrap();
        book.end_meeting(meeting, None).unwrap();
        (meeting, said)
    });
    meet(office, [here, there]).await;
    made
}

/// A meeting of a cell of three, not begun.
fn planned(book: &mut Book) -> MeetingId {
    let cell = Cell {
        name: "Khu phố 12".to_owned(),
        cell_type: CellType::KhuPho,
        ward: "Phường Tân Thới Hòa".to_owned(),
        place: "Nhà văn hóa".to_owned(),
        ..serde_json::from_value(serde_json::json!({
            "name": "", "cell_type": "khu_pho", "ward": "", "place": "", "has_committee": true
        }))
        .unwrap()
    };
    let id = CellRef(book.store().cell().0);
    book.store_mut()
        .transact::<_, sochibo_store::StoreError>(sochibo_soak::T0, |gate| {
            gate.put::<Cell>(id, &cell)
        })
        .unwrap();
    for name in ["Trần Thị Bình", "Nguyễn Văn An", "Đặng Quốc Bảo"] {
        book.add_member(&member(name)).unwrap();
    }
    let new = NewMeeting {
        kind: MeetingKind::Regular,
        month: "2026-10".parse().unwrap(),
        planned_at: None,
        place: None,
        topic: None,
    };
    book.new_meeting(&new).unwrap().id
}

fn member(name: &str) -> Member {
    Member {
        name: name.to_owned(),
        status: MemberStatus::Official,
        kind: MemberKind::Regular,
        birth: None,
        joined: None,
        official: None,
        phone: None,
        office: None,
    }
}

fn frozen(book: &Book, meeting: MeetingId) -> MinutesVersion {
    let reader = book.store().read();
    reader
        .get::<MinutesVersion>(MinutesVersion::id(meeting, 1))
        .unwrap()
}

#[tokio::test]
async fn what_another_machine_changes_after_an_adoption_waits_and_never_alters_the_minutes() {
    let (office, here, there) = two().await;
    let (meeting, said) = ended(&office, &here, &there).await;
    here.with(|book| book.adopt(meeting)).unwrap();
    let before = here.with(|book| frozen(book, meeting));
    // The other machine has not heard of it.
    there
        .with(|book| book.set_statement(said, "Đề nghị sửa cống hẻm 45."))
        .unwrap();
    meet(&office, [&here, &there]).await;
    for desk in [&here, &there] {
        assert_eq!(desk.with(|book| frozen(book, meeting)), before);
        let late = desk.with(|book| book.late_changes()).unwrap();
        assert_eq!((late.len(), late[0].lines.len()), (1, 1));
        assert!(late[0].lines[0].adopted.contains("đèn"));
        assert!(late[0].lines[0].now.contains("cống"));
    }
    // The frame counts it with what waits for a person, and forgets it once it is answered.
    let review = |desk: &Desk| desk.with(|book| book.sync_words()).unwrap().review;
    for desk in [&here, &there] {
        assert_eq!(review(desk).len(), 1);
        let frame = desk.with(|book| book.frame()).unwrap();
        assert_eq!(frame.sync.state, "attention");
    }
    here.with(|book| book.keep_adopted(meeting)).unwrap();
    assert!(review(&here).is_empty());
    assert!(here.with(|book| book.late_changes()).unwrap().is_empty());
    // The other one amends instead: a new version, the old one kept.
    let amended = there
        .with(|book| book.amend(meeting, "Ghi đúng ý kiến"))
        .unwrap();
    assert_eq!(amended.version, 2);
    meet(&office, [&here, &there]).await;
    assert_eq!(here.with(|book| frozen(book, meeting)), before);
    assert!(there.with(|book| book.late_changes()).unwrap().is_empty());
    assert!(review(&there).is_empty());
}

/// What `from` holds of its own chain after `held`, taken in by `to` when the ward's clock shows
/// `ward_ms`; with `after`, in the place of what `to` holds after that number.
fn hand_over(from: &Desk, held: u64, to: &Desk, after: Option<u64>, ward_ms: i64) {
    let (device, envelopes, key) = from.with(|book| {
        let store = book.store();
        let own = store.envelopes_of_after(store.device(), held, 256, usize::MAX);
        (store.device(), own.unwrap(), store.device_key().clone())
    });
    let batch = Batch::sign(envelopes, &key).unwrap();
    let batch = batch.verify(&key.public()).unwrap();
    let end = (batch.end().seq, batch.signature());
    let received = to.with(|book| {
        let keys = book.store().ring_keys().clone();
        let page = vec![Incoming::open(
            batch.into_envelopes(),
            key.public(),
            end,
            &keys,
        )];
        match after {
            Some(after) => book
                .store_mut()
                .receive_anew(device, after, page, Some(ward_ms)),
            None => book.store_mut().receive_page(page, None, Some(ward_ms)),
        }
    });
    assert!(received.unwrap().new > 0);
}

#[tokio::test]
async fn late_changes_are_counted_anew_when_what_waited_for_its_time_is_taken() {
    const DAY_MS: i64 = 86_400_000;
    let (office, here, there) = two().await;
    let (meeting, said) = ended(&office, &here, &there).await;
    here.with(|book| book.adopt(meeting)).unwrap();
    let held = there.with(|book| book.store().own_chain().seq);
    there
        .with(|book| book.set_statement(said, "Đề nghị sửa cống hẻm 45."))
        .unwrap();
    let at = there.with(|book| book.store().clock().wall_ms());
    hand_over(&there, held, &here, None, at - 2 * DAY_MS);
    let late = |desk: &Desk| {
        let review = desk.with(|book| book.sync_words()).unwrap().review;
        review
            .iter()
            .any(|line| line.contains("máy khác sửa sau đó"))
    };
    assert!(!late(&here));
    // Nothing more has come; only the day has.
    let taken = here.with(|book| book.store_mut().take_dated_ahead(Some(at)));
    assert_eq!(taken.unwrap(), 1);
    assert!(late(&here));
}

#[tokio::test]
async fn late_changes_are_counted_anew_when_another_history_takes_the_place_of_one() {
    let (office, here, mut there) = two().await;
    let (meeting, said) = ended(&office, &here, &there).await;
    here.with(|book| book.adopt(meeting)).unwrap();
    let held = there.with(|book| book.store().own_chain().seq);
    let twin = there.copy();
    let now = chrono::Utc::now().timestamp_millis();
    let late = |desk: &Desk| {
        let review = desk.with(|book| book.sync_words()).unwrap().review;
        review
            .iter()
            .any(|line| line.contains("máy khác sửa sau đó"))
    };
    // One history of the machine corrects what is adopted; the other, which the ward has, as many
    // times something else.
    twin.with(|book| book.set_statement(said, "Đề nghị sửa cống hẻm 45."))
        .unwrap();
    there.say(77, "Chuyện khác.");
    hand_over(&twin, held, &here, None, now);
    assert!(late(&here));
    hand_over(&there, held, &here, Some(held), now);
    assert!(!late(&here));
    hand_over(&twin, held, &here, Some(held), now);
    assert!(late(&here));
}

#[tokio::test]
async fn two_machines_that_adopt_one_version_are_one_choice_between_two_wholes() {
    let (office, here, there) = two().await;
    let (meeting, said) = ended(&office, &here, &there).await;
    there
        .with(|book| book.set_statement(said, "Đề nghị sửa cống hẻm 45."))
        .unwrap();
    here.with(|book| book.adopt(meeting)).unwrap();
    there.set_clock(there.now() + 60_000);
    there.with(|book| book.adopt(meeting)).unwrap();
    let (one, two) = (
        here.with(|book| frozen(book, meeting)),
        there.with(|book| frozen(book, meeting)),
    );
    meet(&office, [&here, &there]).await;
    // Whichever stands meanwhile stands whole.
    let standing = here.with(|book| frozen(book, meeting));
    assert!(standing == one || standing == two);
    let waiting = here.with(|book| book.conflicts()).unwrap();
    let version: Vec<_> = waiting
        .iter()
        .filter(|conflict| conflict.what.starts_with("Hai máy cùng thông qua"))
        .collect();
    assert_eq!(version.len(), 1, "{waiting:#?}");
    assert!(version[0].for_good);
    let own = version[0].values.iter().position(|value| value.this_device);
    let settled = Settlement::Combine("ghép".to_owned());
    here.with(|book| {
        assert!(book.settle_conflict(&version[0].id, &settled).is_err());
        book.settle_conflict(&version[0].id, &Settlement::Choose(own.unwrap()))
    })
    .unwrap();
    // Adopted minutes change by an amendment only: there is no way back to offer.
    assert!(
        here.with(|book| book.settled_conflicts())
            .unwrap()
            .is_empty()
    );
    meet(&office, [&here, &there]).await;
    for desk in [&here, &there] {
        assert_eq!(desk.with(|book| frozen(book, meeting)), one);
        let waiting = desk.with(|book| book.conflicts()).unwrap();
        assert!(
            waiting
                .iter()
                .all(|conflict| !conflict.what.starts_with("Hai máy"))
        );
    }
}
