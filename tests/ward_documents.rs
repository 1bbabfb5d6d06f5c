//! Văn bản của phường, with the real programs: sent by a clerk, on the agenda of the cell with its
//! source, taken out, heard of, withdrawn; by the network and by USB.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::{collections::BTreeMap, fs, path::Path};

use common::{
    cell::refusal,
    pair::Pair,
    programs::{Scb, Ward},
};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use sochibo_book::{Clock, SystemClock, domain::Month};
use sochibo_journal::{Author, CellId, Change, DeviceId, DeviceKey, Hash, KeyRing, Ring, ward_id};
use sochibo_store::Store;
use sochibo_wire::Batch;

/// `YYYY-MM`, so many months from now.
fn month(ahead: u32) -> String {
    let now = Month::of(SystemClock.now().date_naive());
    (0..ahead).fold(now, |month, _| month.next()).to_string()
}

fn make(scb: &Scb, ahead: u32) -> Value {
    scb.say(&[
        "meeting",
        "new",
        "--kind",
        "thuong_ky",
        "--month",
        &month(ahead),
    ])
}

/// The documents that the agenda of a meeting has: what they are called and where they come from.
fn carried(scb: &Scb, meeting: &str) -> Vec<(String, String)> {
    let shown = scb.say(&["meeting", "show", meeting]);
    let lines = shown["carried"]["lines"].as_array().unwrap().iter();
    lines
        .filter(|line| line["kind"] == "document")
        .map(|line| {
            let no = usize::try_from(line["no"].as_u64().unwrap()).unwrap();
            assert_eq!(shown["agenda"][no - 1]["item"], "thoi_su");
            let text = |key: &str| line[key].as_str().unwrap().to_owned();
            (text("title"), text("source"))
        })
        .collect()
}

fn titles(scb: &Scb, meeting: &str) -> Vec<String> {
    carried(scb, meeting)
        .into_iter()
        .map(|(title, _)| title)
        .collect()
}

/// Every document that a book has, oldest first.
fn all(scb: &Scb) -> Vec<String> {
    let listed = scb.say(&["document", "list"]);
    let listed = listed.as_array().unwrap().iter().rev();
    listed
        .map(|line| line["title"].as_str().unwrap().to_owned())
        .collect()
}

/// A ward whose data lie in `data`, and two books of a cell of one member there.
fn cell(data: &Path) -> (Ward, Pair) {
    let ward = Ward::start(data);
    let books = data.parent().unwrap();
    let pair = Pair::of(books, &ward, &ward.url, &["Trần Thị Bình"], |_| ());
    (ward, pair)
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

/// Sends to everybody below the committee; `say` runs a command of the ward.
fn send(say: impl Fn(&[&str]) -> Value, args: &[&str]) -> Value {
    let top = id(&say(&["org", "list"])[0]);
    let mut all = vec!["document", "send", &top];
    all.extend(args);
    say(&all)
}

#[test]
fn a_document_comes_down_is_carried_with_its_source_and_stays_out_once_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let (ward, Pair { first, second }) = cell(&folder.path().join("phuong"));
    let text = folder.path().join("cong-van.txt");
    fs::write(
        &text,
        "Kính gửi các chi bộ.\nĐề nghị phổ biến đến đảng viên.\n",
    )
    .unwrap();
    let file = text.to_str().unwrap();
    let to = |args: &[&str]| ward.say(args);
    let one = send(
        to,
        &[
            "--title",
            "Chuyển đổi số",
            "--number",
            "12-CV/ĐU",
            "--date",
            "1/10/2026",
            "--text-file",
            file,
        ],
    );
    let two = send(to, &["--title", "Thu nộp đảng phí", "--kind", "Hướng dẫn"]);
    assert_eq!(one["cells"][0]["name"], "Khu phố 12");
    first.say(&["sync"]);
    let listed = first.say(&["document", "list"]);
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(
        (&listed[0]["id"], &listed[0]["state"]),
        (&two["id"], &"unread".into())
    );
    let shown = first.say(&["document", "show", &id(&one)]);
    assert_eq!(
        shown["text"],
        "Kính gửi các chi bộ.\nĐề nghị phổ biến đến đảng viên."
    );

    // A meeting that is made has both, with their source.
    let made = make(&first, 0);
    let meeting = id(&made);
    assert_eq!(made["carried"]["documents"].as_array().unwrap().len(), 2);
    let year = Month::of(SystemClock.now().date_naive()).year();
    let (title, source) = carried(&first, &meeting).remove(0);
    assert_eq!(title, "Công văn 12-CV/ĐU: Chuyển đổi số");
    assert!(source.contains(" gửi ngày "), "{source}");
    assert!(source.contains(&year.to_string()), "{source}");

    // One is taken out and stays out; one that arrives meanwhile comes in by itself.
    first.say(&["document", "take-out", &id(&two)]);
    let three = send(to, &["--title", "Phòng chống sốt xuất huyết"]);
    for scb in [&first, &second] {
        scb.say(&["sync"]);
    }
    let now = [
        "Công văn 12-CV/ĐU: Chuyển đổi số",
        "Công văn: Phòng chống sốt xuất huyết",
    ];
    assert_eq!(titles(&first, &meeting), now);
    assert_eq!(titles(&second, &meeting), now, "two devices see the same");

    // What the meeting heard of is read; what was taken out stays unread and comes back only by hand.
    first.say(&["meeting", "start", &meeting]);
    first.say(&["meeting", "end", &meeting]);
    assert_eq!(titles(&first, &meeting), now);
    let state = |scb: &Scb, of: &Value| scb.say(&["document", "show", &id(of)])["state"].clone();
    assert_eq!(
        (state(&first, &one), state(&first, &two)),
        ("read".into(), "unread".into())
    );
    // To take the end back takes that back, too.
    first.say(&["undo", &meeting]);
    assert_eq!(state(&first, &one), "unread");
    first.say(&["redo", &meeting]);
    assert_eq!(state(&first, &one), "read");
    let next = id(&make(&first, 1));
    assert!(titles(&first, &next).is_empty());
    let put = first.say(&["document", "put", &id(&two)]);
    assert_eq!(put["meeting"], next.as_str());
    assert_eq!(titles(&first, &next), ["Hướng dẫn: Thu nộp đảng phí"]);

    // Withdrawn: it leaves the agenda to come, and is still there to be read.
    let ended = ward.say(&["document", "withdraw", &id(&two)]);
    assert_eq!(ended["id"], two["id"]);
    first.say(&["sync"]);
    second.say(&["sync"]);
    for scb in [&first, &second] {
        assert!(titles(scb, &next).is_empty());
        assert_eq!(state(scb, &two), "withdrawn");
        assert_eq!(state(scb, &three), "read");
        assert_eq!(scb.say(&["doctor"])["ok"], true);
    }
    let refused = refusal(&first, &["document", "put", &id(&two)]);
    assert!(refused["message"].as_str().unwrap().contains("thu hồi"));
    let sent = ward.say(&["document", "list"]);
    assert_eq!(sent.as_array().unwrap().len(), 3);
    assert!(sent[1]["withdrawn_at"].is_string(), "{sent}");
    assert_eq!(ward.say(&["verify"])["ok"], true);
}

#[test]
fn without_any_network_it_comes_on_a_stick() {
    let folder = tempfile::tempdir().unwrap();
    let (ward, Pair { first, .. }) = cell(&folder.path().join("phuong"));
    let orgs = ward.say(&["org", "list"]);
    let cell = id(&orgs[1]);
    let meeting = id(&make(&first, 0));
    // Also while nobody serves.
    let ward = ward.stop();
    let to = |args: &[&str]| ward.say(args);
    send(to, &["--title", "Chuyển đổi số", "--before", &month(0)]);
    let early = send(to, &["--title", "Đại hội chi bộ", "--before", &month(3)]);
    let stick = folder.path().join("ve-chi-bo.sochibo-usb");
    let stick = stick.to_str().unwrap();
    ward.say(&["export", &cell, stick]);
    first.say(&["sync", "--from-file", stick]);
    assert_eq!(titles(&first, &meeting), ["Công văn: Chuyển đổi số"]);
    // What is meant for a later month waits for it.
    let later = id(&make(&first, 3));
    assert!(titles(&first, &later).contains(&"Công văn: Đại hội chi bộ".to_owned()));
    // A person who has read it need not hear of it.
    first.say(&["document", "read", &id(&early)]);
    assert!(!titles(&first, &later).contains(&"Công văn: Đại hội chi bộ".to_owned()));
    assert_eq!(
        first
            .say(&["document", "list", "--unread"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
    first.say(&["document", "read", &id(&early), "--undo"]);
    assert_eq!(
        first
            .say(&["document", "list", "--unread"])
            .as_array()
            .unwrap()
            .len(),
        2
    );
    // A second time the file changes nothing.
    first.say(&["sync", "--from-file", stick]);
    assert_eq!(
        first.say(&["document", "list"]).as_array().unwrap().len(),
        2
    );
    assert_eq!(first.say(&["doctor"])["ok"], true);
}

#[test]
fn a_ward_restored_from_its_backup_goes_on_and_the_cell_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("phuong");
    let (ward, Pair { first, second }) = cell(&data);
    send(|args| ward.say(args), &["--title", "Trước khi sao lưu"]);
    first.say(&["sync"]);
    let away = ward.stop();
    let backup = folder.path().join("sao-luu");
    fs::create_dir(&backup).unwrap();
    let copy = |from: &Path, to: &Path| {
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    };
    copy(&data, &backup);
    let ward = away.again();
    send(|args| ward.say(args), &["--title", "Mất theo máy chủ"]);
    send(|args| ward.say(args), &["--title", "Cũng mất"]);
    first.say(&["sync"]);
    assert_eq!(all(&first).len(), 3);

    let away = ward.stop();
    fs::remove_dir_all(&data).unwrap();
    fs::create_dir(&data).unwrap();
    copy(&backup, &data);
    let ward = away.again();
    // Nothing new yet: what came down stays.
    first.say(&["sync"]);
    assert_eq!(all(&first).len(), 3);
    send(|args| ward.say(args), &["--title", "Gửi lại"]);
    for scb in [&first, &second, &first] {
        scb.say(&["sync"]);
    }
    for scb in [&first, &second] {
        assert_eq!(all(scb), ["Trước khi sao lưu", "Gửi lại"]);
        assert_eq!(scb.say(&["doctor"])["ok"], true);
    }
}

/// Writes into a ward's own file what `key` never should have signed: the next operations of the
/// chain of `device`, as if the ward had taken them.
fn forge(data: &Path, cell: CellId, device: DeviceId, key: &DeviceKey, changes: &[Change]) {
    let db = Connection::open(data.join("ward.db")).unwrap();
    let mut author = Author::new(cell, device);
    let (cell, device) = (cell.0.as_bytes(), device.0.as_bytes());
    let number = |sql: &str| -> i64 { db.query_row(sql, [cell], |row| row.get(0)).unwrap() };
    let rev = number("SELECT rev FROM cell WHERE cell = ?1");
    (author.seq, author.head) = db
        .query_row(
            "SELECT seq, head FROM device WHERE device = ?1",
            [device],
            |row| {
                Ok((
                    u64::try_from(row.get::<_, i64>(0)?).unwrap(),
                    Hash(row.get(1)?),
                ))
            },
        )
        .unwrap();
    let first = i64::try_from(author.seq + 1).unwrap();
    let now = SystemClock.now().timestamp_millis();
    let written = changes.iter().map(|change| {
        let written = author.write(change, Ring::Published, &KeyRing::default(), now);
        written.unwrap().unwrap()
    });
    let batch = Batch::sign(written.collect(), key).unwrap();
    let batch = batch.verify(&key.public()).unwrap();
    for (n, envelope) in (1..).zip(batch.envelopes()) {
        let header = envelope.header.encode();
        db.execute(
            "INSERT INTO envelope (cell, device, seq, rev, header, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![cell, device, first - 1 + n, rev + n, header, envelope.body],
        )
        .unwrap();
    }
    let count = i64::try_from(changes.len()).unwrap();
    db.execute(
        "INSERT INTO batch_end (cell, rev, device, first_seq, seq, bytes, signature, taken_at)
         VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, 0)",
        params![
            cell,
            rev + count,
            device,
            first,
            first - 1 + count,
            batch.signature().0
        ],
    )
    .unwrap();
    db.execute(
        "UPDATE device SET seq = ?2, head = ?3 WHERE device = ?1",
        params![device, first - 1 + count, author.head.0],
    )
    .unwrap();
    db.execute(
        "UPDATE cell SET rev = ?2 WHERE cell = ?1",
        params![cell, rev + count],
    )
    .unwrap();
}

#[test]
fn neither_a_hostile_ward_nor_a_device_of_another_making_writes_what_is_not_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("phuong");
    let (ward, Pair { first, second }) = cell(&data);
    let asked = id(&first.say(&["petition", "add", "--text", "Sửa đèn đầu hẻm."]));
    let sent = send(|args| ward.say(args), &["--title", "Chuyển đổi số"]);
    first.say(&["sync"]);
    let away = ward.stop();

    let (cell, device, key) = {
        let store = Store::open(&second.book, &second.passphrase).unwrap();
        (store.cell(), store.device(), store.device_key().clone())
    };
    let change = |kind: &str, id: &str, set: Value| {
        let set: BTreeMap<String, Value> = serde_json::from_value(set).unwrap();
        Change::new(kind, id.parse().unwrap(), set)
    };
    let document =
        |title: &str| json!({ "title": title, "sent_at": SystemClock.now().to_rfc3339() });
    let secret: [u8; 32] = Connection::open(data.join("ward.db"))
        .unwrap()
        .query_row(
            "SELECT value FROM setting WHERE name = 'receipt_key'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let wards = DeviceKey::from_secret(&secret);
    let of_ward = [
        change("petition", &asked, json!({ "text": "Thôi không cần sửa." })),
        change("ward_document", &asked, json!({ "deleted": true })),
        change(
            "ward_document",
            &ward_id([1; 10]).to_string(),
            document("Sau cùng"),
        ),
    ];
    let chain = DeviceId::of_ward(cell, &wards.public());
    forge(&data, cell, chain, &wards, &of_ward);
    let of_cell = [
        change(
            "ward_document",
            &ward_id([2; 10]).to_string(),
            document("Giả"),
        ),
        change("ward_document", &id(&sent), json!({ "title": "Giả" })),
    ];
    forge(&data, cell, device, &key, &of_cell);

    let ward = away.again();
    first.say(&["sync"]);
    let petitions = first.say(&["petition", "list"]);
    assert_eq!(petitions[0]["text"], "Sửa đèn đầu hẻm.");
    assert_eq!(all(&first), ["Chuyển đổi số", "Sau cùng"]);
    let aside = first.say(&["quarantine"]);
    assert_eq!(aside.as_array().unwrap().len(), 4, "{aside}");
    assert_eq!(
        aside.to_string().matches("phường không được ghi").count(),
        2
    );
    assert_eq!(
        aside
            .to_string()
            .matches("không được ghi thay phường")
            .count(),
        2
    );
    // The stream goes on.
    send(|args| ward.say(args), &["--title", "Còn nữa"]);
    first.say(&["sync"]);
    assert_eq!(all(&first), ["Chuyển đổi số", "Sau cùng", "Còn nữa"]);
}
