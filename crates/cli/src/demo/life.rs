//! One meeting of the made-up cell, as its secretary would keep it.

use std::path::Path;

use chrono::{DateTime, Days, FixedOffset, NaiveTime, TimeDelta};
use sochibo_book::{
    Book,
    agenda::ItemChange,
    assignments::NewAssignment,
    criticism::NewCriticism,
    meetings::NewMeeting,
    paper::{PaperKind, format_of},
    petitions::NewPetition,
    statements::NewStatement,
    view::{AgendaLine, SavedPaper},
    votes::NewVote,
};
use sochibo_domain::{
    AttendanceStatus, GuestKind, MeetingKind, VoteForm,
    id::{AgendaItemId, MeetingId, MemberId},
    vote::Tally,
};

use super::{
    clock::DemoClock,
    data::{Counted, Script, Step, Task},
    months::{self, MORNING},
};
use crate::fault::Fault;

const TASKS_ITEM: &str = "phan_cong";
const CRITICISM_ITEM: &str = "tu_tuong";
const PETITIONS_ITEM: &str = "tiep_thu";

/// The book, the clock, and what happens.
pub(super) struct Life<'a> {
    pub(super) book: &'a mut Book,
    pub(super) clock: &'a DemoClock,
    pub(super) script: &'a Script,
    pub(super) now: DateTime<FixedOffset>,
}

impl Life<'_> {
    /// Prepares, holds, ends and adopts the meeting.
    pub(super) fn live(&mut self) -> Result<MeetingId, Fault> {
        for task in &self.script.earlier {
            self.give(task, None, None)?;
        }
        let id = self.prepare()?;
        self.report()?;
        self.hold(id)?;
        self.clock.set(self.on(self.script.end));
        self.book.end_meeting(id, None)?;
        self.after(id)?;
        Ok(id)
    }

    fn on(&self, time: NaiveTime) -> DateTime<FixedOffset> {
        months::at(self.script.day, time, self.now)
    }

    fn mornings_before(&self, days: u64) -> DateTime<FixedOffset> {
        months::at(self.script.day - Days::new(days), MORNING, self.now)
    }

    fn prepare(&mut self) -> Result<MeetingId, Fault> {
        self.clock.set(self.mornings_before(14));
        let month = self
            .script
            .month
            .ok_or_else(|| Fault::DemoData("tháng".to_owned()))?;
        let made = self.book.new_meeting(&NewMeeting {
            kind: MeetingKind::Regular,
            month,
            planned_at: Some(self.on(self.script.planned)),
            place: None,
            topic: None,
        })?;
        for step in &self.script.steps {
            if let Some(presenter) = &step.presenter {
                let change = ItemChange {
                    presenter: Some(presenter.clone()),
                    ..ItemChange::default()
                };
                self.book
                    .set_item(item(&made.agenda, &step.item)?, &change)?;
            }
        }
        for prepared in &self.script.prepared {
            self.clock.set(self.mornings_before(prepared.days_before));
            self.book.prepare(made.id, &prepared.step, true)?;
        }
        Ok(made.id)
    }

    /// What members and the chair say of earlier tasks and petitions the day before.
    fn report(&mut self) -> Result<(), Fault> {
        self.clock.set(self.mornings_before(1));
        let tasks = self.book.assignments()?;
        for report in &self.script.reports {
            let task = tasks.iter().find(|task| task.title.starts_with(&report.of));
            let task = task.ok_or_else(|| Fault::DemoData(report.of.clone()))?;
            self.book
                .set_assignment(task.id, report.state, Some(&report.result))?;
        }
        let petitions = self.book.petitions()?;
        for answer in &self.script.answers {
            let petition = petitions
                .iter()
                .find(|petition| petition.text.starts_with(&answer.of));
            let petition = petition.ok_or_else(|| Fault::DemoData(answer.of.clone()))?;
            self.book
                .set_petition(petition.id, answer.state, Some(&answer.text))?;
        }
        Ok(())
    }

    fn hold(&mut self, id: MeetingId) -> Result<(), Fault> {
        self.clock.set(self.on(self.script.start));
        self.book.start_meeting(id, None)?;
        for guest in &self.script.guests {
            self.book
                .add_guest(id, &guest.name, &guest.office, GuestKind::Invited)?;
        }
        for call in &self.script.attendance {
            let member = self.member(&call.who)?;
            self.book
                .attend(id, member, call.status, call.reason.as_deref())?;
        }
        self.book.attend_all(id, AttendanceStatus::Present)?;
        let agenda = self.book.agenda(id)?;
        for (at, step) in self.script.steps.iter().enumerate() {
            let until = self
                .script
                .steps
                .get(at + 1)
                .map_or(self.script.end, |next| next.at);
            self.step(id, step, item(&agenda, &step.item)?, until)?;
        }
        Ok(())
    }

    fn step(
        &mut self,
        id: MeetingId,
        step: &Step,
        item: AgendaItemId,
        until: NaiveTime,
    ) -> Result<(), Fault> {
        let begin = self.on(step.at);
        self.clock.set(begin);
        self.book.open_item(item)?;
        let parts = i32::try_from(step.say.len()).unwrap_or(i32::MAX - 1) + 1;
        let pause = (self.on(until) - begin) / parts;
        for (said, no) in step.say.iter().zip(1..) {
            self.clock.set(begin + pause * no);
            let member = self.book.resolve_member(&said.who).ok();
            let guest = member.is_none().then(|| said.who.clone());
            let new = NewStatement {
                item,
                member,
                guest,
                text: said.text.clone(),
            };
            self.book.say(id, &new, None)?;
        }
        self.clock.set(self.on(until) - TimeDelta::seconds(20));
        match step.item.as_str() {
            CRITICISM_ITEM => self.criticise(id)?,
            TASKS_ITEM => {
                for task in &self.script.tasks {
                    self.give(task, Some(id), Some(item))?;
                }
            }
            PETITIONS_ITEM => self.ask(id, item)?,
            _ => {}
        }
        if let Some(conclusion) = &step.conclusion {
            self.book.conclude(item, conclusion)?;
        }
        for counted in &step.votes {
            self.vote(item, counted)?;
        }
        Ok(())
    }

    fn vote(&mut self, item: AgendaItemId, counted: &Counted) -> Result<(), Fault> {
        self.book.vote(&NewVote {
            item,
            kind: counted.kind,
            subject: counted.subject.clone(),
            form: if counted.secret {
                VoteForm::Secret
            } else {
                VoteForm::Hand
            },
            tally: Tally {
                r#for: counted.r#for,
                against: counted.against,
                abstain: counted.abstain,
            },
            reserved: None,
            handbook: None,
        })?;
        Ok(())
    }

    fn criticise(&mut self, id: MeetingId) -> Result<(), Fault> {
        for entry in &self.script.criticism {
            let new = NewCriticism {
                member: self.member(&entry.who)?,
                kind: entry.kind,
                text: entry.text.clone(),
                by: entry.by.as_deref().map(|by| self.member(by)).transpose()?,
                visibility: entry.visibility,
                accepted: entry.accepted,
                remedy: entry.remedy.clone(),
                due: None,
            };
            self.book.add_criticism(id, &new)?;
        }
        Ok(())
    }

    fn give(
        &mut self,
        task: &Task,
        meeting: Option<MeetingId>,
        item: Option<AgendaItemId>,
    ) -> Result<(), Fault> {
        let new = NewAssignment {
            member: self.member(&task.who)?,
            title: task.what.clone(),
            due: Some((self.script.day + TimeDelta::days(task.due)).to_string()),
            meeting,
            item,
        };
        self.book.assign(&new)?;
        Ok(())
    }

    fn ask(&mut self, id: MeetingId, item: AgendaItemId) -> Result<(), Fault> {
        for asked in &self.script.petitions {
            let new = NewPetition {
                text: asked.text.clone(),
                member: asked
                    .who
                    .as_deref()
                    .map(|who| self.member(who))
                    .transpose()?,
                meeting: Some(id),
                item: Some(item),
                wants_reply: asked.wants_reply,
            };
            self.book.petition(&new)?;
        }
        Ok(())
    }

    /// The marks that the cell gave itself, and the next morning the adopted minutes.
    fn after(&mut self, id: MeetingId) -> Result<(), Fault> {
        for mark in &self.script.marks {
            self.book
                .set_score(id, &mark.line, mark.points, &mark.reason)?;
        }
        self.clock.set(months::at(
            self.script.day + Days::new(1),
            MORNING,
            self.now,
        ));
        self.book.adopt(id)?;
        Ok(())
    }

    fn member(&self, name: &str) -> Result<MemberId, Fault> {
        Ok(self.book.resolve_member(name)?)
    }
}

fn item(agenda: &[AgendaLine], id: &str) -> Result<AgendaItemId, Fault> {
    let line = agenda.iter().find(|line| line.item == id);
    line.map(|line| line.id)
        .ok_or_else(|| Fault::DemoData(id.to_owned()))
}

/// Writes the papers of a meeting, each in both formats.
pub(super) fn print(
    book: &Book,
    id: MeetingId,
    script: &Script,
    papers: &[String],
    dir: &Path,
) -> Result<Vec<SavedPaper>, Fault> {
    let month = script
        .month
        .map(|month| month.to_string())
        .unwrap_or_default();
    let mut saved = Vec::new();
    for paper in papers {
        let kind: PaperKind = paper.parse()?;
        for format in ["docx", "pdf"] {
            let file = dir.join(format!("{month}-{paper}.{format}"));
            saved.push(book.export(id, kind, format_of(format)?, &file)?);
        }
    }
    Ok(saved)
}
