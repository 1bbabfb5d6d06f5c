//! The sheet of a meeting: filled from the book, changed by people, rated by the ward.

use sochibo_book::{
    BookError,
    domain::{
        MinutesVersion, id::MeetingId, minutes::OpenMinutes, rules::Missing4c,
        score::OfficialRating,
    },
    view::{ScoreLineView, ScoreView},
};

use crate::cell::Office;

fn score(office: &Office, meeting: MeetingId) -> ScoreView {
    office.book.meeting(meeting).unwrap().score.unwrap()
}

fn line(office: &Office, meeting: MeetingId, id: &str) -> ScoreLineView {
    let mut items = score(office, meeting).items;
    let at = items.iter().position(|line| line.id == id).unwrap();
    items.swap_remove(at)
}

#[test]
fn what_the_book_knows_is_filled_in_with_its_figure() {
    let mut office = Office::new();
    let meeting = office.october();
    // Documents on the eve, notice; the committee's own meeting is not recorded.
    office.set_clock("2026-10-04T08:00");
    for step in ["P3", "P4", "P5"] {
        office.book.prepare(meeting, step, true).unwrap();
    }
    office.set_clock("2026-10-05T19:00");
    office.book.start_meeting(meeting, None).unwrap();
    let present = sochibo_book::domain::AttendanceStatus::Present;
    office.book.attend_all(meeting, present).unwrap();
    for name in ["Lê Thị Cúc", "Đặng Quốc Bảo", "Phạm Văn Dũng"] {
        office.say(meeting, name, "Tôi nhất trí.");
    }
    office.set_clock("2026-10-05T20:25");
    office.book.end_meeting(meeting, None).unwrap();
    for (id, points, words) in [
        ("1", 4.0, "Họp 85 phút, thiếu 5 phút"),
        ("2a", 4.0, "06/06 đảng viên triệu tập (100%)"),
        ("2b", 1.0, "không có đảng viên vắng có lý do"),
        ("3b", 2.0, "Đã có dự thảo"),
        ("3d", 1.0, "Đã báo đảng viên"),
        ("3e", 2.0, "trước ít nhất 01 ngày"),
        ("4đ", 5.0, "03/06 đảng viên dự họp (50%)"),
        ("4h", 1.0, "đã có trên Sổ tay"),
        ("4e", 0.0, "Biên bản còn thiếu: kết luận"),
    ] {
        let line = line(&office, meeting, id);
        assert!(
            (line.points - points).abs() < f64::EPSILON && line.source.contains(words),
            "{id}: {line:?}"
        );
        assert!(line.from_data && !line.changed, "{id}");
    }
    assert!(!line(&office, meeting, "3a").from_data);
    let view = score(&office, meeting);
    let sum: f64 = view.groups.iter().map(|group| group.points).sum();
    assert!((sum - view.total).abs() < 1e-9, "{view:?}");
}

#[test]
fn documents_on_the_day_itself_are_too_late() {
    let mut office = Office::new();
    let meeting = office.october();
    office.set_clock("2026-10-05T08:00");
    office.book.prepare(meeting, "P4", true).unwrap();
    let points = |id| line(&office, meeting, id).points;
    assert_eq!((points("3e"), points("4h")), (0.0, 1.0));
}

#[test]
fn a_mark_set_by_hand_is_taken_back() {
    let mut office = Office::new();
    let meeting = office.begun();
    office
        .book
        .set_score(meeting, "3a", 2.5, "Nội dung còn dàn trải")
        .unwrap();
    let changed = line(&office, meeting, "3a");
    assert!(changed.changed && changed.source == "Nội dung còn dàn trải");
    office.book.clear_score(meeting, "3a").unwrap();
    assert!(!line(&office, meeting, "3a").changed);
    let code = |result: Result<(), BookError>| {
        use sochibo_book::domain::Explain;
        result.unwrap_err().code()
    };
    assert_eq!(
        code(office.book.set_score(meeting, "4c", 1.0, "x")),
        "CD-01"
    );
    assert_eq!(
        code(office.book.set_score(meeting, "3a", 3.1, "x")),
        "CD-02"
    );
}

#[test]
fn the_ward_chooses_what_becomes_of_line_4c_and_adopted_sheets_keep_theirs() {
    let mut office = Office::new();
    let meeting = office.begun();
    assert_eq!(score(&office, meeting).option, Missing4c::None);
    assert!((score(&office, meeting).max - 95.0).abs() < f64::EPSILON);
    office
        .book
        .set_missing_4c(Some(Missing4c::Raise4b))
        .unwrap();
    let raised = score(&office, meeting);
    assert_eq!(raised.option, Missing4c::Raise4b);
    assert!((raised.max - 100.0).abs() < f64::EPSILON);
    assert!((line(&office, meeting, "4b").max - 15.0).abs() < f64::EPSILON);
    office.adopt(meeting);
    office.book.set_missing_4c(None).unwrap();
    let kept = score(&office, meeting);
    assert!((kept.max - 100.0).abs() < f64::EPSILON);
    assert!(
        kept.notes.iter().any(|note| note.contains("4b")),
        "{kept:?}"
    );
}

#[test]
fn the_wards_rating_stands_beside_the_cells_own_score_and_outside_the_frozen_text() {
    let mut office = Office::new();
    let meeting = office.begun();
    let fingerprint = office.adopt(meeting);
    let own = score(&office, meeting);
    let rating = OfficialRating {
        band: "khá".to_owned(),
        paper: " Thông báo 12-TB/ĐU ".to_owned(),
        on: chrono::NaiveDate::from_ymd_opt(2026, 10, 20),
    };
    office
        .book
        .set_rating(meeting, Some(rating.clone()))
        .unwrap();
    let view = office.book.meeting(meeting).unwrap();
    let sheet = view.score.unwrap();
    let kept = sheet.rating.clone().unwrap();
    assert_eq!(
        (kept.band.as_str(), kept.paper.as_str()),
        ("Khá", "Thông báo 12-TB/ĐU")
    );
    assert_eq!((sheet.total, sheet.band), (own.total, own.band));
    assert_eq!(view.fingerprint, Some(fingerprint));
    let unknown = OfficialRating {
        band: "Giỏi".to_owned(),
        ..rating
    };
    assert!(office.book.set_rating(meeting, Some(unknown)).is_err());
    let (store, _dir) = office.file();
    let frozen: MinutesVersion = store.read().get(MinutesVersion::id(meeting, 1)).unwrap();
    let open: OpenMinutes = serde_json::from_str(&frozen.open).unwrap();
    assert!(!frozen.open.contains("12-TB") && open.score.unwrap().max > 0);
}
