//! A ward whose disk has no room left, in each way in which a system says so: it tells the devices and
//! whoever serves it, nobody loses anything, and what waits goes once there is room.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::{
    path::Path,
    process::{Command, Output},
};

use common::{
    disk::{Disk, only_where_disks_are_made},
    meeting::book_of,
    programs::{Scb, Ward, program},
};
use serde_json::Value;

/// A book that has sent all that it had, and then writes a long petition that does not fit.
fn with_something_long(folder: &Path, ward: &Ward) -> Scb {
    let scb = book_of(&folder.join("chibo.sochibo"), &["Võ Thị Út"]);
    let code = ward.cell("Khu phố 12");
    scb.say(&["enrol", "--server", &ward.url, "--code", &code]);
    scb.say(&["sync"]);
    let text = "Đề nghị sửa đèn đường. ".repeat(3_000);
    scb.say(&["petition", "add", "--text", &text]);
    scb
}

/// What a program refused: its code and its sentence.
fn refusal(output: &Output, exit: i32) -> (String, String) {
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(exit), "{complaint}");
    let said: Value = serde_json::from_str(&complaint).unwrap_or_else(|_| panic!("{complaint:?}"));
    let word = |name: &str| said["error"][name].as_str().unwrap().to_owned();
    assert!(!word("hint").is_empty(), "{complaint}");
    (word("code"), word("message"))
}

/// An exchange is told that the ward has no room, and the petition still waits.
fn is_told_no_room(scb: &Scb) {
    let (code, sentence) = refusal(&scb.run(&["sync"]), 6);
    assert_eq!(code, "DB-30", "{sentence}");
    assert!(sentence.contains("Trên máy không mất gì"), "{sentence}");
    assert_eq!(scb.say(&["status"])["pending"], 1);
}

/// The next exchange brings it, and the ward holds what it says.
fn arrives_now(scb: &Scb, ward: &Ward) {
    assert_eq!(scb.say(&["sync"])["pushed"], 1);
    assert_eq!(scb.say(&["status"])["pending"], 0);
    assert_eq!(ward.say(&["verify"])["ok"], true);
}

#[test]
fn a_ward_whose_disk_is_full_says_so_and_takes_what_waits_once_there_is_room() {
    if !only_where_disks_are_made(
        "a_ward_whose_disk_is_full_says_so_and_takes_what_waits_once_there_is_room",
    ) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("o-dia-phuong");
    let disk = Disk::at(&place);
    let ward = Ward::start(&place.join("phuong"));
    let scb = with_something_long(folder.path(), &ward);
    disk.fill();
    is_told_no_room(&scb);
    disk.empty();
    arrives_now(&scb, &ward);
}

/// How many bytes a process may write into one file from now on.
fn each_file_may_have(process: u32, bytes: &str) {
    let done = Command::new("prlimit")
        .args(["--pid", &process.to_string(), &format!("--fsize={bytes}:")])
        .status();
    assert!(done.unwrap().success());
}

/// Quotas need a file system and an account of their own. What SQLite meets at one is met here by a
/// limit on the process, which like a quota fails a write with something else than "disk full"; what
/// the system says when asked is said by the device that is always full.
#[test]
fn a_ward_whose_quota_is_used_up_says_the_same_as_one_whose_disk_is_full() {
    // Who writes beyond the limit is killed where he does not ask for the plain "no".
    const ASKS: [&str; 3] = ["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\""];
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("phuong");
    let ward = Ward::start_by(&ASKS, &place);
    let scb = with_something_long(folder.path(), &ward);
    let log = std::fs::metadata(place.join("ward.db-wal")).unwrap().len();
    each_file_may_have(ward.id(), &log.to_string());
    std::os::unix::fs::symlink("/dev/full", place.join("ward.trial")).unwrap();
    is_told_no_room(&scb);
    assert!(!place.join("ward.trial").exists(), "it asked the disk");
    each_file_may_have(ward.id(), "unlimited");
    arrives_now(&scb, &ward);
}

#[test]
fn where_no_further_file_can_be_made_the_wards_program_says_full_and_goes_on_later() {
    if !only_where_disks_are_made(
        "where_no_further_file_can_be_made_the_wards_program_says_full_and_goes_on_later",
    ) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("o-dia-phuong");
    let disk = Disk::at(&place);
    let data = place.join("phuong");
    let list = || {
        Command::new(program("sochibo-ward"))
            .args(["org", "list", "--json", "--data"])
            .arg(&data)
            .output()
            .unwrap()
    };
    assert!(list().status.success());
    disk.crowd();
    let (code, sentence) = refusal(&list(), 1);
    assert_eq!(code, "PH-06", "{sentence}");
    assert!(sentence.starts_with("Ổ đĩa chứa dữ liệu của phường đã đầy"));
    disk.thin();
    assert!(list().status.success());
    let left: Vec<_> = std::fs::read_dir(&data)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["ward.db"], "the trial is gone");
}
