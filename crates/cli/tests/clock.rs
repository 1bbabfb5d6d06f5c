//! A laptop with a dead battery wakes up in 2009: work goes on.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{Desk, answer, text};
use serde_json::Value;

fn at(desk: &Desk, now: &str, args: &[&str]) -> Value {
    answer(&desk.command(args).env("SCB_NOW", now).output().unwrap())
}

#[test]
fn with_the_clock_at_2009_everything_goes_on() {
    const DEAD: &str = "2009-01-01T00:00:07+07:00";
    let (desk, id) = Desk::in_session();
    let before = desk.say(&[
        "say",
        &id,
        "--item",
        "11",
        "--member",
        "Lê Hoàng Ân",
        "--text",
        "Trước khi hết pin.",
    ]);
    let after = at(
        &desk,
        DEAD,
        &[
            "say",
            &id,
            "--item",
            "11",
            "--member",
            "Lê Hoàng Ân",
            "--text",
            "Sau khi hết pin.",
        ],
    );
    assert_ne!(before["id"], after["id"]);
    at(
        &desk,
        DEAD,
        &["conclude", &id, "--item", "11", "--text", "Ghi đủ."],
    );
    at(
        &desk,
        DEAD,
        &[
            "vote", &id, "--item", "15", "--kind", "thuong", "--for", "4",
        ],
    );
    // Ending "now" would be before the beginning: the meeting ends all the same, and the true time
    // can be said afterwards.
    let ended = at(&desk, DEAD, &["meeting", "end", &id]);
    assert!(ended["ended_at"].as_str() >= ended["started_at"].as_str());
    at(&desk, DEAD, &["meeting", "end", &id, "--at", "20:45"]);
    at(&desk, DEAD, &["meeting", "adopt", &id]);
    let show = at(&desk, DEAD, &["meeting", "show", &id]);
    assert_eq!(show["ended_at"], "2026-10-05T20:45:00+07:00");
    assert_eq!(show["statements"].as_array().unwrap().len(), 2);
    for file in ["bien-ban.docx", "bien-ban.pdf"] {
        at(
            &desk,
            DEAD,
            &["export", &id, "--paper", "bien_ban", "-o", &desk.path(file)],
        );
    }
    assert_eq!(at(&desk, DEAD, &["doctor", "--deep"])["ok"], true);
    assert_eq!(desk.say(&["doctor"])["ok"], true);

    // A new month begins in 2009, too, and the battery is changed in the middle of it.
    let made = at(
        &desk,
        DEAD,
        &[
            "meeting",
            "new",
            "--kind",
            "thuong_ky",
            "--month",
            "2026-11",
            "--at",
            "19:30",
        ],
    );
    let next = text(&made["id"]);
    at(&desk, DEAD, &["meeting", "start", &next]);
    at(
        &desk,
        "2026-11-05T20:00:00+07:00",
        &[
            "say",
            &next,
            "--item",
            "1",
            "--member",
            "Nguyễn Văn An",
            "--text",
            "Đã thay pin.",
        ],
    );
    at(
        &desk,
        "2026-11-05T21:00:00+07:00",
        &["meeting", "end", &next],
    );
    let show = at(
        &desk,
        "2026-11-05T21:00:00+07:00",
        &["meeting", "show", &next],
    );
    assert_eq!(show["state"], "da_ket_thuc");
    at(
        &desk,
        "2026-11-06T08:00:00+07:00",
        &["meeting", "adopt", &next],
    );
    // And far ahead.
    at(&desk, "9999-12-31T23:59:59+07:00", &["meeting", "list"]);
    at(
        &desk,
        "9999-12-31T23:59:59+07:00",
        &["petition", "add", "--text", "Đồng hồ chạy quá xa"],
    );
    assert_eq!(desk.say(&["doctor"])["ok"], true);
}
