//! Adopted minutes are frozen; a later change is a new version beside the old one.

use data_encoding::HEXLOWER;
use sochibo_book::{
    BookError,
    assignments::NewAssignment,
    criticism::NewCriticism,
    domain::{
        AttendanceStatus, CriticismKind, MinutesVersion, Report, Visibility,
        id::MeetingId,
        minutes::{OpenMinutes, digest, fingerprint, inner_hash},
    },
    meetings::MeetingChange,
    petitions::NewPetition,
    statements::NewStatement,
};
use sochibo_journal::{Hash, PublicKey, SignError};
use sochibo_store::Store;

use crate::cell::{Office, hands, own_item};

/// An October meeting with something of everything, adopted; with its fingerprint.
fn adopted() -> (Office, MeetingId, String) {
    let mut office = Office::new();
    let meeting = office.begun();
    office.say(meeting, "Lê Thị Cúc", "Tôi nhất trí với dự thảo.");
    let item = office.item(meeting, "thao_luan");
    office
        .book
        .conclude(item, "Giao chi ủy hoàn chỉnh dự thảo.")
        .unwrap();
    office.book.vote(&hands(item, 5, 0, 0)).unwrap();
    let fingerprint = office.adopt(meeting);
    (office, meeting, fingerprint)
}

fn refused<T: std::fmt::Debug>(what: &str, result: Result<T, BookError>) {
    assert!(
        matches!(result, Err(BookError::Adopted)),
        "{what}: {result:?}"
    );
}

fn version(store: &Store, meeting: MeetingId, version: u32) -> MinutesVersion {
    store
        .read()
        .get::<MinutesVersion>(MinutesVersion::id(meeting, version))
        .unwrap()
}

#[test]
fn nothing_of_adopted_minutes_can_be_written() {
    let (mut office, meeting, fingerprint) = adopted();
    let (an, item) = (
        office.member("Nguyễn Văn An"),
        office.item(meeting, "thao_luan"),
    );
    let view = office.book.meeting(meeting).unwrap();
    let statement = NewStatement {
        item,
        member: Some(an),
        guest: None,
        text: "Thêm".to_owned(),
    };
    let task = NewAssignment {
        member: an,
        title: "Việc".to_owned(),
        due: None,
        meeting: Some(meeting),
        item: None,
    };
    let petition = NewPetition {
        text: "Kiến nghị".to_owned(),
        member: None,
        meeting: Some(meeting),
        item: None,
        wants_reply: false,
    };
    let criticism = NewCriticism {
        member: an,
        kind: CriticismKind::Advice,
        text: "Góp ý".to_owned(),
        by: None,
        visibility: Visibility::Internal,
        accepted: None,
        remedy: None,
        due: None,
    };
    let book = &mut office.book;
    refused("say", book.say(meeting, &statement, None));
    refused(
        "set_statement",
        book.set_statement(view.statements[0].id, "Khác"),
    );
    refused(
        "remove_statement",
        book.remove_statement(view.statements[0].id),
    );
    refused(
        "attend",
        book.attend(meeting, an, AttendanceStatus::Excused, None),
    );
    refused(
        "attend_all",
        book.attend_all(meeting, AttendanceStatus::Present),
    );
    refused("leave", book.leave(meeting, an));
    refused(
        "add_guest",
        book.add_guest(
            meeting,
            "Ông Tám",
            "",
            sochibo_book::domain::GuestKind::Invited,
        ),
    );
    refused("vote", book.vote(&hands(item, 5, 0, 0)));
    refused("remove_vote", book.remove_vote(view.votes[0].id));
    refused("conclude", book.conclude(item, "Khác"));
    refused("add_item", book.add_item(meeting, &own_item("Mục"), 0));
    refused("move_item", book.move_item(item, 1));
    refused("open_item", book.open_item(item));
    refused("remove_item", book.remove_item(view.agenda[0].id));
    refused("assign", book.assign(&task));
    refused("petition", book.petition(&petition));
    refused("add_criticism", book.add_criticism(meeting, &criticism));
    refused(
        "set_score",
        book.set_score(
            meeting,
            &view.score.as_ref().unwrap().items[0].id,
            0.0,
            "lý do",
        ),
    );
    refused(
        "set_meeting",
        book.set_meeting(meeting, &MeetingChange::default()),
    );
    refused("end_meeting", book.end_meeting(meeting, None));
    refused("adopt", book.adopt(meeting));
    assert!(matches!(
        book.remove_meeting(meeting),
        Err(BookError::NotNow(_))
    ));
    assert_eq!(
        office.book.meeting(meeting).unwrap().fingerprint,
        Some(fingerprint)
    );
}

#[test]
fn an_amendment_is_a_new_version_and_the_old_one_stays() {
    let (mut office, meeting, first) = adopted();
    let statement = office.book.meeting(meeting).unwrap().statements[0].id;
    assert!(matches!(
        office.book.begin_amendment(meeting, " "),
        Err(BookError::Missing(_))
    ));
    office.set_clock("2026-10-07T09:00");
    office
        .book
        .begin_amendment(meeting, "Ghi sai ý đồng chí Cúc")
        .unwrap();
    office
        .book
        .set_statement(statement, "Tôi nhất trí, trừ điểm 3.")
        .unwrap();
    // Until it is frozen, the version that was adopted is the one that stands.
    let during = office.book.meeting(meeting).unwrap();
    assert_eq!(
        (during.version, during.fingerprint.as_deref()),
        (1, Some(first.as_str()))
    );
    let second = office.book.amend(meeting, "").unwrap();
    assert_eq!(second.version, 2);
    assert_ne!(second.fingerprint, first);
    refused(
        "set_statement",
        office.book.set_statement(statement, "Khác"),
    );
    assert!(office.book.doctor(false).unwrap().ok);
    assert_eq!(office.book.sync_words().unwrap().readable, 2);

    let (store, _dir) = office.file();
    let (old, new) = (version(&store, meeting, 1), version(&store, meeting, 2));
    assert!(old.open.contains("Tôi nhất trí với dự thảo.") && !old.open.contains("trừ điểm 3"));
    assert!(new.open.contains("trừ điểm 3"));
    assert_eq!(
        (old.reason.as_deref(), new.reason.as_deref()),
        (None, Some("Ghi sai ý đồng chí Cúc"))
    );
    let open: OpenMinutes = serde_json::from_str(&new.open).unwrap();
    assert_eq!((open.version, open.amended_because), (2, new.reason));
}

#[test]
fn minutes_that_are_not_adopted_are_not_amended() {
    let mut office = Office::new();
    let meeting = office.begun();
    assert!(matches!(
        office.book.begin_amendment(meeting, "lý do"),
        Err(BookError::NotNow(_))
    ));
    assert!(matches!(
        office.book.amend(meeting, "lý do"),
        Err(BookError::NotNow(_))
    ));
}

#[test]
fn the_fingerprint_is_the_digest_of_the_text_and_signed_by_this_device() {
    let (office, meeting, printed) = adopted();
    let (store, _dir) = office.file();
    let frozen = version(&store, meeting, 1);
    let report = store.read().get::<Report>(Report::id(meeting, 1)).unwrap();
    assert_eq!(
        (&report.open, &report.digest, &report.signature),
        (&frozen.open, &frozen.digest, &frozen.signature)
    );

    // With the inner part, and with no more than its hash, as the ward has it.
    let whole = digest(&frozen.open, inner_hash(&frozen.inner));
    let hash: [u8; 32] = HEXLOWER
        .decode(report.inner_hash.as_bytes())
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(digest(&report.open, hash), whole);
    assert_eq!(HEXLOWER.encode(&whole), frozen.digest);
    assert_eq!(fingerprint(&whole), printed);

    let signature: [u8; 64] = HEXLOWER
        .decode(frozen.signature.as_bytes())
        .unwrap()
        .try_into()
        .unwrap();
    let key = PublicKey(Hash::from_hex(&frozen.signed_by).unwrap().0);
    assert_eq!(key, store.device_key().public());
    assert_eq!(key.verify(Hash(whole), &signature), Ok(()));
    let altered = digest(
        &frozen.open.replace("nhất trí", "phản đối"),
        inner_hash(&frozen.inner),
    );
    assert_eq!(key.verify(Hash(altered), &signature), Err(SignError));
}

#[test]
fn a_score_that_a_person_set_stands_in_the_minutes_with_its_reason() {
    let mut office = Office::new();
    let meeting = office.begun();
    let line = office
        .book
        .meeting(meeting)
        .unwrap()
        .score
        .unwrap()
        .items
        .into_iter()
        .find(|line| line.max >= 1.0)
        .unwrap();
    for (points, reason) in [
        (line.max + 0.1, "lý do"),
        (-0.5, "lý do"),
        (f64::NAN, "lý do"),
        (0.5, "  "),
    ] {
        assert!(
            office
                .book
                .set_score(meeting, &line.id, points, reason)
                .is_err(),
            "{points} {reason}"
        );
    }
    assert!(
        office
            .book
            .set_score(meeting, "không có", 0.5, "lý do")
            .is_err()
    );
    office
        .book
        .set_score(meeting, &line.id, 0.5, "Họp muộn 30 phút")
        .unwrap();
    let set = office
        .book
        .meeting(meeting)
        .unwrap()
        .score
        .unwrap()
        .items
        .into_iter()
        .find(|other| other.id == line.id)
        .unwrap();
    assert!(set.changed && (set.points - 0.5).abs() < f64::EPSILON);
    office.adopt(meeting);
    let (store, _dir) = office.file();
    let open: OpenMinutes = serde_json::from_str(&version(&store, meeting, 1).open).unwrap();
    let deduction = open
        .score
        .as_ref()
        .unwrap()
        .deductions
        .iter()
        .find(|deduction| deduction.id == line.id)
        .unwrap();
    assert_eq!(
        (deduction.points, deduction.reason.as_str()),
        (5, "Họp muộn 30 phút")
    );
}

#[test]
fn what_was_said_is_found_by_words_without_accents() {
    let (office, meeting, _) = adopted();
    let found = |words| office.book.search(words, 9).unwrap();
    let hit = found("nhat tri du thao").remove(0);
    assert_eq!(
        (hit.kind.as_str(), hit.title.as_str()),
        ("statement", "đ/c Lê Thị Cúc")
    );
    assert_eq!(hit.meeting, Some(meeting.to_string()));
    assert_eq!(found("hoan chinh")[0].kind, "agenda_item");
    assert_eq!(found("dang quoc")[0].kind, "member");
    assert_eq!(found("thuong ky")[0].kind, "meeting");
}
