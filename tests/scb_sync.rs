//! `scb sync` as a process that stays, and where a person has to say what becomes of removals.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::time::{Duration, Instant};

use common::{
    PATIENCE,
    cell::{self, code, names, refusal},
    line::Line,
    programs::{Scb, Ward, answer},
};
use sochibo_book::{Book, SystemClock, domain::AgendaItem};

/// Runs a command whose turn comes between two exchanges of the one that watches.
fn say_between(scb: &Scb, args: &[&str]) -> serde_json::Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let output = scb.run(args);
        if output.status.success() {
            return answer(&output);
        }
        let fault: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!(fault["error"]["code"], "SO-07", "{fault}");
        assert!(Instant::now() < deadline, "the book is never free");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn held(ward: &Ward) -> u64 {
    ward.say(&["device", "list"])[0]["seq"].as_u64().unwrap()
}

fn add(scb: &Scb, name: &str) {
    say_between(
        scb,
        &["members", "add", "--name", name, "--status", "chinh_thuc"],
    );
}

/// Asks a process to end, as a service manager or Ctrl+C does.
#[cfg(unix)]
fn ask_to_end(id: u32) {
    let asked = std::process::Command::new("kill")
        .args(["-TERM", &id.to_string()])
        .status();
    assert!(asked.unwrap().success());
}

/// On Windows nobody but the console itself can send Ctrl+C to another process; there the rest of
/// the test is what counts.
#[cfg(unix)]
#[test]
fn a_watch_sends_by_itself_outlives_a_ward_that_goes_away_and_ends_cleanly_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let line = Line::lay();
    let ward = Ward::start(&folder.path().join("phuong"));
    line.lead_to(&ward.url);
    ward.cell("Khu phố 12");
    let first = cell::secretary(folder.path());
    first.say(&["enrol", "--server", &line.url(), "--code", &code(&ward)]);

    let mut watch = first.start(&["sync", "--watch", "--every", "1"]);
    until("the first exchange", || held(&ward) > 0);
    let before = held(&ward);
    add(&first, "Lê Thị Ân");
    until("what was written while it watches goes out", || {
        held(&ward) > before
    });

    // The ward goes away. The watch calls, and calls again.
    drop(ward);
    add(&first, "Trần Văn Bảo");
    let calls = line.calls();
    until("it tries again", || line.calls() >= calls + 2);
    assert!(watch.try_wait().unwrap().is_none(), "it gave up");
    let ward = Ward::start(&folder.path().join("phuong"));
    line.lead_to(&ward.url);
    until("it goes on once the ward is back", || {
        say_between(&first, &["status"])["pending"] == 0
    });

    ask_to_end(watch.id());
    let output = watch.wait_with_output().unwrap();
    let all = answer(&output);
    // An exchange that the ward's end cut short is not in the sum.
    let pushed = all["pushed"].as_u64().unwrap();
    assert!(pushed >= 2 && pushed <= held(&ward), "{all}");
    assert_eq!(first.say(&["doctor"])["ok"], true);
    assert_eq!(names(&first).len(), 2);
    assert_eq!(ward.say(&["verify"])["ok"], true);
}

#[test]
fn a_watch_ends_by_itself_only_where_a_person_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    ward.cell("Khu phố 12");
    let first = cell::secretary(folder.path());
    let nobody = refusal(&first, &["sync", "--watch", "--every", "1"]);
    assert_eq!(first.run(&["sync"]).status.code(), Some(6), "{nobody}");
    first.say(&["enrol", "--server", &ward.url, "--code", &code(&ward)]);
    first.say(&["sync"]);
    let id = first.say(&["status"])["device"]
        .as_str()
        .unwrap()
        .to_owned();
    ward.say(&["device", "revoke", &id]);
    let refused = refusal(&first, &["sync", "--watch", "--every", "1"]);
    assert_eq!(refused["code"], "DB-16");
    // A standing yes to whatever others remove is not to be had.
    let output = first.run(&["sync", "--watch", "--accept-deletes"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn removals_of_more_than_half_of_the_book_wait_until_they_are_accepted_or_refused() {
    // Together with an exchange, and by themselves.
    for (accept, answer) in [
        (true, ["sync", "--accept-deletes"].as_slice()),
        (false, &["sync", "--refuse-deletes"]),
        (true, &["conflicts", "removals", "--accept"]),
        (false, &["conflicts", "removals", "--refuse"]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let ward = Ward::start(&folder.path().join("phuong"));
        ward.cell("Khu phố 12");
        let first = cell::secretary(folder.path());
        let meeting = first.say(&[
            "meeting",
            "new",
            "--kind",
            "thuong_ky",
            "--month",
            "2026-10",
        ]);
        let items = meeting["agenda"].as_array().unwrap().len();
        first.say(&["enrol", "--server", &ward.url, "--code", &code(&ward)]);
        first.say(&["sync"]);
        let second = cell::second(folder.path(), &ward, &ward.url, &first, "bi_thu");
        first.say(&["sync"]);
        second.say(&["sync"]);

        // The other machine removes nearly the whole agenda.
        let id = meeting["id"].as_str().unwrap();
        {
            let mut book =
                Book::open(&second.book, &second.passphrase, Box::new(SystemClock)).unwrap();
            let all: Vec<_> = book.store().read().list::<AgendaItem>().unwrap();
            for row in all.iter().skip(1) {
                book.remove_item(row.id).unwrap();
            }
        }
        second.say(&["sync"]);
        let shown = |scb: &Scb| {
            let shown = scb.say(&["meeting", "show", id]);
            shown["agenda"].as_array().unwrap().len()
        };
        assert_eq!(shown(&second), 1);

        // Here nothing is removed, and every exchange says so.
        for _ in 0..2 {
            first.say(&["sync"]);
            assert_eq!(shown(&first), items);
            assert_eq!(
                first.say(&["status"])["waiting_removals"].as_u64(),
                Some(items as u64 - 1)
            );
        }
        let words = std::process::Command::new(common::programs::program("scb"))
            .arg("--book")
            .arg(&first.book)
            .arg("sync")
            .env("SCB_PASSPHRASE", &first.passphrase)
            .output()
            .unwrap();
        let words = String::from_utf8(words.stdout).unwrap();
        assert!(
            words.contains("--accept-deletes") && words.contains("--refuse-deletes"),
            "{words}"
        );

        first.say(answer);
        first.say(&["sync"]);
        second.say(&["sync"]);
        let left = if accept { 1 } else { items };
        for device in [&first, &second] {
            assert_eq!(shown(device), left, "{answer:?}");
            assert_eq!(device.say(&["status"])["waiting_removals"], 0);
            assert_eq!(device.say(&["doctor"])["ok"], true);
        }
        assert_eq!(ward.say(&["verify"])["ok"], true);
    }
}
