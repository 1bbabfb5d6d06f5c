//! Lịch tháng: meetings, due tasks and steps of preparation on the days of a month, with the lunar
//! date and the days that a meeting avoids.

use chrono::{Datelike, NaiveDate};
use sochibo_domain::{
    Assignment, Meeting, MeetingState, Month, Observance,
    calendar::{festival, moon_words, page},
    date::weekday_words,
    id::ObservanceId,
    lunar::lunar_of,
};

use crate::{
    Book, BookError,
    carried::day_of,
    given::required,
    view::{
        CalendarDay, CalendarEvent, CalendarEventKind, CalendarView, ChecklistState,
        ObservanceLine, Undone,
    },
};

impl Book {
    /// The page of a month.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn calendar(&self, month: Month) -> Result<CalendarView, BookError> {
        let today = self.today_date();
        let observances = self.read().list::<Observance>()?;
        let events = self.events()?;
        let days = page(month)
            .into_iter()
            .map(|day| {
                let lunar = lunar_of(day);
                let own = observances
                    .iter()
                    .filter(|row| row.entity.is_on(lunar))
                    .map(|row| row.entity.name.clone());
                CalendarDay {
                    date: day.to_string(),
                    day: day.day(),
                    words: format!("{}, {}", weekday_words(day), day.format("%d/%m/%Y")),
                    inside: Month::of(day) == month,
                    today: day == today,
                    lunar: lunar.short(),
                    lunar_words: lunar.words(),
                    moon: moon_words(lunar).map(str::to_owned),
                    observed: festival(day)
                        .map(str::to_owned)
                        .into_iter()
                        .chain(own)
                        .collect(),
                    events: events
                        .iter()
                        .filter(|(on, _)| *on == day)
                        .map(|(_, event)| event.clone())
                        .collect(),
                }
            })
            .collect();
        Ok(CalendarView {
            month,
            title: format!("Tháng {} năm {}", month.month(), month.year()),
            previous: month.previous(),
            next: month.next(),
            days,
            observances: observances
                .into_iter()
                .map(|row| ObservanceLine {
                    id: row.id,
                    name: row.entity.name,
                    day: row.entity.day,
                    month: row.entity.month,
                })
                .collect(),
        })
    }

    fn events(&self) -> Result<Vec<(NaiveDate, CalendarEvent)>, BookError> {
        let names = self.names()?;
        let mut events = Vec::new();
        for row in self.read().list::<Meeting>()? {
            let meeting = &row.entity;
            if let Some(day) = day_of(meeting) {
                let at = meeting.started_at.or(meeting.planned_at);
                let time = at.map(|at| at.format("%H:%M ").to_string());
                events.push((
                    day,
                    CalendarEvent {
                        kind: CalendarEventKind::Meeting,
                        words: format!("{}{}", time.unwrap_or_default(), meeting.title()),
                        id: row.id.to_string(),
                        late: false,
                        done: meeting.state() == MeetingState::Adopted,
                    },
                ));
            }
            if meeting.state() != MeetingState::Preparing {
                continue;
            }
            for step in self.checklist(row.id, meeting)? {
                let due = step.due.as_deref().and_then(|due| due.parse().ok());
                if let Some(due) = due {
                    events.push((
                        due,
                        CalendarEvent {
                            kind: CalendarEventKind::Step,
                            words: step.title,
                            id: row.id.to_string(),
                            late: step.state == ChecklistState::Late,
                            done: step.state == ChecklistState::Done,
                        },
                    ));
                }
            }
        }
        let today = self.today_date();
        for row in self.read().list::<Assignment>()? {
            let task = row.entity;
            if let Some(due) = task.due.filter(|_| task.state.is_open()) {
                let name = names.get(&task.member).cloned().unwrap_or_default();
                events.push((
                    due,
                    CalendarEvent {
                        kind: CalendarEventKind::Task,
                        words: format!("{} – đ/c {name}", task.title),
                        id: row.id.to_string(),
                        late: task.is_overdue(today),
                        done: false,
                    },
                ));
            }
        }
        Ok(events)
    }

    /// Writes down a lunar day on which the place has something of its own.
    ///
    /// # Errors
    /// [`BookError`]: no name, no such lunar day, the disk.
    pub fn add_observance(
        &mut self,
        name: &str,
        day: u32,
        month: u32,
    ) -> Result<ObservanceId, BookError> {
        let name = required(name, "tên ngày giỗ, lễ")?;
        if !(1..=30).contains(&day) || !(1..=12).contains(&month) {
            return Err(BookError::Unreadable(
                format!("{day}/{month}"),
                "ngày âm lịch",
            ));
        }
        let id: ObservanceId = self.fresh()?;
        let own = Observance { name, day, month };
        self.transact(|gate, _| Ok(gate.put::<Observance>(id, &own)?))?;
        Ok(id)
    }

    /// Takes such a day away.
    ///
    /// # Errors
    /// [`BookError`]: no such day, the disk.
    pub fn remove_observance(&mut self, id: ObservanceId) -> Result<(), BookError> {
        self.transact(|gate, _| Ok(gate.remove::<Observance>(id)?))
    }

    /// Takes back the newest change of such a day that was made on this device: what was added
    /// goes, what was taken away comes back.
    ///
    /// # Errors
    /// [`BookError`]: nothing is left, another device has changed it since, the disk.
    pub fn undo_observance(&mut self, id: ObservanceId) -> Result<Undone, BookError> {
        self.undo_on(id.0)
    }
}
