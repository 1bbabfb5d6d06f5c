//! What stands before a meeting.

use serde_json::Value;

use crate::common::{Desk, has_keys, text};

#[test]
fn the_agenda_is_changed_by_number() {
    let (desk, id) = Desk::in_session();
    let titles = |said: &Value| -> Vec<String> {
        said["agenda"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| text(&line["title"]))
            .collect()
    };
    let added = desk.say(&[
        "agenda",
        "add",
        &id,
        "--title",
        "Xét kết nạp",
        "--minutes",
        "10",
        "--after",
        "15",
        "--vote",
        "ket_nap",
    ]);
    assert_eq!(added["no"], 16);
    let moved = desk.say(&["agenda", "move", &id, "16", "--to", "1"]);
    assert_eq!(titles(&moved)[0], "Xét kết nạp");
    let set = desk.say(&[
        "agenda",
        "set",
        &id,
        "--item",
        "1",
        "--title",
        "Xét kết nạp quần chúng ưu tú",
        "--presenter",
        "Bí thư",
    ]);
    assert_eq!(
        (&set["agenda"][0]["presenter"], &set["agenda"][0]["minutes"]),
        (&"Bí thư".into(), &10.into())
    );
    let removed = desk.say(&["agenda", "remove", &id, "1"]);
    assert_eq!(titles(&removed).len(), 17);
    assert_eq!(
        desk.refuse(&["agenda", "move", &id, "3", "--to", "99"]),
        (3, "SO-25".to_owned())
    );
    desk.say(&[
        "say",
        &id,
        "--item",
        "3",
        "--member",
        "Nguyễn Văn An",
        "--text",
        "Có mặt đủ.",
    ]);
    assert_eq!(desk.refuse(&["agenda", "remove", &id, "3"]).0, 5);
}

#[test]
fn an_item_of_the_rule_pack_comes_with_its_words_its_vote_and_its_place() {
    let (desk, id) = Desk::in_session();
    let known = desk.say(&["agenda", "insertable", &id]);
    has_keys(
        &known[0],
        &["id", "title", "minutes", "vote", "prompt", "after"],
    );
    let ids: Vec<_> = known
        .as_array()
        .unwrap()
        .iter()
        .map(|item| text(&item["id"]))
        .collect();
    assert!(ids.contains(&"xet_ket_nap".to_owned()), "{ids:?}");

    // After the conclusion, which is 15.
    let said = desk.say(&["agenda", "add", &id, "--insert", "xet_ket_nap"]);
    assert_eq!(said["no"], 16);
    let line = &said["agenda"][15];
    assert_eq!(
        (
            &line["item"],
            &line["title"],
            &line["minutes"],
            &line["vote"]
        ),
        (
            &"xet_ket_nap".into(),
            &"Xét kết nạp đảng viên".into(),
            &10.into(),
            &"ket_nap".into()
        )
    );
    // What is said goes before what the pack says.
    let said = desk.say(&[
        "agenda",
        "add",
        &id,
        "--insert",
        "xet_ky_luat_nhe",
        "--minutes",
        "20",
        "--vote",
        "ky_luat_nang",
        "--after",
        "3",
    ]);
    assert_eq!(said["no"], 4);
    let line = &said["agenda"][3];
    assert_eq!(
        (
            &line["item"],
            &line["title"],
            &line["minutes"],
            &line["vote"]
        ),
        (
            &"xet_ky_luat_nhe".into(),
            &"Xét kỷ luật (khiển trách, cảnh cáo)".into(),
            &20.into(),
            &"ky_luat_nang".into()
        )
    );
    assert_eq!(
        desk.refuse(&["agenda", "add", &id, "--insert", "an_tiec"]),
        (3, "SC-12".to_owned())
    );
}

#[test]
fn a_meeting_begins_from_a_template_or_from_another_agenda() {
    let (desk, october) = Desk::in_session();
    desk.say(&[
        "agenda",
        "set",
        &october,
        "7",
        "--presenter",
        "đ/c Lê Hoàng Ân",
    ]);
    let known = desk.say(&["template", "list"]);
    has_keys(
        &known[0],
        &["id", "origin", "kind", "title", "minutes", "items"],
    );
    let id = text(&desk.say(&["template", "save", &october, "--name", "Mẫu thu"])["id"]);
    desk.say(&["template", "rename", &id[..8], "--name", "Mẫu mùa thu"]);
    let november = [
        "meeting",
        "new",
        "--kind",
        "thuong_ky",
        "--month",
        "11/2026",
    ];
    for more in [["--template", "Mẫu mùa thu"], ["--from", &october]] {
        let made = desk.say(&[&november[..], &more[..]].concat());
        assert_eq!(made["agenda"][6]["presenter"], "đ/c Lê Hoàng Ân");
    }
    let model = desk.say(&[&november[..], &["--template", "diem_thuong_ky_105"]].concat());
    assert_eq!(model["agenda"][1]["item"], "gioi_thieu_doan");
    desk.say(&["template", "remove", "Mẫu mùa thu"]);
    assert_eq!(
        desk.refuse(&["template", "remove", "Mẫu mùa thu"]),
        (2, "SO-23".to_owned())
    );
    let review = [
        "meeting",
        "new",
        "--kind",
        "kiem_diem",
        "--month",
        "12/2026",
    ];
    let review = desk.say(&review);
    assert_eq!(review["kind"], "kiem_diem");
    assert_eq!(
        desk.refuse(&[&november[..], &["--template", "kiem_diem_150"]].concat()),
        (5, "SO-26".to_owned())
    );
}

#[test]
fn a_meeting_shows_what_was_carried_in_and_its_draft_resolution() {
    let (desk, october) = Desk::in_session();
    let task = [
        "assignment",
        "add",
        "--member",
        "Đặng Quốc Bảo",
        "--title",
        "Vận động 5 hộ",
        "--due",
        "28/10/2026",
        "--meeting",
        &october,
    ];
    desk.say(&task);
    desk.say(&[
        "meeting",
        "end",
        &october,
        "--at",
        "2026-10-05T20:40:00+07:00",
    ]);
    let november = [
        "meeting",
        "new",
        "--kind",
        "thuong_ky",
        "--month",
        "11/2026",
    ];
    let made = desk.say(&[&november[..], &["--at", "5/11/2026 19:00"]].concat());
    let id = text(&made["id"]);
    let said = desk.say(&[
        "resolution",
        "set",
        &id,
        "--part",
        "phuong_huong",
        "--line",
        "Giữ gìn trật tự hẻm 12.",
        "--line",
        "Phát triển 01 đảng viên.",
    ]);
    has_keys(&said, &["summary", "sections", "ready", "written"]);
    let shown = desk.say(&["meeting", "show", &id]);
    has_keys(
        &shown,
        &["checklist", "reminders", "carried", "resolution", "agenda"],
    );
    assert_eq!(shown["resolution"], desk.say(&["resolution", "show", &id]));
    let lines = &shown["resolution"]["sections"][1]["parts"][0]["lines"];
    assert_eq!(lines[1], "Phát triển 01 đảng viên.");
    let carried = &shown["carried"]["lines"][0];
    has_keys(
        carried,
        &["key", "kind", "source", "title", "start", "result", "no"],
    );
    assert_eq!(carried["source"], "Nghị quyết tháng 10/2026");
    assert_eq!(
        desk.refuse(&["resolution", "set", &id, "--part", "V", "--line", "x"])
            .0,
        2
    );
}
