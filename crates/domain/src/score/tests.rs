//! A table of sheets with every boundary value: each line at its levels, just below and just
//! above; and what holds for every sheet.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    MeetingKind,
    id::MeetingId,
    rules::{Missing4c, shipped},
};

pub(super) fn rules() -> ScoreRules {
    shipped().unwrap().get("HD42-2025").unwrap().score.clone()
}

fn combined() -> ScoreFacts {
    ScoreFacts::unknown(MeetingKind::Combined)
}

/// The tenths that one line gets for these facts.
fn points(line: &str, facts: &ScoreFacts) -> u32 {
    evaluate(&rules(), facts, &[]).line(line).unwrap().points
}

fn entry(line: &str, points: u32, reason: &str) -> ScoreEntry {
    ScoreEntry {
        meeting: MeetingId(Uuid::nil()),
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
    for id in [
        "1", "2a", "2b", "3a", "3b", "4a", "4b", "4h", "4.2", "5", "7",
    ] {
        let line = sheet.line(id).unwrap();
        assert_eq!((line.points, line.from_data), (line.max, false), "{id}");
        assert_eq!(line.source, BY_DEFAULT, "{id}");
    }
    // Nobody was praised or reminded: that is known.
    assert_eq!(points("4d", &combined()), 0);
}

/// Line 1, for each minimum: full, short by 15 and 30 minutes, half.
#[test]
fn duration_at_every_boundary() {
    let table: [(u32, &[(u32, u32)]); 3] = [
        (
            90,
            &[
                (91, 50),
                (90, 50),
                (89, 40),
                (76, 40),
                (75, 40),
                (74, 30),
                (61, 30),
                (60, 30),
                (59, 20),
                (46, 20),
                (45, 20),
                (44, 10),
                (0, 10),
            ],
        ),
        (
            120,
            &[
                (120, 50),
                (119, 40),
                (105, 40),
                (104, 30),
                (90, 30),
                (89, 20),
                (60, 20),
                (59, 10),
            ],
        ),
        // Short by half an hour is less than half of a short meeting: the level of the minutes
        // counts first.
        (
            45,
            &[(45, 50), (44, 40), (30, 40), (29, 30), (15, 30), (14, 10)],
        ),
    ];
    for (minimum, rows) in table {
        for (actual, tenths) in rows {
            let facts = ScoreFacts {
                minimum_minutes: Some(minimum),
                actual_minutes: Some(*actual),
                ..combined()
            };
            assert_eq!(
                points("1", &facts),
                *tenths,
                "{actual} of {minimum} minutes"
            );
        }
    }
}

/// Line 2a: 90, 75 and 65 percent of those summoned.
#[test]
fn attendance_at_every_boundary() {
    for (present, summoned, tenths) in [
        (1000, 1000, 40),
        (901, 1000, 40),
        (900, 1000, 40),
        (899, 1000, 30),
        (751, 1000, 30),
        (750, 1000, 30),
        (749, 1000, 20),
        (651, 1000, 20),
        (650, 1000, 20),
        (649, 1000, 10),
        (0, 1000, 10),
        // As cells are: whole people.
        (20, 20, 40),
        (18, 20, 40),
        (17, 20, 30),
        (15, 20, 30),
        (14, 20, 20),
        (13, 20, 20),
        (12, 20, 10),
        (26, 29, 30),
        (27, 30, 40),
        (1, 1, 40),
        (0, 1, 10),
    ] {
        let facts = ScoreFacts {
            present,
            summoned,
            ..combined()
        };
        assert_eq!(points("2a", &facts), tenths, "{present}/{summoned}");
    }
}

#[test]
fn one_unexcused_absence_leaves_one_point_for_attendance() {
    for (present, unexcused, tenths) in [(20, 0, 40), (19, 1, 10), (12, 1, 10), (18, 2, 10)] {
        let facts = ScoreFacts {
            present,
            summoned: 20,
            unexcused,
            ..combined()
        };
        assert_eq!(points("2a", &facts), tenths, "{present}, {unexcused}");
    }
}

#[test]
fn the_fourth_excused_absence_running_costs_the_point() {
    for (run, tenths) in [
        (None, 10),
        (Some(0), 10),
        (Some(2), 10),
        (Some(3), 10),
        (Some(4), 0),
        (Some(5), 0),
    ] {
        let facts = ScoreFacts {
            longest_excused_run: run,
            ..combined()
        };
        assert_eq!(points("2b", &facts), tenths, "{run:?}");
    }
}

#[test]
fn a_cell_without_committee_loses_nothing_for_its_meeting() {
    for (has_committee, met, tenths) in [
        (true, Some(true), 20),
        (true, Some(false), 0),
        (true, None, 20),
        (false, Some(false), 20),
        (false, None, 20),
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
fn each_step_of_the_preparation_gives_all_or_nothing() {
    for (known, tenths) in [
        (None, [20, 10, 20, 10]),
        (Some(true), [20, 10, 20, 10]),
        (Some(false), [0, 0, 0, 0]),
    ] {
        let facts = ScoreFacts {
            drafted: known,
            notified: known,
            documents_before: known,
            documents: known,
            ..combined()
        };
        let got = ["3b", "3d", "3e", "4h"].map(|id| points(id, &facts));
        assert_eq!(got, tenths, "{known:?}");
    }
}

#[test]
fn an_agenda_that_was_gone_through_whole_gives_full_marks_from_data() {
    for (done, total, from_data) in [
        (0, 0, false),
        (17, 17, true),
        (16, 17, false),
        (0, 17, false),
    ] {
        let facts = ScoreFacts {
            steps_done: done,
            steps_total: total,
            ..combined()
        };
        let sheet = evaluate(&rules(), &facts, &[]);
        let line = sheet.line("4a").unwrap();
        assert_eq!(
            (line.points, line.from_data),
            (50, from_data),
            "{done}/{total}"
        );
    }
}

#[test]
fn praise_reminders_or_criticism_earn_their_points() {
    for (praise, reminders, criticism, tenths) in
        [(0, 0, 0, 0), (1, 0, 0, 20), (0, 1, 0, 20), (0, 0, 1, 20)]
    {
        let facts = ScoreFacts {
            praise,
            reminders,
            criticism,
            ..combined()
        };
        assert_eq!(points("4d", &facts), tenths);
    }
}

/// Line 4đ: 50, 40 and 30 percent of those present.
#[test]
fn speaking_at_every_boundary() {
    for (speakers, attendees, tenths) in [
        (1000, 1000, 50),
        (501, 1000, 50),
        (500, 1000, 50),
        (499, 1000, 40),
        (401, 1000, 40),
        (400, 1000, 40),
        (399, 1000, 30),
        (301, 1000, 30),
        (300, 1000, 30),
        (299, 1000, 20),
        (0, 1000, 20),
        (11, 20, 50),
        (10, 20, 50),
        (9, 20, 40),
        (8, 20, 40),
        (7, 20, 30),
        (6, 20, 30),
        (5, 20, 20),
        // More speakers than people counted: guests who became members, or a roll not finished.
        (30, 20, 50),
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
fn minutes_that_lack_a_part_lose_their_point_and_say_which() {
    for (lack, tenths) in [
        (None, 10),
        (Some(vec![]), 10),
        (Some(vec!["chủ trì".to_owned()]), 0),
    ] {
        let facts = ScoreFacts {
            minutes_lack: lack,
            ..combined()
        };
        assert_eq!(points("4e", &facts), tenths);
    }
}

#[test]
fn a_quarter_of_an_hour_of_criticism_earns_its_point() {
    for (minutes, tenths) in [
        (None, 10),
        (Some(0), 0),
        (Some(14), 0),
        (Some(15), 10),
        (Some(16), 10),
        (Some(40), 10),
    ] {
        let facts = ScoreFacts {
            ideology_minutes: minutes,
            ..combined()
        };
        assert_eq!(points("4g", &facts), tenths, "{minutes:?}");
    }
}

/// Line 6: 90, 80, 70, 60 and 50 percent of last month's tasks.
#[test]
fn results_at_every_boundary() {
    for (done, total, tenths) in [
        (1000, 1000, 300),
        (901, 1000, 300),
        (900, 1000, 300),
        (899, 1000, 270),
        (801, 1000, 270),
        (800, 1000, 270),
        (799, 1000, 240),
        (701, 1000, 240),
        (700, 1000, 240),
        (699, 1000, 200),
        (601, 1000, 200),
        (600, 1000, 200),
        (599, 1000, 150),
        (501, 1000, 150),
        (500, 1000, 150),
        (499, 1000, 100),
        (0, 1000, 100),
        (4, 5, 270),
        (2, 3, 200),
        (1, 2, 150),
        (1, 3, 100),
        (0, 1, 100),
        // Nothing was given last month: to be looked at.
        (0, 0, 300),
    ] {
        let facts = ScoreFacts {
            tasks_done: done,
            tasks_total: total,
            ..combined()
        };
        assert_eq!(points("6", &facts), tenths, "{done}/{total}");
    }
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

/// Whole sheets of a regular month without a thematic part, at the edges of the bands, under each
/// choice for line 4c.
#[test]
fn sheets_at_the_edges_of_the_bands_under_each_option() {
    // What is taken off the 95 that are possible.
    for (lost, option, total, max, band) in [
        (0, Missing4c::None, 950, 950, "Tốt"),
        (50, Missing4c::None, 900, 950, "Tốt"),
        (51, Missing4c::None, 899, 950, "Khá"),
        (250, Missing4c::None, 700, 950, "Khá"),
        (251, Missing4c::None, 699, 950, "Trung bình"),
        (0, Missing4c::Scale, 1000, 1000, "Tốt"),
        (95, Missing4c::Scale, 900, 1000, "Tốt"),
        // 85,4 of 95 is 89,89…: cut to 89,8, never rounded up into "Tốt".
        (96, Missing4c::Scale, 898, 1000, "Khá"),
        (285, Missing4c::Scale, 700, 1000, "Khá"),
        (286, Missing4c::Scale, 698, 1000, "Trung bình"),
        (0, Missing4c::Raise4b, 1000, 1000, "Tốt"),
        (100, Missing4c::Raise4b, 900, 1000, "Tốt"),
        (101, Missing4c::Raise4b, 899, 1000, "Khá"),
        (300, Missing4c::Raise4b, 700, 1000, "Khá"),
    ] {
        let rules = ScoreRules {
            missing_4c: option,
            ..rules()
        };
        let mut facts = ScoreFacts::unknown(MeetingKind::Regular);
        facts.praise = 1;
        let sheet = evaluate(&rules, &facts, &[entry("6", 300 - lost, "thử")]);
        assert_eq!(
            (sheet.total, sheet.max, sheet.band.as_str()),
            (total, max, band),
            "{lost} {option:?}"
        );
        let raised = sheet.line("4b").unwrap().max;
        let expected = if option == Missing4c::Raise4b {
            150
        } else {
            100
        };
        assert_eq!(raised, expected);
    }
}

#[test]
fn a_gate_keeps_a_sheet_out_of_the_highest_band_only() {
    let mut rules = rules();
    let mut facts = combined();
    facts.praise = 1;
    (facts.attendees, facts.speakers) = (20, 9);
    assert_eq!(evaluate(&rules, &facts, &[]).band, "Tốt");
    rules.gate = vec!["4đ".into()];
    let sheet = evaluate(&rules, &facts, &[]);
    assert_eq!((sheet.total, sheet.band.as_str()), (990, "Khá"));
    assert!(sheet.notes[0].contains("4đ"), "{:?}", sheet.notes);
    // Full marks open it, and below "Tốt" it says nothing.
    facts.speakers = 20;
    assert_eq!(evaluate(&rules, &facts, &[]).band, "Tốt");
    facts.speakers = 9;
    let low = evaluate(&rules, &facts, &[entry("6", 0, "thử")]);
    assert_eq!((low.band.as_str(), low.notes.len()), ("Trung bình", 0));
}

#[test]
fn people_overrule_the_data_with_a_reason_and_the_figure_stays() {
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
    assert_eq!(line.figure, "05/20 đảng viên dự họp (25%) phát biểu.");
    let deductions = sheet.for_minutes().deductions;
    assert_eq!(
        deductions.iter().map(|d| d.id.as_str()).collect::<Vec<_>>(),
        ["4d", "4đ"]
    );
}

fn any_facts() -> impl Strategy<Value = ScoreFacts> {
    let kind = prop::sample::select(MeetingKind::ALL.to_vec());
    let few = || 0..60_u32;
    let maybe = || prop::option::of(any::<bool>());
    (
        (
            kind,
            any::<bool>(),
            prop::option::of(0..200_u32),
            prop::option::of(0..200_u32),
        ),
        (
            few(),
            few(),
            0..3_u32,
            prop::option::of(0..8_u32),
            any::<bool>(),
        ),
        (
            maybe(),
            maybe(),
            maybe(),
            maybe(),
            maybe(),
            maybe(),
            maybe(),
        ),
        (few(), few(), few(), few(), prop::option::of(few())),
        (0..3_u32, 0..3_u32, 0..3_u32, few(), few()),
    )
        .prop_map(|(time, room, steps, said, rest)| ScoreFacts {
            thematic_this_month: time.1,
            minimum_minutes: time.2,
            actual_minutes: time.3,
            summoned: room.0,
            present: room.1,
            unexcused: room.2,
            longest_excused_run: room.3,
            has_committee: room.4,
            committee_met: steps.0,
            notified: steps.1,
            drafted: steps.2,
            documents: steps.3,
            documents_before: steps.4,
            has_conclusion: steps.5,
            has_assignments: steps.6,
            steps_done: said.0,
            steps_total: said.1,
            attendees: said.2,
            speakers: said.3,
            ideology_minutes: said.4,
            praise: rest.0,
            reminders: rest.1,
            criticism: rest.2,
            tasks_done: rest.3,
            tasks_total: rest.4,
            ..ScoreFacts::unknown(time.0)
        })
}

fn any_entries() -> impl Strategy<Value = Vec<ScoreEntry>> {
    let ids: Vec<String> = rules().lines.iter().map(|line| line.id.clone()).collect();
    prop::collection::vec(
        (prop::sample::select(ids), 0..400_u32)
            .prop_map(|(id, points)| entry(&id, points, "lý do")),
        0..6,
    )
}

proptest! {
    #[test]
    fn no_line_exceeds_its_maximum_and_the_total_is_their_sum(
        facts in any_facts(),
        entries in any_entries(),
        option in prop::sample::select(vec![Missing4c::None, Missing4c::Scale, Missing4c::Raise4b]),
    ) {
        let rules = ScoreRules { missing_4c: option, ..rules() };
        let sheet = evaluate(&rules, &facts, &entries);
        let sum: u32 = sheet.lines.iter().map(|line| line.points).sum();
        let most: u32 = sheet.lines.iter().map(|line| line.max).sum();
        for line in &sheet.lines {
            prop_assert!(line.points <= line.max && line.suggested <= line.max, "{line:?}");
            prop_assert!(!line.source.trim().is_empty(), "every figure has its reason: {line:?}");
        }
        prop_assert!(sheet.total <= sheet.max && sheet.max <= rules.total.0);
        if option == Missing4c::Scale && !facts.is_thematic() {
            prop_assert_eq!(u64::from(sheet.total), u64::from(sum) * 1000 / u64::from(most));
        } else {
            prop_assert_eq!((sheet.total, sheet.max), (sum, most));
        }
        // The deductions of the minutes say where the rest went.
        let lost: u32 = sheet.for_minutes().deductions.iter().map(|d| d.max - d.points).sum();
        prop_assert_eq!(sum + lost, most);
    }

    #[test]
    fn the_option_only_matters_without_a_thematic_part(facts in any_facts(), entries in any_entries()) {
        let with = |missing_4c| evaluate(&ScoreRules { missing_4c, ..rules() }, &facts, &entries);
        let [plain, scaled, raised] =
            [Missing4c::None, Missing4c::Scale, Missing4c::Raise4b].map(with);
        if facts.is_thematic() {
            prop_assert_eq!(&plain, &scaled);
            prop_assert_eq!(&plain, &raised);
        } else {
            prop_assert!(plain.total <= scaled.total && plain.total <= raised.total);
        }
    }

    #[test]
    fn more_people_present_speaking_and_done_never_cost_points(facts in any_facts()) {
        let sheet = evaluate(&rules(), &facts, &[]);
        let better = ScoreFacts {
            present: facts.summoned,
            unexcused: 0,
            speakers: facts.attendees,
            tasks_done: facts.tasks_total,
            ..facts.clone()
        };
        prop_assert!(evaluate(&rules(), &better, &[]).total >= sheet.total);
    }
}
