//! Every kind of thing that a book keeps, written by its own use case: the tables are the fold of
//! the operations for each of them, and a repair builds the same book again.

use std::collections::BTreeSet;

use sochibo_book::{
    assignments::NewAssignment,
    criticism::NewCriticism,
    domain::{
        CriticismKind, DocumentHandling, Entity, GuestKind, ResolutionPart, RotaRole, Visibility,
        WardDocument, entity::KINDS,
    },
    petitions::NewPetition,
    themes::NewTheme,
};

use crate::cell::{Office, hands, own_item};

/// What begins at the ward: `tests/ward_documents.rs` has them in a book, and asks `doctor`.
const OF_THE_WARD: [&str; 2] = [WardDocument::KIND, DocumentHandling::KIND];

#[test]
fn of_every_kind_that_is_kept_the_tables_are_the_fold_of_the_operations() {
    let mut office = Office::new();
    let meeting = office.begun();
    let bao = office.member("Đặng Quốc Bảo");
    let item = office.item(meeting, "thao_luan");
    let month = "2026-10".parse().unwrap();
    let book = &mut office.book;

    // Beside the meeting: what the month is prepared by.
    book.prepare(meeting, "p1", true).unwrap();
    book.set_rota(RotaRole::ThoiSu, &[bao], month, false)
        .unwrap();
    let theme = NewTheme {
        year: 2026,
        quarter: 4,
        topic: "Phân loại rác tại nguồn".to_owned(),
        month: None,
        member: Some(bao),
    };
    book.add_theme(&theme).unwrap();
    book.add_observance("Giỗ đình", 16, 2).unwrap();
    book.set_snippet("nt", "Nhất trí với báo cáo.").unwrap();
    book.save_template(meeting, "Mẫu của chi bộ").unwrap();
    book.leave_out(meeting, "rota/thoi_su").unwrap();
    let line = ["Giữ hẻm 12 thông thoáng.".to_owned()];
    book.set_resolution(meeting, ResolutionPart::PhuongHuong, &line)
        .unwrap();
    let own = book.devices().unwrap().devices.remove(0).id;
    let own = book.resolve_device(&own).unwrap();
    book.name_device(own, "Máy của bí thư", Some(bao)).unwrap();

    // In the room.
    let guest = GuestKind::Superior;
    book.add_guest(meeting, "Lê Văn Tám", "Đảng ủy viên", guest)
        .unwrap();
    book.add_item(meeting, &own_item("Mục thêm"), 17).unwrap();
    book.raise_hand(meeting, Some(bao), None).unwrap();
    book.vote(&hands(item, 5, 0, 0)).unwrap();
    book.begin_break(meeting).unwrap();
    book.end_break(meeting).unwrap();
    let task = NewAssignment {
        member: bao,
        title: "Dọn điểm rác đầu hẻm 12".to_owned(),
        due: Some("28/10/2026".to_owned()),
        meeting: Some(meeting),
        item: None,
    };
    book.assign(&task).unwrap();
    let petition = NewPetition {
        text: "Đề nghị phường sửa đèn".to_owned(),
        member: Some(bao),
        meeting: Some(meeting),
        item: None,
        wants_reply: true,
    };
    book.petition(&petition).unwrap();
    let entry = NewCriticism {
        member: bao,
        kind: CriticismKind::Criticism,
        text: "Chậm báo cáo.".to_owned(),
        by: None,
        visibility: Visibility::Secretary,
        accepted: Some(true),
        remedy: None,
        due: None,
    };
    book.add_criticism(meeting, &entry).unwrap();
    let marked = "Gian hàng bán:\nMật";
    assert!(book.conclude(item, marked).is_err());
    book.declare_not_secret();
    book.conclude(item, marked).unwrap();
    book.set_score(meeting, "3a", 2.5, "Còn dàn trải").unwrap();
    office.say(meeting, "Lê Thị Cúc", "Lắp camera đầu hẻm.");
    office.adopt(meeting);

    let outbox = office.book.outbox().unwrap();
    let kinds: BTreeSet<&str> = outbox.iter().map(|line| line.kind.as_str()).collect();
    let missing: Vec<_> = KINDS
        .iter()
        .filter(|kind| !kinds.contains(*kind) && !OF_THE_WARD.contains(kind))
        .collect();
    assert!(missing.is_empty(), "written by nothing here: {missing:?}");

    let shown = |office: &Office| format!("{:?}", office.book.meeting(meeting).unwrap());
    let before = shown(&office);
    assert!(office.book.doctor(true).unwrap().ok);
    let built = office.book.repair().unwrap();
    assert!(built.ok, "{built:?}");
    assert_eq!(shown(&office), before);
}
