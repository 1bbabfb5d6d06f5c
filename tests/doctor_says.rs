//! What `scb doctor` says of each thing that it looks at: sound, and altered by somebody who has the
//! key. Sentences that can be read out on the phone, where it is, and the exit code for a damaged book.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::{
    collections::BTreeMap,
    fs,
    process::{Command, Output},
};

use common::{
    meeting::{PASSPHRASE, book_of},
    programs::{Scb, Ward, program},
};
use rusqlite::Connection;
use serde_json::Value;
use sochibo_store::KeyHeader;

/// What is said of each check, with whether it is sound.
type Said = BTreeMap<String, (bool, String)>;

/// A book that a ward has: two members, an act that made its device the first, a receipt.
struct Desk {
    scb: Scb,
    key: String,
    device: String,
    whole: Vec<u8>,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ward = Ward::start(&folder.path().join("phuong"));
        let book = folder.path().join("chibo.sochibo");
        let scb = book_of(&book, &["Đặng Quốc Bảo", "Võ Thị Út"]);
        let code = ward.cell("Khu phố 12");
        scb.say(&["enrol", "--server", &ward.url, "--code", &code]);
        scb.say(&["sync"]);
        let device = scb.say(&["status"])["device"].as_str().unwrap().to_owned();
        // Which writes the words of all that is there.
        assert_eq!(scb.say(&["repair"])["ok"], true);
        let header = KeyHeader::read(&book.with_extension("sochibo.key")).unwrap();
        let key = header.unwrap_passphrase(PASSPHRASE).unwrap();
        Self {
            key: data_encoding::HEXLOWER.encode(key.as_slice()),
            device,
            whole: fs::read(&book).unwrap(),
            scb,
            _folder: folder,
        }
    }

    fn raw(&self) -> Connection {
        let file = Connection::open(&self.scb.book).unwrap();
        file.pragma_update(None, "key", format!("x'{}'", self.key))
            .unwrap();
        file
    }

    fn doctor(&self) -> (Option<i32>, Said) {
        let output = self.scb.run(&["doctor", "--deep"]);
        (output.status.code(), self.said(&output))
    }

    fn said(&self, output: &Output) -> Said {
        let said: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        let checks = said["checks"].as_array().unwrap().iter();
        let said = checks.map(|check| {
            let text = |key: &str| check[key].as_str().unwrap().replace(&self.device, "MÁY");
            (text("name"), (check["ok"] == true, text("detail")))
        });
        said.collect()
    }
}

const SOUND: [(&str, &str); 6] = [
    ("file", "Tệp sổ nguyên vẹn."),
    (
        "chain",
        "6 thao tác của 1 máy liền mạch, không sửa, không thiếu, đúng chữ ký.",
    ),
    ("fold", "4 mục khớp với các thao tác."),
    ("search", "Tìm kiếm khớp với nội dung."),
    (
        "devices",
        "Quyền của các máy khớp với những gì bí thư đã duyệt.",
    ),
    ("quarantine", "0 mục bị để riêng."),
];

/// The words of a chain in which something is wrong.
macro_rules! torn {
    ($where:literal) => {
        concat!(
            "Các lần ghi có chỗ bị sửa, thiếu hoặc sai chữ ký: ",
            $where,
            "."
        )
    };
}

/// What is done to a book of which `MỤC` is the newest member, by SQL; and what is then said of the
/// checks that see it.
const ALTERED: [(&str, &[(&str, &str)]); 12] = [
    (
        "INSERT INTO run SELECT 3, device, 3 FROM run WHERE seq = 1",
        &[("chain", torn!("mục lục thao tác sai 1 chỗ"))],
    ),
    (
        "DELETE FROM operation WHERE seq = 2",
        &[("chain", torn!("máy MÁY thao tác 3: thiếu từ số 2"))],
    ),
    (
        "UPDATE operation SET body = x'01' WHERE seq = 2",
        &[(
            "chain",
            torn!(
                "máy MÁY thao tác 2: nội dung thao tác không khớp với phần đầu; \
                 máy MÁY thao tác 3: thiếu từ số 2"
            ),
        )],
    ),
    (
        "UPDATE operation SET header = x'01' WHERE seq = 5",
        &[(
            "chain",
            torn!("máy MÁY thao tác 5: thao tác bị cụt; máy MÁY thao tác 6: thiếu từ số 5"),
        )],
    ),
    (
        "UPDATE operation SET record = NULL WHERE seq = 3",
        &[(
            "chain",
            torn!("máy MÁY thao tác 3: dòng trong sổ không khớp với thao tác"),
        )],
    ),
    (
        "UPDATE receipt SET receipt = json_set(receipt, '$.head', 'aa')",
        &[(
            "chain",
            torn!("máy MÁY thao tác 6: biên nhận của phường không khớp"),
        )],
    ),
    (
        "DELETE FROM record WHERE id = (SELECT record FROM operation WHERE seq = 3)",
        &[(
            "fold",
            "Danh sách không khớp với các thao tác: 3 mục trong bảng, 4 mục theo thao tác.",
        )],
    ),
    (
        "UPDATE record SET deleted = 1 WHERE id = (SELECT record FROM operation WHERE seq = 3)",
        &[("fold", "Danh sách không khớp với các thao tác: mục MỤC.")],
    ),
    (
        "UPDATE search SET folded = 'x' WHERE no = 3",
        &[("search", "Tìm kiếm không khớp với nội dung: mục MỤC.")],
    ),
    // The act that let this device in is kept as one that counts for nothing.
    (
        "UPDATE operation SET state = 3 WHERE seq = 4",
        &[
            ("devices", "1 thao tác về máy đang được giữ sai trạng thái."),
            ("quarantine", "1 mục bị để riêng."),
        ],
    ),
    (
        "UPDATE operation SET state = 3, why = 'thử' WHERE seq = 3",
        &[
            (
                "fold",
                "Danh sách không khớp với các thao tác: mục MỤC; 4 mục trong bảng, 3 mục theo thao tác.",
            ),
            ("quarantine", "1 mục bị để riêng."),
        ],
    ),
    // An index that finds other things than it should: what SQLite says of it stays SQLite's.
    (
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = 'CREATE INDEX record_listed ON record (no)'
         WHERE name = 'record_listed'",
        &[("file", "Tệp sổ có 4 chỗ không nguyên vẹn.")],
    ),
];

#[test]
fn each_check_says_in_words_what_is_wrong_and_where() {
    let desk = Desk::new();
    let members = desk.scb.say(&["members", "list"]);
    let newest = members.as_array().unwrap().iter();
    let newest = newest.map(|one| one["id"].as_str().unwrap()).max().unwrap();
    let sound: Said = SOUND
        .iter()
        .map(|(name, words)| ((*name).to_owned(), (true, (*words).to_owned())))
        .collect();
    assert_eq!(desk.doctor(), (Some(0), sound.clone()));
    for (altering, said) in ALTERED {
        fs::write(&desk.scb.book, &desk.whole).unwrap();
        desk.raw().execute_batch(altering).unwrap();
        let (exit, found) = desk.doctor();
        assert_eq!(exit, Some(7), "{altering}");
        for (name, words) in said {
            let wanted = (false, words.replace("MỤC", newest));
            assert_eq!(found[*name], wanted, "{altering}");
        }
        // Nothing that a person may see is in another language, or without an end.
        for (name, (ok, words)) in &found {
            assert!(words.ends_with('.') && !words.is_ascii(), "{name}: {words}");
            let same = sound[name].1 == *words;
            assert_eq!(*ok, same, "{altering}: {name}: {words}");
        }
    }
}

#[test]
fn a_page_that_cannot_be_read_is_named_and_nothing_behind_it_is_called_sound() {
    let desk = Desk::new();
    let mut seen = 0;
    for page in (1..desk.whole.len() / 4096).step_by(2) {
        let mut bytes = desk.whole.clone();
        bytes[page * 4096 + 2000] ^= 1;
        fs::write(&desk.scb.book, bytes).unwrap();
        let output = desk.scb.run(&["doctor", "--deep"]);
        assert_eq!(output.status.code(), Some(7), "page {}", page + 1);
        let complaint = String::from_utf8_lossy(&output.stderr);
        if output.stdout.is_empty() {
            // Not even opened.
            assert!(complaint.contains("SO-09"), "{complaint}");
            assert!(
                complaint.contains("không ghi thêm gì vào sổ"),
                "{complaint}"
            );
            continue;
        }
        let found = desk.said(&output);
        let named = format!("Tệp sổ có 1 chỗ không nguyên vẹn: trang {}.", page + 1);
        assert_eq!(found["file"], (false, named));
        let behind = "Chưa kiểm tra được vì có chỗ không đọc được.";
        seen += usize::from(found["chain"] == (false, behind.to_owned()));
        for (name, (ok, words)) in &found {
            assert!(!ok || words != behind, "{name}");
        }
    }
    assert!(seen > 0, "no page was one of the journal");
}

#[test]
fn to_a_person_it_is_said_line_by_line_with_the_whole_at_the_end() {
    let desk = Desk::new();
    let spoken = || {
        let output = Command::new(program("scb"))
            .arg("--book")
            .arg(&desk.scb.book)
            .arg("doctor")
            .env("SCB_PASSPHRASE", PASSPHRASE)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let said = spoken();
    for (name, words) in SOUND {
        assert!(
            said.contains(&format!("tốt  {name:<10}  {words}\n")),
            "{said}"
        );
    }
    assert!(said.trim_end().ends_with("Sổ nguyên vẹn."), "{said}");
    let drop = "DELETE FROM record WHERE kind = 'member'";
    desk.raw().execute_batch(drop).unwrap();
    let said = spoken();
    assert!(
        said.contains("SAI  fold        Danh sách không khớp"),
        "{said}"
    );
    assert!(said.trim_end().ends_with("Sổ có chỗ hỏng."), "{said}");
    // And a repair says the same as a book that was never touched.
    assert_eq!(desk.scb.say(&["repair"])["ok"], true);
    assert_eq!(desk.doctor().0, Some(0));
}
