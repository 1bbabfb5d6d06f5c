//! Books of every schema there was, opened by this build: copies of what lies in `tests/golden`. They
//! say what they said when they were made, go on, and come back from their backups.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use common::programs::{answer, program};
use serde_json::Value;

/// When the books were made: what is overdue then stays so.
const MADE: &str = "2026-11-10T09:00:00+07:00";

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// How many migrations there are: the schema of this build.
fn schema() -> usize {
    fs::read_dir(here("crates/store/src/migrations"))
        .unwrap()
        .count()
}

/// A copy of the golden folder of one schema.
struct Golden {
    schema: usize,
    dir: tempfile::TempDir,
}

impl Golden {
    /// Of every schema there was.
    fn all() -> Vec<Self> {
        let mut all: Vec<Self> = fs::read_dir(here("tests/golden"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .map(|from| {
                let name = from.file_name().unwrap().to_str().unwrap();
                let dir = tempfile::tempdir().unwrap();
                copy(&from, dir.path());
                Self {
                    schema: name.strip_prefix("schema-").unwrap().parse().unwrap(),
                    dir,
                }
            })
            .collect();
        all.sort_by_key(|golden| golden.schema);
        assert!(!all.is_empty(), "no golden book: make golden");
        all
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    fn run(&self, book: &str, args: &[&str]) -> Output {
        Command::new(program("scb"))
            .args(["--json", "--book", &self.path(book)])
            .args(["--passphrase-file", &self.path("passphrase.txt")])
            .args(args)
            .env("SCB_NOW", MADE)
            .output()
            .unwrap()
    }

    fn say(&self, args: &[&str]) -> Value {
        answer(&self.run("chibo.sochibo", args))
    }

    fn ward(&self, args: &[&str]) -> Value {
        let output = Command::new(program("sochibo-ward"))
            .args(args)
            .args(["--json", "--data", &self.path("ward")])
            .output()
            .unwrap();
        answer(&output)
    }

    /// What the build that made it read.
    fn said(&self, what: &str) -> Value {
        let file = self.path(&format!("noi/{what}.json"));
        serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(path, to).unwrap();
        }
    }
}

/// Fails unless `now` says everything that `then` said. A later build may say more: keys may be
/// added, never renamed.
fn says_still(now: &Value, then: &Value, at: &str) {
    match (now, then) {
        (Value::Object(now), Value::Object(then)) => {
            for (key, then) in then {
                let now = now.get(key).unwrap_or(&Value::Null);
                says_still(now, then, &format!("{at}.{key}"));
            }
        }
        (Value::Array(now), Value::Array(then)) => {
            assert_eq!(now.len(), then.len(), "{at}");
            for (n, (now, then)) in now.iter().zip(then).enumerate() {
                says_still(now, then, &format!("{at}[{n}]"));
            }
        }
        _ => assert_eq!(now, then, "{at}"),
    }
}

/// Of a meeting, what was said and decided at it. What the rules make of it may be said in other
/// words by a later build.
const KEPT: [&str; 16] = [
    "id",
    "kind",
    "month",
    "rules",
    "state",
    "started_at",
    "ended_at",
    "place",
    "attendance",
    "statements",
    "conclusions",
    "votes",
    "criticism_counts",
    "version",
    "fingerprint",
    "assignments",
];

#[test]
fn a_book_of_every_schema_says_what_it_said_and_goes_on() {
    for golden in Golden::all() {
        let report = golden.say(&["doctor", "--deep"]);
        assert_eq!(report["ok"], true, "schema {}: {report}", golden.schema);
        // The outbox first: looking at a restricted entry is written down, and waits there. Its
        // summaries are words for people, which may change.
        let outbox = |lines: Value| -> Vec<[Value; 3]> {
            let lines = lines.as_array().unwrap().iter();
            lines
                .map(|line| ["seq", "kind", "published"].map(|key| line[key].clone()))
                .collect()
        };
        assert_eq!(
            outbox(golden.say(&["outbox"])),
            outbox(golden.said("outbox"))
        );
        for (what, args) in [
            ("members", &["members", "list"][..]),
            ("petitions", &["petition", "list"]),
            ("assignments", &["assignment", "list"]),
            ("criticism", &["criticism", "list"]),
        ] {
            says_still(&golden.say(args), &golden.said(what), what);
        }
        let meetings = golden.said("meetings");
        assert_eq!(meetings.as_array().unwrap().len(), 2);
        for meeting in meetings.as_array().unwrap() {
            let id = meeting["id"].as_str().unwrap();
            let (now, then) = (
                golden.say(&["meeting", "show", id]),
                golden.said(&format!("meeting-{id}")),
            );
            assert_eq!(now["state"], "da_thong_qua");
            assert!(then["fingerprint"].as_str().unwrap().len() >= 14, "{then}");
            for key in KEPT {
                says_still(&now[key], &then[key], &format!("meeting.{key}"));
            }
            assert_eq!(now["score"]["total"], then["score"]["total"]);
            assert_eq!(now["score"]["band"], then["score"]["band"]);
        }
        assert!(
            !golden
                .say(&["search", "den", "duong"])
                .as_array()
                .unwrap()
                .is_empty()
        );

        // Brought to a newer schema, the book as it was lies beside it.
        let before = golden.path(&format!(
            "chibo.sochibo.truoc-nang-cap-{}.sochibo-sao-luu",
            golden.schema
        ));
        assert_eq!(Path::new(&before).exists(), golden.schema < schema());

        // It goes on: a change, its history, its repair.
        let id = golden.say(&["petition", "add", "--text", "Câu của bản sau"])["id"].clone();
        let history = golden.say(&["history", id.as_str().unwrap()]);
        assert_eq!(history.as_array().unwrap().len(), 1);
        assert_eq!(golden.say(&["repair"])["ok"], true);
        assert_eq!(golden.say(&["doctor", "--deep"])["ok"], true);
        println!(
            "golden: the book of schema {} is read by schema {}",
            golden.schema,
            schema()
        );
    }
}

#[test]
fn a_backup_of_every_schema_is_restored_by_passphrase_and_by_code() {
    for golden in Golden::all() {
        let backup = golden.path("ban.sochibo-sao-luu");
        let code = golden.path("recovery-code.txt");
        for (book, by) in [
            ("mot.sochibo", &[][..]),
            ("hai.sochibo", &["--recovery-code-file", &code]),
        ] {
            let restore = [&["restore", &backup][..], by].concat();
            let restored = answer(&golden.run(book, &restore));
            assert!(restored["device"].is_string());
            let say = |args: &[&str]| answer(&golden.run(book, args));
            assert_eq!(say(&["doctor", "--deep"])["ok"], true);
            says_still(
                &say(&["members", "list"]),
                &golden.said("members"),
                "members",
            );
            for meeting in golden.said("meetings").as_array().unwrap() {
                let id = meeting["id"].as_str().unwrap();
                let then = golden.said(&format!("meeting-{id}"));
                let now = say(&["meeting", "show", id]);
                assert_eq!(now["fingerprint"], then["fingerprint"]);
            }
        }
    }
}

#[test]
fn a_ward_of_every_schema_takes_a_stick_of_then_and_its_receipt_comes_home() {
    for golden in Golden::all() {
        says_still(&golden.ward(&["verify"]), &golden.said("ward"), "ward");
        let (out, home) = (golden.path("di.sochibo-usb"), golden.path("ve.sochibo-usb"));
        let taken = golden.ward(&["import", &out]);
        let waiting = golden.said("stick")["operations"].clone();
        assert_eq!(taken["new"], waiting);
        let orgs = golden.ward(&["org", "list"]);
        let orgs = orgs.as_array().unwrap();
        let cell = orgs.iter().find(|org| org["kind"] == "chi_bo").unwrap();
        golden.ward(&["export", cell["id"].as_str().unwrap(), &home]);
        // The receipt names the end of the chain that the ward holds: both have the same history.
        let read = golden.say(&["sync", "--from-file", &home]);
        assert_eq!(read["acknowledged"], waiting);
        assert_eq!(golden.say(&["status"])["pending"], 0);
        assert_eq!(golden.ward(&["verify"])["ok"], true);
        assert_eq!(golden.say(&["doctor"])["ok"], true);
    }
}
