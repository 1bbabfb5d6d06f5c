//! Phiếu chấm điểm buổi sinh hoạt (`domain.md` §1.5): [`evaluate`] fills the sheet of the rule
//! pack from what the book knows, with the figure behind every mark; people change any of it,
//! with a reason. Points are tenths, percentages are compared in integers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity, Explain, FaultClass, MeetingKind,
    id::{MeetingId, ScoreEntryId, derived},
    minutes::{Deduction, MinutesScore},
    number,
    rules::{Level, Line, Measure, Missing4c, Points, ScoreRules},
};

/// A line of the sheet that a person set by hand, with the reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ScoreEntry {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// The id of the line: `2a`.
    pub line: String,
    /// Points, in tenths of a point (25 is 2,5).
    pub points: u32,
    /// Lý do.
    pub reason: String,
}

impl ScoreEntry {
    /// The one id of this line at this meeting.
    #[must_use]
    pub fn id(meeting: MeetingId, line: &str) -> ScoreEntryId {
        ScoreEntryId(derived(Self::KIND, meeting.0, line))
    }
}

impl Entity for ScoreEntry {
    const KIND: &'static str = "score_entry";
    type Id = ScoreEntryId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}

/// What the book knows of a meeting when it is scored. `None` where it does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ScoreFacts {
    /// Loại kỳ.
    pub kind: MeetingKind,
    /// Whether a thematic meeting of its own falls in the same month, so that line 4c applies to
    /// a regular one too.
    pub thematic_this_month: bool,
    /// Thời lượng tối thiểu, in minutes: [`crate::rules::Durations::minimum_for`].
    pub minimum_minutes: Option<u32>,
    /// Thời lượng thực tế, in minutes.
    pub actual_minutes: Option<u32>,
    /// Đảng viên triệu tập: without those exempt and those on special duty in the armed forces.
    pub summoned: u32,
    /// Có mặt, of those summoned.
    pub present: u32,
    /// Vắng không lý do, of those summoned.
    pub unexcused: u32,
    /// The most meetings running this year, this one included, from which one member stayed away
    /// with reason.
    pub longest_excused_run: Option<u32>,
    /// Chi bộ có chi ủy.
    pub has_committee: bool,
    /// Chi ủy đã họp trước kỳ này và có biên bản.
    pub committee_met: Option<bool>,
    /// Đã báo đảng viên và cấp ủy viên theo dõi.
    pub notified: Option<bool>,
    /// Tài liệu đã gửi trước ít nhất một ngày.
    pub documents_before: Option<bool>,
    /// Members in the room.
    pub attendees: u32,
    /// Members who spoke, each counted once.
    pub speakers: u32,
    /// Minutes spent on tư tưởng, tự phê bình và phê bình.
    pub ideology_minutes: Option<u32>,
    /// Lượt tự phê bình.
    pub self_criticism: u32,
    /// Lượt phê bình, góp ý.
    pub criticism: u32,
    /// Lượt biểu dương.
    pub praise: u32,
    /// Lượt nhắc nhở.
    pub reminders: u32,
    /// Nhiệm vụ tháng trước đã xong.
    pub tasks_done: u32,
    /// Nhiệm vụ tháng trước, without those cancelled.
    pub tasks_total: u32,
    /// Biên bản đủ các phần.
    pub minutes_complete: Option<bool>,
    /// Có kết luận hoặc nghị quyết.
    pub has_conclusion: Option<bool>,
    /// Có phân công nhiệm vụ.
    pub has_assignments: Option<bool>,
}

impl ScoreFacts {
    /// A meeting of which nothing is known yet.
    #[must_use]
    pub const fn unknown(kind: MeetingKind) -> Self {
        Self {
            kind,
            thematic_this_month: false,
            minimum_minutes: None,
            actual_minutes: None,
            summoned: 0,
            present: 0,
            unexcused: 0,
            longest_excused_run: None,
            has_committee: true,
            committee_met: None,
            notified: None,
            documents_before: None,
            attendees: 0,
            speakers: 0,
            ideology_minutes: None,
            self_criticism: 0,
            criticism: 0,
            praise: 0,
            reminders: 0,
            tasks_done: 0,
            tasks_total: 0,
            minutes_complete: None,
            has_conclusion: None,
            has_assignments: None,
        }
    }

    /// Whether the lines for a thematic part apply.
    #[must_use]
    pub const fn is_thematic(&self) -> bool {
        self.thematic_this_month
            || matches!(self.kind, MeetingKind::Thematic | MeetingKind::Combined)
    }
}

/// One line of a filled sheet. Points are tenths: 25 is 2,5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScoreLine {
    /// `2a`.
    pub id: String,
    /// The group it belongs to: `2`.
    pub group: String,
    /// Its words.
    pub title: String,
    /// Điểm, in tenths.
    pub points: u32,
    /// Điểm tối đa, in tenths; 0 where the line does not apply this time.
    pub max: u32,
    /// Where the points come from: the figure, or the reason a person gave.
    pub source: String,
    /// What the data suggests, in tenths.
    pub suggested: u32,
    /// Whether a person set the points.
    pub changed: bool,
    /// Whether the suggestion rests on data; the others are full marks for the cell to look at.
    pub from_data: bool,
}

/// Phiếu chấm điểm, filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScoreSheet {
    /// Các dòng, in the order of the pack.
    pub lines: Vec<ScoreLine>,
    /// Tổng điểm, in tenths.
    pub total: u32,
    /// The highest total that was possible, in tenths: 950 without a thematic part unless the
    /// ward chose otherwise.
    pub max: u32,
    /// Xếp loại tự chấm.
    pub band: String,
    /// What a person should know about the total or the band.
    pub notes: Vec<String>,
}

impl ScoreSheet {
    /// The line with this id.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<&ScoreLine> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// As the minutes keep it: the total, the band and why points were taken off.
    #[must_use]
    pub fn for_minutes(&self) -> MinutesScore {
        let lost = self.lines.iter().filter(|line| line.points < line.max);
        MinutesScore {
            total: self.total,
            band: self.band.clone(),
            deductions: lost
                .map(|line| Deduction {
                    id: line.id.clone(),
                    title: line.title.clone(),
                    points: line.points,
                    max: line.max,
                    reason: line.source.clone(),
                })
                .collect(),
        }
    }
}

/// What the source of a line says when nothing is known about it.
pub const BY_DEFAULT: &str = "mặc định, cần chi bộ xem";

/// The id of the line that [`Missing4c::Raise4b`] raises.
const RAISED: &str = "4b";

/// Fills in the sheet. Marks set by hand go before suggestions; of several for one line the last
/// counts; one above the maximum is cut to it.
#[must_use]
pub fn evaluate(rules: &ScoreRules, facts: &ScoreFacts, overrides: &[ScoreEntry]) -> ScoreSheet {
    let lines: Vec<ScoreLine> = rules
        .lines
        .iter()
        .map(|line| {
            let max = max_of(rules, facts, line);
            let suggestion = if applies(facts, line) {
                suggest(line, max, facts)
            } else {
                Suggestion::known(Points(0), "Không có phần chuyên đề, mục này không áp dụng.")
            };
            let entry = overrides.iter().rev().find(|entry| entry.line == line.id);
            ScoreLine {
                id: line.id.clone(),
                group: line.group.clone(),
                title: line.title.clone(),
                points: entry.map_or(suggestion.points.0, |entry| entry.points.min(max.0)),
                max: max.0,
                source: entry.map_or(suggestion.source, |entry| entry.reason.clone()),
                suggested: suggestion.points.0,
                changed: entry.is_some(),
                from_data: suggestion.from_data,
            }
        })
        .collect();
    let sum = |points: fn(&ScoreLine) -> u32| lines.iter().map(points).fold(0, u32::saturating_add);
    let (reached, possible) = (sum(|line| line.points), sum(|line| line.max));
    let mut notes = Vec::new();
    let (mut total, mut max) = (reached, possible);
    if !facts.is_thematic() && rules.lines.iter().any(|line| line.thematic_only) {
        let highest = number::tenths(possible);
        notes.push(match rules.missing_4c {
            Missing4c::None => {
                format!("Tháng này không có chuyên đề: mục 4c không tính, phiếu cao nhất {highest} điểm.")
            }
            Missing4c::Scale => {
                total = scaled(reached, possible, rules.total.0);
                max = rules.total.0;
                format!(
                    "Tháng này không có chuyên đề: {} trên {highest} điểm, quy về thang {} là {} điểm.",
                    number::tenths(reached),
                    rules.total,
                    number::tenths(total)
                )
            }
            Missing4c::Raise4b => {
                "Tháng này không có chuyên đề: điểm mục 4c chuyển sang mục 4b.".to_owned()
            }
        });
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

/// Cut, not rounded: a scaled total never reaches a band that the points did not earn.
fn scaled(points: u32, of: u32, to: u32) -> u32 {
    if of == 0 {
        return 0;
    }
    let scaled = u64::from(points) * u64::from(to) / u64::from(of);
    u32::try_from(scaled).unwrap_or(to)
}

fn applies(facts: &ScoreFacts, line: &Line) -> bool {
    !line.thematic_only || facts.is_thematic()
}

fn max_of(rules: &ScoreRules, facts: &ScoreFacts, line: &Line) -> Points {
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

struct Suggestion {
    points: Points,
    source: String,
    from_data: bool,
}

impl Suggestion {
    fn known(points: Points, source: impl Into<String>) -> Self {
        Self {
            points,
            source: source.into(),
            from_data: true,
        }
    }

    fn default(max: Points) -> Self {
        Self {
            points: max,
            source: BY_DEFAULT.to_owned(),
            from_data: false,
        }
    }

    /// Full marks where `holds`, none where not, by default where it is not known.
    fn all_or_nothing(max: Points, holds: Option<bool>, yes: &str, no: &str) -> Self {
        match holds {
            Some(true) => Self::known(max, yes),
            Some(false) => Self::known(Points(0), no),
            None => Self::default(max),
        }
    }
}

fn suggest(line: &Line, max: Points, facts: &ScoreFacts) -> Suggestion {
    if !line.parts.is_empty() {
        return suggest_parts(line, facts);
    }
    match line.measure {
        Measure::Duration => duration(line, max, facts),
        Measure::Attendance => attendance(line, max, facts),
        Measure::Speaking if facts.attendees > 0 => {
            let (spoke, all) = (facts.speakers.min(facts.attendees), facts.attendees);
            Suggestion::known(
                by_percent(&line.levels, spoke, all),
                format!("{} phát biểu.", ratio(spoke, all, "đảng viên dự họp")),
            )
        }
        Measure::TaskResults if facts.tasks_total > 0 => {
            let (done, all) = (facts.tasks_done.min(facts.tasks_total), facts.tasks_total);
            Suggestion::known(
                by_percent(&line.levels, done, all),
                format!("{} tháng trước đã xong.", ratio(done, all, "nhiệm vụ")),
            )
        }
        Measure::TaskResults => Suggestion {
            source: format!("Tháng trước không có nhiệm vụ nào được ghi: {BY_DEFAULT}"),
            ..Suggestion::default(max)
        },
        Measure::AbsenceRun => match (facts.longest_excused_run, line.most) {
            (Some(run), Some(most)) => Suggestion::known(
                if run > most { Points(0) } else { max },
                match run {
                    0 => "Không có đảng viên vắng có lý do.".to_owned(),
                    run => format!(
                        "Nhiều nhất {} kỳ liên tiếp vắng có lý do (mức cho phép: {}).",
                        number::count(run),
                        number::count(most)
                    ),
                },
            ),
            _ => Suggestion::default(max),
        },
        Measure::Ideology => ideology(line, max, facts),
        plain => suggest_plain(plain, max, facts),
    }
}

/// Each part for itself, then together; a line of which nothing is known says so once.
fn suggest_parts(line: &Line, facts: &ScoreFacts) -> Suggestion {
    let mut all = Suggestion {
        points: Points(0),
        source: String::new(),
        from_data: false,
    };
    let mut sources = Vec::new();
    for part in &line.parts {
        let one = suggest_plain(part.measure, part.max, facts);
        all.points = Points(all.points.0.saturating_add(one.points.0));
        if one.from_data {
            sources.push(one.source);
        }
        all.from_data |= one.from_data;
    }
    if sources.len() < line.parts.len() {
        let rest = if sources.is_empty() {
            BY_DEFAULT.to_owned()
        } else {
            format!("Phần còn lại: {BY_DEFAULT}")
        };
        sources.push(rest);
    }
    all.source = sources.join(" ");
    all
}

/// The measures that give all or nothing.
fn suggest_plain(measure: Measure, max: Points, facts: &ScoreFacts) -> Suggestion {
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
        Measure::DocumentsBefore => plain(
            facts.documents_before,
            "Tài liệu đã gửi trước ít nhất 01 ngày.",
            "Tài liệu chưa gửi trước ít nhất 01 ngày.",
        ),
        Measure::PraiseAndReminders => {
            let counts = format!(
                "{} lượt biểu dương, {} lượt nhắc nhở, {} lượt phê bình, góp ý.",
                number::count(facts.praise),
                number::count(facts.reminders),
                number::count(facts.criticism)
            );
            let any = facts.praise > 0 || facts.reminders > 0 || facts.criticism > 0;
            Suggestion::known(if any { max } else { Points(0) }, counts)
        }
        Measure::MinutesComplete => plain(
            facts.minutes_complete,
            "Biên bản đã đủ các phần.",
            "Biên bản còn phần chưa ghi.",
        ),
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

fn duration(line: &Line, max: Points, facts: &ScoreFacts) -> Suggestion {
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

fn attendance(line: &Line, max: Points, facts: &ScoreFacts) -> Suggestion {
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

fn ideology(line: &Line, max: Points, facts: &ScoreFacts) -> Suggestion {
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
        _ => Suggestion {
            source: format!("Chưa rõ số phút; {counts}: {BY_DEFAULT}"),
            ..Suggestion::default(max)
        },
    }
}

/// The points of the first level reached.
fn by_percent(levels: &[Level], part: u32, whole: u32) -> Points {
    let holds = |level: &&Level| {
        level
            .at_least
            .is_some_and(|percent| reaches(part, whole, percent))
    };
    levels
        .iter()
        .find(holds)
        .map_or(Points(0), |level| level.points)
}

fn reaches(part: u32, whole: u32, percent: u32) -> bool {
    u64::from(part) * 100 >= u64::from(percent) * u64::from(whole)
}

fn ratio(part: u32, whole: u32, what: &str) -> String {
    format!(
        "{}/{} {what} ({})",
        number::count(part),
        number::count(whole),
        number::percent(part, whole)
    )
}

/// A mark that can't be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// No such line, or it does not apply this time.
    #[error("Phiếu chấm điểm của kỳ này không có mục {0}. Điểm chưa được ghi.")]
    NoSuchLine(String),
    /// More than the line gives.
    #[error("Mục {line} cao nhất {max} điểm, không chấm được {points} điểm. Điểm chưa được ghi.")]
    TooMany {
        /// The line.
        line: String,
        /// What was given.
        points: Points,
        /// What is possible.
        max: Points,
    },
    /// Without a reason.
    #[error("Sửa điểm mục {0} phải có lý do. Điểm chưa được ghi.")]
    NoReason(String),
}

impl Explain for ScoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchLine(_) => "CD-01",
            Self::TooMany { .. } => "CD-02",
            Self::NoReason(_) => "CD-03",
        }
    }

    fn class(&self) -> FaultClass {
        match self {
            Self::NoSuchLine(_) => FaultClass::NotFound,
            Self::TooMany { .. } | Self::NoReason(_) => FaultClass::Invalid,
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::NoSuchLine(_) => "Xem lại mã mục trên phiếu, như 2a hoặc 4đ.".into(),
            Self::TooMany { .. } => "Chấm từ 0 đến điểm tối đa của mục.".into(),
            Self::NoReason(_) => "Viết ngắn gọn vì sao chi bộ chấm khác.".into(),
        }
    }
}

/// Whether a mark may be set by hand.
///
/// # Errors
/// [`ScoreError`] where the line does not apply, the points are too many or there is no reason.
pub fn check_entry(
    rules: &ScoreRules,
    facts: &ScoreFacts,
    entry: &ScoreEntry,
) -> Result<(), ScoreError> {
    let line = rules
        .line(&entry.line)
        .filter(|line| applies(facts, line))
        .ok_or_else(|| ScoreError::NoSuchLine(entry.line.clone()))?;
    let max = max_of(rules, facts, line);
    if entry.points > max.0 {
        let points = Points(entry.points);
        return Err(ScoreError::TooMany {
            line: line.id.clone(),
            points,
            max,
        });
    }
    if entry.reason.trim().is_empty() {
        return Err(ScoreError::NoReason(line.id.clone()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Pack, shipped};

    fn rules() -> ScoreRules {
        let pack: Pack = shipped().unwrap().get("HD42-2025").unwrap().clone();
        pack.score
    }

    fn combined() -> ScoreFacts {
        ScoreFacts::unknown(MeetingKind::Combined)
    }

    /// The tenths that one line gets for these facts.
    fn points(line: &str, facts: &ScoreFacts) -> u32 {
        evaluate(&rules(), facts, &[]).line(line).unwrap().points
    }

    fn entry(line: &str, points: u32, reason: &str) -> ScoreEntry {
        let meeting = MeetingId(Uuid::nil());
        ScoreEntry {
            meeting,
            line: line.into(),
            points,
            reason: reason.into(),
        }
    }

    #[test]
    fn the_maxima_make_100_with_a_thematic_part_and_95_without() {
        assert_eq!(evaluate(&rules(), &combined(), &[]).max, 1000);
        let regular = evaluate(&rules(), &ScoreFacts::unknown(MeetingKind::Regular), &[]);
        assert_eq!((regular.max, regular.line("4c").unwrap().max), (950, 0));
        assert!(regular.notes[0].contains("95 điểm"));
        let mut facts = ScoreFacts::unknown(MeetingKind::Regular);
        facts.thematic_this_month = true;
        assert_eq!(evaluate(&rules(), &facts, &[]).max, 1000);
    }

    #[test]
    fn what_nobody_knows_gets_full_marks_to_be_looked_at() {
        let sheet = evaluate(&rules(), &combined(), &[]);
        for id in ["1", "2a", "3a", "4b", "4.2", "5", "7"] {
            let line = sheet.line(id).unwrap();
            assert_eq!((line.points, line.from_data), (line.max, false), "{id}");
            assert_eq!(line.source, BY_DEFAULT, "{id}");
        }
        // Nobody was praised or reminded: that is known.
        assert_eq!(points("4d", &combined()), 0);
    }

    #[test]
    fn duration_falls_by_the_minutes_missing() {
        for (actual, tenths) in [
            (100, 50),
            (90, 50),
            (89, 40),
            (75, 40),
            (74, 30),
            (60, 30),
            (59, 20),
            (45, 20),
            (44, 10),
            (0, 10),
        ] {
            let facts = ScoreFacts {
                minimum_minutes: Some(90),
                actual_minutes: Some(actual),
                ..combined()
            };
            assert_eq!(points("1", &facts), tenths, "{actual} minutes");
        }
    }

    #[test]
    fn attendance_falls_by_the_percentage_of_those_summoned() {
        for (present, summoned, tenths) in [
            (20, 20, 40),
            (18, 20, 40),
            (17, 20, 30),
            (15, 20, 30),
            (14, 20, 20),
            (13, 20, 20),
            (12, 20, 10),
            (0, 20, 10),
            // 89,9…% and 90% of a large number.
            (899, 1000, 30),
            (900, 1000, 40),
            (26, 29, 30),
            (27, 30, 40),
        ] {
            let facts = ScoreFacts {
                present,
                summoned,
                ..combined()
            };
            assert_eq!(points("2a", &facts), tenths, "{present}/{summoned}");
        }
        let facts = ScoreFacts {
            present: 19,
            summoned: 20,
            unexcused: 1,
            ..combined()
        };
        let sheet = evaluate(&rules(), &facts, &[]);
        let line = sheet.line("2a").unwrap();
        assert_eq!(line.points, 10, "one unexcused absence");
        assert_eq!(
            line.source,
            "19/20 đảng viên triệu tập (95%) dự họp. 01 vắng không lý do."
        );
    }

    #[test]
    fn more_than_three_excused_absences_running_cost_a_point() {
        for (run, tenths) in [(None, 10), (Some(0), 10), (Some(3), 10), (Some(4), 0)] {
            let facts = ScoreFacts {
                longest_excused_run: run,
                ..combined()
            };
            assert_eq!(points("2b", &facts), tenths, "{run:?}");
        }
    }

    #[test]
    fn a_cell_without_committee_has_full_marks_for_its_meeting() {
        for (has_committee, met, tenths) in [
            (false, None, 20),
            (false, Some(false), 20),
            (true, Some(true), 20),
            (true, Some(false), 0),
            (true, None, 20),
        ] {
            let facts = ScoreFacts {
                has_committee,
                committee_met: met,
                ..combined()
            };
            assert_eq!(points("3c", &facts), tenths, "{has_committee} {met:?}");
        }
    }

    #[test]
    fn what_is_known_to_be_missing_gets_nothing() {
        let facts = ScoreFacts {
            notified: Some(false),
            documents_before: Some(false),
            minutes_complete: Some(false),
            ..combined()
        };
        assert_eq!(["3d", "3e", "4e"].map(|id| points(id, &facts)), [0, 0, 0]);
    }

    #[test]
    fn speaking_falls_by_the_percentage_of_those_present() {
        for (speakers, attendees, tenths) in [
            (20, 20, 50),
            (11, 20, 50),
            (10, 20, 50),
            (9, 20, 40),
            (8, 20, 40),
            (7, 20, 30),
            (6, 20, 30),
            (5, 20, 20),
            (0, 20, 20),
            (499, 1000, 40),
            (399, 1000, 30),
            (299, 1000, 20),
        ] {
            let facts = ScoreFacts {
                speakers,
                attendees,
                ..combined()
            };
            assert_eq!(points("4đ", &facts), tenths, "{speakers}/{attendees}");
        }
    }

    #[test]
    fn a_quarter_of_an_hour_of_criticism_earns_its_point() {
        for (minutes, tenths) in [(None, 10), (Some(14), 0), (Some(15), 10), (Some(40), 10)] {
            let facts = ScoreFacts {
                ideology_minutes: minutes,
                ..combined()
            };
            assert_eq!(points("4g", &facts), tenths, "{minutes:?}");
        }
    }

    #[test]
    fn results_fall_by_the_percentage_of_tasks_done() {
        for (done, tenths) in [
            (100, 300),
            (90, 300),
            (89, 270),
            (80, 270),
            (79, 240),
            (70, 240),
            (69, 200),
            (60, 200),
            (59, 150),
            (50, 150),
            (49, 100),
            (0, 100),
        ] {
            let facts = ScoreFacts {
                tasks_done: done,
                tasks_total: 100,
                ..combined()
            };
            assert_eq!(points("6", &facts), tenths, "{done}%");
        }
        assert_eq!(points("6", &combined()), 300, "no tasks last month");
    }

    #[test]
    fn the_closing_line_is_the_sum_of_its_parts() {
        for (conclusion, assigned, tenths) in [
            (Some(true), Some(true), 50),
            (Some(false), Some(true), 30),
            (Some(true), Some(false), 30),
            (Some(false), Some(false), 10),
            (None, None, 50),
        ] {
            let facts = ScoreFacts {
                has_conclusion: conclusion,
                has_assignments: assigned,
                ..combined()
            };
            assert_eq!(points("7", &facts), tenths);
        }
    }

    #[test]
    fn bands_begin_at_90_70_and_50() {
        for (total, band) in [
            (1000, "Tốt"),
            (900, "Tốt"),
            (899, "Khá"),
            (700, "Khá"),
            (699, "Trung bình"),
            (500, "Trung bình"),
            (499, "Kém"),
            (0, "Kém"),
        ] {
            assert_eq!(
                super::band(&rules(), &[], total, &mut Vec::new()),
                band,
                "{total}"
            );
        }
    }

    #[test]
    fn a_gate_keeps_a_sheet_out_of_the_highest_band() {
        let mut rules = rules();
        let mut facts = combined();
        facts.praise = 1;
        (facts.attendees, facts.speakers) = (20, 9);
        assert_eq!(evaluate(&rules, &facts, &[]).band, "Tốt");
        rules.gate = vec!["4đ".into()];
        let sheet = evaluate(&rules, &facts, &[]);
        assert_eq!((sheet.total, sheet.band.as_str()), (990, "Khá"));
        assert!(sheet.notes[0].contains("4đ"), "{:?}", sheet.notes);
    }

    #[test]
    fn a_ward_chooses_what_becomes_of_the_points_for_a_thematic_part() {
        let mut facts = ScoreFacts::unknown(MeetingKind::Regular);
        facts.praise = 1;
        let with = |missing_4c, overrides: &[ScoreEntry]| {
            let rules = ScoreRules {
                missing_4c,
                ..rules()
            };
            let sheet = evaluate(&rules, &facts, overrides);
            (sheet.total, sheet.max, sheet.band.clone())
        };
        let good = "Tốt".to_owned();
        assert_eq!(with(Missing4c::None, &[]), (950, 950, good.clone()));
        assert_eq!(with(Missing4c::Scale, &[]), (1000, 1000, good.clone()));
        assert_eq!(with(Missing4c::Raise4b, &[]), (1000, 1000, good));
        // 85,4 of 95 is 89,89…: cut to 89,8, never rounded up into "Tốt".
        let low = [entry("6", 204, "thử")];
        assert_eq!(with(Missing4c::Scale, &low), (898, 1000, "Khá".to_owned()));
    }

    #[test]
    fn people_overrule_the_data_with_a_reason() {
        let facts = ScoreFacts {
            speakers: 5,
            attendees: 20,
            ..combined()
        };
        let sheet = evaluate(
            &rules(),
            &facts,
            &[entry("4đ", 35, "có ba ý kiến ghi chung")],
        );
        let line = sheet.line("4đ").unwrap();
        assert_eq!((line.points, line.suggested, line.changed), (35, 20, true));
        assert_eq!(line.source, "có ba ý kiến ghi chung");
        let deductions = sheet.for_minutes().deductions;
        assert_eq!(
            deductions.iter().map(|d| d.id.as_str()).collect::<Vec<_>>(),
            ["4d", "4đ"]
        );
    }

    #[test]
    fn a_mark_that_cannot_be_is_refused() {
        let facts = ScoreFacts::unknown(MeetingKind::Regular);
        let check = |entry: ScoreEntry| check_entry(&rules(), &facts, &entry).map_err(|e| e.code());
        assert_eq!(check(entry("2a", 40, "đủ")), Ok(()));
        assert_eq!(check(entry("4c", 10, "đủ")), Err("CD-01"));
        assert_eq!(check(entry("9z", 10, "đủ")), Err("CD-01"));
        assert_eq!(check(entry("2a", 41, "đủ")), Err("CD-02"));
        assert_eq!(check(entry("2a", 40, "  ")), Err("CD-03"));
    }
}
