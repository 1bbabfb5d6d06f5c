//! Books that are damaged, newer, or lie where nothing may be written: a sentence, never a panic,
//! and the file stays as it was.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{Desk, PASSPHRASE};
use sochibo_store::KeyHeader;

/// A book with something in it, and its bytes.
fn written() -> (Desk, Vec<u8>) {
    let (desk, id) = Desk::in_session();
    for no in 1..12 {
        desk.say(&[
            "say",
            &id,
            "--item",
            &no.to_string(),
            "--member",
            "Lê Hoàng Ân",
            "--text",
            &"chữ ".repeat(400),
        ]);
    }
    let bytes = fs::read(&desk.book).unwrap();
    (desk, bytes)
}

#[test]
fn a_truncated_book_is_damaged() {
    let (desk, bytes) = written();
    for keep in [
        0,
        1,
        100,
        4096,
        bytes.len() / 2,
        bytes.len() - 4096,
        bytes.len() - 1,
    ] {
        fs::write(&desk.book, &bytes[..keep]).unwrap();
        let output = desk.command(&["doctor"]).output().unwrap();
        says_damaged(&output, &format!("{keep} of {} bytes", bytes.len()));
        assert_eq!(
            fs::read(&desk.book).unwrap().len(),
            keep,
            "the rest stays as it was"
        );
    }
    fs::write(&desk.book, &bytes).unwrap();
    assert_eq!(desk.say(&["doctor", "--deep"])["ok"], true);
}

#[test]
fn flipped_bytes_are_found() {
    let (desk, bytes) = written();
    // In the salt, the first page, and in every eighth part of the file.
    let places = [3, 500]
        .into_iter()
        .chain((1..8).map(|part| bytes.len() / 8 * part + 17));
    for place in places {
        let mut flipped = bytes.clone();
        flipped[place] ^= 0x40;
        fs::write(&desk.book, &flipped).unwrap();
        let output = desk.command(&["doctor", "--deep"]).output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(7),
            "byte {place} of {}",
            bytes.len()
        );
        // It does not open, or what `doctor` found stands in its report.
        if output.stdout.is_empty() {
            says_damaged(&output, &format!("byte {place}"));
        }
        assert_eq!(fs::read(&desk.book).unwrap(), flipped, "byte {place}");
    }
}

#[test]
fn what_doctor_finds_is_a_document_and_7() {
    let (desk, _) = written();
    tamper(
        &desk,
        "UPDATE record SET deleted = 1 WHERE kind = 'statement'",
    );
    let output = desk.command(&["doctor"]).output().unwrap();
    assert_eq!(output.status.code(), Some(7));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["ok"], false);
    assert!(output.stderr.is_empty());
    // The operations are whole: the tables can be built again.
    assert_eq!(desk.say(&["repair"])["ok"], true);
    assert_eq!(desk.say(&["doctor"])["ok"], true);
}

#[test]
fn a_book_of_a_later_version_is_left_alone() {
    let (desk, _) = written();
    tamper(&desk, "PRAGMA user_version = 99");
    let before = fs::read(&desk.book).unwrap();
    let output = desk.command(&["members", "list"]).output().unwrap();
    let (sentence, hint) = common::sentence(&output, 7, "SO-08");
    for words in ["bản phần mềm mới hơn", "mức 99", "Sổ vẫn còn nguyên"] {
        assert!(sentence.contains(words), "{sentence}");
    }
    assert!(hint.contains("Cập nhật phần mềm"), "{hint}");
    assert_eq!(fs::read(&desk.book).unwrap(), before, "it was left alone");
}

#[test]
fn a_damaged_or_missing_key_header_is_said() {
    let (desk, bytes) = written();
    let header = sochibo_store::Store::header_path(&desk.book);
    let good = fs::read(&header).unwrap();
    let huge = String::from_utf8(good.clone())
        .unwrap()
        .replace("65536", "4294967295");
    for bad in [
        &b""[..],
        &b"{}"[..],
        &good[..good.len() / 2],
        &b"\xFF\xFE\0"[..],
    ] {
        fs::write(&header, bad).unwrap();
        assert_eq!(desk.refuse(&["members", "list"]), (7, "SO-04".to_owned()));
    }
    // One that asks for all the memory there is gets a sentence of its own.
    fs::write(&header, huge).unwrap();
    let output = desk.command(&["members", "list"]).output().unwrap();
    let (sentence, hint) = common::sentence(&output, 7, "SO-20");
    assert!(sentence.contains("Sổ vẫn còn nguyên"), "{sentence}");
    assert!(
        hint.contains("bản sao lưu") && hint.contains("mã khôi phục"),
        "{hint}"
    );
    fs::remove_file(&header).unwrap();
    assert_eq!(desk.refuse(&["members", "list"]), (7, "SO-03".to_owned()));
    fs::write(&header, &good).unwrap();
    assert_eq!(
        fs::read(&desk.book).unwrap(),
        bytes,
        "the book itself was not touched"
    );
    desk.say(&["members", "list"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    // A file where a folder should be: true for root, too.
    let under_a_file = desk.path("chibo.sochibo/so.sochibo");
    let init = [
        "init",
        "--cell",
        "A",
        "--cell-type",
        "khu_pho",
        "--ward",
        "B",
        "--book",
    ];
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_scb"))
        .args(init)
        .args([&under_a_file, "--json"])
        .env("SCB_PASSPHRASE", PASSPHRASE)
        .output()
        .unwrap();
    assert_eq!(common::refusal(&output).0, 1);

    let locked =
        |mode| fs::set_permissions(desk.dir.path(), fs::Permissions::from_mode(mode)).unwrap();
    fs::remove_file(desk.path("chibo.sochibo.lock")).unwrap();
    locked(0o555);
    if fs::write(desk.path("thu"), "").is_err() {
        assert_eq!(desk.refuse(&["members", "list"]), (1, "SO-11".to_owned()));
    }
    locked(0o755);
    desk.say(&["members", "list"]);
}

/// The sentence of a damaged book: what happened, what was not done, what to do.
fn says_damaged(output: &std::process::Output, what: &str) {
    let (sentence, hint) = common::sentence(output, 7, "SO-09");
    assert!(
        sentence.starts_with("Tệp sổ bị hỏng") && sentence.contains("không ghi thêm gì vào sổ"),
        "{what}: {sentence}"
    );
    assert!(hint.contains("Đừng xóa tệp này"), "{what}: {hint}");
}

/// Changes the file behind the program's back, with the book's own key.
fn tamper(desk: &Desk, sql: &str) {
    let header = KeyHeader::read(&sochibo_store::Store::header_path(&desk.book)).unwrap();
    let key = header.unwrap_passphrase(PASSPHRASE).unwrap();
    let file = rusqlite::Connection::open(&desk.book).unwrap();
    file.pragma_update(
        None,
        "key",
        format!("x'{}'", data_encoding::HEXLOWER.encode(key.as_slice())),
    )
    .unwrap();
    file.execute_batch(sql).unwrap();
}
