//! Hôm nay: the next sensible step.

use chrono::{Days, NaiveDate, Timelike};
use sochibo_domain::{
    Assignment, AssignmentState, Meeting, MeetingState, Petition, PetitionState,
    date::weekday_words, lunar::lunar_of,
};
use sochibo_store::Listed;

use crate::{
    Book, BookError, agenda, documents, preparation,
    view::{
        ChecklistLine, ChecklistState, DeadlineLine, FromWardLine, NextMeeting, NextStep,
        ReminderLine, TodayView,
    },
};

/// A deadline nearer than this many days is shown as near.
const SOON_DAYS: i64 = 7;
/// An answer stays on the page for so many days.
const RECENT_DAYS: i64 = 30;
/// A meeting that was never begun is passed over after so many days.
const FORGOTTEN_DAYS: i64 = 30;

impl Book {
    /// Hôm nay.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn today(&self) -> Result<TodayView, BookError> {
        let today = self.today_date();
        let mut meetings = self.read().list::<Meeting>()?;
        meetings.sort_by_key(|m| (m.entity.planned_at, m.entity.month));
        let moment = next_of(&meetings, today);
        let next = moment
            .map(|meeting| self.next_meeting(meeting, today))
            .transpose()?;
        let mut tasks = self.assignments()?;
        tasks.retain(|task| task.state.is_open());
        Ok(TodayView {
            day: format!(
                "{}, {}",
                capital(weekday_words(today)),
                short_day_padded(today)
            ),
            lunar: lunar_of(today).words(),
            next,
            reminders: self.reminders(moment)?,
            from_ward: self.answers_of_late(moment, today)?,
            unread_documents: self.unread_documents()?,
            tasks,
            tasks_words: tasks_words(&self.read().list::<Assignment>()?, today),
            deadlines: self.deadlines(&meetings, today)?,
            sync: self.sync_words()?,
            no_members: self.roster()?.is_empty(),
        })
    }

    /// The meeting of the moment, where it has not ended: what comes in now goes there.
    pub(crate) fn meeting_to_come(&self) -> Result<Option<Listed<Meeting>>, BookError> {
        let mut meetings = self.read().list::<Meeting>()?;
        meetings.retain(|row| documents::takes_in(&row.entity) && row.entity.kind.is_monthly());
        meetings.sort_by_key(|m| (m.entity.planned_at, m.entity.month));
        Ok(next_of(&meetings, self.today_date()).cloned())
    }

    fn next_meeting(
        &self,
        Listed { id, entity }: &Listed<Meeting>,
        today: NaiveDate,
    ) -> Result<NextMeeting, BookError> {
        let items = agenda::items(&self.read(), *id)?;
        let checklist = self.checklist(*id, entity)?;
        let day = entity.planned_at.map(|at| at.date_naive());
        let when = match entity.state() {
            MeetingState::Running => "đang họp".to_owned(),
            MeetingState::Ended => "chờ thông qua biên bản".to_owned(),
            MeetingState::Adopted => "đã thông qua".to_owned(),
            MeetingState::Preparing => {
                day.map_or_else(|| "chưa định ngày".to_owned(), |day| until(day, today))
            }
        };
        let time = entity.planned_at.map_or_else(String::new, |at| {
            let minute = if at.minute() == 0 {
                String::new()
            } else {
                format!(" {:02}", at.minute())
            };
            format!(
                "{} giờ{minute}, {} {}",
                at.hour(),
                weekday_words(at.date_naive()),
                at.format("%d/%m")
            )
        });
        Ok(NextMeeting {
            id: *id,
            title: entity.title(),
            state: entity.state(),
            when,
            time,
            place: entity.place.clone(),
            items: u32::try_from(items.len()).unwrap_or(u32::MAX),
            minutes: items
                .iter()
                .map(|item| u32::from(item.entity.minutes))
                .sum(),
            minimum: self.minimum_minutes(entity)?,
            step: next_step(entity, &checklist, today, self.cell()?.has_committee),
            checklist,
        })
    }

    /// R01–R04 of the meeting that is being prepared, R05 of the quarter.
    fn reminders(&self, next: Option<&Listed<Meeting>>) -> Result<Vec<ReminderLine>, BookError> {
        let mut lines = match next {
            Some(row) => self.reminders_of(row.id, &row.entity)?,
            None => Vec::new(),
        };
        let quarter = self.quarter_reminder()?;
        lines.extend(quarter.map(|one| preparation::line(one, None)));
        Ok(lines)
    }

    /// Answers to petitions of late, each with the agenda item under which the cell hears of it.
    fn answers_of_late(
        &self,
        next: Option<&Listed<Meeting>>,
        today: NaiveDate,
    ) -> Result<Vec<FromWardLine>, BookError> {
        let carried = match next {
            Some(row) => self.carried(row.id)?.lines,
            None => Vec::new(),
        };
        let mut rows = self.read().list::<Petition>()?;
        rows.retain(|row| {
            row.entity.wants_reply
                && row
                    .entity
                    .answered_on
                    .is_some_and(|day| (today - day).num_days() <= RECENT_DAYS)
        });
        rows.sort_by_key(|row| std::cmp::Reverse(row.entity.answered_on));
        Ok(rows
            .into_iter()
            .map(|row| {
                let target = row.id.to_string();
                let told = carried
                    .iter()
                    .find(|line| line.target.as_ref() == Some(&target))
                    .and_then(|line| line.no);
                FromWardLine {
                    petition: row.id,
                    title: row.entity.text,
                    answer: row.entity.answer.unwrap_or_default(),
                    words: told.map_or_else(String::new, |no| {
                        format!("đã đưa vào mục {no} của chương trình")
                    }),
                    resolved: row.entity.state == PetitionState::Resolved,
                }
            })
            .collect())
    }

    /// The clocks that run from what the book knows: submitting within two days of a meeting,
    /// and the end of a probation of twelve months (`domain.md` §1.1, §6.4).
    fn deadlines(
        &self,
        meetings: &[Listed<Meeting>],
        today: NaiveDate,
    ) -> Result<Vec<DeadlineLine>, BookError> {
        let mut found: Vec<(NaiveDate, String)> = Vec::new();
        for Listed { id, entity } in meetings {
            let Some(ended) = entity.ended_at else {
                continue;
            };
            let version = entity.adopted_version;
            if version == 0 || self.received_at(*id, version)?.is_none() {
                let days = u64::from(self.pack_of(entity).deadlines.submit_after.value);
                let due = ended.date_naive().checked_add_days(Days::new(days));
                if let Some(due) = due.filter(|due| (*due - today).num_days() > -60) {
                    found.push((
                        due,
                        format!("Gửi biên bản {} về phường", entity.month.spoken()),
                    ));
                }
            }
        }
        for Listed { entity, .. } in self.roster()? {
            let probation =
                entity.standing() == sochibo_domain::Standing::DuBi && entity.status.is_current();
            let due = entity
                .joined
                .and_then(|day| day.checked_add_months(chrono::Months::new(12)));
            if let Some(due) = due.filter(|due| probation && (*due - today).num_days() <= 90) {
                found.push((due, format!("Công nhận chính thức: đ/c {}", entity.name)));
            }
        }
        found.sort();
        Ok(found
            .into_iter()
            .map(|(due, title)| {
                let left = (due - today).num_days();
                let tone = if left < 0 {
                    "late"
                } else if left <= SOON_DAYS {
                    "soon"
                } else {
                    "calm"
                };
                DeadlineLine {
                    title,
                    words: until(due, today),
                    tone: tone.to_owned(),
                }
            })
            .collect())
    }
}

/// The meeting of the moment: one that runs, else one that waits for adoption, else the next.
fn next_of(meetings: &[Listed<Meeting>], today: NaiveDate) -> Option<&Listed<Meeting>> {
    let with = |state| meetings.iter().find(|m| m.entity.state() == state);
    // One that has a day before one that has none, and one whose day passed a month ago is
    // forgotten, not next.
    let preparing = || {
        let waits = |m: &&Listed<Meeting>| m.entity.state() == MeetingState::Preparing;
        let day = |m: &Listed<Meeting>| m.entity.planned_at.map(|at| at.date_naive());
        meetings
            .iter()
            .filter(waits)
            .filter(|m| day(m).is_none_or(|day| (today - day).num_days() <= FORGOTTEN_DAYS))
            .min_by_key(|m| day(m).unwrap_or(NaiveDate::MAX))
    };
    with(MeetingState::Running)
        .or_else(|| with(MeetingState::Ended))
        .or_else(preparing)
}

/// The next sensible step: the first of the preparation whose time has come, else the first that
/// is not done; on the day itself, the meeting.
fn next_step(
    meeting: &Meeting,
    checklist: &[ChecklistLine],
    today: NaiveDate,
    has_committee: bool,
) -> NextStep {
    match meeting.state() {
        MeetingState::Running => return NextStep::Record,
        MeetingState::Ended | MeetingState::Adopted => return NextStep::Adopt,
        MeetingState::Preparing => {}
    }
    let Some(day) = meeting.planned_at.map(|at| at.date_naive()) else {
        return NextStep::SetDay;
    };
    if day <= today {
        return NextStep::Begin;
    }
    let waits = |line: &&ChecklistLine| line.state != ChecklistState::Done;
    let pressing =
        |line: &&ChecklistLine| matches!(line.state, ChecklistState::Due | ChecklistState::Late);
    let line = checklist
        .iter()
        .find(pressing)
        .or_else(|| checklist.iter().find(waits));
    match line.map(|line| line.id.as_str()) {
        Some("p1") => NextStep::HandOut,
        Some("p2") if !has_committee => NextStep::Confer,
        Some("p2") => NextStep::Committee,
        Some("p3") => NextStep::Invite,
        Some("p4") => NextStep::Documents,
        Some("p5") => NextStep::Draft,
        _ => NextStep::Prepare,
    }
}

/// `còn 3 ngày`, `hôm nay`, `quá 2 ngày`.
fn until(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => "hôm nay".to_owned(),
        left if left > 0 => format!("còn {left} ngày"),
        late => format!("quá {} ngày", -late),
    }
}

fn tasks_words(all: &[Listed<Assignment>], today: NaiveDate) -> String {
    let count =
        |test: &dyn Fn(&Assignment) -> bool| all.iter().filter(|row| test(&row.entity)).count();
    let done = count(&|task| task.state == AssignmentState::Done);
    let late = count(&|task| task.is_overdue(today));
    let open = count(&|task| task.state.is_open()) - late;
    if all.is_empty() {
        return "chưa giao việc nào".to_owned();
    }
    counted(done, open, late)
}

/// `5 việc: 3 xong · 1 đang làm · 1 trễ`; states that nothing is in are not spoken of.
fn counted(done: usize, open: usize, late: usize) -> String {
    let states = [(done, "xong"), (open, "đang làm"), (late, "trễ")];
    let some = states.iter().filter(|(count, _)| *count > 0);
    let states: Vec<String> = some
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    // All of them may have been called off.
    match done + open + late {
        0 => "không có việc nào đang mở".to_owned(),
        all => format!("{all} việc: {}", states.join(" · ")),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn short_day_padded(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_states_that_something_is_in_are_spoken_of() {
        assert_eq!(counted(3, 1, 1), "5 việc: 3 xong · 1 đang làm · 1 trễ");
        assert_eq!(counted(0, 0, 1), "1 việc: 1 trễ");
        assert_eq!(counted(0, 0, 0), "không có việc nào đang mở");
    }
}
