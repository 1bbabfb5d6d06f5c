//! Họ tên: the order of names, and finding a speaker by a few letters.
//!
//! Vietnamese lists go by tên (the last word), then họ (the first), then đệm (what is between),
//! each by the Vietnamese alphabet: a ă â … d đ … o ô ơ, tones after letters [found: S97].

use std::{cmp::Ordering, sync::LazyLock};

use icu_collator::{
    Collator, CollatorBorrowed,
    options::{CollatorOptions, Strength},
};
use icu_locale_core::locale;

use crate::text::{fold, initials, normalise};

/// The Vietnamese collation; `None` only if the data compiled into the program lacked it, and
/// then names go by their folded letters.
static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    let mut options = CollatorOptions::default();
    // Letters, then tones. NGUYỄN and Nguyễn are one họ, else đệm would never be reached.
    options.strength = Some(Strength::Secondary);
    Collator::try_new(locale!("vi").into(), options).ok()
});

/// The place of a name in a list. Keys compare as the names do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameKey {
    given: Vec<u8>,
    family: Vec<u8>,
    middle: Vec<u8>,
    /// The name itself, so that two devices put look-alikes in the same order.
    whole: String,
}

impl NameKey {
    /// The key of a full name. A name of one word is a tên.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let whole = normalise(name);
        let words: Vec<&str> = whole.split_whitespace().collect();
        let (family, middle, given) = match words.as_slice() {
            [] => ("", String::new(), ""),
            [given] => ("", String::new(), *given),
            [family, middle @ .., given] => (*family, middle.join(" "), *given),
        };
        Self {
            given: sort_key(given),
            family: sort_key(family),
            middle: sort_key(&middle),
            whole,
        }
    }
}

fn sort_key(words: &str) -> Vec<u8> {
    let Some(collator) = COLLATOR.as_ref() else {
        return fold(words).into_bytes();
    };
    let mut key = Vec::new();
    let Ok(()) = collator.write_sort_key_to(words, &mut key);
    key
}

/// The order of two full names.
#[must_use]
pub fn compare(left: &str, right: &str) -> Ordering {
    NameKey::of(left).cmp(&NameKey::of(right))
}

/// Sorts `items` by the name of each.
pub fn sort_by_name<T>(items: &mut [T], name: impl Fn(&T) -> &str) {
    items.sort_by_cached_key(|item| NameKey::of(name(item)));
}

/// Whether a few typed letters mean this name, and how well: lower is better. Accents and case
/// do not matter.
///
/// | rank | typed | finds Đặng Quốc Bảo by |
/// |---|---|---|
/// | 0 | `bao`, `b` | its tên |
/// | 1 | `dang quoc`, `dqb` | its beginning, or all its initials |
/// | 2 | `quoc ba`, `qb` | the words or initials it ends with |
/// | 3 | `quo`, `dq` | any word, or the initials it begins with |
#[must_use]
pub fn matches_prefix(name: &str, typed: &str) -> Option<u8> {
    let name = squeeze(&fold(name));
    let typed = squeeze(&fold(typed));
    let given = name.rsplit(' ').next().unwrap_or_default();
    let letters = initials(&name);
    if given.starts_with(&typed) {
        return Some(0);
    }
    if name.starts_with(&typed) || letters == typed {
        return Some(1);
    }
    let mut tails = name
        .match_indices(' ')
        .filter_map(|(at, _)| name.get(at + 1..));
    if typed.contains(' ') {
        return tails.any(|tail| tail.starts_with(&typed)).then_some(2);
    }
    if typed.chars().count() > 1 && letters.ends_with(&typed) {
        return Some(2);
    }
    if tails.any(|tail| tail.starts_with(&typed)) {
        return Some(3);
    }
    (typed.chars().count() > 1 && letters.starts_with(&typed)).then_some(3)
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(names: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        sort_by_name(&mut names, |name| name);
        names
    }

    #[test]
    fn the_vietnamese_collation_is_there() {
        assert!(COLLATOR.is_some());
    }

    #[test]
    fn names_go_by_given_name_then_family_name_then_middle_name() {
        let right = [
            "Trần Thị An",
            "Đặng Quốc Bảo",
            "Lê Văn Bình",
            "Lê Xuân Bình",
            "Nguyễn Bình",
            "Nguyễn Anh Bình",
            "Phạm Văn Đức",
        ];
        let mut mixed = right;
        mixed.reverse();
        assert_eq!(sorted(&mixed), right);
    }

    #[test]
    fn letters_follow_the_vietnamese_alphabet() {
        let right = [
            "Lê An",
            "Lê Ăn",
            "Lê Ân",
            "Lê Dung",
            "Lê Duy",
            "Lê Đan",
            "Lê Em",
            "Lê Êm",
            "Lê Oanh",
            "Lê Ôn",
            "Lê Ơn",
            "Lê Uyên",
            "Lê Ưng",
        ];
        let mut mixed = right;
        mixed.reverse();
        assert_eq!(sorted(&mixed), right);
    }

    #[test]
    fn tones_come_after_letters_in_their_own_order() {
        let right = [
            "Lê Ba",
            "Lê Bà",
            "Lê Bả",
            "Lê Bã",
            "Lê Bá",
            "Lê Bạ",
            "Lê Bách",
        ];
        let mut mixed = right;
        mixed.reverse();
        assert_eq!(sorted(&mixed), right);
    }

    #[test]
    fn capitals_and_decomposed_letters_change_no_place() {
        assert_eq!(
            sorted(&["NGUYỄN VĂN AN", "Nguye\u{302}\u{303}n Bá An", "Lê Văn An"]),
            ["Lê Văn An", "Nguye\u{302}\u{303}n Bá An", "NGUYỄN VĂN AN"]
        );
    }

    #[test]
    fn a_speaker_is_found_by_name_word_beginning_or_initials() {
        let bao = "Đặng Quốc Bảo";
        for (typed, rank) in [
            ("bao", Some(0)),
            ("B", Some(0)),
            ("bảo", Some(0)),
            ("dang quoc", Some(1)),
            ("dang", Some(1)),
            ("dqb", Some(1)),
            ("quoc b", Some(2)),
            ("qb", Some(2)),
            ("quo", Some(3)),
            ("dq", Some(3)),
            ("ao", None),
            ("bao d", None),
            ("xyz", None),
        ] {
            assert_eq!(matches_prefix(bao, typed), rank, "{typed}");
        }
        assert_eq!(
            matches_prefix(bao, "  "),
            Some(0),
            "nothing typed leaves everyone"
        );
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in "[ABDĐabăâdđeêoôơuư àảã]{0,12}", b in "[ABDĐabăâdđeêoôơuư àảã]{0,12}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert_eq!(compare(&a, &b) == Ordering::Equal, normalise(&a) == normalise(&b));
        }
    }
}
