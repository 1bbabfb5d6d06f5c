//! Nhắc việc trước kỳ sinh hoạt: R01–R05 of `domain.md` §11. They speak up once a step's own day
//! has come, and never block anything.

use chrono::NaiveDate;

use crate::{Month, check::Rule, date::short_day, number::count};

/// Một lời nhắc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The rule.
    pub rule: Rule,
    /// A Vietnamese sentence.
    pub text: String,
}

/// Một bước chuẩn bị as the reminders see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its last day; `None` while the meeting has no day.
    pub due: Option<NaiveDate>,
    /// Whether it is done.
    pub done: bool,
}

impl Step {
    /// Its day has come and it is not done.
    fn waits(self, today: NaiveDate) -> Option<NaiveDate> {
        self.due.filter(|due| !self.done && *due <= today)
    }
}

/// What the reminders look at: a meeting that is being prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreparingFacts {
    /// Hôm nay.
    pub today: NaiveDate,
    /// Tài liệu lên Sổ tay đảng viên điện tử (P4).
    pub documents: Step,
    /// Báo đảng viên và cấp ủy viên theo dõi (P3).
    pub notice: Step,
    /// Họp chi ủy, có biên bản (P2); `None` for a cell without chi ủy and for its own meetings.
    pub committee: Option<Step>,
    /// Minutes of the agenda.
    pub planned_minutes: u32,
    /// Thời lượng tối thiểu; 0 where there is none.
    pub minimum_minutes: u32,
}

/// R01–R04: what a meeting that is being prepared still lacks.
#[must_use]
pub fn of_meeting(facts: &PreparingFacts) -> Vec<Reminder> {
    let mut found = Vec::new();
    let mut say = |rule, text| found.push(Reminder { rule, text });
    if let Some(due) = facts.documents.waits(facts.today) {
        let last = last_day(due, facts.today);
        say(
            Rule::R01,
            format!("Tài liệu chưa đưa lên Sổ tay đảng viên điện tử; {last}."),
        );
    }
    if let Some(due) = facts.notice.waits(facts.today) {
        let last = last_day(due, facts.today);
        say(
            Rule::R02,
            format!("Chưa báo đảng viên và cấp ủy viên theo dõi chi bộ; {last}."),
        );
    }
    if let Some(due) = facts.committee.and_then(|step| step.waits(facts.today)) {
        let last = last_day(due, facts.today);
        say(
            Rule::R03,
            format!("Chưa có biên bản họp chi ủy trước kỳ này; {last}."),
        );
    }
    if let Some(short) = facts.minimum_minutes.checked_sub(facts.planned_minutes)
        && short > 0
    {
        say(
            Rule::R04,
            format!(
                "Chương trình mới có {} phút, còn thiếu {} phút so với mức tối thiểu {} phút.",
                facts.planned_minutes, short, facts.minimum_minutes
            ),
        );
    }
    found
}

/// R05: the last month of a quarter has come and no chuyên đề was held in it or is being prepared.
#[must_use]
pub fn of_quarter(this_month: Month, held: u32, wanted: u16) -> Option<Reminder> {
    (this_month.ends_quarter() && held < u32::from(wanted)).then(|| Reminder {
        rule: Rule::R05,
        text: format!(
            "{} chưa có sinh hoạt chuyên đề; mỗi quý ít nhất {} lần.",
            capital(this_month.quarter_words()),
            count(u32::from(wanted))
        ),
    })
}

fn last_day(due: NaiveDate, today: NaiveDate) -> String {
    match (today - due).num_days() {
        0 => "hạn là hôm nay".into(),
        late => format!("hạn {}, đã quá {late} ngày", short_day(due)),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 10, d).unwrap()
    }

    /// A meeting on 20 October: P2 on the 15th, P3 on the 17th, P4 on the 19th.
    fn facts(today: u32) -> PreparingFacts {
        let step = |d| Step {
            due: Some(day(d)),
            done: false,
        };
        PreparingFacts {
            today: day(today),
            documents: step(19),
            notice: step(17),
            committee: Some(step(15)),
            planned_minutes: 90,
            minimum_minutes: 90,
        }
    }

    fn rules(facts: &PreparingFacts) -> Vec<Rule> {
        of_meeting(facts).into_iter().map(|one| one.rule).collect()
    }

    #[test]
    fn a_step_is_spoken_of_from_its_own_day_until_it_is_done() {
        for (today, expected) in [
            (14, vec![]),
            (15, vec![Rule::R03]),
            (16, vec![Rule::R03]),
            (17, vec![Rule::R02, Rule::R03]),
            (18, vec![Rule::R02, Rule::R03]),
            (19, vec![Rule::R01, Rule::R02, Rule::R03]),
        ] {
            assert_eq!(rules(&facts(today)), expected, "{today}");
        }
        let mut done = facts(19);
        done.notice.done = true;
        done.documents.done = true;
        assert_eq!(rules(&done), [Rule::R03]);
        done.committee = None;
        assert_eq!(rules(&done), []);
    }

    #[test]
    fn a_meeting_without_a_day_is_only_asked_for_its_minutes() {
        let none = Step {
            due: None,
            done: false,
        };
        let facts = PreparingFacts {
            documents: none,
            notice: none,
            committee: Some(none),
            planned_minutes: 75,
            ..facts(19)
        };
        assert_eq!(rules(&facts), [Rule::R04]);
        let text = of_meeting(&facts).remove(0).text;
        assert_eq!(
            text,
            "Chương trình mới có 75 phút, còn thiếu 15 phút so với mức tối thiểu 90 phút."
        );
    }

    #[test]
    fn the_minutes_are_enough_at_the_minimum_and_above_it() {
        for (planned, least, said) in [
            (89, 90, true),
            (90, 90, false),
            (91, 90, false),
            (119, 120, true),
            (120, 120, false),
            (0, 0, false),
        ] {
            let facts = PreparingFacts {
                planned_minutes: planned,
                minimum_minutes: least,
                ..facts(1)
            };
            assert_eq!(
                rules(&facts).contains(&Rule::R04),
                said,
                "{planned}/{least}"
            );
        }
    }

    #[test]
    fn the_last_month_of_a_quarter_asks_for_its_chuyen_de() {
        for (month, held, asked) in [
            ("2026-10", 0, false),
            ("2026-11", 0, false),
            ("2026-12", 0, true),
            ("2026-12", 1, false),
            ("2027-03", 0, true),
        ] {
            let found = of_quarter(month.parse().unwrap(), held, 1);
            assert_eq!(found.is_some(), asked, "{month} {held}");
        }
        let said = of_quarter("2026-12".parse().unwrap(), 0, 1).unwrap();
        assert_eq!(
            said.text,
            "Quý IV chưa có sinh hoạt chuyên đề; mỗi quý ít nhất 01 lần."
        );
    }
}
