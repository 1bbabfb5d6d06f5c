//! R22: biên bản đã thông qua mà sổ có thay đổi: a new version, with its reason.

use super::{Found, Level, Place, Rule, len};
use crate::number::count;

/// What was done to minutes that are adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendmentFacts {
    /// The version that stands.
    pub version: u32,
    /// Lý do sửa đổi, while an amendment is being written.
    pub because: Option<String>,
    /// The places where the book differs from that version, in words.
    pub changes: Vec<String>,
}

/// So many places are named; the rest are counted.
const NAMED: usize = 4;

pub(super) fn check(facts: &AmendmentFacts, found: &mut Found<'_>) {
    let version = facts.version;
    let mut places = facts
        .changes
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join("; ");
    if facts.changes.len() > NAMED {
        places.push_str("; …");
    }
    let number = count(len(&facts.changes));
    let (level, text) = match (&facts.because, facts.changes.is_empty()) {
        (None, true) => return,
        (Some(_), true) => (
            Level::Warn,
            format!("Bản sửa đổi chưa khác bản {version} đã thông qua ở chỗ nào."),
        ),
        (Some(because), false) => (
            Level::Hint,
            format!("Đang sửa bản {version} (lý do: {because}). Khác {number} chỗ: {places}."),
        ),
        (None, false) => (
            Level::Warn,
            format!(
                "Sổ khác bản {version} đã thông qua ở {number} chỗ: {places}. Lập bản sửa đổi có ghi lý do, hoặc ghi lại như cũ."
            ),
        ),
    };
    found.add(Rule::R22, level, Place::Amendment, text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{MeetingFacts, tests::whole};

    fn check(because: Option<&str>, changes: usize) -> Vec<(Level, String)> {
        let facts = MeetingFacts {
            amendment: Some(AmendmentFacts {
                version: 1,
                because: because.map(str::to_owned),
                changes: (1..=changes).map(|n| format!("mục {n}")).collect(),
            }),
            ..MeetingFacts::default()
        };
        let found = whole(&facts);
        assert!(found.iter().all(|one| one.rule == Rule::R22));
        found.into_iter().map(|one| (one.level, one.text)).collect()
    }

    #[test]
    fn a_book_that_differs_from_adopted_minutes_asks_for_a_new_version() {
        assert_eq!(check(None, 0), []);
        let found = check(None, 6);
        assert_eq!(found[0].0, Level::Warn);
        assert!(found[0].1.contains("06 chỗ: mục 1; mục 2; mục 3; mục 4; …"));
    }

    #[test]
    fn an_amendment_that_changes_nothing_is_warned_of() {
        assert_eq!(check(Some("ghi sai"), 0)[0].0, Level::Warn);
        let found = check(Some("ghi sai"), 1);
        assert_eq!(found[0].0, Level::Hint);
        assert!(found[0].1.contains("ghi sai"));
    }
}
