//! Nghị quyết and kết luận (`domain.md` §3.3).

use chrono::NaiveDate;
use sochibo_domain::number::percent;

use crate::{
    About, Block, Closing, Document, Header, Signer, Table, Title,
    wording::{place_date, roman, sentence, two},
};

/// Loại văn bản.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResolutionKind {
    /// Nghị quyết, `NQ`.
    Resolution,
    /// Kết luận, `KL`: where no nghị quyết is passed.
    Conclusion,
}

impl ResolutionKind {
    /// The code in its number.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Resolution => "NQ",
            Self::Conclusion => "KL",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Resolution => "Nghị quyết",
            Self::Conclusion => "Kết luận",
        }
    }
}

/// What the paper is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolutionPaper {
    /// Chi bộ without the word.
    pub cell: String,
    /// Đảng bộ cấp trên without the word.
    pub ward: String,
    /// Nghị quyết or kết luận.
    pub kind: ResolutionKind,
    /// Its number in the term; without one there is room to write it.
    pub number: Option<u32>,
    /// Ngày ban hành; without one there is room to write it.
    pub issued_on: Option<NaiveDate>,
    /// Trích yếu, from a lower-case letter: `lãnh đạo thực hiện nhiệm vụ tháng 10 năm 2026`.
    pub summary: String,
    /// Phần mở đầu: date, place, numbers, chair, scribe.
    pub opening: Vec<String>,
    /// Parts I to IV.
    pub sections: Vec<Section>,
    /// How it was adopted; a draft has none and is marked as one.
    pub adoption: Option<Adoption>,
    /// Nơi nhận, without dashes and stops; empty for the usual four.
    pub recipients: Vec<String>,
    /// Chức vụ người ký: `Bí thư`.
    pub signer_office: String,
    /// Người ký.
    pub signer_name: String,
}

/// Một phần.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its words without the number.
    pub heading: String,
    /// Its paragraphs; one that begins with `- ` is a dash item.
    pub paragraphs: Vec<String>,
    /// A table under them.
    pub table: Option<Table>,
}

/// Kết quả biểu quyết thông qua.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adoption {
    /// Tán thành.
    pub r#for: u32,
    /// N: đảng viên chính thức.
    pub base: u32,
}

/// Who gets it where the paper doesn't say [found: S5, S7].
const RECIPIENTS: [&str; 4] = [
    "Đảng ủy phường (báo cáo)",
    "Cấp ủy viên phụ trách chi bộ",
    "Đảng viên chi bộ",
    "Lưu Chi bộ",
];

/// Nghị quyết, kết luận as a paper.
#[must_use]
pub fn resolution(paper: &ResolutionPaper) -> Document {
    let mut blocks: Vec<Block> = paper
        .opening
        .iter()
        .map(|text| Block::paragraph(sentence(text)))
        .collect();
    for (section, no) in paper.sections.iter().zip(1..) {
        blocks.push(Block::heading(&format!(
            "{}- {}",
            roman(no),
            section.heading
        )));
        blocks.extend(
            section
                .paragraphs
                .iter()
                .map(|text| match text.trim().strip_prefix("- ") {
                    Some(item) => Block::dash(sentence(item)),
                    None => Block::paragraph(sentence(text)),
                }),
        );
        blocks.extend(section.table.clone().map(Block::Table));
    }
    if let Some(Adoption { r#for, base }) = paper.adoption {
        blocks.push(Block::paragraph(format!(
            "{} này đã được {}/{} đảng viên chính thức tán thành, đạt {}.",
            paper.kind.words(),
            two(r#for),
            two(base),
            percent(r#for, base)
        )));
    }
    let number = paper.number.map_or_else(|| "......".to_owned(), two);
    let kind = paper.kind.words();
    Document {
        about: About {
            title: format!("{kind} {} - Chi bộ {}", paper.summary, paper.cell).into(),
            dated: paper.issued_on.and_then(midnight),
        },
        header: Header {
            superior: paper.ward.as_str().into(),
            issuer: paper.cell.as_str().into(),
            number: Some(format!("Số {number}-{}/CB", paper.kind.code()).into()),
            place_date: Some(place_date(&paper.ward, paper.issued_on).into()),
        },
        title: Title {
            kind: kind.to_uppercase().into(),
            summary: paper.summary.as_str().into(),
        },
        mark: paper.adoption.is_none().then(|| "DỰ THẢO".into()),
        blocks,
        closing: Closing {
            left: None,
            recipients: recipients(&paper.recipients),
            right: Some(Signer::for_cell(
                &paper.signer_office,
                paper.signer_name.as_str(),
            )),
        },
        note: None,
    }
}

/// `- Đảng ủy phường (báo cáo);` … `- Lưu Chi bộ.`
fn recipients(own: &[String]) -> Vec<crate::Text> {
    let names: Vec<&str> = if own.is_empty() {
        RECIPIENTS.to_vec()
    } else {
        own.iter().map(String::as_str).collect()
    };
    let last = names.len().saturating_sub(1);
    let line = |(at, name): (usize, &str)| {
        format!("- {}{}", name.trim(), if at == last { "." } else { ";" }).into()
    };
    names.into_iter().enumerate().map(line).collect()
}

/// The start of a day in Vietnam.
fn midnight(day: NaiveDate) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    let offset = chrono::FixedOffset::east_opt(7 * 3600)?;
    day.and_hms_opt(0, 0, 0)?
        .and_local_timezone(offset)
        .single()
}
