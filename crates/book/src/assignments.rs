//! Phân công nhiệm vụ.

use std::collections::HashMap;

use chrono::NaiveDate;
use sochibo_domain::{
    AgendaItem, Assignment, AssignmentState, Member,
    date::parse_day,
    id::{AgendaItemId, AssignmentId, MeetingId, MemberId},
};
use sochibo_store::Listed;

use crate::{
    Book, BookError,
    given::{optional, required},
    pen::writable,
    view::AssignmentLine,
};

/// A task as a form gives it.
#[derive(Clone, Debug)]
pub struct NewAssignment {
    /// Người chủ trì.
    pub member: MemberId,
    /// Việc.
    pub title: String,
    /// Hạn, as typed.
    pub due: Option<String>,
    /// The meeting it is raised at.
    pub meeting: Option<MeetingId>,
    /// The agenda item it is raised from.
    pub item: Option<AgendaItemId>,
}

/// What may be put right of a task: `None` leaves it alone.
#[derive(Clone, Debug, Default)]
pub struct AssignmentChange {
    /// Người chủ trì.
    pub member: Option<MemberId>,
    /// Việc.
    pub title: Option<String>,
    /// Hạn, as typed; an empty one takes it away.
    pub due: Option<Option<String>>,
}

impl Book {
    /// Puts right what was given to whom by when.
    ///
    /// # Errors
    /// [`BookError`]: no title, a due day that can't be read, no such task or member, minutes that
    /// name it are adopted, the disk.
    pub fn mend_assignment(
        &mut self,
        id: AssignmentId,
        change: &AssignmentChange,
    ) -> Result<(), BookError> {
        let title = change
            .title
            .as_deref()
            .map(|title| required(title, "việc cần làm"))
            .transpose()?;
        let due = match &change.due {
            None => None,
            Some(due) => Some(
                due.as_deref()
                    .filter(|due| !due.trim().is_empty())
                    .map(parse_day)
                    .transpose()?,
            ),
        };
        self.transact(|gate, _| {
            let mut task = gate.get::<Assignment>(id)?;
            if let Some(meeting) = task.meeting {
                writable(gate, meeting)?;
            }
            if let Some(member) = change.member {
                gate.get::<Member>(member)?;
                task.member = member;
            }
            if let Some(title) = title {
                task.title = title;
            }
            if let Some(due) = due {
                task.due = due;
            }
            gate.put::<Assignment>(id, &task)?;
            Ok(())
        })
    }

    /// Gives a member a task.
    ///
    /// # Errors
    /// [`BookError`]: no title, a due day that can't be read, no such member, adopted, the disk.
    pub fn assign(&mut self, new: &NewAssignment) -> Result<AssignmentId, BookError> {
        let title = required(&new.title, "việc cần làm")?;
        let due = new
            .due
            .as_deref()
            .filter(|due| !due.trim().is_empty())
            .map(parse_day)
            .transpose()?;
        let id = self.fresh()?;
        self.transact(|gate, _| {
            gate.get::<Member>(new.member)?;
            if let Some(meeting) = new.meeting {
                writable(gate, meeting)?;
            }
            if let Some(item) = new.item {
                gate.get::<AgendaItem>(item)?;
            }
            let task = Assignment {
                member: new.member,
                title,
                due,
                meeting: new.meeting,
                item: new.item,
                state: AssignmentState::New,
                result: None,
                closed_on: None,
            };
            gate.put::<Assignment>(id, &task)?;
            Ok(id)
        })
    }

    /// Says how a task stands.
    ///
    /// # Errors
    /// [`BookError`]: no such task, the disk.
    pub fn set_assignment(
        &mut self,
        id: AssignmentId,
        state: AssignmentState,
        result: Option<&str>,
    ) -> Result<(), BookError> {
        self.transact(|gate, now| {
            let task = gate.get::<Assignment>(id)?;
            let closed_on = match (task.state.is_open(), state.is_open()) {
                (_, true) => None,
                (true, false) => Some(now.date_naive()),
                (false, false) => task.closed_on,
            };
            let result = optional(result).or(task.result);
            gate.put::<Assignment>(
                id,
                &Assignment {
                    state,
                    result,
                    closed_on,
                    ..task
                },
            )?;
            Ok(())
        })
    }

    /// Every task: open ones first, the most urgent at the top.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn assignments(&self) -> Result<Vec<AssignmentLine>, BookError> {
        let names = self.names()?;
        let today = self.today_date();
        let mut rows = self.read().list::<Assignment>()?;
        rows.sort_by_key(|row| {
            (
                !row.entity.state.is_open(),
                row.entity.due.unwrap_or(NaiveDate::MAX),
            )
        });
        Ok(rows
            .into_iter()
            .map(|row| line(row, &names, today, None))
            .collect())
    }
}

/// A task as the faces show it.
pub(crate) fn line(
    Listed { id, entity }: Listed<Assignment>,
    names: &HashMap<MemberId, String>,
    today: NaiveDate,
    no: Option<u32>,
) -> AssignmentLine {
    let overdue = entity.is_overdue(today);
    AssignmentLine {
        id,
        member: entity.member,
        name: names.get(&entity.member).cloned().unwrap_or_default(),
        title: entity.title,
        due: entity.due.map(|due| due.to_string()),
        meeting: entity.meeting,
        no,
        state: entity.state,
        state_words: entity.state.words().to_owned(),
        result: entity.result,
        overdue,
        days_late: entity.due.map(|due| (today - due).num_days()),
    }
}
