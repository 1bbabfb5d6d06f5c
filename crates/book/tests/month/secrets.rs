//! Dấu độ mật, and the audit trail that says who did what without saying what it said.

use sochibo_book::{
    BookError,
    criticism::NewCriticism,
    domain::{AuditAct, CriticismKind, Explain, Visibility},
    paper::{PaperKind, format_of},
};
use sochibo_store::StoreError;

use crate::cell::Office;

const PLANTED: &str = "QZ-BIMAT\nTUYỆT MẬT";

fn acts(office: &Office) -> Vec<AuditAct> {
    let audit = office.book.audit(None).unwrap();
    audit.iter().rev().map(|line| line.act).collect()
}

fn is_refused<T: std::fmt::Debug>(answer: Result<T, BookError>) {
    let error = answer.unwrap_err();
    assert!(
        matches!(error, BookError::Store(StoreError::SecretMark(_))),
        "{error:?}"
    );
    assert_eq!(error.code(), "BM-01");
}

#[test]
fn a_marked_text_is_refused_wherever_it_would_enter() {
    let mut office = Office::new();
    let meeting = office.begun();
    let item = office.item(meeting, "thao_luan");
    let an = office.member("Nguyễn Văn An");
    let said = sochibo_book::statements::NewStatement {
        item,
        member: Some(an),
        guest: None,
        text: PLANTED.to_owned(),
    };
    is_refused(office.book.say(meeting, &said, None));
    is_refused(office.book.conclude(item, PLANTED));
    is_refused(office.book.save_draft("say/x", PLANTED));
    let entry = NewCriticism {
        member: an,
        kind: CriticismKind::Advice,
        text: PLANTED.to_owned(),
        by: None,
        visibility: Visibility::Secretary,
        accepted: None,
        remedy: None,
        due: None,
    };
    is_refused(office.book.add_criticism(meeting, &entry));
    let roster = "MẬT\nHọ và tên\nLê Thị Ân\n";
    let error = sochibo_book::Book::read_roster(roster.as_bytes()).unwrap_err();
    assert_eq!(error.code(), "BM-02");
    office.adopt(meeting);
    assert!(!format!("{:?}", office.book.outbox().unwrap()).contains("QZ"));
    // Written down: that it happened and which rule said so.
    assert_eq!(acts(&office), [AuditAct::RefuseSecret; 4]);
    assert_eq!(office.book.audit(None).unwrap()[0].subject_kind, "R20-1");
    assert!(office.book.doctor(true).unwrap().ok);
}

#[test]
fn what_the_person_declares_is_taken_published_with_the_declaration_and_audited() {
    let mut office = Office::new();
    let meeting = office.begun();
    let item = office.item(meeting, "thao_luan");
    let text = "Gian hàng bán:\nMật";
    is_refused(office.book.conclude(item, text));
    assert_eq!(office.book.declare_not_secret(), 1);
    assert_eq!(office.book.declare_not_secret(), 0, "once is enough");
    office.book.conclude(item, text).unwrap();
    office.adopt(meeting);
    let outbox = office.book.outbox().unwrap();
    let report = outbox.iter().find(|line| line.published).unwrap();
    assert!(!report.held_back);
    assert_eq!(
        acts(&office),
        [AuditAct::RefuseSecret, AuditAct::DeclareNotSecret]
    );
}

#[test]
fn a_mark_that_is_being_typed_stands_in_the_trail_once_for_each_time_it_comes() {
    let mut office = Office::new();
    for text in [PLANTED, "TUYỆT MẬT", PLANTED] {
        is_refused(office.book.save_draft("say/x", text));
    }
    office.book.save_draft("say/x", "mật ong rừng").unwrap();
    is_refused(office.book.save_draft("say/x", PLANTED));
    office.book.keep_notes().unwrap();
    assert_eq!(acts(&office), [AuditAct::RefuseSecret; 2]);
}

#[test]
fn looking_printing_removing_and_amending_are_written_down_without_their_content() {
    let mut office = Office::new();
    let meeting = office.begun();
    let an = office.member("Nguyễn Văn An");
    for visibility in [
        Visibility::Internal,
        Visibility::Committee,
        Visibility::Secretary,
    ] {
        let entry = NewCriticism {
            member: an,
            kind: CriticismKind::Criticism,
            text: "QZ-KIN".to_owned(),
            by: None,
            visibility,
            accepted: None,
            remedy: None,
            due: None,
        };
        office.book.add_criticism(meeting, &entry).unwrap();
    }
    office.book.criticism(Some(meeting)).unwrap();
    office.book.criticism(Some(meeting)).unwrap();
    office.book.keep_notes().unwrap();
    assert_eq!(
        acts(&office),
        [AuditAct::View; 2],
        "once each, what is open to all not at all"
    );

    let said = office.say(meeting, "Lê Thị Cúc", "QZ-CAU");
    office.book.remove_statement(said).unwrap();
    office.adopt(meeting);
    let file = office.dir.path().join("bb.docx");
    office
        .book
        .export(
            meeting,
            PaperKind::Minutes,
            format_of("docx").unwrap(),
            &file,
        )
        .unwrap();
    office.book.begin_amendment(meeting, "QZ-LYDO").unwrap();
    // What waits is written when the book is closed.
    let path = office.path();
    let (_store, _dir) = office.file();
    drop(_store);
    let book = sochibo_book::Book::open(
        &path,
        crate::cell::PASSPHRASE,
        Box::new(sochibo_book::SystemClock),
    )
    .unwrap();
    let audit = book.audit(None).unwrap();
    let acts: Vec<AuditAct> = audit.iter().rev().map(|line| line.act).collect();
    assert_eq!(
        acts,
        [
            AuditAct::View,
            AuditAct::View,
            AuditAct::Delete,
            AuditAct::Export,
            AuditAct::Amend
        ]
    );
    assert!(audit.iter().all(|line| line.this_device));
    assert_eq!(audit[1].subject_kind, "bien_ban");
    assert!(!format!("{audit:?}").contains("QZ"));
    assert!(book.audit(Some(book.now())).unwrap().is_empty());
    assert!(book.doctor(true).unwrap().ok);
}
