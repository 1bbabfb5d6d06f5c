//! Hoàn tác: what was done at a meeting on this device, taken back and done again through the
//! journal, as deep as the meeting and across restarts (`store::acts`).

use serde_json::Value;
use sochibo_domain::Entity;
use sochibo_domain::{
    AgendaItem, Assignment, Attendance, AuditEntry, Criticism, Guest, Meeting, MinutesVersion,
    NotSecret, Petition, Preparation, Report, ScoreEntry, Statement, Vote,
    id::{AgendaItemId, MeetingId, MemberId},
};
use sochibo_journal::{Change, DELETED};
use sochibo_store::{Act, Part, TakenBack, Written};
use uuid::Uuid;

use crate::{Book, BookError, agenda, pen::writable, view::Undone};

/// How many acts are tried where another device has replaced what the newest wrote.
const DEPTH: usize = 50;

impl Book {
    /// Takes back the newest act of this device on a meeting that can be taken back.
    ///
    /// # Errors
    /// [`BookError`]: nothing is left, everything was replaced on another device, adopted, no
    /// pen, the disk.
    pub fn undo(&mut self, meeting: MeetingId) -> Result<Undone, BookError> {
        let acts = self.store.acts(meeting.0, DEPTH, part)?.standing;
        self.take_back(Some(meeting), acts, "Không còn gì để hoàn tác ở kỳ này.")
    }

    /// Does again what was taken back last.
    ///
    /// # Errors
    /// As [`Book::undo`].
    pub fn redo(&mut self, meeting: MeetingId) -> Result<Undone, BookError> {
        let acts = self.store.acts(meeting.0, DEPTH, part)?.undone;
        self.take_back(Some(meeting), acts, "Không còn gì để làm lại ở kỳ này.")
    }

    /// What would be taken back and what would be done again, in words.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn undoable(
        &self,
        meeting: MeetingId,
    ) -> Result<(Option<String>, Option<String>), BookError> {
        let acts = self.store.acts(meeting.0, 1, part)?;
        let words = |act: Option<&Act>| act.map(|act| self.act_words(act)).transpose();
        Ok((words(acts.standing.first())?, words(acts.undone.first())?))
    }

    /// Takes back the newest act of this device on one thing that belongs to no meeting.
    pub(crate) fn undo_on(&mut self, thing: Uuid) -> Result<Undone, BookError> {
        let acts = self.store.acts(thing, DEPTH, part)?.standing;
        self.take_back(None, acts, "Không còn gì để hoàn tác.")
    }

    /// Whether this device did anything to such a thing that can be taken back.
    pub(crate) fn can_undo_on(&self, thing: Uuid) -> Result<bool, BookError> {
        Ok(!self.store.acts(thing, 1, part)?.standing.is_empty())
    }

    fn take_back(
        &mut self,
        meeting: Option<MeetingId>,
        acts: Vec<Act>,
        none: &'static str,
    ) -> Result<Undone, BookError> {
        if acts.is_empty() {
            return Err(BookError::NotNow(none));
        }
        let mut passed = Vec::new();
        for act in acts {
            let words = self.act_words(&act)?;
            let taken: TakenBack = self.transact(|gate, _| {
                if let Some(meeting) = meeting {
                    writable(gate, meeting)?;
                }
                Ok(gate.take_back(&act)?)
            })?;
            if taken.written > 0 {
                return Ok(Undone {
                    words,
                    kept: taken.kept > 0,
                    passed,
                });
            }
            passed.push(words);
        }
        Err(BookError::NotNow(
            "Không hoàn tác được: phần này đã được sửa ở máy khác. Nội dung đang có vẫn giữ nguyên.",
        ))
    }

    /// What an act did, in words: `ý kiến của đ/c Lê Hoàng Ân`.
    fn act_words(&self, act: &Act) -> Result<String, BookError> {
        let root = self.store.root_of(act)?;
        let kinds: [&str; 10] = [
            Meeting::KIND,
            Vote::KIND,
            Statement::KIND,
            AgendaItem::KIND,
            Criticism::KIND,
            Assignment::KIND,
            Petition::KIND,
            Guest::KIND,
            Attendance::KIND,
            ScoreEntry::KIND,
        ];
        let chief = kinds
            .iter()
            .find_map(|kind| root.writes.iter().find(|one| one.change.kind == *kind))
            .or(root.writes.first());
        match chief {
            Some(chief) => self.write_words(chief, &root),
            None => Ok("việc vừa làm".to_owned()),
        }
    }

    fn write_words(&self, chief: &Written, act: &Act) -> Result<String, BookError> {
        let change = &chief.change;
        let same = act
            .writes
            .iter()
            .filter(|one| one.change.kind == change.kind)
            .count();
        let removed = change.set.get(DELETED) == Some(&Value::Bool(true));
        let wrote = |field: &str| change.set.contains_key(field);
        // What was done, by the sort of change.
        let verb = |made: &'static str, changed: &'static str, gone: &'static str| {
            if removed {
                gone
            } else if chief.made || wrote(DELETED) {
                made
            } else {
                changed
            }
        };
        Ok(match change.kind.as_str() {
            Statement::KIND => {
                let who = self.speaker_words(change)?;
                let splits = same > 1 && act.writes.iter().any(|one| one.made) && !chief.made;
                if splits {
                    format!("tách ý kiến của {who}")
                } else if wrote("item") && !chief.made {
                    format!("chuyển mục ý kiến của {who}")
                } else if wrote("rank") && !chief.made {
                    format!("đổi chỗ ý kiến của {who}")
                } else {
                    format!("{}ý kiến của {who}", verb("", "sửa ", "bỏ "))
                }
            }
            Attendance::KIND if same > 1 => format!("điểm danh {same} đồng chí"),
            Attendance::KIND => format!("điểm danh đ/c {}", self.member_words(change)?),
            AgendaItem::KIND => self.item_words(change, chief.made, removed)?,
            // Ending closes the item at hand; to say the time anew closes nothing.
            Meeting::KIND if wrote("ended_at") => {
                let writes = act.writes.iter();
                if writes
                    .map(|one| &one.change.kind)
                    .any(|kind| kind == AgendaItem::KIND)
                {
                    "kết thúc kỳ sinh hoạt".to_owned()
                } else {
                    "sửa giờ kết thúc".to_owned()
                }
            }
            Meeting::KIND => "sửa thông tin kỳ sinh hoạt".to_owned(),
            Vote::KIND => format!("{}lần biểu quyết", verb("", "sửa ", "bỏ ")),
            // What it says stays behind its own curtain.
            Criticism::KIND => {
                format!("{}mục tự phê bình và phê bình", verb("", "sửa ", "bỏ "))
            }
            Assignment::KIND => format!("{}phân công", verb("", "sửa ", "bỏ ")),
            Petition::KIND => format!("{}kiến nghị", verb("", "sửa ", "bỏ ")),
            Guest::KIND => format!("{} khách mời", verb("thêm", "sửa", "bỏ")),
            ScoreEntry::KIND => "sửa điểm tự chấm".to_owned(),
            Preparation::KIND => "đánh dấu bước chuẩn bị".to_owned(),
            _ => "việc vừa làm".to_owned(),
        })
    }

    fn item_words(&self, change: &Change, made: bool, removed: bool) -> Result<String, BookError> {
        let id = AgendaItemId(change.id);
        let item = self.read().find::<AgendaItem>(id)?;
        let name = match &item {
            Some(item) => {
                let order = agenda::items(&self.read(), item.meeting)?;
                let at = order.iter().position(|listed| listed.id == id);
                at.map_or_else(String::new, |at| format!("mục {}", at + 1))
            }
            None => "một mục".to_owned(),
        };
        let wrote = |field: &str| change.set.contains_key(field);
        Ok(if removed {
            format!("bỏ {name} khỏi chương trình")
        } else if made || wrote(DELETED) {
            format!("thêm {name} vào chương trình")
        } else if wrote("conclusion") {
            format!("kết luận {name}")
        } else if wrote("opened_at") || wrote("closed_at") || wrote("timing") {
            "chuyển mục".to_owned()
        } else if wrote("rank") {
            format!("đổi chỗ {name}")
        } else {
            format!("sửa {name}")
        })
    }

    /// The name of the member that a change is about, from the record where the change lacks it.
    fn member_words(&self, change: &Change) -> Result<String, BookError> {
        let named = match change.set.get("member") {
            Some(value) => value.clone(),
            None => self.store.value(change.id, "member")?.unwrap_or_default(),
        };
        match serde_json::from_value::<MemberId>(named) {
            Ok(member) => self.member_name(member),
            Err(_) => Ok(String::new()),
        }
    }

    fn speaker_words(&self, change: &Change) -> Result<String, BookError> {
        let name = self.member_words(change)?;
        if !name.is_empty() {
            return Ok(format!("đ/c {name}"));
        }
        let guest = match change.set.get("guest") {
            Some(value) => Some(value.clone()),
            None => self.store.value(change.id, "guest")?,
        };
        Ok(guest
            .and_then(|guest| guest.as_str().map(ToOwned::to_owned))
            .unwrap_or_default())
    }
}

/// What an operation on a meeting is for undo. The beginning of the meeting, its adoption and an
/// amendment are decisions: neither they nor anything before them is taken back.
fn part(change: &Change) -> Part {
    let wrote = |field: &str| change.set.contains_key(field);
    match change.kind.as_str() {
        Meeting::KIND
            if wrote("kind")
                || wrote("started_at")
                || wrote("adopted_version")
                || wrote("amending") =>
        {
            Part::End
        }
        MinutesVersion::KIND | Report::KIND => Part::End,
        Meeting::KIND if change.set.keys().all(|field| field == "pen") => Part::Beside,
        AuditEntry::KIND | NotSecret::KIND => Part::Beside,
        _ => Part::Open,
    }
}
