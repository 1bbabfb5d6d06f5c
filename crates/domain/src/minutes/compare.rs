//! Hai bản biên bản đặt cạnh nhau: what was added, taken out or put otherwise, place by place and
//! word by word.

mod parts;

use serde::{Deserialize, Serialize};
use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};
use ts_rs::TS;

use self::parts::{Line, Part, parts};
use crate::Minutes;

/// What became of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum How {
    /// Only the new version has it.
    Added,
    /// Only the old version has it.
    Removed,
    /// Both have it, with other words.
    Changed,
}

/// Words that stand in both versions, or in one only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Piece {
    /// The words, with their spaces.
    pub text: String,
    /// Whether the other version does not have them.
    pub changed: bool,
}

/// One place where two versions differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Difference {
    /// The part it stands in: `Mục 11. Thảo luận`.
    pub part: String,
    /// What it is: `Ý kiến của Lê Thị Cúc`.
    pub what: String,
    /// What became of it.
    pub how: How,
    /// The old words; empty where it was added.
    pub before: Vec<Piece>,
    /// The new words; empty where it was taken out.
    pub after: Vec<Piece>,
}

/// Everything that differs, in the order of the newer version.
#[must_use]
pub fn compare(old: &Minutes, new: &Minutes) -> Vec<Difference> {
    let (old, new) = (parts(old), parts(new));
    let keys = |parts: &[Part]| -> Vec<String> { parts.iter().map(|p| p.key.clone()).collect() };
    let mut found = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &keys(&old), &keys(&new)) {
        match op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => {
                for at in 0..len {
                    if let (Some(was), Some(is)) =
                        (old.get(old_index + at), new.get(new_index + at))
                    {
                        lines(was, is, &mut found);
                    }
                }
            }
            other => {
                for was in old.get(other.old_range()).unwrap_or_default() {
                    found.extend(was.lines.iter().map(|line| removed(was, line)));
                }
                for is in new.get(other.new_range()).unwrap_or_default() {
                    found.extend(is.lines.iter().map(|line| added(is, line)));
                }
            }
        }
    }
    found
}

fn lines(was: &Part, is: &Part, found: &mut Vec<Difference>) {
    for op in capture_diff_slices(Algorithm::Patience, &was.lines, &is.lines) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let mut old: Vec<&Line> = was.lines[op.old_range()].iter().collect();
        for new in &is.lines[op.new_range()] {
            // The old line of the same thing; those before it that found no fellow were taken out.
            match old.iter().position(|line| line.what == new.what) {
                Some(at) => {
                    found.extend(old.drain(..at).map(|line| removed(is, line)));
                    let (before, after) = words(&old.remove(0).text, &new.text);
                    found.push(Difference {
                        part: is.title.clone(),
                        what: new.what.clone(),
                        how: How::Changed,
                        before,
                        after,
                    });
                }
                None => found.push(added(is, new)),
            }
        }
        found.extend(old.into_iter().map(|line| removed(is, line)));
    }
}

fn one(text: &str) -> Vec<Piece> {
    vec![Piece {
        text: text.to_owned(),
        changed: true,
    }]
}

fn added(part: &Part, line: &Line) -> Difference {
    Difference {
        part: part.title.clone(),
        what: line.what.clone(),
        how: How::Added,
        before: Vec::new(),
        after: one(&line.text),
    }
}

fn removed(part: &Part, line: &Line) -> Difference {
    Difference {
        part: part.title.clone(),
        what: line.what.clone(),
        how: How::Removed,
        before: one(&line.text),
        after: Vec::new(),
    }
}

/// Below this likeness two texts are shown whole: marking single words would only confuse.
const ALIKE: f32 = 0.3;

/// Two texts word by word: the pieces of the one, and those of the other.
#[must_use]
pub fn words(before: &str, after: &str) -> (Vec<Piece>, Vec<Piece>) {
    let diff = TextDiff::from_words(before, after);
    if diff.ratio() < ALIKE {
        return (one(before), one(after));
    }
    let (mut was, mut is) = (Vec::new(), Vec::new());
    for change in diff.iter_all_changes() {
        let text = change.value();
        match change.tag() {
            ChangeTag::Equal => {
                push(&mut was, text, false);
                push(&mut is, text, false);
            }
            ChangeTag::Delete => push(&mut was, text, true),
            ChangeTag::Insert => push(&mut is, text, true),
        }
    }
    (joined(was), joined(is))
}

/// Words that changed side by side are one piece: the space between them is no word that stayed.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut whole: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut rest = pieces.into_iter().peekable();
    while let Some(piece) = rest.next() {
        let between = whole.last().is_some_and(|last| last.changed)
            && rest.peek().is_some_and(|next| next.changed)
            && piece.text.trim().is_empty();
        push(&mut whole, &piece.text, piece.changed || between);
    }
    whole
}

fn push(pieces: &mut Vec<Piece>, text: &str, changed: bool) {
    match pieces.last_mut() {
        Some(last) if last.changed == changed => last.text.push_str(text),
        _ => pieces.push(Piece {
            text: text.to_owned(),
            changed,
        }),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{
        CellType, MeetingKind,
        id::MeetingId,
        minutes::{Counts, InnerMinutes, MinutesItem, MinutesScore, MinutesStatement, OpenMinutes},
    };

    fn at(time: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-10-05T{time}:00+07:00")).unwrap()
    }

    fn said(name: &str, text: &str) -> MinutesStatement {
        MinutesStatement {
            name: name.into(),
            guest: false,
            text: text.into(),
            at: at("19:30"),
        }
    }

    fn item(no: u32, id: &str, statements: Vec<MinutesStatement>) -> MinutesItem {
        MinutesItem {
            no,
            item: id.into(),
            section: "B. Tiến hành".into(),
            title: format!("Nội dung {id}"),
            presenter: String::new(),
            minutes: 10,
            statements,
            votes: Vec::new(),
            conclusion: None,
        }
    }

    fn minutes(items: Vec<MinutesItem>) -> Minutes {
        Minutes {
            open: OpenMinutes {
                layout: 3,
                meeting: MeetingId(Uuid::nil()),
                cell: "Khu phố 12".into(),
                cell_type: CellType::KhuPho,
                ward: "Phường Tân Thới Hòa".into(),
                kind: MeetingKind::Regular,
                month: "2026-10".parse().unwrap(),
                topic: None,
                rules: "HD42-2025".into(),
                version: 1,
                amended_because: None,
                place: "Nhà văn hóa".into(),
                started_at: at("19:00"),
                ended_at: at("20:30"),
                short_because: None,
                breaks: Vec::new(),
                chair: Some("Trần Thị Bình".into()),
                scribe: None,
                counts: Counts::default(),
                absences: Vec::new(),
                guests: Vec::new(),
                items,
                assignments: Vec::new(),
                petitions: Vec::new(),
                criticism: Vec::new(),
                score: Some(MinutesScore {
                    total: 950,
                    max: 950,
                    band: "Tốt".into(),
                    deductions: Vec::new(),
                    notes: Vec::new(),
                }),
            },
            inner: InnerMinutes::default(),
        }
    }

    /// `what: [old] (new)`, the changed words in capitals.
    fn shown(found: &[Difference]) -> Vec<String> {
        let side = |pieces: &[Piece]| -> String {
            pieces
                .iter()
                .map(|piece| {
                    if piece.changed {
                        piece.text.to_uppercase()
                    } else {
                        piece.text.clone()
                    }
                })
                .collect()
        };
        found
            .iter()
            .map(|one| {
                format!(
                    "{}: [{}] ({})",
                    one.what,
                    side(&one.before),
                    side(&one.after)
                )
            })
            .collect()
    }

    #[test]
    fn the_same_minutes_do_not_differ() {
        let one = minutes(vec![item(1, "thao_luan", vec![said("An", "nhất trí")])]);
        assert_eq!(compare(&one, &one), []);
        // A later version of the same words is the same words.
        let mut later = one.clone();
        later.open.version = 2;
        later.open.amended_because = Some("lý do".into());
        assert_eq!(compare(&one, &later), []);
    }

    #[test]
    fn a_break_and_the_times_of_those_who_left_are_compared() {
        let old = minutes(vec![]);
        let mut new = old.clone();
        new.open.breaks = vec![crate::minutes::MinutesBreak {
            from: at("19:40"),
            to: at("19:55"),
        }];
        new.open.absences = vec![crate::minutes::Absence {
            name: "Lê Thị Cúc".into(),
            standing: crate::member::Standing::ChinhThuc,
            status: crate::AttendanceStatus::Present,
            arrived_at: None,
            left_at: Some(at("20:10")),
            away: Vec::new(),
        }];
        assert_eq!(
            shown(&compare(&old, &new)),
            [
                "Giải lao: [] (19:40–19:55)",
                "Lê Thị Cúc: [] (VỀ SỚM (20:10))"
            ]
        );
    }

    #[test]
    fn words_are_marked_where_they_changed() {
        let old = minutes(vec![item(
            1,
            "thao_luan",
            vec![said("An", "Tôi nhất trí với dự thảo"), said("Bé", "Đồng ý")],
        )]);
        let new = minutes(vec![item(
            1,
            "thao_luan",
            vec![
                said("An", "Tôi nhất trí với dự thảo, trừ điểm 3"),
                said("Bé", "Đồng ý"),
            ],
        )]);
        let found = compare(&old, &new);
        assert_eq!(
            shown(&found),
            ["Ý kiến của An: [Tôi nhất trí với dự THẢO] (Tôi nhất trí với dự THẢO, TRỪ ĐIỂM 3)"]
        );
        assert_eq!(
            (found[0].part.as_str(), found[0].how),
            ("Mục 1. Nội dung thao_luan", How::Changed)
        );
    }

    #[test]
    fn what_is_added_and_taken_out_stands_on_one_side_only() {
        let old = minutes(vec![item(
            1,
            "a",
            vec![said("An", "một"), said("Bé", "hai")],
        )]);
        let new = minutes(vec![item(
            1,
            "a",
            vec![said("Bé", "hai"), said("Cò", "ba")],
        )]);
        assert_eq!(
            shown(&compare(&old, &new)),
            ["Ý kiến của An: [MỘT] ()", "Ý kiến của Cò: [] (BA)"]
        );
    }

    #[test]
    fn an_item_that_moved_keeps_its_words() {
        let old = minutes(vec![
            item(1, "a", vec![said("An", "một")]),
            item(2, "b", vec![]),
        ]);
        let new = minutes(vec![
            item(1, "x", vec![]),
            item(2, "a", vec![said("An", "một")]),
            item(3, "b", vec![]),
        ]);
        let found = compare(&old, &new);
        assert!(
            found
                .iter()
                .all(|one| one.part == "Mục 1. Nội dung x" && one.how == How::Added),
            "{found:?}"
        );
    }

    #[test]
    fn texts_that_have_nothing_in_common_are_shown_whole() {
        let (before, after) = words("Tôi nhất trí", "Đề nghị xem lại toàn bộ phần ba");
        assert_eq!((before.len(), after.len()), (1, 1));
    }

    proptest! {
        #[test]
        fn each_side_reads_as_it_was_written(
            before in "[a-cáà ]{1,30}",
            after in "[a-cáà ]{1,30}",
        ) {
            let (was, is) = words(&before, &after);
            let whole = |pieces: &[Piece]| pieces.iter().map(|p| p.text.as_str()).collect::<String>();
            prop_assert_eq!(whole(&was), before);
            prop_assert_eq!(whole(&is), after);
        }
    }
}
