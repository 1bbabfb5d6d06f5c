//! Copies of the book: whole, proved, and a book again under another name.

use std::{fs, path::Path, sync::mpsc};

use proptest::prelude::*;
use sochibo_domain::Statement;
use sochibo_journal::DeviceId;
use sochibo_store::{NewIdentity, Opener, Store, StoreError};
use uuid::Uuid;

use crate::desk::{Desk, PASSPHRASE, assert_sound, bytes_of, new_book, say};

fn identity(n: u128) -> NewIdentity {
    NewIdentity {
        device: DeviceId(Uuid::from_u128(n)),
        secret: [77; 32],
    }
}

fn restore(file: &Path, to: &Path) -> Result<Store, StoreError> {
    Store::restore(file, to, &Opener::Passphrase(PASSPHRASE), &identity(900))
}

/// A desk whose book says so many things, and a backup of it.
fn backed_up(count: u128) -> (Desk, std::path::PathBuf) {
    let desk = Desk::new(1);
    let mut store = desk.open();
    for n in 1..=count {
        say(&mut store, n, &format!("câu {n}"));
    }
    let file = desk.path().with_file_name("so.sochibo-sao-luu");
    let mut seen = Vec::new();
    let done = store
        .backup_source()
        .write(&file, &mut |at, of| seen.push((at, of)))
        .unwrap();
    assert_eq!(done.operations, store.own_chain().seq);
    assert_eq!(done.bytes, fs::metadata(&file).unwrap().len());
    assert!(seen.last().is_some_and(|(at, of)| at == of && *of > 0));
    drop(store);
    (desk, file)
}

#[test]
fn a_backup_is_a_book_again_with_another_identity() {
    let (desk, file) = backed_up(40);
    let bytes = fs::read(&file).unwrap();
    for secret in ["câu 1", PASSPHRASE, "SQLite format"] {
        assert!(
            !bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes())
        );
    }
    let to = desk.path().with_file_name("khôi phục").join("mới");
    let mut store = restore(&file, &to).unwrap();
    assert_eq!(store.read().list::<Statement>().unwrap().len(), 40);
    assert_eq!(store.device(), DeviceId(Uuid::from_u128(900)));
    assert_eq!(store.cell(), new_book(1).cell);
    // It has said one thing: that it is the same device.
    assert_eq!(store.own_chain().seq, 1);
    let device = store.device();
    assert!(store.directory().unwrap().device(device).is_some());
    say(&mut store, 500, "viết tiếp ở máy mới");
    assert_sound(&store);
    drop(store);
    // It opens like any other, by passphrase and by code, and the original goes on as it was.
    assert_eq!(Store::open(&to, PASSPHRASE).unwrap().own_chain().seq, 2);
    let store = Store::open_with_recovery(&to, &new_book(1).recovery).unwrap();
    assert_sound(&store);
    let mut original = desk.open();
    say(&mut original, 41, "máy cũ viết tiếp");
    assert_sound(&original);
    // The recovery code opens a backup, too.
    let other = desk.path().with_file_name("mới nữa");
    let code = new_book(1).recovery;
    let store = Store::restore(&file, &other, &Opener::Recovery(&code), &identity(901)).unwrap();
    assert_sound(&store);
}

#[test]
fn a_backup_made_while_writing_goes_on_is_one_moment_of_the_book() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    for n in 1..=60 {
        say(&mut store, n, &"chữ ".repeat(2000));
    }
    let source = store.backup_source();
    let file = desk.path().with_file_name("so.sochibo-sao-luu");
    let (began, wait) = mpsc::channel();
    let copying = std::thread::spawn({
        let file = file.clone();
        move || {
            source.write(&file, &mut |_, _| {
                let _ = began.send(());
            })
        }
    });
    let mut n = 1000;
    wait.recv().unwrap();
    while !copying.is_finished() {
        n += 1;
        say(&mut store, n, "trong lúc sao lưu");
    }
    let done = copying.join().unwrap().unwrap();
    assert!(done.operations >= 60 && done.operations <= store.own_chain().seq);
    let restored = restore(&file, &desk.path().with_file_name("mới")).unwrap();
    assert_sound(&restored);
    assert_eq!(
        restored.read().list::<Statement>().unwrap().len() as u64,
        done.operations
    );
    assert_sound(&store);
}

#[test]
fn a_backup_replaces_another_only_once_it_is_proved() {
    let (desk, file) = backed_up(3);
    let before = fs::read(&file).unwrap();
    let header = Store::header_path(&desk.path());
    let good = fs::read(&header).unwrap();
    let store = desk.open();
    fs::write(&header, b"{}").unwrap();
    let refused = store.backup_source().write(&file, &mut |_, _| {});
    assert!(matches!(refused, Err(StoreError::BadHeader)), "{refused:?}");
    assert_eq!(fs::read(&file).unwrap(), before);
    fs::write(&header, good).unwrap();
    store.backup_source().write(&file, &mut |_, _| {}).unwrap();
    // Nothing is left lying about.
    let beside: Vec<String> = fs::read_dir(file.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("dang-"))
        .collect();
    assert!(beside.is_empty(), "{beside:?}");
}

#[test]
fn a_file_that_is_no_whole_backup_is_refused_and_makes_no_book() {
    let (desk, file) = backed_up(5);
    let whole = fs::read(&file).unwrap();
    let bad = desk.path().with_file_name("xấu");
    let to = desk.path().with_file_name("mới");
    let refused = |bytes: &[u8]| {
        fs::write(&bad, bytes).unwrap();
        let error = restore(&bad, &to).map(|_| ()).unwrap_err();
        assert!(
            !to.exists() && !Store::header_path(&to).exists(),
            "{error:?}"
        );
        error
    };
    assert!(matches!(refused(b""), StoreError::NotABackup));
    assert!(matches!(
        refused(b"PK\x03\x04 a workbook"),
        StoreError::NotABackup
    ));
    for length in [3, 5, 20, 24, 40, whole.len() / 2, whole.len() - 1] {
        let error = refused(&whole[..length]);
        assert!(
            matches!(error, StoreError::BackupCut | StoreError::BackupDamaged),
            "{length}: {error:?}"
        );
    }
    let mut newer = whole.clone();
    newer[4] = 9;
    assert!(matches!(refused(&newer), StoreError::BackupNewer(9)));
    let mut longer = whole.clone();
    longer.push(0);
    assert!(matches!(refused(&longer), StoreError::BackupDamaged));
    fs::write(&bad, &whole).unwrap();
    let wrong = Store::restore(&bad, &to, &Opener::Passphrase("câu khác hẳn"), &identity(1));
    assert!(matches!(
        wrong.map(|_| ()),
        Err(StoreError::WrongPassphrase)
    ));
    let there = restore(&bad, &desk.path()).map(|_| ());
    assert!(matches!(there, Err(StoreError::Exists(_))));
    // After all of that, it still restores.
    assert_sound(&restore(&bad, &to).unwrap());
}

#[test]
fn every_flipped_byte_of_a_backup_is_noticed() {
    let (desk, file) = backed_up(2);
    let whole = fs::read(&file).unwrap();
    let bad = desk.path().with_file_name("xấu");
    let to = desk.path().with_file_name("mới");
    let before = bytes_of(&desk.path());
    let mut config = ProptestConfig::with_cases(200);
    config.failure_persistence = None;
    proptest!(config, |(place in any::<prop::sample::Index>(), by in 1..=255u8)| {
        let mut bytes = whole.clone();
        let at = place.index(bytes.len());
        bytes[at] ^= by;
        fs::write(&bad, bytes).unwrap();
        let refused = Store::restore(&bad, &to, &Opener::Recovery(&new_book(1).recovery), &identity(1));
        prop_assert!(refused.is_err(), "byte {}", at);
        prop_assert!(!to.exists());
    });
    assert_eq!(bytes_of(&desk.path()), before);
}

fn schema(desk: &Desk) -> i64 {
    desk.raw()
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap()
}

/// As an older program left the book: step 3 may be taken again as it is, what steps 4, 6 and 7 made
/// goes. A repaired book says everything beside its records, as books did before step 7.
fn back_to_schema_2(desk: &Desk) {
    assert!(desk.open().repair().unwrap().ok());
    let db = desk.raw();
    db.execute_batch(
        "DROP VIEW standing;
         DROP VIEW operation_on;
         DROP TABLE run;
         DROP INDEX operation_of_record;
         ALTER TABLE operation DROP COLUMN goes_on;
         ALTER TABLE record DROP COLUMN begun;
         CREATE INDEX operation_of_record ON operation (record) WHERE record IS NOT NULL;
         DROP INDEX operation_published;
         DROP INDEX record_in_conflict;
         DROP INDEX record_listed;
         ALTER TABLE record DROP COLUMN place;
         CREATE INDEX record_listed ON record (kind, parent) WHERE deleted = 0;",
    )
    .unwrap();
    db.pragma_update(None, "user_version", 2).unwrap();
}

#[test]
fn before_a_book_is_brought_to_a_newer_schema_a_copy_of_it_is_kept() {
    let (desk, _) = backed_up(3);
    let now = schema(&desk);
    back_to_schema_2(&desk);
    let copy = desk.beside(".truoc-nang-cap-2.sochibo-sao-luu");
    drop(desk.open());
    assert_eq!(schema(&desk), now);
    let mut seen = Vec::new();
    let store = Store::restore_watched(
        &copy,
        &desk.beside(".khac"),
        &Opener::Passphrase(PASSPHRASE),
        &identity(900),
        &mut |at, of| seen.push((at, of)),
    )
    .unwrap();
    assert!(seen.is_sorted() && seen.len() > 1, "{seen:?}");
    assert!(seen.last().is_some_and(|(at, of)| at == of && *of > 0));
    assert_eq!(store.read().list::<Statement>().unwrap().len(), 3);
    assert_sound(&store);
    drop(store);
    // Opened again, nothing is to be brought anywhere and no copy is made.
    fs::remove_file(&copy).unwrap();
    drop(desk.open());
    assert!(!copy.exists());
}

#[test]
fn where_no_copy_can_be_made_the_schema_stays_as_it_is() {
    let (desk, _) = backed_up(3);
    back_to_schema_2(&desk);
    // A folder where the copy would be.
    let copy = desk.beside(".truoc-nang-cap-2.sochibo-sao-luu");
    fs::create_dir(&copy).unwrap();
    assert!(desk.try_open().is_err());
    assert_eq!(schema(&desk), 2);
    fs::remove_dir(&copy).unwrap();
    assert_eq!(desk.open().read().list::<Statement>().unwrap().len(), 3);
}
