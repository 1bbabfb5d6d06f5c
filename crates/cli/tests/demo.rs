//! The made-up cell: everything is there, and all of it is sound.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{fs, path::Path, process::Command};

use common::{answer, has_keys, refusal, text};
use serde_json::Value;
use tempfile::tempdir;

fn scb(args: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_scb"))
        .arg("--json")
        .args(args)
        .env_remove("SCB_PASSPHRASE")
        .output()
        .unwrap()
}

#[test]
fn the_demo_lives_two_months_and_reports_to_its_ward() {
    let dir = tempdir().unwrap();
    let place = dir.path().join("mau");
    let place = place.to_str().unwrap();
    let made = answer(&scb(&["demo", place]));
    has_keys(
        &made,
        &[
            "book",
            "passphrase_file",
            "ward_data",
            "ward_user",
            "ward_password_file",
            "papers",
            "meetings",
            "synced",
        ],
    );
    for key in [
        "book",
        "passphrase_file",
        "recovery_file",
        "ward_data",
        "ward_password_file",
    ] {
        assert!(Path::new(&text(&made[key])).exists(), "{key}");
    }
    assert_eq!(made["pending"], 0);
    assert!(made["synced"]["pushed"].as_u64().unwrap() > 200 && made["synced"]["receipts"] != 0);
    for paper in made["papers"].as_array().unwrap() {
        assert_eq!(
            fs::metadata(text(&paper["file"])).unwrap().len(),
            paper["bytes"].as_u64().unwrap()
        );
    }

    let (book, passphrase) = (text(&made["book"]), text(&made["passphrase_file"]));
    let say = |args: &[&str]| -> Value {
        answer(&scb(&[
            &["--book", &book, "--passphrase-file", &passphrase],
            args,
        ]
        .concat()))
    };
    let report = say(&["doctor", "--deep"]);
    assert_eq!(report["ok"], true, "{report}");
    assert_eq!(say(&["members", "list"]).as_array().unwrap().len(), 24);
    let meetings = say(&["meeting", "list"]);
    assert_eq!(meetings.as_array().unwrap().len(), 2);
    for meeting in meetings.as_array().unwrap() {
        let show = say(&["meeting", "show", &text(&meeting["id"])]);
        assert_eq!(show["state"], "da_thong_qua");
        assert!(show["statements"].as_array().unwrap().len() >= 11);
        assert_eq!(
            show["score"]["total"], meeting["score"],
            "the sheet that was adopted stands"
        );
        let place = show["place"].as_str().unwrap();
        assert!(place.contains("dữ liệu mẫu"), "{place}");
    }
    // What the ward has sent down waits to be carried into the next meeting.
    let documents = say(&["document", "list", "--unread"]);
    assert_eq!(documents.as_array().unwrap().len(), 2, "{documents}");
    let status = say(&["status"]);
    assert_eq!(
        (&status["pending"], &status["quarantined"]),
        (&0.into(), &0.into())
    );

    // A second time it would mix with what is there.
    assert_eq!(refusal(&scb(&["demo", place])), (2, "SC-09".to_owned()));
}
