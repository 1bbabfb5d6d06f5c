//! A full disk and a folder that can't be written, seen through the real window and by `scb`: a
//! sentence with its code, what was typed is still there, and it goes on once the disk is well.

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
    process::Output,
    time::{Duration, Instant},
};

use common::{
    disk::{Disk, only_where_disks_are_made},
    meeting::{PASSPHRASE, begin, book_of},
    programs::Scb,
    window::Window,
};
use serde_json::Value;

const BEFORE: &str = "Tôi nhận phụ trách tổ 5";
const DURING: &str = ", đề nghị khu phố hỗ trợ camera ở đầu hẻm";

/// A meeting that runs, on a disk that obeys.
struct Desk {
    disk: Disk,
    scb: Scb,
    meeting: String,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("o-dia");
        let disk = Disk::at(&place);
        let members = ["Đặng Quốc Bảo", "Lê Hoàng Ân", "Võ Thị Út"];
        let scb = book_of(&place.join("chibo.sochibo"), &members);
        let meeting = begin(&scb);
        Self {
            disk,
            scb,
            meeting,
            _folder: folder,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_what_was_typed_is_saved_once_there_is_room() {
    if !only_where_disks_are_made(
        "a_full_disk_is_said_and_what_was_typed_is_saved_once_there_is_room",
    ) {
        return;
    }
    let desk = Desk::new();
    let window = Window::at_the_record(&desk.scb.book).await;
    window.give_the_floor("bao").await;
    window.write("say-text", BEFORE).await;
    window.saves(BEFORE).await;

    desk.disk.fill();
    window.write("say-text", DURING).await;
    let fault = window.find("fault").await.text().await.unwrap();
    // What happened, what was not lost, what to do.
    for words in ["SO-10", "Ổ đĩa đã đầy", "vẫn còn nguyên", "Xóa bớt tệp"] {
        assert!(fault.contains(words), "{fault}");
    }
    assert_eq!(window.said().await, format!("{BEFORE}{DURING}"));
    // Keeping it is refused, and the text stays where it is.
    window.control_enter().await;
    window.find("fault").await;
    assert_eq!(window.said().await, format!("{BEFORE}{DURING}"));
    assert!(!window.has("statement").await);
    window.is_accessible("record, full disk").await;
    window.picture("full-disk").await;

    desk.disk.empty();
    // Nobody presses anything: the next try of the draft gets through, and the fault goes.
    window.saves(&format!("{BEFORE}{DURING}")).await;
    let deadline = Instant::now() + common::PATIENCE;
    while window.has("fault").await {
        assert!(Instant::now() < deadline, "the fault stays");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    window.control_enter().await;
    window.find("statement").await;
    window.close().await;
    let said = desk.scb.say(&["meeting", "show", &desk.meeting]);
    assert_eq!(said["statements"][0]["text"], format!("{BEFORE}{DURING}"));
    assert_eq!(desk.scb.say(&["doctor", "--deep"])["ok"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_written_is_said_and_the_form_keeps_what_was_typed() {
    if !only_where_disks_are_made(
        "a_folder_that_cannot_be_written_is_said_and_the_form_keeps_what_was_typed",
    ) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::at(&folder.path().join("o-dia"));
    let book = folder.path().join("o-dia").join("chibo.sochibo");
    disk.lock();
    let window = Window::open(&book).await;
    window.click("first-run-next").await;
    window.write("cell-name", "Khu phố 12").await;
    window.write("cell-ward", "Phường Tân Thới Hòa").await;
    window.click("first-run-next").await;
    window.write("passphrase", PASSPHRASE).await;
    window.write("passphrase-again", PASSPHRASE).await;
    window.click("first-run-next").await;
    window.says("SO-11").await;
    let kept = window.find("passphrase").await.prop("value").await.unwrap();
    assert_eq!(kept.as_deref(), Some(PASSPHRASE));
    window.is_accessible("first run, folder not writable").await;
    window.picture("read-only").await;
    disk.unlock();
    window.click("first-run-next").await;
    window.find("recovery-code").await;
    window.click("recovery-kept").await;
    window.click("enter-book").await;
    window.says("Khu phố 12").await;
    window.close().await;

    // A book that is there already opens no more, and says so; the passphrase stays in its field.
    forget_the_lock(&book);
    disk.lock();
    let window = Window::open(&book).await;
    window.write("passphrase", PASSPHRASE).await;
    window.click("unlock").await;
    window.says("SO-11").await;
    disk.unlock();
    window.click("unlock").await;
    window.find("nav-hom-nay").await;
    window.close().await;
}

#[test]
fn on_a_full_disk_scb_says_so_and_nothing_is_half_written() {
    if !only_where_disks_are_made("on_a_full_disk_scb_says_so_and_nothing_is_half_written") {
        return;
    }
    let desk = Desk::new();
    let text = "Đề nghị sửa đèn đường. ".repeat(2_000);
    let say = [
        "say",
        &desk.meeting,
        "--item",
        "11",
        "--member",
        "Đặng Quốc Bảo",
        "--text",
        &text,
    ];
    // Full where the text goes; where there is no room for the log; and where not even the book's
    // shared memory can grow, so that it can't be read either.
    for left in [80, 40, 8, 0] {
        desk.disk.fill_but(left);
        refuses(&desk.scb.run(&say), "SO-10", "Ổ đĩa đã đầy");
        desk.disk.empty();
    }
    desk.disk.fill();
    refuses(&desk.scb.run(&["members", "list"]), "SO-10", "Ổ đĩa đã đầy");
    desk.disk.empty();
    let said = desk.scb.say(&["meeting", "show", &desk.meeting]);
    assert_eq!(said["statements"], Value::Array(Vec::new()));
    assert_eq!(desk.scb.say(&["doctor", "--deep"])["ok"], true);
    desk.scb.say(&say);
    let said = desk.scb.say(&["meeting", "show", &desk.meeting]);
    assert_eq!(said["statements"][0]["text"], text.trim());
}

#[test]
fn a_disk_on_which_no_further_file_can_be_made_is_a_full_one() {
    if !only_where_disks_are_made("a_disk_on_which_no_further_file_can_be_made_is_a_full_one") {
        return;
    }
    let desk = Desk::new();
    let place = desk.scb.book.parent().unwrap();
    let backup = place.join("ban.sochibo-sao-luu").display().to_string();
    desk.disk.crowd();
    let add = [
        "members",
        "add",
        "--name",
        "Phạm Văn Dũng",
        "--status",
        "chinh_thuc",
    ];
    for command in [&["members", "list"][..], &add, &["backup", &backup]] {
        refuses(&desk.scb.run(command), "SO-10", "Ổ đĩa đã đầy");
    }
    desk.disk.thin();
    let left: Vec<_> = std::fs::read_dir(place)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("chibo.sochibo"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    let members = desk.scb.say(&["members", "list"]);
    assert_eq!(members.as_array().unwrap().len(), 3);
    desk.scb.say(&add);
    assert_eq!(desk.scb.say(&["doctor", "--deep"])["ok"], true);
}

#[test]
fn a_backup_and_a_stick_on_a_full_disk_are_written_whole_or_not_at_all() {
    if !only_where_disks_are_made(
        "a_backup_and_a_stick_on_a_full_disk_are_written_whole_or_not_at_all",
    ) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let scb = book_of(&folder.path().join("chibo.sochibo"), &["Võ Thị Út"]);
    let stick = folder.path().join("usb");
    let disk = Disk::at(&stick);
    let backup = stick.join("ban.sochibo-sao-luu").display().to_string();
    scb.say(&["backup", &backup]);
    let before = std::fs::read(&backup).unwrap();
    scb.say(&[
        "members",
        "add",
        "--name",
        "Lê Hoàng Ân",
        "--status",
        "chinh_thuc",
    ]);
    disk.fill();
    refuses(&scb.run(&["backup", &backup]), "SO-10", "Ổ đĩa đã đầy");
    assert_eq!(
        std::fs::read(&backup).unwrap(),
        before,
        "the old one stands"
    );
    let left: Vec<_> = std::fs::read_dir(&stick)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 2, "the backup and the ballast: {left:?}");
    disk.empty();
    scb.say(&["backup", &backup]);
    assert_ne!(std::fs::read(&backup).unwrap(), before);
    assert_eq!(scb.say(&["doctor", "--deep"])["ok"], true);
}

#[test]
fn in_a_folder_that_cannot_be_written_scb_says_so_and_goes_on_later() {
    if !only_where_disks_are_made(
        "in_a_folder_that_cannot_be_written_scb_says_so_and_goes_on_later",
    ) {
        return;
    }
    let desk = Desk::new();
    forget_the_lock(&desk.scb.book);
    desk.disk.lock();
    for command in [
        &["members", "list"][..],
        &[
            "members",
            "add",
            "--name",
            "Phạm Văn Dũng",
            "--status",
            "chinh_thuc",
        ],
    ] {
        refuses(&desk.scb.run(command), "SO-11", "Không được phép ghi");
    }
    desk.disk.unlock();
    let members = desk.scb.say(&["members", "list"]);
    assert_eq!(members.as_array().unwrap().len(), 3);
    assert_eq!(desk.scb.say(&["doctor", "--deep"])["ok"], true);
}

/// Fails unless a command was refused with 1 and this code, with its sentence, which says that
/// nothing was lost.
fn refuses(output: &Output, code: &str, begins: &str) {
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{complaint}");
    assert!(output.stdout.is_empty());
    let said: Value = serde_json::from_str(&complaint).unwrap_or_else(|_| panic!("{complaint:?}"));
    let error = &said["error"];
    let sentence = error["message"].as_str().unwrap();
    assert_eq!(error["code"], code, "{complaint}");
    assert!(sentence.starts_with(begins), "{sentence}");
    assert!(sentence.contains("vẫn còn nguyên"), "{sentence}");
    assert!(!error["hint"].as_str().unwrap().is_empty());
}

/// The lock file of a book stays behind; in a folder that can't be written it could be opened
/// still, and the fault would come later.
fn forget_the_lock(book: &Path) {
    let mut lock = book.as_os_str().to_owned();
    lock.push(".lock");
    std::fs::remove_file(lock).unwrap();
}
