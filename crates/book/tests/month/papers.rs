//! Papers of a whole meeting, as files.

use sochibo_book::{
    domain::MeetingKind,
    meetings::NewMeeting,
    paper::{PaperKind, format_of},
};

use crate::cell::Office;

#[test]
fn an_invitation_to_copy_says_when_where_and_what_and_what_is_not_known_yet() {
    let mut office = Office::new();
    let october = office.october();
    let text = office.book.invitation_text(october).unwrap();
    let begins = "CHI BỘ KHU PHỐ 12\n\
        Kính mời đồng chí dự sinh hoạt chi bộ thường kỳ tháng 10/2026.\n\
        Thời gian: 19 giờ 00, thứ hai ngày 05/10/2026.\n\
        Địa điểm: Nhà văn hóa khu phố.\n\
        Nội dung chính:\n1. Tuyên bố lý do";
    assert!(text.starts_with(begins), "{text}");
    assert_eq!(text.lines().count(), 5 + 17);

    let mut cell = office.book.cell().unwrap();
    cell.place = String::new();
    office.book.set_cell(&cell).unwrap();
    let thematic = NewMeeting {
        kind: MeetingKind::Thematic,
        month: "2026-11".parse().unwrap(),
        planned_at: None,
        place: None,
        topic: Some("Phân loại rác tại nguồn".to_owned()),
    };
    let november = office.book.new_meeting(&thematic).unwrap().id;
    let text = office.book.invitation_text(november).unwrap();
    for words in [
        "Thời gian: (chưa định giờ).",
        "Địa điểm: (chưa định địa điểm).",
        "Chuyên đề: Phân loại rác tại nguồn.",
    ] {
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn every_paper_of_an_adopted_meeting_is_written_in_both_formats() {
    let mut office = Office::new();
    let meeting = office.begun();
    office.say(meeting, "Lê Thị Cúc", "Tôi nhất trí.");
    office.adopt(meeting);
    for kind in [
        "bien_ban",
        "nghi_quyet",
        "ket_luan",
        "chuong_trinh",
        "giay_moi",
        "phieu_cham_diem",
    ] {
        for (format, magic) in [("docx", &b"PK"[..]), ("pdf", b"%PDF")] {
            let file = office.dir.path().join(format!("{kind}.{format}"));
            let paper: PaperKind = kind.parse().unwrap();
            let saved = office
                .book
                .export(meeting, paper, format_of(format).unwrap(), &file)
                .unwrap();
            let bytes = std::fs::read(&file).unwrap();
            assert!(bytes.starts_with(magic), "{kind}.{format}");
            assert!(
                bytes.len() > 2_000 && bytes.len() == saved.bytes,
                "{kind}.{format}: {}",
                bytes.len()
            );
        }
    }
    assert!(
        office
            .book
            .invitation_text(meeting)
            .unwrap()
            .contains("19 giờ 00, thứ hai ngày 05/10/2026")
    );
}

#[test]
fn a_file_that_can_t_be_written_is_told_and_leaves_nothing() {
    let mut office = Office::new();
    let meeting = office.october();
    let file = office.dir.path().join("không có").join("a.docx");
    let result = office.book.export(
        meeting,
        PaperKind::Agenda,
        format_of("docx").unwrap(),
        &file,
    );
    assert!(result.is_err());
    assert!(!file.exists());
    assert!(format_of("odt").is_err());
    assert!("to_trinh".parse::<PaperKind>().is_err());
    // Not begun: there is an agenda, and nothing to resolve or score yet.
    for kind in [
        PaperKind::Minutes,
        PaperKind::Resolution,
        PaperKind::ScoreSheet,
    ] {
        assert!(
            office
                .book
                .paper(meeting, kind, format_of("docx").unwrap())
                .is_err()
        );
    }
}
