//! A paper before it is Word or PDF: what it says, and what each part of it is. How large and
//! where is the [`Layout`](crate::Layout)'s.

use chrono::{DateTime, FixedOffset};
use serde::{Serialize, Serializer};

use crate::Length;

/// Words to print. Control characters, which neither format can hold, don't survive in it; line
/// breaks do, as `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words line by line.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.0.split('\n')
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let unbroken = text
            .replace("\r\n", "\n")
            .replace(['\r', '\u{2028}', '\u{2029}', '\u{b}'], "\n");
        let printable = unbroken.replace('\t', " ");
        Self(
            printable
                .chars()
                .filter(|c| {
                    *c == '\n'
                        || !(c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
                })
                .collect(),
        )
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// Văn bản: one paper.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// What a file manager shows of it.
    pub about: About,
    /// Phần đầu.
    pub header: Header,
    /// Tên loại và trích yếu.
    pub title: Title,
    /// A mark at the head of every page: `BẢN NHÁP`.
    pub mark: Option<Text>,
    /// Nội dung.
    pub blocks: Vec<Block>,
    /// Chữ ký và nơi nhận, kept together on one page.
    pub closing: Closing,
    /// A line under the signatures: the fingerprint.
    pub note: Option<Text>,
}

/// The properties of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct About {
    /// Its title.
    pub title: Text,
    /// Its date. The clock is never asked: without a date the file has none.
    #[serde(serialize_with = "day_of")]
    pub dated: Option<DateTime<FixedOffset>>,
}

/// Year, month, day: what `paper.typ` makes a date from.
fn day_of<S: Serializer>(dated: &Option<DateTime<FixedOffset>>, to: S) -> Result<S::Ok, S::Error> {
    use chrono::{Datelike, Timelike};
    dated
        .map(|at| {
            (
                at.year(),
                at.month(),
                at.day(),
                at.hour(),
                at.minute(),
                at.second(),
            )
        })
        .serialize(to)
}

/// Phần đầu: who issues it on the left, the party on the right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Header {
    /// Tổ chức đảng cấp trên without `ĐẢNG BỘ`: `Phường Tân Thới Hòa`.
    pub superior: Text,
    /// Chi bộ without the word: `Khu phố 12`.
    pub issuer: Text,
    /// `Số 05-NQ/CB`.
    pub number: Option<Text>,
    /// `Tân Thới Hòa, ngày 05 tháng 9 năm 2026`; minutes have none.
    pub place_date: Option<Text>,
}

/// Tên loại và trích yếu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Title {
    /// `BIÊN BẢN`.
    pub kind: Text,
    /// Trích yếu, from a lower-case letter.
    pub summary: Text,
}

/// Một khối của nội dung.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Block {
    /// `I- …` in bold capitals; stays with what follows.
    Heading {
        /// The words with their number.
        text: Text,
    },
    /// `1. …` in bold; stays with what follows.
    Subheading {
        /// The words with their number.
        text: Text,
    },
    /// Đoạn văn: justified, the first line indented.
    Paragraph {
        /// Its runs.
        runs: Vec<Run>,
    },
    /// Gạch đầu dòng: a paragraph that begins with `- `.
    Dash {
        /// Its runs.
        runs: Vec<Run>,
    },
    /// Bảng.
    Table(Table),
}

impl Block {
    /// A heading `I- …`; capitals are made here.
    #[must_use]
    pub fn heading(text: &str) -> Self {
        Self::Heading {
            text: text.to_uppercase().into(),
        }
    }

    /// A heading `1. …`.
    #[must_use]
    pub fn subheading(text: impl Into<Text>) -> Self {
        Self::Subheading { text: text.into() }
    }

    /// A paragraph of plain words.
    #[must_use]
    pub fn paragraph(text: impl Into<Text>) -> Self {
        Self::Paragraph {
            runs: vec![Run::plain(text)],
        }
    }

    /// A dash item of plain words.
    #[must_use]
    pub fn dash(text: impl Into<Text>) -> Self {
        Self::Dash {
            runs: vec![Run::plain(text)],
        }
    }
}

/// Words of one face.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The words.
    pub text: Text,
    /// Đậm.
    pub bold: bool,
    /// Nghiêng.
    pub italic: bool,
}

impl Run {
    /// Upright and regular.
    #[must_use]
    pub fn plain(text: impl Into<Text>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Bold.
    #[must_use]
    pub fn bold(text: impl Into<Text>) -> Self {
        Self {
            text: text.into(),
            bold: true,
            italic: false,
        }
    }

    /// Italic.
    #[must_use]
    pub fn italic(text: impl Into<Text>) -> Self {
        Self {
            text: text.into(),
            bold: false,
            italic: true,
        }
    }
}

/// Bảng: its header row stands again on every page that it reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Cột.
    pub columns: Vec<Column>,
    /// Hàng.
    pub rows: Vec<Row>,
}

/// Một cột.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Tên cột.
    pub title: Text,
    /// How wide.
    pub width: Length,
    /// How its cells stand.
    pub align: Align,
}

impl Column {
    /// A column so many millimetres wide.
    #[must_use]
    pub fn new(title: impl Into<Text>, mm: i32, align: Align) -> Self {
        Self {
            title: title.into(),
            width: Length::mm(mm),
            align,
        }
    }
}

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// From the left.
    Left,
    /// In the middle.
    Centre,
}

/// Một hàng.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Row {
    /// One cell per column; what is missing is empty.
    Cells {
        /// From the left.
        cells: Vec<Text>,
    },
    /// The same in bold: a total.
    Total {
        /// From the left.
        cells: Vec<Text>,
    },
    /// One bold cell over all columns: the name of a part.
    Band {
        /// Its words.
        text: Text,
    },
}

impl Row {
    /// A row of plain cells.
    #[must_use]
    pub fn cells<T: Into<Text>>(cells: impl IntoIterator<Item = T>) -> Self {
        Self::Cells {
            cells: cells.into_iter().map(Into::into).collect(),
        }
    }
}

/// What ends a paper: one column on the left, one on the right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Closing {
    /// Signature on the left.
    pub left: Option<Signer>,
    /// Nơi nhận, on the left where no one signs there.
    pub recipients: Vec<Text>,
    /// Signature on the right.
    pub right: Option<Signer>,
}

/// Người ký.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signer {
    /// As what.
    pub capacity: Capacity,
    /// Họ tên, without degree or rank.
    pub name: Text,
}

/// As what one signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Capacity {
    /// For oneself, in bold capitals: `CHỦ TRÌ HỘI NGHỊ`.
    Role {
        /// The role.
        role: Text,
    },
    /// `T/M CHI BỘ` in bold, the office under it not: `BÍ THƯ`.
    ForCell {
        /// The office.
        office: Text,
    },
}

impl Signer {
    /// One who signs for oneself.
    #[must_use]
    pub fn role(role: &str, name: impl Into<Text>) -> Self {
        Self {
            capacity: Capacity::Role {
                role: role.to_uppercase().into(),
            },
            name: name.into(),
        }
    }

    /// One who signs for the cell.
    #[must_use]
    pub fn for_cell(office: &str, name: impl Into<Text>) -> Self {
        Self {
            capacity: Capacity::ForCell {
                office: office.to_uppercase().into(),
            },
            name: name.into(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_never_reach_the_paper() {
        let text = Text::from("a\u{0}b\u{1b}[0m\tc\r\nd\u{2028}e\u{fffe}");
        assert_eq!(text.as_str(), "ab[0m c\nd\ne");
    }
}
