//! Phiếu chấm điểm chất lượng kỳ sinh hoạt (`domain.md` §1.5).

use chrono::{DateTime, FixedOffset};
use sochibo_domain::{MeetingKind, Month, minutes::MinutesScore};

use crate::{
    About, Align, Block, Closing, Column, Document, Header, Row, Run, Signer, Table, Title,
    wording::{month, place_date, points, sentence},
};

/// What the sheet is made from, beside the score itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorePaper {
    /// Chi bộ without the word.
    pub cell: String,
    /// Đảng bộ cấp trên without the word.
    pub ward: String,
    /// Loại kỳ.
    pub kind: MeetingKind,
    /// Tháng.
    pub month: Month,
    /// Ngày sinh hoạt.
    pub held_at: DateTime<FixedOffset>,
    /// The lines of the sheet, in the order of the rule pack.
    pub lines: Vec<ScoreLine>,
    /// Chức vụ người ký: `Bí thư`.
    pub chair_office: String,
    /// Người ký.
    pub chair_name: String,
    /// Người theo dõi, chấm điểm.
    pub scorer: String,
}

/// Một dòng của phiếu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreLine {
    /// `2a`.
    pub id: String,
    /// Nội dung.
    pub title: String,
    /// Points possible, in tenths.
    pub max: u32,
    /// Points given, in tenths; `None` where the line does not apply this month.
    pub points: Option<u32>,
    /// Căn cứ or lý do.
    pub reason: String,
}

/// Phiếu chấm điểm as a paper.
#[must_use]
pub fn score_sheet(paper: &ScorePaper, score: &MinutesScore) -> Document {
    let summary = format!("chất lượng {} {}", paper.kind.title(), month(paper.month));
    let mut rows: Vec<Row> = paper
        .lines
        .iter()
        .map(|line| {
            let given = line.points.map_or_else(|| "-".to_owned(), points);
            Row::cells([
                line.id.clone(),
                line.title.clone(),
                points(line.max),
                given,
                line.reason.clone(),
            ])
        })
        .collect();
    rows.push(Row::Total {
        cells: vec![
            "".into(),
            "Tổng điểm".into(),
            points(score.max).into(),
            points(score.total).into(),
            "".into(),
        ],
    });
    let blocks = vec![
        Block::Table(Table {
            columns: vec![
                Column::new("Mục", 14, Align::Centre),
                Column::new("Nội dung", 66, Align::Left),
                Column::new("Điểm tối đa", 18, Align::Centre),
                Column::new("Điểm chấm", 18, Align::Centre),
                Column::new("Căn cứ, lý do", 49, Align::Left),
            ],
            rows,
        }),
        Block::Paragraph {
            runs: vec![
                Run::bold("Xếp loại tự chấm: "),
                Run::plain(sentence(&score.band)),
            ],
        },
        Block::Paragraph {
            runs: vec![
                Run::bold("Cấp ủy cấp trên xếp loại: "),
                Run::plain(".".repeat(40)),
            ],
        },
    ];
    Document {
        about: About {
            title: format!("Phiếu chấm điểm {summary} - Chi bộ {}", paper.cell).into(),
            dated: Some(paper.held_at),
        },
        header: Header {
            superior: paper.ward.as_str().into(),
            issuer: paper.cell.as_str().into(),
            number: None,
            place_date: Some(place_date(&paper.ward, Some(paper.held_at.date_naive())).into()),
        },
        title: Title {
            kind: "PHIẾU CHẤM ĐIỂM".into(),
            summary: summary.into(),
        },
        mark: None,
        blocks,
        closing: Closing {
            left: Some(Signer::role("Người chấm điểm", paper.scorer.as_str())),
            recipients: Vec::new(),
            right: Some(Signer::for_cell(
                &paper.chair_office,
                paper.chair_name.as_str(),
            )),
        },
        note: None,
    }
}
