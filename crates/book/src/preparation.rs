//! Việc chuẩn bị: the T-minus checklist P1–P5 of a meeting, done by whom and when, and what it
//! still lacks (R01–R04).

use chrono::NaiveDate;
use sochibo_domain::{
    Meeting, MeetingKind, Member, Preparation,
    id::{MeetingId, MemberId},
    reminder::{self, PreparingFacts, Reminder, Step},
    rules::ChecklistStep,
};

use crate::{
    Book, BookError, agenda,
    carried::day_of,
    view::{ChecklistLine, ChecklistState, PrepareView, ReminderLine},
};

/// Họp chi ủy.
const COMMITTEE: &str = "P2";
/// Báo thời gian, địa điểm, nội dung.
const NOTICE: &str = "P3";
/// Đưa tài liệu lên Sổ tay đảng viên điện tử.
const DOCUMENTS: &str = "P4";
/// Dự thảo nghị quyết.
const DRAFT: &str = "P5";

/// How a step is marked.
#[derive(Clone, Debug, Default)]
pub struct Mark {
    /// Whether it is done.
    pub done: bool,
    /// Who did it.
    pub by: Option<MemberId>,
    /// When; today where it is not said.
    pub on: Option<NaiveDate>,
}

impl Book {
    /// Everything that stands on the screen where a meeting is prepared, beyond the meeting itself.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting.
    pub fn preparing(&self, id: MeetingId) -> Result<PrepareView, BookError> {
        let meeting = self.meeting_of(id)?;
        let model = self
            .pack_of(&meeting)
            .template_by_id(&meeting.template)
            .is_some_and(|template| template.model);
        Ok(PrepareView {
            checklist: self.checklist(id, &meeting)?,
            reminders: self.reminders_of(id, &meeting)?,
            carried: self.carried(id)?,
            resolution: self.resolution(id)?,
            model,
        })
    }

    /// Marks a step of the preparation, with who did it and when.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting or member, the disk.
    pub fn mark_step(&mut self, id: MeetingId, step: &str, mark: &Mark) -> Result<(), BookError> {
        let step = step.to_uppercase();
        self.transact(|gate, now| {
            gate.get::<Meeting>(id)?;
            if let Some(by) = mark.by {
                gate.get::<Member>(by)?;
            }
            let done_on = mark
                .done
                .then(|| mark.on.unwrap_or_else(|| now.date_naive()));
            let by = mark.by.filter(|_| mark.done);
            let put = Preparation {
                meeting: id,
                step: step.clone(),
                done_on,
                by,
            };
            gate.put::<Preparation>(Preparation::id(id, &step), &put)?;
            Ok(())
        })
    }

    /// Marks a step of the preparation.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting, the disk.
    pub fn prepare(&mut self, id: MeetingId, step: &str, done: bool) -> Result<(), BookError> {
        let mark = Mark {
            done,
            ..Mark::default()
        };
        self.mark_step(id, step, &mark)
    }

    /// The steps of a meeting, as its rule pack and its cell have them.
    pub(crate) fn checklist(
        &self,
        id: MeetingId,
        meeting: &Meeting,
    ) -> Result<Vec<ChecklistLine>, BookError> {
        let marks = self.read().list_under::<Preparation>(id.0)?;
        let names = self.names()?;
        let has_committee = self.cell()?.has_committee;
        let day = meeting.planned_at.map(|at| at.date_naive());
        let today = self.today_date();
        let met = self.committee_met(id, meeting)?;
        let draft = self.resolution(id)?;
        let steps = self
            .pack_of(meeting)
            .checklist
            .iter()
            .filter(|step| belongs(step, meeting.kind));
        let mut lines = Vec::new();
        for step in steps {
            let mark = marks.iter().find(|mark| mark.entity.step == step.id);
            let mut done_on = mark.and_then(|mark| mark.entity.done_on);
            let by = mark.and_then(|mark| mark.entity.by);
            let alone = step.id == COMMITTEE && !has_committee;
            let auto = step.id == COMMITTEE && has_committee && met.is_some();
            if auto {
                done_on = met;
            }
            let due = day.map(|day| step.due(day));
            let (state, mut words) = standing(done_on, due, today);
            if step.id == DRAFT && state == ChecklistState::Open && draft.written {
                words = format!("{}/{} phần đã có", draft.ready, draft.sections.len());
            }
            lines.push(ChecklistLine {
                id: step.id.to_lowercase(),
                title: match &step.without_committee {
                    Some(words) if alone => words.clone(),
                    _ => step.title().to_owned(),
                },
                who: if alone {
                    "Bí thư, phó bí thư".to_owned()
                } else {
                    step.who.clone()
                },
                state,
                words,
                due: due.map(|due| due.to_string()),
                done_on: done_on.map(|day| day.to_string()),
                by,
                by_name: by.and_then(|id| names.get(&id).cloned()),
                hard: step.hard,
                auto,
            });
        }
        Ok(lines)
    }

    /// The day on which the cell committee met before this meeting, where its minutes are adopted.
    pub(crate) fn committee_met(
        &self,
        id: MeetingId,
        meeting: &Meeting,
    ) -> Result<Option<NaiveDate>, BookError> {
        let until = day_of(meeting);
        let since = self
            .meeting_before(id, meeting)?
            .and_then(|row| day_of(&row.entity));
        let held = self.read().list::<Meeting>()?;
        let days = held.iter().filter_map(|row| {
            let other = &row.entity;
            let adopted = other.kind == MeetingKind::Committee && other.adopted_version > 0;
            let on = other.started_at.map(|at| at.date_naive())?;
            let between = until.map_or(other.month <= meeting.month, |until| on <= until)
                && since.is_none_or(|since| on > since)
                && until.is_none_or(|until| (until - on).num_days() <= 31);
            (row.id != id && adopted && between).then_some(on)
        });
        Ok(days.max())
    }

    /// R01–R04 of a meeting that is being prepared.
    pub(crate) fn reminders_of(
        &self,
        id: MeetingId,
        meeting: &Meeting,
    ) -> Result<Vec<ReminderLine>, BookError> {
        if meeting.started_at.is_some() {
            return Ok(Vec::new());
        }
        let lines = self.checklist(id, meeting)?;
        let day = meeting.planned_at.map(|at| at.date_naive());
        let pack = self.pack_of(meeting);
        let step = |wanted: &str| {
            let step = pack.checklist.iter().find(|step| step.id == wanted);
            Step {
                due: step.zip(day).map(|(step, day)| step.due(day)),
                done: lines
                    .iter()
                    .find(|line| line.id == wanted.to_lowercase())
                    .is_none_or(|line| line.state == ChecklistState::Done),
            }
        };
        let planned = agenda::items(&self.read(), id)?
            .iter()
            .map(|item| u32::from(item.entity.minutes))
            .sum();
        let facts = PreparingFacts {
            today: self.today_date(),
            documents: step(DOCUMENTS),
            notice: step(NOTICE),
            committee: self.cell()?.has_committee.then(|| step(COMMITTEE)),
            planned_minutes: planned,
            minimum_minutes: u32::from(self.minimum_minutes(meeting)?),
        };
        let found = reminder::of_meeting(&facts);
        Ok(found.into_iter().map(|one| line(one, Some(id))).collect())
    }
}

/// A reminder as the faces show it.
pub(crate) fn line(one: Reminder, meeting: Option<MeetingId>) -> ReminderLine {
    ReminderLine {
        rule: format!("{:?}", one.rule),
        text: one.text,
        meeting,
    }
}

/// The committee's own meeting, and one that can't wait, are only announced.
fn belongs(step: &ChecklistStep, kind: MeetingKind) -> bool {
    match kind {
        MeetingKind::Committee | MeetingKind::Extraordinary => step.id == NOTICE,
        _ => true,
    }
}

fn standing(
    done: Option<NaiveDate>,
    due: Option<NaiveDate>,
    today: NaiveDate,
) -> (ChecklistState, String) {
    match (done, due) {
        (Some(done), _) => (
            ChecklistState::Done,
            format!("xong {}", done.format("%d/%m")),
        ),
        (None, None) => (ChecklistState::Open, "chưa định ngày".to_owned()),
        (None, Some(due)) if due == today => (ChecklistState::Due, "hạn hôm nay".to_owned()),
        (None, Some(due)) if due < today => (
            ChecklistState::Late,
            format!("trễ {} ngày", (today - due).num_days()),
        ),
        (None, Some(due)) => (ChecklistState::Open, format!("hạn {}", due.format("%d/%m"))),
    }
}
