//! A made-up meeting of a made-up cell. No name is a real person's.

use chrono::{DateTime, FixedOffset, NaiveDate};
use sochibo_domain::{
    AssignmentState, AttendanceStatus, CellType, CriticismKind, MeetingKind, Minutes, Standing,
    VoteForm, VoteKind,
    attendance::Away,
    id::MeetingId,
    minutes::{
        Absence, AbsenceReason, Counts, CriticismCount, Deduction, InnerMinutes, MinutesAssignment,
        MinutesBreak, MinutesItem, MinutesPetition, MinutesScore, MinutesStatement, MinutesVote,
        OpenMinutes,
    },
    vote::{Outcome, Tally},
};
use sochibo_papers::{
    Adoption, AgendaLine, AgendaPaper, Align, Column, Document, ExtractPaper, MinutesMarks,
    ResolutionKind, ResolutionPaper, Row, ScoreLine, ScorePaper, Section, Table,
};
use uuid::Uuid;

pub(crate) fn at(time: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("2026-09-05T{time}:00+07:00")).unwrap()
}

pub(crate) fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

pub(crate) fn marks() -> MinutesMarks {
    MinutesMarks {
        fingerprint: Some("7F3A 91C2 0B5E".into()),
        version: 1,
        adopted_at: Some(at("21:12")),
        signed_on: None,
    }
}

fn item(no: u32, section: &str, title: &str, presenter: &str) -> MinutesItem {
    MinutesItem {
        no,
        item: "khac".into(),
        section: section.into(),
        title: title.into(),
        presenter: presenter.into(),
        minutes: 10,
        statements: Vec::new(),
        votes: Vec::new(),
        conclusion: None,
    }
}

fn said(name: &str, text: &str) -> MinutesStatement {
    MinutesStatement {
        name: name.into(),
        guest: false,
        text: text.into(),
        at: at("20:00"),
    }
}

pub(crate) fn minutes() -> Minutes {
    let open = "A. Mở đầu";
    let main = "B. Tiến hành";
    let end = "C. Kết thúc";
    let mut discussion = item(11, main, "Thảo luận", "Đ/c Trần Thị Bích Ngọc");
    discussion.statements = vec![
        said(
            "Lê Hoàng Ân",
            "Tháng qua tổ dân phố 34 đã vận động 12 hộ tự tháo dỡ mái che lấn chiếm vỉa hè đường Lũy Bán Bích. \
             Đề nghị chi bộ tiếp tục phân công đảng viên phụ trách từng hẻm, báo cáo kết quả vào ngày 25 hằng tháng",
        ),
        said(
            "Đặng Quốc Bảo",
            "Nhất trí với đánh giá của chi ủy.\nĐề nghị quan tâm ba việc: rác thải tại hẻm 212, camera an ninh đầu hẻm, \
             và hỗ trợ 02 hộ cận nghèo trước dịp khai giảng.",
        ),
        said(
            "Phạm Thị Ánh",
            "Ý kiến có dấu lạ: giá 100$ * 2 # [x] \\ \"kép\" 'đơn' <thẻ> & @nhãn _nghiêng_ `mã` ~ = 🙂.",
        ),
        MinutesStatement {
            name: "Huỳnh Văn Lộc, Phó Ban Xây dựng Đảng".into(),
            guest: true,
            text: "Biểu dương chi bộ có tỉ lệ đảng viên phát biểu cao; lưu ý nộp báo cáo đúng hạn."
                .into(),
            at: at("20:45"),
        },
    ];
    discussion.conclusion = Some(
        "Thống nhất giao mỗi đảng viên phụ trách một hẻm, báo cáo trước ngày 25/9/2026.".into(),
    );

    let mut resolution = item(
        15,
        end,
        "Kết luận; biểu quyết thông qua nghị quyết",
        "Đ/c Trần Thị Bích Ngọc",
    );
    resolution.votes = vec![MinutesVote {
        kind: VoteKind::Ordinary,
        subject: "Thông qua nghị quyết lãnh đạo thực hiện nhiệm vụ tháng 10 năm 2026".into(),
        form: VoteForm::Hand,
        tally: Tally {
            r#for: 16,
            against: 1,
            abstain: 1,
        },
        outcome: Outcome {
            base: 20,
            needed: 11,
            passed: true,
        },
        reserved: Some("Đ/c Phạm Thị Ánh đề nghị giãn thời hạn lắp camera sang quý I/2027".into()),
    }];

    let mut ideology = item(
        9,
        main,
        "Tình hình tư tưởng đảng viên, dư luận nhân dân; tự phê bình và phê bình",
        "Đ/c Lê Hoàng Ân",
    );
    ideology.statements = vec![said(
        "Võ Thị Út",
        "Nhân dân khu phố đồng tình với việc sắp xếp lại đơn vị hành chính, mong thủ tục tại phường nhanh hơn",
    )];

    Minutes {
        open: OpenMinutes {
            layout: 3,
            meeting: MeetingId(Uuid::nil()),
            cell: "Khu phố 12".into(),
            cell_type: CellType::KhuPho,
            ward: "Phường Tân Thới Hòa".into(),
            kind: MeetingKind::Regular,
            month: "2026-09".parse().unwrap(),
            topic: None,
            rules: "HD42-2025".into(),
            version: 1,
            amended_because: None,
            place: "Văn phòng Khu phố 12, số 45 đường Lũy Bán Bích".into(),
            started_at: at("19:30"),
            ended_at: at("21:15"),
            short_because: None,
            breaks: vec![MinutesBreak {
                from: at("20:05"),
                to: at("20:15"),
            }],
            chair: Some("Trần Thị Bích Ngọc".into()),
            scribe: Some("Võ Thị Út".into()),
            counts: Counts {
                total: 25,
                official: 22,
                probationary: 3,
                visiting_in: 0,
                visiting_out: 1,
                exempt: 2,
                summoned: 22,
                present: 20,
                present_official: 18,
                present_probationary: 2,
                present_exempt: 1,
                late: 1,
                excused: 2,
                unexcused: 0,
                vote_base: 20,
            },
            absences: vec![
                Absence {
                    name: "Ngô Minh Châu".into(),
                    standing: Standing::ChinhThuc,
                    status: AttendanceStatus::Excused,
                    arrived_at: None,
                    left_at: None,
                    away: Vec::new(),
                },
                Absence {
                    name: "Bùi Thanh Hà".into(),
                    standing: Standing::DuBi,
                    status: AttendanceStatus::Excused,
                    arrived_at: None,
                    left_at: None,
                    away: Vec::new(),
                },
                Absence {
                    name: "Đặng Quốc Bảo".into(),
                    standing: Standing::ChinhThuc,
                    status: AttendanceStatus::Late,
                    arrived_at: Some(at("19:50")),
                    left_at: None,
                    away: Vec::new(),
                },
                Absence {
                    name: "Lương Thị Nguyệt".into(),
                    standing: Standing::ChinhThuc,
                    status: AttendanceStatus::Present,
                    arrived_at: None,
                    left_at: Some(at("21:00")),
                    away: vec![Away {
                        from: at("20:20"),
                        to: at("20:35"),
                    }],
                },
            ],
            guests: vec![
                "Đ/c Huỳnh Văn Lộc, Phó Ban Xây dựng Đảng, cấp ủy viên theo dõi chi bộ".into(),
            ],
            items: vec![
                item(
                    1,
                    open,
                    "Tuyên bố lý do, giới thiệu đại biểu",
                    "Đ/c Lê Hoàng Ân",
                ),
                item(
                    3,
                    open,
                    "Điểm danh, thông báo tình hình đảng viên",
                    "Đ/c Võ Thị Út",
                ),
                ideology,
                discussion,
                resolution,
                item(
                    17,
                    end,
                    "Thư ký thông qua biên bản; bế mạc",
                    "Đ/c Võ Thị Út",
                ),
            ],
            assignments: vec![
                MinutesAssignment {
                    name: "Lê Hoàng Ân".into(),
                    title: "Vận động các hộ hẻm 212 không để rác sai giờ; lập danh sách hộ cam kết"
                        .into(),
                    due: Some(day(9, 25)),
                    state: AssignmentState::New,
                },
                MinutesAssignment {
                    name: "Đặng Quốc Bảo".into(),
                    title: "Khảo sát vị trí lắp camera an ninh".into(),
                    due: Some(day(10, 5)),
                    state: AssignmentState::New,
                },
                MinutesAssignment {
                    name: "Phạm Thị Ánh".into(),
                    title: "Thăm, hỗ trợ 02 hộ cận nghèo".into(),
                    due: None,
                    state: AssignmentState::New,
                },
            ],
            petitions: vec![MinutesPetition {
                name: Some("Đặng Quốc Bảo".into()),
                text: "Kiến nghị phường sớm nạo vét cống thoát nước đầu hẻm 212".into(),
                wants_reply: true,
            }],
            criticism: CriticismKind::ALL
                .into_iter()
                .zip([4, 0, 2, 1, 0])
                .map(|(kind, count)| CriticismCount { kind, count })
                .collect(),
            score: Some(MinutesScore {
                total: 915,
                max: 1000,
                band: "Tốt".into(),
                deductions: vec![Deduction {
                    id: "4đ".into(),
                    title: "Đảng viên phát biểu".into(),
                    points: 15,
                    max: 50,
                    reason: "Mới có 04/20 đồng chí dự họp phát biểu".into(),
                }],
                notes: Vec::new(),
            }),
        },
        inner: InnerMinutes {
            absence_reasons: vec![
                AbsenceReason {
                    name: "Ngô Minh Châu".into(),
                    reason: "ốm, có đơn".into(),
                },
                AbsenceReason {
                    name: "Bùi Thanh Hà".into(),
                    reason: "đi công tác xa".into(),
                },
            ],
        },
    }
}

pub(crate) fn agenda_paper() -> AgendaPaper {
    let line = |no, section: &str, title: &str, minutes, presenter: &str| AgendaLine {
        no,
        section: section.into(),
        title: title.into(),
        minutes,
        presenter: presenter.into(),
    };
    AgendaPaper {
        cell: "Khu phố 12".into(),
        ward: "Phường Tân Thới Hòa".into(),
        kind: MeetingKind::Regular,
        month: "2026-09".parse().unwrap(),
        topic: None,
        planned_at: Some(at("19:30")),
        place: "Văn phòng Khu phố 12".into(),
        items: vec![
            line(
                1,
                "A. Mở đầu",
                "Tuyên bố lý do, giới thiệu đại biểu",
                2,
                "Lê Hoàng Ân",
            ),
            line(
                2,
                "A. Mở đầu",
                "Điểm danh, thông báo tình hình đảng viên",
                5,
                "Võ Thị Út",
            ),
            line(
                3,
                "B. Tiến hành",
                "Tình hình tư tưởng đảng viên, dư luận nhân dân; tự phê bình và phê bình",
                15,
                "Lê Hoàng Ân",
            ),
            line(4, "B. Tiến hành", "Thảo luận", 20, "Trần Thị Bích Ngọc"),
            line(
                5,
                "C. Kết thúc",
                "Thư ký thông qua biên bản; bế mạc",
                5,
                "Võ Thị Út",
            ),
        ],
        issued_on: Some(day(9, 1)),
        chair_office: "Bí thư".into(),
        chair_name: "Trần Thị Bích Ngọc".into(),
    }
}

pub(crate) fn resolution_paper() -> ResolutionPaper {
    ResolutionPaper {
        cell: "Khu phố 12".into(),
        ward: "Phường Tân Thới Hòa".into(),
        kind: ResolutionKind::Resolution,
        number: Some(5),
        issued_on: Some(day(9, 5)),
        summary: "lãnh đạo thực hiện nhiệm vụ tháng 10 năm 2026".into(),
        opening: vec![
            "Ngày 05 tháng 9 năm 2026, Chi bộ Khu phố 12 tổ chức sinh hoạt thường kỳ, có mặt 20/22 đồng chí; \
             đ/c Trần Thị Bích Ngọc chủ trì, đ/c Võ Thị Út ghi biên bản. Hội nghị thống nhất quyết nghị"
                .into(),
        ],
        sections: vec![
            Section {
                heading: "Đánh giá kết quả lãnh đạo tháng 9".into(),
                paragraphs: vec!["- Tư tưởng đảng viên ổn định".into(), "- Hoàn thành 3/3 nhiệm vụ đã giao".into()],
                table: Some(Table {
                    columns: vec![
                        Column::new("TT", 12, Align::Centre),
                        Column::new("Nhiệm vụ tháng trước", 73, Align::Left),
                        Column::new("Tình trạng đầu kỳ", 35, Align::Centre),
                        Column::new("Kết quả", 45, Align::Left),
                    ],
                    rows: vec![Row::cells(["01", "Vận động 12 hộ tháo dỡ mái che", "Đang làm", "Hoàn thành"])],
                }),
            },
            Section {
                heading: "Phương hướng, nhiệm vụ tháng 10".into(),
                paragraphs: vec!["Tập trung giữ gìn vệ sinh môi trường tại hẻm 212".into()],
                table: None,
            },
        ],
        adoption: Some(Adoption { r#for: 16, base: 20 }),
        recipients: Vec::new(),
        signer_office: "Bí thư".into(),
        signer_name: "Trần Thị Bích Ngọc".into(),
    }
}

pub(crate) fn score_paper() -> ScorePaper {
    let line = |id: &str, title: &str, max, points, reason: &str| ScoreLine {
        id: id.into(),
        title: title.into(),
        max,
        points,
        reason: reason.into(),
    };
    ScorePaper {
        cell: "Khu phố 12".into(),
        ward: "Phường Tân Thới Hòa".into(),
        kind: MeetingKind::Regular,
        month: "2026-09".parse().unwrap(),
        held_at: at("19:30"),
        lines: vec![
            line("1", "Thời gian, thời lượng", 50, Some(50), "105 phút"),
            line(
                "2a",
                "Tỉ lệ dự họp",
                40,
                Some(40),
                "20/22 đồng chí, đạt 90,9%",
            ),
            line(
                "4c",
                "Nội dung chuyên đề",
                50,
                None,
                "Không có chuyên đề trong tháng",
            ),
            line(
                "4đ",
                "Đảng viên phát biểu",
                50,
                Some(15),
                "Mới có 04/20 đồng chí dự họp phát biểu",
            ),
        ],
        chair_office: "Bí thư".into(),
        chair_name: "Trần Thị Bích Ngọc".into(),
        scorer: "Võ Thị Út".into(),
    }
}

/// A resolution that has yet to be adopted: no number, no vote.
pub(crate) fn draft_resolution() -> ResolutionPaper {
    ResolutionPaper {
        number: None,
        issued_on: None,
        adoption: None,
        ..resolution_paper()
    }
}

/// Two items of the minutes, the later one named first.
pub(crate) fn extract() -> Document {
    let paper = ExtractPaper {
        items: vec![15, 11],
        made_on: day(9, 20),
        signer_office: "Bí thư".into(),
        signer_name: "Trần Thị Bích Ngọc".into(),
    };
    sochibo_papers::extract(&minutes(), &marks(), &paper)
}

/// Fails where `now` is not as it was. Look at the difference, then set UPDATE_GOLDEN=1 if it is
/// meant.
pub(crate) fn is_as_it_was(name: &str, now: &str) {
    let golden = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, now).unwrap();
    }
    let was = std::fs::read_to_string(&golden).expect("UPDATE_GOLDEN=1 writes it");
    for (now, was) in now.lines().zip(was.lines()) {
        assert_eq!(now, was, "{name}");
    }
    assert_eq!(now.lines().count(), was.lines().count(), "{name}");
}
