//! What stays in the cell stays: looked for in every byte that would leave the device.

use sochibo_book::{
    criticism::NewCriticism,
    domain::{AttendanceStatus, CriticismKind, Visibility},
};
use sochibo_journal::Ring;

use crate::cell::Office;

const SAID: &str = "QZ-PHATBIEU";
/// Texts that only devices of the cell may read, each where it is written.
const KEPT: [&str; 8] = [
    "QZ-NOIBO",
    "QZ-CHIUY",
    "QZ-BITHU",
    "QZ-KHACPHUC",
    "QZ-LYDOVANG",
    "QZ-NHAP",
    "0987654321",
    "1958-03-21",
];

#[test]
fn nothing_that_stays_in_the_cell_can_be_read_in_what_leaves_it() {
    let mut office = Office::new();
    let meeting = office.begun();
    let (an, bao) = (
        office.member("Nguyễn Văn An"),
        office.member("Đặng Quốc Bảo"),
    );
    office
        .book
        .attend(meeting, an, AttendanceStatus::Excused, Some("QZ-LYDOVANG"))
        .unwrap();
    office.say(meeting, "Lê Thị Cúc", SAID);
    let draft = office.say(meeting, "Lê Thị Cúc", "QZ-NHAP");
    office.book.set_statement(draft, "Câu đã sửa").unwrap();
    for (text, visibility) in [
        ("QZ-NOIBO", Visibility::Internal),
        ("QZ-CHIUY", Visibility::Committee),
        ("QZ-BITHU", Visibility::Secretary),
    ] {
        let entry = NewCriticism {
            member: bao,
            kind: CriticismKind::Criticism,
            text: text.to_owned(),
            by: Some(an),
            visibility,
            accepted: Some(true),
            remedy: Some("QZ-KHACPHUC".to_owned()),
            due: Some("28/10/2026".to_owned()),
        };
        office.book.add_criticism(meeting, &entry).unwrap();
    }
    assert_eq!(office.book.criticism(Some(meeting)).unwrap().len(), 3);
    assert_eq!(
        office.book.meeting(meeting).unwrap().criticism_counts["phe_binh"],
        3
    );
    office.adopt(meeting);

    // What the person is shown before it leaves: numbers and names of fields only.
    let preview = format!("{:?}", office.book.preview(meeting).unwrap());
    let outbox = format!("{:?}", office.book.outbox().unwrap());
    for kept in KEPT {
        assert!(!preview.contains(kept) && !outbox.contains(kept), "{kept}");
        assert!(
            office
                .book
                .search(kept, 9)
                .unwrap()
                .iter()
                .all(|hit| hit.kind != "criticism"),
            "{kept}"
        );
    }
    let readable = office
        .book
        .outbox()
        .unwrap()
        .into_iter()
        .filter(|line| line.published)
        .count();
    assert_eq!(
        (readable, office.book.sync_words().unwrap().readable),
        (1, 1)
    );
    assert!(office.book.doctor(true).unwrap().ok);

    // What leaves.
    let (store, _dir) = office.file();
    let envelopes = store
        .envelopes_after(0, usize::MAX >> 1, usize::MAX)
        .unwrap();
    assert!(envelopes.len() > 20);
    let holds =
        |body: &[u8], text: &str| body.windows(text.len()).any(|part| part == text.as_bytes());
    let published: Vec<_> = envelopes
        .iter()
        .filter(|envelope| envelope.header.ring == Ring::Published)
        .collect();
    assert_eq!(published.len(), 1);
    assert!(holds(&published[0].body, SAID) && holds(&published[0].body, "Lê Thị Cúc"));
    for envelope in &envelopes {
        for kept in KEPT {
            assert!(
                !holds(&envelope.body, kept),
                "{kept} in {:?}",
                envelope.header
            );
        }
        if envelope.header.ring != Ring::Published {
            assert!(!holds(&envelope.body, SAID) && !holds(&envelope.body, "Lê Thị Cúc"));
        }
    }
    // Each entry of criticism under the ring of those who may read it.
    let rings: Vec<Ring> = store
        .pending()
        .unwrap()
        .iter()
        .filter(|op| op.change.kind == "criticism")
        .map(|op| op.ring)
        .collect();
    assert_eq!(rings, [Ring::Internal, Ring::Committee, Ring::Secretary]);
    // They are all there for the cell itself.
    let opened = format!("{:?}", store.pending().unwrap());
    for kept in KEPT {
        assert!(opened.contains(kept), "{kept}");
    }
    // Nor do they lie in the file for anyone who copies it.
    let file = std::fs::read(store.path()).unwrap();
    for kept in KEPT {
        assert!(!holds(&file, kept), "{kept}");
    }
}
