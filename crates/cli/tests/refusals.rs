//! What `scb` says no to, and with which exit code.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::time::{Duration, Instant};

use common::{Desk, PASSPHRASE, refusal};
use sochibo_book::{Book, SystemClock};

#[test]
fn wrong_usage_ends_with_2_and_a_sentence() {
    let desk = Desk::empty();
    for args in [
        &["bay"][..],
        &[],
        &["meeting", "new", "--kind", "hop_cho", "--month", "2026-10"],
        &["meeting", "new", "--kind", "thuong_ky"],
        &["members", "list", "--cham"],
        &[
            "vote", "x", "--item", "một", "--kind", "thuong", "--for", "1",
        ],
        &[
            "attend", "x", "--all", "present", "--member", "y", "--status", "late",
        ],
        &["device", "bay"],
    ] {
        assert_eq!(desk.refuse(args), (2, "SC-01".to_owned()), "{args:?}");
    }
    let output = desk.command(&["--help"]).output().unwrap();
    assert!(output.status.success());
}

#[test]
fn what_cannot_be_read_ends_with_2() {
    let (desk, id) = Desk::in_session();
    let add = [
        "assignment",
        "add",
        "--member",
        "Lê Hoàng Ân",
        "--title",
        "Việc",
    ];
    for (args, code) in [
        (
            &[
                "meeting",
                "new",
                "--kind",
                "thuong_ky",
                "--month",
                "tháng mười",
            ][..],
            "NG-03",
        ),
        (
            &[
                "meeting",
                "new",
                "--kind",
                "thuong_ky",
                "--month",
                "2026-10",
                "--at",
                "tối mai",
            ],
            "SC-05",
        ),
        (&["meeting", "show", "khong-phai-ma"], "SO-23"),
        (&[&add[..], &["--due", "10/25/2026"]].concat(), "NG-02"),
        (&["score", &id, "--set", "4b", "--reason", "x"], "SC-07"),
        (&["score", &id, "--set", "4b=11", "--reason", "x"], "CD-02"),
        (
            &[
                "say",
                &id,
                "--item",
                "1",
                "--member",
                "Lê Hoàng Ân",
                "--text",
                "  ",
            ],
            "SO-22",
        ),
        (
            &["export", &id, "--paper", "bien_ban", "-o", "bien-ban.txt"],
            "SO-23",
        ),
    ] {
        assert_eq!(desk.refuse(args), (2, code.to_owned()), "{args:?}");
    }
    let output = desk
        .command(&["members", "list"])
        .env("SCB_NOW", "hôm qua")
        .output()
        .unwrap();
    assert_eq!(refusal(&output), (2, "SC-06".to_owned()));
}

#[test]
fn what_is_not_there_ends_with_3() {
    assert_eq!(
        Desk::empty().refuse(&["members", "list"]),
        (3, "SO-01".to_owned())
    );
    let (desk, id) = Desk::in_session();
    let nobody = "01900000-0000-7000-8000-000000000000";
    for args in [
        &["meeting", "show", nobody][..],
        &["meeting", "show", "ffff"],
        &[
            "say",
            &id,
            "--item",
            "99",
            "--member",
            "Lê Hoàng Ân",
            "--text",
            "x",
        ],
        &[
            "say",
            &id,
            "--item",
            "1",
            "--member",
            "Không Có Ai",
            "--text",
            "x",
        ],
        &["assignment", "set", nobody, "--state", "xong"],
        &["members", "import", "/khong/co/danh-sach.csv"],
    ] {
        assert_eq!(desk.refuse(args).0, 3, "{args:?}");
    }
}

#[test]
fn a_wrong_passphrase_is_refused_soon_with_4() {
    let desk = Desk::new();
    let started = Instant::now();
    let output = desk
        .command(&["members", "list"])
        .env("SCB_PASSPHRASE", "sai mật khẩu rồi")
        .output()
        .unwrap();
    let (sentence, hint) = common::sentence(&output, 4, "SO-05");
    assert_eq!(sentence, "Mật khẩu không đúng. Sổ vẫn còn nguyên.");
    assert!(hint.contains("mã khôi phục"), "{hint}");
    assert!(
        started.elapsed() < Duration::from_millis(1500),
        "{:?}",
        started.elapsed()
    );

    // UniKey may send letters and marks apart: it is the same phrase.
    let apart = "hoa phượng đỏ tháng năm"
        .replace('ỏ', "o\u{309}")
        .replace('á', "a\u{301}");
    assert_ne!(apart, PASSPHRASE);
    assert!(
        desk.command(&["members", "list"])
            .env("SCB_PASSPHRASE", apart)
            .output()
            .unwrap()
            .status
            .success()
    );

    let weak = Desk::empty();
    let init = [
        "init",
        "--cell",
        "A",
        "--cell-type",
        "khu_pho",
        "--ward",
        "B",
    ];
    let output = weak
        .command(&init)
        .env("SCB_PASSPHRASE", "ngắn")
        .output()
        .unwrap();
    assert_eq!(refusal(&output), (2, "SO-21".to_owned()));
    // Long enough, and the first that anybody would try.
    for easy in ["chibo2026", "matkhau123", "12345678"] {
        let output = weak
            .command(&init)
            .env("SCB_PASSPHRASE", easy)
            .output()
            .unwrap();
        assert_eq!(refusal(&output), (2, "SO-45".to_owned()), "{easy}");
    }
    assert!(!weak.book.exists());
}

#[test]
fn a_book_that_is_open_elsewhere_is_refused_with_4() {
    let desk = Desk::new();
    let open = Book::open(&desk.book, PASSPHRASE, Box::new(SystemClock)).unwrap();
    assert_eq!(desk.refuse(&["members", "list"]), (4, "SO-07".to_owned()));
    drop(open);
    desk.say(&["members", "list"]);
}

#[test]
fn rules_say_no_with_5() {
    let (desk, id) = Desk::in_session();
    let vote = |kind: &str, count: &str| {
        desk.refuse(&["vote", &id, "--item", "15", "--kind", kind, "--for", count])
    };
    assert_eq!(vote("thuong", "6").0, 5, "more votes than members");
    assert_eq!(
        vote("thuong", "5").0,
        5,
        "more votes than members in the room"
    );
    assert_eq!(
        desk.refuse(&["meeting", "adopt", &id]).0,
        5,
        "it has not ended"
    );
    assert_eq!(desk.refuse(&["meeting", "start", &id]).0, 5, "it runs");
    assert_eq!(
        desk.refuse(&["meeting", "end", &id, "--at", "2026-10-05T18:00:00+07:00"])
            .0,
        5,
        "before it began"
    );
    assert_eq!(
        desk.refuse(&["meeting", "amend", &id, "--reason", "x"]).0,
        5,
        "nothing to amend"
    );
    desk.say(&["meeting", "end", &id, "--at", "20:40"]);
    desk.say(&["meeting", "adopt", &id]);
    let adopted = (5, "SO-27".to_owned());
    let member = ["--member", "Lê Hoàng Ân"];
    for args in [
        &[&["say", &id, "--item", "1", "--text", "x"][..], &member].concat()[..],
        &["conclude", &id, "--item", "1", "--text", "x"],
        &["vote", &id, "--item", "1", "--kind", "thuong", "--for", "1"],
        &[&["attend", &id, "--status", "late"][..], &member].concat(),
        &["agenda", "remove", &id, "1"],
        &["score", &id, "--set", "4b=1", "--reason", "x"],
        &[
            &["criticism", "add", &id, "--kind", "gop_y", "--text", "x"][..],
            &member,
        ]
        .concat(),
        &["meeting", "adopt", &id],
    ] {
        assert_eq!(desk.refuse(args), adopted, "{args:?}");
    }
    assert_eq!(desk.refuse(&["meeting", "amend", &id]).0, 2, "no reason");
}

#[test]
fn a_ward_that_cannot_be_reached_ends_with_6() {
    let desk = Desk::new();
    assert_eq!(desk.refuse(&["sync"]), (6, "SO-28".to_owned()));
    let code = [
        "enrol",
        "--server",
        "https://127.0.0.1:9",
        "--code",
        "MÃ-SAI",
    ];
    assert_eq!(desk.refuse(&code), (2, "DB-05".to_owned()));
}

#[test]
fn a_roster_in_an_old_encoding_is_refused_whole() {
    let desk = Desk::new();
    // “Họ và tên”, “Trạng thái”, “Nguyễn Văn An”, “chính thức” as the bytes of each.
    let tcvn3 = b"H\xE4 v\xB5 t\xAAn,Tr\xB9ng th\xB8i\nNguy\xD4n V\xA8n An,ch\xDDnh th\xF8c\n";
    let vni =
        b"Ho\xEF va\xF8 te\xE2n,Tra\xEFng tha\xF9i\nNguye\xE3n Va\xEAn An,ch\xEDnh th\xF6\xF9c\n";
    let windows_1258 =
        b"Ho\xF2 va\xCC t\xEAn,Tra\xF2ng tha\xECi\nNguy\xEA\xDEn V\xE3n An,chi\xECnh th\xFD\xECc\n";
    for (name, bytes) in [
        ("tcvn3.csv", &tcvn3[..]),
        ("vni.csv", vni),
        ("windows-1258.csv", windows_1258),
    ] {
        let file = desk.file(name, bytes);
        let output = desk
            .command(&["members", "import", &file])
            .output()
            .unwrap();
        let (sentence, hint) = common::sentence(&output, 2, "DV-01");
        assert_eq!(
            sentence,
            "Dòng 1 của danh sách dùng bảng mã cũ (TCVN3, VNI, …) chứ không phải Unicode. Chưa nhập \
             đồng chí nào.",
            "{name}"
        );
        assert!(hint.contains("CSV UTF-8"), "{hint}");
        let listed = desk.say(&["members", "list"]);
        assert_eq!(listed.as_array().unwrap().len(), 0, "{name}");
    }
    let workbook = desk.file("ds.xlsx", b"PK\x03\x04\x14\0\0\0\x08\0");
    assert_eq!(
        desk.refuse(&["members", "import", &workbook]),
        (2, "DV-02".to_owned())
    );
    assert_eq!(desk.say(&["members", "list"]).as_array().unwrap().len(), 0);
}

#[test]
fn the_mark_of_a_state_secret_ends_with_5_and_is_kept_nowhere() {
    let (desk, id) = Desk::in_session();
    let secret = "QZ-BIMAT\nTUYỆT MẬT";
    let say = [
        "say",
        &id,
        "--item",
        "1",
        "--member",
        "Lê Hoàng Ân",
        "--text",
    ];
    let refused = desk.refuse(&[&say[..], &[secret]].concat());
    assert_eq!(refused, (5, "BM-01".to_owned()));
    let roster = desk.file("mat.csv", "TỐI MẬT\nHọ và tên\nLê Thị Ân\n".as_bytes());
    assert_eq!(
        desk.refuse(&["members", "import", &roster]),
        (5, "BM-02".to_owned())
    );
    assert_eq!(
        desk.say(&["search", "QZ"]).as_array().map(Vec::len),
        Some(0)
    );
    // Somebody may answer for it; that is written down.
    desk.say(&[&say[..], &["Gian hàng bán:\nMật", "--not-secret"]].concat());
    let audit = desk.say(&["audit"]);
    let acts: Vec<&str> = audit
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .filter_map(|line| line["act"].as_str())
        .collect();
    assert_eq!(acts, ["refuse_secret", "declare_not_secret"]);
    assert_eq!(
        desk.say(&["audit", "--since", "1/1/2199"])
            .as_array()
            .map(Vec::len),
        Some(0)
    );
}
