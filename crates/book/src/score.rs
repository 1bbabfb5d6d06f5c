//! Phiếu chấm điểm: what the book knows, and what people changed.

use chrono::{DateTime, Days};
use sochibo_domain::{
    Assignment, AssignmentState, AttendanceStatus, Cell, CriticismKind, Meeting, MeetingKind,
    MinutesVersion, Preparation, ScoreEntry,
    id::MeetingId,
    minutes::MinutesScore,
    number,
    rules::{Missing4c, ScoreRules},
    score::{OfficialRating, ScoreError, ScoreFacts, ScoreSheet, check_entry, evaluate},
};

use crate::{
    Book, BookError,
    facts::Facts,
    given::{optional, required},
    pen::writable,
    view::{ScoreGroupView, ScoreLineView, ScoreView},
};

/// Why a committee meeting has no sheet.
pub(crate) const NOT_SCORED: &str =
    "Họp chi ủy không chấm điểm; phiếu chấm điểm là của kỳ sinh hoạt chi bộ.";

/// The agenda items whose time counts as tư tưởng, tự phê bình và phê bình (line 4g).
const IDEOLOGY: &str = "tu_tuong";

impl Book {
    /// Sets a line of the sheet by hand, in points (2.5), with the reason.
    ///
    /// # Errors
    /// [`BookError`]: no such line, more than the line gives, no reason, adopted, the disk.
    pub fn set_score(
        &mut self,
        meeting: MeetingId,
        line: &str,
        points: f64,
        reason: &str,
    ) -> Result<(), BookError> {
        let reason = required(reason, "lý do sửa điểm")?;
        let facts = Facts::gather(self, meeting)?;
        if !facts.meeting.kind.is_scored() {
            return Err(BookError::NotNow(NOT_SCORED));
        }
        let entry = ScoreEntry {
            meeting,
            line: line.to_owned(),
            points: tenths(points)?,
            reason,
        };
        check_entry(
            &self.score_rules(&facts)?,
            &self.score_facts(&facts)?,
            &entry,
        )?;
        self.transact(|gate, _| {
            writable(gate, meeting)?;
            gate.put::<ScoreEntry>(ScoreEntry::id(meeting, line), &entry)?;
            Ok(())
        })
    }

    /// Takes back what a person set: the line is what the data say again.
    ///
    /// # Errors
    /// [`BookError`]: the line was not set by hand, adopted, the disk.
    pub fn clear_score(&mut self, meeting: MeetingId, line: &str) -> Result<(), BookError> {
        self.transact(|gate, _| {
            writable(gate, meeting)?;
            Ok(gate.remove::<ScoreEntry>(ScoreEntry::id(meeting, line))?)
        })
    }

    /// What the superior committee rated a meeting, copied from its paper; `None` takes it away.
    /// It stands beside the minutes, so adopted ones take it too.
    ///
    /// # Errors
    /// [`BookError`]: no such band, not begun, the disk.
    pub fn set_rating(
        &mut self,
        meeting: MeetingId,
        rating: Option<OfficialRating>,
    ) -> Result<(), BookError> {
        let held = self.meeting_of(meeting)?;
        if !held.kind.is_scored() {
            return Err(BookError::NotNow(NOT_SCORED));
        }
        if held.started_at.is_none() {
            return Err(BookError::NotNow(
                "Kỳ này chưa họp nên cấp trên chưa xếp loại.",
            ));
        }
        let rating = rating
            .map(|given| {
                let rules = &self.pack_of(&held).score;
                let band = rules
                    .band(&given.band)
                    .ok_or_else(|| BookError::Unreadable(given.band.clone(), "mức xếp loại"))?;
                Ok::<_, BookError>(OfficialRating {
                    band: band.title.clone(),
                    paper: optional(Some(&given.paper)).unwrap_or_default(),
                    on: given.on,
                })
            })
            .transpose()?;
        self.transact(|gate, _| {
            let held = gate.get::<Meeting>(meeting)?;
            gate.put::<Meeting>(meeting, &Meeting { rating, ..held })?;
            Ok(())
        })
    }

    /// Chooses what becomes of the points of line 4c without a thematic part; `None` leaves it to
    /// the rule pack. It holds for sheets that are not adopted yet.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn set_missing_4c(&mut self, option: Option<Missing4c>) -> Result<(), BookError> {
        let cell = self.cell()?;
        self.set_cell(&Cell {
            missing_4c: option,
            ..cell
        })
    }

    /// Chooses which lines must have full marks for the highest band; `None` leaves it to the rule
    /// pack. It holds for sheets that are not adopted yet.
    ///
    /// # Errors
    /// [`BookError`]: a line that the sheet of the meeting does not have, the disk.
    pub fn set_score_gate(
        &mut self,
        meeting: MeetingId,
        lines: Option<&[String]>,
    ) -> Result<(), BookError> {
        let held = self.meeting_of(meeting)?;
        let rules = &self.pack_of(&held).score;
        let unknown = |line: &&String| rules.line(line).is_none();
        if let Some(line) = lines.and_then(|lines| lines.iter().find(unknown)) {
            return Err(ScoreError::NoSuchLine(line.clone()).into());
        }
        // In the order of the sheet, each once.
        let gate = lines.map(|lines| {
            let ids = rules.lines.iter().map(|line| line.id.clone());
            ids.filter(|id| lines.contains(id)).collect()
        });
        let cell = self.cell()?;
        self.set_cell(&Cell {
            score_gate: gate,
            ..cell
        })
    }

    /// The sheet as it stands, with what a face shows beside it.
    pub(crate) fn score_view(&self, facts: &Facts) -> Result<Option<ScoreView>, BookError> {
        let rules = self.score_rules(facts)?;
        let sheet = self.score_sheet(facts)?;
        Ok(sheet.map(|sheet| view(&sheet, &rules, facts.meeting.rating.clone())))
    }

    fn score_rules(&self, facts: &Facts) -> Result<ScoreRules, BookError> {
        Ok(self.pack_of(&facts.meeting).score.for_cell(&self.cell()?))
    }

    /// The sheet of a meeting.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting, or one of the committee, which has no sheet.
    pub fn score(&self, meeting: MeetingId) -> Result<ScoreView, BookError> {
        let facts = Facts::gather(self, meeting)?;
        self.score_view(&facts)?
            .ok_or(BookError::NotNow(NOT_SCORED))
    }

    /// The sheet of a sitting of the cell; a committee meeting has none.
    pub(crate) fn score_sheet(&self, facts: &Facts) -> Result<Option<ScoreSheet>, BookError> {
        if !facts.meeting.kind.is_scored() {
            return Ok(None);
        }
        let overrides: Vec<ScoreEntry> = self
            .read()
            .list_under::<ScoreEntry>(facts.id.0)?
            .into_iter()
            .map(|row| row.entity)
            .collect();
        let known = self.score_facts(facts)?;
        let sheet = evaluate(&self.score_rules(facts)?, &known, &overrides);
        let adopted = self.standing_minutes(facts)?;
        Ok(Some(match adopted.and_then(|minutes| minutes.open.score) {
            Some(score) => as_adopted(sheet, &score),
            None => sheet,
        }))
    }

    fn score_facts(&self, facts: &Facts) -> Result<ScoreFacts, BookError> {
        let meeting = &facts.meeting;
        let called = facts
            .roster
            .iter()
            .filter(|m| meeting.kind.summons(&m.entity));
        let status = |m: &sochibo_store::Listed<_>| facts.called.get(&m.id).map(|row| row.status);
        let (mut base, mut present, mut unexcused) = (0_u32, 0_u32, 0_u32);
        for member in called {
            base += 1;
            present += u32::from(status(member).is_some_and(AttendanceStatus::is_present));
            unexcused += u32::from(status(member) == Some(AttendanceStatus::Unexcused));
        }
        let minutes_between = |from: Option<DateTime<_>>, to: Option<DateTime<_>>| {
            u32::try_from((to? - from?).num_minutes()).ok()
        };
        let ideology = facts.items.iter().find(|item| item.entity.item == IDEOLOGY);
        let (tasks_done, tasks_total) = self.tasks_before(facts)?;
        let ended = meeting.ended_at.is_some();
        let steps_done = facts
            .items
            .iter()
            .filter(|item| item.entity.opened_at.is_some())
            .count();
        // Only the year of a meeting that has ended is read: while people talk nobody asks.
        let longest = ended
            .then(|| self.excused_runs(facts))
            .transpose()?
            .map(|runs| runs.longest());
        Ok(ScoreFacts {
            minimum_minutes: Some(u32::from(self.minimum_minutes(meeting)?))
                .filter(|least| *least > 0),
            actual_minutes: minutes_between(meeting.started_at, meeting.ended_at),
            summoned: base,
            present,
            unexcused,
            longest_excused_run: longest,
            has_committee: self.cell()?.has_committee,
            steps_done: len(steps_done),
            steps_total: if ended { len(facts.items.len()) } else { 0 },
            attendees: facts.counts().present,
            speakers: facts.speakers(),
            ideology_minutes: ideology
                .and_then(|item| minutes_between(item.entity.opened_at, item.entity.closed_at)),
            self_criticism: facts.criticism_count(CriticismKind::SelfCriticism),
            criticism: facts.criticism_count(CriticismKind::Criticism)
                + facts.criticism_count(CriticismKind::Advice),
            praise: facts.criticism_count(CriticismKind::Praise),
            reminders: facts.criticism_count(CriticismKind::Reminder),
            tasks_done,
            tasks_total,
            minutes_lack: ended.then(|| minutes_lack(facts)),
            has_conclusion: ended.then(|| {
                facts
                    .items
                    .iter()
                    .any(|item| item.entity.conclusion.is_some())
                    || !facts.votes.is_empty()
            }),
            has_assignments: ended.then_some(!facts.assignments.is_empty()),
            ..self.prepared(facts)?
        })
    }

    /// What was prepared: the steps that were ticked, and the other meetings of the month.
    fn prepared(&self, facts: &Facts) -> Result<ScoreFacts, BookError> {
        let meeting = &facts.meeting;
        let others: Vec<Meeting> = self
            .read()
            .list::<Meeting>()?
            .into_iter()
            .map(|m| m.entity)
            .collect();
        let held = |kind| {
            others
                .iter()
                .filter(move |m| m.month == meeting.month && m.kind == kind)
                .filter_map(|m| m.started_at)
        };
        let committee = held(MeetingKind::Committee)
            .any(|at| meeting.started_at.is_none_or(|started| at < started))
            || self.committee_met(facts.id, meeting)?.is_some();
        let marks = self.read().list_under::<Preparation>(facts.id.0)?;
        let done_on = |step: &str| {
            marks
                .iter()
                .find(|mark| mark.entity.step == step)
                .map(|mark| mark.entity.done_on)
        };
        let done = |step: &str| done_on(step).map(|day| day.is_some());
        let last_day = meeting
            .started_at
            .or(meeting.planned_at)
            .map(|at| at.date_naive())
            .and_then(|day| {
                let before = self.pack_of(meeting).deadlines.documents_before.value;
                day.checked_sub_days(Days::new(u64::from(before)))
            });
        Ok(ScoreFacts {
            thematic_this_month: held(MeetingKind::Thematic).next().is_some(),
            committee_met: committee.then_some(true).or(done("P2")),
            notified: done("P3"),
            drafted: done("P5"),
            documents: done("P4"),
            documents_before: done_on("P4")
                .map(|day| day.is_some_and(|day| last_day.is_none_or(|last| day <= last))),
            ..ScoreFacts::unknown(meeting.kind)
        })
    }

    /// The tasks that were given at meetings before this one and were due by it: done, and all
    /// that were not cancelled.
    pub(crate) fn tasks_before(&self, facts: &Facts) -> Result<(u32, u32), BookError> {
        let day = facts
            .meeting
            .started_at
            .map_or_else(|| self.today_date(), |at| at.date_naive());
        // An amendment does not judge anew by what was done after the minutes were adopted.
        let first = self
            .read()
            .find::<MinutesVersion>(MinutesVersion::id(facts.id, 1))?;
        let judged = first.map(|version| version.adopted_at.date_naive());
        let mut done = 0;
        let mut total = 0;
        for row in self.read().list::<Assignment>()? {
            let task = row.entity;
            let earlier = task.meeting != Some(facts.id) && task.due.is_some_and(|due| due <= day);
            let closed_since = judged
                .zip(task.closed_on)
                .is_some_and(|(judged, closed)| closed > judged);
            let open = task.state.is_open() || closed_since;
            // A task that was closed before last month's meeting counted there.
            let recent = task.due.is_none_or(|due| (day - due).num_days() <= 45) || open;
            if !earlier || !recent || task.state == AssignmentState::Cancelled {
                continue;
            }
            total += 1;
            done += u32::from(task.state == AssignmentState::Done && !open);
        }
        Ok((done, total))
    }
}

/// The parts that minutes must have and these lack, in words.
fn minutes_lack(facts: &Facts) -> Vec<String> {
    let meeting = &facts.meeting;
    let uncalled = facts
        .roster
        .iter()
        .filter(|m| facts.meeting.kind.summons(&m.entity) && !facts.called.contains_key(&m.id))
        .count();
    let concluded = facts.votes.iter().any(|row| row.entity.outcome.passed)
        || facts
            .items
            .iter()
            .any(|item| item.entity.conclusion.is_some());
    [
        (meeting.chair.is_none(), "chủ trì".to_owned()),
        (meeting.scribe.is_none(), "người ghi biên bản".to_owned()),
        (meeting.place.trim().is_empty(), "địa điểm".to_owned()),
        (
            uncalled > 0,
            format!("điểm danh {} đồng chí", number::count(len(uncalled))),
        ),
        (facts.statements.is_empty(), "ý kiến phát biểu".to_owned()),
        (!concluded, "kết luận".to_owned()),
    ]
    .into_iter()
    .filter_map(|(lacks, what)| lacks.then_some(what))
    .collect()
}

fn len(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Tenths of a point, from points as a face gives them.
fn tenths(points: f64) -> Result<u32, BookError> {
    let tenths = (points * 10.0).round();
    // However much too many: the sheet says what the line gives at most.
    if !(0.0..=f64::from(u32::MAX)).contains(&tenths) {
        return Err(BookError::Unreadable(points.to_string(), "số điểm"));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked just above"
    )]
    Ok(tenths as u32)
}

/// The sheet that was adopted. What became of last month's tasks since then changes it no more.
fn as_adopted(mut sheet: ScoreSheet, adopted: &MinutesScore) -> ScoreSheet {
    for line in &mut sheet.lines {
        match adopted
            .deductions
            .iter()
            .find(|deduction| deduction.id == line.id)
        {
            Some(deduction) => {
                line.points = deduction.points;
                line.max = deduction.max;
                line.source.clone_from(&deduction.reason);
            }
            None => line.points = line.max,
        }
    }
    sheet.total = adopted.total;
    sheet.max = adopted.max;
    sheet.band.clone_from(&adopted.band);
    sheet.notes.clone_from(&adopted.notes);
    sheet
}

/// The sheet as the faces show it, in points.
fn view(sheet: &ScoreSheet, rules: &ScoreRules, rating: Option<OfficialRating>) -> ScoreView {
    let points = |tenths: u32| f64::from(tenths) / 10.0;
    ScoreView {
        total: points(sheet.total),
        max: points(sheet.max),
        band: sheet.band.clone(),
        notes: sheet.notes.clone(),
        option: rules.missing_4c,
        gate: rules.gate.clone(),
        bands: rules.bands.iter().map(|band| band.title.clone()).collect(),
        rating,
        groups: rules
            .groups
            .iter()
            .map(|group| {
                let lines = || sheet.lines.iter().filter(|line| line.group == group.id);
                ScoreGroupView {
                    id: group.id.clone(),
                    title: group.title.clone(),
                    points: points(lines().map(|line| line.points).sum()),
                    max: points(lines().map(|line| line.max).sum()),
                }
            })
            .collect(),
        items: sheet
            .lines
            .iter()
            .map(|line| ScoreLineView {
                id: line.id.clone(),
                group: line.group.clone(),
                title: line.title.clone(),
                points: points(line.points),
                max: points(line.max),
                source: line.source.clone(),
                suggested: points(line.suggested),
                figure: line.figure.clone(),
                changed: line.changed,
                from_data: line.from_data,
            })
            .collect(),
    }
}
