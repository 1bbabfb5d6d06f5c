//! Sửa chữ: what is wrong with the letters of a text, and the text as it should be. The book never
//! does this by itself: it shows both side by side, and a person says yes.

use super::{legacy, normalise};

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Letters and marks apart, look-alikes of Đ, signs that nobody sees.
    Composition,
    /// TCVN3 or VNI.
    OldEncoding(&'static str),
}

impl Flaw {
    /// After `chữ`: `bảng mã cũ TCVN3`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Composition => "chưa đúng chuẩn Unicode dựng sẵn".to_owned(),
            Self::OldEncoding(name) => format!("gõ bằng bảng mã cũ {name}"),
        }
    }
}

/// A text put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// As it should be.
    pub text: String,
    /// What was wrong.
    pub why: Flaw,
}

/// The text as it should be; `None` where nothing is wrong with it.
#[must_use]
pub fn mended(text: &str) -> Option<Mended> {
    if let Some((name, meant)) = legacy::read(text) {
        return Some(Mended {
            text: normalise(&meant),
            why: Flaw::OldEncoding(name),
        });
    }
    let seen: String = text.chars().filter(|c| !unseen(*c)).collect();
    let clean = normalise(&seen);
    // Spaces at the end of a line are nobody's concern.
    let letters =
        |text: &str| -> Vec<char> { text.chars().filter(|c| !c.is_whitespace()).collect() };
    (letters(&clean) != letters(text)).then_some(Mended {
        text: clean,
        why: Flaw::Composition,
    })
}

/// Signs that print as nothing and only keep a search from finding the word. The joiners stay:
/// without them some pictures of faces fall apart.
fn unseen(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(
            c,
            '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn proper_text_is_left_alone() {
        for text in ["Đồng chí nhất trí.", "một\nhai\tba", "👨‍👩‍👧", ""] {
            assert_eq!(mended(text), None, "{text}");
        }
    }

    #[test]
    fn marks_apart_and_unseen_signs_are_put_right() {
        let mend = |text| mended(text).map(|one| (one.text, one.why));
        let composed = |text: &str| Some((text.to_owned(), Flaw::Composition));
        assert_eq!(mend("Nguye\u{302}\u{303}n"), composed("Nguyễn"));
        assert_eq!(mend("chi\u{200B} bộ\u{FEFF}"), composed("chi bộ"));
        assert_eq!(mend("\u{D0}ặng"), composed("Đặng"));
    }

    #[test]
    fn an_old_encoding_is_named() {
        let one = mended("§ång chÝ nhÊt trÝ").unwrap();
        assert_eq!(one.text, "Đồng chí nhất trí");
        assert!(one.why.words().contains("TCVN3"));
    }

    proptest! {
        #[test]
        fn what_was_mended_needs_no_mending(text in any::<String>()) {
            if let Some(one) = mended(&text) {
                let again = mended(&one.text);
                prop_assert!(
                    again.as_ref().is_none_or(|again| again.why != Flaw::Composition),
                    "{:?} {:?}", one, again
                );
            }
        }

        #[test]
        fn whatever_is_typed_in_vietnamese_is_never_taken_for_an_old_encoding(
            text in "[a-zđĐàáảãạăằắẳẵặâầấẩẫậèéêềếểễệìíòóôồốộơờớợùúưừứựỳý ,.]{0,60}"
        ) {
            let one = mended(&text);
            prop_assert!(one.is_none_or(|one| one.why == Flaw::Composition));
        }
    }
}
