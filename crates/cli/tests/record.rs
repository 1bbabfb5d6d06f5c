//! What a running meeting is recorded and corrected with: statements, who asked to speak, breaks,
//! undo and redo, votes and their history; key by key as `docs/cli.md` has it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{Desk, has_keys, text};
use serde_json::{Value, json};

/// Says something under item 11; the id.
fn say(desk: &Desk, meeting: &str, member: &str, words: &str) -> String {
    let said = [
        "say", meeting, "--item", "11", "--member", member, "--text", words,
    ];
    text(&desk.say(&said)["id"])
}

/// Number, name and words of every statement, in their order.
fn said(desk: &Desk, meeting: &str) -> Vec<(u64, String, String)> {
    desk.say(&["meeting", "show", meeting])["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["no"].as_u64().unwrap(),
                text(&one["name"]),
                text(&one["text"]),
            )
        })
        .collect()
}

fn line(no: u64, name: &str, words: &str) -> (u64, String, String) {
    (no, name.to_owned(), words.to_owned())
}

#[test]
fn a_statement_is_corrected_moved_split_and_removed() {
    let (desk, id) = Desk::in_session();
    let first = say(
        &desk,
        &id,
        "Đặng Quốc Bảo",
        "Lắp camera. Hỏi ý bà con trước.",
    );
    say(&desk, &id, "Trần Thị Bình", "Tôi đồng ý.");

    let set = [
        "statement",
        "set",
        &first,
        "--text",
        "Lắp hai camera. Hỏi ý bà con trước.",
    ];
    assert_eq!(desk.say(&set), json!({ "id": first }));
    // By the beginning of its id, too; and who said it.
    let guest = ["statement", "set", &first[..12], "--guest", "Bà Tư, hộ dân"];
    assert_eq!(desk.say(&guest)["id"], *first);
    let back = ["statement", "set", &first, "--member", "Đặng Quốc Bảo"];
    desk.say(&back);

    let split = desk.say(&["statement", "split", &first, "--at", "15"]);
    has_keys(&split, &["id", "second"]);
    assert_eq!(split["id"], *first);
    let second = text(&split["second"]);
    let bao = "Đặng Quốc Bảo";
    assert_eq!(
        said(&desk, &id),
        [
            line(11, bao, "Lắp hai camera."),
            line(11, bao, "Hỏi ý bà con trước."),
            line(11, "Trần Thị Bình", "Tôi đồng ý."),
        ]
    );
    let moved = desk.say(&["statement", "move", &second, "--item", "11", "--to", "3"]);
    has_keys(&moved, &["id", "item"]);
    desk.say(&["statement", "move", &first, "--item", "12"]);
    assert_eq!(
        said(&desk, &id),
        [
            line(11, "Trần Thị Bình", "Tôi đồng ý."),
            line(11, bao, "Hỏi ý bà con trước."),
            line(12, bao, "Lắp hai camera."),
        ]
    );
    assert_eq!(
        desk.say(&["statement", "remove", &second]),
        json!({ "id": second })
    );
    assert_eq!(said(&desk, &id).len(), 2);

    let nobody = "01900000-0000-7000-8000-000000000000";
    for (args, refused) in [
        (
            &["statement", "set", nobody, "--text", "x"][..],
            (3, "SO-12"),
        ),
        (&["statement", "set", &first, "--text", "  "], (2, "SO-22")),
        (&["statement", "move", &first, "--item", "99"], (3, "SO-25")),
        (&["statement", "move", &first, "--to", "9"], (3, "SO-43")),
        (&["statement", "split", &first, "--at", "0"], (2, "SO-22")),
        (&["statement", "split", &first, "--at", "999"], (2, "SO-22")),
        (
            &["statement", "set", &first, "--member", "A", "--guest", "B"],
            (2, "SC-01"),
        ),
    ] {
        let (exit, code) = refused;
        assert_eq!(desk.refuse(args), (exit, code.to_owned()), "{args:?}");
    }
    // Nothing of that changed anything.
    assert_eq!(said(&desk, &id)[1], line(12, bao, "Lắp hai camera."));
}

#[test]
fn who_asks_to_speak_waits_in_order_until_speaking() {
    let (desk, id) = Desk::in_session();
    assert_eq!(desk.say(&["queue", "list", &id]), json!([]));
    for member in ["Đặng Quốc Bảo", "Trần Thị Bình"] {
        desk.say(&["queue", "add", &id, "--member", member]);
    }
    let queue = desk.say(&["queue", "add", &id, "--guest", "Bà Tư, hộ dân"]);
    has_keys(&queue[0], &["id", "member", "guest", "name"]);
    let names = |queue: &Value| -> Vec<String> {
        let queue = queue.as_array().unwrap();
        queue.iter().map(|one| text(&one["name"])).collect()
    };
    assert_eq!(
        names(&queue),
        ["Đặng Quốc Bảo", "Trần Thị Bình", "Bà Tư, hộ dân"]
    );
    assert_eq!(queue[2]["guest"], "Bà Tư, hộ dân");
    let last = text(&queue[2]["id"]);
    assert_eq!(
        desk.say(&["queue", "move", &last, "--to", "1"]),
        json!({ "id": last })
    );
    assert_eq!(
        names(&desk.say(&["queue", "list", &id])),
        ["Bà Tư, hộ dân", "Đặng Quốc Bảo", "Trần Thị Bình"]
    );
    // Speaking takes out of it.
    say(&desk, &id, "Đặng Quốc Bảo", "Tôi xin nói ngắn.");
    assert_eq!(
        names(&desk.say(&["queue", "list", &id])),
        ["Bà Tư, hộ dân", "Trần Thị Bình"]
    );
    desk.say(&["queue", "remove", &last]);
    assert_eq!(names(&desk.say(&["queue", "list", &id])), ["Trần Thị Bình"]);
    assert_eq!(
        desk.refuse(&["queue", "move", &last, "--to", "1"]).0,
        3,
        "it is gone"
    );
    assert_eq!(desk.refuse(&["queue", "add", &id]).0, 2, "nobody named");
}

#[test]
fn a_break_counts_for_nothing_and_is_there_once() {
    let (desk, id) = Desk::in_session();
    let at = |now: &str, args: &[&str]| {
        let output = desk
            .command(args)
            .env("SCB_NOW", format!("2026-10-05T{now}+07:00"))
            .output()
            .unwrap();
        common::answer(&output)
    };
    let begun = at("19:30:00", &["break", &id, "begin"]);
    has_keys(&begun, &["meeting", "breaks", "lasted_seconds"]);
    assert_eq!(begun["meeting"], *id);
    let again = desk
        .command(&["break", &id, "begin"])
        .env("SCB_NOW", "2026-10-05T19:35:00+07:00")
        .output()
        .unwrap();
    assert_eq!(common::refusal(&again), (5, "SO-26".to_owned()));
    let ended = at("19:45:00", &["break", &id, "end"]);
    assert_eq!(ended["breaks"].as_array().unwrap().len(), 1);
    let show = at("20:00:00", &["meeting", "show", &id]);
    // An hour since the beginning, a quarter of it a break.
    let lasted = show["lasted_seconds"].as_i64().unwrap();
    assert!((2690..=2710).contains(&lasted), "{lasted}");
    assert_eq!(desk.refuse(&["break", &id, "end"]).0, 5, "no break runs");
    assert_eq!(desk.refuse(&["break", &id, "pause"]).0, 2);
}

#[test]
fn undo_and_redo_go_through_the_journal_as_deep_as_the_meeting() {
    let (desk, id) = Desk::in_session();
    say(&desk, &id, "Đặng Quốc Bảo", "Câu thứ nhất.");
    say(&desk, &id, "Trần Thị Bình", "Câu thứ hai.");
    desk.say(&["conclude", &id, "--item", "11", "--text", "Thống nhất."]);

    let undone = desk.say(&["undo", &id]);
    has_keys(&undone, &["words", "kept", "passed"]);
    assert!(!text(&undone["words"]).is_empty());
    let show = desk.say(&["meeting", "show", &id]);
    assert_eq!(show["conclusions"], json!([]));
    desk.say(&["undo", &id]);
    assert_eq!(said(&desk, &id).len(), 1);
    desk.say(&["redo", &id]);
    assert_eq!(said(&desk, &id).len(), 2);
    let redone = desk.say(&["redo", &id]);
    has_keys(&redone, &["words", "kept", "passed"]);
    let show = desk.say(&["meeting", "show", &id]);
    assert_eq!(show["conclusions"][0]["text"], "Thống nhất.");
    assert_eq!(
        desk.refuse(&["redo", &id]),
        (5, "SO-26".to_owned()),
        "nothing was undone since"
    );

    // Down to where the meeting began, and no further.
    let mut steps = 0;
    while desk
        .command(&["undo", &id])
        .output()
        .unwrap()
        .status
        .success()
    {
        steps += 1;
        assert!(steps < 50);
    }
    assert!(steps >= 3, "{steps}");
    assert_eq!(desk.refuse(&["undo", &id]), (5, "SO-26".to_owned()));
    let show = desk.say(&["meeting", "show", &id]);
    assert_eq!(
        (&show["state"], &show["statements"]),
        (&json!("dang_hop"), &json!([]))
    );
    assert_eq!(desk.say(&["doctor"])["ok"], true);
}

#[test]
fn a_vote_is_corrected_and_its_old_count_stays_in_the_history() {
    let (desk, id) = Desk::in_session();
    let new = [
        "vote",
        &id,
        "--item",
        "15",
        "--kind",
        "thuong",
        "--for",
        "2",
        "--against",
        "2",
    ];
    let voted = desk.say(&new);
    has_keys(&voted, &["id", "base", "needed", "passed", "explain"]);
    assert_eq!(
        (&voted["base"], &voted["needed"], &voted["passed"]),
        (&json!(5), &json!(3), &json!(false))
    );
    let vote = text(&voted["id"]);
    let corrected = desk.say(&[
        "vote",
        "correct",
        &vote,
        "--for",
        "4",
        "--against",
        "0",
        "--reserved",
        "Đ/c Bảo bảo lưu ý kiến về kinh phí.",
    ]);
    has_keys(&corrected, &["id", "base", "needed", "passed", "explain"]);
    assert_eq!(
        (&corrected["id"], &corrected["base"], &corrected["passed"]),
        (&json!(vote), &json!(5), &json!(true))
    );
    let shown = &desk.say(&["meeting", "show", &id])["votes"];
    assert_eq!(shown.as_array().unwrap().len(), 1, "one vote, not two");
    assert_eq!(
        (&shown[0]["for"], &shown[0]["against"]),
        (&json!(4), &json!(0))
    );

    let history = desk.say(&["history", &vote]);
    let lines = history.as_array().unwrap();
    assert_eq!(lines.len(), 2);
    has_keys(
        &lines[0],
        &["at", "device", "seq", "kind", "removed", "undoes", "fields"],
    );
    let (before, after) = (lines[0].to_string(), lines[1].to_string());
    assert!(
        before.contains("\\\"for\\\":2") || before.contains("\"for\":2"),
        "{before}"
    );
    assert!(
        after.contains("\\\"for\\\":4") || after.contains("\"for\":4"),
        "{after}"
    );
    assert!(lines[0]["seq"].as_u64() < lines[1]["seq"].as_u64());

    // More votes than people; and nothing once the minutes are adopted.
    let many = desk.refuse(&["vote", "correct", &vote, "--for", "9"]);
    assert_eq!(many.0, 5);
    desk.say(&["meeting", "end", &id, "--at", "20:40"]);
    desk.say(&["meeting", "adopt", &id]);
    assert_eq!(
        desk.refuse(&["vote", "correct", &vote, "--for", "3"]),
        (5, "SO-27".to_owned())
    );
    assert_eq!(desk.refuse(&["undo", &id]).0, 5);
    let shown = &desk.say(&["meeting", "show", &id])["votes"];
    assert_eq!(shown[0]["for"], 4);
}

#[test]
fn the_history_of_anything_is_found_by_the_beginning_of_its_id() {
    let (desk, id) = Desk::in_session();
    let one = say(&desk, &id, "Đặng Quốc Bảo", "Trước.");
    desk.say(&["statement", "set", &one, "--text", "Sau."]);
    desk.say(&["statement", "remove", &one]);
    desk.say(&["undo", &id]);
    let history = desk.say(&["history", &one[..13]]);
    let lines = history.as_array().unwrap();
    assert_eq!(lines.len(), 4);
    assert!(lines.iter().all(|line| line["kind"] == lines[0]["kind"]));
    assert_eq!(
        lines
            .iter()
            .map(|line| line["removed"].clone())
            .collect::<Vec<_>>(),
        [json!(null), json!(null), json!(true), json!(false)]
    );
    assert_eq!(lines[0]["undoes"], json!(null));
    assert!(!lines[3]["undoes"].is_null());
    assert_eq!(said(&desk, &id), [line(11, "Đặng Quốc Bảo", "Sau.")]);
    assert_eq!(desk.refuse(&["history", "ffffffff"]).0, 3);
}
