//! Ways in the window lead where they say: from what is carried into an agenda to the document, the
//! petition and the task themselves, and from the findings after a meeting to what puts them right.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::{fs, time::Instant};

use common::{
    PATIENCE,
    meeting::{begin, book_of},
    programs::{Scb, Ward},
    window::Window,
};
use sochibo_book::{Clock, SystemClock, domain::Month};

const MEMBERS: [&str; 4] = [
    "Đặng Quốc Bảo",
    "Lê Hoàng Ân",
    "Trần Thị Bích Ngọc",
    "Võ Thị Út",
];
const TASK: &str = "Vận động 5 hộ hẻm 12";
const PETITION: &str = "Đề nghị thay đèn đầu hẻm 12";
const LETTER: &str = "Kính gửi các chi bộ. Đề nghị phổ biến đến đảng viên trước ngày 15.";

/// Waits until what has the focus, or lies around it, has `name` as its `data-test`.
async fn stands_on(window: &Window, name: &str) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let found = window
            .script(
                "return document.activeElement.closest('[data-test]')?.dataset.test ?? ''",
                vec![],
            )
            .await;
        if found == name {
            return;
        }
        assert!(Instant::now() < deadline, "stands on {found}, not {name}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

async fn reads(window: &Window, name: &str) -> String {
    window.find(name).await.text().await.unwrap()
}

/// A task whose day is over, from no meeting that is still to come.
fn open_task(scb: &Scb) {
    scb.say(&[
        "assignment",
        "add",
        "--member",
        "Đặng Quốc Bảo",
        "--title",
        TASK,
        "--due",
        "28/9/2026",
    ]);
}

/// “Mở” beside a thing that is carried in.
async fn open_carried(window: &Window, kind: &str) {
    window.click("nav-sinh-hoat").await;
    window.click("meeting").await;
    let open =
        format!("[data-test=carried-line][data-key^=\"{kind}/\"] button[aria-label^=\"Mở: \"]");
    let open = window.css(&open).await;
    window.press(&open, kind).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_carried_into_an_agenda_opens_itself() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let scb = book_of(&folder.path().join("chibo.sochibo"), &MEMBERS);
    let code = ward.cell("Khu phố 12");
    scb.say(&["enrol", "--server", &ward.url, "--code", &code]);
    scb.say(&["sync"]);
    let letter = folder.path().join("cong-van.txt");
    fs::write(&letter, LETTER).unwrap();
    let orgs = ward.say(&["org", "list"]);
    ward.say(&[
        "document",
        "send",
        orgs[0]["id"].as_str().unwrap(),
        "--title",
        "Chuyển đổi số",
        "--number",
        "12-CV/ĐU",
        "--text-file",
        letter.to_str().unwrap(),
    ]);
    scb.say(&["sync"]);
    scb.say(&["petition", "add", "--text", PETITION]);
    open_task(&scb);
    let month = Month::of(SystemClock.now().date_naive()).to_string();
    scb.say(&["meeting", "new", "--kind", "thuong_ky", "--month", &month]);

    let window = Window::unlocked(&scb.book).await;
    // The document: its own page, with what it says.
    open_carried(&window, "document").await;
    window.find("document-open").await;
    assert_eq!(reads(&window, "document-text").await, LETTER);
    window.says("Chuyển đổi số").await;
    assert!(window.has("document-take-out").await, "it is on an agenda");
    window
        .is_accessible("a document opened from the agenda")
        .await;
    window.picture("mo-van-ban").await;
    // Reading it took it out of nothing.
    for (kind, text) in [("petition", PETITION), ("assignment", TASK)] {
        open_carried(&window, kind).await;
        let side = reads(&window, "side").await;
        assert!(side.contains(text), "{kind}: {side}");
        window.is_accessible(kind).await;
    }
    open_carried(&window, "document").await;
    window.find("document-open").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_of_who_spoke_of_old_tasks_and_of_an_amendment_lead_to_what_puts_them_right() {
    let folder = tempfile::tempdir().unwrap();
    let scb = book_of(&folder.path().join("chibo.sochibo"), &MEMBERS);
    open_task(&scb);
    let meeting = begin(&scb);
    scb.say(&["meeting", "end", &meeting]);
    let window = Window::unlocked(&scb.book).await;
    window.click("nav-sinh-hoat").await;
    window.click("meeting").await;

    // R10: nobody has spoken. The line to write at, under the item where members are asked to.
    window.find("checks").await;
    window.click("check-R10").await;
    stands_on(&window, "say-speaker").await;
    let item = reads(&window, "item-title").await;
    assert!(item.to_lowercase().contains("thảo luận"), "{item}");
    window.is_accessible("where somebody may still speak").await;
    window.click("check-back").await;
    stands_on(&window, "check-R10").await;

    // R11: nobody has said what came of a task. Said on the spot, and the finding goes.
    window.click("check-R11").await;
    window.says(TASK).await;
    window
        .write("mend-task-result", "Đã vận động xong 5 hộ.")
        .await;
    window.is_accessible("what came of a task").await;
    window.picture("kiem-tra-nhiem-vu").await;
    window.click("mend-task-save").await;
    window.gone("check-R11").await;
    window.close().await;
    let tasks = scb.say(&["assignment", "list"]);
    assert_eq!(tasks[0]["result"], "Đã vận động xong 5 hộ.", "{tasks}");

    // R22: minutes that are adopted, and an amendment begun that changes nothing yet.
    scb.say(&["meeting", "adopt", &meeting]);
    let window = Window::unlocked(&scb.book).await;
    window.click("nav-sinh-hoat").await;
    window.click("meeting").await;
    window.click("step-adopt").await;
    window.click("amend").await;
    window
        .write("amend-reason", "Ghi thiếu ý đồng chí Ân")
        .await;
    window.click("amend-confirm").await;
    window.find("amend-finish").await;
    window.click("step-check").await;
    window.says("Bản sửa đổi chưa khác bản 1").await;
    assert!(!window.has("amend-finish").await);
    window.click("check-R22").await;
    window.find("amend-finish").await;
    window.says("Ghi thiếu ý đồng chí Ân").await;
    window.is_accessible("an amendment from its finding").await;
    window.close().await;
    assert_eq!(scb.say(&["doctor"])["ok"], true);
}
