//! A made-up cell with a meeting that is running.

use std::path::Path;

use rusqlite::Connection;
use sochibo_book::{Book, NewCell, SystemClock, meetings::NewMeeting, statements::NewStatement};
use sochibo_domain::{
    AttendanceStatus, CellType, MeetingKind, Member, MemberKind, MemberStatus,
    id::{AgendaItemId, MeetingId, MemberId},
};

/// A book with a meeting under way.
pub(crate) struct Fixture {
    pub(crate) book: Book,
    pub(crate) meeting: MeetingId,
    item: AgendaItemId,
    member: MemberId,
}

/// What a statement says: two sentences, 190 bytes.
const TEXT: &str = "Tôi thống nhất với báo cáo, đề nghị giải quyết dứt điểm điểm rác tự phát đầu hẻm 12 và phân công cụ thể từng đồng chí phụ trách; số ";

impl Fixture {
    pub(crate) fn new(folder: &Path) -> Self {
        Self::with_recovery_code(folder).0
    }

    /// With the code on paper.
    pub(crate) fn with_recovery_code(folder: &Path) -> (Self, String) {
        let cell = NewCell {
            name: "Khu phố 12".into(),
            cell_type: CellType::KhuPho,
            ward: "Phường Tân Thới Hòa".into(),
            place: "Văn phòng khu phố".into(),
            has_committee: true,
        };
        let path = folder.join("chibo.sochibo");
        let (mut book, code) =
            Book::create(&path, "hoa phượng đỏ", cell, Box::new(SystemClock)).unwrap();
        let member = Member {
            name: "Đặng Quốc Bảo".into(),
            status: MemberStatus::Official,
            kind: MemberKind::Regular,
            birth: None,
            joined: None,
            official: None,
            phone: None,
            office: None,
        };
        let member = book.add_member(&member).unwrap();
        let new = NewMeeting {
            kind: MeetingKind::Regular,
            month: "2026-10".parse().unwrap(),
            planned_at: None,
            place: None,
            topic: None,
        };
        let meeting = book.new_meeting(&new).unwrap().id;
        book.start_meeting(meeting, None).unwrap();
        book.attend_all(meeting, AttendanceStatus::Present).unwrap();
        let item = book.agenda_item(meeting, 11).unwrap();
        let fixture = Self {
            book,
            meeting,
            item,
            member,
        };
        (fixture, code)
    }

    /// One statement, durable.
    pub(crate) fn say(&mut self, number: usize) {
        let new = NewStatement {
            item: self.item,
            member: Some(self.member),
            guest: None,
            text: format!("{TEXT}{number}."),
        };
        self.book.say(self.meeting, &new, None).unwrap();
    }
}

/// Raw rusqlite with the book's own durability; ciphered like the book where `cipher` says so.
pub(crate) fn raw(path: &Path, cipher: bool) -> Connection {
    let raw = Connection::open(path).unwrap();
    if cipher {
        raw.pragma_update(None, "key", format!("x'{}'", "07".repeat(32)))
            .unwrap();
    }
    raw.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))
        .unwrap();
    raw.pragma_update(None, "synchronous", "FULL").unwrap();
    raw.execute_batch("CREATE TABLE raw (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT")
        .unwrap();
    raw
}
