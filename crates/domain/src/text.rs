//! Chữ Việt: what is done to text when it enters the book, and the form that searches compare
//! (`domain.md` §9).

mod legacy;
mod mend;

pub use mend::{Flaw, Mended, mended};

use std::borrow::Cow;

use unicode_normalization::{
    IsNormalized, UnicodeNormalization,
    char::{decompose_canonical, is_combining_mark},
    is_nfc_quick,
};

/// The form in which every text enters the book: NFC, the look-alikes of Đ made Đ, lines ending
/// in `\n` without spaces before it. Nothing else is ever changed: not the case, not `uỷ` to
/// `ủy`, not what a person chose to write.
#[must_use]
pub fn normalise(text: &str) -> String {
    // Nearly every text is as it should be: then it is only looked at.
    let whole = if is_nfc_quick(text.chars()) == IsNormalized::Yes && !text.contains(FOREIGN) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(compose(text))
    };
    let mut lines = whole
        .split('\n')
        .map(|line| line.trim_end_matches(is_space));
    let mut out = String::with_capacity(whole.len());
    out.extend(lines.next());
    for line in lines {
        out.push('\n');
        out.push_str(line);
    }
    out
}

/// What is written in another way wherever it stands.
const FOREIGN: [char; 4] = ['\r', '\u{D0}', '\u{189}', '\u{F0}'];

fn compose(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            // Eth and African D look like Đ in every font, and find nothing in a search.
            '\u{D0}' | '\u{189}' => 'Đ',
            '\u{F0}' => 'đ',
            other => other,
        })
        .nfc()
        .collect()
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}')
}

/// The form that searches compare: no case, no marks, đ as d. `Uỷ` and `Ủy` are both `uy`.
/// Letters of other alphabets stay (`ß` is `ß`); nothing is split or joined.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        // Letter by letter: marks change places with each other only, and all of them go.
        for lower in c.to_lowercase() {
            decompose_canonical(lower, |part| match part {
                // đ has no decomposition, so taking marks away leaves it as it is.
                'đ' | 'Đ' | '\u{D0}' | '\u{F0}' | '\u{189}' | '\u{256}' => out.push('d'),
                mark if is_combining_mark(mark) => {}
                other => out.extend(other.to_lowercase()),
            });
        }
    }
    out
}

/// The first letters of the words, folded: `Đặng Quốc Bảo` gives `dqb`.
#[must_use]
pub fn initials(text: &str) -> String {
    fold(text)
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decomposed_text_is_composed() {
        assert_eq!(
            normalise("Nguye\u{302}\u{303}n Vie\u{323}\u{302}t"),
            "Nguyễn Việt"
        );
    }

    #[test]
    fn look_alikes_of_d_become_d() {
        assert_eq!(
            normalise("\u{D0}ặng \u{189}ức, \u{F0}ồng chí"),
            "Đặng Đức, đồng chí"
        );
    }

    #[test]
    fn only_line_ends_and_the_spaces_before_them_are_touched() {
        assert_eq!(
            normalise("  một  hai \t\r\n ba\u{A0}\n\n"),
            "  một  hai\n ba\n\n"
        );
    }

    #[test]
    fn tone_placement_is_never_rewritten_but_folds_alike() {
        assert_eq!(
            normalise("uỷ viên, ủy viên, hoà, hòa"),
            "uỷ viên, ủy viên, hoà, hòa"
        );
        assert_ne!("uỷ", "ủy");
        assert_eq!(fold("Uỷ"), "uy");
        assert_eq!(fold("Ủy"), "uy");
    }

    #[test]
    fn folding_reaches_d_and_letters_with_two_marks() {
        assert_eq!(fold("ĐẢNG BỘ Đức"), "dang bo duc");
        assert_eq!(fold("ưỡ ệ Ẩ ộ"), "uo e a o");
        assert_eq!(fold("\u{D0}\u{189}\u{F0}"), "ddd");
        assert_eq!(fold("Nguye\u{302}\u{303}n"), fold("Nguyễn"));
    }

    #[test]
    fn other_alphabets_survive_folding() {
        assert_eq!(fold("Straße"), "straße");
        assert_eq!(fold("STRAẞE"), "straße");
        assert_eq!(fold("東京 №1"), "東京 №1");
    }

    #[test]
    fn initials_are_the_first_letters_folded() {
        assert_eq!(initials("  Đặng Quốc  Bảo "), "dqb");
        assert_eq!(initials(""), "");
    }

    proptest! {
        #[test]
        fn normalising_twice_is_normalising_once(text in any::<String>()) {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn letter_by_letter_is_folded_as_the_whole(text in any::<String>()) {
            let whole: String = text
                .chars()
                .flat_map(char::to_lowercase)
                .nfd()
                .filter(|c| !is_combining_mark(*c))
                .map(|c| if "đĐ\u{D0}\u{F0}\u{189}\u{256}".contains(c) { 'd' } else { c })
                .flat_map(char::to_lowercase)
                .collect();
            prop_assert_eq!(fold(&text), whole);
        }

        #[test]
        fn a_text_that_is_as_it_should_be_is_written_as_any_other_would(
            text in "[a-zàđĐÐð\u{300}\u{323}\u{189}e\n\r ]{0,12}"
        ) {
            prop_assert_eq!(normalise(&text), normalise(&compose(&text)));
        }

        #[test]
        fn normalised_text_folds_as_it_did_before(text in "[a-zA-ZàáâãèéêìíòóôõùúăđĩũơưạảấầĐÐ ]{0,40}") {
            prop_assert_eq!(fold(&normalise(&text)), fold(text.trim_end_matches(' ')));
        }
    }
}
