//! A month of a cell by `scb`, against a real `sochibo-ward`: what is written offline arrives
//! once, what is refused loses nothing.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::{path::Path, process::Output};

use common::{
    free_port,
    programs::{Scb, Ward},
};
use serde_json::Value;

const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";
const CELL: &str = "Khu phố 12";

/// A book of its own, with five members.
fn book(folder: &Path, name: &str) -> Scb {
    let scb = Scb {
        book: folder.join(format!("{name}.sochibo")),
        passphrase: PASSPHRASE.to_owned(),
    };
    scb.say(&[
        "init",
        "--cell",
        CELL,
        "--cell-type",
        "khu_pho",
        "--ward",
        "Phường Tân Thới Hòa",
        "--committee",
    ]);
    let roster = folder.join(format!("{name}.csv"));
    let mut csv = "Họ và tên,Trạng thái,Chức vụ\n".to_owned();
    for (name, office) in [
        ("Nguyễn Văn An", "Bí thư"),
        ("Lê Hoàng Ân", "Thư ký"),
        ("Đặng Quốc Bảo", ""),
        ("Trần Thị Bình", ""),
    ] {
        csv.push_str(&format!("{name},chính thức,{office}\n"));
    }
    csv.push_str("Phạm Minh Châu,dự bị,\n");
    std::fs::write(&roster, csv).unwrap();
    assert_eq!(
        scb.say(&["members", "import", roster.to_str().unwrap()])["taken"],
        5
    );
    scb
}

/// A meeting from its agenda to its adopted minutes.
fn meet(scb: &Scb, month: &str) -> String {
    let id = text(&scb.say(&["meeting", "new", "--kind", "thuong_ky", "--month", month])["id"]);
    let at = |time: &str| format!("{month}-05T{time}:00+07:00");
    scb.say(&["meeting", "start", &id, "--at", &at("19:00")]);
    scb.say(&["attend", &id, "--all", "present"]);
    scb.say(&[
        "say",
        &id,
        "--item",
        "11",
        "--member",
        "Đặng Quốc Bảo",
        "--text",
        "Lắp camera ở đầu hẻm 12.",
    ]);
    scb.say(&[
        "criticism",
        "add",
        &id,
        "--member",
        "Lê Hoàng Ân",
        "--kind",
        "tu_phe_binh",
        "--text",
        "Chậm gửi tài liệu.",
    ]);
    scb.say(&[
        "assignment",
        "add",
        "--member",
        "Đặng Quốc Bảo",
        "--title",
        "Khảo sát camera",
        "--due",
        "28/10/2026",
        "--meeting",
        &id,
    ]);
    scb.say(&[
        "petition",
        "add",
        "--text",
        "Gửi tài liệu sớm hơn",
        "--meeting",
        &id,
        "--wants-reply",
    ]);
    scb.say(&[
        "conclude",
        &id,
        "--item",
        "15",
        "--text",
        "Thông qua nghị quyết.",
    ]);
    scb.say(&[
        "vote", &id, "--item", "15", "--kind", "thuong", "--for", "4",
    ]);
    scb.say(&["meeting", "end", &id, "--at", &at("20:35")]);
    scb.say(&["meeting", "adopt", &id]);
    id
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}

fn count(value: &Value) -> usize {
    value.as_array().unwrap().len()
}

/// The exit code and the code of the error.
fn refused(output: &Output) -> (i32, String) {
    let said: Value = serde_json::from_slice(&output.stderr).unwrap_or_else(|_| {
        panic!(
            "{} {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        )
    });
    (output.status.code().unwrap(), text(&said["error"]["code"]))
}

#[test]
fn a_month_by_scb_arrives_at_the_ward_once() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("ward"));
    let scb = book(folder.path(), "chi-bo");
    let id = meet(&scb, "2026-10");
    let waiting = count(&scb.say(&["outbox"]));
    assert!(waiting > 30);

    let code = ward.cell(CELL);
    let enrolled = scb.say(&["enrol", "--server", &ward.url, "--code", &code]);
    assert_eq!(enrolled["ward"], "Đảng ủy phường Tân Thới Hòa");
    // Joining adds what the cell's keys need, and shows it with the rest.
    let waiting = waiting + 3;
    assert_eq!(count(&scb.say(&["outbox"])), waiting);
    let synced = scb.say(&["sync"]);
    // Sending what the ward reads is itself written into the audit trail.
    assert_eq!(synced["pushed"], waiting + 1);
    for key in ["receipts", "bytes_up", "bytes_down"] {
        assert!(synced[key].as_u64().unwrap() > 0, "{key} in {synced}");
    }
    assert!(synced["pulled"].is_number(), "{synced}");
    assert_eq!(count(&scb.say(&["outbox"])), 0);
    let status = scb.say(&["status"]);
    assert_eq!(
        (&status["pending"], &status["server"]),
        (&0.into(), &ward.url.as_str().into())
    );
    assert!(status["last_sync"].is_string() && status["clock_offset_ms"].is_number());

    // Nothing is sent twice.
    let again = scb.say(&["sync"]);
    assert_eq!(
        (&again["pushed"], &again["pulled"], &again["receipts"]),
        (&0.into(), &0.into(), &0.into())
    );

    // The code is spent: not for this book again, not for another one.
    let spent = refused(&scb.run(&["enrol", "--server", &ward.url, "--code", &code]));
    assert_eq!(spent, (6, "DB-12".to_owned()));
    let other = book(folder.path(), "so-khac");
    assert_eq!(
        refused(&other.run(&["enrol", "--server", &ward.url, "--code", &code])),
        (6, "DB-12".to_owned())
    );
    assert_eq!(refused(&other.run(&["sync"])), (6, "SO-28".to_owned()));

    // An amendment follows, also after the server was killed and came back.
    let ward = ward.restart();
    scb.say(&["meeting", "amend", &id, "--begin", "--reason", "Ghi sót"]);
    scb.say(&[
        "say",
        &id,
        "--item",
        "11",
        "--member",
        "Trần Thị Bình",
        "--text",
        "Tôi đồng ý.",
    ]);
    assert_eq!(scb.say(&["meeting", "amend", &id])["version"], 2);
    let waiting = count(&scb.say(&["outbox"]));
    assert_eq!(scb.say(&["sync"])["pushed"], waiting + 1);
    let audit = ward.say(&["verify"]);
    assert_eq!(audit["ok"], true, "{audit}");
    assert_eq!(audit["reports"], 2);
    assert_eq!(scb.say(&["doctor", "--deep"])["ok"], true);
}

#[test]
fn the_wrong_server_or_none_at_all_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("ward"));
    let stranger = Ward::start(&folder.path().join("khac"));
    let scb = book(folder.path(), "chi-bo");
    let id = meet(&scb, "2026-10");
    let before = scb.say(&["outbox"]);
    let code = ward.cell(CELL);

    // The code pins the key of the ward that gave it.
    let wrong = refused(&scb.run(&["enrol", "--server", &stranger.url, "--code", &code]));
    assert_eq!(wrong, (6, "DB-03".to_owned()));
    let nobody = format!("https://127.0.0.1:{}", free_port());
    assert_eq!(
        refused(&scb.run(&["enrol", "--server", &nobody, "--code", &code])),
        (6, "DB-01".to_owned())
    );
    assert_eq!(scb.say(&["outbox"]), before);

    // Neither attempt spent the code.
    scb.say(&["enrol", "--server", &ward.url, "--code", &code]);
    let before = scb.say(&["outbox"]);
    drop(ward);
    assert_eq!(refused(&scb.run(&["sync"])), (6, "DB-01".to_owned()));
    let after = scb.say(&["outbox"]);
    let (before, after) = (before.as_array().unwrap(), after.as_array().unwrap());
    assert_eq!(&after[..before.len()], before);
    // The attempt stands in the audit trail.
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(scb.say(&["status"])["pending"], after.len());
    assert_eq!(scb.say(&["meeting", "show", &id])["state"], "da_thong_qua");
    assert_eq!(scb.say(&["doctor", "--deep"])["ok"], true);
}
