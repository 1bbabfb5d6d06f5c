//! Phiếu chấm điểm: what the book knows, and what people changed.

use sochibo_domain::{
    Assignment, AssignmentState, AttendanceStatus, CriticismKind, Meeting, MeetingKind,
    MinutesVersion, Preparation, ScoreEntry,
    id::MeetingId,
    minutes::MinutesScore,
    score::{ScoreFacts, ScoreSheet, evaluate},
};

use crate::{
    Book, BookError,
    book::required,
    facts::Facts,
    pen::writable,
    view::{ScoreLineView, ScoreView},
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
        let sheet = self
            .score_sheet(&facts)?
            .ok_or(BookError::NotNow(NOT_SCORED))?;
        let known = sheet
            .line(line)
            .ok_or_else(|| BookError::Unreadable(line.to_owned(), "dòng của phiếu chấm điểm"))?;
        let tenths = (points * 10.0).round();
        if !(0.0..=f64::from(known.max)).contains(&tenths) {
            return Err(BookError::Unreadable(
                points.to_string(),
                "số điểm của dòng này",
            ));
        }
        // Between 0 and the line's maximum, which is at most 1000.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked just above"
        )]
        let points = tenths as u32;
        let entry = ScoreEntry {
            meeting,
            line: line.to_owned(),
            points,
            reason,
        };
        self.transact(|gate, _| {
            writable(gate, meeting)?;
            gate.put::<ScoreEntry>(ScoreEntry::id(meeting, line), &entry)?;
            Ok(())
        })
    }

    /// The sheet of a meeting.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting, or one of the committee, which has no sheet.
    pub fn score(&self, meeting: MeetingId) -> Result<ScoreView, BookError> {
        let facts = Facts::gather(self, meeting)?;
        let sheet = self.score_sheet(&facts)?;
        sheet
            .as_ref()
            .map(view)
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
        let sheet = evaluate(&self.pack_of(&facts.meeting).score, &known, &overrides);
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
        let others: Vec<Meeting> = self
            .read()
            .list::<Meeting>()?
            .into_iter()
            .map(|m| m.entity)
            .collect();
        let same_month = |kind| {
            others
                .iter()
                .any(|m| m.month == meeting.month && m.kind == kind && m.started_at.is_some())
        };
        let marks = self.read().list_under::<Preparation>(facts.id.0)?;
        let prepared = |step: &str| {
            marks
                .iter()
                .find(|mark| mark.entity.step == step)
                .map(|mark| mark.entity.done_on.is_some())
        };
        let minutes_between = |from: Option<chrono::DateTime<_>>,
                               to: Option<chrono::DateTime<_>>| {
            let minutes = (to? - from?).num_minutes();
            u32::try_from(minutes).ok()
        };
        let ideology = facts.items.iter().find(|item| item.entity.item == IDEOLOGY);
        let (tasks_done, tasks_total) = self.tasks_before(facts)?;
        Ok(ScoreFacts {
            thematic_this_month: same_month(MeetingKind::Thematic),
            minimum_minutes: Some(u32::from(self.minimum_minutes(meeting)?)),
            actual_minutes: minutes_between(meeting.started_at, meeting.ended_at),
            summoned: base,
            present,
            unexcused,
            longest_excused_run: None,
            has_committee: self.cell()?.has_committee,
            committee_met: same_month(MeetingKind::Committee)
                .then_some(true)
                .or(prepared("P2")),
            notified: prepared("P3"),
            documents_before: prepared("P4"),
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
            minutes_complete: None,
            has_conclusion: meeting.ended_at.map(|_| {
                facts
                    .items
                    .iter()
                    .any(|item| item.entity.conclusion.is_some())
                    || !facts.votes.is_empty()
            }),
            has_assignments: meeting.ended_at.map(|_| !facts.assignments.is_empty()),
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
    sheet.band.clone_from(&adopted.band);
    sheet
}

/// The sheet as the faces show it, in points.
pub(crate) fn view(sheet: &ScoreSheet) -> ScoreView {
    let points = |tenths: u32| f64::from(tenths) / 10.0;
    ScoreView {
        total: points(sheet.total),
        band: sheet.band.clone(),
        items: sheet
            .lines
            .iter()
            .map(|line| ScoreLineView {
                id: line.id.clone(),
                title: line.title.clone(),
                points: points(line.points),
                max: points(line.max),
                source: line.source.clone(),
                suggested: points(line.suggested),
                changed: line.changed,
            })
            .collect(),
    }
}
