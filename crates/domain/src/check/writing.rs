//! R21: chữ không đúng chuẩn Unicode dựng sẵn (NFC) hoặc gõ bằng bảng mã cũ.

use crate::{number::count, text::mended};

use super::{Found, Level, Place, Rule, len};

/// A text that people wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFacts {
    /// What it is: `ý kiến của đồng chí Lê Văn An, mục 11`.
    pub what: String,
    /// The words.
    pub text: String,
}

/// One finding for all of them: they are looked at side by side and mended at once.
pub(super) fn check(texts: &[TextFacts], found: &mut Found<'_>) {
    let wrong: Vec<_> = texts
        .iter()
        .filter_map(|one| Some((one, mended(&one.text)?)))
        .collect();
    if let [(first, mended), rest @ ..] = wrong.as_slice() {
        let others = if rest.is_empty() { "" } else { ", …" };
        let text = format!(
            "{} chỗ có chữ {}: {}{others}. Xem từng chỗ rồi sửa một lần.",
            count(len(&wrong)),
            mended.why.words(),
            first.what
        );
        found.add(Rule::R21, Level::Warn, Place::Words, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{MeetingFacts, tests::whole};

    #[test]
    fn words_in_an_old_encoding_are_found_once_with_their_number() {
        let text = |text: &str| TextFacts {
            what: "ý kiến, mục 11".to_owned(),
            text: text.to_owned(),
        };
        let facts = MeetingFacts {
            texts: vec![
                text("Đồng chí nhất trí."),
                text("§ång chÝ nhÊt trÝ víi dù th¶o."),
                text("Nguye\u{302}\u{303}n"),
            ],
            ..MeetingFacts::default()
        };
        let found = whole(&facts);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule, found[0].level), (Rule::R21, Level::Warn));
        assert!(found[0].text.starts_with("02 chỗ"), "{}", found[0].text);
    }
}
