//! A meeting from its agenda to its papers.

use std::{fs, io::Write, process::Stdio};

use serde_json::{Value, json};

use crate::{
    common::{Desk, answer, has_keys, text},
    keys,
};

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
    has_keys(&show, keys::MEETING);
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
    has_keys(&hits[0], keys::HIT);

    let outbox = desk.say(&["outbox"]);
    let lines = outbox.as_array().unwrap();
    has_keys(&lines[0], keys::WAITING);
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
    has_keys(&desk.say(&["status"]), keys::STATUS);
    for report in [desk.say(&["doctor", "--deep"]), desk.say(&["repair"])] {
        assert_eq!(report["ok"], true, "{report}");
        has_keys(&report["checks"][0], &["name", "ok", "detail"]);
    }
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
