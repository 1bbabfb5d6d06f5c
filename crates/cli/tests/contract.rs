//! The JSON that others rely on (`docs/cli.md`), key by key, from real runs.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use common::{Desk, PASSPHRASE, answer, has_keys, text};
use serde_json::{Value, json};

#[test]
fn init_makes_a_book_and_shows_the_recovery_code_once() {
    let desk = Desk::empty();
    let sheet = desk.path("ma-khoi-phuc.txt");
    let init = [
        "init",
        "--cell",
        "Khu phố 12",
        "--cell-type",
        "khu_pho",
        "--ward",
        "Phường Tân Thới Hòa",
    ];
    let said = desk.say(
        &[
            &init[..],
            &[
                "--committee",
                "--place",
                "Nhà văn hóa",
                "--recovery-out",
                &sheet,
            ],
        ]
        .concat(),
    );
    has_keys(&said, &["book", "recovery_code", "cell"]);
    assert_eq!(said["cell"], "Khu phố 12");
    assert_eq!(said["book"], desk.book.display().to_string());
    let code = text(&said["recovery_code"]);
    assert_eq!(fs::read_to_string(&sheet).unwrap().trim(), code);
    assert!(code.split('-').all(|group| group.len() <= 4), "{code}");

    // A second one is refused, and leaves neither book nor sheet changed.
    let other = desk.path("khac.txt");
    assert_eq!(
        desk.refuse(&[&init[..], &["--recovery-out", &other]].concat()),
        (2, "SO-02".to_owned())
    );
    assert!(!std::path::Path::new(&other).exists());
    assert_eq!(
        desk.refuse(&[&init[..], &["--recovery-out", &sheet]].concat())
            .0,
        1
    );
    assert_eq!(fs::read_to_string(&sheet).unwrap().trim(), code);
}

#[test]
fn members_are_imported_row_by_row_and_listed_in_the_order_of_names() {
    let desk = Desk::new();
    let csv = "Họ và tên;Trạng thái;Ngày sinh;Điện thoại\n\
        Nguyễn  Văn An;chính thức;21/3/1958;901 000 002\n\
        Đặng Quốc Bảo;chính thức;31/4/1985;\n\
        Lê Hoàng Ân;dự bị;1/1/1970;\n";
    let file = desk.file("ds.csv", csv.as_bytes());
    let tried = desk.say(&["members", "import", &file, "--dry-run"]);
    assert_eq!(tried["taken"], 2);
    assert_eq!(desk.say(&["members", "list"]), Value::Array(vec![]));

    let said = desk.say(&["members", "import", &file]);
    assert_eq!(said["taken"], 2);
    has_keys(&said["fixed"][0], &["row", "field", "from", "to", "why"]);
    has_keys(&said["refused"][0], &["row", "why"]);
    assert_eq!(said["refused"][0]["row"], 3);
    // The same file again adds nothing.
    assert_eq!(
        desk.say(&["members", "import", &file, "--dry-run"])["taken"],
        0
    );
    assert_eq!(desk.say(&["members", "import", &file])["taken"], 0);

    let id = text(
        &desk.say(&[
            "members",
            "add",
            "--name",
            "Võ Thị Út",
            "--status",
            "tam_den",
            "--birth",
            "2/9/1960",
        ])["id"],
    );
    desk.say(&[
        "members",
        "set",
        &id,
        "--status",
        "mien_sinh_hoat",
        "--birth",
        "",
        "--phone",
        "0901",
    ]);
    let members = desk.say(&["members", "list"]);
    let names: Vec<String> = members
        .as_array()
        .unwrap()
        .iter()
        .map(|member| text(&member["name"]))
        .collect();
    assert_eq!(names, ["Nguyễn Văn An", "Lê Hoàng Ân", "Võ Thị Út"]);
    has_keys(&members[0], &["id", "name", "status", "kind"]);
    assert_eq!(members[0]["kind"], "sinh_hoat");
    let exempt = desk.say(&["members", "list", "--status", "mien_sinh_hoat"]);
    assert_eq!(exempt[0]["phone"], "0901");
    assert_eq!(exempt[0]["birth"], Value::Null);
    assert_eq!(exempt.as_array().unwrap().len(), 1);
}

#[test]
fn a_meeting_from_its_agenda_to_its_adopted_minutes() {
    let (desk, id) = Desk::in_session();
    let made = desk.say(&[
        "meeting",
        "new",
        "--kind",
        "chuyen_de",
        "--month",
        "10/2026",
        "--topic",
        "Chuyển đổi số",
    ]);
    has_keys(
        &made,
        &["id", "kind", "month", "rules", "agenda", "carried"],
    );
    has_keys(
        &made["agenda"][0],
        &["no", "item", "title", "minutes", "presenter"],
    );
    assert_eq!(made["kind"], "chuyen_de");
    assert_eq!(made["month"], "2026-10");

    // A prefix of the id will do.
    let prefix = &id[..id.len() - 4];
    let said = desk.say(&[
        "say",
        prefix,
        "--item",
        "11",
        "--member",
        "Đặng Quốc Bảo",
        "--text",
        "Lắp camera đầu hẻm.",
    ]);
    has_keys(&said, &["id"]);
    let mut child = desk
        .command(&[
            "say",
            &id,
            "--item",
            "11",
            "--guest",
            "Bà Tư, hộ dân",
            "--text",
            "-",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all("Nên hỏi ý\nbà con trước.\n".as_bytes())
        .unwrap();
    has_keys(&answer(&child.wait_with_output().unwrap()), &["id"]);

    desk.say(&[
        "conclude",
        &id,
        "--item",
        "11",
        "--text",
        "Thống nhất khảo sát.",
    ]);
    let vote = desk.say(&[
        "vote",
        &id,
        "--item",
        "15",
        "--kind",
        "thuong",
        "--for",
        "3",
        "--against",
        "1",
        "--abstain",
        "0",
        "--secret",
    ]);
    assert_eq!(
        (&vote["base"], &vote["needed"], &vote["passed"]),
        (&5.into(), &3.into(), &true.into())
    );
    let two_thirds = desk.say(&[
        "vote", &id, "--item", "15", "--kind", "ket_nap", "--for", "3",
    ]);
    assert_eq!(
        (&two_thirds["needed"], &two_thirds["passed"]),
        (&4.into(), &false.into())
    );

    let entry = desk.say(&[
        "criticism",
        "add",
        &id,
        "--member",
        "Lê Hoàng Ân",
        "--kind",
        "tu_phe_binh",
        "--text",
        "Chậm báo cáo.",
    ]);
    has_keys(&entry, &["id"]);
    assert_eq!(desk.say(&["criticism", "list"])[0]["text"], "Chậm báo cáo.");
    let task = desk.say(&[
        "assignment",
        "add",
        "--member",
        "Trần Thị Bình",
        "--title",
        "Khảo sát camera",
        "--due",
        "28/10/2026",
        "--meeting",
        &id,
        "--item",
        "14",
    ]);
    desk.say(&[
        "assignment",
        "set",
        &text(&task["id"]),
        "--state",
        "dang_lam",
    ]);
    let tasks = desk.say(&["assignment", "list"]);
    assert_eq!(
        (&tasks[0]["due"], &tasks[0]["state"]),
        (&"2026-10-28".into(), &"dang_lam".into())
    );
    let petition = desk.say(&[
        "petition",
        "add",
        "--text",
        "Sơn gờ giảm tốc",
        "--meeting",
        &id,
        "--wants-reply",
    ]);
    has_keys(&petition, &["id"]);
    assert_eq!(
        desk.say(&["petition", "list"])[0]["text"],
        "Sơn gờ giảm tốc"
    );

    let ended = desk.say(&["meeting", "end", &id, "--at", "20:35"]);
    assert_eq!(ended["state"], "da_ket_thuc");
    let score = desk.say(&[
        "score",
        &id,
        "--set",
        "4b=8,5",
        "--reason",
        "Giải pháp chưa rõ",
    ]);
    has_keys(&score, &["total", "band", "items"]);
    let line = score["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["id"] == "4b")
        .unwrap();
    assert_eq!(
        (&line["points"], &line["source"]),
        (&8.5.into(), &"Giải pháp chưa rõ".into())
    );

    // Which lines stand before the highest band: in the order of the sheet, each once, for the cell.
    let packs = score["gate"].clone();
    let gate = |lines: &str| desk.say(&["score", &id, "--gate", lines])["gate"].clone();
    assert_eq!(gate("4b, 1,4b"), json!(["1", "4b"]));
    assert_eq!(desk.say(&["score", &id])["gate"], json!(["1", "4b"]));
    assert_eq!(
        desk.refuse(&["score", &id, "--gate", "9z"]),
        (3, "CD-01".to_owned())
    );
    assert_eq!(gate("pack"), packs);
    assert_eq!(gate("2a"), json!(["2a"]));
    assert_eq!(gate("none"), json!([]));

    let adopted = desk.say(&["meeting", "adopt", &id]);
    assert_eq!(adopted["version"], 1);
    let show = desk.say(&["meeting", "show", &id]);
    has_keys(
        &show,
        &[
            "id",
            "kind",
            "month",
            "rules",
            "agenda",
            "state",
            "started_at",
            "ended_at",
            "place",
            "attendance",
            "statements",
            "conclusions",
            "votes",
            "assignments",
            "criticism_counts",
            "score",
            "version",
            "fingerprint",
        ],
    );
    assert_eq!(show["state"], "da_thong_qua");
    assert_eq!(show["started_at"], "2026-10-05T19:00:00+07:00");
    assert_eq!(show["fingerprint"], adopted["fingerprint"]);
    has_keys(
        &show["attendance"][0],
        &["member", "name", "status", "reason"],
    );
    has_keys(
        &show["statements"][0],
        &["id", "no", "member", "name", "text", "at"],
    );
    assert_eq!(show["statements"][1]["text"], "Nên hỏi ý\nbà con trước.");
    assert_eq!(
        show["conclusions"][0],
        serde_json::json!({ "no": 11, "text": "Thống nhất khảo sát." })
    );
    has_keys(
        &show["votes"][0],
        &[
            "no", "kind", "base", "needed", "for", "against", "abstain", "passed",
        ],
    );
    assert_eq!(show["criticism_counts"]["tu_phe_binh"], 1);
    has_keys(
        &show["score"]["items"][0],
        &["id", "points", "max", "source"],
    );
    assert_eq!(desk.say(&["meeting", "list"]).as_array().unwrap().len(), 2);

    // The amendment: opened, changed, frozen anew. What the score was judged by stays as it was.
    desk.say(&["assignment", "set", &text(&task["id"]), "--state", "xong"]);
    assert_eq!(desk.say(&["meeting", "show", &id])["score"], show["score"]);
    desk.say(&[
        "meeting",
        "amend",
        &id,
        "--begin",
        "--reason",
        "Ghi sót một ý kiến",
    ]);
    desk.say(&[
        "say",
        &id,
        "--item",
        "11",
        "--member",
        "Trần Thị Bình",
        "--text",
        "Tôi đồng ý.",
    ]);
    let amended = desk.say(&["meeting", "amend", &id]);
    assert_eq!(amended["version"], 2);
    assert_ne!(amended["fingerprint"], adopted["fingerprint"]);

    papers_search_and_outbox(&desk, &id);
}

fn papers_search_and_outbox(desk: &Desk, id: &str) {
    for (paper, format, magic) in [
        ("bien_ban", "docx", &b"PK"[..]),
        ("bien_ban", "pdf", &b"%PDF"[..]),
        ("phieu_cham_diem", "pdf", &b"%PDF"[..]),
    ] {
        let file = desk.path(&format!("{paper}.{format}"));
        let saved = desk.say(&[
            "export", id, "--paper", paper, "--format", format, "-o", &file,
        ]);
        let bytes = fs::read(text(&saved["file"])).unwrap();
        assert_eq!(saved["bytes"], bytes.len());
        assert!(bytes.starts_with(magic));
    }
    let hits = desk.say(&["search", "camera", "dau", "hem", "--limit", "5"]);
    has_keys(&hits[0], &["kind", "id", "title", "snippet"]);

    let outbox = desk.say(&["outbox"]);
    let lines = outbox.as_array().unwrap();
    has_keys(
        &lines[0],
        &["seq", "kind", "published", "summary", "fields"],
    );
    let published: Vec<&Value> = lines
        .iter()
        .filter(|line| line["published"] == true)
        .collect();
    assert_eq!(published.len(), 2, "two versions of one report");
    let readable = published
        .iter()
        .map(|line| line.to_string())
        .collect::<String>();
    assert!(!readable.contains("Chậm báo cáo") && !outbox.to_string().contains("Chậm báo cáo"));
    has_keys(
        &desk.say(&["status"]),
        &[
            "device",
            "pending",
            "last_sync",
            "server",
            "conflicts",
            "quarantined",
            "clock_offset_ms",
        ],
    );
    for report in [desk.say(&["doctor", "--deep"]), desk.say(&["repair"])] {
        assert_eq!(report["ok"], true, "{report}");
        has_keys(&report["checks"][0], &["name", "ok", "detail"]);
    }
}

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
fn people_read_sentences_and_the_passphrase_may_lie_in_a_file() {
    let desk = Desk::new();
    let file = desk.file("mat-khau.txt", format!("{PASSPHRASE}\r\n").as_bytes());
    let output = Command::new(env!("CARGO_BIN_EXE_scb"))
        .args(["members", "list", "--passphrase-file", &file])
        // The variable of the desktop names the book where no flag does.
        .env("SOCHIBO_BOOK", &desk.book)
        .env("SCB_PASSPHRASE", "một mật khẩu khác")
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "Chưa có đảng viên nào.\n"
    );

    let wrong = Command::new(env!("CARGO_BIN_EXE_scb"))
        .args(["members", "list"])
        .env("SOCHIBO_BOOK", &desk.book)
        .env_remove("SCB_PASSPHRASE")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(wrong.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&wrong.stderr).starts_with("SC-02: "));
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
fn a_committee_meeting_is_of_the_committee_and_has_no_score() {
    let (desk, _) = Desk::in_session();
    let bao = members_id(&desk, "Đặng Quốc Bảo");
    desk.say(&["members", "set", &bao, "--office", "chi uỷ viên"]);
    let made = desk.say(&["meeting", "new", "--kind", "chi_uy", "--month", "2026-10"]);
    let id = text(&made["id"]);
    desk.say(&["meeting", "start", &id, "--at", "2026-10-01T19:00:00+07:00"]);
    desk.say(&["attend", &id, "--all", "present"]);
    let shown = desk.say(&["meeting", "show", &id]);
    let names: Vec<_> = shown["attendance"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| text(&row["name"]))
        .collect();
    assert_eq!(names, ["Nguyễn Văn An", "Đặng Quốc Bảo", "Trần Thị Bình"]);
    assert_eq!(shown["score"], Value::Null);
    let vote = |r#for: &str| {
        [
            "vote",
            &id,
            "--item",
            "6",
            "--kind",
            "thuong",
            "--for",
            r#for,
            "--against",
            "0",
            "--abstain",
            "0",
        ]
        .map(str::to_owned)
    };
    let voted = desk.say(&vote("2").each_ref().map(String::as_str));
    assert_eq!((&voted["base"], &voted["needed"]), (&3.into(), &2.into()));
    assert_eq!(
        desk.refuse(&vote("4").each_ref().map(String::as_str)),
        (5, "BQ-06".to_owned())
    );
    assert_eq!(desk.refuse(&["score", &id]), (5, "SO-26".to_owned()));
}

fn members_id(desk: &Desk, name: &str) -> String {
    let members = desk.say(&["members", "list"]);
    let found = members
        .as_array()
        .unwrap()
        .iter()
        .find(|member| member["name"] == name);
    text(&found.unwrap()["id"])
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
