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
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};

use common::{
    disk::Disk,
    programs::{Scb, program},
    window::Window,
};
use fantoccini::key::Key;
use serde_json::Value;

const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";
const BEFORE: &str = "Tôi nhận phụ trách tổ 5";
const DURING: &str = ", đề nghị khu phố hỗ trợ camera ở đầu hẻm";

/// What is said of a disk that takes no more: full, or where only files are limited, failing.
const NO_ROOM: [&str; 2] = ["SO-10", "SO-18"];

struct Desk {
    disk: Disk,
    book: PathBuf,
    scb: Scb,
    meeting: String,
    _folder: tempfile::TempDir,
}

/// A meeting that runs, on a disk that obeys.
fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::at(&folder.path().join("o-dia"));
    let book = folder.path().join("o-dia").join("chibo.sochibo");
    let scb = Scb {
        book: book.clone(),
        passphrase: PASSPHRASE.to_owned(),
    };
    scb.say(&[
        "init",
        "--cell",
        "Khu phố 12",
        "--cell-type",
        "khu_pho",
        "--ward",
        "Phường Tân Thới Hòa",
    ]);
    for name in ["Đặng Quốc Bảo", "Lê Hoàng Ân", "Võ Thị Út"] {
        scb.say(&["members", "add", "--name", name, "--status", "chinh_thuc"]);
    }
    let made = scb.say(&[
        "meeting",
        "new",
        "--kind",
        "thuong_ky",
        "--month",
        "2026-10",
    ]);
    let meeting = made["id"].as_str().unwrap().to_owned();
    scb.say(&["meeting", "start", &meeting]);
    scb.say(&["attend", &meeting, "--all", "present"]);
    Desk {
        disk,
        book,
        scb,
        meeting,
        _folder: folder,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_what_was_typed_is_saved_once_there_is_room() {
    let desk = desk();
    // Only root may make a disk; CI is root.
    if !desk.disk.fills_under_a_window() {
        return;
    }
    let window = Window::open(&desk.book).await;
    window.write("passphrase", PASSPHRASE).await;
    window.click("unlock").await;
    window.click("next-step").await;
    window.write("say-speaker", "bao").await;
    window.key(&char::from(Key::Enter).to_string()).await;
    window.find("say-person").await;
    window.write("say-text", BEFORE).await;
    wait_until(&window, "the first words are on the disk", |saved| {
        saved == BEFORE
    })
    .await;

    desk.disk.fill();
    window.write("say-text", DURING).await;
    let fault = window.find("fault").await.text().await.unwrap();
    assert!(NO_ROOM.iter().any(|code| fault.contains(code)), "{fault}");
    assert_eq!(typed(&window).await, format!("{BEFORE}{DURING}"));
    // Keeping it is refused, and the text stays where it is.
    window.control_enter().await;
    window.find("fault").await;
    assert_eq!(typed(&window).await, format!("{BEFORE}{DURING}"));
    assert!(!window.has("statement").await);
    window.is_accessible("record, full disk").await;
    window.picture("full-disk").await;

    desk.disk.empty();
    // Nobody presses anything: the next try of the draft gets through, and the fault goes.
    wait_until(&window, "all words are on the disk", |saved| {
        saved == format!("{BEFORE}{DURING}")
    })
    .await;
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
    let desk = desk();
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
    desk.disk.fill();
    let output = on_the_full_disk(&desk, &say);
    let code = refusal(&output);
    assert!(NO_ROOM.contains(&code.as_str()), "{code}");
    desk.disk.empty();
    let said = desk.scb.say(&["meeting", "show", &desk.meeting]);
    assert_eq!(said["statements"], Value::Array(Vec::new()));
    assert_eq!(desk.scb.say(&["doctor", "--deep"])["ok"], true);
    desk.scb.say(&say);
    let said = desk.scb.say(&["meeting", "show", &desk.meeting]);
    assert_eq!(said["statements"][0]["text"], text.trim());
}

#[test]
fn in_a_folder_that_cannot_be_written_scb_says_so_and_goes_on_later() {
    let desk = desk();
    forget_the_lock(&desk.book);
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
        let output = desk.scb.run(command);
        assert_eq!(refusal(&output), "SO-11");
    }
    desk.disk.unlock();
    let members = desk.scb.say(&["members", "list"]);
    assert_eq!(members.as_array().unwrap().len(), 3);
    assert_eq!(desk.scb.say(&["doctor", "--deep"])["ok"], true);
}

fn on_the_full_disk(desk: &Desk, args: &[&str]) -> Output {
    let mut command: Command = desk.disk.on_the_full_disk(&program("scb"));
    command
        .arg("--book")
        .arg(&desk.book)
        .arg("--json")
        .args(args)
        .env("SCB_PASSPHRASE", PASSPHRASE)
        .output()
        .unwrap()
}

/// The code that a command failed with.
fn refusal(output: &Output) -> String {
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{complaint}");
    assert!(output.stdout.is_empty());
    let said: Value = serde_json::from_str(&complaint).unwrap_or_else(|_| panic!("{complaint:?}"));
    said["error"]["code"].as_str().unwrap().to_owned()
}

/// The lock file of a book stays behind; in a folder that can't be written it could be opened
/// still, and the fault would come later.
fn forget_the_lock(book: &Path) {
    let mut lock = book.as_os_str().to_owned();
    lock.push(".lock");
    std::fs::remove_file(lock).unwrap();
}

async fn typed(window: &Window) -> String {
    let field = window.find("say-text").await;
    field.prop("value").await.unwrap().unwrap()
}

/// Waits until the draft on the disk is as wanted.
async fn wait_until(window: &Window, what: &str, wanted: impl Fn(&str) -> bool) {
    let deadline = Instant::now() + common::PATIENCE;
    loop {
        let saved = window
            .script(
                "return window.__TAURI_INTERNALS__.invoke('drafts_list', { prefix: 'say/' })
                   .then(found => found.length ? JSON.parse(found[0].value).text : '');",
                vec![],
            )
            .await;
        if saved.as_str().is_some_and(&wanted) {
            return;
        }
        assert!(Instant::now() < deadline, "{what}: {saved:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
