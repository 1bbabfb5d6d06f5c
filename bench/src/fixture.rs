//! A made-up cell with a meeting that is running.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
};

use rusqlite::Connection;
use sochibo_book::{
    Book, NewCell, SystemClock, meetings::NewMeeting, statements::NewStatement, ward::Shared,
};
use sochibo_domain::{
    AttendanceStatus, CellType, MeetingKind, Member, MemberKind, MemberStatus, Month, Statement,
    id::{AgendaItemId, MeetingId, MemberId, StatementId},
};
use sochibo_store::StoreError;
use uuid::Uuid;

pub(crate) const PASSPHRASE: &str = "hoa phượng đỏ";

/// A book with a meeting under way.
pub(crate) struct Fixture {
    pub(crate) book: Shared,
    meeting: MeetingId,
    item: AgendaItemId,
    member: MemberId,
    month: Month,
    said: usize,
}

/// What a statement says: two sentences, 190 bytes.
const TEXT: &str = "Tôi thống nhất với báo cáo, đề nghị giải quyết dứt điểm điểm rác tự phát đầu hẻm 12 và phân công cụ thể từng đồng chí phụ trách; số ";

/// Statements that are put through the gate together.
const TOGETHER: usize = 250;

impl Fixture {
    pub(crate) fn new(folder: &Path) -> Self {
        Self::with_recovery_code(folder).0
    }

    /// Where its book lies.
    pub(crate) fn path(folder: &Path) -> PathBuf {
        folder.join("chibo.sochibo")
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
        let path = Self::path(folder);
        let (mut book, code) =
            Book::create(&path, PASSPHRASE, cell, Box::new(SystemClock)).unwrap();
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
        let month = "2014-01".parse().unwrap();
        let (meeting, item) = begin(&mut book, month);
        let fixture = Self {
            book: Arc::new(Mutex::new(book)),
            meeting,
            item,
            member,
            month,
            said: 0,
        };
        (fixture, code)
    }

    /// Ends the meeting that is under way and begins the next month's.
    pub(crate) fn next_meeting(&mut self) {
        self.month = self.month.next();
        let mut book = self.book.lock().unwrap();
        book.end_meeting(self.meeting, None).unwrap();
        (self.meeting, self.item) = begin(&mut book, self.month);
    }

    pub(crate) fn hold(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap()
    }

    /// One statement as a secretary saves it, durable.
    pub(crate) fn say(&mut self) {
        let new = NewStatement {
            item: self.item,
            member: Some(self.member),
            guest: None,
            text: self.text(),
        };
        self.hold().say(self.meeting, &new, None).unwrap();
    }

    /// Many statements, each an operation of its own, with one wait for the disk for many.
    pub(crate) fn write(&mut self, statements: usize) {
        let mut left = statements;
        while left > 0 {
            let now = self.hold().now();
            let some: Vec<Statement> = (0..left.min(TOGETHER))
                .map(|_| Statement {
                    meeting: self.meeting,
                    item: self.item,
                    member: Some(self.member),
                    guest: None,
                    text: self.text(),
                    at: now,
                    rank: 0,
                })
                .collect();
            left -= some.len();
            let put = |gate: &mut sochibo_store::Gate<'_>| {
                for statement in &some {
                    gate.put::<Statement>(StatementId(Uuid::now_v7()), statement)?;
                }
                Ok::<_, StoreError>(())
            };
            let mut book = self.hold();
            book.store_mut()
                .transact(now.timestamp_millis(), put)
                .unwrap();
        }
    }

    /// Whole meetings: agenda, attendance, 250 statements each.
    pub(crate) fn live(&mut self, meetings: usize) {
        for _ in 0..meetings {
            self.write(TOGETHER);
            self.next_meeting();
        }
    }

    fn text(&mut self) -> String {
        self.said += 1;
        format!("{TEXT}{}.", self.said)
    }
}

fn begin(book: &mut Book, month: Month) -> (MeetingId, AgendaItemId) {
    let new = NewMeeting {
        kind: MeetingKind::Regular,
        month,
        planned_at: None,
        place: None,
        topic: None,
    };
    let meeting = book.new_meeting(&new).unwrap().id;
    book.start_meeting(meeting, None).unwrap();
    book.attend_all(meeting, AttendanceStatus::Present).unwrap();
    (meeting, book.agenda_item(meeting, 11).unwrap())
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

/// Inserts bodies of these sizes in one raw transaction.
pub(crate) fn insert_raw(raw: &mut Connection, sizes: &[usize]) {
    let transaction = raw.transaction().unwrap();
    for size in sizes {
        transaction
            .prepare_cached("INSERT INTO raw (bytes) VALUES (?1)")
            .unwrap()
            .execute([vec![b'x'; *size]])
            .unwrap();
    }
    transaction.commit().unwrap();
}
