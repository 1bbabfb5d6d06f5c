//! The shipped rule pack against the table it was written from: every number, word and level of
//! `domain.md` §1 (durations, deadlines, preparation, agendas, items to insert, prompts, score
//! sheet) is written down here a second time, with how sure it is. A pack that says otherwise was
//! changed by mistake, or this table has to be changed with it, with the source at hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use sochibo_domain::{
    CellType, MeetingKind, VoteKind,
    rules::{Confidence, Level, Measure, Missing4c, Pack, Points, Sourced, shipped},
};

use Confidence::{Design, Found};

fn pack() -> Pack {
    shipped().unwrap().get("HD42-2025").unwrap().clone()
}

fn says<T: PartialEq + std::fmt::Debug>(value: &Sourced<T>, wanted: T, confidence: Confidence) {
    assert_eq!((&value.value, value.confidence), (&wanted, confidence));
}

#[test]
fn durations_deadlines_and_how_often() {
    let pack = pack();
    let durations = &pack.durations;
    says(&durations.regular, 90, Found);
    says(&durations.combined, 120, Found);
    says(&durations.small_may_differ, true, Found);
    assert_eq!(durations.large.confidence, Found);
    let large = durations.large.value;
    assert_eq!((large.from_members, large.minutes), (30, 120));
    assert!(!large.enabled, "a parameter of the ward, not a rule");
    let ideology = durations.ideology.value;
    assert_eq!((ideology.least, ideology.most), (15, 30));
    assert_eq!(durations.ideology.confidence, Found);

    says(&pack.deadlines.documents_before, 1, Found);
    says(&pack.deadlines.submit_after, 2, Found);

    says(&pack.frequency.regular_per_month, 1, Found);
    says(&pack.frequency.committee_per_month, 1, Found);
    says(&pack.frequency.thematic_per_quarter, 1, Found);
    says(&pack.frequency.thematic_may_replace_regular, false, Found);
    says(&pack.frequency.mixing_allowed, false, Found);

    says(&pack.limits.attendance_goal, 90, Found);
    says(&pack.limits.speakers_hint, 30, Design);
    says(&pack.limits.excused_run, 3, Design);
}

#[test]
fn the_steps_of_the_preparation() {
    let steps: Vec<_> = pack()
        .checklist
        .into_iter()
        .map(|step| {
            let days = step.days_before;
            (step.id, days.value, days.confidence, step.hard)
        })
        .collect();
    // Only P4's day is a rule; the others are this program's proposal.
    let wanted = [
        ("P1", 10, Design, false),
        ("P2", 5, Design, false),
        ("P3", 3, Design, false),
        ("P4", 1, Found, true),
        ("P5", 1, Design, false),
    ];
    assert_eq!(
        steps,
        wanted.map(|(id, days, sure, hard)| (id.to_owned(), days, sure, hard))
    );
    let committee = &pack().checklist[1];
    assert!(
        committee
            .without_committee
            .as_deref()
            .unwrap()
            .contains("vẫn đủ điểm")
    );
}

/// An agenda as (id, minutes, what it votes on).
fn agenda(id: &str) -> Vec<(String, u16, bool)> {
    let pack = pack();
    let template = pack.template_by_id(id).unwrap();
    // The order has a source; the minutes are a proposal.
    assert_eq!(template.confidence, Design, "{id}");
    let lines = template.items.iter();
    lines
        .map(|item| {
            (
                item.id.clone(),
                item.minutes,
                item.vote == Some(VoteKind::Ordinary),
            )
        })
        .collect()
}

fn lines(lines: &[(&str, u16, bool)]) -> Vec<(String, u16, bool)> {
    lines
        .iter()
        .map(|(id, minutes, votes)| ((*id).to_owned(), *minutes, *votes))
        .collect()
}

const REGULAR: [(&str, u16, bool); 17] = [
    ("ly_do", 2, false),
    ("thu_ky", 1, true),
    ("diem_danh", 2, false),
    ("dang_phi", 1, false),
    ("chuong_trinh", 1, true),
    ("thoi_su", 10, false),
    ("hoc_bac", 5, false),
    ("danh_gia", 10, false),
    ("tu_tuong", 15, false),
    ("nhiem_vu", 5, false),
    ("thao_luan", 20, false),
    ("cap_tren", 3, false),
    ("tiep_thu", 3, false),
    ("phan_cong", 4, false),
    ("ket_luan", 3, true),
    ("cham_diem", 3, true),
    ("bien_ban", 2, false),
];

#[test]
fn the_agendas_item_by_item() {
    assert_eq!(agenda("thuong_ky_90"), lines(&REGULAR));
    let sections = pack();
    let sections = sections.template_by_id("thuong_ky_90").unwrap();
    for (letter, minutes) in [("A.", 7), ("B.", 68), ("C.", 15)] {
        let own = sections
            .items
            .iter()
            .filter(|item| item.section.starts_with(letter));
        assert_eq!(
            own.map(|item| item.minutes).sum::<u16>(),
            minutes,
            "{letter}"
        );
    }

    assert_eq!(
        agenda("chuyen_de_90"),
        lines(&[
            ("mo_dau", 7, true),
            ("muc_dich", 3, false),
            ("trinh_bay_chuyen_de", 25, false),
            ("dinh_huong", 3, false),
            ("thao_luan_chuyen_de", 35, false),
            ("dang_ky", 5, false),
            ("ket_luan_chuyen_de", 7, true),
            ("cham_diem", 3, true),
            ("bien_ban", 2, false),
        ])
    );

    // The thematic block of 30 stands within the regular one, one after the other.
    let (before, after) = REGULAR.split_at(12);
    let block = [
        ("trinh_bay_chuyen_de", 10, false),
        ("thao_luan_chuyen_de", 15, false),
        ("ket_luan_chuyen_de", 5, false),
    ];
    assert_eq!(
        agenda("ket_hop_120"),
        lines(&[before, &block, after].concat())
    );
}

#[test]
fn every_kind_of_meeting_has_its_template_for_every_type_of_cell() {
    let pack = pack();
    for cell in TYPES.map(|(cell, _)| cell) {
        for (kind, id) in [
            (MeetingKind::Regular, "thuong_ky_90"),
            (MeetingKind::Thematic, "chuyen_de_90"),
            (MeetingKind::Combined, "ket_hop_120"),
            (MeetingKind::Committee, "chi_uy_60"),
            (MeetingKind::Extraordinary, "bat_thuong_30"),
            (MeetingKind::Review, "kiem_diem_150"),
        ] {
            let template = pack.template(kind, cell).unwrap();
            assert_eq!(template.id, id);
            let sum: u16 = template.items.iter().map(|item| item.minutes).sum();
            assert_eq!(sum, template.minutes, "{id}");
        }
        for kind in [MeetingKind::Regular, MeetingKind::Thematic] {
            assert!(pack.templates_for(kind, cell).any(|one| one.model));
        }
    }
}

#[test]
fn every_item_that_can_be_put_in_has_its_vote_and_its_place() {
    let pack = pack();
    let items: Vec<_> = pack
        .insertable
        .iter()
        .map(|item| (item.id.as_str(), item.vote))
        .collect();
    assert_eq!(
        items,
        [
            ("xet_hoc_nhan_thuc", Some(VoteKind::Ordinary)),
            ("xet_ket_nap", Some(VoteKind::Admission)),
            ("cong_nhan_chinh_thuc", Some(VoteKind::Recognition)),
            ("phan_cong_giup_do", Some(VoteKind::Ordinary)),
            ("xet_ky_luat_nhe", Some(VoteKind::MinorDiscipline)),
            ("xet_ky_luat_nang", Some(VoteKind::MajorDiscipline)),
            ("chuyen_sinh_hoat", None),
            ("mien_sinh_hoat", Some(VoteKind::Ordinary)),
            ("nhan_xet_213", None),
        ]
    );
    // Ward sheets place them after the vote on the resolution.
    for item in &pack.insertable {
        assert_eq!(item.after.as_deref(), Some("ket_luan"), "{}", item.id);
    }
    for id in ["xet_ky_luat_nhe", "xet_ky_luat_nang"] {
        let item = pack.insertable.iter().find(|item| item.id == id).unwrap();
        assert!(item.prompt.contains("Bỏ phiếu kín"), "{id}");
    }
}

const OFFICE: &[&str] = &[
    "lề lối làm việc, cải cách, chuyển đổi số",
    "tiến độ, chất lượng chuyên môn",
    "tiết kiệm, chống tiêu cực",
    "liên hệ nơi cư trú",
    "đào tạo cán bộ",
];

/// §1.6.
const TYPES: [(CellType, &[&str]); 7] = [
    (
        CellType::KhuPho,
        &[
            "vận động nhân dân, đại đoàn kết",
            "kinh tế – xã hội, an ninh trật tự",
            "dân chủ cơ sở, hương ước",
            "đất đai, trật tự xây dựng, vệ sinh môi trường",
            "nguồn phát triển đảng",
        ],
    ),
    (CellType::CoQuanSuNghiep, OFFICE),
    (CellType::TruongHoc, OFFICE),
    (
        CellType::DnNhaNuoc,
        &[
            "sản xuất kinh doanh, quản trị",
            "việc làm, đời sống",
            "đoàn thể",
            "phòng chống tham nhũng",
        ],
    ),
    (
        CellType::DnTuNhanFdi,
        &[
            "năng suất, tuân thủ pháp luật",
            "hợp đồng, thỏa ước lao động",
            "phát triển tổ chức đảng",
            "tổ đảng theo nhóm ngành nghề",
        ],
    ),
    (
        CellType::SinhVien,
        &["học tập, rèn luyện", "tình nguyện", "chống gian lận thi cử"],
    ),
    (
        CellType::LucLuongVuTrang,
        &["mệnh lệnh, điều lệnh, sẵn sàng chiến đấu"],
    ),
];

#[test]
fn each_type_of_cell_is_asked_for_what_it_is_for() {
    let pack = pack();
    for (cell, wanted) in TYPES {
        let prompts = pack.prompts_for(cell).unwrap();
        assert_eq!(prompts.lines, wanted, "{cell:?}");
        assert_eq!(prompts.confidence, Found);
        // And so it stands on the agenda, where the meeting speaks of it.
        for (kind, items) in [
            (
                MeetingKind::Regular,
                &["danh_gia", "nhiem_vu", "thao_luan"][..],
            ),
            (MeetingKind::Thematic, &["thao_luan_chuyen_de"][..]),
        ] {
            let template = pack.template(kind, cell).unwrap();
            let agenda = pack.agenda(
                template,
                sochibo_domain::id::MeetingId(Default::default()),
                cell,
            );
            for id in items {
                let item = agenda.iter().find(|item| item.item == *id).unwrap();
                assert!(item.prompt.starts_with(&wanted.join("\n")), "{cell:?} {id}");
            }
        }
    }
    // The armed forces are reminded, on every such item, that no secret belongs here.
    let armed = pack.prompts_for(CellType::LucLuongVuTrang).unwrap();
    assert!(
        armed
            .caution
            .as_deref()
            .unwrap()
            .contains("bí mật nhà nước")
    );
}

fn at_least(levels: &[(u32, u32)]) -> Vec<Level> {
    let level = |(percent, points): &(u32, u32)| Level {
        at_least: Some(*percent),
        short_at_most: None,
        points: Points::whole(*points),
    };
    levels.iter().map(level).collect()
}

fn short(minutes: u32, points: u32) -> Level {
    Level {
        at_least: None,
        short_at_most: Some(minutes),
        points: Points::whole(points),
    }
}

#[test]
fn the_score_sheet_line_by_line() {
    let score = pack().score;
    assert_eq!((score.total, score.confidence), (Points::whole(100), Found));
    assert_eq!(score.missing_4c, Missing4c::None, "the source does not say");
    assert!(score.gate.is_empty(), "a rule of one province, of before");
    let groups: Vec<_> = score.groups.iter().map(|group| group.max).collect();
    assert_eq!(groups, [5, 5, 10, 40, 5, 30, 5].map(Points::whole));
    let lines: Vec<_> = score
        .lines
        .iter()
        .map(|line| {
            (
                line.id.as_str(),
                line.group.as_str(),
                line.max,
                line.measure,
            )
        })
        .collect();
    let wanted = [
        ("1", "1", 5, Measure::Duration),
        ("2a", "2", 4, Measure::Attendance),
        ("2b", "2", 1, Measure::AbsenceRun),
        ("3a", "3", 3, Measure::Judgement),
        ("3b", "3", 2, Measure::Draft),
        ("3c", "3", 2, Measure::CommitteeMet),
        ("3d", "3", 1, Measure::Notice),
        ("3e", "3", 2, Measure::DocumentsBefore),
        ("4a", "4", 5, Measure::Steps),
        ("4b", "4", 10, Measure::Judgement),
        ("4c", "4", 5, Measure::Judgement),
        ("4d", "4", 2, Measure::PraiseAndReminders),
        ("4đ", "4", 5, Measure::Speaking),
        ("4e", "4", 1, Measure::MinutesComplete),
        ("4g", "4", 1, Measure::Ideology),
        ("4h", "4", 1, Measure::Documents),
        ("4.2", "4", 10, Measure::Judgement),
        ("5", "5", 5, Measure::Judgement),
        ("6", "6", 30, Measure::TaskResults),
        ("7", "7", 5, Measure::Judgement),
    ];
    assert_eq!(
        lines,
        wanted.map(|(id, group, max, measure)| (id, group, Points::whole(max), measure))
    );
    let thematic: Vec<_> = score
        .lines
        .iter()
        .filter(|line| line.thematic_only)
        .collect();
    assert_eq!(thematic.len(), 1);
    assert_eq!(thematic[0].id, "4c");

    let line = |id: &str| score.line(id).unwrap();
    let duration = [
        vec![short(0, 5), short(15, 4), short(30, 3)],
        at_least(&[(50, 2), (0, 1)]),
    ];
    assert_eq!(line("1").levels, duration.concat());
    assert_eq!(
        line("2a").levels,
        at_least(&[(90, 4), (75, 3), (65, 2), (0, 1)])
    );
    assert_eq!(line("2a").any_unexcused, Some(Points::whole(1)));
    assert_eq!(line("2b").most, Some(3));
    assert_eq!(
        line("4đ").levels,
        at_least(&[(50, 5), (40, 4), (30, 3), (0, 2)])
    );
    assert_eq!(line("4g").least, Some(15));
    let results = [(90, 30), (80, 27), (70, 24), (60, 20), (50, 15), (0, 10)];
    assert_eq!(line("6").levels, at_least(&results));
    for (id, parts) in [
        ("4.2", &[2, 4, 3, 1][..]),
        ("5", &[1, 2, 1, 1]),
        ("7", &[2, 2, 1]),
    ] {
        let maxima: Vec<_> = line(id).parts.iter().map(|part| part.max).collect();
        let wanted: Vec<_> = parts.iter().map(|max| Points::whole(*max)).collect();
        assert_eq!(maxima, wanted, "{id}");
    }

    let bands: Vec<_> = score
        .bands
        .iter()
        .map(|band| (band.title.as_str(), band.at_least))
        .collect();
    let wanted = [("Tốt", 90), ("Khá", 70), ("Trung bình", 50), ("Kém", 0)];
    assert_eq!(
        bands,
        wanted.map(|(title, least)| (title, Points::whole(least)))
    );
}
