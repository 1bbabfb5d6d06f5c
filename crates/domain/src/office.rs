//! Chức vụ trong chi bộ, read from what a person typed into a roster.

use crate::text::fold;

/// An office of the cell that the rules speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Office {
    /// Bí thư.
    Secretary,
    /// Phó Bí thư.
    Deputy,
    /// Chi ủy viên.
    Committee,
    /// Thư ký, who writes the minutes.
    Scribe,
}

/// What is left of an office when capitals, accents and `chi bộ …` are taken away.
const WRITTEN: [(Office, &[&str]); 4] = [
    (
        Office::Secretary,
        &["bi thu", "bt", "bi thu chi bo", "bi thu chi uy"],
    ),
    (
        Office::Deputy,
        &[
            "pho bi thu",
            "pbt",
            "pho bi thu chi bo",
            "pho bi thu chi uy",
        ],
    ),
    (
        Office::Committee,
        &[
            "chi uy vien",
            "cuv",
            "uvcu",
            "uv chi uy",
            "uv bch chi bo",
            "uy vien",
            "uy vien chi uy",
            "uy vien ban chi uy",
            "uy vien ban chap hanh chi bo",
        ],
    ),
    (Office::Scribe, &["thu ky", "thu ky chi bo"]),
];

/// Words that say whose office it is, so that what follows them changes nothing: `bí thư chi bộ
/// khu phố 12`, `chi ủy viên phụ trách kiểm tra`.
const OF_THE_CELL: [&str; 3] = ["chi bo", "chi uy", "chi uy vien"];

impl Office {
    /// The offices in `words`: `Phó Bí thư, Trưởng khu phố` holds one, `Bí thư Chi đoàn` none.
    /// Case, accents and their way of writing (`chi uỷ`, `chi ủy`) do not matter.
    #[must_use]
    pub fn read(words: &str) -> Vec<Self> {
        let folded = fold(words)
            .replace(" kiem ", ",")
            .replace(" - ", ",")
            .replace('–', ",");
        folded
            .split([',', ';', '/', '+', '\n', '(', ')'])
            .filter_map(Self::of_one)
            .collect()
    }

    fn of_one(part: &str) -> Option<Self> {
        let words: Vec<&str> = part
            .split(|letter: char| letter.is_whitespace() || letter == '.')
            .filter(|word| !word.is_empty())
            .collect();
        let whole = words.join(" ");
        let named = |written: &str| {
            whole == written
                || (OF_THE_CELL.iter().any(|end| written.ends_with(end))
                    && whole
                        .strip_prefix(written)
                        .is_some_and(|rest| rest.starts_with(' ')))
        };
        WRITTEN
            .iter()
            .find(|(_, ways)| ways.iter().any(|written| named(written)))
            .map(|(office, _)| *office)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_read_however_it_is_written() {
        for (words, offices) in [
            ("Bí thư", &[Office::Secretary][..]),
            ("BÍ THƯ", &[Office::Secretary]),
            ("bi thu", &[Office::Secretary]),
            ("Bi\u{301} thu\u{31B}", &[Office::Secretary]),
            ("  Bí  thư Chi bộ khu phố 12 ", &[Office::Secretary]),
            ("Phó Bí thư", &[Office::Deputy]),
            ("Phó bí thư chi bộ", &[Office::Deputy]),
            ("P.B.T", &[]),
            ("PBT", &[Office::Deputy]),
            ("Chi ủy viên", &[Office::Committee]),
            ("Chi uỷ viên", &[Office::Committee]),
            ("Ủy viên", &[Office::Committee]),
            ("Uỷ viên Ban Chi uỷ", &[Office::Committee]),
            ("UV chi ủy", &[Office::Committee]),
            ("Chi ủy viên phụ trách kiểm tra", &[Office::Committee]),
            ("Thư ký", &[Office::Scribe]),
            ("Phó Bí thư, Trưởng khu phố", &[Office::Deputy]),
            ("Tổ trưởng kiêm Chi ủy viên", &[Office::Committee]),
            ("Chi ủy viên – Thư ký", &[Office::Committee, Office::Scribe]),
        ] {
            assert_eq!(Office::read(words), offices, "{words}");
        }
    }

    #[test]
    fn offices_of_others_are_no_offices_of_the_cell() {
        for words in [
            "",
            "Bí thư Chi đoàn",
            "Bí thư Đoàn phường",
            "Nguyên Bí thư",
            "Ủy viên Mặt trận",
            "Ủy viên UBND phường",
            "Tổ trưởng tổ đảng",
            "Trưởng khu phố",
        ] {
            assert_eq!(Office::read(words), [], "{words}");
        }
    }
}
