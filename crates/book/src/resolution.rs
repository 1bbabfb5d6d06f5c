//! Dự thảo nghị quyết: what the cell writes itself, and beside it what the book knows.

use sochibo_domain::{
    Assignment, Meeting, MeetingState, Month, ResolutionDraft, ResolutionPart, date::short_day,
    id::MeetingId, number, text::normalise,
};
use sochibo_store::Listed;

use crate::{
    Book, BookError,
    carried::day_of,
    facts::Facts,
    pen::writable,
    view::{CarriedKind, ResolutionLines, ResolutionSection, ResolutionTask, ResolutionView},
};

/// A meeting in the first half of a month looks back on the month before and ahead on its own; a
/// later one looks back on its own month.
const HALF: u32 = 15;

impl Book {
    /// The draft resolution of a meeting, part by part. The paper is made from this same view: the
    /// headings without their numbers, in each section the lines that the book gives, the table of
    /// last month's tasks, then what the cell wrote.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting.
    pub fn resolution(&self, id: MeetingId) -> Result<ResolutionView, BookError> {
        let draft = self
            .read()
            .find::<ResolutionDraft>(ResolutionDraft::id(id))?
            .unwrap_or_else(|| ResolutionDraft::empty(id));
        let meeting = self.meeting_of(id)?;
        let (behind, ahead) = months(&meeting);
        let tasks = self.tasks_table(id)?;
        let given = self.given_lines(id)?;
        let score = self.score_line(id, &meeting)?;
        // A sitting that is not scored says nothing of its score.
        let last = if meeting.kind.is_scored() { 4 } else { 3 };
        let sections: Vec<ResolutionSection> = (1..=last)
            .map(|no| {
                let parts: Vec<ResolutionLines> = ResolutionPart::ALL
                    .into_iter()
                    .filter(|part| part.section() == no)
                    .map(|part| ResolutionLines {
                        part,
                        heading: part.heading().to_owned(),
                        lines: draft.lines(part).to_vec(),
                    })
                    .collect();
                let (heading, tasks, given) = match no {
                    1 => (
                        format!("Đánh giá kết quả lãnh đạo tháng {}", behind.month()),
                        tasks.clone(),
                        Vec::new(),
                    ),
                    2 => (
                        format!("Phương hướng, nhiệm vụ tháng {}", ahead.month()),
                        Vec::new(),
                        Vec::new(),
                    ),
                    3 => (
                        "Phân công nhiệm vụ và tổ chức thực hiện".to_owned(),
                        Vec::new(),
                        given.clone(),
                    ),
                    _ => (
                        "Tự đánh giá chất lượng kỳ sinh hoạt".to_owned(),
                        Vec::new(),
                        score.iter().cloned().collect(),
                    ),
                };
                let written = parts.iter().any(|part| !part.lines.is_empty());
                ResolutionSection {
                    no,
                    heading,
                    ready: written || (no > 2 && !given.is_empty()),
                    tasks,
                    given,
                    parts,
                }
            })
            .collect();
        let ready = sections.iter().filter(|section| section.ready).count();
        Ok(ResolutionView {
            summary: format!(
                "lãnh đạo thực hiện nhiệm vụ tháng {} năm {}",
                ahead.month(),
                ahead.year()
            ),
            sections,
            ready: u32::try_from(ready).unwrap_or(u32::MAX),
            written: !draft.is_empty(),
        })
    }

    /// Writes the lines of a part; empty ones fall away.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting, adopted, the disk.
    pub fn set_resolution(
        &mut self,
        id: MeetingId,
        part: ResolutionPart,
        lines: &[String],
    ) -> Result<(), BookError> {
        let lines: Vec<String> = lines
            .iter()
            .map(|line| normalise(line).trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
        self.transact(|gate, _| {
            writable(gate, id)?;
            let key = ResolutionDraft::id(id);
            let mut draft = gate
                .find::<ResolutionDraft>(key)?
                .unwrap_or_else(|| ResolutionDraft::empty(id));
            *draft.lines_mut(part) = lines;
            gate.put::<ResolutionDraft>(key, &draft)?;
            Ok(())
        })
    }

    /// The table of part I: last month's tasks, how they stood and what came of them.
    fn tasks_table(&self, id: MeetingId) -> Result<Vec<ResolutionTask>, BookError> {
        let carried = self.carried(id)?.lines;
        Ok(carried
            .into_iter()
            .filter(|line| matches!(line.kind, CarriedKind::Resolution | CarriedKind::Assignment))
            .map(|line| ResolutionTask {
                title: line.title,
                person: line.person.unwrap_or_default(),
                start: line.start.unwrap_or_default(),
                result: line.result.unwrap_or_default(),
            })
            .collect())
    }

    /// Part III from what this meeting gave out: who, what, until when.
    fn given_lines(&self, id: MeetingId) -> Result<Vec<String>, BookError> {
        let names = self.names()?;
        let mut tasks: Vec<Listed<Assignment>> = self.read().list::<Assignment>()?;
        tasks.retain(|row| row.entity.meeting == Some(id));
        Ok(tasks
            .into_iter()
            .map(|row| {
                let task = row.entity;
                let name = names.get(&task.member).cloned().unwrap_or_default();
                let due = task
                    .due
                    .map_or_else(String::new, |due| format!(", hạn {}", short_day(due)));
                format!(
                    "Đồng chí {name}: {}{due}.",
                    task.title.trim_end_matches('.')
                )
            })
            .collect())
    }

    /// Part IV, once the meeting is over and has a score.
    fn score_line(&self, id: MeetingId, meeting: &Meeting) -> Result<Option<String>, BookError> {
        if !matches!(meeting.state(), MeetingState::Ended | MeetingState::Adopted) {
            return Ok(None);
        }
        let sheet = self.score_sheet(&Facts::gather(self, id)?)?;
        Ok(sheet.map(|sheet| {
            format!(
                "Chi bộ tự chấm {} điểm, xếp loại {}.",
                number::tenths(sheet.total),
                sheet.band
            )
        }))
    }
}

/// The month that the resolution looks back on, and the one that it looks ahead on.
fn months(meeting: &Meeting) -> (Month, Month) {
    use chrono::Datelike;
    match day_of(meeting) {
        Some(day) if day.day() > HALF => (Month::of(day), Month::of(day).next()),
        _ => (meeting.month.previous(), meeting.month),
    }
}
