//! Versions of adopted minutes: kept, compared, printed, signed.

use sochibo_book::{
    BookError,
    domain::{
        MinutesVersion,
        id::MeetingId,
        minutes::{How, Piece},
    },
    paper::{PaperKind, PaperOrder, format_of},
};

use crate::cell::Office;

/// An adopted meeting whose statement was amended; with the first fingerprint.
fn amended() -> (Office, MeetingId, String) {
    let mut office = Office::new();
    let meeting = office.begun();
    let said = office.say(meeting, "Lê Thị Cúc", "Tôi nhất trí với dự thảo.");
    office.say(meeting, "Đặng Quốc Bảo", "Đồng ý.");
    let first = office.adopt(meeting);
    office.set_clock("2026-10-07T09:00");
    office
        .book
        .begin_amendment(meeting, "Ghi thiếu ý đồng chí Cúc")
        .unwrap();
    office
        .book
        .set_statement(said, "Tôi nhất trí với dự thảo, trừ điểm 3.")
        .unwrap();
    (office, meeting, first)
}

fn text(pieces: &[Piece], changed: bool) -> String {
    pieces
        .iter()
        .filter(|piece| piece.changed == changed)
        .map(|piece| piece.text.as_str())
        .collect()
}

#[test]
fn two_versions_are_compared_word_by_word_before_and_after_the_amendment_is_adopted() {
    let (mut office, meeting, _) = amended();
    let before = office.book.compare_versions(meeting, 1, 0).unwrap();
    office.book.amend(meeting, "").unwrap();
    let after = office.book.compare_versions(meeting, 1, 2).unwrap();
    for compared in [&before, &after] {
        let said: Vec<_> = compared
            .differences
            .iter()
            .filter(|one| one.what == "Ý kiến của Lê Thị Cúc")
            .collect();
        assert_eq!(said.len(), 1, "{compared:?}");
        assert_eq!(said[0].how, How::Changed);
        assert!(text(&said[0].after, true).contains("trừ điểm 3"));
        assert!(text(&said[0].after, false).contains("Tôi nhất trí với dự"));
        assert!(
            !compared
                .differences
                .iter()
                .any(|one| one.what.contains("Bảo"))
        );
    }
    assert_eq!(after.reason.as_deref(), Some("Ghi thiếu ý đồng chí Cúc"));
    assert!(office.book.compare_versions(meeting, 1, 3).is_err());
    let same = office.book.compare_versions(meeting, 2, 2).unwrap();
    assert!(same.differences.is_empty());
}

#[test]
fn an_old_version_can_still_be_printed() {
    let (mut office, meeting, _) = amended();
    office.book.amend(meeting, "").unwrap();
    let pages = |version| {
        let order = PaperOrder {
            version,
            ..PaperKind::Minutes.into()
        };
        office.book.pages(meeting, order)
    };
    assert_eq!(pages(None).unwrap(), pages(Some(2)).unwrap());
    assert_ne!(pages(Some(1)).unwrap(), pages(Some(2)).unwrap());
    assert!(pages(Some(3)).is_err());
}

#[test]
fn the_day_of_signing_is_noted_beside_the_frozen_text() {
    let (mut office, meeting, fingerprint) = amended();
    let day = |text: &str| Some(sochibo_book::domain::date::parse_day(text).unwrap());
    for wrong in ["04/10/2026", "08/10/2026"] {
        assert!(matches!(
            office.book.sign_paper(meeting, None, day(wrong)),
            Err(BookError::NotNow(_))
        ));
    }
    office
        .book
        .sign_paper(meeting, Some(1), day("06/10/2026"))
        .unwrap();
    office.book.amend(meeting, "").unwrap();
    let versions = office.book.meeting(meeting).unwrap().versions;
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[0].signed_on.as_deref(), Some("2026-10-06"));
    assert_eq!(versions[0].fingerprint, fingerprint);
    // A new version has a paper of its own to sign.
    assert_eq!(versions[1].signed_on, None);
    let (store, _dir) = office.file();
    let frozen: MinutesVersion = store.read().get(MinutesVersion::id(meeting, 1)).unwrap();
    assert!(!frozen.open.contains("signed") && !frozen.inner.contains("signed"));
    assert!(store.check(false).unwrap().ok());
}

#[test]
fn nothing_is_signed_before_it_is_adopted() {
    let mut office = Office::new();
    let meeting = office.begun();
    assert!(matches!(
        office.book.sign_paper(meeting, None, None),
        Err(BookError::NotNow(_))
    ));
}

#[test]
fn an_extract_holds_the_items_that_were_asked_for() {
    let mut office = Office::new();
    let meeting = office.begun();
    office.say(meeting, "Lê Thị Cúc", "Tôi nhất trí với dự thảo.");
    office.adopt(meeting);
    let extract = |items: Vec<u32>| PaperOrder {
        items,
        ..PaperKind::Extract.into()
    };
    let pdf = format_of("pdf").unwrap();
    let bytes = office.book.paper(meeting, extract(vec![11]), pdf).unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    assert!(matches!(
        office.book.paper(meeting, extract(vec![]), pdf),
        Err(BookError::Missing(_))
    ));
    assert!(matches!(
        office.book.paper(meeting, extract(vec![1, 99]), pdf),
        Err(BookError::NoSuchItem(99))
    ));
}
