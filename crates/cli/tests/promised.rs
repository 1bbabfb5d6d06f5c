//! The command line that was promised: every command with its flags is there, every command that
//! is there stands in `docs/cli.md`, and each exit code means what it says.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use common::{Desk, text};

/// Commands and flags as they were agreed before the first line was written. Lines may be added;
/// none is ever taken away or renamed.
const PROMISED: &[(&str, &[&str])] = &[
    ("", &["--book", "--passphrase-file", "--json"]),
    (
        "init",
        &["--cell", "--cell-type", "--ward", "--recovery-out"],
    ),
    ("members import", &["--dry-run"]),
    ("members list", &["--status"]),
    (
        "members add",
        &[
            "--name",
            "--status",
            "--birth",
            "--joined",
            "--official",
            "--phone",
        ],
    ),
    ("members set", &["--name", "--status", "--birth", "--phone"]),
    ("meeting new", &["--kind", "--month", "--at", "--place"]),
    ("meeting list", &[]),
    ("meeting show", &[]),
    ("agenda add", &[]),
    ("agenda move", &[]),
    ("agenda set", &[]),
    ("agenda remove", &[]),
    ("meeting start", &["--at"]),
    ("meeting end", &["--at"]),
    ("attend", &["--member", "--status", "--reason", "--all"]),
    ("say", &["--item", "--member", "--text"]),
    ("conclude", &["--item", "--text"]),
    (
        "vote",
        &[
            "--item",
            "--kind",
            "--for",
            "--against",
            "--abstain",
            "--secret",
        ],
    ),
    (
        "criticism add",
        &["--member", "--kind", "--text", "--by", "--visibility"],
    ),
    ("criticism list", &[]),
    (
        "assignment add",
        &["--member", "--title", "--due", "--meeting"],
    ),
    ("assignment set", &["--state", "--result"]),
    ("assignment list", &["--overdue"]),
    ("petition add", &[]),
    ("petition list", &[]),
    ("score", &["--set", "--reason"]),
    ("meeting adopt", &[]),
    ("meeting amend", &["--reason"]),
    ("export", &["--paper", "--format", "-o"]),
    ("search", &["--limit"]),
    ("enrol", &["--server", "--code"]),
    ("device list", &[]),
    ("device approve", &[]),
    ("device revoke", &[]),
    ("outbox", &[]),
    ("sync", &["--watch", "--to-file", "--from-file"]),
    ("status", &[]),
    ("doctor", &["--deep"]),
    ("repair", &[]),
    ("backup", &[]),
    ("restore", &["--book"]),
    (
        "recover",
        &["--server", "--code", "--recovery-code-file", "--book"],
    ),
    ("history", &[]),
    ("audit", &["--since"]),
    ("demo", &[]),
];

/// Values that flags were promised to take.
const VALUES: &[(&str, &[&str])] = &[
    ("init", &["khu_pho"]),
    (
        "members add",
        &["chinh_thuc", "du_bi", "mien_sinh_hoat", "tam_den", "tam_di"],
    ),
    (
        "meeting new",
        &["thuong_ky", "chuyen_de", "ket_hop", "chi_uy", "bat_thuong"],
    ),
    ("attend", &["present", "late", "excused", "unexcused"]),
    ("vote", &["thuong", "ket_nap", "cong_nhan"]),
    (
        "criticism add",
        &[
            "tu_phe_binh",
            "phe_binh",
            "gop_y",
            "bieu_duong",
            "nhac_nho",
            "noi_bo",
            "chi_uy",
            "bi_thu",
        ],
    ),
    ("assignment set", &["moi", "dang_lam", "xong", "tre", "huy"]),
    (
        "export",
        &[
            "bien_ban",
            "nghi_quyet",
            "ket_luan",
            "chuong_trinh",
            "giay_moi",
            "phieu_cham_diem",
            "docx",
            "pdf",
        ],
    ),
];

/// The help page of a command, which must be there.
fn help(command: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_scb"))
        .args(command.split_whitespace())
        .arg("--help")
        .output()
        .unwrap();
    assert!(output.status.success(), "scb {command} is not there");
    String::from_utf8(output.stdout).unwrap()
}

fn names(help: &str, word: &str) -> bool {
    help.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .any(|found| found == word)
}

#[test]
fn every_command_that_was_promised_is_there_with_its_flags() {
    for (command, flags) in PROMISED {
        let page = help(command);
        for flag in *flags {
            assert!(names(&page, flag), "scb {command} has no {flag}:\n{page}");
        }
    }
    for (command, values) in VALUES {
        let page = help(command);
        for value in *values {
            assert!(
                names(&page, value),
                "scb {command} takes no {value}:\n{page}"
            );
        }
    }
}

/// Commands of a help page: what stands first in the indented lines below “Lệnh”.
fn commands_of(page: &str) -> Vec<String> {
    page.lines()
        .skip_while(|line| !line.starts_with("Lệnh"))
        .skip(1)
        .take_while(|line| line.starts_with("  ") || line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| {
            word.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        })
        .filter(|word| *word != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_that_is_there_is_documented_and_every_documented_one_is_there() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cli.md");
    let page = fs::read_to_string(page).unwrap();
    let table = page
        .split("## `scb`")
        .nth(1)
        .unwrap()
        .split("\nCodes:")
        .next()
        .unwrap();
    let written: BTreeSet<String> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .flat_map(|line| {
            let cell = line.split(" |").next().unwrap_or_default().to_owned();
            cell.split('`').map(str::to_owned).collect::<Vec<_>>()
        })
        .map(|said| {
            let words: Vec<&str> = said
                .split_whitespace()
                .take_while(|word| {
                    word.len() > 1
                        && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
                        && !word.starts_with('-')
                })
                .take(2)
                .collect();
            words.join(" ")
        })
        .filter(|command| !command.is_empty())
        .collect();

    let mut there = BTreeSet::new();
    let first = commands_of(&help(""));
    assert!(first.len() > 25, "{first:?}");
    for command in first {
        let under = commands_of(&help(&command));
        // `vote` is a command by itself and has one below it.
        if under.is_empty() || command == "vote" {
            there.insert(command.clone());
        }
        there.extend(under.iter().map(|word| format!("{command} {word}")));
    }
    let unsaid: Vec<_> = there.difference(&written).collect();
    assert!(unsaid.is_empty(), "not in docs/cli.md: {unsaid:?}");
    let missing: Vec<_> = written.difference(&there).collect();
    assert!(missing.is_empty(), "only in docs/cli.md: {missing:?}");
}

#[test]
fn each_exit_code_is_what_was_promised() {
    let (desk, id) = Desk::in_session();
    desk.say(&["members", "list"]);
    assert_eq!(desk.refuse(&["members", "list", "--cham"]).0, 2);
    assert_eq!(desk.refuse(&["meeting", "show", "ffff"]).0, 3);
    let wrong = desk
        .command(&["members", "list"])
        .env("SCB_PASSPHRASE", "sai mật khẩu rồi")
        .output()
        .unwrap();
    assert_eq!(common::refusal(&wrong).0, 4);
    assert_eq!(desk.refuse(&["meeting", "adopt", &id]).0, 5);
    assert_eq!(desk.refuse(&["sync"]).0, 6);
    // A folder in the place of the file that is to be written.
    assert_eq!(
        desk.refuse(&["backup", &desk.dir.path().display().to_string()])
            .0,
        1
    );
    let whole = fs::read(&desk.book).unwrap();
    fs::write(&desk.book, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(desk.refuse(&["members", "list"]).0, 7);
    fs::write(&desk.book, whole).unwrap();
    assert_eq!(
        text(&desk.say(&["meeting", "show", &id])["state"]),
        "dang_hop"
    );
}
