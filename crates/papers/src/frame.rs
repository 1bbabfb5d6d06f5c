//! A document set against a layout: the words that the layout adds, and the lines of the two
//! header columns. Both renderers print from it, so that they break and rule alike.

use serde::Serialize;

use crate::{
    Block, Capacity, Document, Layout, Length, PaperError, Signer,
    document::{Row, Text},
    fonts::{Fonts, Weight},
};

/// What a renderer prints.
#[derive(Serialize)]
pub(crate) struct Frame<'a> {
    /// The family that the PDF embeds.
    pub(crate) family: &'static str,
    pub(crate) layout: &'a Layout,
    pub(crate) document: &'a Document,
    /// Tổ chức đảng cấp trên, line by line.
    pub(crate) superior: Vec<String>,
    /// Cơ quan ban hành, line by line.
    pub(crate) issuer: Vec<String>,
    /// `ĐẢNG CỘNG SẢN VIỆT NAM`.
    pub(crate) party: &'static str,
    /// How long the rule under it is.
    pub(crate) party_width: Length,
    /// `Nơi nhận:`.
    pub(crate) recipients_title: &'static str,
    pub(crate) left: Option<Signature<'a>>,
    pub(crate) right: Option<Signature<'a>>,
    /// For each block that is a table, for each row, whether it may not be cut by a page.
    pub(crate) whole_rows: Vec<Vec<bool>>,
}

/// Người ký with the words that stand over the name.
#[derive(Serialize)]
pub(crate) struct Signature<'a> {
    /// Bold capitals.
    pub(crate) first: &'a str,
    /// Capitals that are not bold.
    pub(crate) second: Option<&'a str>,
    /// Empty lines for the hand; names on both sides stand on one line.
    pub(crate) blank_lines: u16,
    pub(crate) name: &'a Text,
}

const PARTY: &str = "ĐẢNG CỘNG SẢN VIỆT NAM";

/// A row with more letters in one cell than this may be longer than a page and must be cut.
const LETTERS_OF_A_WHOLE_ROW: usize = 400;

impl<'a> Frame<'a> {
    pub(crate) fn new(document: &'a Document, layout: &'a Layout) -> Result<Self, PaperError> {
        let fonts = Fonts::get()?;
        let header = &layout.header;
        let superior = prefixed(&header.superior, document.header.superior.as_str());
        let issuer = prefixed("CHI BỘ", document.header.issuer.as_str());
        // A little room, lest Word round a line that just fits onto the next.
        let room = header.left_width - Length::mm(1);
        let lines = |text: &str, weight, size| {
            balanced(
                text,
                |line| fonts.width(line, weight, size) <= room,
                |line| fonts.width(line, weight, size),
            )
        };
        let closing = &document.closing;
        let two_lines = [&closing.left, &closing.right]
            .into_iter()
            .flatten()
            .any(|signer| matches!(signer.capacity, Capacity::ForCell { .. }));
        Ok(Self {
            family: crate::fonts::FAMILY,
            layout,
            document,
            superior: lines(&superior, Weight::Regular, header.superior_size),
            issuer: lines(&issuer, Weight::Bold, header.issuer_size),
            party: PARTY,
            party_width: fonts.width(PARTY, Weight::Bold, header.party_size),
            recipients_title: "Nơi nhận:",
            left: closing
                .left
                .as_ref()
                .map(|signer| signature(signer, layout, two_lines)),
            right: closing
                .right
                .as_ref()
                .map(|signer| signature(signer, layout, two_lines)),
            whole_rows: document.blocks.iter().map(whole_rows).collect(),
        })
    }
}

/// `two_lines`: whether anyone signs under two lines.
fn signature<'a>(signer: &'a Signer, layout: &'a Layout, two_lines: bool) -> Signature<'a> {
    let (first, second) = match &signer.capacity {
        Capacity::Role { role } => (role.as_str(), None),
        Capacity::ForCell { office } => (layout.closing.authority.as_str(), Some(office.as_str())),
    };
    let short = two_lines && second.is_none();
    Signature {
        first,
        second,
        blank_lines: layout.closing.blank_lines + u16::from(short),
        name: &signer.name,
    }
}

fn whole_rows(block: &Block) -> Vec<bool> {
    let Block::Table(table) = block else {
        return Vec::new();
    };
    let short = |text: &Text| text.as_str().chars().count() <= LETTERS_OF_A_WHOLE_ROW;
    table
        .rows
        .iter()
        .map(|row| match row {
            Row::Cells { cells } | Row::Total { cells } => cells.iter().all(short),
            Row::Band { text } => short(text),
        })
        .collect()
}

/// `ĐẢNG BỘ PHƯỜNG …` of `Phường …`; a name that has the word already keeps its own.
fn prefixed(word: &str, name: &str) -> String {
    let name = name.trim().to_uppercase();
    let has_word = ["ĐẢNG BỘ ", "ĐẢNG ỦY ", "CHI BỘ ", "CHI ỦY "]
        .iter()
        .any(|own| name.starts_with(own));
    if has_word || name.is_empty() {
        name
    } else {
        format!("{word} {name}")
    }
}

/// Breaks `text` at spaces into as few lines as fit, and those as even as they can be: names
/// read better as `ĐẢNG BỘ PHƯỜNG | TÂN THỚI HÒA` than with one word left over.
fn balanced(
    text: &str,
    fits: impl Fn(&str) -> bool + Copy,
    width: impl Fn(&str) -> Length + Copy,
) -> Vec<String> {
    if fits(text) {
        return vec![text.to_owned()];
    }
    let even = text
        .match_indices(' ')
        .map(|(at, _)| text.split_at(at))
        .map(|(first, second)| (first, second.trim_start()))
        .filter(|(first, second)| fits(first) && fits(second))
        .min_by_key(|(first, second)| width(first).max(width(second)));
    if let Some((first, second)) = even {
        return vec![first.to_owned(), second.to_owned()];
    }
    // Three lines or more: fill them from the top. A single word that doesn't fit stands alone.
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if fits(&format!("{line} {word}")) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn lines(text: &str, letters: usize) -> Vec<String> {
        let count = |line: &str| line.chars().count();
        balanced(
            text,
            |line| count(line) <= letters,
            |line| Length::pt(i32::try_from(count(line)).unwrap()),
        )
    }

    #[test]
    fn long_names_break_evenly() {
        assert_eq!(
            lines("ĐẢNG BỘ PHƯỜNG TÂN THỚI HÒA", 22),
            ["ĐẢNG BỘ PHƯỜNG", "TÂN THỚI HÒA"]
        );
        assert_eq!(lines("CHI BỘ KHU PHỐ 12", 22), ["CHI BỘ KHU PHỐ 12"]);
        assert_eq!(lines("MỘT HAI BA BỐN NĂM", 7), ["MỘT HAI", "BA BỐN", "NĂM"]);
    }

    #[test]
    fn a_name_with_its_word_is_not_given_another() {
        assert_eq!(
            prefixed("ĐẢNG BỘ", "Phường Tân Thới Hòa"),
            "ĐẢNG BỘ PHƯỜNG TÂN THỚI HÒA"
        );
        assert_eq!(prefixed("ĐẢNG BỘ", "Đảng bộ Trường A"), "ĐẢNG BỘ TRƯỜNG A");
        assert_eq!(prefixed("ĐẢNG BỘ", ""), "");
    }
}
