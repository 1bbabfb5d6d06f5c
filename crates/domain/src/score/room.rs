//! Groups 1 and 2, 4đ and 4g: time, who was there, who spoke.

use crate::{
    number,
    rules::{Level, Line, Points},
};

use super::{
    ScoreFacts,
    results::{by_percent, ratio, reaches},
    suggestion::Suggestion,
};

/// 1.
pub(super) fn duration(line: &Line, max: Points, facts: &ScoreFacts) -> Suggestion {
    let (Some(minimum), Some(actual)) = (facts.minimum_minutes, facts.actual_minutes) else {
        return Suggestion::default(max);
    };
    let short = minimum.saturating_sub(actual);
    let holds = |level: &&Level| match (level.short_at_most, level.at_least) {
        (Some(most), _) => short <= most,
        (None, Some(percent)) => reaches(actual, minimum, percent),
        (None, None) => false,
    };
    let points = line
        .levels
        .iter()
        .find(holds)
        .map_or(Points(0), |level| level.points);
    let source = if short == 0 {
        format!("Họp {actual} phút, đủ mức tối thiểu {minimum} phút.")
    } else {
        format!("Họp {actual} phút, thiếu {short} phút so với mức tối thiểu {minimum} phút.")
    };
    Suggestion::known(points, source)
}

/// 2a.
pub(super) fn attendance(line: &Line, max: Points, facts: &ScoreFacts) -> Suggestion {
    if facts.summoned == 0 {
        return Suggestion::default(max);
    }
    let present = facts.present.min(facts.summoned);
    let mut points = by_percent(&line.levels, present, facts.summoned);
    let mut source = format!(
        "{} dự họp.",
        ratio(present, facts.summoned, "đảng viên triệu tập")
    );
    if facts.unexcused > 0
        && let Some(most) = line.any_unexcused
    {
        points = points.min(most);
        source = format!(
            "{source} {} vắng không lý do.",
            number::count(facts.unexcused)
        );
    }
    Suggestion::known(points, source)
}

/// 2b.
pub(super) fn absence_run(line: &Line, max: Points, facts: &ScoreFacts) -> Suggestion {
    let (Some(run), Some(most)) = (facts.longest_excused_run, line.most) else {
        return Suggestion::default(max);
    };
    Suggestion::known(
        if run > most { Points(0) } else { max },
        match run {
            0 => "Trong năm không có đảng viên vắng có lý do.".to_owned(),
            run => format!(
                "Trong năm nhiều nhất {} kỳ liên tiếp vắng có lý do (mức cho phép: {}).",
                number::count(run),
                number::count(most)
            ),
        },
    )
}

/// 4đ.
pub(super) fn speaking(line: &Line, max: Points, facts: &ScoreFacts) -> Suggestion {
    if facts.attendees == 0 {
        return Suggestion::default(max);
    }
    let (spoke, all) = (facts.speakers.min(facts.attendees), facts.attendees);
    Suggestion::known(
        by_percent(&line.levels, spoke, all),
        format!("{} phát biểu.", ratio(spoke, all, "đảng viên dự họp")),
    )
}

/// 4g.
pub(super) fn ideology(line: &Line, max: Points, facts: &ScoreFacts) -> Suggestion {
    let counts = format!(
        "{} lượt tự phê bình, {} lượt phê bình, góp ý",
        number::count(facts.self_criticism),
        number::count(facts.criticism)
    );
    match (facts.ideology_minutes, line.least) {
        (Some(spent), Some(least)) => Suggestion::known(
            if spent >= least { max } else { Points(0) },
            format!("{spent} phút (cần ít nhất {least} phút); {counts}."),
        ),
        _ => Suggestion::to_be_looked_at(max, &format!("Chưa rõ số phút; {counts}")),
    }
}
