//! Thể thức: the sizes and places of a paper, read from a dated pack.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Length, PaperError};

/// The pack that is in force: 05-HD/VPTW of 2026.
const VPTW05_2026: (&str, &str) = (
    "vptw05-2026.toml",
    include_str!("../../../assets/rules/vptw05-2026.toml"),
);

/// Thể thức trình bày (`domain.md` §3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Layout {
    /// The id of the pack.
    pub id: String,
    /// Trang.
    pub page: Page,
    /// Phần nội dung.
    pub body: Body,
    /// Phần đầu: cơ quan ban hành, tiêu đề.
    pub header: HeaderLayout,
    /// Tên loại và trích yếu.
    pub title: TitleLayout,
    /// Chữ ký, nơi nhận.
    pub closing: ClosingLayout,
    /// Bảng.
    pub table: TableLayout,
}

/// Khổ giấy, lề, số trang.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// Width of the sheet.
    pub width: Length,
    /// Height of the sheet.
    pub height: Length,
    /// Lề trên.
    pub margin_top: Length,
    /// Lề dưới.
    pub margin_bottom: Length,
    /// Lề trái.
    pub margin_left: Length,
    /// Lề phải.
    pub margin_right: Length,
    /// From the upper edge of the sheet to the page number.
    pub number_edge: Length,
    /// Size of the page number.
    pub number_size: Length,
}

impl Page {
    /// The width between the margins.
    #[must_use]
    pub fn text_width(&self) -> Length {
        self.width - self.margin_left - self.margin_right
    }
}

/// Chữ và dòng của phần nội dung.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Body {
    /// Phông chữ, as the DOCX names it.
    pub font: String,
    /// Cỡ chữ.
    pub size: Length,
    /// Exact distance of lines.
    pub line: Length,
    /// Space after a paragraph.
    pub after: Length,
    /// Thụt đầu dòng.
    pub first_line: Length,
}

/// Phần đầu của văn bản.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeaderLayout {
    /// The column of the issuer.
    pub left_width: Length,
    /// The column of the party's name.
    pub right_width: Length,
    /// What stands before the name of the superior body: `ĐẢNG BỘ`, in some wards `ĐẢNG ỦY`.
    pub superior: String,
    /// Size of the superior body.
    pub superior_size: Length,
    /// Size of the issuer.
    pub issuer_size: Length,
    /// Size of the number line.
    pub number_size: Length,
    /// Size of `ĐẢNG CỘNG SẢN VIỆT NAM`.
    pub party_size: Length,
    /// Size of place and date.
    pub place_date_size: Length,
}

/// Tên loại, trích yếu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TitleLayout {
    /// Size of the kind.
    pub kind_size: Length,
    /// Exact height of its line.
    pub kind_line: Length,
    /// Size of the summary.
    pub summary_size: Length,
    /// What stands under the summary.
    pub rule: String,
    /// Space before the kind.
    pub before: Length,
}

/// Chữ ký, nơi nhận, ghi chú cuối.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClosingLayout {
    /// Thẩm quyền ký: `T/M CHI BỘ`, in one ward `T/M CHI ỦY`.
    pub authority: String,
    /// Size of authority, position and name.
    pub size: Length,
    /// Empty lines for the signature.
    pub blank_lines: u16,
    /// Size of the list of recipients.
    pub recipients_size: Length,
    /// Exact distance of its lines.
    pub recipients_line: Length,
    /// Size of the note under the signatures.
    pub note_size: Length,
}

/// Bảng trong nội dung.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableLayout {
    /// Size of letters.
    pub size: Length,
    /// Exact distance of lines.
    pub line: Length,
    /// Space between the border and the text, left and right.
    pub padding: Length,
}

impl Layout {
    /// The pack that is in force: 05-HD/VPTW of 2026.
    ///
    /// # Errors
    /// [`PaperError::Layout`] naming the key, were the embedded pack wrong.
    pub fn vptw05_2026() -> Result<Self, PaperError> {
        Self::read(VPTW05_2026.0, VPTW05_2026.1)
    }

    /// Reads a pack; `file` is its name, for errors.
    ///
    /// # Errors
    /// [`PaperError::Layout`] naming the file and the key that is missing, wrong or unknown.
    pub fn read(file: &str, text: &str) -> Result<Self, PaperError> {
        let written: File = toml::from_str(text).map_err(|error| {
            let before = error
                .span()
                .and_then(|span| text.get(..span.start))
                .unwrap_or_default();
            PaperError::Layout {
                file: file.to_owned(),
                key: format!("dòng {}", before.matches('\n').count() + 1),
                why: error.message().to_owned(),
            }
        })?;
        let mut values = Values {
            file,
            sections: written.sections,
        };
        let layout = Self {
            id: written.pack.id,
            page: Page {
                width: values.length("page", "width")?,
                height: values.length("page", "height")?,
                margin_top: values.length("page", "margin_top")?,
                margin_bottom: values.length("page", "margin_bottom")?,
                margin_left: values.length("page", "margin_left")?,
                margin_right: values.length("page", "margin_right")?,
                number_edge: values.length("page", "number_edge")?,
                number_size: values.length("page", "number_size")?,
            },
            body: Body {
                font: values.words("body", "font")?,
                size: values.length("body", "size")?,
                line: values.length("body", "line")?,
                after: values.length("body", "after")?,
                first_line: values.length("body", "first_line")?,
            },
            header: HeaderLayout {
                left_width: values.length("header", "left_width")?,
                right_width: values.length("header", "right_width")?,
                superior: values.words("header", "superior")?,
                superior_size: values.length("header", "superior_size")?,
                issuer_size: values.length("header", "issuer_size")?,
                number_size: values.length("header", "number_size")?,
                party_size: values.length("header", "party_size")?,
                place_date_size: values.length("header", "place_date_size")?,
            },
            title: TitleLayout {
                kind_size: values.length("title", "kind_size")?,
                kind_line: values.length("title", "kind_line")?,
                summary_size: values.length("title", "summary_size")?,
                rule: values.words("title", "rule")?,
                before: values.length("title", "before")?,
            },
            closing: ClosingLayout {
                authority: values.words("closing", "authority")?,
                size: values.length("closing", "size")?,
                blank_lines: values.count("closing", "blank_lines")?,
                recipients_size: values.length("closing", "recipients_size")?,
                recipients_line: values.length("closing", "recipients_line")?,
                note_size: values.length("closing", "note_size")?,
            },
            table: TableLayout {
                size: values.length("table", "size")?,
                line: values.length("table", "line")?,
                padding: values.length("table", "padding")?,
            },
        };
        values.finish()?;
        Ok(layout)
    }
}

/// A pack as it is written.
#[derive(Deserialize)]
struct File {
    pack: Pack,
    #[serde(flatten)]
    sections: BTreeMap<String, BTreeMap<String, Entry>>,
}

/// Which regulation it follows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    id: String,
    #[serde(rename = "number")]
    _number: String,
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "effective")]
    _effective: String,
}

/// One value with where it comes from: a pack without sources is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    value: String,
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "confidence")]
    _confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Confidence {
    Found,
    Memory,
    Design,
}

/// The values of a pack that are not yet taken.
struct Values<'a> {
    file: &'a str,
    sections: BTreeMap<String, BTreeMap<String, Entry>>,
}

impl Values<'_> {
    fn words(&mut self, section: &str, key: &str) -> Result<String, PaperError> {
        let entry = self
            .sections
            .get_mut(section)
            .and_then(|entries| entries.remove(key));
        match entry {
            Some(entry) => Ok(entry.value),
            None => Err(self.error(section, key, "không có trong tệp")),
        }
    }

    fn length(&mut self, section: &str, key: &str) -> Result<Length, PaperError> {
        let words = self.words(section, key)?;
        Length::parse(&words).ok_or_else(|| {
            self.error(
                section,
                key,
                &format!("“{words}” không phải là độ dài như “20 mm” hoặc “14 pt”"),
            )
        })
    }

    fn count(&mut self, section: &str, key: &str) -> Result<u16, PaperError> {
        let words = self.words(section, key)?;
        words
            .parse()
            .map_err(|_| self.error(section, key, &format!("“{words}” không phải là số đếm")))
    }

    /// Refuses what no one asked for: a misspelt key must not be ignored.
    fn finish(&self) -> Result<(), PaperError> {
        let left = self.sections.iter().find_map(|(section, entries)| {
            entries
                .keys()
                .next()
                .map(|key| self.error(section, key, "không được dùng, xem lại tên mục"))
        });
        left.map_or(Ok(()), Err)
    }

    fn error(&self, section: &str, key: &str, why: &str) -> PaperError {
        PaperError::Layout {
            file: self.file.to_owned(),
            key: format!("{section}.{key}"),
            why: why.to_owned(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_pack_in_force_has_the_page_of_the_guidance() {
        let layout = Layout::vptw05_2026().unwrap();
        assert_eq!(layout.id, "VPTW05-2026");
        assert_eq!(
            layout.page.text_width(),
            Length::mm(210) - Length::mm(30) - Length::mm(15)
        );
        assert_eq!(
            (layout.body.size, layout.body.line),
            (Length::pt(14), Length::pt(18))
        );
        assert!(
            layout.header.left_width + layout.header.right_width
                <= layout.page.text_width() + Length::twips(1)
        );
    }

    fn error_of(text: &str) -> String {
        Layout::read("thu.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn errors_name_the_file_and_the_key() {
        let pack = VPTW05_2026.1;
        let wrong = pack.replace(
            r#"first_line = { value = "10 mm""#,
            r#"first_line = { value = "10""#,
        );
        assert!(
            error_of(&wrong).contains("thu.toml, mục “body.first_line”: “10”"),
            "{}",
            error_of(&wrong)
        );
        let missing = pack.replace("first_line = ", "fist_line = ");
        assert!(error_of(&missing).contains("“body.first_line”: không có"));
        let extra = pack.replace(
            "[table]",
            "[table]\ncolour = { value = \"x\", source = \"-\", confidence = \"design\" }",
        );
        assert!(error_of(&extra).contains("“table.colour”: không được dùng"));
    }

    #[test]
    fn a_value_without_a_source_is_refused() {
        let pack = VPTW05_2026.1.replace(r#"source = "S45", "#, "");
        assert!(error_of(&pack).contains("source"));
    }
}
