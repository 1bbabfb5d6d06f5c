//! Making, opening, and every way in which a book may not open.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use sochibo_domain::{Explain, Statement};
use sochibo_store::{KeyHeader, Store, StoreError};

use crate::desk::{Desk, PASSPHRASE, assert_sound, bytes_of, new_book, say};

#[test]
fn a_new_book_opens_by_its_passphrase_and_by_its_recovery_code() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("thư mục mới").join("chibo.sochibo");
    let mut store = Store::create(&path, PASSPHRASE, &new_book(1)).unwrap();
    say(&mut store, 1, "câu đầu");
    drop(store);
    let store = Store::open(&path, PASSPHRASE).unwrap();
    assert_eq!(
        store.read().list::<Statement>().unwrap()[0].entity.text,
        "câu đầu"
    );
    assert_eq!(store.device(), new_book(1).device);
    drop(store);
    let store = Store::open_with_recovery(&path, &new_book(1).recovery).unwrap();
    assert_sound(&store);
    drop(store);
    // Nothing of it lies there in the open.
    let (book, header) = bytes_of(&path);
    for secret in ["câu đầu", PASSPHRASE, "SQLite format"] {
        assert!(
            !holds(&book, secret.as_bytes()) && !holds(&header, secret.as_bytes()),
            "{secret}"
        );
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_wrong_passphrase_or_recovery_code_leaves_the_book_as_it_is() {
    let desk = Desk::new(1);
    let before = bytes_of(&desk.path());
    let error = Store::open(&desk.path(), "Mùa xuân năm kia").unwrap_err();
    assert!(matches!(error, StoreError::WrongPassphrase), "{error:?}");
    let error = Store::open_with_recovery(&desk.path(), &[0; 16]).unwrap_err();
    assert!(matches!(error, StoreError::WrongRecoveryCode), "{error:?}");
    assert_eq!(bytes_of(&desk.path()), before);
    assert_sound(&desk.open());
}

#[test]
fn the_passphrase_of_another_book_opens_nothing() {
    let (one, other) = (Desk::new(1), Desk::new(2));
    let header = fs::read(Store::header_path(&other.path())).unwrap();
    fs::write(Store::header_path(&one.path()), header).unwrap();
    let before = bytes_of(&one.path());
    let error = Store::open(&one.path(), PASSPHRASE).unwrap_err();
    assert!(matches!(error, StoreError::Damaged(_)), "{error:?}");
    assert_eq!(bytes_of(&one.path()), before);
}

#[test]
fn a_book_is_never_made_over_another() {
    let desk = Desk::new(1);
    let before = bytes_of(&desk.path());
    let error = Store::create(&desk.path(), "mật khẩu khác", &new_book(2)).unwrap_err();
    assert!(matches!(error, StoreError::Exists(_)), "{error:?}");
    assert_eq!(bytes_of(&desk.path()), before);
}

#[test]
fn the_key_of_a_book_that_was_moved_away_is_kept_when_a_new_one_is_made() {
    let desk = Desk::new(1);
    let (book, key) = bytes_of(&desk.path());
    let elsewhere = desk.beside("-o-noi-khac");
    fs::rename(desk.path(), &elsewhere).unwrap();
    drop(Store::create(&desk.path(), PASSPHRASE, &new_book(2)).unwrap());
    assert_eq!(fs::read(desk.beside(".key.old-1")).unwrap(), key);
    // With it the old book opens where it lies now.
    fs::copy(desk.beside(".key.old-1"), Store::header_path(&elsewhere)).unwrap();
    assert_eq!(fs::read(&elsewhere).unwrap(), book);
    drop(Store::open_with_recovery(&elsewhere, &new_book(1).recovery).unwrap());
}

#[test]
fn what_a_broken_off_making_left_is_no_hindrance() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book");
    fs::write(dir.path().join("book.new"), b"half a book").unwrap();
    fs::write(dir.path().join("book.new-wal"), b"half a log").unwrap();
    drop(Store::create(&path, PASSPHRASE, &new_book(1)).unwrap());
    assert!(!dir.path().join("book.new").exists());
    assert_sound(&Store::open_with_recovery(&path, &new_book(1).recovery).unwrap());
}

#[test]
fn where_there_is_no_book_none_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book");
    let error = Store::open(&path, PASSPHRASE).unwrap_err();
    assert!(matches!(error, StoreError::NoBook(_)), "{error:?}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_key_header_that_is_missing_or_no_header_is_told_apart() {
    let desk = Desk::new(1);
    let header = Store::header_path(&desk.path());
    let sound = fs::read_to_string(&header).unwrap();
    let bad = [
        String::new(),
        "rác".to_owned(),
        "{}".to_owned(),
        sound[..sound.len() / 2].to_owned(),
        sound.replace("sochibo-key", "other-key"),
        sound.replace("\"version\": 1", "\"version\": 2"),
        sound.replace("\"by_recovery\": \"", "\"by_recovery\": \"zz"),
        sound.replace("\"passes\": 3", "\"passes\": 3, \"more\": 1"),
    ];
    for text in bad {
        assert_ne!(text, sound);
        fs::write(&header, &text).unwrap();
        let error = desk.try_open().unwrap_err();
        assert!(matches!(error, StoreError::BadHeader), "{text}: {error:?}");
    }
    fs::remove_file(&header).unwrap();
    assert!(matches!(desk.try_open(), Err(StoreError::NoHeader(_))));
    fs::write(&header, sound).unwrap();
    assert_sound(&desk.open());
}

#[test]
fn a_key_header_that_asks_for_too_much_is_refused_at_once_and_the_recovery_code_still_opens() {
    let desk = Desk::new(1);
    let header = Store::header_path(&desk.path());
    let sound = fs::read_to_string(&header).unwrap();
    let asking = |memory_kib: u32, passes: u32| {
        let asks = sound
            .replace(
                "\"memory_kib\": 65536",
                &format!("\"memory_kib\": {memory_kib}"),
            )
            .replace("\"passes\": 3", &format!("\"passes\": {passes}"));
        fs::write(&header, asks).unwrap();
        let asked = std::time::Instant::now();
        (Store::open(&desk.path(), PASSPHRASE), asked.elapsed())
    };
    for (memory_kib, passes, mib) in [
        (256 * 1024 + 1, 1, 257),
        (u32::MAX, u32::MAX, 4_194_304),
        (8, 17, 1),
        (256 * 1024, 5, 256),
        (64 * 1024, 17, 64),
    ] {
        let (opened, took) = asking(memory_kib, passes);
        let refused = opened.unwrap_err();
        assert!(
            matches!(refused, StoreError::GreedyHeader { mib: said, passes: asked }
                if (said, asked) == (mib, passes)),
            "{memory_kib} {passes}: {refused:?}"
        );
        // Nothing is computed before the refusal.
        assert!(took < std::time::Duration::from_millis(200), "{took:?}");
        drop(Store::open_with_recovery(&desk.path(), &new_book(1).recovery).unwrap());
    }
    // The most that it may ask is computed: another key, so the passphrase does not fit.
    let (opened, _) = asking(64 * 1024, 16);
    assert!(
        matches!(opened, Err(StoreError::WrongPassphrase)),
        "{opened:?}"
    );
    fs::write(&header, sound).unwrap();
    assert_sound(&desk.open());
}

#[test]
fn every_flipped_character_of_a_key_header_fails_or_opens_the_same_book() {
    let desk = Desk::new(1);
    let path = Store::header_path(&desk.path());
    let sound = fs::read(&path).unwrap();
    for at in 0..sound.len() {
        let mut bytes = sound.clone();
        bytes[at] ^= 1;
        fs::write(&path, bytes).unwrap();
        // What belongs to the passphrase does not concern the recovery code.
        if let Ok(header) = KeyHeader::read(&path) {
            match header.unwrap_recovery(&new_book(1).recovery) {
                Ok(key) => assert_eq!(*key, new_book(1).book_key),
                Err(error) => {
                    assert!(
                        matches!(error, StoreError::WrongRecoveryCode | StoreError::BadHeader),
                        "{at}: {error:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_second_opening_in_the_same_program_finds_it_in_use() {
    let desk = Desk::new(1);
    let store = desk.open();
    assert!(matches!(desk.try_open(), Err(StoreError::InUse)));
    drop(store);
    drop(desk.open());
}

const HOLD: &str = "SOCHIBO_TEST_HOLD";

/// Not a test by itself: the other program of the next test.
#[test]
fn the_other_program() {
    let Ok(path) = std::env::var(HOLD) else {
        return;
    };
    let store = Store::open_with_recovery(path.as_ref(), &new_book(1).recovery).unwrap();
    println!("\nholding");
    std::io::stdout().flush().unwrap();
    // Until the parent closes the pipe, or kills.
    let _ = std::io::stdin().read_line(&mut String::new());
    drop(store);
}

#[test]
fn a_book_that_another_program_has_open_is_in_use_until_that_ends_however_it_ends() {
    let desk = Desk::new(1);
    let mut other = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "life::the_other_program", "--nocapture"])
        .env(HOLD, desk.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(other.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "holding"));
    assert!(matches!(desk.try_open(), Err(StoreError::InUse)));
    other.kill().unwrap();
    other.wait().unwrap();
    assert_sound(&desk.open());
}

#[test]
fn a_book_of_a_later_version_is_left_as_it_is() {
    let desk = Desk::new(1);
    let raw = desk.raw();
    raw.pragma_update(None, "user_version", 99).unwrap();
    raw.close().unwrap();
    let before = bytes_of(&desk.path());
    let error = desk.try_open().unwrap_err();
    assert!(
        matches!(error, StoreError::Newer { found: 99, .. }),
        "{error:?}"
    );
    assert_eq!(error.code(), "SO-08");
    assert_eq!(bytes_of(&desk.path()), before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_not_be_written_is_told_as_such() {
    use std::os::unix::fs::PermissionsExt;

    // Nobody may make files there, root included.
    if fs::metadata("/sys/kernel").is_ok() {
        let error =
            Store::create("/sys/kernel/book".as_ref(), PASSPHRASE, &new_book(1)).unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly), "{error:?}");
    }
    // A folder without the right to write, which root does not need.
    let dir = tempfile::tempdir().unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(dir.path().join("probe"), b"").is_err() {
        let error = Store::create(&dir.path().join("book"), PASSPHRASE, &new_book(1)).unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly), "{error:?}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_path_below_a_file_is_an_error_and_makes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, b"text").unwrap();
    assert!(Store::create(&file.join("book"), PASSPHRASE, &new_book(1)).is_err());
    assert!(matches!(
        Store::open(&file.join("book"), PASSPHRASE),
        Err(StoreError::NoBook(_))
    ));
    assert_eq!(fs::read(&file).unwrap(), b"text");
}
