//! How things may be typed, and every key that was promised, from real processes: ids by their
//! beginning, days and times in each form, and the answers that other programs read.

use serde_json::Value;

use crate::{
    common::{Desk, has_keys, text},
    keys,
};

#[test]
fn every_id_may_be_typed_as_a_beginning_that_fits_one_thing() {
    let (desk, meeting) = Desk::in_session();
    // All ids of one evening begin alike: what differs comes late.
    let short = |id: &str| id[..id.len() - 3].to_owned();
    let meeting = short(&meeting);
    let member = text(&desk.say(&["members", "list"])[0]["id"]);
    desk.say(&["members", "set", &short(&member), "--phone", "0909"]);
    let said = desk.say(&[
        "say",
        &meeting,
        "--item",
        "11",
        "--member",
        &short(&member),
        "--text",
        "Nhất trí.",
    ]);
    let statement = text(&said["id"]);
    desk.say(&["statement", "set", &short(&statement), "--text", "Đồng ý."]);
    let task = desk.say(&[
        "assignment",
        "add",
        "--member",
        &short(&member),
        "--title",
        "Dọn kênh",
        "--meeting",
        &meeting,
    ]);
    let task = text(&task["id"]);
    desk.say(&["assignment", "set", &short(&task), "--state", "xong"]);
    desk.say(&["history", &short(&statement)]);
    let show = desk.say(&["meeting", "show", &meeting]);
    assert_eq!(show["statements"][0]["text"], "Đồng ý.");
    assert_eq!(show["statements"][0]["member"], member.as_str());

    // A beginning of several is asked to be longer, and changes nothing.
    let refused = desk.refuse(&["members", "set", &member[..1], "--phone", "1"]);
    assert_eq!(refused, (2, "SO-24".to_owned()));
    let members = desk.say(&["members", "list"]);
    assert_eq!(members[0]["phone"], "0909");
}

#[test]
fn a_day_and_a_time_may_be_typed_in_each_form() {
    let desk = Desk::new();
    for (name, birth) in [("Lê Thị Bé", "1960-09-02"), ("Lê Thị Ba", "2/9/1960")] {
        desk.say(&[
            "members",
            "add",
            "--name",
            name,
            "--status",
            "chinh_thuc",
            "--birth",
            birth,
            "--joined",
            birth,
            "--official",
            birth,
        ]);
    }
    for member in desk.say(&["members", "list"]).as_array().unwrap() {
        for field in ["birth", "joined", "official"] {
            assert_eq!(member[field], "1960-09-02", "{member}");
        }
    }
    for (n, at) in [
        "2026-10-05T19:30:00+07:00",
        "2026-10-05T19:30",
        "5/10/2026 19:30",
    ]
    .iter()
    .enumerate()
    {
        let month = format!("{}/2026", n + 1);
        let new = ["meeting", "new", "--kind", "thuong_ky", "--month", &month];
        let made = desk.say(&[&new[..], &["--at", at]].concat());
        let id = text(&made["id"]);
        // A time alone is of the meeting's own day.
        let started = desk.say(&["meeting", "start", &id, "--at", "19:30"]);
        assert_eq!(started["started_at"], "2026-10-05T19:30:00+07:00", "{at}");
        let ended = desk.say(&["meeting", "end", &id, "--at", "2026-10-05T21:05:00+07:00"]);
        assert_eq!(ended["ended_at"], "2026-10-05T21:05:00+07:00");
    }
    let task = [
        "assignment",
        "add",
        "--member",
        "Lê Thị Bé",
        "--title",
        "Việc",
    ];
    for due in ["2026-10-28", "28/10/2026"] {
        desk.say(&[&task[..], &["--due", due]].concat());
    }
    let tasks = desk.say(&["assignment", "list"]);
    assert_eq!(tasks.as_array().unwrap().len(), 2);
    for task in tasks.as_array().unwrap() {
        assert_eq!(task["due"], "2026-10-28");
    }
    for since in ["2020-01-01", "1/1/2020"] {
        desk.say(&["audit", "--since", since]);
    }
}

/// The lists and objects that were promised, by a command that has something to answer, with the
/// keys of one of them. What needs a ward is held where there is one (`tests/month_by_scb.rs`).
#[test]
fn every_key_that_was_promised_is_in_the_answer() {
    let (desk, id) = Desk::in_session();
    let item = ["--item", "11"];
    let bao = ["--member", "Đặng Quốc Bảo"];
    let say = [&["say", &id][..], &item, &bao, &["--text", "Lắp camera."]].concat();
    let vote = [
        &["vote", &id][..],
        &item,
        &["--kind", "thuong", "--for", "4"],
    ]
    .concat();
    let criticism = [
        &[
            "criticism",
            "add",
            &id,
            "--kind",
            "gop_y",
            "--text",
            "Chậm.",
        ][..],
        &["--by", "Trần Thị Bình", "--visibility", "bi_thu"],
        &bao,
    ]
    .concat();
    let assignment = [&["assignment", "add", "--title", "Việc"][..], &bao].concat();
    for (command, keys) in [
        (&say[..], &["id"][..]),
        (&vote, &["base", "needed", "passed"]),
        (&criticism, &["id"]),
        (&assignment, &["id"]),
        (&["petition", "add", "--text", "Sửa đèn"], &["id"]),
        (&["meeting", "show", &id], keys::MEETING),
        (&["status"], keys::STATUS),
        (&["doctor"], &["ok", "checks"]),
    ] {
        has_keys(&desk.say(command), keys);
    }
    for (command, keys) in [
        (
            &["members", "list"][..],
            &["id", "name", "status", "kind"][..],
        ),
        (&["search", "camera"], keys::HIT),
        (&["outbox"], keys::WAITING),
        (&["criticism", "list"], &["id", "member", "kind", "text"]),
        (&["assignment", "list"], &["id", "member", "title", "state"]),
        (&["petition", "list"], &["id", "text", "state"]),
        (&["meeting", "list"], &["id", "kind", "month", "state"]),
        (&["history", &id], &["at", "device"]),
        (&["audit"], &["act", "at", "device"]),
    ] {
        let answer = desk.say(command);
        let list = answer.as_array().unwrap();
        assert!(!list.is_empty(), "{command:?} answers nothing");
        has_keys(&list[0], keys);
    }
    let show = desk.say(&["meeting", "show", &id]);
    has_keys(&show["score"], &["total", "band", "items"]);
    // A meeting that nobody has ended is of one of four states, and has no end and no print yet.
    assert_eq!(show["state"], "dang_hop");
    assert_eq!(
        (&show["ended_at"], &show["fingerprint"]),
        (&Value::Null, &Value::Null)
    );
}
