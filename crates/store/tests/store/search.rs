//! Search: without accents, whatever a person types.

use proptest::prelude::*;
use sochibo_domain::{Criticism, Member, Statement, Visibility};
use sochibo_store::Store;
use uuid::Uuid;

use crate::desk::{Desk, NOW, criticism, member, put, say};

fn filled(desk: &Desk) -> Store {
    let mut store = desk.open();
    put(&mut store, |gate| {
        gate.put::<Member>(Uuid::from_u128(1).into(), &member("Đặng Thị Ánh"))
    });
    say(&mut store, 2, "Đề nghị phường sửa đèn đường hẻm 47");
    say(&mut store, 3, "Nhất trí với dự thảo NEAR và OR");
    store
}

fn hits(store: &Store, words: &str) -> Vec<u128> {
    let mut ids: Vec<u128> = store
        .read()
        .search(words, 50)
        .unwrap()
        .iter()
        .map(|hit| hit.id.as_u128())
        .collect();
    ids.sort_unstable();
    ids
}

#[test]
fn words_are_found_with_and_without_accents() {
    let desk = Desk::new(1);
    let store = filled(&desk);
    for words in ["Đặng Thị Ánh", "dang thi anh", "ĐẶNG", "đang", "anh dang"] {
        assert_eq!(hits(&store, words), [1], "{words}");
    }
    for words in ["đèn đường", "den duong", "DEN ĐUONG", "de\u{300}n"] {
        assert_eq!(hits(&store, words), [2], "{words}");
    }
}

#[test]
fn the_beginning_of_a_word_finds_it_and_all_words_must_be_there() {
    let desk = Desk::new(1);
    let store = filled(&desk);
    assert_eq!(hits(&store, "phuo"), [2]);
    assert_eq!(hits(&store, "he 4"), [2]);
    assert_eq!(hits(&store, "uong"), [] as [u128; 0]);
    assert_eq!(hits(&store, "phuong thao"), [] as [u128; 0]);
    // Đèn, đường, đề nghị; Đặng; dự thảo.
    assert_eq!(hits(&store, "d"), [1, 2, 3]);
}

#[test]
fn the_syntax_of_the_index_is_only_text() {
    let desk = Desk::new(1);
    let store = filled(&desk);
    let typed = [
        "\"",
        "\"\"",
        "'",
        "*",
        "-",
        "^",
        "(",
        ")",
        "a*",
        "- anh",
        "NEAR",
        "NEAR(",
        "NEAR(a b, 2)",
        "AND",
        "OR",
        "NOT",
        "title:anh",
        "{title}: x",
        "+",
        "\"anh",
        "anh\"",
        "%",
        "_",
        "\\",
        "\0",
        "anh\0x",
        "😀",
        "ⓐ",
        "ⅷ",
        "ﬁ",
        "a\u{301}",
        "\u{301}",
        "٣",
        "漢字",
        "…",
        "",
        "   ",
        ";DROP TABLE search",
    ];
    for words in typed {
        assert!(store.read().search(words, 50).is_ok(), "{words:?}");
    }
    assert_eq!(hits(&store, "NEAR"), [3]);
    assert_eq!(hits(&store, "\"nhất\" - (trí)*"), [3]);
    assert_eq!(hits(&store, "  "), [] as [u128; 0]);
}

#[test]
fn what_was_changed_is_found_by_its_new_words_only() {
    let desk = Desk::new(1);
    let mut store = filled(&desk);
    say(&mut store, 2, "Đã sửa xong");
    assert_eq!(hits(&store, "den duong"), [] as [u128; 0]);
    assert_eq!(hits(&store, "sua xong"), [2]);
}

#[test]
fn what_was_removed_is_not_found_until_it_is_brought_back() {
    let desk = Desk::new(1);
    let mut store = filled(&desk);
    store
        .transact(NOW, |gate| {
            gate.remove::<Statement>(Uuid::from_u128(2).into())
        })
        .unwrap();
    assert_eq!(hits(&store, "den duong"), [] as [u128; 0]);
    say(&mut store, 2, "Đề nghị phường sửa đèn đường hẻm 47");
    assert_eq!(hits(&store, "den duong"), [2]);
}

#[test]
fn criticism_is_never_found() {
    let desk = Desk::new(1);
    let mut store = filled(&desk);
    for (n, visibility) in [
        (10, Visibility::Internal),
        (11, Visibility::Committee),
        (12, Visibility::Secretary),
    ] {
        put(&mut store, |gate| {
            gate.put::<Criticism>(
                Uuid::from_u128(n).into(),
                &criticism("Đi họp muộn nhiều lần", visibility),
            )
        });
    }
    assert_eq!(store.read().list::<Criticism>().unwrap().len(), 3);
    for words in ["di hop muon", "muon", "nhieu"] {
        assert_eq!(hits(&store, words), [] as [u128; 0]);
    }
    assert!(store.repair().unwrap().ok());
    assert_eq!(hits(&store, "muon"), [] as [u128; 0]);
}

#[test]
fn a_hit_shows_the_words_as_they_were_written() {
    let desk = Desk::new(1);
    let store = filled(&desk);
    let hit = store.read().search("den", 1).unwrap().remove(0);
    assert_eq!(
        (hit.kind.as_str(), hit.title.as_str()),
        ("statement", "Ông Tám")
    );
    assert_eq!(hit.snippet, "Đề nghị phường sửa đèn đường hẻm 47");
    assert_eq!(hit.parent, Some(Uuid::from_u128(7)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn nothing_typed_makes_the_search_fall(typed in prop::collection::vec(any::<String>(), 40)) {
        let desk = Desk::new(1);
        let mut store = filled(&desk);
        for words in typed {
            prop_assert!(store.read().search(&words, 50).is_ok(), "{words:?}");
            if !words.trim().is_empty() {
                // The snippet is cut from whatever was said.
                say(&mut store, 20, &words);
                prop_assert!(store.read().search(&words, 50).is_ok(), "{words:?}");
            }
        }
    }
}

#[test]
fn what_was_just_saved_is_found_and_so_is_what_was_written_later_than_it() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    // Past the point at which the words of several are written together, and somewhat further.
    for n in 1..=150 {
        say(&mut store, n, &format!("câu số {n}"));
        let hits = store.read().search(&format!("so {n}"), 999).unwrap();
        assert!(!hits.is_empty(), "{n}");
        assert_eq!(store.read().search("cau", 999).unwrap().len(), n as usize);
    }
    for n in [3, 149] {
        say(&mut store, n, "đổi hẳn");
        put(&mut store, |gate| {
            gate.remove::<Statement>(Uuid::from_u128(n + 1).into())?;
            Ok(true)
        });
    }
    assert_eq!(store.read().search("doi han", 9).unwrap().len(), 2);
    assert_eq!(store.read().search("cau", 999).unwrap().len(), 146);
    assert!(store.check(false).unwrap().ok());
    assert!(store.repair().unwrap().ok());
    assert_eq!(store.read().search("cau", 999).unwrap().len(), 146);
}
