//! The screen "Đồng bộ" and what guards the book, in the real window with a real ward: a backup
//! made and restored, a stick there and back, the trail, and a state-secret mark refused while it
//! is being typed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::path::Path;

use common::{
    programs::{Scb, Ward},
    window::Window,
};
use serde_json::{Value, json};

const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";

/// Calls a command past the system's file dialog, which no driver can answer.
async fn call(window: &Window, command: &str, arguments: Value) -> Value {
    let answer = window
        .client
        .execute_async(
            "const [command, args, done] = arguments;
             window.__TAURI_INTERNALS__.invoke(command, args)
               .then(value => done({ value }), fault => done({ fault }));",
            vec![json!(command), arguments],
        )
        .await
        .unwrap();
    assert!(answer["fault"].is_null(), "{command}: {answer}");
    answer["value"].clone()
}

async fn unlocked(book: &Path) -> Window {
    let window = Window::open(book).await;
    window.write("passphrase", PASSPHRASE).await;
    window.click("unlock").await;
    window.find("nav-hom-nay").await;
    window
}

/// A book that has joined a ward, with a meeting that runs; the cell's organisation there.
fn joined(folder: &Path, ward: &Ward) -> (Scb, String) {
    let code = ward.cell("Khu phố 12");
    let scb = Scb {
        book: folder.join("chibo.sochibo"),
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
    for name in ["Lê Thị Ân", "Trần Văn Bảo", "Phạm Thị Cúc"] {
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
    let id = made["id"].as_str().unwrap();
    scb.say(&["meeting", "start", id]);
    scb.say(&["attend", id, "--all", "present"]);
    scb.say(&["enrol", "--server", &ward.url, "--code", &code]);
    let orgs = ward.say(&["org", "list"]);
    let org = orgs
        .as_array()
        .unwrap()
        .iter()
        .find(|org| org["kind"] == "chi_bo")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    (scb, org)
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_stick_trail_and_mark_in_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let (scb, org) = joined(folder.path(), &ward);

    let window = unlocked(&scb.book).await;
    window.click("nav-dong-bo").await;
    // Every card is there: a card that comes late moves the button away from under the click.
    for card in [
        "Máy của bí thư",
        "Bản tốt gần nhất",
        "phường không đọc được",
    ] {
        window.says(card).await;
    }
    window.click("backup-now").await;
    window.find("backup-done").await;
    window.says("Bản tốt gần nhất").await;
    window.is_accessible("đồng bộ").await;
    window.picture("dong-bo").await;

    // A stick to the ward and back.
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (out, home) = (path("di.sochibo-usb"), path("ve.sochibo-usb"));
    let written = call(&window, "usb_write", json!({ "file": out })).await;
    let operations = written["operations"].as_u64().unwrap();
    assert!(operations > 5, "{written}");
    assert_eq!(
        ward.say(&["import", &out])["new"].as_u64(),
        Some(operations)
    );
    ward.say(&["export", &org, &home]);
    let read = call(&window, "usb_read", json!({ "file": home })).await;
    assert_eq!(read["acknowledged"].as_u64(), Some(operations));
    window.click("nav-hom-nay").await;
    window.click("nav-dong-bo").await;
    window.says("đã nhận đến mục số").await;

    // A mark is refused while it is being typed, and the text is kept nowhere.
    window.click("nav-sinh-hoat").await;
    window.click("meeting").await;
    window.click("tab-record").await;
    window.write("say-text", "QZ-BIMAT: TỐI MẬT").await;
    window.find("fault").await;
    window.says("BM-01").await;
    window.says("dấu độ mật").await;
    window.is_accessible("dấu độ mật").await;
    window.picture("dau-do-mat").await;
    let drafts = call(&window, "drafts_list", json!({ "prefix": "" })).await;
    assert!(!drafts.to_string().contains("MẬT"), "{drafts}");

    // The trail says so, without the text.
    window.click("nav-dong-bo").await;
    window.click("audit").await;
    window.find("audit-line").await;
    let said = window.text().await;
    assert!(!said.contains("QZ-BIMAT"), "{said}");
    window.is_accessible("nhật ký").await;

    let copy = path("mang-di.sochibo-sao-luu");
    call(&window, "backup_save", json!({ "file": copy })).await;
    window.close().await;

    // The copy becomes a book on a machine that has none.
    let restored = folder.path().join("máy mới").join("chibo.sochibo");
    std::fs::create_dir_all(restored.parent().unwrap()).unwrap();
    let window = Window::open(&restored).await;
    window.click("restore-begin").await;
    window.fill("restore-file", &copy).await;
    window.fill("restore-key", "sai mật khẩu rồi").await;
    window.click("restore").await;
    window.says("SO-05").await;
    window.is_accessible("dựng lại sổ").await;
    window.picture("dung-lai").await;
    window.fill("restore-key", PASSPHRASE).await;
    window.click("restore").await;
    window.find("nav-hom-nay").await;
    window.click("nav-cai-dat").await;
    window.find("lock-minutes").await;
    window.is_accessible("cài đặt").await;
    window.picture("cai-dat").await;
    window.close().await;
    let again = Scb {
        book: restored,
        passphrase: PASSPHRASE.to_owned(),
    };
    assert_eq!(
        again.say(&["members", "list"]).as_array().map(Vec::len),
        Some(3)
    );
    assert_ne!(
        again.say(&["status"])["device"],
        scb.say(&["status"])["device"]
    );
    assert_eq!(again.say(&["doctor"])["ok"], true);
}
