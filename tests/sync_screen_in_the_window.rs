//! The screen "Đồng bộ" and what guards the book, in the real window with a real ward: a backup
//! made and restored, a stick there and back, the trail, a state-secret mark refused while it is
//! being typed; an exchange paused, gone on with, and begun by itself; what was sent when; the
//! book looked through.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::path::Path;

use common::{
    PATIENCE,
    gate::Gate,
    pair::{PASSPHRASE, alone, ended_meeting},
    programs::{Scb, Ward},
    window::Window,
};
use serde_json::{Value, json};
use sochibo_store::{KeyHeader, Store};

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

    let window = Window::unlock(&scb.book, PASSPHRASE).await;
    // What waits can be carried from the first screen, too.
    window.find("today-usb").await;
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
    let written = window.call("usb_write", json!({ "file": out })).await;
    let operations = written["operations"].as_u64().unwrap();
    assert!(operations > 5, "{written}");
    assert_eq!(
        ward.say(&["import", &out])["new"].as_u64(),
        Some(operations)
    );
    let text = folder.path().join("cong-van.txt");
    std::fs::write(&text, "Đề nghị các chi bộ phổ biến đến đảng viên.").unwrap();
    let text = text.to_str().unwrap();
    let send = [
        "document",
        "send",
        &org,
        "--title",
        "Chuyển đổi số",
        "--text-file",
        text,
    ];
    ward.say(&send);
    ward.say(&["export", &org, &home]);
    let read = window.call("usb_read", json!({ "file": home })).await;
    assert_eq!(read["acknowledged"].as_u64(), Some(operations));
    window.click("nav-hom-nay").await;
    window.click("nav-dong-bo").await;
    window.says("đã nhận đến mục số").await;

    // What the ward sent down came with it: it is read, and put into the meeting that runs.
    window.click("nav-hom-nay").await;
    window.click("from-ward-documents").await;
    window.is_accessible("văn bản phường gửi").await;
    window.click("document").await;
    window.says("Đề nghị các chi bộ phổ biến").await;
    window.is_accessible("một văn bản").await;
    window.picture("van-ban-phuong").await;
    window.click("document-put").await;
    window.find("document-take-out").await;
    window.says("đã vào chương trình").await;
    window.click("documents-back").await;
    window.says("đã vào chương trình").await;
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
    let drafts = window.call("drafts_list", json!({ "prefix": "" })).await;
    assert!(!drafts.to_string().contains("MẬT"), "{drafts}");

    // The trail says so, without the text.
    window.click("nav-dong-bo").await;
    for card in ["device", "habit-asked", "sending", "backup-now"] {
        window.find(card).await;
    }
    window.says("Bản tốt gần nhất").await;
    window.click("audit").await;
    window.find("audit-line").await;
    let said = window.text().await;
    assert!(!said.contains("QZ-BIMAT"), "{said}");
    window.is_accessible("nhật ký").await;

    let copy = path("mang-di.sochibo-sao-luu");
    window.call("backup_save", json!({ "file": copy })).await;
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

/// Waits until the exchange stands as `wanted` says.
async fn until(window: &Window, wanted: impl Fn(&Value) -> bool) -> Value {
    let deadline = std::time::Instant::now() + PATIENCE;
    loop {
        let state = window.call("ward_sync_state", json!({})).await;
        if wanted(&state) {
            return state;
        }
        assert!(std::time::Instant::now() < deadline, "{state}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

async fn pending(window: &Window) -> u64 {
    let status = window.call("ward_status", json!({})).await;
    status["pending"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_is_paused_goes_on_and_tells_its_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let gate = Gate::before(&ward.url);
    let scb = Scb {
        book: folder.path().join("chibo.sochibo"),
        passphrase: PASSPHRASE.to_owned(),
    };
    alone(&scb, &["Lê Thị Ân", "Trần Văn Bảo", "Phạm Thị Cúc"]);
    let code = ward.cell("Khu phố 12");
    scb.say(&["enrol", "--server", &gate.url, "--code", &code]);
    let waiting = scb.say(&["status"])["pending"].as_u64().unwrap();
    assert!(waiting > 3);

    let window = Window::unlock(&scb.book, PASSPHRASE).await;
    window.click("nav-dong-bo").await;
    window.find("device").await;
    window.find("backup-now").await;
    // Whoever listens hears every step, with its numbers.
    window
        .script(
            "window.heard = [];
             const handler = window.__TAURI_INTERNALS__.transformCallback(e => window.heard.push(e.payload));
             window.__TAURI_INTERNALS__.invoke('plugin:event|listen',
               { event: 'sync-progress', target: { kind: 'Any' }, handler });",
            vec![],
        )
        .await;

    // The line hangs; the person pauses. Nothing is lost, and the frame says so.
    gate.shut();
    window.click("sync-now").await;
    window.find("exchange-runs").await;
    window.says("Đang gửi nhận").await;
    window.is_accessible("đang gửi nhận").await;
    window.picture("dang-gui").await;
    window.click("exchange-pause").await;
    window.find("exchange-paused").await;
    window
        .says(&format!("Tạm dừng – {waiting} mục chờ gửi"))
        .await;
    assert!(!window.has("sync-now").await);
    window.is_accessible("tạm dừng").await;
    window.picture("tam-dung").await;
    assert_eq!(pending(&window).await, waiting);

    // It goes on where it stopped.
    gate.open();
    window.click("exchange-go-on").await;
    until(&window, |state| state["last"].is_object()).await;
    window.says("Đã gửi lúc").await;
    assert_eq!(pending(&window).await, 0);
    let heard = window.script("return window.heard", vec![]).await;
    let steps: Vec<(u64, u64)> = heard
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            (
                step["done"].as_u64().unwrap(),
                step["total"].as_u64().unwrap(),
            )
        })
        .collect();
    assert!(steps.contains(&(0, waiting)), "{heard}");
    assert!(steps.contains(&(waiting, waiting)), "{heard}");
    assert!(steps.iter().all(|(done, total)| done <= total), "{heard}");
    let state = window.call("ward_sync_state", json!({})).await;
    assert!(state["used"]["up"].as_u64().unwrap() > 0, "{state}");

    // What was sent when, with a receipt that can be read out.
    window.find("sending").await;
    window.click("sending").await;
    window.find("receipt").await;
    let receipts = window.call("ward_sendings", json!({})).await;
    let mark = receipts[0]["fingerprint"].as_str().unwrap();
    window.says(mark).await;
    window.is_accessible("biên nhận").await;
    window.picture("bien-nhan").await;
    window.click("receipt-copy").await;
    window.find("receipt-copied").await;
    window.click("dialog-back").await;

    // The whole book is looked through, and its lists are built anew.
    window.click("doctor-run").await;
    window.find("doctor-verdict").await;
    window.says("Sổ nguyên vẹn.").await;
    window.is_accessible("kiểm tra sổ").await;
    window.picture("kiem-tra").await;
    window.click("doctor-mend").await;
    window.says("Đã dựng lại. Sổ nguyên vẹn.").await;
    window.click("doctor-copy").await;
    window.find("doctor-copied").await;

    // Locking ends an exchange that hangs: nothing holds the book open behind the lock.
    gate.shut();
    window.click("sync-now").await;
    window.find("exchange-runs").await;
    window.click("lock").await;
    window.find("passphrase").await;
    let deadline = std::time::Instant::now() + PATIENCE;
    while !scb.run(&["status"]).status.success() {
        assert!(
            std::time::Instant::now() < deadline,
            "the book is still open"
        );
    }
    gate.open();
    window.write("passphrase", PASSPHRASE).await;
    window.click("unlock").await;
    window.click("nav-dong-bo").await;
    window.find("device").await;
    window.find("sending").await;

    // No ward at all is said calmly.
    drop(ward);
    window.click("sync-now").await;
    window.find("exchange-calm").await;
    window.is_accessible("không gọi được phường").await;
    window.picture("ngoai-tuyen").await;
    window.close().await;
    assert_eq!(
        scb.say(&["receipts"])[0]["fingerprint"].as_str(),
        Some(mark)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_adopted_goes_by_itself_where_the_habit_says_so_and_only_there() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let scb = Scb {
        book: folder.path().join("chibo.sochibo"),
        passphrase: PASSPHRASE.to_owned(),
    };
    let members = ["Lê Thị Ân", "Trần Văn Bảo", "Phạm Thị Cúc"];
    alone(&scb, &members);
    let (october, _) = ended_meeting(&scb, "2026-10", &members);
    let (november, _) = ended_meeting(&scb, "2026-11", &members);
    let code = ward.cell("Khu phố 12");
    scb.say(&["enrol", "--server", &ward.url, "--code", &code]);

    let window = Window::unlock(&scb.book, PASSPHRASE).await;
    window.click("nav-dong-bo").await;
    window.find("device").await;
    window.find("backup-now").await;
    window.click("habit-auto").await;
    window.is_accessible("gửi tự động").await;
    window.picture("tu-dong").await;
    let first = until(&window, |state| state["last"].is_object()).await;
    assert!(first["next_in"].as_u64().unwrap() > 30, "{first}");
    let reports = || ward.say(&["verify"])["reports"].clone();
    assert_eq!(reports(), 0);

    // Nobody presses anything, and the next turn is far off: the adoption itself sends.
    window
        .call("meetings_adopt", json!({ "id": october }))
        .await;
    until(&window, |state| state["ended"] != first["ended"]).await;
    assert_eq!(pending(&window).await, 0);
    assert_eq!(reports(), 1);

    // When the person says so: the background looks, and lets it lie.
    window.click("habit-asked").await;
    let asked = until(&window, |state| state["habit"]["whenever_online"] == false).await;
    window
        .call("meetings_adopt", json!({ "id": november }))
        .await;
    let looked = asked["looked"].as_u64().unwrap();
    let later = until(&window, |state| {
        state["looked"].as_u64() >= Some(looked + 3)
    })
    .await;
    assert_eq!(later["ended"], asked["ended"]);
    assert!(pending(&window).await > 0);
    assert_eq!(reports(), 1);
    window.click("sync-now").await;
    window.find("sync-result").await;
    assert_eq!(reports(), 2);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_list_is_found_and_built_anew() {
    let folder = tempfile::tempdir().unwrap();
    let scb = Scb {
        book: folder.path().join("chibo.sochibo"),
        passphrase: PASSPHRASE.to_owned(),
    };
    alone(&scb, &["Lê Thị Ân", "Trần Văn Bảo", "Phạm Thị Cúc"]);
    tamper(
        &scb.book,
        "UPDATE record SET deleted = 1 WHERE kind = 'member'",
    );
    assert_eq!(scb.say(&["members", "list"]), json!([]));

    let window = Window::unlock(&scb.book, PASSPHRASE).await;
    window.click("nav-dong-bo").await;
    window.find("ward-server").await;
    window.find("backup-now").await;
    window.click("doctor-run").await;
    window.says("Có chỗ cần xem.").await;
    window.is_accessible("sổ có chỗ hỏng").await;
    window.picture("kiem-tra-hong").await;
    window.click("doctor-mend").await;
    window.says("Đã dựng lại. Sổ nguyên vẹn.").await;
    window.click("nav-dang-vien").await;
    window.says("Trần Văn Bảo").await;
    window.close().await;
    assert_eq!(scb.say(&["doctor"])["ok"], true);
}

/// Changes the file past the book, as a failing disk or another program might.
fn tamper(book: &Path, sql: &str) {
    let header = KeyHeader::read(&Store::header_path(book)).unwrap();
    let key = header.unwrap_passphrase(PASSPHRASE).unwrap();
    let key = format!("x'{}'", data_encoding::HEXLOWER.encode(key.as_slice()));
    let file = rusqlite::Connection::open(book).unwrap();
    file.pragma_update(None, "key", key).unwrap();
    file.execute_batch(sql).unwrap();
}
