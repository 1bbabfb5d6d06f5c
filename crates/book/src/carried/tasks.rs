//! Nhiệm vụ: those of the last resolution and those that are open from before.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate};
use sochibo_domain::{
    AgendaItem, Assignment, AssignmentState, Meeting, date::short_day, id::MeetingId,
};
use sochibo_store::Listed;
use uuid::Uuid;

use super::{Span, day_of, place};
use crate::{
    Book, BookError,
    view::{CarriedKind, CarriedLine},
};

/// The agenda items under which last month's tasks are heard.
const TASKS: [&str; 2] = ["danh_gia", "kiem_diem_tap_the"];

impl Book {
    /// The tasks of the last resolution and those that are open from before, with how each stood
    /// at the last meeting and what came of it (`domain.md` §3.3, part I).
    pub(super) fn carried_tasks(
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
}

/// When a thing was first written down: ids of version 7 carry it.
fn made_on(id: Uuid) -> Option<NaiveDate> {
    let (seconds, _) = id.get_timestamp()?.to_unix();
    let at = DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)?;
    let vietnam = chrono::FixedOffset::east_opt(7 * 3600)?;
    Some(at.with_timezone(&vietnam).date_naive())
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
