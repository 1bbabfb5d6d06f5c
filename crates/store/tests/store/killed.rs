//! `kill -9` at any moment: what was shown as saved is on the disk.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use sochibo_domain::Statement;
use sochibo_store::{Draft, Store};

use crate::desk::{Desk, NOW, assert_sound, new_book, say};

const WRITE: &str = "SOCHIBO_TEST_WRITE";

/// Not a test by itself: the program that is killed. It says each number that it was told is on
/// the disk.
#[test]
fn the_writer() {
    let Ok(path) = std::env::var(WRITE) else {
        return;
    };
    let mut store = Store::open_with_recovery(path.as_ref(), &new_book(1).recovery).unwrap();
    let mut out = std::io::stdout();
    println!();
    for n in store.own_chain().seq + 1.. {
        let draft = Draft {
            slot: "say/x".to_owned(),
            value: n.to_string(),
            saved_at: NOW,
        };
        store.save_draft(&draft).unwrap();
        writeln!(out, "draft {n}").unwrap();
        say(&mut store, n.into(), &format!("câu {n}"));
        writeln!(out, "said {n}").unwrap();
    }
}

/// The number in a line of the writer.
fn number(line: &str, what: &str) -> Option<u64> {
    line.strip_prefix(what)?.trim().parse().ok()
}

#[test]
fn everything_that_was_acknowledged_survives_a_kill() {
    let desk = Desk::new(1);
    let (mut said, mut typed) = (0, 0);
    for round in 0..10_usize {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::the_writer", "--nocapture"])
            .env(WRITE, desk.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        let mut note = |line: &str| {
            said = number(line, "said ").unwrap_or(said);
            typed = number(line, "draft ").unwrap_or(typed);
        };
        // After so many words, wherever the writer is by then.
        for line in lines.by_ref().take(3 + round * 7) {
            note(&line.unwrap());
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        // What it had said before it fell, it had said.
        for line in lines.map_while(Result::ok) {
            note(&line);
        }

        let store = desk.open();
        assert_sound(&store);
        let kept = store.read().list::<Statement>().unwrap();
        assert!(
            kept.len() as u64 >= said,
            "round {round}: {} of {said}",
            kept.len()
        );
        for (row, n) in kept.iter().zip(1_u64..) {
            assert_eq!(row.entity.text, format!("câu {n}"));
        }
        assert_eq!(store.own_chain().seq, kept.len() as u64);
        let draft = store
            .drafts("say/x")
            .unwrap()
            .pop()
            .map_or(0, |draft| draft.value.parse().unwrap());
        assert!(draft >= typed, "round {round}: draft {draft} of {typed}");
    }
    assert!(said > 20, "{said}");
}
