//! Chữ Việt gõ bằng bảng mã cũ: TCVN3 (`.VnTime`) and VNI (`VNI-Times`), pasted as if it were
//! Unicode. Both use letters of Western Europe for Vietnamese ones, so what they meant can only be
//! guessed: a guess stands where every word that it touches becomes a syllable that Vietnamese
//! has.

use unicode_normalization::UnicodeNormalization;

use super::fold;

/// The letters of TCVN3 in order, and what each means.
const TCVN3: (&str, &str) = (
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u{ad}õøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
);

/// What VNI writes after a letter, and what becomes of `a`, `e`, `o`, `u`, `y`, `ơ`, `ư` then; a
/// space where nothing does.
const VNI_MARKS: [(char, &str); 16] = [
    ('ù', "áéóúýớứ"),
    ('ø', "àèòùỳờừ"),
    ('û', "ảẻỏủỷởử"),
    ('õ', "ãẽõũỹỡữ"),
    ('ï', "ạẹọụ ợự"),
    ('â', "âêô    "),
    ('á', "ấếố    "),
    ('à', "ầềồ    "),
    ('å', "ẩểổ    "),
    ('ã', "ẫễỗ    "),
    ('ä', "ậệộ    "),
    ('ê', "ă      "),
    ('é', "ắ      "),
    ('è', "ằ      "),
    ('ú', "ẳ      "),
    ('ë', "ặ      "),
];

/// Letters of VNI that stand for themselves.
const VNI_ALONE: (&str, &str) = ("ôöñæóòîí", "ơưđỉĩịỵí");

/// Letters that a text in proper Vietnamese Unicode may hold although they are of Western Europe.
const OURS: &str = "àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ";

/// What a text of an old encoding meant; `None` for one that is not, or of which no sense can be
/// made.
pub(super) fn read(text: &str) -> Option<(&'static str, String)> {
    // Any letter that only Unicode has proves that the text is Unicode. Đ does not: Ð, which is é
    // in TCVN3, was made Đ when the text entered the book.
    let unicode = |c: char| ('\u{100}'..='\u{24F}').contains(&c) && c != 'Đ' && c != 'đ';
    if text
        .chars()
        .any(|c| unicode(c) || ('\u{1E00}'..='\u{1EFF}').contains(&c))
    {
        return None;
    }
    let telling = |c: char| ('\u{A1}'..='\u{FF}').contains(&c) && !OURS.contains(c);
    let inside = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .flat_map(str::chars)
        .filter(|c| telling(*c))
        .count();
    if inside < 2 {
        return None;
    }
    [("TCVN3", tcvn3(text)), ("VNI", vni(text))]
        .into_iter()
        .find(|(_, meant)| sensible(text, meant))
}

fn tcvn3(text: &str) -> String {
    let (from, to) = TCVN3;
    text.chars()
        .map(|c| {
            let c = if c == 'Đ' { 'Ð' } else { c };
            from.chars()
                .zip(to.chars())
                .find(|(old, _)| *old == c)
                .map_or(c, |(_, new)| new)
        })
        .collect()
}

fn vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let (from, to) = VNI_ALONE;
        let lower = letter.to_lowercase().next().unwrap_or(letter);
        let alone = from
            .chars()
            .zip(to.chars())
            .find(|(old, _)| *old == lower)
            .map(|(_, new)| new);
        let base = alone.unwrap_or(lower);
        let marked = letters.peek().and_then(|mark| {
            let mark = mark.to_lowercase().next()?;
            let at = "aeouyơư".chars().position(|vowel| vowel == base)?;
            let (_, row) = VNI_MARKS.iter().find(|(sign, _)| *sign == mark)?;
            row.chars().nth(at).filter(|made| *made != ' ')
        });
        let meant = match marked {
            Some(made) => {
                letters.next();
                made
            }
            None => alone.unwrap_or(lower),
        };
        if letter.is_uppercase() {
            out.extend(meant.to_uppercase());
        } else {
            out.push(meant);
        }
    }
    out
}

/// Whether every word that changed is a syllable now.
fn sensible(text: &str, meant: &str) -> bool {
    text != meant
        && text
            .split_whitespace()
            .zip(meant.split_whitespace())
            .filter(|(was, is)| was != is)
            .all(|(_, is)| {
                is.split(|c: char| !c.is_alphabetic())
                    .filter(|part| !part.is_empty())
                    .all(syllable)
                    && is.chars().all(|c| !('\u{A1}'..='\u{BF}').contains(&c))
            })
}

const FIRST: [&str; 28] = [
    "", "b", "c", "d", "g", "h", "k", "l", "m", "n", "p", "q", "r", "s", "t", "v", "x", "ch", "gh",
    "gi", "kh", "ng", "ngh", "nh", "ph", "qu", "th", "tr",
];
const LAST: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// The five marks of tone, apart from their letters.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Whether a word has the build of a Vietnamese syllable: first consonants, one to three vowels,
/// last consonants, and one tone at most.
fn syllable(word: &str) -> bool {
    if word.nfd().filter(|c| TONES.contains(c)).count() > 1 {
        return false;
    }
    let word = fold(word);
    let vowel = |c: char| "aeiouy".contains(c);
    let Some(first) = word.find(vowel) else {
        return false;
    };
    let rest = &word[first..];
    let vowels = rest.find(|c| !vowel(c)).unwrap_or(rest.len());
    FIRST.contains(&&word[..first])
        && (1..=3).contains(&vowels)
        && LAST.contains(&&rest[vowels..])
        && word.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_tcvn3_has_a_meaning_for_every_letter() {
        let (from, to) = TCVN3;
        assert_eq!(from.chars().count(), to.chars().count());
        let mut letters: Vec<char> = from.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), from.chars().count(), "a letter stands twice");
    }

    #[test]
    fn words_of_tcvn3_are_read() {
        for (old, meant) in [
            (
                "§ång chÝ nhÊt trÝ víi dù th¶o",
                "Đồng chí nhất trí với dự thảo",
            ),
            (
                "NguyÔn V¨n An, sinh ho¹t chi bé",
                "Nguyễn Văn An, sinh hoạt chi bộ",
            ),
            ("tæ d©n phè cã 05 hé nghÌo", "tổ dân phố có 05 hộ nghèo"),
        ] {
            assert_eq!(read(old), Some(("TCVN3", meant.to_owned())), "{old}");
        }
    }

    #[test]
    fn a_letter_that_was_taken_for_d_on_its_way_in_is_read_too() {
        // Ð is é in TCVN3, and became Đ when the text entered the book.
        assert_eq!(
            read("®ãng ®ñ, kĐm chÊt l\u{ad}îng").map(|(_, meant)| meant),
            Some("đóng đủ, kém chất lượng".to_owned())
        );
    }

    #[test]
    fn words_of_vni_are_read() {
        for (old, meant) in [
            (
                "Ñoàng chí nhaát trí vôùi döï thaûo",
                "Đồng chí nhất trí với dự thảo",
            ),
            ("Nguyeãn Vaên Ñöùc", "Nguyễn Văn Đức"),
        ] {
            assert_eq!(read(old), Some(("VNI", meant.to_owned())), "{old}");
        }
    }

    #[test]
    fn proper_vietnamese_and_other_languages_are_left_alone() {
        for text in [
            "Đồng chí nhất trí với dự thảo",
            "tôi có, anh có",
            "«Chi bộ» 5 m² × 3, 20 °C, © 2026",
            "Straße, für Müller",
            "déjà vu, señor Núñez, façade",
            "",
            "ABC 123 §5 §6",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
