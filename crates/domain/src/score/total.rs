//! Tổng điểm, xếp loại: the sum, what becomes of the points of a missing thematic part, the band
//! and the gate before the highest.

use crate::{
    number,
    rules::{Line, Missing4c, Points, ScoreRules},
};

use super::{ScoreFacts, ScoreLine, ScoreSheet};

/// The id of the line that [`Missing4c::Raise4b`] raises.
const RAISED: &str = "4b";

pub(super) fn sum_up(rules: &ScoreRules, facts: &ScoreFacts, lines: Vec<ScoreLine>) -> ScoreSheet {
    let sum = |points: fn(&ScoreLine) -> u32| lines.iter().map(points).fold(0, u32::saturating_add);
    let (reached, possible) = (sum(|line| line.points), sum(|line| line.max));
    let mut notes = Vec::new();
    let (mut total, mut max) = (reached, possible);
    if !facts.is_thematic() && rules.lines.iter().any(|line| line.thematic_only) {
        if rules.missing_4c == Missing4c::Scale {
            total = scaled(reached, possible, rules.total.0);
            max = rules.total.0;
        }
        notes.push(missing_words(rules, reached, possible, total));
    }
    let band = band(rules, &lines, total, &mut notes);
    ScoreSheet {
        lines,
        total,
        max,
        band,
        notes,
    }
}

fn missing_words(rules: &ScoreRules, reached: u32, possible: u32, total: u32) -> String {
    let highest = number::tenths(possible);
    match rules.missing_4c {
        Missing4c::None => format!(
            "Tháng này không có chuyên đề: mục 4c không tính, phiếu cao nhất {highest} điểm."
        ),
        Missing4c::Scale => format!(
            "Tháng này không có chuyên đề: {} trên {highest} điểm, quy về thang {} là {} điểm.",
            number::tenths(reached),
            rules.total,
            number::tenths(total)
        ),
        Missing4c::Raise4b => {
            "Tháng này không có chuyên đề: điểm mục 4c chuyển sang mục 4b.".to_owned()
        }
    }
}

/// Cut, not rounded: a scaled total never reaches a band that the points did not earn.
fn scaled(points: u32, of: u32, to: u32) -> u32 {
    if of == 0 {
        return 0;
    }
    let scaled = u64::from(points) * u64::from(to) / u64::from(of);
    u32::try_from(scaled).unwrap_or(to)
}

/// Whether a line counts this time.
pub(super) fn applies(facts: &ScoreFacts, line: &Line) -> bool {
    !line.thematic_only || facts.is_thematic()
}

/// The points that a line can give this time.
pub(super) fn max_of(rules: &ScoreRules, facts: &ScoreFacts, line: &Line) -> Points {
    if !applies(facts, line) {
        return Points(0);
    }
    if rules.missing_4c == Missing4c::Raise4b && line.id == RAISED {
        let missing = rules.lines.iter().filter(|line| !applies(facts, line));
        return Points(
            missing
                .map(|line| line.max.0)
                .fold(line.max.0, u32::saturating_add),
        );
    }
    line.max
}

fn band(rules: &ScoreRules, lines: &[ScoreLine], total: u32, notes: &mut Vec<String>) -> String {
    let mut bands = rules.bands.iter();
    let Some(mut reached) = bands.find(|band| total >= band.at_least.0) else {
        return String::new();
    };
    let highest = rules.bands.first().is_some_and(|first| first == reached);
    let short = |id: &&String| {
        lines
            .iter()
            .any(|line| &line.id == *id && line.points < line.max)
    };
    if highest
        && let Some(gate) = rules.gate.iter().find(short)
        && let Some(next) = bands.next()
    {
        notes.push(format!(
            "Đủ điểm xếp “{}” nhưng mục {gate} chưa đạt điểm tối đa, nên xếp “{}”.",
            reached.title, next.title
        ));
        reached = next;
    }
    reached.title.clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::tests::rules;

    #[test]
    fn bands_begin_at_90_70_and_50() {
        for (total, title) in [
            (1000, "Tốt"),
            (901, "Tốt"),
            (900, "Tốt"),
            (899, "Khá"),
            (701, "Khá"),
            (700, "Khá"),
            (699, "Trung bình"),
            (501, "Trung bình"),
            (500, "Trung bình"),
            (499, "Kém"),
            (0, "Kém"),
        ] {
            assert_eq!(
                band(&rules(), &[], total, &mut Vec::new()),
                title,
                "{total}"
            );
        }
    }

    #[test]
    fn a_scaled_total_is_cut_and_never_rounded_up() {
        for (points, of, tenths) in [
            (950, 950, 1000),
            (855, 950, 900),
            (854, 950, 898),
            (0, 950, 0),
            (1, 950, 1),
            (5, 0, 0),
        ] {
            assert_eq!(scaled(points, of, 1000), tenths, "{points}/{of}");
        }
    }
}
