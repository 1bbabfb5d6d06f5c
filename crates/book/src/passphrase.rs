//! Mật khẩu mở sổ: how hard it is to guess, judged by zxcvbn, which knows common passwords, names,
//! dates, rows of keys and their disguises. It knows no Vietnamese, so it is told the words that
//! people here begin with, and looks at the phrase without its marks too: whoever guesses tries
//! both.

use serde::Serialize;
use sochibo_domain::text::{fold, normalise};
use ts_rs::TS;
use zxcvbn::{
    Entropy,
    feedback::Warning,
    matching::{Match, patterns::MatchPattern},
    zxcvbn,
};

use crate::BookError;

/// The shortest passphrase taken, in characters.
const SHORTEST: usize = 8;
/// How many guesses a passphrase must be worth, as a power of ten. One guess costs 64 MiB and a
/// quarter second, so ten million keep a machine busy for a month.
const ENOUGH: f64 = 7.0;
/// From here on nothing is left to advise.
const GOOD: f64 = 9.0;

/// How many words of a name are looked at.
const LONGEST_NAME: usize = 12;

/// What people here choose first, without marks, the commonest first.
const COMMON: &str = include_str!("passphrase.txt");

/// Độ khó đoán.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Strength {
    /// Quá ngắn; refused.
    Short,
    /// Dễ đoán; refused.
    Weak,
    /// Tạm được.
    Fair,
    /// Khó đoán.
    Good,
}

/// How a passphrase would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PassphraseView {
    /// Độ khó đoán.
    pub strength: Strength,
    /// The same in words.
    pub words: &'static str,
    /// What makes it easy, and what would help: empty where nothing is left to say.
    pub advice: String,
    /// Whether it is taken.
    pub enough: bool,
}

/// How `typed` would do as a passphrase. `known` is what whoever finds the laptop knows anyway:
/// the names of the cell and of the ward.
#[must_use]
pub fn judge(typed: &str, known: &[&str]) -> PassphraseView {
    let passphrase = normalise(typed);
    if passphrase.chars().count() < SHORTEST {
        return view(
            Strength::Short,
            "Cần ít nhất 8 ký tự; bốn, năm từ không liên quan nhau là tốt nhất.",
        );
    }
    let plain = fold(&passphrase);
    let joined: String = plain
        .chars()
        .filter(|letter| !letter.is_whitespace() && !"-_.@#".contains(*letter))
        .collect();
    let first = guesses_first(known);
    let first: Vec<&str> = first.iter().map(String::as_str).collect();
    // Spaces and marks between words, which anybody would leave out or put in, are worth nothing.
    let mut worst = zxcvbn(&passphrase, &first);
    for form in [&plain, &joined] {
        let guessed = zxcvbn(form, &first);
        if guessed.guesses_log10() < worst.guesses_log10() {
            worst = guessed;
        }
    }
    let worth = worst.guesses_log10();
    if worth < ENOUGH {
        view(Strength::Weak, advice(&worst, &first))
    } else if worth < GOOD {
        view(
            Strength::Fair,
            "Thêm một từ nữa, không liên quan với các từ kia, thì khó đoán hơn nhiều.",
        )
    } else {
        view(Strength::Good, "")
    }
}

/// A new passphrase in the form in which it is used: UniKey may send letters and marks apart, and
/// it is one phrase whichever way it was typed.
pub(crate) fn passphrase_of(typed: &str, known: &[&str]) -> Result<String, BookError> {
    let judged = judge(typed, known);
    match judged.strength {
        Strength::Short => Err(BookError::WeakPassphrase),
        Strength::Weak => Err(BookError::EasyPassphrase(judged.advice)),
        Strength::Fair | Strength::Good => Ok(normalise(typed)),
    }
}

fn view(strength: Strength, advice: &str) -> PassphraseView {
    PassphraseView {
        strength,
        words: match strength {
            Strength::Short => "Quá ngắn",
            Strength::Weak => "Dễ đoán",
            Strength::Fair => "Tạm được",
            Strength::Good => "Khó đoán",
        },
        advice: advice.to_owned(),
        enough: strength > Strength::Weak,
    }
}

/// The words to be guessed first: those of the cell, one by one and as they follow each other, then
/// the common ones.
fn guesses_first(known: &[&str]) -> Vec<String> {
    let mut words = Vec::new();
    for name in known {
        let name = fold(name);
        let parts: Vec<&str> = name.split_whitespace().take(LONGEST_NAME).collect();
        for from in 0..parts.len() {
            for to in from + 1..=parts.len() {
                words.push(parts[from..to].concat());
                words.push(parts[from..to].join(" "));
            }
        }
    }
    words.retain(|word| word.chars().count() > 1);
    words.extend(COMMON.lines().map(str::trim).map(str::to_owned));
    words
}

/// What makes it easy to guess, in one sentence, and what would help.
fn advice(entropy: &Entropy, first: &[&str]) -> &'static str {
    let known = |found: &Match| match &found.pattern {
        MatchPattern::Dictionary(word) => first.contains(&word.matched_word.as_str()),
        _ => false,
    };
    let warning = entropy
        .feedback()
        .and_then(zxcvbn::feedback::Feedback::warning);
    match warning {
        _ if entropy.sequence().iter().any(known) => {
            "Có từ mà ai cũng thử trước (tên chi bộ, họ tên, từ thường gặp). Dùng bốn, năm từ không liên quan nhau."
        }
        Some(
            Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess
            | Warning::SequencesLikeAbcAreEasyToGuess,
        ) => {
            "Dãy phím liền nhau hoặc dãy số như 123456 rất dễ đoán. Dùng bốn, năm từ không liên quan nhau."
        }
        Some(
            Warning::RepeatsLikeAaaAreEasyToGuess
            | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess,
        ) => {
            "Lặp lại một chữ hay một từ không làm khó đoán hơn. Dùng bốn, năm từ không liên quan nhau."
        }
        Some(Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess) => {
            "Ngày tháng và năm rất dễ đoán. Bỏ ngày sinh, ngày kỷ niệm; dùng bốn, năm từ không liên quan nhau."
        }
        Some(
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword
            | Warning::ThisIsSimilarToACommonlyUsedPassword,
        ) => {
            "Mật khẩu này nhiều người dùng nên bị thử trước tiên. Dùng bốn, năm từ không liên quan nhau."
        }
        _ => "Thêm một, hai từ nữa, không liên quan với nhau. Chữ hoa, chữ số không cần thiết.",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CELL: [&str; 2] = ["Khu phố 12", "Phường Tân Thới Hòa"];

    #[test]
    fn what_everybody_tries_first_is_refused_with_advice() {
        for easy in [
            "matkhau123",
            "mật khẩu",
            "Chibo2026",
            "chi bộ khu phố 12",
            "KhuPho12@2026",
            "tân thới hòa",
            "dangcongsan",
            "Đảng Cộng sản",
            "nguyenvanan",
            "19051890",
            "02/09/1945",
            "12345678",
            "qwertyuiop",
            "aaaaaaaaaaaa",
            "anhyeuem",
            "password1",
            "hochiminh1890",
        ] {
            let judged = judge(easy, &CELL);
            assert_eq!(judged.strength, Strength::Weak, "{easy}: {judged:?}");
            assert!(!judged.enough && judged.advice.ends_with('.'), "{easy}");
        }
    }

    #[test]
    fn a_few_words_that_have_nothing_to_do_with_each_other_are_taken() {
        for hard in [
            "hoa phượng đỏ tháng năm",
            "Mùa xuân năm ấy",
            "câu mới dễ nhớ",
            "câu đã quên mất",
            "câu của máy bí thư",
            "câu mới của tôi",
            "correct horse battery staple",
            "xe đạp cũ, ba con gà trống",
            "T4m!u9-Qx",
        ] {
            let judged = judge(hard, &CELL);
            assert!(judged.enough, "{hard}: {judged:?}");
        }
    }

    #[test]
    fn the_names_of_the_cell_count_for_nothing_only_where_they_are_known() {
        let name = "bình trưng đông";
        assert!(judge(name, &[]).enough);
        assert!(!judge(name, &["Bình Trưng Đông"]).enough);
    }

    #[test]
    fn a_short_one_is_refused_by_its_length() {
        let judged = judge("xkq7!p", &[]);
        assert_eq!(judged.strength, Strength::Short);
        assert!(matches!(
            passphrase_of("ngắn", &[]),
            Err(BookError::WeakPassphrase)
        ));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn anything_that_can_be_typed_is_judged(typed in ".{0,40}") {
            let judged = judge(&typed, &CELL);
            prop_assert_eq!(judged.enough, passphrase_of(&typed, &CELL).is_ok());
        }
    }
}
