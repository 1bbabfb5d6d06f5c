//! Two books of one cell and a ward, all real processes: a second device comes in by a number that
//! both show, both end with the same book, one is taken out and says so, and a lost laptop's book
//! comes back from the ward.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::path::Path;

use common::{
    cell::{self, add, add_at, code, names, recovering, refusal, scb},
    programs::{Scb, Ward, answer},
};
use serde_json::Value;
use tempfile::TempDir;

/// A ward with one cell, and the secretary's book there.
fn at_a_ward() -> (TempDir, Ward, Scb) {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("ward"));
    ward.cell("Khu phố 12");
    let first = secretary(folder.path(), &ward);
    (folder, ward, first)
}

/// The secretary's book, enrolled, with one member and one entry for the secretary's eyes only.
fn secretary(folder: &Path, ward: &Ward) -> Scb {
    let first = cell::secretary(folder);
    add(&first, "Đặng Quốc Bảo");
    let meeting = first.say(&[
        "meeting",
        "new",
        "--kind",
        "thuong_ky",
        "--month",
        "2026-10",
    ]);
    for (text, visibility) in [
        ("Chuyện chỉ bí thư được đọc", "bi_thu"),
        ("Chuyện trong chi ủy", "chi_uy"),
        ("Chuyện nội bộ chi bộ", "noi_bo"),
    ] {
        first.say(&[
            "criticism",
            "add",
            meeting["id"].as_str().unwrap(),
            "--member",
            "Đặng Quốc Bảo",
            "--kind",
            "gop_y",
            "--text",
            text,
            "--visibility",
            visibility,
        ]);
    }
    first.say(&["enrol", "--server", &ward.url, "--code", &code(ward)]);
    first.say(&["sync"]);
    first
}

/// A second device, let in with `role` after both have been compared.
fn second(folder: &Path, ward: &Ward, first: &Scb, role: &str) -> (Scb, String) {
    let (second, id, number) = cell::asking(folder, ward, &ward.url, first);
    let shown = first.say(&["device", "list"])["requests"][0]["number"].clone();
    assert_eq!(shown, number.as_str());
    // Neither sends nor fetches before a person has compared.
    assert_eq!(refusal(&second, &["sync"])["code"], "MA-12");
    let other = another(&number);
    assert!(!cell::approve(first, &id, other, role).status.success());
    answer(&cell::approve(first, &id, &number, role));
    assert_eq!(
        refusal(&second, &["device", "wait", "--number", other])["code"],
        "MA-04"
    );
    let joined = second.say(&["device", "wait", "--number", &number, "--seconds", "30"]);
    assert_eq!(joined["state"], "in");
    (second, id)
}

fn another(number: &str) -> &'static str {
    match number {
        "111 111" => "222222",
        _ => "111111",
    }
}

/// Of each device, whether it was taken out.
fn revoked(devices: &Value) -> Vec<bool> {
    let devices = devices.as_array().unwrap().iter();
    devices
        .map(|device| device["revoked"].as_bool().unwrap())
        .collect()
}

fn read(scb: &Scb) -> Vec<String> {
    scb.say(&["criticism", "list"])
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["text"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_second_device_comes_in_by_a_number_both_converge_and_a_revoked_one_says_so() {
    let (folder, ward, first) = at_a_ward();
    let (second, id) = second(folder.path(), &ward, &first, "chi_uy");

    // Roles are arithmetic: the committee's device reads two of the three entries.
    let mut seen = read(&second);
    seen.sort();
    assert_eq!(seen, ["Chuyện nội bộ chi bộ", "Chuyện trong chi ủy"]);
    add(&second, "Bùi Văn Ân");
    second.say(&["sync"]);
    add(&first, "Võ Thị Út");
    first.say(&["sync"]);
    second.say(&["sync"]);
    assert_eq!(names(&first).len(), 3);
    assert_eq!(names(&first), names(&second));
    for book in [&first, &second] {
        assert_eq!(book.say(&["doctor"])["ok"], true);
    }
    // Only the secretary's device lets others out.
    let own = first.say(&["status"])["device"].clone();
    let refused = refusal(&second, &["device", "revoke", own.as_str().unwrap()]);
    assert_eq!(refused["code"], "MA-01");

    let done = first.say(&["device", "revoke", &id]);
    assert_eq!(done["sent"], true);
    add(&first, "Cao Xuân Uy");
    first.say(&["sync"]);
    let refused = refusal(&second, &["sync"]);
    assert_eq!(refused["code"], "DB-16");
    assert_eq!(second.say(&["status"])["revoked"], true);
    assert_eq!(names(&second).len(), 3);
    let devices = ward.say(&["device", "list"]);
    assert_eq!(revoked(&devices), [false, true]);
    assert_eq!(ward.say(&["verify"])["ok"], true);
    assert_eq!(first.say(&["doctor"])["ok"], true);
}

#[test]
fn a_device_that_the_ward_revokes_loses_the_keys_at_the_secretarys_next_sync() {
    let (folder, ward, first) = at_a_ward();
    let (_, id) = second(folder.path(), &ward, &first, "dang_vien");
    ward.say(&["device", "revoke", &id]);
    first.say(&["sync"]);
    let devices = first.say(&["device", "list"])["devices"].clone();
    let out = devices
        .as_array()
        .unwrap()
        .iter()
        .find(|device| device["id"] == id.as_str());
    assert_eq!(out.unwrap()["revoked"], true);
    assert_eq!(first.say(&["doctor"])["ok"], true);
}

#[test]
fn a_lost_laptops_book_comes_back_from_the_ward_by_the_code_on_paper() {
    let (folder, ward, first) = at_a_ward();
    let lost = first.say(&["status"])["device"]
        .as_str()
        .unwrap()
        .to_owned();
    let sheet = folder.path().join("ma.txt");

    let third = scb(folder.path(), "moi.sochibo", "mật khẩu của máy mới");
    let enrol = code(&ward);
    let recover = |sheet: &Path| third.run(&recovering(&ward.url, &enrol, sheet));
    // A wrong code costs nothing: neither the ward's code nor a half-made book.
    let wrong = folder.path().join("sai.txt");
    let paper = std::fs::read_to_string(&sheet).unwrap();
    std::fs::write(&wrong, "0000-0000-0000-0000-0000-0000-0000").unwrap();
    assert!(!recover(&wrong).status.success());
    assert!(!third.book.exists());

    let back = answer(&recover(&sheet));
    assert_eq!(back["ok"], true);
    assert_eq!(names(&third), names(&first));
    assert_eq!(read(&third).len(), 3);
    // The new laptop is the secretary's: it takes the lost one out.
    third.say(&["device", "revoke", &lost]);
    add(&third, "Cao Xuân Uy");
    third.say(&["sync"]);
    assert_eq!(refusal(&first, &["sync"])["code"], "DB-16");
    assert_eq!(third.say(&["doctor"])["ok"], true);

    // A new sheet: the old one lets nobody in any more, the new one does.
    let new = folder.path().join("moi.txt");
    third.say(&["recovery", "new", "--recovery-out", new.to_str().unwrap()]);
    third.say(&["sync"]);
    assert_ne!(std::fs::read_to_string(&new).unwrap(), paper);
    let fourth = scb(folder.path(), "tu.sochibo", "mật khẩu của máy thứ tư");
    let enrol = code(&ward);
    let recover = |sheet: &Path| fourth.run(&recovering(&ward.url, &enrol, sheet));
    assert!(!recover(&sheet).status.success());
    answer(&recover(&new));
    assert_eq!(names(&fourth), names(&third));
    assert_eq!(ward.say(&["verify"])["ok"], true);
}

#[test]
fn a_lost_laptops_book_comes_back_to_one_that_believes_it_is_2046_or_2006() {
    for wrong in ["2046-01-01T00:00:07+07:00", "2006-01-01T00:00:07+07:00"] {
        let (folder, ward, first) = at_a_ward();
        let (second, _) = second(folder.path(), &ward, &first, "chi_uy");
        first.say(&["sync"]);
        let lost = first.say(&["status"])["device"].clone();

        let third = scb(folder.path(), "moi.sochibo", "mật khẩu của máy mới");
        let sheet = folder.path().join("ma.txt");
        let enrol = code(&ward);
        let back = third.say_at(wrong, &recovering(&ward.url, &enrol, &sheet));
        assert_eq!(back["ok"], true, "{wrong}");
        assert_eq!(names(&third), names(&first), "{wrong}");
        // What it says counts at once, for the ward and for the cell's other devices.
        third.say_at(wrong, &["device", "revoke", lost.as_str().unwrap()]);
        add_at(&third, wrong, "Cao Xuân Uy");
        third.say_at(wrong, &["sync"]);
        assert_eq!(refusal(&first, &["sync"])["code"], "DB-16", "{wrong}");
        second.say(&["sync"]);
        assert_eq!(names(&second), names(&third), "{wrong}");
        let status = second.say(&["status"]);
        assert_eq!(status["quarantined"], 0, "{wrong}: {status}");
        let devices = second.say(&["device", "list"])["devices"].clone();
        let out = revoked(&devices);
        assert_eq!(
            out.iter().filter(|out| **out).count(),
            1,
            "{wrong}: {devices}"
        );
        assert_eq!(out.len(), 3, "{wrong}: {devices}");
        for book in [&second, &third] {
            assert_eq!(book.say(&["doctor", "--deep"])["ok"], true, "{wrong}");
        }
        assert_eq!(ward.say(&["verify"])["ok"], true, "{wrong}");
    }
}

#[test]
fn a_backup_restored_where_it_is_2046_sends_nothing_that_the_others_set_aside() {
    const AHEAD: &str = "2046-01-01T00:00:07+07:00";
    let (folder, ward, first) = at_a_ward();
    let (second, _) = second(folder.path(), &ward, &first, "bi_thu");
    first.say(&["sync"]);
    let backup = folder.path().join("so.sochibo-sao-luu");
    let backup = backup.to_str().unwrap();
    first.say(&["backup", backup]);

    let restored = scb(folder.path(), "dung-lai.sochibo", &first.passphrase);
    restored.say_at(AHEAD, &["restore", backup]);
    add_at(&restored, AHEAD, "Cao Xuân Uy");
    restored.say_at(AHEAD, &["sync"]);
    add_at(&restored, AHEAD, "Võ Thị Út");
    restored.say_at(AHEAD, &["sync"]);
    second.say(&["sync"]);
    assert_eq!(names(&second), names(&restored));
    assert_eq!(names(&second).len(), 3);
    assert_eq!(second.say(&["status"])["quarantined"], 0);
    // It is the secretary's still.
    let role = |scb: &Scb, of: &Scb| {
        let id = of.say(&["status"])["device"].clone();
        let devices = scb.say(&["device", "list"])["devices"].clone();
        let devices = devices.as_array().unwrap();
        let found = devices.iter().find(|device| device["id"] == id);
        found.unwrap()["role"].clone()
    };
    assert_eq!(role(&second, &restored), "bi_thu");
    for book in [&second, &restored] {
        assert_eq!(book.say(&["doctor", "--deep"])["ok"], true);
    }
}
