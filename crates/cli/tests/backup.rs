//! `scb backup` and `scb restore` as processes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{Desk, PASSPHRASE, refusal, text};

#[test]
fn a_backup_is_restored_to_a_new_device_by_passphrase_and_by_code() {
    let desk = Desk::empty();
    let made = desk.say(&[
        "init",
        "--cell",
        "Khu phố 12",
        "--cell-type",
        "khu_pho",
        "--ward",
        "Phường Tân Thới Hòa",
    ]);
    let code = text(&made["recovery_code"]);
    desk.say(&[
        "members",
        "add",
        "--name",
        "Lê Thị Ân",
        "--status",
        "chinh_thuc",
    ]);
    let file = desk.path("so.sochibo-sao-luu");
    let done = desk.say(&["backup", &file]);
    assert_eq!(
        done["bytes"].as_u64().unwrap(),
        fs::metadata(&file).unwrap().len()
    );
    let old = text(&desk.say(&["status"])["device"]);

    let mut restored = Desk::empty();
    restored.book = desk.dir.path().join("dựng lại").join("mới.sochibo");
    let said = restored.say(&["restore", &file]);
    assert_ne!(text(&said["device"]), old);
    assert_eq!(restored.say(&["members", "list"])[0]["name"], "Lê Thị Ân");
    assert_eq!(restored.say(&["doctor", "--deep"])["ok"], true);
    restored.say(&["members", "add", "--name", "Trần An", "--status", "du_bi"]);
    let audit = restored.say(&["audit"]);
    assert_eq!(audit[0]["act"], "restore");

    let mut by_code = Desk::empty();
    by_code.book = desk.dir.path().join("bằng mã.sochibo");
    let code = desk.file("ma.txt", format!("{code}\n").as_bytes());
    by_code.say(&["restore", &file, "--recovery-code-file", &code]);
    assert_eq!(by_code.say(&["doctor"])["ok"], true);
    // Never over a book that is there.
    assert_eq!(desk.refuse(&["restore", &file]), (2, "SO-02".to_owned()));
}

#[test]
fn what_is_no_whole_backup_is_refused_with_a_sentence() {
    let desk = Desk::new();
    let file = desk.path("so.sochibo-sao-luu");
    desk.say(&["backup", &file]);
    let whole = fs::read(&file).unwrap();
    let mut to = Desk::empty();
    to.book = desk.dir.path().join("mới.sochibo");
    for (bytes, code) in [
        (&b"PK\x03\x04"[..], (2, "SL-01")),
        (&whole[..whole.len() / 2], (7, "SL-02")),
    ] {
        let bad = desk.file("xau", bytes);
        assert_eq!(to.refuse(&["restore", &bad]), (code.0, code.1.to_owned()));
    }
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let bad = desk.file("xau", &flipped);
    assert_eq!(to.refuse(&["restore", &bad]), (7, "SL-03".to_owned()));
    let wrong = to
        .command(&["restore", &file])
        .env("SCB_PASSPHRASE", format!("{PASSPHRASE} sai"))
        .output()
        .unwrap();
    assert_eq!(refusal(&wrong), (4, "SO-05".to_owned()));
    assert_eq!(
        to.refuse(&["restore", &desk.path("không có")]).0,
        1,
        "no such file"
    );
    assert!(!to.book.exists());
}
