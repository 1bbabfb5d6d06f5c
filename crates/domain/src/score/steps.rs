//! Groups 3, 4d, 4e, 4h and 7: steps that were taken or not.

use crate::{
    number,
    rules::{Measure, Points},
};

use super::{ScoreFacts, suggestion::Suggestion};

/// The measures that give all or nothing.
pub(super) fn step(measure: Measure, max: Points, facts: &ScoreFacts) -> Suggestion {
    let plain = |holds, yes, no| Suggestion::all_or_nothing(max, holds, yes, no);
    match measure {
        Measure::CommitteeMet if !facts.has_committee => {
            Suggestion::known(max, "Chi bộ không có chi ủy: tính đủ điểm.")
        }
        Measure::CommitteeMet => plain(
            facts.committee_met,
            "Chi ủy đã họp trước, có biên bản.",
            "Sổ chưa có biên bản họp chi ủy trước kỳ này.",
        ),
        Measure::Notice => plain(
            facts.notified,
            "Đã báo đảng viên và cấp ủy viên theo dõi.",
            "Chưa ghi nhận việc báo đảng viên và cấp ủy viên theo dõi.",
        ),
        Measure::Draft => plain(
            facts.drafted,
            "Đã có dự thảo kết luận, nghị quyết và gợi ý thảo luận.",
            "Chưa ghi nhận dự thảo kết luận, nghị quyết.",
        ),
        Measure::Documents => plain(
            facts.documents,
            "Tài liệu đã có trên Sổ tay đảng viên điện tử.",
            "Chưa ghi nhận tài liệu trên Sổ tay đảng viên điện tử.",
        ),
        Measure::DocumentsBefore => plain(
            facts.documents_before,
            "Tài liệu đã gửi trước ít nhất 01 ngày.",
            "Tài liệu chưa gửi trước ít nhất 01 ngày.",
        ),
        Measure::Steps => all_steps(max, facts),
        Measure::PraiseAndReminders => praise(max, facts),
        Measure::MinutesComplete => minutes(max, facts),
        Measure::Conclusion => plain(
            facts.has_conclusion,
            "Có kết luận hoặc nghị quyết.",
            "Chưa ghi kết luận, nghị quyết.",
        ),
        Measure::Assigned => plain(
            facts.has_assignments,
            "Có phân công nhiệm vụ.",
            "Chưa ghi phân công nhiệm vụ.",
        ),
        _ => Suggestion::default(max),
    }
}

/// 4a. How much a step that was left out costs is nowhere written, so people judge it.
fn all_steps(max: Points, facts: &ScoreFacts) -> Suggestion {
    let (done, all) = (facts.steps_done.min(facts.steps_total), facts.steps_total);
    if all == 0 {
        return Suggestion::default(max);
    }
    let counted = format!(
        "{}/{} mục chương trình đã tiến hành",
        number::count(done),
        number::count(all)
    );
    if done == all {
        Suggestion::known(max, format!("{counted}."))
    } else {
        Suggestion::to_be_looked_at(max, &counted)
    }
}

/// 4d.
fn praise(max: Points, facts: &ScoreFacts) -> Suggestion {
    let counts = format!(
        "{} lượt biểu dương, {} lượt nhắc nhở, {} lượt phê bình, góp ý.",
        number::count(facts.praise),
        number::count(facts.reminders),
        number::count(facts.criticism)
    );
    let any = facts.praise > 0 || facts.reminders > 0 || facts.criticism > 0;
    Suggestion::known(if any { max } else { Points(0) }, counts)
}

/// 4e.
fn minutes(max: Points, facts: &ScoreFacts) -> Suggestion {
    match facts.minutes_lack.as_deref() {
        None => Suggestion::default(max),
        Some([]) => Suggestion::known(max, "Biên bản đã đủ các phần."),
        Some(lack) => Suggestion::none(&format!("Biên bản còn thiếu: {}.", lack.join(", "))),
    }
}
