//! Mang sang: what a meeting takes over by itself, each thing with its source and under the agenda
//! item that it belongs to. Nothing of it is stored but what a person took out ([`LeftOut`]), and of
//! documents which meeting heard of them: the tasks, petitions and documents are the truth, and the
//! list is read from them.

mod documents;
mod petitions;
mod tasks;
mod turns;

use std::collections::HashSet;

use chrono::NaiveDate;
use sochibo_domain::{
    AgendaItem, LeftOut, Meeting,
    id::{AgendaItemId, MeetingId},
};
use sochibo_store::Listed;

use self::turns::present;
pub(crate) use self::turns::presenter;
use crate::{
    Book, BookError, agenda,
    pen::writable,
    view::{CarriedKind, CarriedView},
};

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
}

/// Where on the agenda carried things stand.
struct Place {
    no: Option<u32>,
    item: Option<AgendaItemId>,
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
