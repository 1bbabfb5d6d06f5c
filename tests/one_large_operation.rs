//! One operation far larger than a batch, with real processes over real TLS: it goes alone, holds up
//! nothing that was written behind it, and comes whole to the other machine. What is larger than any
//! operation may be is refused by the book itself, in a sentence, before it is written: no device has
//! anything that the ward would have to refuse for its size.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use common::{
    pair::Pair,
    programs::{Scb, Ward, answer, program},
};
use serde_json::Value;
use sochibo_journal::MAX_BODY;
use sochibo_store::Store;

const MIB: usize = 1 << 20;

/// Puts down a petition whose text comes through a pipe: no command line is that long.
fn petition(scb: &Scb, text: &str) -> Output {
    let mut child = Command::new(program("scb"))
        .arg("--book")
        .arg(&scb.book)
        .args(["--json", "petition", "add", "--text", "-"])
        .env("SCB_PASSPHRASE", &scb.passphrase)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut typed = child.stdin.take().unwrap();
    typed.write_all(text.as_bytes()).unwrap();
    drop(typed);
    child.wait_with_output().unwrap()
}

/// So many bytes of sentences, none like the one before.
fn long(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes);
    for n in 0_u64.. {
        let line = format!(
            "{n}: sửa đèn hẻm {:x}. ",
            n.wrapping_mul(0x9E37_79B9_7F4A_7C15)
        );
        if text.len() + line.len() > bytes {
            break;
        }
        text.push_str(&line);
    }
    text.extend(std::iter::repeat_n('.', bytes - text.len()));
    text
}

/// The texts of a book's petitions, in order.
fn petitions(scb: &Scb) -> Vec<String> {
    let listed = scb.say(&["petition", "list"]);
    let texts = listed.as_array().unwrap().iter();
    let mut texts: Vec<String> = texts
        .map(|line| line["text"].as_str().unwrap().to_owned())
        .collect();
    texts.sort_by_key(String::len);
    texts
}

/// How large the largest operation of a book is, as it crosses.
fn largest(scb: &Scb) -> usize {
    let store = Store::open(&scb.book, &scb.passphrase).unwrap();
    let own = store.envelopes_of_after(store.device(), 0, usize::MAX, usize::MAX);
    let sizes = own.unwrap().into_iter().map(|one| one.encoded_len());
    sizes.max().unwrap()
}

#[test]
fn one_of_twenty_mebibytes_crosses_between_two_small_ones() {
    let bytes = 20 * MIB;
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let Pair { first, second } =
        Pair::of(folder.path(), &ward, &ward.url, &["Trần Thị Bình"], |_| ());
    let text = long(bytes);
    for text in ["Trước", &text, "Ngay sau"] {
        answer(&petition(&first, text));
    }
    assert!(largest(&first) >= bytes);
    assert_eq!(first.say(&["sync"])["pushed"], 3);
    assert_eq!(first.say(&["status"])["pending"], 0);
    assert_eq!(second.say(&["sync"])["pulled"], 3);
    let came = petitions(&second);
    assert_eq!(came.len(), 3);
    assert!(came[2] == text, "{} of {bytes} bytes", came[2].len());
    for scb in [&first, &second] {
        assert_eq!(scb.say(&["sync"])["pushed"], 0);
        assert_eq!(scb.say(&["doctor"])["ok"], true);
    }
    assert_eq!(ward.say(&["verify"])["ok"], true);
}

#[test]
fn a_larger_one_is_refused_before_it_is_written_and_what_is_written_after_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let scb = common::meeting::book_of(&folder.path().join("chibo.sochibo"), &["Võ Thị Út"]);
    let code = ward.cell("Khu phố 12");
    scb.say(&["enrol", "--server", &ward.url, "--code", &code]);
    scb.say(&["sync"]);
    let refused = petition(&scb, &long(MAX_BODY));
    let complaint = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(2), "{complaint}");
    let error = serde_json::from_str::<Value>(&complaint).unwrap()["error"].clone();
    assert_eq!(error["code"], "SO-14");
    let sentence = error["message"].as_str().unwrap();
    assert!(sentence.contains("quá dài"), "{sentence}");
    assert!(sentence.contains("chưa ghi vào sổ"), "{sentence}");
    assert_eq!(scb.say(&["status"])["pending"], 0);
    answer(&petition(&scb, "Sửa đèn đầu hẻm."));
    assert_eq!(scb.say(&["sync"])["pushed"], 1);
    assert_eq!(petitions(&scb), ["Sửa đèn đầu hẻm."]);
    assert_eq!(ward.say(&["verify"])["ok"], true);
}
