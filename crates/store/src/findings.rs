//! What `doctor` found, in words that a person can read out: how many, the first of them by name, and
//! never SQLite's own English.

use sochibo_journal::{ChainError, DecodeError, DeviceId};

/// How many are named; who mends the book needs no list of ten thousand.
const NAMED: usize = 5;

/// The first of several, and how many more there are.
pub(crate) fn several(all: &[String]) -> String {
    let named = all.iter().take(NAMED).cloned().collect::<Vec<_>>();
    let named = named.join("; ");
    match all.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named}; và {more} chỗ khác"),
    }
}

/// What is wrong with the file, from what SQLite and SQLCipher say of it.
pub(crate) fn file(lines: &[String]) -> String {
    let mut pages: Vec<u64> = lines.iter().filter_map(|line| page_of(line)).collect();
    pages.sort_unstable();
    pages.dedup();
    let places = lines.len();
    if pages.is_empty() {
        return format!("Tệp sổ có {places} chỗ không nguyên vẹn.");
    }
    let pages: Vec<String> = pages.iter().map(|page| format!("trang {page}")).collect();
    format!(
        "Tệp sổ có {places} chỗ không nguyên vẹn: {}.",
        several(&pages)
    )
}

/// The page that a line speaks of, `… page 7 …`.
fn page_of(line: &str) -> Option<u64> {
    let (_, after) = line.split_once("page ")?;
    let digits = after.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// Which operation.
pub(crate) fn at(device: DeviceId, seq: u64) -> String {
    format!("máy {device} thao tác {seq}")
}

/// Why an operation does not continue its chain.
pub(crate) fn chain(why: &ChainError) -> String {
    match why {
        ChainError::Foreign => "thuộc máy hoặc chi bộ khác".to_owned(),
        ChainError::Gap { expected, .. } => format!("thiếu từ số {expected}"),
        ChainError::Behind { last, .. } => format!("lẽ ra đứng sau số {last}"),
        ChainError::Fork { .. } => "không nối tiếp thao tác ngay trước".to_owned(),
        ChainError::OtherWard => "không phải của phường mà chi bộ ghi danh".to_owned(),
    }
}

/// Why the bytes of an operation are none.
pub(crate) fn bytes(why: &DecodeError) -> String {
    match why {
        DecodeError::CutShort => "thao tác bị cụt".to_owned(),
        DecodeError::NewerLayout(layout) => {
            format!("thao tác của phiên bản mới hơn, bố cục {layout}")
        }
        DecodeError::UnknownRing(ring) => format!("thao tác thuộc vòng khóa lạ, số {ring}"),
        DecodeError::TooLarge(_) => "thao tác dài quá mức".to_owned(),
        DecodeError::BodyMismatch => "nội dung thao tác không khớp với phần đầu".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_the_first_are_named_and_the_rest_counted() {
        let all: Vec<String> = (1..=7).map(|n| format!("số {n}")).collect();
        assert_eq!(several(&all[..2]), "số 1; số 2");
        assert_eq!(several(&all[..5]), "số 1; số 2; số 3; số 4; số 5");
        assert_eq!(several(&all), "số 1; số 2; số 3; số 4; số 5; và 2 chỗ khác");
    }

    #[test]
    fn of_what_sqlite_says_only_the_pages_are_told() {
        let lines = |lines: &[&str]| {
            lines
                .iter()
                .map(|line| (*line).to_owned())
                .collect::<Vec<_>>()
        };
        let cipher = lines(&[
            "HMAC verification failed for page 7",
            "HMAC verification failed for page 3",
        ]);
        assert_eq!(
            file(&cipher),
            "Tệp sổ có 2 chỗ không nguyên vẹn: trang 3; trang 7."
        );
        let index = lines(&["row 3 missing from index operation_state"]);
        assert_eq!(file(&index), "Tệp sổ có 1 chỗ không nguyên vẹn.");
    }
}
