use std::sync::OnceLock;

use chrono::{DateTime, FixedOffset};
use sochibo_book::{
    Book, Clock, NewCell, criticism::NewCriticism, meetings::NewMeeting, statements::NewStatement,
};
use sochibo_domain::{AttendanceStatus, CellType, CriticismKind, MeetingKind, Month, Visibility};
use sochibo_journal::{Ring, open};

/// What one operation says, opened, and the ring that it was written under.
pub type Body = (Ring, Vec<u8>);

const ROSTER: &str = "Họ và tên,Trạng thái,Ngày sinh,Ngày vào Đảng,Ngày chính thức,Chức vụ
Trần Thị Bình,chính thức,21/03/1958,03/02/1980,03/02/1981,Bí thư
Nguyễn Văn An,chính thức,02/09/1970,19/05/1995,19/05/1996,Thư ký
Đặng Quốc Bảo,chính thức,01/01/1965,01/01/1990,01/01/1991,
Hồ Thị Én,dự bị,07/07/1995,15/12/2025,,
";

struct Fixed(DateTime<FixedOffset>);

impl Clock for Fixed {
    fn now(&self) -> DateTime<FixedOffset> {
        self.0
    }
}

/// Every operation of a cell's month, from the first name on the roster to the report: sound
/// bodies of the kinds that there are, to be mangled.
#[must_use]
pub fn bodies() -> &'static [Body] {
    static LIVED: OnceLock<Vec<Body>> = OnceLock::new();
    LIVED.get_or_init(live)
}

fn live() -> Vec<Body> {
    let dir = crate::desk::folder();
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
    let evening = at("2026-10-05T19:00:00+07:00");
    let cell = NewCell {
        name: "Khu phố 12".to_owned(),
        cell_type: CellType::KhuPho,
        ward: "Phường Tân Thới Hòa".to_owned(),
        place: "Nhà văn hóa khu phố".to_owned(),
        has_committee: true,
    };
    let path = dir.path().join("book");
    let clock = Box::new(Fixed(evening));
    let (mut book, _) = Book::create(&path, "mùa xuân năm ấy trên đồi", cell, clock).unwrap();
    let roster = Book::read_roster(ROSTER.as_bytes()).unwrap();
    book.keep_roster(&roster.taken).unwrap();
    let new = NewMeeting {
        kind: MeetingKind::Regular,
        month: Month::of(evening.date_naive()),
        planned_at: Some(evening),
        place: None,
        topic: None,
    };
    let meeting = book.new_meeting(&new).unwrap().id;
    book.start_meeting(meeting, None).unwrap();
    book.attend_all(meeting, AttendanceStatus::Present).unwrap();
    let member = book.resolve_member("Nguyễn Văn An").unwrap();
    let item = book.agenda_item(meeting, 11).unwrap();
    let said = NewStatement {
        item,
        member: Some(member),
        guest: None,
        text: "Lắp camera ở đầu hẻm 12.".to_owned(),
    };
    let said = book.say(meeting, &said, None).unwrap();
    book.set_statement(said, "Lắp hai camera ở đầu hẻm 12.")
        .unwrap();
    let entry = NewCriticism {
        member,
        kind: CriticismKind::SelfCriticism,
        text: "Chậm gửi tài liệu.".to_owned(),
        by: None,
        visibility: Visibility::Committee,
        accepted: Some(true),
        remedy: None,
        due: Some("28/10/2026".to_owned()),
    };
    book.add_criticism(meeting, &entry).unwrap();
    let end = Some(at("2026-10-05T20:40:00+07:00"));
    book.end_meeting(meeting, end).unwrap();
    book.adopt(meeting).unwrap();
    let store = book.store();
    let envelopes = store
        .envelopes_after(0, usize::MAX >> 1, usize::MAX)
        .unwrap();
    envelopes
        .iter()
        .map(|envelope| {
            let header = &envelope.header;
            let associated = header.associated_data();
            let plain = store
                .ring_keys()
                .get(header.ring, header.epoch)
                .iter()
                .find_map(|key| open(key, &associated, &envelope.body).ok())
                .unwrap_or_else(|| envelope.body.clone());
            (header.ring, plain)
        })
        .collect()
}
