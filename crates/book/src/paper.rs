//! Văn bản: what is printed.

use std::{fs, path::Path, str::FromStr};

use sochibo_domain::{
    AuditAct, Meeting, Member, Minutes,
    date::{short_day, weekday_words},
    id::MeetingId,
    number,
};
use sochibo_papers::{
    Adoption, AgendaLine, AgendaPaper, Align, Column, Document, ExtractPaper, Format, Layout,
    MinutesMarks, ResolutionKind, ResolutionPaper, Row, ScoreLine, ScorePaper, Section, Table,
    agenda, extract, invitation, minutes, pages, render, resolution, score_sheet,
};

use crate::{
    Book, BookError,
    adoption::fingerprint_of,
    audit::Note,
    facts::Facts,
    view::{ResolutionSection, ResolutionTask, SavedPaper},
};

/// Loại văn bản.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperKind {
    /// Biên bản.
    Minutes,
    /// Nghị quyết.
    Resolution,
    /// Kết luận.
    Conclusion,
    /// Chương trình.
    Agenda,
    /// Giấy mời.
    Invitation,
    /// Phiếu chấm điểm.
    ScoreSheet,
    /// Trích biên bản.
    Extract,
}

/// A paper as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperOrder {
    /// Loại.
    pub kind: PaperKind,
    /// Of minutes and extracts: an adopted version; the one that stands where none is named.
    pub version: Option<u32>,
    /// Of an extract: the numbers of the items.
    pub items: Vec<u32>,
}

impl From<PaperKind> for PaperOrder {
    fn from(kind: PaperKind) -> Self {
        Self {
            kind,
            version: None,
            items: Vec::new(),
        }
    }
}

impl PaperKind {
    /// The code used in files and commands.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Minutes => "bien_ban",
            Self::Resolution => "nghi_quyet",
            Self::Conclusion => "ket_luan",
            Self::Agenda => "chuong_trinh",
            Self::Invitation => "giay_moi",
            Self::ScoreSheet => "phieu_cham_diem",
            Self::Extract => "trich_bien_ban",
        }
    }
}

impl FromStr for PaperKind {
    type Err = BookError;

    fn from_str(code: &str) -> Result<Self, BookError> {
        Ok(match code {
            "bien_ban" => Self::Minutes,
            "nghi_quyet" => Self::Resolution,
            "ket_luan" => Self::Conclusion,
            "chuong_trinh" => Self::Agenda,
            "giay_moi" => Self::Invitation,
            "phieu_cham_diem" => Self::ScoreSheet,
            "trich_bien_ban" => Self::Extract,
            other => return Err(BookError::Unreadable(other.to_owned(), "loại văn bản")),
        })
    }
}

/// The format that a file name or a flag names.
///
/// # Errors
/// [`BookError::Unreadable`].
pub fn format_of(code: &str) -> Result<Format, BookError> {
    match code.to_lowercase().as_str() {
        "docx" => Ok(Format::Docx),
        "pdf" => Ok(Format::Pdf),
        other => Err(BookError::Unreadable(
            other.to_owned(),
            "định dạng tệp (docx, pdf)",
        )),
    }
}

impl Book {
    /// Writes a paper to a file, whole or not at all.
    ///
    /// # Errors
    /// [`BookError`]: nothing to print yet, the file can't be written.
    pub fn export(
        &self,
        id: MeetingId,
        order: impl Into<PaperOrder>,
        format: Format,
        file: &Path,
    ) -> Result<SavedPaper, BookError> {
        let order = order.into();
        let kind = order.kind;
        let bytes = self.paper(id, order, format)?;
        let failed = BookError::file(file);
        let mut fresh = file.as_os_str().to_owned();
        fresh.push(".new");
        fs::write(&fresh, &bytes).map_err(failed)?;
        fs::rename(&fresh, file).map_err(failed)?;
        self.note(Note::new(AuditAct::Export, kind.code(), Some(id.0)));
        Ok(SavedPaper {
            file: file.display().to_string(),
            bytes: bytes.len(),
        })
    }

    /// Notes that a paper goes to a printer.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting.
    pub fn note_printed(&self, id: MeetingId, kind: PaperKind) -> Result<(), BookError> {
        self.read().get::<Meeting>(id)?;
        self.note(Note::new(AuditAct::Print, kind.code(), Some(id.0)));
        Ok(())
    }

    /// A paper as bytes.
    ///
    /// # Errors
    /// [`BookError`]: nothing to print yet.
    pub fn paper(
        &self,
        id: MeetingId,
        order: impl Into<PaperOrder>,
        format: Format,
    ) -> Result<Vec<u8>, BookError> {
        let document = self.document(id, &order.into())?;
        Ok(render(&document, &Layout::vptw05_2026()?, format)?)
    }

    /// The pages of a paper as pictures (SVG): what the PDF prints, page by page.
    ///
    /// # Errors
    /// [`BookError`]: nothing to print yet.
    pub fn pages(
        &self,
        id: MeetingId,
        order: impl Into<PaperOrder>,
    ) -> Result<Vec<String>, BookError> {
        let document = self.document(id, &order.into())?;
        Ok(pages(&document, &Layout::vptw05_2026()?)?)
    }

    fn document(&self, id: MeetingId, order: &PaperOrder) -> Result<Document, BookError> {
        let facts = Facts::gather(self, id)?;
        Ok(match order.kind {
            PaperKind::Minutes => self.minutes_paper(&facts, order.version)?,
            PaperKind::Extract => self.extract_paper(&facts, order)?,
            PaperKind::Agenda => agenda(&self.agenda_paper(&facts)?),
            PaperKind::Invitation => invitation(&self.agenda_paper(&facts)?),
            PaperKind::ScoreSheet => self.score_paper(&facts)?,
            PaperKind::Resolution => self.resolution_paper(&facts, ResolutionKind::Resolution)?,
            PaperKind::Conclusion => self.resolution_paper(&facts, ResolutionKind::Conclusion)?,
        })
    }

    /// Giấy mời as plain text, to copy into a message.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting.
    pub fn invitation_text(&self, id: MeetingId) -> Result<String, BookError> {
        let meeting = self.read().get::<Meeting>(id)?;
        let cell = self.cell()?;
        let when = match meeting.planned_at {
            Some(at) => {
                let day = at.date_naive();
                format!(
                    "{}, {} ngày {}",
                    at.format("%H giờ %M"),
                    weekday_words(day),
                    short_day(day)
                )
            }
            None => "(chưa định giờ)".to_owned(),
        };
        let place = match meeting.place.trim() {
            "" => "(chưa định địa điểm)",
            place => place,
        };
        let mut text = format!(
            "CHI BỘ {}\nKính mời đồng chí dự {}.\nThời gian: {when}.\nĐịa điểm: {place}.",
            cell.name.to_uppercase(),
            lower_first(&meeting.title())
        );
        if let Some(topic) = &meeting.topic {
            text.push_str(&format!("\nChuyên đề: {topic}."));
        }
        text.push_str("\nNội dung chính:");
        for (no, item) in (1..).zip(self.agenda(id)?) {
            text.push_str(&format!("\n{no}. {}", item.title));
        }
        Ok(text)
    }

    fn minutes_paper(&self, facts: &Facts, version: Option<u32>) -> Result<Document, BookError> {
        let (frozen, marks) = self.printed(facts, version)?;
        Ok(minutes(&frozen, &marks))
    }

    /// Trích biên bản of the chosen items, certified by the chair on the day of printing.
    fn extract_paper(&self, facts: &Facts, order: &PaperOrder) -> Result<Document, BookError> {
        let (frozen, marks) = self.printed(facts, order.version)?;
        if order.items.is_empty() {
            return Err(BookError::Missing("mục nào để trích"));
        }
        if let Some(no) = order
            .items
            .iter()
            .find(|no| !frozen.open.items.iter().any(|item| item.no == **no))
        {
            return Err(BookError::NoSuchItem(*no));
        }
        let (signer_office, signer_name) = signer(facts);
        Ok(extract(
            &frozen,
            &marks,
            &ExtractPaper {
                items: order.items.clone(),
                made_on: self.today_date(),
                signer_office,
                signer_name,
            },
        ))
    }

    /// The minutes that a paper prints: the adopted version that was asked for or stands, else the
    /// draft.
    fn printed(
        &self,
        facts: &Facts,
        version: Option<u32>,
    ) -> Result<(Minutes, MinutesMarks), BookError> {
        let wanted = version.unwrap_or(facts.meeting.adopted_version);
        match self.adopted_minutes(facts.id, wanted)? {
            Some((frozen, marks)) => Ok((
                frozen,
                MinutesMarks {
                    fingerprint: fingerprint_of(&marks),
                    version: wanted,
                    adopted_at: Some(marks.adopted_at),
                    signed_on: marks.signed_on,
                },
            )),
            None if version.is_some_and(|version| version > 0) => Err(BookError::Unreadable(
                wanted.to_string(),
                "một bản đã thông qua",
            )),
            None => {
                let next = facts.meeting.adopted_version + 1;
                let draft = self.minutes_of(facts, next, facts.meeting.amending.clone())?;
                Ok((draft, MinutesMarks::default()))
            }
        }
    }

    fn agenda_paper(&self, facts: &Facts) -> Result<AgendaPaper, BookError> {
        let cell = self.cell()?;
        let (chair_office, chair_name) = signer(facts);
        Ok(AgendaPaper {
            cell: cell.name,
            ward: cell.ward,
            kind: facts.meeting.kind,
            month: facts.meeting.month,
            topic: facts.meeting.topic.clone(),
            planned_at: facts.meeting.planned_at,
            place: facts.meeting.place.clone(),
            items: (1..)
                .zip(&facts.items)
                .map(|(no, item)| AgendaLine {
                    no,
                    section: item.entity.section.clone(),
                    title: item.entity.title.clone(),
                    minutes: item.entity.minutes,
                    presenter: item.entity.presenter.clone(),
                })
                .collect(),
            issued_on: None,
            chair_office,
            chair_name,
        })
    }

    fn score_paper(&self, facts: &Facts) -> Result<Document, BookError> {
        let cell = self.cell()?;
        let held_at = facts
            .meeting
            .started_at
            .ok_or(BookError::NotNow("Kỳ này chưa bắt đầu nên chưa có phiếu."))?;
        let sheet = self
            .score_sheet(facts)?
            .ok_or(BookError::NotNow(crate::score::NOT_SCORED))?;
        let (chair_office, chair_name) = signer(facts);
        let paper = ScorePaper {
            cell: cell.name,
            ward: cell.ward,
            kind: facts.meeting.kind,
            month: facts.meeting.month,
            held_at,
            lines: sheet
                .lines
                .iter()
                .map(|line| ScoreLine {
                    id: line.id.clone(),
                    title: line.title.clone(),
                    max: line.max,
                    points: (line.max > 0).then_some(line.points),
                    reason: line.source.clone(),
                })
                .collect(),
            chair_office,
            chair_name,
            scorer: facts
                .meeting
                .scribe
                .and_then(|id| facts.names.get(&id).cloned())
                .unwrap_or_default(),
        };
        Ok(score_sheet(&paper, &sheet.for_minutes()))
    }

    fn resolution_paper(&self, facts: &Facts, kind: ResolutionKind) -> Result<Document, BookError> {
        let cell = self.cell()?;
        let meeting = &facts.meeting;
        let held = meeting.started_at.ok_or(BookError::NotNow(
            "Kỳ này chưa bắt đầu nên chưa có nghị quyết.",
        ))?;
        let counts = facts.counts();
        let draft = self.resolution(facts.id)?;
        // Where the cell wrote no draft, the chair's conclusions say what was decided.
        let conclusions = |items: &[&str]| -> Vec<String> {
            facts
                .items
                .iter()
                .filter(|item| items.contains(&item.entity.item.as_str()))
                .filter_map(|item| item.entity.conclusion.clone())
                .collect()
        };
        let spoken = [
            conclusions(&["danh_gia", "tu_tuong"]),
            conclusions(&["nhiem_vu", "thao_luan", "ket_luan"]),
        ];
        let vote = facts
            .votes
            .iter()
            .rev()
            .find(|row| row.entity.outcome.passed && kind == ResolutionKind::Resolution);
        let (signer_office, signer_name) = signer(facts);
        let month = meeting.month;
        Ok(resolution(&ResolutionPaper {
            cell: cell.name.clone(),
            ward: cell.ward,
            kind,
            number: None,
            issued_on: Some(held.date_naive()),
            sections: draft
                .sections
                .iter()
                .map(|section| self::section(section, &spoken))
                .collect(),
            summary: draft.summary,
            opening: vec![format!(
                "Ngày {}, tại {}, Chi bộ {} tổ chức {} tháng {}. Tổng số {} đảng viên, có mặt {}, vắng có lý do {}, vắng không lý do {}.",
                short_day(held.date_naive()),
                meeting.place,
                cell.name,
                meeting.kind.title(),
                month.spoken(),
                number::count(counts.total),
                number::count(counts.present),
                number::count(counts.excused),
                number::count(counts.unexcused)
            )],
            adoption: vote.map(|row| Adoption {
                r#for: row.entity.tally.r#for,
                base: row.entity.outcome.base,
            }),
            recipients: Vec::new(),
            signer_office,
            signer_name,
        }))
    }
}

/// A section of the draft as the paper has it. What is given comes first, then what was written;
/// where nothing was written in I and II, what the chair concluded.
fn section(drafted: &ResolutionSection, spoken: &[Vec<String>]) -> Section {
    let mut paragraphs: Vec<String> = drafted
        .given
        .iter()
        .map(|line| format!("- {line}"))
        .collect();
    for part in &drafted.parts {
        let one = part.lines.len() == 1 || part.heading.is_empty();
        match (part.lines.as_slice(), one) {
            ([], _) => {}
            (lines, true) if part.heading.is_empty() => paragraphs.extend_from_slice(lines),
            ([line], true) => paragraphs.push(format!("{}: {line}", part.heading)),
            (lines, _) => {
                paragraphs.push(format!("{}:", part.heading));
                paragraphs.extend(lines.iter().map(|line| format!("- {line}")));
            }
        }
    }
    let no = usize::try_from(drafted.no).unwrap_or(usize::MAX);
    let written = drafted.parts.iter().any(|part| !part.lines.is_empty());
    if let Some(said) = no.checked_sub(1).and_then(|at| spoken.get(at))
        && !written
    {
        paragraphs.extend_from_slice(said);
    }
    Section {
        heading: drafted.heading.clone(),
        paragraphs,
        table: table(&drafted.tasks),
    }
}

/// Nhiệm vụ tháng trước, tình trạng đầu kỳ, kết quả (`domain.md` §3.3).
fn table(tasks: &[ResolutionTask]) -> Option<Table> {
    let columns = vec![
        Column::new("TT", 10, Align::Centre),
        Column::new("Nhiệm vụ tháng trước", 75, Align::Left),
        Column::new("Tình trạng đầu kỳ", 35, Align::Left),
        Column::new("Kết quả", 45, Align::Left),
    ];
    let rows = (1..).zip(tasks).map(|(no, task)| {
        Row::cells(vec![
            no.to_string(),
            format!("{} (đ/c {})", task.title, task.person),
            task.start.clone(),
            task.result.clone(),
        ])
    });
    (!tasks.is_empty()).then(|| Table {
        columns,
        rows: rows.collect(),
    })
}

/// Who signs: the chair, with the office in the cell.
fn signer(facts: &Facts) -> (String, String) {
    let chair: Option<&Member> = facts
        .meeting
        .chair
        .and_then(|id| facts.roster.iter().find(|m| m.id == id))
        .map(|m| &m.entity);
    let office = chair
        .and_then(|member| member.office.clone())
        .unwrap_or_else(|| "Bí thư".to_owned());
    (
        office,
        chair.map(|member| member.name.clone()).unwrap_or_default(),
    )
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
