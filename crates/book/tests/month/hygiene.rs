//! What opens the book, who printed what, and what is looked at once more before it leaves.

use std::{
    fs,
    sync::{Arc, Mutex},
};

use sochibo_book::{
    Book, BookError, SystemClock,
    domain::{AuditAct, Entity, Explain, Report, RotaRole},
    paper::{PaperKind, format_of},
    usb::to_file,
};
use sochibo_journal::{DeviceKey, grouped};
use sochibo_store::{Link, RECOVERY_BYTES, Store, StoreError};
use sochibo_wire::Stick;

use crate::cell::{Office, PASSPHRASE};

fn acts(book: &Book) -> Vec<(AuditAct, String)> {
    let audit = book.audit(None).unwrap();
    let lines = audit.into_iter().rev();
    lines.map(|line| (line.act, line.subject_kind)).collect()
}

/// Whether the code opens the book. Nothing else may have it open.
fn opens(path: &std::path::Path, code: &str) -> bool {
    let code: [u8; RECOVERY_BYTES] = grouped::read(code).unwrap();
    match Store::open_with_recovery(path, &code) {
        Ok(_) => true,
        Err(StoreError::WrongRecoveryCode) => false,
        Err(error) => panic!("{error:?}"),
    }
}

/// Whose code the escrow is sealed to.
fn claims(book: &Book) -> sochibo_journal::PublicKey {
    book.store().directory().unwrap().escrow().unwrap().claims
}

#[test]
fn a_passphrase_that_is_guessed_soon_is_refused_with_advice_and_the_old_one_stands() {
    let mut office = Office::empty();
    for easy in ["chibo2026", "khu phố 12", "Tân Thới Hòa 2026"] {
        let error = office.book.change_passphrase(PASSPHRASE, easy).unwrap_err();
        assert_eq!(error.code(), "SO-45", "{easy}");
        assert!(!error.hint().is_empty());
        let judged = office.book.judge_passphrase(easy).unwrap();
        assert!(!judged.enough, "{easy}");
    }
    let path = office.path();
    office
        .book
        .change_passphrase(PASSPHRASE, "ba con gà trống đi chợ huyện")
        .unwrap();
    office.book.keep_notes().unwrap();
    assert_eq!(
        acts(&office.book),
        [(AuditAct::Rekey, "passphrase".to_owned())]
    );
    drop(office.book);
    let old = Book::open(&path, PASSPHRASE, Box::new(SystemClock));
    assert!(matches!(
        old,
        Err(BookError::Store(StoreError::WrongPassphrase))
    ));
    Book::open(&path, "ba con gà trống đi chợ huyện", Box::new(SystemClock)).unwrap();
}

#[test]
fn until_the_new_sheet_is_put_away_the_old_code_is_the_one_that_counts() {
    let mut office = Office::empty();
    office.book.keep_keys().unwrap();
    let before = claims(&office.book);
    let code = office.book.begin_recovery_code(PASSPHRASE).unwrap();
    assert_eq!(
        claims(&office.book),
        before,
        "a lost laptop is still the old sheet's"
    );
    let path = office.path();
    // The window was closed, or the power went: the code can be read again.
    drop(office.book);
    assert!(opens(&path, &code));
    let mut book = Book::open(&path, PASSPHRASE, Box::new(SystemClock)).unwrap();
    assert!(book.recovery_code_waits().unwrap());
    assert!(book.show_recovery_code("sai rồi, không phải").is_err());
    assert_eq!(book.show_recovery_code(PASSPHRASE).unwrap(), code);
    book.keep_recovery_code().unwrap();
    assert!(!book.recovery_code_waits().unwrap());
    assert_ne!(claims(&book), before);
    assert!(book.keep_recovery_code().is_err(), "none waits");
    book.keep_notes().unwrap();
    assert!(acts(&book).contains(&(AuditAct::Rekey, "recovery".to_owned())));
}

#[test]
fn a_new_code_that_stops_between_the_escrow_and_the_header_is_brought_to_its_end() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("chibo.sochibo");
    let cell = sochibo_book::NewCell {
        name: "Khu phố 12".to_owned(),
        cell_type: sochibo_book::domain::CellType::KhuPho,
        ward: "Phường Tân Thới Hòa".to_owned(),
        place: String::new(),
        has_committee: false,
    };
    let (mut book, old) = Book::create(&path, PASSPHRASE, cell, Box::new(SystemClock)).unwrap();
    book.keep_keys().unwrap();
    let before = claims(&book);
    let new = book.begin_recovery_code(PASSPHRASE).unwrap();
    // A folder where the new header would be written: the disk refuses after the escrow.
    let blocked = dir.path().join("chibo.sochibo.key.new");
    fs::create_dir(&blocked).unwrap();
    assert!(book.keep_recovery_code().is_err());
    let sealed_to = claims(&book);
    assert_ne!(sealed_to, before, "the escrow was an operation already");
    drop(book);
    fs::remove_dir(&blocked).unwrap();

    // Nobody has to know: the next opening brings the header along.
    let book = Book::open(&path, PASSPHRASE, Box::new(SystemClock)).unwrap();
    assert!(!book.recovery_code_waits().unwrap());
    assert_eq!(claims(&book), sealed_to);
    drop(book);
    assert!(opens(&path, &new) && !opens(&path, &old));
}

#[test]
fn what_goes_to_a_printer_or_into_a_file_stands_in_the_trail() {
    let mut office = Office::new();
    let meeting = office.october();
    office
        .book
        .note_printed(meeting, PaperKind::Agenda)
        .unwrap();
    office.book.note_recovery_printed();
    for format in ["docx", "pdf"] {
        let file = office.dir.path().join(format!("a.{format}"));
        let format = format_of(format).unwrap();
        office
            .book
            .export(meeting, PaperKind::Invitation, format, &file)
            .unwrap();
    }
    // Looking at the pages is no printing.
    office.book.pages(meeting, PaperKind::Agenda).unwrap();
    office.book.keep_notes().unwrap();
    let of = |act, kind: &str| (act, kind.to_owned());
    assert_eq!(
        acts(&office.book),
        [
            of(AuditAct::Print, "chuong_trinh"),
            of(AuditAct::Print, "recovery"),
            of(AuditAct::Export, "giay_moi"),
            of(AuditAct::Export, "giay_moi"),
        ]
    );
    let words: Vec<String> = office
        .book
        .audit(None)
        .unwrap()
        .into_iter()
        .map(|line| line.what)
        .collect();
    assert!(words.contains(&"Tờ mã khôi phục".to_owned()), "{words:?}");
}

/// A mark that no gate of this version let in: an older one, or another program, wrote it. The
/// outbox looks once more, and the body stays here.
#[test]
fn a_marked_report_that_got_into_the_book_is_held_back_from_what_leaves() {
    let mut office = Office::new();
    let meeting = office.begun();
    office.adopt(meeting);
    let report = |office: &Office| {
        let outbox = office.book.outbox().unwrap();
        let line = outbox.into_iter().find(|line| line.kind == Report::KIND);
        line.unwrap()
    };
    assert!(!report(&office).held_back);
    let path = office.path();
    drop(office.book);

    let mut store = Store::open(&path, PASSPHRASE).unwrap();
    store.answer_for_all();
    let wall = 1_791_300_000_000;
    store
        .transact(wall, |gate| {
            let known = gate.list::<Report>()?.remove(0);
            let open = known.entity.open.replace("Khu phố 12", "QZ\\nTUYỆT MẬT");
            // A version of its own: what was adopted is replaced by nobody.
            let marked = Report {
                open,
                declared: Vec::new(),
                version: known.entity.version + 1,
                ..known.entity
            };
            gate.put::<Report>(Report::id(marked.meeting, marked.version), &marked)
        })
        .unwrap();
    store
        .set_link(&Link {
            server: "https://127.0.0.1:1".to_owned(),
            pin: "00".repeat(10),
            token: String::new(),
            ward_key: DeviceKey::from_secret(&[5; 32]).public(),
            ward_name: "Phường Tân Thới Hòa".to_owned(),
            cell_name: "Khu phố 12".to_owned(),
        })
        .unwrap();
    drop(store);

    let book = Book::open(&path, PASSPHRASE, Box::new(SystemClock)).unwrap();
    let outbox = book.outbox().unwrap();
    let marked: Vec<_> = outbox.iter().filter(|line| line.held_back).collect();
    assert_eq!(marked.len(), 1);
    assert!(marked[0].summary.contains("giữ lại vì có dấu độ mật"));
    // Not only said: what is carried to the ward has its header and no word of it, and everything
    // else whole.
    let file = office.dir.path().join("di.sochibo-usb");
    let written = to_file(&Arc::new(Mutex::new(book)), &file).unwrap();
    let Stick::ToWard(stick) = Stick::decode(&fs::read(&file).unwrap()).unwrap() else {
        panic!("it goes to the ward");
    };
    let envelopes: Vec<_> = stick
        .batches
        .iter()
        .flat_map(|batch| batch.envelopes())
        .collect();
    assert_eq!(envelopes.len() as u64, written.operations);
    let held: Vec<u64> = envelopes
        .iter()
        .filter(|envelope| envelope.is_withheld())
        .map(|envelope| envelope.header.seq)
        .collect();
    assert_eq!(held, [marked[0].seq]);
    let readable: Vec<u8> = envelopes
        .iter()
        .flat_map(|envelope| envelope.body.clone())
        .collect();
    let readable = String::from_utf8_lossy(&readable);
    assert!(
        readable.contains("Nhà văn hóa khu phố"),
        "the sound report leaves"
    );
    assert!(!readable.contains("TUYỆT MẬT"));
}

#[test]
fn the_newest_change_of_a_rota_is_taken_back_through_the_journal() {
    let mut office = Office::new();
    let month = "2026-10".parse().unwrap();
    let people: Vec<_> = ["Nguyễn Văn An", "Lê Thị Cúc", "Phạm Văn Dũng"]
        .map(|name| office.member(name))
        .into();
    let role = RotaRole::ALL[0];
    let members = |office: &Office| {
        let rota = office.book.rotas().unwrap().remove(0);
        (rota.members, rota.undo)
    };
    assert_eq!(members(&office), (Vec::new(), false));
    office.book.set_rota(role, &people, month, false).unwrap();
    office
        .book
        .set_rota(role, &people[..1], month, true)
        .unwrap();
    assert_eq!(members(&office), (people[..1].to_vec(), true));
    office.book.undo_rota(role).unwrap();
    assert_eq!(members(&office), (people.clone(), true));
    // As deep as it goes, and each step is an operation that the other devices take in.
    office.book.undo_rota(role).unwrap();
    assert_eq!(members(&office), (Vec::new(), false));
    assert!(office.book.undo_rota(role).is_err());
    assert!(office.book.doctor(true).unwrap().ok);
}

#[test]
fn a_lunar_day_that_was_added_or_taken_away_is_taken_back() {
    let mut office = Office::empty();
    let month = "2026-10".parse().unwrap();
    let names = |office: &Office| -> Vec<String> {
        let page = office.book.calendar(month).unwrap();
        page.observances.into_iter().map(|one| one.name).collect()
    };
    let id = office.book.add_observance("Giỗ đình", 16, 2).unwrap();
    office.book.remove_observance(id).unwrap();
    assert!(names(&office).is_empty());
    office.book.undo_observance(id).unwrap();
    assert_eq!(names(&office), ["Giỗ đình"]);
    office.book.undo_observance(id).unwrap();
    assert!(names(&office).is_empty());
    assert!(office.book.undo_observance(id).is_err());
}
