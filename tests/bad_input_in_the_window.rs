//! Bad input through the real window: a code of the ward that is wrong, and a roster in letters of
//! before Unicode. Each is told in the sentence and by the code that `scb` has for it, nothing is
//! written, what was typed is still there, and the right thing goes through after it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::{fs, path::Path};

use common::{
    cell::refusal,
    meeting::book_of,
    programs::{Scb, Ward},
    window::Window,
};
use serde_json::{Value, json};
use sochibo_wire::EnrolCode;

/// The window says all that `scb` said of the same thing: code, sentence and what to do.
async fn says_the_same(window: &Window, refused: &Value, code: &str) {
    assert_eq!(refused["code"], code, "{refused}");
    window.says(code).await;
    let fault = window.find("fault").await.text().await.unwrap();
    for part in ["code", "message", "hint"] {
        let words = refused[part].as_str().unwrap();
        assert!(!words.is_empty(), "{refused}");
        assert!(fault.contains(words), "no {part} “{words}” in: {fault}");
    }
}

async fn typed(window: &Window, field: &str) -> String {
    let value = window.find(field).await.prop("value").await;
    value.unwrap().unwrap()
}

/// Everything that the book would send.
fn outbox(scb: &Scb) -> Value {
    scb.say(&["outbox"])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_wrong_or_used_is_told_leaves_the_book_alone_and_stays_in_its_field() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let scb = book_of(&folder.path().join("chibo.sochibo"), &["Võ Thị Út"]);
    // One that another cell's book has used; one that has the form of this ward's and is none; one
    // with a slip of the pen.
    let other = book_of(&folder.path().join("so-khac.sochibo"), &[]);
    let used = ward.cell("Khu phố 7");
    other.say(&["enrol", "--server", &ward.url, "--code", &used]);
    let good = ward.cell("Khu phố 12");
    let mut unknown = EnrolCode::read(&good).unwrap();
    unknown.secret = [7; 8];
    let unknown = unknown.to_string();
    let slip = good.replacen(&good[..1], if good.starts_with('A') { "B" } else { "A" }, 1);
    let cases = [(&slip, "DB-05"), (&unknown, "DB-11"), (&used, "DB-12")];
    let refused = cases.map(|(given, code)| {
        let enrol = ["enrol", "--server", &ward.url, "--code", given];
        (given, code, refusal(&scb, &enrol))
    });
    let waiting = outbox(&scb);

    let window = Window::unlocked(&scb.book).await;
    window.click("nav-dong-bo").await;
    // The last card to come, and with it everything has its place.
    window.find("backup-now").await;
    window.write("ward-server", &ward.url).await;
    for (given, code, refused) in refused {
        window.fill("ward-code", given).await;
        window.click("enrol").await;
        says_the_same(&window, &refused, code).await;
        assert_eq!(&typed(&window, "ward-code").await, given);
        assert_eq!(typed(&window, "ward-server").await, ward.url);
        window.is_accessible(code).await;
        let status = window.call("ward_status", json!({})).await;
        assert_eq!(status["server"], Value::Null, "{code}");
    }
    window.picture("ma-da-dung").await;
    window.close().await;
    assert_eq!(outbox(&scb), waiting, "nothing of it touched the book");

    // The right one after them.
    let window = Window::unlocked(&scb.book).await;
    window.click("nav-dong-bo").await;
    window.find("backup-now").await;
    window.write("ward-server", &ward.url).await;
    window.write("ward-code", &good).await;
    window.click("enrol").await;
    window.find("sync-now").await;
    assert!(!window.has("fault").await);
    window.close().await;
    assert_eq!(scb.say(&["doctor"])["ok"], true);
}

/// “Họ và tên”, “Trạng thái”, “Nguyễn Văn An”, “chính thức” in the bytes of each.
const OLD: [(&str, &[u8]); 3] = [
    (
        "tcvn3.csv",
        b"H\xE4 v\xB5 t\xAAn,Tr\xB9ng th\xB8i\nNguy\xD4n V\xA8n An,ch\xDDnh th\xF8c\n",
    ),
    (
        "vni.csv",
        b"Ho\xEF va\xF8 te\xE2n,Tra\xEFng tha\xF9i\nNguye\xE3n Va\xEAn An,ch\xEDnh th\xF6\xF9c\n",
    ),
    (
        "windows-1258.csv",
        b"Ho\xF2 va\xCC t\xEAn,Tra\xF2ng tha\xECi\nNguy\xEA\xDEn V\xE3n An,chi\xECnh th\xFD\xECc\n",
    ),
];

fn written(folder: &Path, name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let file = folder.join(name);
    fs::write(&file, bytes).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_in_an_old_encoding_is_told_changes_nothing_and_the_right_file_is_read_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let scb = book_of(&folder.path().join("chibo.sochibo"), &["Võ Thị Út"]);
    let refused = OLD.map(|(name, bytes)| {
        let file = written(folder.path(), name, bytes);
        let import = ["members", "import", file.to_str().unwrap()];
        (refusal(&scb, &import), file)
    });
    let waiting = outbox(&scb);

    let window = Window::unlocked(&scb.book).await;
    window.click("nav-dang-vien").await;
    window.click("add-member").await;
    window.write("member-name", "Lê Hoàng").await;
    for (refused, file) in refused {
        window.chooses("members_read_csv", &file).await;
        window.click("import-members").await;
        says_the_same(&window, &refused, "DV-01").await;
        assert!(!window.has("import-sums").await);
        // Who was being put down beside it still is.
        assert_eq!(typed(&window, "member-name").await, "Lê Hoàng");
        window.is_accessible("danh sách chữ cũ").await;
    }
    window.picture("danh-sach-chu-cu").await;
    let listed = window.call("members_list", json!({})).await;
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");

    // The same list, saved as it should be: the fault goes, and it is kept.
    let right = "Họ và tên,Trạng thái\nNguyễn Văn An,chính thức\n";
    let right = written(folder.path(), "unicode.csv", right.as_bytes());
    window.chooses("members_read_csv", &right).await;
    window.click("import-members").await;
    window.find("import-sums").await;
    window.gone("fault").await;
    // Looked at, not kept yet: still nothing is written.
    let listed = window.call("members_list", json!({})).await;
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
    window.click("keep-members").await;
    window.gone("import-sums").await;
    window.says("Nguyễn Văn An").await;
    window.close().await;
    let after = outbox(&scb);
    let count = |list: &Value| list.as_array().unwrap().len();
    assert_eq!(count(&after), count(&waiting) + 1, "{after}");
    assert_eq!(scb.say(&["members", "list"]).as_array().unwrap().len(), 2);
    assert_eq!(scb.say(&["doctor"])["ok"], true);
}
