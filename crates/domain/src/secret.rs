//! Dấu độ mật: state secrets do not belong in this book (`domain.md` §10.1, R20).
//!
//! The grade is looked for where a paper carries it: alone in its line or box, after "độ mật:",
//! or as "tài liệu bí mật nhà nước". The word alone proves nothing: mật ong, bảo mật, mật độ and
//! thân mật pass. Text is read as it is, as TCVN3 and VNI bytes shown as Latin, and with its
//! letters spaced out.

use serde_json::Value;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Which rule found a mark: all that may be written down of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkRule {
    /// A grade alone in its line or box.
    Alone,
    /// "Độ mật: …".
    Label,
    /// "Tài liệu bí mật nhà nước".
    Document,
}

impl MarkRule {
    /// The name under which it is logged.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Alone => "R20-1",
            Self::Label => "R20-2",
            Self::Document => "R20-3",
        }
    }
}

/// The mark of a state secret in `text`, if there is one.
#[must_use]
pub fn find_mark(text: &str) -> Option<MarkRule> {
    readings(text)
        .iter()
        .find_map(|text| text.lines().find_map(mark_of_line))
}

/// The lines of `text` that carry a mark, each as it reads.
#[must_use]
pub fn marked_lines(text: &str) -> Vec<String> {
    let readings = readings(text);
    let lines = readings.iter().flat_map(|text| text.lines());
    lines
        .filter(|line| mark_of_line(line).is_some())
        .map(|line| line.trim().to_owned())
        .collect()
}

fn mark_of_line(line: &str) -> Option<MarkRule> {
    if !names_a_grade(line) {
        return None;
    }
    label(line)
        .or_else(|| document(line))
        .or_else(|| alone(line))
}

/// Whether "mật" or "mat" can be read in a line, whatever stands between the letters: every mark has
/// one of them, and most lines that people write have neither. One pass, since each text that is
/// saved goes through here.
fn names_a_grade(line: &str) -> bool {
    let mut read = 0;
    for c in line.chars().filter(|c| c.is_alphabetic()) {
        read = match (read, c) {
            (1, 'ậ' | 'Ậ' | 'a' | 'A') => 2,
            (2, 't' | 'T') => return true,
            (_, 'm' | 'M') => 1,
            _ => 0,
        };
    }
    false
}

/// Like [`find_mark`], for a text that a person is still typing: the line at its end may yet
/// become "mật ong", so a grade that stands there is one only in capitals.
#[must_use]
pub fn find_mark_while_typing(text: &str) -> Option<MarkRule> {
    let (settled, last) = text.rsplit_once('\n').unwrap_or(("", text));
    let shouted = |text: &str| !text.chars().any(char::is_lowercase);
    find_mark(settled)
        .or_else(|| find_mark(last).filter(|rule| *rule != MarkRule::Alone || shouted(last.trim())))
}

/// Looks through every text of a JSON value, and through JSON that is kept inside a text: the
/// minutes in a report.
#[must_use]
pub fn find_mark_in(value: &Value, find: fn(&str) -> Option<MarkRule>) -> Option<MarkRule> {
    marked(value, find).first().map(|(rule, _)| *rule)
}

/// Every text of a JSON value that carries a mark, with the rule.
#[must_use]
pub fn marked(value: &Value, find: fn(&str) -> Option<MarkRule>) -> Vec<(MarkRule, String)> {
    let mut found = Vec::new();
    walk(value, find, &mut found);
    found
}

fn walk(value: &Value, find: fn(&str) -> Option<MarkRule>, found: &mut Vec<(MarkRule, String)>) {
    match value {
        Value::String(text) => {
            let inner = text.trim_start().starts_with(['{', '[']);
            match serde_json::from_str::<Value>(text) {
                Ok(inside @ (Value::Object(_) | Value::Array(_))) if inner => {
                    walk(&inside, find, found);
                }
                _ => found.extend(find(text).map(|rule| (rule, text.clone()))),
            }
        }
        Value::Array(values) => values.iter().for_each(|value| walk(value, find, found)),
        Value::Object(fields) => fields.values().for_each(|value| walk(value, find, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text in one spelling (NFKC), and what it would say if its letters were of an old font.
fn readings(text: &str) -> Vec<String> {
    let as_it_is = is_nfkc_quick(text.chars()) == IsNormalized::Yes && !text.contains(is_invisible);
    let one_spelling = if as_it_is {
        text.to_owned()
    } else {
        let shown = text.chars().filter(|c| !is_invisible(*c));
        shown.nfkc().collect()
    };
    let plain = one_spelling
        .replace("\r\n", "\n")
        .replace(['\r', '\u{B}', '\u{C}', '\u{2028}', '\u{2029}'], "\n");
    let mut readings = Vec::with_capacity(3);
    // Ë stands for ậ in TCVN3 and is no letter of Vietnamese: without it there is no mark to find.
    // The text as it came: NFKC would take letters of the old font (ª, µ) for others.
    if text.contains(['Ë', 'ë']) {
        readings.push(text.chars().map(tcvn3).collect());
    }
    if text.contains(['Ä', 'ä']) {
        readings.push(vni(&plain));
    }
    readings.push(plain);
    readings
}

/// Marks that show nothing: zero-width spaces and joiners, soft hyphens, byte order marks.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// A letter of a TCVN3 font, of those that the marks are written with. Its capitals are the small
/// letters in another font, so Ë and ë are both ậ.
fn tcvn3(c: char) -> char {
    match c {
        'Ë' | 'ë' => 'ậ',
        'è' => 'ố',
        'È' => 'Ố',
        'Ö' | 'ö' => 'ệ',
        'é' => 'ộ',
        'É' => 'Ộ',
        '®' => 'đ',
        '§' => 'Đ',
        'µ' => 'à',
        'Ý' => 'í',
        '\u{AD}' => 'ư',
        'í' => 'ớ',
        other => other,
    }
}

/// A text of a VNI font, as far as the marks are written with it.
fn vni(text: &str) -> String {
    const PAIRS: [(&str, &str); 14] = [
        ("aä", "ậ"),
        ("AÄ", "Ậ"),
        ("oá", "ố"),
        ("OÁ", "Ố"),
        ("eä", "ệ"),
        ("EÄ", "Ệ"),
        ("oä", "ộ"),
        ("OÄ", "Ộ"),
        ("aø", "à"),
        ("AØ", "À"),
        ("öôù", "ướ"),
        ("ÖÔÙ", "ƯỚ"),
        ("ñ", "đ"),
        ("Ñ", "Đ"),
    ];
    PAIRS
        .iter()
        .fold(text.to_owned(), |text, (old, new)| text.replace(old, new))
}

/// A grade alone in its line or in a cell of it, in whatever case; or set apart within the line
/// by brackets, dashes or a colon, in capitals.
fn alone(line: &str) -> Option<MarkRule> {
    let cells = line.replace("   ", "\t");
    let in_cell = cells
        .split(['\t', '|', '│', '║', '┃', '¦'])
        .any(|cell| is_grade(cell, false));
    let apart = line.replace(" - ", "—");
    let in_box = apart
        .split([
            '\t', '|', '│', '║', '[', ']', '(', ')', '{', '}', '<', '>', '«', '»', '“', '”', '"',
            '—', '–', ':', ';', '/', '*', '=', '•',
        ])
        .any(|part| is_grade(part, true));
    (in_cell || in_box).then_some(MarkRule::Alone)
}

/// Whether nothing but a grade stands here, however its letters are spaced.
fn is_grade(part: &str, in_capitals: bool) -> bool {
    if part.chars().any(|c| c.is_numeric()) {
        return false;
    }
    let letters: String = part.chars().filter(|c| c.is_alphabetic()).collect();
    let shouted = !letters.chars().any(char::is_lowercase);
    if in_capitals && !shouted {
        return false;
    }
    match letters.to_lowercase().as_str() {
        "mật" | "tốimật" | "tuyệtmật" | "tuyệtđốimật" | "toimat" | "tuyetmat" => {
            true
        }
        // Without its marks it may be mặt, mất or mát; in capitals that is what a stamp looks like.
        "mat" => shouted,
        _ => false,
    }
}

/// "Độ mật: …", unless what follows says that there is none.
fn label(line: &str) -> Option<MarkRule> {
    const NONE: [&str; 4] = ["không", "thường", "bình thường", "khong"];
    let line = line.to_lowercase();
    let words: String = line.split_whitespace().collect::<Vec<_>>().join(" ");
    for label in ["độ mật", "do mat", "mức độ mật", "đ ộ m ậ t"] {
        for (at, _) in words.match_indices(label) {
            if words[..at]
                .chars()
                .next_back()
                .is_some_and(char::is_alphanumeric)
            {
                continue;
            }
            let rest = words[at + label.len()..].trim_start();
            let after = rest.trim_start_matches([':', '.', '-', '–', '=', '…', ' ']);
            let named =
                rest.starts_with([':', '=']) && !NONE.iter().any(|no| after.starts_with(no));
            let graded = after
                .split(['(', ',', ';', '.'])
                .next()
                .is_some_and(|word| is_grade(word, false));
            if named || graded {
                return Some(MarkRule::Label);
            }
        }
    }
    None
}

/// "Tài liệu bí mật nhà nước" as a mark; to speak of protecting such papers is no mark.
fn document(line: &str) -> Option<MarkRule> {
    const ABOUT: [&str; 8] = [
        "bảo vệ",
        "quản lý",
        "giữ gìn",
        "lộ",
        "lọt",
        "làm mất",
        "không soạn",
        "không lưu",
    ];
    let line = line.to_lowercase();
    let words: String = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    ["tài liệu bí mật nhà nước", "tai lieu bi mat nha nuoc"]
        .iter()
        .filter_map(|mark| Some(words[..words.find(mark)?].trim_end()))
        .any(|before| !ABOUT.iter().any(|about| before.ends_with(about)))
        .then_some(MarkRule::Document)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn marks_are_found_however_they_are_written() {
        for (text, rule) in [
            ("MẬT", MarkRule::Alone),
            ("Mật", MarkRule::Alone),
            ("TỐI MẬT", MarkRule::Alone),
            ("tuyệt mật", MarkRule::Alone),
            ("  *** TUYỆT MẬT ***  ", MarkRule::Alone),
            ("[MẬT]", MarkRule::Alone),
            ("| TỐI MẬT |", MarkRule::Alone),
            ("┌─────┐\n│ MẬT │\n└─────┘", MarkRule::Alone),
            ("M Ậ T", MarkRule::Alone),
            ("T Ố I  M Ậ T", MarkRule::Alone),
            ("T.U.Y.Ệ.T  M.Ậ.T", MarkRule::Alone),
            ("T\u{200B}ỐI M\u{AD}ẬT", MarkRule::Alone),
            ("MA\u{302}\u{323}T", MarkRule::Alone),
            ("MA\u{323}\u{302}T", MarkRule::Alone),
            ("ＭẬＴ", MarkRule::Alone),
            ("TOI MAT", MarkRule::Alone),
            ("TUYET MAT", MarkRule::Alone),
            ("MAT", MarkRule::Alone),
            ("MËT", MarkRule::Alone),
            ("TèI MËT", MarkRule::Alone),
            ("tuyÖt mËt", MarkRule::Alone),
            ("MAÄT", MarkRule::Alone),
            ("TOÁI MAÄT", MarkRule::Alone),
            ("TUYEÄT MAÄT", MarkRule::Alone),
            ("ĐẢNG BỘ PHƯỜNG\nTỐI MẬT\nBÁO CÁO", MarkRule::Alone),
            ("BÁO CÁO\r\nMẬT\r\nSố 12", MarkRule::Alone),
            ("MẬT\tSố: 12-BC/CB", MarkRule::Alone),
            ("TỐI MẬT    Số: 12-BC/CB", MarkRule::Alone),
            ("Báo cáo [TỐI MẬT] quý III", MarkRule::Alone),
            ("Số 12-BC/CB - TUYỆT MẬT", MarkRule::Alone),
            ("Cấp độ: TỐI MẬT", MarkRule::Alone),
            ("Độ mật: Tối mật", MarkRule::Label),
            ("ĐỘ MẬT: A", MarkRule::Label),
            ("Văn bản có độ mật: tuyệt mật", MarkRule::Label),
            ("độ mật Tối mật", MarkRule::Label),
            ("®é mËt: tèi mËt", MarkRule::Label),
            ("TÀI LIỆU BÍ MẬT NHÀ NƯỚC", MarkRule::Document),
            (
                "Đây là tài liệu bí mật nhà nước, không sao chụp",
                MarkRule::Document,
            ),
            ("tµi liÖu bÝ mËt nhµ n\u{AD}íc", MarkRule::Document),
            ("taøi lieäu bí maät nhaø nöôùc", MarkRule::Document),
            ("TAI LIEU BI MAT NHA NUOC", MarkRule::Document),
        ] {
            assert_eq!(find_mark(text), Some(rule), "{text:?}");
        }
    }

    #[test]
    fn false_friends_pass() {
        for text in [
            "",
            "mật ong",
            "Mật ong rừng Cần Giờ",
            "MẬT ONG",
            "bảo mật",
            "mật độ dân cư: 30 nghìn người/km²",
            "Mật độ xây dựng 60 %",
            "thân mật",
            "bí mật gia đình",
            "BÍ MẬT",
            "bỏ phiếu bí mật",
            "mật khẩu",
            "chế độ mật khẩu: đổi mỗi quý",
            "quan hệ mật thiết",
            "mật mía, mật ong",
            "đồng chí Trần Thị Mật",
            "TRẦN THỊ MẬT",
            "Mất",
            "mặt",
            "mát",
            "mat",
            "Tối mắt",
            "tối mặt",
            "mật vụ; mật thám; mật mã",
            "Luật Bảo vệ bí mật nhà nước",
            "tuyên truyền công tác bảo vệ bí mật nhà nước",
            "quán triệt quy định về quản lý tài liệu bí mật nhà nước",
            "không để lộ, lọt tài liệu bí mật nhà nước",
            "Độ mật: không",
            "có nghiên cứu tài liệu theo quy định (bản giấy)",
            "mật - ong",
            "gấu chó lấy (mật) trái phép",
        ] {
            assert_eq!(find_mark(text), None, "{text:?}");
        }
    }

    #[test]
    fn while_typing_a_small_word_at_the_end_may_still_grow() {
        assert_eq!(find_mark_while_typing("Mật"), None);
        assert_eq!(find_mark_while_typing("nói về tổ ong\nmật"), None);
        assert_eq!(find_mark_while_typing("MẬT"), Some(MarkRule::Alone));
        assert_eq!(find_mark_while_typing("Mật\nvà"), Some(MarkRule::Alone));
        assert_eq!(find_mark_while_typing("Độ mật: tối"), Some(MarkRule::Label));
    }

    #[test]
    fn texts_inside_json_and_json_inside_texts_are_read() {
        let report =
            json!({ "open": json!({ "items": [{ "text": "một\nTỐI MẬT\nhai" }] }).to_string() });
        assert_eq!(find_mark_in(&report, find_mark), Some(MarkRule::Alone));
        assert_eq!(
            marked(&report, find_mark),
            [(MarkRule::Alone, "một\nTỐI MẬT\nhai".to_owned())]
        );
        assert_eq!(
            find_mark_in(&json!({ "a": [1, null, "mật ong"] }), find_mark),
            None
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_fall(text in any::<String>()) {
            let _ = find_mark(&text);
            let _ = find_mark_while_typing(&text);
        }

        #[test]
        fn a_mark_is_found_wherever_its_line_stands(
            before in "[a-zàáđ ,.]{0,30}", after in "[a-zàáđ ,.]{0,30}",
            mark in prop::sample::select(vec!["MẬT", "TỐI MẬT", "TUYỆT MẬT", "t ố i m ậ t"]),
            ends in prop::sample::select(vec!["\n", "\r\n", "\u{2028}"]),
            around in prop::sample::select(vec!["", " ", "*", "\t", "==="]),
        ) {
            let text = format!("{before}{ends}{around}{mark}{around}{ends}{after}");
            prop_assert!(find_mark(&text).is_some(), "{:?}", text);
            let decomposed: String = text.nfd().collect();
            prop_assert!(find_mark(&decomposed).is_some(), "{:?}", decomposed);
        }

        #[test]
        fn a_grade_within_a_small_sentence_is_no_mark(
            before in "[a-zđ]{1,8}", after in "[a-zđ]{1,8}",
        ) {
            prop_assume!(!before.ends_with("do") && !before.ends_with("độ"));
            prop_assert_eq!(find_mark(&format!("{before} mật {after}")), None);
        }
    }
}
