//! Members: imported, changed, taken off.

use sochibo_book::{Book, BookError, domain::MemberStatus};

use crate::cell::{Office, PASSPHRASE, ROSTER};

#[test]
fn an_import_brings_everyone_once_in_the_order_of_names() {
    let mut office = Office::new();
    let names: Vec<String> = office
        .book
        .members()
        .unwrap()
        .into_iter()
        .map(|line| line.name)
        .collect();
    assert_eq!(
        names,
        [
            "Nguyễn Văn An",
            "Đặng Quốc Bảo",
            "Trần Thị Bình",
            "Lê Thị Cúc",
            "Phạm Văn Dũng",
            "Hồ Thị Én",
            "Võ Văn Phúc"
        ]
    );
    let again = Book::read_roster(ROSTER.as_bytes()).unwrap();
    assert_eq!(office.book.keep_roster(&again.taken).unwrap(), 0);
    let secretary = office.book.member(office.member("Trần Thị Bình")).unwrap();
    assert_eq!(secretary.office.as_deref(), Some("Bí thư"));
    assert_eq!(secretary.birth.unwrap().to_string(), "1958-03-21");
}

#[test]
fn a_member_is_named_by_name_or_by_the_beginning_of_the_id() {
    let office = Office::new();
    let id = office.member("Đặng Quốc Bảo");
    assert_eq!(office.book.resolve_member(&id.to_string()).unwrap(), id);
    assert_eq!(
        office
            .book
            .resolve_member("Đa\u{323}\u{306}ng Quốc Bảo")
            .unwrap(),
        id
    );
    assert!(matches!(
        office.book.resolve_member("0"),
        Err(BookError::Ambiguous { .. })
    ));
    for nobody in ["", "ffff", "Nguyễn Văn Không Có"] {
        assert!(office.book.resolve_member(nobody).is_err(), "{nobody}");
    }
}

#[test]
fn what_a_member_said_keeps_its_name_after_the_member_is_taken_off() {
    let mut office = Office::new();
    let meeting = office.begun();
    office.say(meeting, "Lê Thị Cúc", "Tôi nhất trí.");
    let cuc = office.member("Lê Thị Cúc");
    office.book.remove_member(cuc).unwrap();
    assert_eq!(office.book.members().unwrap().len(), 6);
    let said = &office.book.meeting(meeting).unwrap().statements[0];
    assert_eq!(
        (said.name.as_str(), said.text.as_str()),
        ("Lê Thị Cúc", "Tôi nhất trí.")
    );
    let hit = office.book.search("nhat tri", 9).unwrap().remove(0);
    assert_eq!(hit.title, "đ/c Lê Thị Cúc");
}

#[test]
fn a_member_taken_off_by_mistake_comes_back_with_the_same_id() {
    let mut office = Office::new();
    let id = office.member("Lê Thị Cúc");
    let cuc = office.book.member(id).unwrap();
    office.book.remove_member(id).unwrap();
    assert!(office.book.member(id).is_err());
    office.book.set_member(id, &cuc).unwrap();
    assert_eq!(office.book.member(id).unwrap(), cuc);
    assert_eq!(office.book.members().unwrap().len(), 7);
}

#[test]
fn a_member_without_a_name_is_refused() {
    let mut office = Office::new();
    let id = office.member("Lê Thị Cúc");
    let mut cuc = office.book.member(id).unwrap();
    cuc.name = "  ".to_owned();
    assert!(matches!(
        office.book.set_member(id, &cuc),
        Err(BookError::Missing(_))
    ));
    cuc.name = " Lê Thị Cúc ".to_owned();
    cuc.status = MemberStatus::Transferred;
    office.book.set_member(id, &cuc).unwrap();
    let kept = office.book.member(id).unwrap();
    assert_eq!(
        (kept.name.as_str(), kept.status),
        ("Lê Thị Cúc", MemberStatus::Transferred)
    );
}

#[test]
fn a_book_opens_again_with_its_passphrase_and_no_other() {
    let office = Office::new();
    let path = office.path();
    let (book, dir) = (office.book, office.dir);
    let clock = || Box::new(sochibo_book::SystemClock);
    assert!(Book::open(&path, PASSPHRASE, clock()).is_err());
    drop(book);
    assert!(Book::open(&path, "không phải", clock()).is_err());
    // A keyboard that writes the marks one by one types the same passphrase.
    let typed = PASSPHRASE
        .replace('ù', "u\u{300}")
        .replace('ấ', "a\u{302}\u{301}");
    assert_ne!(typed, PASSPHRASE);
    let book = Book::open(&path, &typed, clock()).unwrap();
    assert_eq!(book.cell().unwrap().name, "Khu phố 12");
    assert!(book.doctor(true).unwrap().ok);
    drop(dir);
}
