//! Biên bản (`domain.md` §3.4, §4.1).

use chrono::{DateTime, FixedOffset, NaiveDate};
use sochibo_domain::{
    AttendanceStatus, CriticismKind, MeetingKind, Minutes, VoteForm,
    date::{long_day, short_day},
    minutes::{
        Absence, Counts, CriticismCount, MinutesAssignment, MinutesItem, MinutesScore,
        MinutesStatement, MinutesVote, OpenMinutes,
    },
    number::percent,
};

use crate::{
    About, Align, Block, Closing, Column, Document, Header, Row, Run, Signer, Table, Title,
    wording::{capital, clock, comrades, in_sentence, month, points, roman, sentence, two},
};

/// What is known of the minutes beside their words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MinutesMarks {
    /// Dấu kiểm; without one the paper is a draft and says so on every page.
    pub fingerprint: Option<String>,
    /// Phiên bản.
    pub version: u32,
    /// Thông qua lúc.
    pub adopted_at: Option<DateTime<FixedOffset>>,
    /// Đã ký bản giấy ngày.
    pub signed_on: Option<NaiveDate>,
}

/// Biên bản as a paper.
#[must_use]
pub fn minutes(minutes: &Minutes, marks: &MinutesMarks) -> Document {
    let open = &minutes.open;
    let mut parts = Parts::default();
    parts.blocks.push(Block::paragraph(opening(open)));
    people(minutes, &mut parts);
    agenda(open, &mut parts);
    assignments(&open.assignments, &mut parts);
    petitions(open, &mut parts);
    criticism(&open.criticism, &mut parts);
    if let Some(sheet) = &open.score {
        score(sheet, &mut parts);
    }
    parts.blocks.push(Block::paragraph(closing(open, marks)));

    let summary = format!("{} {}", open.kind.title(), month(open.month));
    Document {
        about: About {
            title: format!("Biên bản {summary} - Chi bộ {}", open.cell).into(),
            dated: Some(marks.adopted_at.unwrap_or(open.ended_at)),
        },
        header: Header {
            superior: open.ward.as_str().into(),
            issuer: open.cell.as_str().into(),
            number: None,
            place_date: None,
        },
        title: Title {
            kind: "BIÊN BẢN".into(),
            summary: summary.into(),
        },
        mark: marks.fingerprint.is_none().then(|| "BẢN NHÁP".into()),
        blocks: parts.blocks,
        closing: Closing {
            left: Some(Signer::role(
                "Người ghi biên bản",
                open.scribe.as_deref().unwrap_or_default(),
            )),
            recipients: Vec::new(),
            right: Some(Signer::role(
                "Chủ trì hội nghị",
                open.chair.as_deref().unwrap_or_default(),
            )),
        },
        note: Some(note(marks).into()),
    }
}

/// Blocks under headings that are numbered as they come.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) blocks: Vec<Block>,
    headings: usize,
}

impl Parts {
    pub(crate) fn heading(&mut self, text: &str) {
        self.headings += 1;
        self.blocks
            .push(Block::heading(&format!("{}- {text}", roman(self.headings))));
    }

    pub(crate) fn paragraph(&mut self, text: impl Into<crate::Text>) {
        self.blocks.push(Block::paragraph(text));
    }

    fn dash(&mut self, text: impl Into<crate::Text>) {
        self.blocks.push(Block::dash(text));
    }

    /// What a person wrote: its first line after `lead`, the others as paragraphs of their own.
    fn said(&mut self, dash: bool, lead: Run, text: &str) {
        let mut lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .peekable();
        let mut first = Some(lead);
        while let Some(line) = lines.next() {
            let words = if lines.peek().is_none() {
                sentence(line)
            } else {
                line.to_owned()
            };
            let runs = match first.take() {
                Some(lead) => vec![lead, Run::plain(words)],
                None => {
                    self.blocks.push(Block::paragraph(words));
                    continue;
                }
            };
            self.blocks.push(if dash {
                Block::Dash { runs }
            } else {
                Block::Paragraph { runs }
            });
        }
    }
}

pub(crate) fn opening(open: &OpenMinutes) -> String {
    let place = if open.place.trim().is_empty() {
        String::new()
    } else {
        format!(", tại {}", open.place.trim())
    };
    let topic = match open.topic.as_deref().map(str::trim) {
        Some(topic) if !topic.is_empty() => match open.kind {
            MeetingKind::Extraordinary => format!(", nội dung: {topic}"),
            _ => format!(", chuyên đề: {topic}"),
        },
        _ => String::new(),
    };
    let held = match open.kind {
        MeetingKind::Committee => format!(
            "Chi ủy Chi bộ {} thuộc Đảng bộ {} họp",
            open.cell,
            in_sentence(&open.ward)
        ),
        kind => format!(
            "Chi bộ {} thuộc Đảng bộ {} tổ chức {}",
            open.cell,
            in_sentence(&open.ward),
            kind.title()
        ),
    };
    let text = format!(
        "Hôm nay, vào hồi {}, {}{place}, {held} {}{topic}",
        clock(open.started_at),
        long_day(open.started_at.date_naive()),
        month(open.month),
    );
    sentence(&text)
}

fn people(minutes: &Minutes, parts: &mut Parts) {
    let open = &minutes.open;
    let counts = &open.counts;
    parts.heading("Thành phần tham dự");
    if open.kind == MeetingKind::Committee {
        parts.blocks.push(Block::subheading("1. Chi ủy"));
        committee(counts, parts);
    } else {
        parts.blocks.push(Block::subheading("1. Đảng viên"));
        cell(counts, parts);
    }
    absences(minutes, parts);
    parts.dash(format!(
        "Số {} làm căn cứ tính kết quả biểu quyết khi kết thúc: {}.",
        voters(open.kind),
        comrades(counts.vote_base)
    ));

    parts
        .blocks
        .push(Block::subheading("2. Khách mời, đại biểu cấp trên"));
    if open.guests.is_empty() {
        parts.paragraph("Không có.");
    }
    for guest in &open.guests {
        parts.dash(sentence(guest));
    }
    parts
        .blocks
        .push(Block::subheading("3. Chủ trì và người ghi biên bản"));
    let named = |name: &Option<String>| match name.as_deref() {
        Some(name) if !name.trim().is_empty() => format!("đ/c {name}"),
        _ => "(chưa ghi)".to_owned(),
    };
    parts.dash(format!("Chủ trì: {}.", named(&open.chair)));
    parts.dash(format!("Người ghi biên bản: {}.", named(&open.scribe)));
}

/// Those of the committee; the rest of the cell was not called.
fn committee(counts: &Counts, parts: &mut Parts) {
    parts.dash(format!(
        "Tổng số đồng chí trong chi ủy: {}.",
        comrades(counts.total)
    ));
    parts.dash(format!("Có mặt: {}.", comrades(counts.present)));
}

/// The whole cell, by class.
fn cell(counts: &Counts, parts: &mut Parts) {
    parts.dash(format!(
        "Tổng số đảng viên của chi bộ: {}, trong đó chính thức {}, dự bị {}.",
        comrades(counts.total),
        comrades(counts.official),
        comrades(counts.probationary)
    ));
    for (count, words) in [
        (
            counts.visiting_in,
            "Đảng viên nơi khác đến sinh hoạt tạm thời",
        ),
        (
            counts.visiting_out,
            "Đảng viên giới thiệu sinh hoạt tạm thời đi nơi khác",
        ),
        (counts.exempt, "Đảng viên được miễn công tác và sinh hoạt"),
    ] {
        if count > 0 {
            parts.dash(format!("{words}: {}.", comrades(count)));
        }
    }
    parts.dash(format!(
        "Số đảng viên được triệu tập: {}.",
        comrades(counts.summoned)
    ));
    let mut present = format!(
        "Có mặt: {}, trong đó chính thức {}, dự bị {}",
        comrades(counts.present),
        comrades(counts.present_official),
        comrades(counts.present_probationary)
    );
    if counts.present_exempt > 0 {
        present.push_str(&format!(
            "; được miễn sinh hoạt vẫn dự {}",
            comrades(counts.present_exempt)
        ));
    }
    parts.dash(format!("{present}."));
}

/// Late, gone early, excused and unexcused, each with names and times; the reasons come from the
/// inner part.
fn absences(minutes: &Minutes, parts: &mut Parts) {
    let counts = &minutes.open.counts;
    // Two members may share a name: both lists are in the same order, so each reason is used once.
    let mut reasons: Vec<_> = minutes.inner.absence_reasons.iter().collect();
    let mut names = [const { Vec::new() }; 4];
    let [late, gone, excused, unexcused] = &mut names;
    for absence in &minutes.open.absences {
        let reason = reasons
            .iter()
            .position(|reason| reason.name == absence.name)
            .map(|at| reasons.remove(at).reason.trim())
            .filter(|reason| !reason.is_empty());
        let mut notes: Vec<String> = times(absence);
        notes.extend(reason.map(|reason| reason.trim_end_matches('.').to_owned()));
        let name = if notes.is_empty() {
            format!("đ/c {}", absence.name)
        } else {
            format!("đ/c {} ({})", absence.name, notes.join("; "))
        };
        match absence.status {
            AttendanceStatus::Late => late.push(name),
            AttendanceStatus::Excused => excused.push(name),
            AttendanceStatus::Unexcused => unexcused.push(name),
            AttendanceStatus::Present => gone.push(name),
        }
    }
    for (words, count, names) in [
        ("Đến muộn", counts.late, &*late),
        ("Vắng có lý do", counts.excused, &*excused),
        ("Vắng không lý do", counts.unexcused, &*unexcused),
    ] {
        let list = if names.is_empty() {
            String::new()
        } else {
            format!(": {}", names.join(", "))
        };
        parts.dash(format!("{words}: {}{list}.", comrades(count)));
    }
    // That nobody left goes without saying.
    if !gone.is_empty() {
        let count = u32::try_from(gone.len()).unwrap_or(u32::MAX);
        let list = gone.join(", ");
        parts.dash(format!(
            "Về sớm hoặc ra ngoài một lúc: {}: {list}.",
            comrades(count)
        ));
    }
}

/// When a member who was there came, was out and left: `đến lúc 19 giờ 50`.
fn times(absence: &Absence) -> Vec<String> {
    if !absence.status.is_present() {
        return Vec::new();
    }
    let came = absence
        .arrived_at
        .map(|at| format!("đến lúc {}", clock(at)));
    let out = absence
        .away
        .iter()
        .map(|away| format!("ra ngoài từ {} đến {}", clock(away.from), clock(away.to)));
    let left = absence.left_at.map(|at| format!("về lúc {}", clock(at)));
    came.into_iter().chain(out).chain(left).collect()
}

fn agenda(open: &OpenMinutes, parts: &mut Parts) {
    let mut section: Option<&str> = None;
    for item in &open.items {
        if section != Some(item.section.as_str()) {
            section = Some(&item.section);
            parts.heading(section_name(&item.section));
        }
        agenda_item(open.kind, item, parts);
    }
}

/// `Mở đầu` of `A. Mở đầu`: the letter gives way to the numbering of the paper.
fn section_name(section: &str) -> &str {
    let name = match section.split_once(". ") {
        Some((letter, name)) if letter.chars().count() == 1 => name.trim(),
        _ => section.trim(),
    };
    if name.is_empty() { "Nội dung" } else { name }
}

pub(crate) fn agenda_item(kind: MeetingKind, item: &MinutesItem, parts: &mut Parts) {
    parts.blocks.push(Block::subheading(format!(
        "{}. {}",
        item.no,
        item.title.trim()
    )));
    if !item.presenter.trim().is_empty() {
        parts.paragraph(format!("Người trình bày: {}", sentence(&item.presenter)));
    }
    for MinutesStatement {
        name, guest, text, ..
    } in &item.statements
    {
        let who = if *guest { "Đại biểu" } else { "Đ/c" };
        parts.said(true, Run::plain(format!("{who} {}: ", name.trim())), text);
    }
    for vote in &item.votes {
        self::vote(kind, vote, parts);
    }
    if let Some(conclusion) = &item.conclusion {
        parts.said(false, Run::bold("Kết luận của chủ trì: "), conclusion);
    }
}

/// Whose votes count.
const fn voters(kind: MeetingKind) -> &'static str {
    match kind {
        MeetingKind::Committee => "đồng chí trong chi ủy",
        _ => "đảng viên chính thức",
    }
}

fn vote(kind: MeetingKind, vote: &MinutesVote, parts: &mut Parts) {
    let form = match vote.form {
        VoteForm::Hand => "giơ tay",
        VoteForm::Secret => "phiếu kín",
    };
    let (tally, outcome) = (&vote.tally, &vote.outcome);
    let subject = vote.subject.trim().trim_end_matches('.');
    let subject = if subject.is_empty() {
        vote.kind.words()
    } else {
        subject
    };
    let result = if outcome.passed {
        "được thông qua"
    } else {
        "không được thông qua"
    };
    let words = format!(
        "{subject} (hình thức: {form}). Tính trên {} {}: tán thành {} (đạt {}), không tán thành {}, không có ý kiến {}; cần ít nhất {}. Kết quả: {result}.",
        two(outcome.base),
        voters(kind),
        comrades(tally.r#for),
        percent(tally.r#for, outcome.base),
        comrades(tally.against),
        comrades(tally.abstain),
        comrades(outcome.needed),
    );
    parts.blocks.push(Block::Dash {
        runs: vec![Run::bold("Biểu quyết: "), Run::plain(words)],
    });
    if let Some(reserved) = vote
        .reserved
        .as_deref()
        .filter(|reserved| !reserved.trim().is_empty())
    {
        parts.said(true, Run::plain("Ý kiến bảo lưu: "), reserved);
    }
}

fn assignments(assignments: &[MinutesAssignment], parts: &mut Parts) {
    if assignments.is_empty() {
        return;
    }
    parts.heading("Phân công nhiệm vụ");
    let rows = assignments.iter().zip(1_u32..).map(|(assignment, no)| {
        let due = assignment.due.map(short_day).unwrap_or_default();
        Row::cells([
            two(no),
            assignment.title.trim().to_owned(),
            format!("Đ/c {}", assignment.name),
            due,
        ])
    });
    parts.blocks.push(Block::Table(Table {
        columns: vec![
            Column::new("TT", 12, Align::Centre),
            Column::new("Nhiệm vụ", 79, Align::Left),
            Column::new("Người chủ trì", 46, Align::Left),
            Column::new("Thời hạn", 28, Align::Centre),
        ],
        rows: rows.collect(),
    }));
}

fn petitions(open: &OpenMinutes, parts: &mut Parts) {
    if open.petitions.is_empty() {
        return;
    }
    parts.heading("Kiến nghị, đề xuất");
    for petition in &open.petitions {
        let text = if petition.wants_reply {
            format!("{} Đề nghị cấp trên trả lời", sentence(&petition.text))
        } else {
            petition.text.clone()
        };
        let who = petition
            .name
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let lead = who.map_or_else(String::new, |name| format!("Đ/c {name}: "));
        parts.said(true, Run::plain(lead), &text);
    }
}

/// Numbers only: what was said is in the restricted pages of the book.
fn criticism(counts: &[CriticismCount], parts: &mut Parts) {
    let phrases: Vec<String> = counts
        .iter()
        .filter(|entry| entry.count > 0)
        .map(|entry| {
            let count = two(entry.count);
            match entry.kind {
                CriticismKind::SelfCriticism => format!("{count} đồng chí tự phê bình"),
                CriticismKind::Criticism => format!("{count} ý kiến phê bình"),
                CriticismKind::Advice => format!("{count} ý kiến góp ý"),
                CriticismKind::Praise => format!("{count} lượt biểu dương"),
                CriticismKind::Reminder => format!("{count} lượt nhắc nhở"),
            }
        })
        .collect();
    parts.heading("Tự phê bình và phê bình");
    if phrases.is_empty() {
        parts.paragraph("Không có ý kiến.");
    } else {
        parts.paragraph(format!("{}.", capital(&phrases.join("; "))));
    }
}

fn score(score: &MinutesScore, parts: &mut Parts) {
    parts.heading("Tự đánh giá chất lượng kỳ sinh hoạt");
    parts.paragraph(format!(
        "Tổng điểm tự chấm: {}/{} điểm; xếp loại: {}.",
        points(score.total),
        points(score.max),
        score.band
    ));
    for note in &score.notes {
        parts.paragraph(sentence(note));
    }
    for line in &score.deductions {
        let lead = format!(
            "{} ({}): {}/{} điểm",
            line.title.trim().trim_end_matches('.'),
            line.id,
            points(line.points),
            points(line.max)
        );
        let reason = line.reason.trim();
        parts.dash(if reason.is_empty() {
            format!("{lead}.")
        } else {
            sentence(&format!("{lead}; lý do: {reason}"))
        });
    }
}

fn closing(open: &OpenMinutes, marks: &MinutesMarks) -> String {
    let day = if open.ended_at.date_naive() == open.started_at.date_naive() {
        "cùng ngày".to_owned()
    } else {
        long_day(open.ended_at.date_naive())
    };
    let what = if open.kind == MeetingKind::Committee {
        "Cuộc họp"
    } else {
        "Buổi sinh hoạt"
    };
    let minutes = (open.ended_at - open.started_at).num_minutes().max(0);
    let mut text = format!(
        "{what} kết thúc vào hồi {} {day}, thời lượng {minutes} phút{}. ",
        clock(open.ended_at),
        breaks(open)
    );
    if let Some(because) = open
        .short_because
        .as_deref()
        .filter(|because| !because.trim().is_empty())
    {
        text.push_str(&sentence(&format!("Lý do họp ngắn: {because}")));
        text.push(' ');
    }
    match (&marks.fingerprint, marks.adopted_at) {
        (None, _) => text.push_str("Biên bản chưa được thông qua."),
        (Some(_), None) => text.push_str("Biên bản đã được đọc lại và được hội nghị thông qua."),
        (Some(_), Some(at)) => text.push_str(&format!(
            "Biên bản đã được đọc lại và được hội nghị thông qua lúc {}, {}.",
            clock(at),
            long_day(at.date_naive())
        )),
    }
    if let Some(reason) = open
        .amended_because
        .as_deref()
        .filter(|reason| !reason.trim().is_empty())
    {
        let words = sentence(&format!(
            "Đây là phiên bản {}, thay phiên bản trước; lý do sửa đổi: {reason}",
            marks.version
        ));
        text.push(' ');
        text.push_str(&words);
    }
    text
}

/// `, trong đó giải lao 15 phút (từ 20 giờ 00 đến 20 giờ 15)`.
fn breaks(open: &OpenMinutes) -> String {
    if open.breaks.is_empty() {
        return String::new();
    }
    let each: Vec<String> = open
        .breaks
        .iter()
        .map(|one| format!("từ {} đến {}", clock(one.from), clock(one.to)))
        .collect();
    format!(
        ", trong đó giải lao {} phút ({})",
        open.break_minutes(),
        each.join("; ")
    )
}

fn note(marks: &MinutesMarks) -> String {
    match &marks.fingerprint {
        None => "BẢN NHÁP: chưa được thông qua, chưa có dấu kiểm.".to_owned(),
        Some(fingerprint) => {
            let signed = marks.signed_on.map_or_else(String::new, |day| {
                format!(" Đã ký bản giấy {}.", long_day(day))
            });
            format!(
                "Phiên bản {}. Dấu kiểm: {fingerprint}.{signed}",
                marks.version
            )
        }
    }
}
