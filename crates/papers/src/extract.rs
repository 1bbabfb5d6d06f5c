//! Trích biên bản: a separate print with only the chosen items, and its own certification
//! (`domain.md` §3.4).

use chrono::NaiveDate;
use sochibo_domain::{Minutes, date::long_day, number};

use crate::{
    About, Closing, Document, Header, MinutesMarks, Signer, Title,
    minutes::{Parts, agenda_item, opening},
    wording::{comrades, month, place_date, sentence, two},
};

/// What an extract is made from, beside the minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractPaper {
    /// The numbers of the items to print, in any order.
    pub items: Vec<u32>,
    /// Ngày trích.
    pub made_on: NaiveDate,
    /// Chức vụ người xác nhận: `Bí thư`.
    pub signer_office: String,
    /// Người xác nhận.
    pub signer_name: String,
}

/// Trích biên bản as a paper.
#[must_use]
pub fn extract(minutes: &Minutes, marks: &MinutesMarks, paper: &ExtractPaper) -> Document {
    let open = &minutes.open;
    let mut parts = Parts::default();
    parts.paragraph(opening(open));
    let counts = &open.counts;
    parts.paragraph(format!(
        "Tổng số đảng viên: {}; được triệu tập: {}; có mặt: {}; vắng có lý do: {}; vắng không lý do: {}.",
        comrades(counts.total),
        comrades(counts.summoned),
        comrades(counts.present),
        comrades(counts.excused),
        comrades(counts.unexcused)
    ));
    let people: Vec<String> = [
        ("Chủ trì", &open.chair),
        ("Người ghi biên bản", &open.scribe),
    ]
    .into_iter()
    .filter_map(|(role, name)| Some(format!("{role}: đ/c {}", name.as_deref()?)))
    .collect();
    if !people.is_empty() {
        parts.paragraph(sentence(&people.join(". ")));
    }
    parts.heading("Nội dung được trích");
    let mut printed = Vec::new();
    for item in open
        .items
        .iter()
        .filter(|item| paper.items.contains(&item.no))
    {
        printed.push(item.no.to_string());
        agenda_item(open.kind, item, &mut parts);
    }
    parts.heading("Xác nhận");
    parts.paragraph(certification(open.items.len(), &printed, marks, paper));

    let summary = format!("{} {}", open.kind.title(), month(open.month));
    Document {
        about: About {
            title: format!("Trích biên bản {summary} - Chi bộ {}", open.cell).into(),
            dated: Some(marks.adopted_at.unwrap_or(open.ended_at)),
        },
        header: Header {
            superior: open.ward.as_str().into(),
            issuer: open.cell.as_str().into(),
            number: None,
            place_date: Some(place_date(&open.ward, Some(paper.made_on)).into()),
        },
        title: Title {
            kind: "TRÍCH BIÊN BẢN".into(),
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
            right: Some(Signer::for_cell(
                &paper.signer_office,
                paper.signer_name.as_str(),
            )),
        },
        note: Some(
            match &marks.fingerprint {
                Some(fingerprint) => {
                    format!(
                        "Trích từ phiên bản {}. Dấu kiểm: {fingerprint}.",
                        marks.version
                    )
                }
                None => "BẢN NHÁP: biên bản chưa được thông qua, chưa có dấu kiểm.".to_owned(),
            }
            .into(),
        ),
    }
}

/// What the signer says with the name under it. Parts of the minutes that were left out are said
/// to be left out, so that nobody takes the extract for the whole.
fn certification(
    all: usize,
    printed: &[String],
    marks: &MinutesMarks,
    paper: &ExtractPaper,
) -> String {
    let left_out = all.saturating_sub(printed.len());
    let rest = if left_out == 0 {
        String::new()
    } else {
        format!(
            "; {} mục khác không trích",
            two(u32::try_from(left_out).unwrap_or(u32::MAX))
        )
    };
    let source = match (&marks.fingerprint, marks.adopted_at) {
        (Some(_), Some(at)) => format!(
            "biên bản đã được hội nghị thông qua {}, phiên bản {}, lưu tại Chi bộ",
            long_day(at.date_naive()),
            marks.version
        ),
        _ => "bản nháp biên bản, chưa được hội nghị thông qua".to_owned(),
    };
    format!(
        "Bản trích gồm {} mục ({}){rest}; nội dung đúng với {source}. Ngày trích: {}.",
        number::count(u32::try_from(printed.len()).unwrap_or(u32::MAX)),
        printed.join(", "),
        long_day(paper.made_on)
    )
}
