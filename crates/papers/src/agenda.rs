//! Chương trình sinh hoạt and giấy mời: what goes out before a meeting.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, Timelike};
use sochibo_domain::{
    MeetingKind, Month,
    date::{long_day, weekday_words},
};

use crate::{
    About, Align, Block, Closing, Column, Document, Header, Row, Run, Signer, Table, Title,
    wording::{clock, month, place_date, sentence},
};

/// What both papers are made from.
#[derive(Clone, Debug, PartialEq)]
pub struct AgendaPaper {
    /// Chi bộ without the word: `Khu phố 12`.
    pub cell: String,
    /// Đảng bộ cấp trên without the word: `Phường Tân Thới Hòa`.
    pub ward: String,
    /// Loại kỳ.
    pub kind: MeetingKind,
    /// Tháng.
    pub month: Month,
    /// Chuyên đề, or the purpose of an extraordinary meeting.
    pub topic: Option<String>,
    /// Giờ dự kiến; with it the agenda shows when each item begins.
    pub planned_at: Option<DateTime<FixedOffset>>,
    /// Địa điểm.
    pub place: String,
    /// Mục chương trình, in order.
    pub items: Vec<AgendaLine>,
    /// Ngày ký; without one there is room to write it.
    pub issued_on: Option<NaiveDate>,
    /// Chức vụ người ký: `Bí thư`.
    pub chair_office: String,
    /// Người ký, chủ trì.
    pub chair_name: String,
}

/// Một mục chương trình.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaLine {
    /// 1, 2, 3, …
    pub no: u32,
    /// Phần: `A. Mở đầu`; may be empty.
    pub section: String,
    /// Nội dung.
    pub title: String,
    /// Thời lượng, in minutes.
    pub minutes: u16,
    /// Người trình bày.
    pub presenter: String,
}

/// Chương trình sinh hoạt as a paper.
#[must_use]
pub fn agenda(paper: &AgendaPaper) -> Document {
    let mut blocks = vec![when(paper), place(paper)];
    blocks.extend(topic(paper));
    let total: u32 = paper.items.iter().map(|item| u32::from(item.minutes)).sum();
    blocks.push(labelled("Thời lượng dự kiến", &format!("{total} phút")));
    if !paper.items.is_empty() {
        blocks.push(Block::Table(timetable(paper)));
    }
    paper.document("Chương trình", "CHƯƠNG TRÌNH", blocks)
}

/// Giấy mời as a paper: one sheet for each invited person, whose name is written by hand.
#[must_use]
pub fn invitation(paper: &AgendaPaper) -> Document {
    let body = match paper.kind {
        MeetingKind::Committee => format!("Chi ủy Chi bộ {}", paper.cell),
        _ => format!("Chi bộ {}", paper.cell),
    };
    let mut blocks = vec![
        Block::paragraph(format!("{body} trân trọng kính mời:")),
        Block::paragraph(format!("Đồng chí {}", ".".repeat(90))),
        Block::paragraph(format!(
            "Đến dự: {} {}.",
            paper.kind.title(),
            month(paper.month)
        )),
        when(paper),
        place(paper),
    ];
    blocks.extend(topic(paper));
    if !paper.items.is_empty() {
        blocks.push(Block::Paragraph {
            runs: vec![Run::bold("Nội dung:")],
        });
        blocks.extend(
            paper
                .items
                .iter()
                .map(|item| Block::dash(sentence(&item.title))),
        );
    }
    blocks.push(Block::paragraph(
        "Kính mong đồng chí sắp xếp thời gian đến dự đầy đủ, đúng giờ.",
    ));
    paper.document("Giấy mời", "GIẤY MỜI", blocks)
}

impl AgendaPaper {
    fn document(&self, name: &str, kind: &str, blocks: Vec<Block>) -> Document {
        let meeting = format!("{} {}", self.kind.title(), month(self.month));
        let summary = if kind == "GIẤY MỜI" {
            format!("dự {meeting}")
        } else {
            meeting
        };
        Document {
            about: About {
                title: format!("{name} {summary} - Chi bộ {}", self.cell).into(),
                dated: self.planned_at,
            },
            header: Header {
                superior: self.ward.as_str().into(),
                issuer: self.cell.as_str().into(),
                number: None,
                place_date: Some(place_date(&self.ward, self.issued_on).into()),
            },
            title: Title {
                kind: kind.into(),
                summary: summary.into(),
            },
            mark: None,
            blocks,
            closing: Closing {
                left: None,
                recipients: Vec::new(),
                right: Some(Signer::for_cell(
                    &self.chair_office,
                    self.chair_name.as_str(),
                )),
            },
            note: None,
        }
    }
}

fn labelled(label: &str, words: &str) -> Block {
    Block::Paragraph {
        runs: vec![Run::bold(format!("{label}: ")), Run::plain(sentence(words))],
    }
}

fn when(paper: &AgendaPaper) -> Block {
    let words = match paper.planned_at {
        Some(at) => {
            let day = at.date_naive();
            format!("{}, {}, {}", clock(at), weekday_words(day), long_day(day))
        }
        None => "chưa ấn định".to_owned(),
    };
    labelled("Thời gian", &words)
}

fn place(paper: &AgendaPaper) -> Block {
    let place = paper.place.trim();
    labelled(
        "Địa điểm",
        if place.is_empty() {
            "chưa ấn định"
        } else {
            place
        },
    )
}

fn topic(paper: &AgendaPaper) -> Option<Block> {
    let topic = paper
        .topic
        .as_deref()
        .map(str::trim)
        .filter(|topic| !topic.is_empty())?;
    let label = if paper.kind == MeetingKind::Extraordinary {
        "Mục đích"
    } else {
        "Chuyên đề"
    };
    Some(labelled(label, topic))
}

/// The items with what each takes and, where the start is known, when each begins and ends.
fn timetable(paper: &AgendaPaper) -> Table {
    let timed = paper.planned_at.is_some();
    let mut columns = vec![Column::new("TT", 12, Align::Centre)];
    if timed {
        columns.push(Column::new("Giờ", 32, Align::Centre));
    }
    columns.push(Column::new(
        "Nội dung",
        if timed { 62 } else { 94 },
        Align::Left,
    ));
    columns.push(Column::new("Phút", 15, Align::Centre));
    columns.push(Column::new("Người trình bày", 44, Align::Left));

    let mut rows = Vec::new();
    let mut section = "";
    let mut at = paper.planned_at;
    for item in &paper.items {
        if item.section != section && !item.section.trim().is_empty() {
            rows.push(Row::Band {
                text: item.section.as_str().into(),
            });
        }
        section = &item.section;
        let mut cells = vec![item.no.to_string()];
        let end = at.map(|at| at + Duration::minutes(i64::from(item.minutes)));
        if let (Some(from), Some(to)) = (at, end) {
            cells.push(format!("{} - {}", hour(from), hour(to)));
        }
        at = end;
        cells.extend([
            item.title.trim().to_owned(),
            item.minutes.to_string(),
            item.presenter.trim().to_owned(),
        ]);
        rows.push(Row::cells(cells));
    }
    Table { columns, rows }
}

/// `19:30`: short enough for a column.
fn hour(at: DateTime<FixedOffset>) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}
