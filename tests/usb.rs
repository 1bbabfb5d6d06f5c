//! No network at all: what a cell writes goes to the ward and its receipts come home in files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::{fs, path::Path};

use common::programs::{Scb, Ward, program};
use serde_json::Value;

struct Road {
    folder: tempfile::TempDir,
    ward: Ward,
}

impl Road {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ward = Ward::start(&folder.path().join("phuong"));
        Self { folder, ward }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// A cell that has joined over the network, once.
    fn cell(&self, name: &str) -> (Scb, String) {
        let code = self.ward.cell(name);
        let scb = Scb {
            book: self.folder.path().join(format!("{name}.sochibo")),
            passphrase: "hoa phượng đỏ tháng năm".to_owned(),
        };
        scb.say(&[
            "init",
            "--cell",
            name,
            "--cell-type",
            "khu_pho",
            "--ward",
            "Phường Tân Thới Hòa",
        ]);
        scb.say(&["enrol", "--server", &self.ward.url, "--code", &code]);
        let orgs = self.ward.say(&["org", "list"]);
        let org = orgs
            .as_array()
            .unwrap()
            .iter()
            .find(|org| org["name"] == name)
            .unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        (scb, org)
    }

    fn ward_refuses(&self, args: &[&str]) -> (Option<i32>, String) {
        let output = std::process::Command::new(program("sochibo-ward"))
            .args(args)
            .args(["--json", "--data"])
            .arg(self.folder.path().join("phuong"))
            .output()
            .unwrap();
        (output.status.code(), code(&output.stderr))
    }
}

fn code(stderr: &[u8]) -> String {
    let said: Value = serde_json::from_slice(stderr)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(stderr)));
    let error = &said["error"];
    assert!(error["message"].as_str().unwrap().ends_with('.'), "{said}");
    error["code"].as_str().unwrap().to_owned()
}

fn refuses(scb: &Scb, args: &[&str]) -> (Option<i32>, String) {
    let output = scb.run(args);
    (output.status.code(), code(&output.stderr))
}

fn add(scb: &Scb, name: &str) {
    scb.say(&["members", "add", "--name", name, "--status", "chinh_thuc"]);
}

#[test]
fn a_month_goes_to_the_ward_by_stick_and_the_receipt_comes_home() {
    let road = Road::new();
    let (scb, org) = road.cell("Khu phố 12");
    let meeting = adopted(&scb);
    let pending = scb.say(&["status"])["pending"].as_u64().unwrap();
    assert!(pending > 10);

    let out = road.path("di.sochibo-usb");
    let written = scb.say(&["sync", "--to-file", &out]);
    assert_eq!(written["readable"], 1);
    // The trail says that something readable leaves, and goes with it.
    assert_eq!(written["operations"].as_u64(), Some(pending + 1));
    assert_eq!(scb.say(&["audit"])[0]["act"], "send");
    // Nothing counts as sent before the receipt is home.
    assert_eq!(scb.say(&["status"])["pending"].as_u64(), Some(pending + 1));
    let imported = road.ward.say(&["import", &out]);
    assert_eq!(imported["new"].as_u64(), Some(pending + 1));
    let again = road.ward.say(&["import", &out]);
    assert_eq!(
        (again["new"].as_u64(), again["known"].as_u64()),
        (Some(0), Some(pending + 1))
    );
    assert_eq!(road.ward.say(&["verify"])["reports"], 1);

    let home = road.path("ve.sochibo-usb");
    let exported = road.ward.say(&["export", &org, &home]);
    assert_eq!(exported["receipts"], 1);
    let read = scb.say(&["sync", "--from-file", &home]);
    assert_eq!(read["acknowledged"].as_u64(), Some(pending + 1));
    let status = scb.say(&["status"]);
    assert_eq!(status["pending"], 0);
    let again = scb.say(&["sync", "--from-file", &home]);
    assert_eq!(
        (again["new"].as_u64(), again["receipts"].as_u64()),
        (Some(0), Some(0))
    );
    // Network and stick are one road: nothing is sent twice.
    assert_eq!(scb.say(&["sync"])["pushed"], 0);
    assert_eq!(scb.say(&["doctor"])["ok"], true);
    assert!(scb.say(&["meeting", "show", &meeting])["fingerprint"].is_string());
}

/// A short meeting with adopted minutes; its id.
fn adopted(scb: &Scb) -> String {
    for name in ["Lê Thị Ân", "Trần Văn Bảo", "Phạm Thị Cúc"] {
        add(scb, name);
    }
    let made = scb.say(&[
        "meeting",
        "new",
        "--kind",
        "thuong_ky",
        "--month",
        "2026-10",
    ]);
    let id = made["id"].as_str().unwrap().to_owned();
    scb.say(&["meeting", "start", &id, "--at", "2026-10-05T19:00:00+07:00"]);
    scb.say(&["attend", &id, "--all", "present"]);
    scb.say(&["meeting", "end", &id, "--at", "2026-10-05T20:40:00+07:00"]);
    scb.say(&["meeting", "adopt", &id]);
    id
}

#[test]
fn files_out_of_order_lose_nothing() {
    let road = Road::new();
    let (scb, org) = road.cell("Khu phố 12");
    let files: Vec<String> = (1..=3)
        .map(|n| road.path(&format!("{n}.sochibo-usb")))
        .collect();
    for (n, file) in files.iter().enumerate() {
        add(&scb, &format!("Lê Thị {n}"));
        scb.say(&["sync", "--to-file", file]);
    }
    for file in [&files[2], &files[0], &files[1]] {
        road.ward.say(&["import", file]);
    }
    let home = road.path("ve.sochibo-usb");
    road.ward.say(&["export", &org, &home]);
    scb.say(&["sync", "--from-file", &home]);
    assert_eq!(scb.say(&["status"])["pending"], 0);

    // After the receipt a file holds only what is new; one that was lost on the way is missed.
    add(&scb, "Trần Văn Dũng");
    let lost = road.path("mat.sochibo-usb");
    scb.say(&["sync", "--to-file", &lost]);
    let forged = adopt_receipt(&road, &scb, &org, &lost);
    add(&scb, "Hồ Văn Giang");
    let next = road.path("sau.sochibo-usb");
    scb.say(&["sync", "--to-file", &next]);
    assert_eq!(forged, 0);
    road.ward.say(&["import", &next]);
    road.ward.say(&["export", &org, &home]);
    scb.say(&["sync", "--from-file", &home]);
    assert_eq!(scb.say(&["status"])["pending"], 0);

    // A ward's file that begins after what the book has come to.
    let far = road.path("xa.sochibo-usb");
    road.ward.say(&["export", &org, &far, "--after", "999"]);
    assert_eq!(
        refuses(&scb, &["sync", "--from-file", &far]),
        (Some(5), "US-08".to_owned())
    );
    assert_eq!(scb.say(&["doctor"])["ok"], true);
}

/// A file that never arrived gives no receipt: what it held goes on waiting.
fn adopt_receipt(road: &Road, scb: &Scb, org: &str, lost: &str) -> u64 {
    fs::remove_file(lost).unwrap();
    let home = road.path("ve-som.sochibo-usb");
    road.ward.say(&["export", org, &home]);
    scb.say(&["sync", "--from-file", &home])["acknowledged"]
        .as_u64()
        .unwrap()
}

#[test]
fn a_file_that_is_cut_damaged_or_meant_for_others_is_refused_with_a_sentence() {
    let road = Road::new();
    let (scb, org) = road.cell("Khu phố 12");
    let (other, _) = road.cell("Khu phố 13");
    add(&scb, "Lê Thị Ân");
    let (out, home) = (road.path("di.sochibo-usb"), road.path("ve.sochibo-usb"));
    scb.say(&["sync", "--to-file", &out]);
    road.ward.say(&["import", &out]);
    road.ward.say(&["export", &org, &home]);

    let bad = road.path("xau.sochibo-usb");
    let (whole_out, whole_home) = (fs::read(&out).unwrap(), fs::read(&home).unwrap());
    let flipped = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        bytes
    };
    for (bytes, ward, book) in [
        (b"PK\x03\x04".to_vec(), (2, "PH-31"), (2, "US-01")),
        (
            whole_out[..whole_out.len() / 2].to_vec(),
            (7, "PH-32"),
            (7, "US-02"),
        ),
        (flipped(&whole_out), (7, "PH-33"), (7, "US-03")),
        (whole_out, (0, ""), (2, "US-05")),
        (whole_home[..40].to_vec(), (7, "PH-32"), (7, "US-02")),
        (whole_home, (2, "PH-35"), (0, "")),
    ] {
        fs::write(&bad, bytes).unwrap();
        if ward.0 != 0 {
            let refused = road.ward_refuses(&["import", &bad]);
            assert_eq!(refused, (Some(ward.0), ward.1.to_owned()));
        }
        if book.0 != 0 {
            let refused = refuses(&scb, &["sync", "--from-file", &bad]);
            assert_eq!(refused, (Some(book.0), book.1.to_owned()));
        }
    }
    // Of another cell, and of another ward.
    assert_eq!(
        refuses(&other, &["sync", "--from-file", &home]),
        (Some(5), "US-06".to_owned())
    );
    let elsewhere = Road::new();
    assert_eq!(
        elsewhere.ward_refuses(&["import", &out]),
        (Some(5), "PH-36".to_owned())
    );
    // A book that has joined nobody has nobody to write to.
    let alone = Scb {
        book: road.folder.path().join("một mình.sochibo"),
        passphrase: "hoa phượng đỏ tháng năm".to_owned(),
    };
    alone.say(&[
        "init",
        "--cell",
        "Khu phố 14",
        "--cell-type",
        "khu_pho",
        "--ward",
        "Phường Tân Thới Hòa",
    ]);
    assert_eq!(refuses(&alone, &["sync", "--to-file", &bad]).1, "SO-28");
    assert!(!Path::new(&format!("{bad}.dang-ghi")).exists());

    // After all of that the good one is taken.
    scb.say(&["sync", "--from-file", &home]);
    assert_eq!(scb.say(&["status"])["pending"], 0);
}
