//! `scb` as a process, on a book in a folder of its own.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test uses the parts it needs"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use serde_json::Value;
use tempfile::TempDir;

/// The passphrase of every book here.
pub const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";

/// A folder with room for one book.
pub struct Desk {
    pub dir: TempDir,
    pub book: PathBuf,
}

impl Desk {
    /// No book yet.
    pub fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let book = dir.path().join("chibo.sochibo");
        Self { dir, book }
    }

    /// A book without members.
    pub fn new() -> Self {
        let desk = Self::empty();
        desk.say(&[
            "init",
            "--cell",
            "Khu phố 12",
            "--cell-type",
            "khu_pho",
            "--ward",
            "Phường Tân Thới Hòa",
        ]);
        desk
    }

    /// A book with a meeting that runs: five official members (the last one away), one
    /// probationary. Returns the meeting's id.
    pub fn in_session() -> (Self, String) {
        let desk = Self::new();
        let roster = desk.file("danh-sach.csv", ROSTER.as_bytes());
        assert_eq!(desk.say(&["members", "import", &roster])["taken"], 6);
        let made = desk.say(&[
            "meeting",
            "new",
            "--kind",
            "thuong_ky",
            "--month",
            "2026-10",
        ]);
        let id = text(&made["id"]);
        desk.say(&["meeting", "start", &id, "--at", "2026-10-05T19:00:00+07:00"]);
        desk.say(&[
            "attend",
            &id,
            "--member",
            "Võ Thị Út",
            "--status",
            "excused",
            "--reason",
            "ốm",
        ]);
        desk.say(&["attend", &id, "--all", "present"]);
        (desk, id)
    }

    /// Writes a file beside the book.
    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    /// The path of a file beside the book.
    pub fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    /// The command, ready to be run.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scb"));
        command
            .arg("--book")
            .arg(&self.book)
            .arg("--json")
            .args(args)
            .env("SCB_PASSPHRASE", PASSPHRASE);
        command
    }

    /// What a command answers; fails with what it complained of.
    pub fn say(&self, args: &[&str]) -> Value {
        answer(&self.command(args).output().unwrap())
    }

    /// How a command refuses: its exit code and the error's code. The error must have the shape
    /// that is promised, a sentence, and nothing may stand on stdout.
    pub fn refuse(&self, args: &[&str]) -> (i32, String) {
        refusal(&self.command(args).output().unwrap())
    }
}

/// Six members, in an order that is not the order of names.
pub const ROSTER: &str =
    "Họ và tên,Trạng thái,Ngày sinh,Ngày vào Đảng,Ngày chính thức,Điện thoại,Chức vụ
Võ Thị Út,chính thức,2/9/1960,3/2/1990,3/2/1991,0901000001,
Nguyễn Văn An,chính thức,1958-03-21,1984-05-19,1985-05-19,0901000002,Bí thư
Đặng Quốc Bảo,chính thức,12/6/1985,22/12/2012,22/12/2013,0901000003,
Lê Hoàng Ân,chính thức,1/1/1970,2/9/2001,2/9/2002,0901000004,Thư ký
Trần Thị Bình,chính thức,9/8/1963,3/2/1995,3/2/1996,0901000005,Phó Bí thư
Phạm Minh Châu,dự bị,5/5/1998,26/3/2026,,0901000006,
";

/// What a command answered.
pub fn answer(output: &Output) -> Value {
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {complaint}", output.status);
    assert!(complaint.is_empty(), "{complaint}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// How a command refused.
pub fn refusal(output: &Output) -> (i32, String) {
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.stdout.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let said: Value =
        serde_json::from_str(&complaint).unwrap_or_else(|_| panic!("no JSON: {complaint:?}"));
    let error = &said["error"];
    let message = error["message"].as_str().unwrap();
    assert!(
        message.ends_with(['.', ')']) && !message.contains("panicked"),
        "{message}"
    );
    assert!(error["hint"].is_string());
    (output.status.code().unwrap(), text(&error["code"]))
}

/// The sentence and the hint of a refusal, which must have this exit code and this code.
pub fn sentence(output: &Output, exit: i32, code: &str) -> (String, String) {
    assert_eq!(refusal(output), (exit, code.to_owned()));
    let said: Value = serde_json::from_slice(&output.stderr).unwrap();
    (
        text(&said["error"]["message"]),
        text(&said["error"]["hint"]),
    )
}

/// A JSON string.
pub fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}

/// Fails unless `value` has every one of the keys.
pub fn has_keys(value: &Value, keys: &[&str]) {
    let object = value
        .as_object()
        .unwrap_or_else(|| panic!("no object: {value}"));
    for key in keys {
        assert!(object.contains_key(*key), "{key} is missing in {value}");
    }
}
