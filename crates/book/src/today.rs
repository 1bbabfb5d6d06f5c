//! Hôm nay: the next sensible step.

use chrono::{Days, NaiveDate, Timelike};
use sochibo_domain::{
    Assignment, AssignmentState, Meeting, MeetingState, Preparation, date::weekday_words,
    lunar::lunar_of,
};
use sochibo_store::Listed;

use crate::{
    Book, BookError, agenda,
    view::{ChecklistLine, ChecklistState, DeadlineLine, NextMeeting, TodayView},
};

/// How many tasks the page shows.
const TASKS: usize = 6;
/// A deadline nearer than this many days is shown as near.
const SOON_DAYS: i64 = 7;

impl Book {
    /// Hôm nay.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn today(&self) -> Result<TodayView, BookError> {
        let today = self.today_date();
        let mut meetings = self.read().list::<Meeting>()?;
        meetings.sort_by_key(|m| (m.entity.planned_at, m.entity.month));
        let next = next_of(&meetings)
            .map(|meeting| self.next_meeting(meeting, today))
            .transpose()?;
        let mut tasks = self.assignments()?;
        tasks.retain(|task| task.state.is_open());
        tasks.truncate(TASKS);
        Ok(TodayView {
            day: format!(
                "{}, {}",
                capital(weekday_words(today)),
                short_day_padded(today)
            ),
            lunar: lunar_of(today).words(),
            next,
            tasks,
            tasks_words: tasks_words(&self.read().list::<Assignment>()?, today),
            deadlines: self.deadlines(&meetings, today)?,
            sync: self.sync_words()?,
            no_members: self.roster()?.is_empty(),
        })
    }

    fn next_meeting(
        &self,
        Listed { id, entity }: &Listed<Meeting>,
        today: NaiveDate,
    ) -> Result<NextMeeting, BookError> {
        let items = agenda::items(&self.read(), *id)?;
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
            checklist: self.checklist(*id, entity, today)?,
        })
    }

    fn checklist(
        &self,
        id: sochibo_domain::id::MeetingId,
        meeting: &Meeting,
        today: NaiveDate,
    ) -> Result<Vec<ChecklistLine>, BookError> {
        let marks = self.read().list_under::<Preparation>(id.0)?;
        let day = meeting.planned_at.map(|at| at.date_naive());
        let lines = self.pack_of(meeting).checklist.iter().map(|step| {
            let done = marks
                .iter()
                .find(|mark| mark.entity.step == step.id)
                .and_then(|mark| mark.entity.done_on);
            let due = day.map(|day| step.due(day));
            let (state, words) = match (done, due) {
                (Some(done), _) => (
                    ChecklistState::Done,
                    format!("xong {}", done.format("%d/%m")),
                ),
                (None, None) => (ChecklistState::Open, "chưa định ngày họp".to_owned()),
                (None, Some(due)) if due == today => {
                    (ChecklistState::Due, "hạn hôm nay".to_owned())
                }
                (None, Some(due)) if due < today => (
                    ChecklistState::Late,
                    format!("trễ {} ngày", (today - due).num_days()),
                ),
                (None, Some(due)) => (ChecklistState::Open, format!("hạn {}", due.format("%d/%m"))),
            };
            ChecklistLine {
                id: step.id.to_lowercase(),
                title: step.text.clone(),
                state,
                words,
            }
        });
        Ok(lines.collect())
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
fn next_of(meetings: &[Listed<Meeting>]) -> Option<&Listed<Meeting>> {
    let with = |state| meetings.iter().find(|m| m.entity.state() == state);
    with(MeetingState::Running)
        .or_else(|| with(MeetingState::Ended))
        .or_else(|| with(MeetingState::Preparing))
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
    format!(
        "{} việc: {done} xong · {open} đang làm · {late} trễ",
        done + open + late
    )
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
