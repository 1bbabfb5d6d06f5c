//! What hinders an exchange is said in the real window, in words that fit: a server that is not the
//! ward's, a line that costs money, a ward without room, a clock that is years off. Nothing is lost
//! by any of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use common::{
    line::Line,
    meeting::{PASSPHRASE, book_of},
    programs::{Scb, Ward, answer, program},
    window::Window,
};
use serde_json::{Value, json};

const CELL: &str = "Khu phố 12";
const MEMBERS: [&str; 2] = ["Đặng Quốc Bảo", "Võ Thị Út"];

/// A book that has joined the ward over a line that can be led elsewhere.
fn joined(folder: &Path, ward: &Ward) -> (Scb, Line) {
    let line = Line::lay();
    line.lead_to(&ward.url);
    let scb = book_of(&folder.join("chibo.sochibo"), &MEMBERS);
    let code = ward.cell(CELL);
    scb.say(&["enrol", "--server", &line.url(), "--code", &code]);
    (scb, line)
}

/// Everything on "Đồng bộ" is there: a card that comes late moves what lies below it.
async fn at_the_exchange(window: &Window) {
    window.click("nav-dong-bo").await;
    for card in ["device", "habit-asked", "backup-now"] {
        window.find(card).await;
    }
}

/// The fault box says all of it.
async fn faults(window: &Window, words: &[&str]) {
    let fault = window.find("fault").await.text().await.unwrap();
    for words in words {
        assert!(fault.contains(words), "no “{words}” in: {fault}");
    }
}

async fn pending(window: &Window) -> u64 {
    let status = window.call("ward_status", json!({})).await;
    status["pending"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_the_wards_is_said_and_gets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let stranger = Ward::start(&folder.path().join("phuong-khac"));
    let scb = book_of(&folder.path().join("chibo.sochibo"), &MEMBERS);
    let line = Line::lay();
    line.lead_to(&stranger.url);
    let code = ward.cell(CELL);

    // While the code is typed in: the address is of somebody else.
    let window = Window::unlocked(&scb.book).await;
    window.click("nav-dong-bo").await;
    window.find("backup-now").await;
    window.write("ward-server", &line.url()).await;
    window.write("ward-code", &code).await;
    window.click("enrol").await;
    let said = [
        "DB-03",
        "không phải là máy chủ đã cấp mã",
        "Chưa gửi gì đi",
        "Gọi văn phòng đảng ủy phường",
    ];
    faults(&window, &said).await;
    window.is_accessible("sai chứng thư khi ghi danh").await;
    // What was typed is still there, and is right once the line leads to the ward.
    line.lead_to(&ward.url);
    window.click("enrol").await;
    window.find("sync-now").await;
    let waiting = pending(&window).await;
    assert!(waiting > 2, "{waiting}");

    // And later, in the middle of a month.
    line.lead_to(&stranger.url);
    window.click("sync-now").await;
    faults(&window, &said).await;
    window.is_accessible("sai chứng thư khi gửi").await;
    window.picture("sai-chung-thu").await;
    assert_eq!(pending(&window).await, waiting);
    assert_eq!(stranger.say(&["verify"])["envelopes"], 0);
    line.lead_to(&ward.url);
    window.click("sync-now").await;
    window.find("sync-result").await;
    assert!(!window.has("fault").await);
    window.close().await;
    assert_eq!(scb.say(&["status"])["pending"], 0);
}

/// NetworkManager's own program, answering that the line that is up is a telephone's.
fn a_line_that_costs(folder: &Path) -> PathBuf {
    let programs = folder.join("chuong-trinh");
    std::fs::create_dir_all(&programs).unwrap();
    let nmcli = programs.join("nmcli");
    let script =
        "#!/bin/sh\nprintf '20 (unavailable)\\nunknown\\n\\n100 (connected)\\nyes (guessed)\\n'\n";
    std::fs::write(&nmcli, script).unwrap();
    let done = Command::new("chmod")
        .arg("+x")
        .arg(&nmcli)
        .status()
        .unwrap();
    assert!(done.success());
    programs
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn over_a_line_that_costs_money_it_waits_says_so_and_goes_when_the_person_presses() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let (scb, line) = joined(folder.path(), &ward);
    let programs = a_line_that_costs(folder.path());
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let window = Window::open_where(&scb.book, &[("PATH", &path)]).await;
    window.write("passphrase", PASSPHRASE).await;
    window.click("unlock").await;
    at_the_exchange(&window).await;
    let (waiting, calls) = (pending(&window).await, line.calls());
    window.click("habit-wifi").await;
    let said = window.find("metered").await.text().await.unwrap();
    for words in [
        "Mạng đang dùng tính tiền theo dung lượng",
        "đang đợi",
        "vẫn nằm an toàn trong sổ",
        "Gửi bây giờ",
    ] {
        assert!(said.contains(words), "no “{words}” in: {said}");
    }
    window.is_accessible("mạng tính tiền").await;
    window.picture("mang-tinh-tien").await;
    // It has looked, and called nobody.
    assert_eq!((pending(&window).await, line.calls()), (waiting, calls));

    // A person who asks pays for the line.
    window.click("sync-now").await;
    window.find("sync-result").await;
    assert_eq!(pending(&window).await, 0);
    assert!(line.calls() > calls);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ward_without_room_is_said_and_what_waits_goes_once_there_is_some() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let (scb, _line) = joined(folder.path(), &ward);
    ward.say(&["room", "1"]);
    let window = Window::unlocked(&scb.book).await;
    let petition = |text: String| json!({ "text": text, "wantsReply": false });
    let long = "Đề nghị sửa đèn đường. ".repeat(60_000);
    window.call("petitions_add", petition(long)).await;
    at_the_exchange(&window).await;
    let waiting = pending(&window).await;
    window.click("sync-now").await;
    faults(
        &window,
        &[
            "DB-30",
            "Phường hết chỗ chứa",
            "Trên máy không mất gì",
            "vẫn chờ trong sổ",
            "Báo văn phòng đảng ủy phường",
        ],
    )
    .await;
    window.is_accessible("phường hết chỗ chứa").await;
    window.picture("phuong-het-cho").await;
    assert!(pending(&window).await > 0 && pending(&window).await <= waiting);
    // Work goes on meanwhile.
    let more = petition("Thay bóng đèn hẻm 12.".to_owned());
    window.call("petitions_add", more).await;

    ward.say(&["room", "0"]);
    window.click("sync-now").await;
    window.find("sync-result").await;
    assert!(!window.has("fault").await);
    assert_eq!(pending(&window).await, 0);
    window.close().await;
    assert_eq!(ward.say(&["verify"])["ok"], true);
    assert_eq!(scb.say(&["doctor"])["ok"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_years_off_is_said_until_an_exchange_finds_it_right() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let scb = book_of(&folder.path().join("chibo.sochibo"), &MEMBERS);
    let code = ward.cell(CELL);
    let at = |now: &str, args: &[&str]| -> Value {
        let output = Command::new(program("scb"))
            .arg("--book")
            .arg(&scb.book)
            .arg("--json")
            .args(args)
            .env("SCB_PASSPHRASE", PASSPHRASE)
            .env("SCB_NOW", now)
            .output()
            .unwrap();
        answer(&output)
    };
    // The battery is dead: the machine believes that it is 2009.
    let dead = "2009-01-01T00:00:07+07:00";
    at(dead, &["enrol", "--server", &ward.url, "--code", &code]);
    at(dead, &["sync"]);
    let window = Window::unlocked(&scb.book).await;
    at_the_exchange(&window).await;
    let said = window.find("clock").await.text().await.unwrap();
    for words in [
        "Đồng hồ máy này chậm hơn phường",
        "năm. Ngày giờ trong biên bản có thể sai",
        "nên chỉnh lại đồng hồ máy",
        "Việc gửi nhận vẫn bình thường",
    ] {
        assert!(said.contains(words), "no “{words}” in: {said}");
    }
    window.is_accessible("đồng hồ sai").await;
    window.picture("dong-ho-sai").await;
    // A new battery: the next exchange finds the clock right, and the sentence goes.
    window.click("sync-now").await;
    window.find("sync-result").await;
    window.gone("clock").await;
    window.says("đúng giờ").await;
    window.close().await;
}
