//! Chi bộ Khu phố 12 in October 2026, with a clock that the test sets.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, FixedOffset};
use sochibo_book::{
    Book, Clock, NewCell,
    agenda::NewItem,
    domain::{
        AttendanceStatus, CellType, MeetingKind, Month, VoteForm, VoteKind,
        id::{AgendaItemId, MeetingId, MemberId, StatementId},
        vote::Tally,
    },
    meetings::NewMeeting,
    statements::NewStatement,
    votes::NewVote,
};
use sochibo_store::Store;
use tempfile::TempDir;

pub(crate) const PASSPHRASE: &str = "Mùa xuân năm ấy";

/// Five official members, a probationary one, and one who is exempt. What must stay in the cell
/// bears marks that nothing else has.
pub(crate) const ROSTER: &str = "\
Họ và tên,Trạng thái,Ngày sinh,Ngày vào Đảng,Ngày chính thức,Điện thoại,Chức vụ
Trần Thị Bình,chính thức,21/03/1958,03/02/1980,03/02/1981,0987 654 321,Bí thư
Nguyễn Văn An,chính thức,02/09/1970,19/05/1995,19/05/1996,0912345678,Thư ký
Đặng Quốc Bảo,chính thức,01/01/1965,01/01/1990,01/01/1991,,
Lê Thị Cúc,chính thức,05/05/1975,07/11/2001,07/11/2002,,
Phạm Văn Dũng,chính thức,06/06/1980,02/09/2010,02/09/2011,,
Hồ Thị Én,dự bị,07/07/1995,15/12/2025,,,
Võ Văn Phúc,miễn sinh hoạt,08/08/1940,08/08/1965,08/08/1966,,
";

#[derive(Clone)]
struct Hand(Arc<Mutex<DateTime<FixedOffset>>>);

impl Clock for Hand {
    fn now(&self) -> DateTime<FixedOffset> {
        *self.0.lock().unwrap()
    }
}

pub(crate) fn at(local: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{local}:00+07:00")).unwrap()
}

/// A book in a folder of its own.
pub(crate) struct Office {
    pub(crate) book: Book,
    pub(crate) dir: TempDir,
    clock: Hand,
}

impl Office {
    /// A new book on 1 October 2026, with nobody in it.
    pub(crate) fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Hand(Arc::new(Mutex::new(at("2026-10-01T08:00"))));
        let cell = NewCell {
            name: "Khu phố 12".to_owned(),
            cell_type: CellType::KhuPho,
            ward: "Phường Tân Thới Hòa".to_owned(),
            place: "Nhà văn hóa khu phố".to_owned(),
            has_committee: true,
        };
        let path = dir.path().join("chibo.sochibo");
        let (book, code) = Book::create(&path, PASSPHRASE, cell, Box::new(clock.clone())).unwrap();
        assert!(!code.is_empty());
        Self { book, dir, clock }
    }

    /// With its members.
    pub(crate) fn new() -> Self {
        let mut office = Self::empty();
        let import = Book::read_roster(ROSTER.as_bytes()).unwrap();
        assert!(import.refused.is_empty(), "{:?}", import.refused);
        assert_eq!(office.book.keep_roster(&import.taken).unwrap(), 7);
        office
    }

    pub(crate) fn set_clock(&self, local: &str) {
        *self.clock.0.lock().unwrap() = at(local);
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("chibo.sochibo")
    }

    pub(crate) fn member(&self, name: &str) -> MemberId {
        self.book.resolve_member(name).unwrap()
    }

    /// The regular meeting of October, planned for the fifth.
    pub(crate) fn october(&mut self) -> MeetingId {
        let planned_at = at("2026-10-05T19:00");
        let new = NewMeeting {
            kind: MeetingKind::Regular,
            month: Month::of(planned_at.date_naive()),
            planned_at: Some(planned_at),
            place: None,
            topic: None,
        };
        self.book.new_meeting(&new).unwrap().id
    }

    /// The same, begun on the evening, with six in the room: the exempt one stays at home.
    pub(crate) fn begun(&mut self) -> MeetingId {
        let meeting = self.october();
        self.set_clock("2026-10-05T19:00");
        self.book.start_meeting(meeting, None).unwrap();
        self.book
            .attend_all(meeting, AttendanceStatus::Present)
            .unwrap();
        meeting
    }

    /// The item of the rule pack with this id.
    pub(crate) fn item(&self, meeting: MeetingId, id: &str) -> AgendaItemId {
        let agenda = self.book.agenda(meeting).unwrap();
        agenda
            .iter()
            .find(|line| line.item == id)
            .unwrap_or_else(|| panic!("no {id}"))
            .id
    }

    pub(crate) fn say(&mut self, meeting: MeetingId, name: &str, text: &str) -> StatementId {
        let new = NewStatement {
            item: self.item(meeting, "thao_luan"),
            member: Some(self.member(name)),
            guest: None,
            text: text.to_owned(),
        };
        self.book.say(meeting, &new, None).unwrap()
    }

    /// Ended at 20:40 and adopted.
    pub(crate) fn adopt(&mut self, meeting: MeetingId) -> String {
        self.set_clock("2026-10-05T20:40");
        self.book.end_meeting(meeting, None).unwrap();
        let adopted = self.book.adopt(meeting).unwrap();
        assert_eq!(adopted.version, 1);
        adopted.fingerprint
    }

    /// Closes the book and opens the file below it, for what the use cases don't show.
    pub(crate) fn file(self) -> (Store, TempDir) {
        let path = self.path();
        let Self { book, dir, .. } = self;
        drop(book);
        (Store::open(&path, PASSPHRASE).unwrap(), dir)
    }
}

pub(crate) fn own_item(title: &str) -> NewItem {
    NewItem {
        title: title.to_owned(),
        minutes: 5,
        presenter: String::new(),
        vote: None,
        item: None,
    }
}

pub(crate) fn hands(item: AgendaItemId, r#for: u32, against: u32, abstain: u32) -> NewVote {
    NewVote {
        item,
        kind: VoteKind::Ordinary,
        subject: None,
        form: VoteForm::Hand,
        tally: Tally {
            r#for,
            against,
            abstain,
        },
        reserved: None,
        handbook: None,
    }
}
