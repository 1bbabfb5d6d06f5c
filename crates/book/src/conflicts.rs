//! Hai máy cùng sửa: what waits for a person after two devices wrote without knowing of each
//! other, after minutes were adopted, or where much would be removed at once. Nothing here is
//! decided by the program: one value stands meanwhile, and every other is kept.

use std::collections::BTreeMap;

use serde_json::Value;
use sochibo_domain::{
    AgendaItem, Entity, Meeting, MeetingState, MinutesVersion, Report, entity::describe,
    id::MeetingId, minutes::OpenMinutes,
};
use sochibo_journal::{DELETED, Stamp};
use sochibo_store::{Conflict, StoreError};
use uuid::Uuid;

use crate::{
    Book, BookError,
    adoption::fingerprint_of,
    facts::Facts,
    outbox::words,
    pen::PEN,
    view::{ConflictValue, ConflictView, LateChange, LateLine, WaitingRemovals},
};

/// How a person settles a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The value at this place of [`ConflictView::values`].
    Choose(usize),
    /// A text that joins them.
    Combine(String),
}

/// A version of minutes stands or falls whole: its conflict is one, whatever its fields.
const WHOLE: &str = "*";

impl Book {
    /// Everything that two devices wrote without knowing of each other.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn conflicts(&self) -> Result<Vec<ConflictView>, BookError> {
        let mut views = Vec::new();
        let mut versions: BTreeMap<Uuid, Conflict> = BTreeMap::new();
        for conflict in self.read().conflicts()? {
            match conflict.kind.as_str() {
                // Settled with the version that it reports on.
                Report::KIND => {}
                kind if asks_nobody(kind, &conflict.field) => {}
                MinutesVersion::KIND => {
                    versions.entry(conflict.id).or_insert(conflict);
                }
                _ => views.push(self.field_view(&conflict)?),
            }
        }
        for conflict in versions.values() {
            views.push(self.version_view(conflict)?);
        }
        Ok(views)
    }

    /// Settles a conflict, named by [`ConflictView::id`]. What was not chosen stays in the history.
    ///
    /// # Errors
    /// [`BookError`]: no such conflict or value, adopted minutes that can't be combined, the disk.
    pub fn settle_conflict(&mut self, id: &str, how: &Settlement) -> Result<(), BookError> {
        let missing = || BookError::from(StoreError::NotFound(id.to_owned()));
        let (record, field) = id.split_once('/').ok_or_else(missing)?;
        let record = Uuid::parse_str(record).map_err(|_| missing())?;
        let all = self.read().conflicts()?;
        if field == WHOLE {
            return self.settle_version(&all, record, how);
        }
        let conflict = all
            .iter()
            .find(|conflict| (conflict.id, conflict.field.as_str()) == (record, field))
            .ok_or_else(missing)?;
        let value = match how {
            Settlement::Choose(place) => conflict.values.get(*place).ok_or_else(missing)?.1.clone(),
            Settlement::Combine(text) if is_text(conflict) => {
                Value::String(sochibo_domain::text::normalise(text))
            }
            Settlement::Combine(_) => {
                return Err(BookError::NotNow(
                    "Mục này chỉ chọn một trong hai, không ghép được.",
                ));
            }
        };
        self.transact(|gate, _| Ok(gate.settle_any(record, field, value)?))
    }

    fn settle_version(
        &mut self,
        all: &[Conflict],
        record: Uuid,
        how: &Settlement,
    ) -> Result<(), BookError> {
        let missing = || BookError::from(StoreError::NotFound(record.to_string()));
        let Settlement::Choose(place) = how else {
            return Err(BookError::NotNow(
                "Biên bản đã thông qua thì chọn nguyên một bản; muốn ghép thì lập bản sửa đổi.",
            ));
        };
        let first = all
            .iter()
            .find(|conflict| conflict.id == record)
            .ok_or_else(missing)?;
        let device = first.values.get(*place).ok_or_else(missing)?.0.device;
        let version = self.read().get::<MinutesVersion>(record.into())?;
        let report = Report::id(version.meeting, version.version);
        self.transact(|gate, _| {
            gate.settle_adopted(record, device)?;
            if gate.find::<Report>(report)?.is_some() {
                gate.settle_adopted(report, device)?;
            }
            Ok(())
        })
    }

    fn field_view(&self, conflict: &Conflict) -> Result<ConflictView, BookError> {
        let values = conflict.values.iter();
        Ok(ConflictView {
            id: format!("{}/{}", conflict.id, conflict.field),
            what: self.what(conflict)?,
            field: label(&conflict.field).to_owned(),
            meeting: self.meeting_of_record(conflict)?,
            values: values
                .map(|(stamp, value)| self.value(stamp, spoken(&conflict.field, value)))
                .collect(),
            can_combine: is_text(conflict),
        })
    }

    fn version_view(&self, conflict: &Conflict) -> Result<ConflictView, BookError> {
        let version = self.read().get::<MinutesVersion>(conflict.id.into())?;
        let meeting = self.read().find::<Meeting>(version.meeting)?;
        let title = meeting.map(|meeting| meeting.title()).unwrap_or_default();
        let digests = self
            .read()
            .conflicts()?
            .into_iter()
            .find(|other| other.id == conflict.id && other.field == "digest");
        let of = |stamp: &Stamp| {
            let digest = digests
                .as_ref()
                .and_then(|digests| {
                    digests
                        .values
                        .iter()
                        .find(|(at, _)| at.device == stamp.device)
                })
                .and_then(|(_, value)| value.as_str())
                .unwrap_or(&version.digest);
            let frozen = MinutesVersion {
                digest: digest.to_owned(),
                ..version.clone()
            };
            let mark = fingerprint_of(&frozen).unwrap_or_default();
            self.value(stamp, format!("Bản có dấu kiểm {mark}"))
        };
        Ok(ConflictView {
            id: format!("{}/{WHOLE}", conflict.id),
            what: format!(
                "Hai máy cùng thông qua biên bản — {title}, bản số {}",
                version.version
            ),
            field: "Bản được giữ".to_owned(),
            meeting: Some(version.meeting.to_string()),
            values: conflict.values.iter().map(|(stamp, _)| of(stamp)).collect(),
            can_combine: false,
        })
    }

    fn value(&self, stamp: &Stamp, text: String) -> ConflictValue {
        ConflictValue {
            text,
            device: stamp.device.to_string(),
            this_device: stamp.device == self.store.device(),
            at: self.local(stamp.at.wall_ms()).to_rfc3339(),
        }
    }

    /// The thing, as a person calls it: its kind, and the line that a search shows of it.
    fn what(&self, conflict: &Conflict) -> Result<String, BookError> {
        let kind = words(&conflict.kind);
        let values = self.read().values(conflict.id)?;
        let line = describe(&conflict.kind, &values)
            .and_then(|described| described.search)
            .map(|search| search.title)
            .filter(|title| !title.is_empty());
        let name = ["name", "title", "subject"]
            .iter()
            .find_map(|field| values.get(*field)?.as_str().map(str::to_owned));
        Ok(match line.or(name) {
            Some(line) => format!("{kind}: {line}"),
            None => kind.to_owned(),
        })
    }

    fn meeting_of_record(&self, conflict: &Conflict) -> Result<Option<String>, BookError> {
        if conflict.kind == Meeting::KIND {
            return Ok(Some(conflict.id.to_string()));
        }
        let values = self.read().values(conflict.id)?;
        Ok(values
            .get("meeting")
            .and_then(Value::as_str)
            .map(str::to_owned))
    }

    /// Meetings whose record was changed after their minutes were adopted, as happens where another
    /// device had not heard of the adoption. The adopted version stands; a person amends it, or
    /// leaves it ([`Book::keep_adopted`]).
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn late_changes(&self) -> Result<Vec<LateChange>, BookError> {
        let mut found = Vec::new();
        for listed in self.read().list::<Meeting>()? {
            let meeting = &listed.entity;
            if meeting.state() != MeetingState::Adopted || meeting.amending.is_some() {
                continue;
            }
            let lines = self.late_lines(listed.id, meeting.adopted_version)?;
            let left = self.store.setting(&late_setting(listed.id))?;
            if !lines.is_empty() && left.as_deref() != Some(mark_of(&lines).as_str()) {
                found.push(LateChange {
                    meeting: listed.id.to_string(),
                    title: meeting.title(),
                    version: meeting.adopted_version,
                    lines,
                });
            }
        }
        Ok(found)
    }

    /// A person has seen the late changes of a meeting and leaves the adopted minutes as they are.
    /// It is asked again only where more changes come.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn keep_adopted(&mut self, meeting: MeetingId) -> Result<(), BookError> {
        let version = self.read().get::<Meeting>(meeting)?.adopted_version;
        let lines = self.late_lines(meeting, version)?;
        Ok(self
            .store
            .set_setting(&late_setting(meeting), &mark_of(&lines))?)
    }

    fn late_lines(&self, id: MeetingId, version: u32) -> Result<Vec<LateLine>, BookError> {
        let Some((adopted, _)) = self.adopted_minutes(id, version)? else {
            return Ok(Vec::new());
        };
        let facts = Facts::gather(self, id)?;
        let now = self.minutes_of(&facts, version, adopted.open.amended_because.clone())?;
        Ok(differences(&adopted.open, &now.open))
    }

    /// The removals that wait: another device would have taken away more than half of the book.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn waiting_removals(&self) -> Result<Option<WaitingRemovals>, BookError> {
        let waiting = self.store.waiting_removals()?;
        if waiting.is_empty() {
            return Ok(None);
        }
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for removal in &waiting {
            *kinds.entry(words(&removal.kind)).or_default() += 1;
        }
        Ok(Some(WaitingRemovals {
            count: waiting.len(),
            words: format!(
                "Một máy khác xóa {} mục, hơn nửa những gì sổ đang có. Chưa có gì bị xóa trên máy này.",
                waiting.len()
            ),
            kinds: kinds
                .into_iter()
                .map(|(kind, count)| format!("{kind}: {count}"))
                .collect(),
        }))
    }

    /// A person agrees: what waited to be removed is removed.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn accept_removals(&mut self) -> Result<usize, BookError> {
        Ok(self.store.accept_removals()?)
    }

    /// A person refuses: everything comes back, on all devices.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn refuse_removals(&mut self) -> Result<usize, BookError> {
        let wall_ms = self.wall_ms()?;
        Ok(self.store.refuse_removals(wall_ms)?)
    }
}

/// Whether two values are no question for a person: who holds the pen is decided by its own rule, and
/// when an item was come to and left is measured by the program, not written by anybody.
fn asks_nobody(kind: &str, field: &str) -> bool {
    match kind {
        Meeting::KIND => field == PEN,
        AgendaItem::KIND => ["opened_at", "closed_at", "timing"].contains(&field),
        _ => false,
    }
}

fn late_setting(meeting: MeetingId) -> String {
    format!("late-change/{meeting}")
}

/// Tells one set of late changes from another.
fn mark_of(lines: &[LateLine]) -> String {
    let text: Vec<String> = lines
        .iter()
        .map(|line| format!("{}\n{}\n{}", line.what, line.adopted, line.now))
        .collect();
    sochibo_journal::Hash::of("sochibo 2026 late change", &[text.join("\n\n").as_bytes()]).to_hex()
}

/// What a late operation may change in the record of a meeting: what was said, concluded and voted.
/// Names, counts and points follow the roster of the day and say nothing of a late change.
fn differences(adopted: &OpenMinutes, now: &OpenMinutes) -> Vec<LateLine> {
    let mut lines = Vec::new();
    let mut compare = |what: String, adopted: String, now: String| {
        if adopted != now {
            lines.push(LateLine { what, adopted, now });
        }
    };
    compare(
        "Địa điểm".to_owned(),
        adopted.place.clone(),
        now.place.clone(),
    );
    let items = adopted.items.len().max(now.items.len());
    for place in 0..items {
        let (old, new) = (adopted.items.get(place), now.items.get(place));
        let title = old
            .or(new)
            .map(|item| item.title.clone())
            .unwrap_or_default();
        let said = |item: Option<&sochibo_domain::minutes::MinutesItem>| {
            item.map(|item| {
                let texts = item.statements.iter().map(|said| said.text.as_str());
                texts.collect::<Vec<_>>().join("\n")
            })
            .unwrap_or_default()
        };
        compare(format!("Ý kiến — {title}"), said(old), said(new));
        let concluded = |item: Option<&sochibo_domain::minutes::MinutesItem>| {
            item.and_then(|item| item.conclusion.clone())
                .unwrap_or_default()
        };
        compare(
            format!("Kết luận — {title}"),
            concluded(old),
            concluded(new),
        );
        let voted = |item: Option<&sochibo_domain::minutes::MinutesItem>| {
            item.map(|item| {
                let votes = item.votes.iter().map(|vote| {
                    let tally = &vote.tally;
                    format!(
                        "{}: {} tán thành, {} không tán thành, {} không biểu quyết",
                        vote.subject, tally.r#for, tally.against, tally.abstain
                    )
                });
                votes.collect::<Vec<_>>().join("\n")
            })
            .unwrap_or_default()
        };
        compare(format!("Biểu quyết — {title}"), voted(old), voted(new));
    }
    lines
}

/// Whether both values are texts that a person could join.
fn is_text(conflict: &Conflict) -> bool {
    const JOINED: [&str; 8] = [
        "text",
        "conclusion",
        "title",
        "topic",
        "reason",
        "result",
        "answer",
        "place",
    ];
    JOINED.contains(&conflict.field.as_str())
        && conflict
            .values
            .iter()
            .all(|(_, value)| value.is_string() || value.is_null())
}

fn label(field: &str) -> &str {
    match field {
        "text" => "Nội dung",
        "title" => "Tên việc",
        "name" => "Họ tên",
        "status" => "Trạng thái",
        "birth" => "Ngày sinh",
        "joined" => "Ngày vào Đảng",
        "official" => "Ngày chính thức",
        "phone" => "Điện thoại",
        "office" => "Chức vụ",
        "place" => "Địa điểm",
        "topic" => "Chuyên đề",
        "planned_at" => "Giờ dự kiến",
        "started_at" => "Giờ bắt đầu",
        "ended_at" => "Giờ kết thúc",
        "chair" => "Chủ trì",
        "scribe" => "Thư ký",
        "conclusion" => "Kết luận",
        "minutes" => "Số phút",
        "presenter" => "Người trình bày",
        "due" => "Hạn",
        "state" => "Tình trạng",
        "result" => "Kết quả",
        "answer" => "Trả lời",
        "reason" => "Lý do",
        "tally" => "Số phiếu",
        "visibility" => "Ai được đọc",
        DELETED => "Còn hay đã bỏ",
        other => other,
    }
}

fn spoken(field: &str, value: &Value) -> String {
    match value {
        Value::Bool(true) if field == DELETED => "Đã bỏ".to_owned(),
        Value::Bool(false) if field == DELETED => "Còn".to_owned(),
        Value::Bool(true) => "Có".to_owned(),
        Value::Bool(false) => "Không".to_owned(),
        Value::Null => "(để trống)".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
