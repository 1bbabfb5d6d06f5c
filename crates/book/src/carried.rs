//! Mang sang: what a meeting takes over by itself, each thing with its source and under the agenda
//! item that it belongs to. Nothing of it is stored but what a person took out ([`LeftOut`]), and of
//! documents which meeting heard of them: the tasks, petitions and documents are the truth, and the
//! list is read from them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate};
use sochibo_domain::{
    AgendaItem, Assignment, AssignmentState, LeftOut, Meeting, Member, MemberKind, MemberStatus,
    Month, Petition, PetitionState, Rota, RotaRole,
    date::short_day,
    id::{MeetingId, MemberId, WardDocumentId},
};
use sochibo_store::{Gate, Listed};
use uuid::Uuid;

use crate::{
    Book, BookError, agenda,
    documents::{self, Handled},
    pen::writable,
    view::{CarriedKind, CarriedLine, CarriedView},
};

/// The agenda items under which last month's tasks are heard.
const TASKS: [&str; 2] = ["danh_gia", "kiem_diem_tap_the"];
/// The agenda items under which petitions are.
const PETITIONS: [&str; 1] = ["tiep_thu"];

/// The agenda items under which the ward's documents are made known.
const DOCUMENTS: [&str; 1] = ["thoi_su"];

/// What is carried from, and to when.
struct Span {
    meeting: Meeting,
    id: MeetingId,
    /// The regular meeting before this one.
    previous: Option<Listed<Meeting>>,
    /// The day by which things are judged: that of the meeting once it began, today before.
    day: NaiveDate,
}

impl Span {
    /// The day of the meeting before.
    fn since(&self) -> Option<NaiveDate> {
        self.previous.as_ref().and_then(|row| day_of(&row.entity))
    }
}

/// The day on which a meeting was or is to be held.
pub(crate) fn day_of(meeting: &Meeting) -> Option<NaiveDate> {
    meeting
        .started_at
        .or(meeting.planned_at)
        .map(|at| at.date_naive())
}

/// When a thing was first written down: ids of version 7 carry it.
fn made_on(id: Uuid) -> Option<NaiveDate> {
    let (seconds, _) = id.get_timestamp()?.to_unix();
    let at = DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)?;
    let vietnam = chrono::FixedOffset::east_opt(7 * 3600)?;
    Some(at.with_timezone(&vietnam).date_naive())
}

impl Book {
    /// What is carried into a meeting, and what of it was taken out.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting.
    pub fn carried(&self, id: MeetingId) -> Result<CarriedView, BookError> {
        let span = self.span(id)?;
        let items = agenda::items(&self.read(), id)?;
        let mut lines = self.carried_tasks(&span, &items)?;
        lines.extend(self.carried_petitions(&span, &items)?);
        lines.extend(self.carried_documents(&span, &items)?);
        lines.extend(self.carried_turns(&span, &items)?);
        let out: HashSet<String> = self
            .read()
            .list_under::<LeftOut>(id.0)?
            .into_iter()
            .map(|row| row.entity.what)
            .collect();
        let (left_out, lines) = lines.into_iter().partition(|line| out.contains(&line.key));
        Ok(CarriedView { lines, left_out })
    }

    /// Takes a carried thing out of a meeting; it stays out. The thing itself stays as it is. A
    /// turn of the rota leaves the agenda item too, where it still names the one whose turn it was.
    ///
    /// # Errors
    /// [`BookError`]: nothing like it is carried, adopted, the disk.
    pub fn leave_out(&mut self, id: MeetingId, key: &str) -> Result<(), BookError> {
        let carried = self.carried(id)?;
        let line = carried.lines.into_iter().find(|line| line.key == key);
        let line = line.ok_or_else(|| BookError::Unreadable(key.to_owned(), "mục mang sang"))?;
        self.transact(|gate, _| {
            writable(gate, id)?;
            let out = LeftOut {
                meeting: id,
                what: line.key.clone(),
            };
            gate.put::<LeftOut>(LeftOut::id(id, &line.key), &out)?;
            if let (CarriedKind::Rota, Some(item)) = (line.kind, line.item) {
                let named = gate.get::<AgendaItem>(item)?;
                if Some(&named.presenter) == line.presenter.as_ref() {
                    let presenter = String::new();
                    gate.put::<AgendaItem>(item, &AgendaItem { presenter, ..named })?;
                }
            }
            Ok(())
        })
    }

    /// Carries a thing in again that was taken out.
    ///
    /// # Errors
    /// [`BookError`]: it was not taken out, adopted, the disk.
    pub fn bring_back(&mut self, id: MeetingId, key: &str) -> Result<(), BookError> {
        let out = LeftOut::id(id, key);
        let back = self.carried(id)?.left_out;
        let line = back.into_iter().find(|line| line.key == key);
        self.transact(|gate, _| {
            writable(gate, id)?;
            gate.remove::<LeftOut>(out)?;
            if let Some((item, presenter)) = line.and_then(|line| line.item.zip(line.presenter)) {
                present(gate, item, presenter)?;
            }
            Ok(())
        })
    }

    fn span(&self, id: MeetingId) -> Result<Span, BookError> {
        let meeting = self.meeting_of(id)?;
        let today = self.today_date();
        let day = meeting
            .started_at
            .map_or(today, |started| started.date_naive());
        Ok(Span {
            previous: self.meeting_before(id, &meeting)?,
            id,
            meeting,
            day,
        })
    }

    /// The regular meeting that was held before this one.
    pub(crate) fn meeting_before(
        &self,
        id: MeetingId,
        meeting: &Meeting,
    ) -> Result<Option<Listed<Meeting>>, BookError> {
        let until = day_of(meeting);
        let mut held = self.read().list::<Meeting>()?;
        held.retain(|row| {
            let began = row.entity.started_at.map(|at| at.date_naive());
            row.id != id
                && row.entity.kind.is_monthly()
                && match (began, until) {
                    (Some(began), Some(until)) => began < until,
                    (Some(_), None) => row.entity.month <= meeting.month,
                    (None, _) => false,
                }
        });
        held.sort_by_key(|row| row.entity.started_at);
        Ok(held.pop())
    }

    /// The tasks of the last resolution and those that are open from before, with how each stood
    /// at the last meeting and what came of it (`domain.md` §3.3, part I).
    fn carried_tasks(
        &self,
        span: &Span,
        items: &[Listed<AgendaItem>],
    ) -> Result<Vec<CarriedLine>, BookError> {
        let Some(place) = place(&span.meeting, items, &TASKS) else {
            return Ok(Vec::new());
        };
        let names = self.names()?;
        let meetings: HashMap<MeetingId, Meeting> = self
            .read()
            .list::<Meeting>()?
            .into_iter()
            .map(|row| (row.id, row.entity))
            .collect();
        let mut rows = self.read().list::<Assignment>()?;
        rows.retain(|row| self.is_carried(span, row, &meetings));
        rows.sort_by_key(|row| {
            let of_the_last = row.entity.meeting == span.previous.as_ref().map(|row| row.id);
            (
                row.entity.meeting.is_none() || !of_the_last,
                row.entity.due.unwrap_or(NaiveDate::MAX),
            )
        });
        Ok(rows
            .into_iter()
            .map(|row| {
                let task = &row.entity;
                let of_the_last = task.meeting.is_some()
                    && task.meeting == span.previous.as_ref().map(|row| row.id);
                let given = task.meeting.and_then(|id| meetings.get(&id));
                let source = match (of_the_last, given) {
                    (true, Some(given)) => format!("Nghị quyết tháng {}", given.month.spoken()),
                    (_, Some(given)) => format!("Giao tại {}", lower_first(&given.title())),
                    (_, None) => made_on(row.id.0).map_or_else(
                        || "Giao ngoài kỳ sinh hoạt".to_owned(),
                        |day| format!("Giao ngày {}", short_day(day)),
                    ),
                };
                CarriedLine {
                    key: format!("assignment/{}", row.id),
                    kind: if of_the_last {
                        CarriedKind::Resolution
                    } else {
                        CarriedKind::Assignment
                    },
                    source,
                    title: task.title.clone(),
                    person: names.get(&task.member).cloned(),
                    start: Some(start_words(task, of_the_last, span.since())),
                    result: Some(result_words(task, span.day)),
                    late: is_open_on(task, span.day) && is_late_on(task, span.day),
                    target: Some(row.id.to_string()),
                    presenter: None,
                    no: place.no,
                    item: place.item,
                }
            })
            .collect())
    }

    fn is_carried(
        &self,
        span: &Span,
        row: &Listed<Assignment>,
        meetings: &HashMap<MeetingId, Meeting>,
    ) -> bool {
        let task = &row.entity;
        if task.meeting == Some(span.id) {
            return false;
        }
        let given = task.meeting.and_then(|id| meetings.get(&id));
        let given_on = given.and_then(day_of).or_else(|| made_on(row.id.0));
        if given_on.is_some_and(|given| given > span.day) {
            return false;
        }
        if is_open_on(task, span.day) {
            return true;
        }
        // What ended since the last meeting is told once; what was called off is not.
        let since = span.since();
        task.state != AssignmentState::Cancelled
            && task
                .closed_on
                .is_some_and(|closed| since.is_none_or(|since| closed >= since))
    }

    /// Petitions that wait for an answer, and answers that came since the last meeting.
    fn carried_petitions(
        &self,
        span: &Span,
        items: &[Listed<AgendaItem>],
    ) -> Result<Vec<CarriedLine>, BookError> {
        let Some(place) = place(&span.meeting, items, &PETITIONS) else {
            return Ok(Vec::new());
        };
        let names = self.names()?;
        let since = span.since();
        let mut lines = Vec::new();
        for row in self.read().list::<Petition>()? {
            let petition = &row.entity;
            let raised = petition.at.date_naive();
            if petition.meeting == Some(span.id) || raised > span.day {
                continue;
            }
            let waits = petition.answer.is_none()
                && matches!(
                    petition.state,
                    PetitionState::New | PetitionState::Escalated
                );
            let told = petition
                .answered_on
                .is_some_and(|day| day <= span.day && since.is_none_or(|since| day >= since));
            let (kind, result) = match &petition.answer {
                Some(answer) if told => (CarriedKind::Answer, answer.clone()),
                _ if !waits => continue,
                _ if petition.state == PetitionState::Escalated => (
                    CarriedKind::Petition,
                    "đã chuyển cấp trên, chờ trả lời".to_owned(),
                ),
                _ => (CarriedKind::Petition, "chưa có trả lời".to_owned()),
            };
            lines.push(CarriedLine {
                key: format!("petition/{}", row.id),
                kind,
                source: format!("Nêu ngày {}", short_day(raised)),
                title: petition.text.clone(),
                person: petition.member.and_then(|id| names.get(&id).cloned()),
                start: None,
                result: Some(result),
                late: false,
                target: Some(row.id.to_string()),
                presenter: None,
                no: place.no,
                item: place.item,
            });
        }
        Ok(lines)
    }

    /// The ward's documents that nobody has read, and those that a person put into this meeting. One
    /// that arrives while the meeting is prepared comes in too; once it has ended, those stay that it
    /// heard of. What was taken out of a meeting comes by itself into no later one.
    fn carried_documents(
        &self,
        span: &Span,
        items: &[Listed<AgendaItem>],
    ) -> Result<Vec<CarriedLine>, BookError> {
        let documents = self.open_documents(Some(span.id))?;
        let Some(place) = place(&span.meeting, items, &DOCUMENTS).filter(|_| !documents.is_empty())
        else {
            return Ok(Vec::new());
        };
        let open = documents::takes_in(&span.meeting);
        let mut waiting: HashSet<MeetingId> = HashSet::new();
        for row in self.read().list::<Meeting>()? {
            if documents::takes_in(&row.entity) {
                waiting.insert(row.id);
            }
        }
        let out: HashSet<String> = self
            .read()
            .list::<LeftOut>()?
            .into_iter()
            .filter(|row| row.entity.meeting != span.id)
            .map(|row| row.entity.what)
            .collect();
        let mut lines = Vec::new();
        for Handled { row, handling } in documents {
            let document = &row.entity;
            let key = documents::key_of(row.id);
            let of = handling.as_ref().and_then(|handling| handling.meeting);
            let read = handling.is_some_and(|handling| handling.read_on.is_some());
            let here = of == Some(span.id);
            // A meeting that it was put into and that never came to be doesn't keep it.
            let elsewhere = of.is_some_and(|of| of != span.id && waiting.contains(&of));
            let by_itself = !read
                && !elsewhere
                && !out.contains(&key)
                && document
                    .before
                    .is_none_or(|month| month <= span.meeting.month)
                && span
                    .meeting
                    .started_at
                    .is_none_or(|began| document.sent_at <= began);
            let carried = match open {
                true => document.withdrawn_on.is_none() && (here || by_itself),
                false => here && read,
            };
            if !carried {
                continue;
            }
            let sent = short_day(document.sent_at.date_naive());
            let sender = match document.sender.as_str() {
                "" => "Phường",
                sender => sender,
            };
            lines.push(CarriedLine {
                key,
                kind: CarriedKind::Document,
                source: format!("{sender} gửi ngày {sent}"),
                title: document.named(),
                person: None,
                start: None,
                result: None,
                late: false,
                target: Some(row.id.to_string()),
                presenter: None,
                no: place.no,
                item: place.item,
            });
        }
        Ok(lines)
    }

    /// The documents that a meeting which ends has heard of.
    pub(crate) fn documents_heard(&self, id: MeetingId) -> Result<Vec<WardDocumentId>, BookError> {
        let lines = self.carried(id)?.lines.into_iter();
        Ok(lines
            .filter(|line| line.kind == CarriedKind::Document)
            .filter_map(|line| line.target?.parse().ok())
            .collect())
    }

    /// Whose turn it is by the rota.
    fn carried_turns(
        &self,
        span: &Span,
        items: &[Listed<AgendaItem>],
    ) -> Result<Vec<CarriedLine>, BookError> {
        let turns = self.turns(span.meeting.month)?;
        let lines = turns.into_iter().filter_map(|turn| {
            let (at, item) = items
                .iter()
                .enumerate()
                .find(|(_, row)| row.entity.item == turn.role.item())?;
            let discussant = turn
                .discussant
                .map(|name| format!("đ/c {name} thảo luận, tháng sau trình bày"));
            Some(CarriedLine {
                key: format!("rota/{}", turn.role.code()),
                kind: CarriedKind::Rota,
                source: "Phiên phân công".to_owned(),
                title: format!("Đến lượt đ/c {}", turn.name),
                person: None,
                start: None,
                result: discussant,
                late: false,
                target: None,
                presenter: Some(presenter(&turn.name)),
                no: u32::try_from(at + 1).ok(),
                item: Some(item.id),
            })
        });
        Ok(lines.collect())
    }

    /// Whose turn it is in a month, role by role.
    pub(crate) fn turns(&self, month: Month) -> Result<Vec<Turn>, BookError> {
        let roster: HashMap<MemberId, Member> = self
            .roster()?
            .into_iter()
            .map(|row| (row.id, row.entity))
            .collect();
        let able = |id: MemberId| {
            roster.get(&id).is_some_and(|member| {
                member.status.is_current()
                    && member.status != MemberStatus::Exempt
                    && member.status != MemberStatus::VisitingOut
                    && member.kind == MemberKind::Regular
            })
        };
        let name = |id: MemberId| roster.get(&id).map(|member| member.name.clone());
        let mut turns: Vec<Turn> = self
            .read()
            .list::<Rota>()?
            .into_iter()
            .filter_map(|row| {
                Some(Turn {
                    role: row.entity.role,
                    name: row.entity.turn(month, able).and_then(name)?,
                    discussant: row.entity.discussant(month, able).and_then(name),
                })
            })
            .collect();
        turns.sort_by_key(|turn| turn.role);
        Ok(turns)
    }
}

/// Whose turn it is.
pub(crate) struct Turn {
    pub(crate) role: RotaRole,
    pub(crate) name: String,
    pub(crate) discussant: Option<String>,
}

/// How an agenda names a member who presents.
pub(crate) fn presenter(name: &str) -> String {
    format!("đ/c {name}")
}

/// Writes who presents an item, where nobody is named yet.
fn present(
    gate: &mut Gate<'_>,
    id: sochibo_domain::id::AgendaItemId,
    presenter: String,
) -> Result<(), BookError> {
    let item = gate.get::<AgendaItem>(id)?;
    if item.presenter.is_empty() {
        gate.put::<AgendaItem>(id, &AgendaItem { presenter, ..item })?;
    }
    Ok(())
}

/// Where on the agenda carried things stand.
struct Place {
    no: Option<u32>,
    item: Option<sochibo_domain::id::AgendaItemId>,
}

/// The first of the wanted items that the agenda has. A monthly meeting takes things over even
/// where a person took the item away; a meeting of another kind only where it has one for them.
fn place(meeting: &Meeting, items: &[Listed<AgendaItem>], wanted: &[&str]) -> Option<Place> {
    let found = items
        .iter()
        .enumerate()
        .find(|(_, row)| wanted.contains(&row.entity.item.as_str()));
    match found {
        Some((at, row)) => Some(Place {
            no: u32::try_from(at + 1).ok(),
            item: Some(row.id),
        }),
        None => meeting.kind.is_monthly().then_some(Place {
            no: None,
            item: None,
        }),
    }
}

fn is_open_on(task: &Assignment, day: NaiveDate) -> bool {
    task.state.is_open() || task.closed_on.is_some_and(|closed| closed > day)
}

fn is_late_on(task: &Assignment, day: NaiveDate) -> bool {
    task.due.is_some_and(|due| due < day) || task.is_overdue(day)
}

/// Tình trạng đầu kỳ: how the task stood when the last meeting was over.
fn start_words(task: &Assignment, of_the_last: bool, since: Option<NaiveDate>) -> String {
    let late = task
        .due
        .zip(since)
        .filter(|(due, since)| !of_the_last && due < since);
    match late {
        Some((due, _)) => format!("trễ hạn từ {}", short_day(due)),
        None if of_the_last => "mới giao".to_owned(),
        None => "đang làm".to_owned(),
    }
}

/// Kết quả: how it stands on a day, with what was written down of it.
fn result_words(task: &Assignment, day: NaiveDate) -> String {
    let state = if !is_open_on(task, day) {
        task.state.words().to_owned()
    } else if is_late_on(task, day) {
        match task.due.map(|due| (day - due).num_days()) {
            Some(days) if days > 0 => format!("trễ {days} ngày"),
            _ => AssignmentState::Late.words().to_owned(),
        }
    } else if task.state == AssignmentState::New {
        "chưa có kết quả".to_owned()
    } else {
        AssignmentState::InProgress.words().to_owned()
    };
    match &task.result {
        Some(result) => format!("{state}: {result}"),
        None => state,
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
