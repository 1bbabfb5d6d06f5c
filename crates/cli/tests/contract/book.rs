//! The book, its people, and what is asked for in words.

use std::{
    fs,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::common::{Desk, PASSPHRASE, has_keys, text};

#[test]
fn init_makes_a_book_and_shows_the_recovery_code_once() {
    let desk = Desk::empty();
    let sheet = desk.path("ma-khoi-phuc.txt");
    let init = [
        "init",
        "--cell",
        "Khu phố 12",
        "--cell-type",
        "khu_pho",
        "--ward",
        "Phường Tân Thới Hòa",
    ];
    let said = desk.say(
        &[
            &init[..],
            &[
                "--committee",
                "--place",
                "Nhà văn hóa",
                "--recovery-out",
                &sheet,
            ],
        ]
        .concat(),
    );
    has_keys(&said, &["book", "recovery_code", "cell"]);
    assert_eq!(said["cell"], "Khu phố 12");
    assert_eq!(said["book"], desk.book.display().to_string());
    let code = text(&said["recovery_code"]);
    assert_eq!(fs::read_to_string(&sheet).unwrap().trim(), code);
    assert!(code.split('-').all(|group| group.len() <= 4), "{code}");

    // A second one is refused, and leaves neither book nor sheet changed.
    let other = desk.path("khac.txt");
    assert_eq!(
        desk.refuse(&[&init[..], &["--recovery-out", &other]].concat()),
        (2, "SO-02".to_owned())
    );
    assert!(!std::path::Path::new(&other).exists());
    assert_eq!(
        desk.refuse(&[&init[..], &["--recovery-out", &sheet]].concat())
            .0,
        1
    );
    assert_eq!(fs::read_to_string(&sheet).unwrap().trim(), code);
}

#[test]
fn members_are_imported_row_by_row_and_listed_in_the_order_of_names() {
    let desk = Desk::new();
    let csv = "Họ và tên;Trạng thái;Ngày sinh;Điện thoại\n\
        Nguyễn  Văn An;chính thức;21/3/1958;901 000 002\n\
        Đặng Quốc Bảo;chính thức;31/4/1985;\n\
        Lê Hoàng Ân;dự bị;1/1/1970;\n";
    let file = desk.file("ds.csv", csv.as_bytes());
    let tried = desk.say(&["members", "import", &file, "--dry-run"]);
    assert_eq!(tried["taken"], 2);
    assert_eq!(desk.say(&["members", "list"]), Value::Array(vec![]));

    let said = desk.say(&["members", "import", &file]);
    assert_eq!(said["taken"], 2);
    has_keys(&said["fixed"][0], &["row", "field", "from", "to", "why"]);
    has_keys(&said["refused"][0], &["row", "why"]);
    assert_eq!(said["refused"][0]["row"], 3);
    // The same file again adds nothing.
    assert_eq!(
        desk.say(&["members", "import", &file, "--dry-run"])["taken"],
        0
    );
    assert_eq!(desk.say(&["members", "import", &file])["taken"], 0);

    let id = text(
        &desk.say(&[
            "members",
            "add",
            "--name",
            "Võ Thị Út",
            "--status",
            "tam_den",
            "--birth",
            "2/9/1960",
        ])["id"],
    );
    desk.say(&[
        "members",
        "set",
        &id,
        "--status",
        "mien_sinh_hoat",
        "--birth",
        "",
        "--phone",
        "0901",
    ]);
    let members = desk.say(&["members", "list"]);
    let names: Vec<String> = members
        .as_array()
        .unwrap()
        .iter()
        .map(|member| text(&member["name"]))
        .collect();
    assert_eq!(names, ["Nguyễn Văn An", "Lê Hoàng Ân", "Võ Thị Út"]);
    has_keys(&members[0], &["id", "name", "status", "kind"]);
    assert_eq!(members[0]["kind"], "sinh_hoat");
    let exempt = desk.say(&["members", "list", "--status", "mien_sinh_hoat"]);
    assert_eq!(exempt[0]["phone"], "0901");
    assert_eq!(exempt[0]["birth"], Value::Null);
    assert_eq!(exempt.as_array().unwrap().len(), 1);
}

#[test]
fn people_read_sentences_and_the_passphrase_may_lie_in_a_file() {
    let desk = Desk::new();
    let file = desk.file("mat-khau.txt", format!("{PASSPHRASE}\r\n").as_bytes());
    let output = Command::new(env!("CARGO_BIN_EXE_scb"))
        .args(["members", "list", "--passphrase-file", &file])
        // The variable of the desktop names the book where no flag does.
        .env("SOCHIBO_BOOK", &desk.book)
        .env("SCB_PASSPHRASE", "một mật khẩu khác")
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "Chưa có đảng viên nào.\n"
    );

    let wrong = Command::new(env!("CARGO_BIN_EXE_scb"))
        .args(["members", "list"])
        .env("SOCHIBO_BOOK", &desk.book)
        .env_remove("SCB_PASSPHRASE")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(wrong.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&wrong.stderr).starts_with("SC-02: "));
}
