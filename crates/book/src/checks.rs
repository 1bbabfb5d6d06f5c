//! Kiểm tra trước khi thông qua: what the rules have to say about a meeting.

use sochibo_domain::{
    Assignment, AttendanceStatus,
    check::{AssignmentFacts, Level, MeetingFacts, Place, ScoringFacts, VoteFacts, findings},
};

use crate::{Book, BookError, facts::Facts, view::CheckLine};

/// The agenda item under which the score is voted on.
const SCORING: &str = "cham_diem";

impl Book {
    pub(crate) fn checks(&self, facts: &Facts) -> Result<Vec<CheckLine>, BookError> {
        let meeting = &facts.meeting;
        let Some(started) = meeting.started_at else {
            return Ok(Vec::new());
        };
        let named = |status: AttendanceStatus| {
            facts.roster.iter().filter(move |m| {
                meeting.kind.summons(&m.entity)
                    && facts
                        .called
                        .get(&m.id)
                        .is_some_and(|row| row.status == status)
            })
        };
        let actual = meeting
            .ended_at
            .and_then(|ended| u32::try_from((ended - started).num_minutes()).ok());
        let scoring = facts.items.iter().find(|item| item.entity.item == SCORING);
        let known = MeetingFacts {
            minimum_minutes: Some(u32::from(self.minimum_minutes(meeting)?)),
            planned_minutes: facts
                .items
                .iter()
                .map(|item| u32::from(item.entity.minutes))
                .sum(),
            actual_minutes: actual,
            short_because: None,
            unexcused: named(AttendanceStatus::Unexcused)
                .map(|m| m.entity.name.clone())
                .collect(),
            excused: named(AttendanceStatus::Excused)
                .map(|m| (m.entity.name.clone(), 1))
                .collect(),
            attendees: facts.counts().present,
            speakers: facts.speakers(),
            votes: votes(facts),
            open_tasks: self.open_tasks_before(facts)?,
            assignments: facts
                .assignments
                .iter()
                .map(|row| AssignmentFacts {
                    title: row.entity.title.clone(),
                    owner: facts.names.get(&row.entity.member).cloned(),
                    due: row.entity.due,
                })
                .collect(),
            score: scoring
                .filter(|_| meeting.ended_at.is_some())
                .map(|item| ScoringFacts {
                    voted: facts.votes.iter().any(|row| row.entity.item == item.id),
                    weakness_recorded: item.entity.conclusion.is_some()
                        || facts
                            .statements
                            .iter()
                            .any(|row| row.entity.item == item.id),
                }),
        };
        let lines = findings(self.pack_of(meeting), &known)
            .into_iter()
            .map(|finding| CheckLine {
                rule: format!("{:?}", finding.rule),
                level: match finding.level {
                    Level::Block => "block",
                    Level::Warn => "warn",
                    Level::Hint => "hint",
                }
                .to_owned(),
                text: finding.text,
                place: place(finding.place).to_owned(),
            });
        Ok(lines.collect())
    }

    /// Last month's tasks that nobody has said anything about.
    fn open_tasks_before(&self, facts: &Facts) -> Result<Vec<String>, BookError> {
        let day = facts
            .meeting
            .started_at
            .map_or_else(|| self.today_date(), |at| at.date_naive());
        let mut open: Vec<Assignment> = self
            .read()
            .list::<Assignment>()?
            .into_iter()
            .map(|row| row.entity)
            .collect();
        open.retain(|task| {
            task.meeting != Some(facts.id)
                && task.state.is_open()
                && task.result.is_none()
                && task.due.is_some_and(|due| due <= day)
        });
        Ok(open.into_iter().map(|task| task.title).collect())
    }
}

fn votes(facts: &Facts) -> Vec<VoteFacts> {
    facts
        .votes
        .iter()
        .map(|row| {
            let vote = &row.entity;
            VoteFacts {
                no: facts.no(Some(vote.item)).unwrap_or(0),
                subject: facts.vote_line(row).subject,
                kind: vote.kind,
                tally: vote.tally,
                counted: vote.counted,
                // The room at that moment is what was counted then: later arrivals and leavers
                // don't change a vote that was taken.
                room: vote.counted,
                probationary_present: 0,
                outcome: vote.outcome,
            }
        })
        .collect()
}

const fn place(place: Place) -> &'static str {
    match place {
        Place::Duration => "time",
        Place::Attendance => "attendance",
        Place::Item { .. } => "votes",
        Place::Statements => "statements",
        Place::Tasks | Place::Assignments => "assignments",
        Place::Score => "score",
    }
}
