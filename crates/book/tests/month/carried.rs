//! What a meeting takes over by itself, what is taken out of it, and the resolution made from it.

use sochibo_book::{
    BookError,
    assignments::NewAssignment,
    domain::{
        AssignmentState, MeetingKind, PetitionState, ResolutionPart, RotaRole,
        id::{AssignmentId, MeetingId, PetitionId},
    },
    meetings::NewMeeting,
    paper::{PaperKind, format_of},
    petitions::NewPetition,
    templates::Start,
    view::{CarriedKind, CarriedLine},
};

use crate::cell::{Office, at};

fn assign(office: &mut Office, title: &str, due: &str, meeting: Option<MeetingId>) -> AssignmentId {
    let new = NewAssignment {
        member: office.member("Đặng Quốc Bảo"),
        title: title.to_owned(),
        due: Some(due.to_owned()),
        meeting,
        item: None,
    };
    office.book.assign(&new).unwrap()
}

fn petition(office: &mut Office, text: &str) -> PetitionId {
    let new = NewPetition {
        text: text.to_owned(),
        member: Some(office.member("Lê Thị Cúc")),
        meeting: None,
        item: None,
        wants_reply: true,
    };
    office.book.petition(&new).unwrap()
}

fn november(office: &mut Office) -> MeetingId {
    let new = NewMeeting {
        kind: MeetingKind::Regular,
        month: "2026-11".parse().unwrap(),
        planned_at: Some(at("2026-11-05T19:00")),
        place: None,
        topic: None,
    };
    office.book.new_meeting(&new).unwrap().id
}

fn lines(office: &Office, meeting: MeetingId) -> Vec<CarriedLine> {
    office.book.carried(meeting).unwrap().lines
}

fn told(line: &CarriedLine) -> (&str, &str, &str, &str) {
    (
        line.source.as_str(),
        line.title.as_str(),
        line.start.as_deref().unwrap_or(""),
        line.result.as_deref().unwrap_or(""),
    )
}

/// October with three tasks, one from before it; then November is made on 1 November.
fn two_months(office: &mut Office) -> (MeetingId, MeetingId, [AssignmentId; 4]) {
    let old = assign(office, "Rà soát quần chúng ưu tú", "01/10/2026", None);
    let october = office.begun();
    let done = assign(office, "Vận động 5 hộ", "28/10/2026", Some(october));
    let late = assign(office, "Lắp bảng tin", "20/10/2026", Some(october));
    let doing = assign(office, "Thăm đảng viên ốm", "30/11/2026", Some(october));
    office.adopt(october);
    office.set_clock("2026-10-27T08:00");
    office
        .book
        .set_assignment(done, AssignmentState::Done, Some("5/5 hộ đã dời"))
        .unwrap();
    office
        .book
        .set_assignment(doing, AssignmentState::InProgress, None)
        .unwrap();
    office.set_clock("2026-11-01T08:00");
    let november = november(office);
    (october, november, [old, done, late, doing])
}

#[test]
fn last_months_tasks_come_with_how_they_stood_and_what_came_of_them() {
    let mut office = Office::new();
    let (october, november, _) = two_months(&mut office);
    let lines = lines(&office, november);
    let tasks: Vec<_> = lines.iter().map(told).collect();
    assert_eq!(
        tasks,
        [
            (
                "Nghị quyết tháng 10/2026",
                "Lắp bảng tin",
                "mới giao",
                "trễ 12 ngày"
            ),
            (
                "Nghị quyết tháng 10/2026",
                "Vận động 5 hộ",
                "mới giao",
                "xong: 5/5 hộ đã dời"
            ),
            (
                "Nghị quyết tháng 10/2026",
                "Thăm đảng viên ốm",
                "mới giao",
                "đang làm"
            ),
            (
                "Giao ngày 01/10/2026",
                "Rà soát quần chúng ưu tú",
                "trễ hạn từ 01/10/2026",
                "trễ 31 ngày"
            ),
        ]
    );
    assert!(lines[0].late && !lines[1].late);
    let agenda = office.book.agenda(november).unwrap();
    for line in &lines {
        let item = &agenda[usize::try_from(line.no.unwrap()).unwrap() - 1];
        assert_eq!((item.item.as_str(), Some(item.id)), ("danh_gia", line.item));
    }
    // Into the meeting before it came what was there then.
    let before = office.book.carried(october).unwrap().lines;
    assert_eq!(
        before
            .iter()
            .map(|line| line.title.as_str())
            .collect::<Vec<_>>(),
        ["Rà soát quần chúng ưu tú"]
    );
}

#[test]
fn what_was_told_once_is_not_told_again() {
    let mut office = Office::new();
    let (_, november, [old, ..]) = two_months(&mut office);
    office.set_clock("2026-11-05T19:00");
    office.book.start_meeting(november, None).unwrap();
    office.set_clock("2026-11-05T20:40");
    office.book.end_meeting(november, None).unwrap();
    office.book.adopt(november).unwrap();
    office.set_clock("2026-11-20T08:00");
    office
        .book
        .set_assignment(old, AssignmentState::Cancelled, None)
        .unwrap();
    let december = NewMeeting {
        kind: MeetingKind::Regular,
        month: "2026-12".parse().unwrap(),
        planned_at: Some(at("2026-12-05T19:00")),
        place: None,
        topic: None,
    };
    let december = office.book.new_meeting(&december).unwrap().id;
    let titles: Vec<String> = lines(&office, december)
        .into_iter()
        .map(|line| line.title)
        .collect();
    assert_eq!(titles, ["Lắp bảng tin", "Thăm đảng viên ốm"]);
    // November's own list stays what it was on its evening.
    assert_eq!(lines(&office, november).len(), 4);
}

#[test]
fn what_is_taken_out_stays_out_until_it_is_brought_back() {
    let mut office = Office::new();
    let (_, november, [old, ..]) = two_months(&mut office);
    let key = format!("assignment/{old}");
    office.book.leave_out(november, &key).unwrap();
    let carried = office.book.carried(november).unwrap();
    assert!(carried.lines.iter().all(|line| line.key != key));
    assert_eq!(carried.left_out.len(), 1);
    // The task itself is still there, and changing it does not carry it in again.
    office
        .book
        .set_assignment(old, AssignmentState::InProgress, Some("được một nửa"))
        .unwrap();
    assert!(lines(&office, november).iter().all(|line| line.key != key));
    office.book.bring_back(november, &key).unwrap();
    assert!(lines(&office, november).iter().any(|line| line.key == key));
    assert!(matches!(
        office.book.leave_out(november, "assignment/khong-co"),
        Err(BookError::Unreadable(..))
    ));
    assert!(office.book.doctor(false).unwrap().ok);
}

#[test]
fn petitions_wait_under_their_item_until_the_answer_is_told() {
    let mut office = Office::new();
    let camera = petition(&mut office, "Lắp camera đầu hẻm 12");
    let told_before = petition(&mut office, "Đèn đường tổ 5");
    office
        .book
        .set_petition(told_before, PetitionState::Resolved, Some("Đã thay bóng."))
        .unwrap();
    let october = office.begun();
    office.adopt(october);
    office.set_clock("2026-11-01T08:00");
    let november = november(&mut office);
    let shown = |office: &Office| -> Vec<(CarriedKind, String, String)> {
        lines(office, november)
            .into_iter()
            .map(|line| (line.kind, line.title, line.result.unwrap_or_default()))
            .collect()
    };
    let waiting = |result: &str| {
        vec![(
            CarriedKind::Petition,
            "Lắp camera đầu hẻm 12".to_owned(),
            result.to_owned(),
        )]
    };
    assert_eq!(shown(&office), waiting("chưa có trả lời"));
    office
        .book
        .set_petition(camera, PetitionState::Escalated, None)
        .unwrap();
    assert_eq!(shown(&office), waiting("đã chuyển cấp trên, chờ trả lời"));
    office
        .book
        .set_petition(camera, PetitionState::Resolved, Some("Lắp xong 30/10."))
        .unwrap();
    assert_eq!(
        shown(&office),
        [(
            CarriedKind::Answer,
            "Lắp camera đầu hẻm 12".to_owned(),
            "Lắp xong 30/10.".to_owned()
        )]
    );
    let line = lines(&office, november).remove(0);
    let agenda = office.book.agenda(november).unwrap();
    assert_eq!(
        agenda[usize::try_from(line.no.unwrap()).unwrap() - 1].item,
        "tiep_thu"
    );
    // The same on Hôm nay.
    let answer = office.book.today().unwrap().from_ward.remove(0);
    assert_eq!(answer.answer, "Lắp xong 30/10.");
    assert_eq!(
        answer.words,
        format!("đã đưa vào mục {} của chương trình", line.no.unwrap())
    );
}

#[test]
fn the_rota_names_who_presents_and_who_discusses() {
    let mut office = Office::new();
    let [bao, cuc, dung] =
        ["Đặng Quốc Bảo", "Lê Thị Cúc", "Phạm Văn Dũng"].map(|name| office.member(name));
    office
        .book
        .set_rota(
            RotaRole::ThoiSu,
            &[bao, cuc, dung],
            "2026-10".parse().unwrap(),
            true,
        )
        .unwrap();
    let november = november(&mut office);
    let presenter = |office: &Office| {
        let agenda = office.book.agenda(november).unwrap();
        let item = agenda.into_iter().find(|line| line.item == "thoi_su");
        item.unwrap().presenter
    };
    assert_eq!(presenter(&office), "đ/c Lê Thị Cúc");
    let line = lines(&office, november).remove(0);
    assert_eq!(
        told(&line),
        (
            "Phiên phân công",
            "Đến lượt đ/c Lê Thị Cúc",
            "",
            "đ/c Phạm Văn Dũng thảo luận, tháng sau trình bày"
        )
    );
    office.book.leave_out(november, "rota/thoi_su").unwrap();
    assert_eq!(presenter(&office), "");
    office.book.bring_back(november, "rota/thoi_su").unwrap();
    assert_eq!(presenter(&office), "đ/c Lê Thị Cúc");

    // The turn goes before last month's presenter in an agenda that is taken over.
    let december = NewMeeting {
        kind: MeetingKind::Regular,
        month: "2026-12".parse().unwrap(),
        planned_at: None,
        place: None,
        topic: None,
    };
    let made = office
        .book
        .new_meeting_from(&december, &Start::Meeting(november))
        .unwrap();
    let item = made.agenda.iter().find(|line| line.item == "thoi_su");
    assert_eq!(item.unwrap().presenter, "đ/c Phạm Văn Dũng");
    let rota = office.book.rotas().unwrap().remove(0);
    let turns: Vec<_> = rota.turns.iter().map(|turn| turn.name.as_str()).collect();
    assert_eq!(turns[..3], ["Đặng Quốc Bảo", "Lê Thị Cúc", "Phạm Văn Dũng"]);
}

#[test]
fn an_extraordinary_meeting_takes_nothing_over() {
    let mut office = Office::new();
    two_months(&mut office);
    let new = NewMeeting {
        kind: MeetingKind::Extraordinary,
        month: "2026-11".parse().unwrap(),
        planned_at: Some(at("2026-11-10T19:00")),
        place: None,
        topic: Some("Bão số 9".into()),
    };
    let meeting = office.book.new_meeting(&new).unwrap().id;
    assert!(lines(&office, meeting).is_empty());
}

#[test]
fn the_draft_resolution_is_kept_line_by_line_and_becomes_the_paper() {
    let mut office = Office::new();
    let (_, november, [old, ..]) = two_months(&mut office);
    let sections = |office: &Office| office.book.resolution(november).unwrap().sections;
    let heading: Vec<String> = sections(&office).into_iter().map(|s| s.heading).collect();
    assert_eq!(
        heading,
        [
            "Đánh giá kết quả lãnh đạo tháng 10",
            "Phương hướng, nhiệm vụ tháng 11",
            "Phân công nhiệm vụ và tổ chức thực hiện",
            "Tự đánh giá chất lượng kỳ sinh hoạt",
        ]
    );
    assert_eq!(sections(&office)[0].tasks.len(), 4);
    assert_eq!(office.book.resolution(november).unwrap().ready, 0);

    let lines = ["  Giữ gìn trật tự hẻm 12. ", "", "Phát triển 01 đảng viên."].map(str::to_owned);
    office
        .book
        .set_resolution(november, ResolutionPart::PhuongHuong, &lines)
        .unwrap();
    office
        .book
        .set_resolution(november, ResolutionPart::HanChe, &["Họp muộn.".to_owned()])
        .unwrap();
    assign(&mut office, "Dọn kênh tổ 5", "20/11/2026", Some(november));
    office
        .book
        .leave_out(november, &format!("assignment/{old}"))
        .unwrap();
    let drafted = office.book.resolution(november).unwrap();
    assert_eq!(drafted.ready, 3);
    let steps = office.book.preparing(november).unwrap().checklist;
    let draft = steps.iter().find(|line| line.id == "p5").unwrap();
    assert_eq!(draft.words, "3/4 phần đã có");
    assert_eq!(drafted.sections[0].tasks.len(), 3);
    assert_eq!(
        drafted.sections[1].parts[0].lines,
        ["Giữ gìn trật tự hẻm 12.", "Phát triển 01 đảng viên."]
    );
    assert_eq!(
        drafted.sections[2].given,
        ["Đồng chí Đặng Quốc Bảo: Dọn kênh tổ 5, hạn 20/11/2026."]
    );
    assert!(drafted.sections[3].given.is_empty());
    assert_eq!(
        drafted.summary,
        "lãnh đạo thực hiện nhiệm vụ tháng 11 năm 2026"
    );

    office.set_clock("2026-11-05T19:00");
    office.book.start_meeting(november, None).unwrap();
    office.set_clock("2026-11-05T20:40");
    office.book.end_meeting(november, None).unwrap();
    let ended = office.book.resolution(november).unwrap();
    assert!(ended.sections[3].given[0].starts_with("Chi bộ tự chấm"));
    let docx = office
        .book
        .paper(november, PaperKind::Resolution, format_of("docx").unwrap())
        .unwrap();
    assert!(docx.len() > 2000);

    office.book.adopt(november).unwrap();
    assert!(matches!(
        office
            .book
            .set_resolution(november, ResolutionPart::HanChe, &[]),
        Err(BookError::Adopted)
    ));
}
