//! Kiểm tra trước khi thông qua: what the rules have to say about a meeting, and what the book
//! knows of it for them to judge.

use chrono::NaiveDate;
use sochibo_domain::{
    Assignment, AttendanceStatus, Minutes,
    check::{
        Absent, AmendmentFacts, AssignmentFacts, DurationFacts, Level, MeetingFacts, Place,
        RoomFacts, ScoringFacts, TaskFacts, TextFacts, VoteFacts, findings,
    },
    minutes::{Counts, compare},
};
use sochibo_store::Listed;

use crate::{
    Book, BookError,
    facts::{Facts, base_at},
    view::CheckLine,
    year::ExcusedRuns,
};

/// The agenda item under which the score is voted on.
const SCORING: &str = "cham_diem";
/// The agenda items where members are asked to speak, the first that there is.
const DISCUSSION: [&str; 2] = ["thao_luan", "thao_luan_chuyen_de"];

impl Book {
    /// What the rules find, what blocks first; nothing before the meeting has begun.
    pub(crate) fn checks(&self, facts: &Facts) -> Result<Vec<CheckLine>, BookError> {
        if facts.meeting.started_at.is_none() {
            return Ok(Vec::new());
        }
        let known = self.check_facts(facts)?;
        let pack = self.pack_of(&facts.meeting);
        let lines = findings(pack, &known).into_iter().map(|finding| {
            let origin = pack.check(finding.rule);
            CheckLine {
                rule: finding.rule.code().to_owned(),
                level: match finding.level {
                    Level::Block => "block",
                    Level::Warn => "warn",
                    Level::Hint => "hint",
                }
                .to_owned(),
                text: finding.text,
                place: place(finding.place).to_owned(),
                target: finding.place,
                title: origin.map(|one| one.title.clone()).unwrap_or_default(),
                sources: origin
                    .map(|one| {
                        pack.sources_of(&one.source)
                            .map(|s| s.what.clone())
                            .collect()
                    })
                    .unwrap_or_default(),
                confidence: origin.map(|one| one.confidence),
            }
        });
        Ok(lines.collect())
    }

    /// Refuses while anything blocks.
    pub(crate) fn nothing_blocks(&self, facts: &Facts) -> Result<(), BookError> {
        let blocking: Vec<CheckLine> = self
            .checks(facts)?
            .into_iter()
            .filter(|line| line.level == "block")
            .collect();
        match blocking.as_slice() {
            [] => Ok(()),
            [first, ..] => Err(BookError::Blocked {
                count: blocking.len(),
                first: format!("{}: {}", first.rule, first.text),
            }),
        }
    }

    fn check_facts(&self, facts: &Facts) -> Result<MeetingFacts, BookError> {
        let meeting = &facts.meeting;
        let ended = meeting.ended_at.is_some();
        // Only a meeting that has ended is held against the year: reading it costs, and while
        // people talk nobody looks at this.
        let runs = if ended {
            self.excused_runs(facts)?
        } else {
            ExcusedRuns::default()
        };
        Ok(MeetingFacts {
            duration: self.duration(facts)?,
            room: room(facts, &runs),
            votes: votes(facts),
            open_tasks: self.open_tasks_before(facts)?,
            assignments: facts
                .assignments
                .iter()
                .map(|row| AssignmentFacts {
                    id: row.id,
                    title: row.entity.title.clone(),
                    owner: facts.names.get(&row.entity.member).cloned(),
                    due: row.entity.due,
                })
                .collect(),
            score: ended.then(|| scoring(facts)).flatten(),
            texts: self
                .written(facts)?
                .into_iter()
                .map(|one| TextFacts {
                    what: one.what,
                    text: one.text,
                })
                .collect(),
            amendment: self.amendment(facts)?,
        })
    }

    fn duration(&self, facts: &Facts) -> Result<Option<DurationFacts>, BookError> {
        let meeting = &facts.meeting;
        let minimum = u32::from(self.minimum_minutes(meeting)?);
        let actual = meeting
            .started_at
            .zip(meeting.ended_at)
            .and_then(|(from, to)| u32::try_from((to - from).num_minutes()).ok());
        Ok((minimum > 0).then(|| DurationFacts {
            minimum,
            planned: facts
                .items
                .iter()
                .map(|item| u32::from(item.entity.minutes))
                .sum(),
            actual,
            because: meeting.short_because.clone(),
        }))
    }

    /// Last month's tasks that nobody has said anything about.
    fn open_tasks_before(&self, facts: &Facts) -> Result<Vec<TaskFacts>, BookError> {
        let day = facts
            .meeting
            .started_at
            .map_or_else(|| self.today_date(), |at| at.date_naive());
        let mut open: Vec<TaskFacts> = self
            .read()
            .list::<Assignment>()?
            .into_iter()
            .filter(|row| {
                let task = &row.entity;
                task.meeting != Some(facts.id)
                    && task.state.is_open()
                    && task.result.is_none()
                    && task.due.is_some_and(|due| due <= day)
            })
            .map(|row| TaskFacts {
                id: row.id,
                owner: facts.names.get(&row.entity.member).cloned(),
                due: row.entity.due,
                title: row.entity.title,
            })
            .collect();
        open.sort_by_key(|task| task.due.unwrap_or(NaiveDate::MAX));
        Ok(open)
    }

    /// How the book differs from the minutes that stand adopted.
    fn amendment(&self, facts: &Facts) -> Result<Option<AmendmentFacts>, BookError> {
        let meeting = &facts.meeting;
        let Some((adopted, _)) = self.adopted_minutes(facts.id, meeting.adopted_version)? else {
            return Ok(None);
        };
        let now = self.minutes_of(facts, meeting.adopted_version, None)?;
        let mut changes: Vec<String> =
            compare(&of_the_record(&adopted, facts), &of_the_record(&now, facts))
                .into_iter()
                .map(|one| format!("{}: {}", one.part, lower_first(&one.what)))
                .collect();
        changes.dedup();
        Ok(Some(AmendmentFacts {
            version: meeting.adopted_version,
            because: meeting.amending.clone(),
            changes,
        }))
    }
}

/// The minutes without what goes on living after them: the roster of the cell, how tasks stand,
/// and the score that rests on both.
fn of_the_record(minutes: &Minutes, facts: &Facts) -> Minutes {
    let mut record = minutes.clone();
    let summoned_now = |name: &str| {
        facts
            .roster
            .iter()
            .any(|member| member.entity.name == name && facts.meeting.kind.summons(&member.entity))
    };
    record.open.counts = Counts::default();
    record.open.absences.retain(|one| summoned_now(&one.name));
    record
        .inner
        .absence_reasons
        .retain(|one| summoned_now(&one.name));
    for task in &mut record.open.assignments {
        task.state = sochibo_domain::AssignmentState::New;
    }
    record.open.score = None;
    record
}

fn room(facts: &Facts, runs: &ExcusedRuns) -> RoomFacts {
    let absent = |status: AttendanceStatus| {
        facts
            .roster
            .iter()
            .filter(move |m| {
                facts.meeting.kind.summons(&m.entity)
                    && facts
                        .called
                        .get(&m.id)
                        .is_some_and(|row| row.status == status)
            })
            .map(|m| Absent {
                member: m.id,
                name: m.entity.name.clone(),
                run: runs.of(m.id),
            })
            .collect()
    };
    let discussion = DISCUSSION.iter().find_map(|id| {
        (1..)
            .zip(&facts.items)
            .find(|(_, item)| item.entity.item == *id)
    });
    RoomFacts {
        unexcused: absent(AttendanceStatus::Unexcused),
        excused: absent(AttendanceStatus::Excused),
        attendees: facts.counts().present,
        speakers: facts.speakers(),
        discussion: discussion.map_or(1, |(no, _)| no),
    }
}

fn scoring(facts: &Facts) -> Option<ScoringFacts> {
    let (no, item) = (1..)
        .zip(&facts.items)
        .find(|(_, item)| item.entity.item == SCORING)?;
    Some(ScoringFacts {
        no,
        voted: facts.votes.iter().any(|row| row.entity.item == item.id),
        weakness_recorded: item.entity.conclusion.is_some()
            || facts
                .statements
                .iter()
                .any(|row| row.entity.item == item.id),
    })
}

fn votes(facts: &Facts) -> Vec<VoteFacts> {
    facts
        .votes
        .iter()
        .map(|row| {
            let Listed { id, entity: vote } = row;
            let (room, probationary_present) =
                base_at(facts.meeting.kind, &facts.roster, &facts.called, vote.at);
            VoteFacts {
                id: *id,
                no: facts.no(Some(vote.item)).unwrap_or(0),
                subject: facts.vote_line(row).subject,
                kind: vote.kind,
                tally: vote.tally,
                counted: vote.counted,
                room,
                probationary_present,
                outcome: vote.outcome,
            }
        })
        .collect()
}

const fn place(place: Place) -> &'static str {
    match place {
        Place::Time => "time",
        Place::Attendance { .. } => "attendance",
        Place::Vote { .. } | Place::Ballot { .. } => "votes",
        Place::Statements { .. } | Place::Statement { .. } => "statements",
        Place::Item { .. } => "agenda",
        Place::Task { .. } | Place::Assignment { .. } => "assignments",
        Place::Conclusion { .. } => "score",
        Place::Words => "words",
        Place::Amendment => "amendment",
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
