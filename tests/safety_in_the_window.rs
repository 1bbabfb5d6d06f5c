//! What guards the book, in the real window: a passphrase that is guessed soon is refused and told
//! why, another passphrase and another recovery code from the settings, the shade above an open
//! dialog and after sleep, what goes to a printer, and the small ways back of the year's plan.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use common::{
    PATIENCE,
    meeting::{PASSPHRASE, begun_book},
    programs::Scb,
    window::{self, Window},
};

const ANOTHER: &str = "ba con gà trống đi chợ huyện";

fn book(folder: &Path) -> (Scb, String) {
    let (scb, recovery) = begun_book(&folder.join("chibo.sochibo"));
    for (name, office) in [("Trần Thị Bích Ngọc", "Bí thư"), ("Lê Hoàng Ân", "Thư ký")]
    {
        scb.say(&[
            "members",
            "add",
            "--name",
            name,
            "--status",
            "chinh_thuc",
            "--office",
            office,
        ]);
    }
    (scb, recovery)
}

/// The window of whoever switches to another program.
async fn leave(window: &Window) {
    window
        .script("window.dispatchEvent(new Event('blur'))", vec![])
        .await;
}

/// Whether the point in the middle of the window belongs to the shade: it lies above everything.
async fn is_covered(window: &Window) -> bool {
    window
        .script(
            "const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 3);
             return middle?.closest('[data-test=shade]') !== null && middle !== null",
            vec![],
        )
        .await
        == serde_json::json!(true)
}

/// No printer here: what would be printed is kept for the test.
async fn without_a_printer(window: &Window) {
    window
        .script(
            "window.printed = []; window.print = () => {
               window.printed.push(document.getElementById('printed').cloneNode(true));
               window.dispatchEvent(new Event('afterprint'));
             }",
            vec![],
        )
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passphrase_and_a_recovery_code_are_changed_in_the_settings() {
    let _display = window::alone().await;
    let folder = tempfile::tempdir().unwrap();
    let (scb, old_code) = book(folder.path());
    let window = Window::unlock(&scb.book, PASSPHRASE).await;
    window.click("nav-cai-dat").await;

    window.click("passphrase-change").await;
    window.write("passphrase-old", PASSPHRASE).await;
    window.write("passphrase", "khu pho 12 2026").await;
    window.says("Độ khó đoán: dễ đoán").await;
    window
        .is_accessible("a passphrase that is guessed soon")
        .await;
    window.picture("safety-weak").await;
    window.write("passphrase-again", "khu pho 12 2026").await;
    window.click("passphrase-keep").await;
    window.says("SO-45").await;
    window.fill("passphrase", ANOTHER).await;
    window.fill("passphrase-again", ANOTHER).await;
    window.says("Độ khó đoán: khó đoán").await;
    window.click("passphrase-keep").await;
    window.says("Đã đổi mật khẩu").await;

    // Another code: made, the window closed before the sheet is put away, shown again, put away.
    window.click("recovery-new").await;
    window.write("passphrase-old", ANOTHER).await;
    window.click("recovery-make").await;
    let code = code_shown(&window).await;
    window.close().await;
    let window = Window::unlock(&scb.book, ANOTHER).await;
    window.click("nav-cai-dat").await;
    window.says("chưa được xác nhận là đã cất").await;
    window.click("recovery-new").await;
    window.write("passphrase-old", ANOTHER).await;
    window.click("recovery-make").await;
    assert_eq!(code_shown(&window).await, code);
    window.is_accessible("a new recovery code").await;
    window.picture("safety-recovery").await;
    without_a_printer(&window).await;
    window.click("recovery-print").await;
    let deadline = Instant::now() + PATIENCE;
    loop {
        let printed = window
            .script(
                "return window.printed.map(node => node.textContent).join()",
                vec![],
            )
            .await;
        let first = code.split('-').next().unwrap();
        if printed.as_str().unwrap().contains(first) {
            break;
        }
        assert!(Instant::now() < deadline, "printed {printed}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    window.click("recovery-kept").await;
    window.click("recovery-put").await;
    window.says("đã thay mã cũ").await;

    // A backup shows how far it is while it is under way.
    window.click("nav-dong-bo").await;
    window.says("Bản tốt gần nhất").await;
    window
        .script(
            "window.seen = '';
             new MutationObserver(() => {
               window.seen += document.querySelector('[data-test=backup-progress]')?.textContent ?? '';
             }).observe(document.body, { subtree: true, childList: true, characterData: true });",
            vec![],
        )
        .await;
    window.click("backup-now").await;
    window.find("backup-done").await;
    let seen = window.script("return window.seen", vec![]).await;
    assert!(seen.as_str().unwrap().contains('%'), "{seen}");
    window.click("nav-cai-dat").await;

    // The trail has it all, and none of it by its words.
    window.click("audit").await;
    window.find("audit-line").await;
    for words in [
        "Đổi mật khẩu hoặc mã khôi phục — Mật khẩu",
        "Đổi mật khẩu hoặc mã khôi phục — Tờ mã khôi phục",
        "In — Tờ mã khôi phục",
    ] {
        window.says(words).await;
    }
    window.is_accessible("settings with the trail").await;
    window.close().await;

    assert_eq!(scb.run(&["status"]).status.code(), Some(4));
    let renewed = Scb {
        book: scb.book.clone(),
        passphrase: ANOTHER.to_owned(),
    };
    assert_eq!(renewed.say(&["doctor"])["ok"], true);
    assert_eq!(recovers(&scb.book, &old_code).await, "SO-");
    assert_eq!(recovers(&scb.book, &code).await, "");
}

/// The code on the screen, in one line.
async fn code_shown(window: &Window) -> String {
    let shown = window.find("recovery-code").await.text().await.unwrap();
    shown.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Opens the book by a code; the beginning of the fault that came of it, or nothing.
async fn recovers(book: &Path, code: &str) -> String {
    let window = Window::open(book).await;
    window.click("forgot").await;
    window.write("recovery-typed", code).await;
    window.write("passphrase", PASSPHRASE).await;
    window.says("Độ khó đoán").await;
    window.click("unlock").await;
    let deadline = Instant::now() + PATIENCE;
    let said = loop {
        if window.has("nav-hom-nay").await {
            break String::new();
        }
        if window.has("fault").await {
            break "SO-".to_owned();
        }
        assert!(Instant::now() < deadline, "neither opens nor says why");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    window.close().await;
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shade_lies_above_a_dialog_of_criticism_and_comes_down_after_sleep() {
    let _display = window::alone().await;
    let folder = tempfile::tempdir().unwrap();
    let (scb, _) = book(folder.path());
    let made = scb.say(&[
        "meeting",
        "new",
        "--kind",
        "thuong_ky",
        "--month",
        "2026-10",
    ]);
    scb.say(&["meeting", "start", made["id"].as_str().unwrap()]);
    let window = Window::unlock(&scb.book, PASSPHRASE).await;
    window.click("nav-cai-dat").await;
    window.click("shade-on-blur").await;
    window.click("save-security").await;
    window.says("Đã lưu.").await;

    window.click("nav-sinh-hoat").await;
    window.click("meeting").await;
    window.click("tab-record").await;
    window.find("say-text").await;
    window
        .key(&char::from(fantoccini::key::Key::F7).to_string())
        .await;
    window
        .write("criticism-text", "Còn nóng tính khi họp.")
        .await;
    leave(&window).await;
    window.find("shade").await;
    assert!(is_covered(&window).await, "the dialog can be read");
    window.is_accessible("covered").await;
    window.picture("safety-shade").await;
    window.click("uncover").await;
    window.gone("shade").await;
    let kept = window.find("criticism-text").await.prop("value").await;
    assert_eq!(kept.unwrap().unwrap(), "Còn nóng tính khi họp.");

    // The machine sleeps: nothing of the program runs for a while.
    let programs = programs_on(&scb.book);
    assert!(!programs.is_empty());
    signal(&programs, "-STOP");
    tokio::time::sleep(Duration::from_secs(12)).await;
    signal(&programs, "-CONT");
    window.find("shade").await;
    assert!(is_covered(&window).await);
    window.click("uncover").await;
    window.gone("shade").await;
    window.close().await;
}

/// The window itself, which was started on this book.
fn programs_on(book: &Path) -> Vec<String> {
    let needle = format!("SOCHIBO_BOOK={}", book.display());
    let ours = |folder: &PathBuf| {
        let environment = std::fs::read(folder.join("environ")).unwrap_or_default();
        let named = environment.split(|byte| *byte == 0);
        let exe = std::fs::read_link(folder.join("exe")).unwrap_or_default();
        exe == Path::new(env!("CARGO_BIN_EXE_sochibo"))
            && named.into_iter().any(|entry| entry == needle.as_bytes())
    };
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    processes
        .map(|process| process.path())
        .filter(ours)
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect()
}

fn signal(programs: &[String], which: &str) {
    let sent = Command::new("kill").arg(which).args(programs).status();
    assert!(sent.unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_makes_its_meeting_and_small_changes_are_taken_back() {
    let _display = window::alone().await;
    let folder = tempfile::tempdir().unwrap();
    let (scb, _) = book(folder.path());
    let window = Window::unlock(&scb.book, PASSPHRASE).await;
    window.click("nav-sinh-hoat").await;
    window.click("go-ke-hoach").await;
    window.click("year-after").await;
    window.click("theme-add-2").await;
    let topic = "Học Bác: nói đi đôi với làm";
    window.write("theme-topic", topic).await;
    window.click("theme-keep").await;
    window.click("theme-make").await;
    let taken = window.find("new-topic").await.prop("value").await;
    assert_eq!(taken.unwrap().unwrap(), topic);
    let planned = window.find("new-planned-topic").await.prop("value").await;
    assert_eq!(planned.unwrap().unwrap(), topic);
    let kind = window.find("new-kind").await.prop("value").await;
    assert_eq!(kind.unwrap().unwrap(), "chuyen_de");
    let month = window.find("new-month").await.prop("value").await;
    assert_eq!(month.unwrap().unwrap(), "4");
    window.picture("safety-topic").await;
    window.click("new-make").await;
    window.find("agenda").await;
    window.click("meeting-back").await;
    // The plan knows that its topic was taken up.
    window.click("go-ke-hoach").await;
    window.click("year-after").await;
    window.says("Mở kỳ").await;
    window.click("back-to-meetings").await;

    // The rota: everybody, then nobody of them taken out for good.
    window.click("go-phien").await;
    window.find("rota-all-thoi_su").await;
    window.click("rota-all-thoi_su").await;
    window.find("rota-undo-thoi_su").await;
    window.is_accessible("rota with a way back").await;
    window.click("rota-undo-thoi_su").await;
    window.gone("rota-undo-thoi_su").await;
    window.find("rota-all-thoi_su").await;
    window.click("back-to-meetings").await;

    // The place's own lunar day.
    window.click("go-lich").await;
    window.write("own-name", "Giỗ đình").await;
    window.write("own-day", "16").await;
    window.write("own-month", "2").await;
    window.click("own-add").await;
    window.click("own-remove").await;
    window.says("Đã bỏ ngày “Giỗ đình”.").await;
    window.gone("own-remove").await;
    window.is_accessible("calendar with a way back").await;
    window.click("own-undo").await;
    window.find("own-remove").await;
    window.close().await;
    assert_eq!(scb.say(&["doctor", "--deep"])["ok"], true);
}
