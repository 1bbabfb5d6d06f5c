//! Bản sao lưu that are made by themselves: how many are kept, how old they grow, where they go,
//! and what is said of them.

use std::{fs, path::Path};

use sochibo_book::{backup::looks_like_backup, domain::Member, view::BackupView};

use crate::cell::Office;

const PREFIX: &str = "so-chi-bo-";
const END: &str = ".sochibo-sao-luu";

/// The automatic backups of a folder, by the time in their names, the oldest first.
fn lying_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| {
            let time = name.strip_prefix(PREFIX)?.strip_suffix(END)?;
            Some(time.to_owned())
        })
        .collect();
    names.sort();
    names
}

/// Something new in the book, so that a backup is due.
fn change(office: &mut Office, name: &str) {
    let member: Member =
        serde_json::from_value(serde_json::json!({ "name": name, "status": "chinh_thuc" }))
            .unwrap();
    office.book.add_member(&member).unwrap();
}

/// The next automatic backup.
fn backed_up(office: &mut Office) -> BackupView {
    let job = office.book.backup_next().unwrap();
    let done = job.run(&mut |_, _| {}).unwrap();
    office.book.backed_up(&done).unwrap();
    office.book.backups().unwrap()
}

#[test]
fn as_many_as_were_asked_for_are_kept_the_newest_and_nothing_of_a_persons_own_goes() {
    let mut office = Office::empty();
    office.book.set_backups("", 4, true).unwrap();
    let folder = office.dir.path().join("sao-luu");
    fs::create_dir(&folder).unwrap();
    let own = folder.join(format!("trước đại hội{END}"));
    fs::write(&own, "của tôi").unwrap();
    for day in 1..=6 {
        office.set_clock(&format!("2026-10-0{day}T08:00"));
        change(&mut office, "Lê Thị Ân");
        let view = backed_up(&mut office);
        let last = view.last.unwrap();
        assert!(last.there && looks_like_backup(last.file.as_ref()).unwrap());
        assert_eq!(last.bytes, fs::metadata(&last.file).unwrap().len());
        assert_eq!(view.files, day.min(4));
    }
    let kept = lying_in(&folder);
    assert_eq!(kept.first().unwrap(), "2026-10-03-080000");
    assert_eq!(kept.last().unwrap(), "2026-10-06-080000");
    assert!(own.exists());
    let others = fs::read_dir(&folder).unwrap().count();
    assert_eq!(others, 5, "nothing half written is left beside them");
}

#[test]
fn what_is_older_than_a_year_goes_before_there_are_so_many_but_three_always_stay() {
    let mut office = Office::empty();
    let folder = office.dir.path().join("sao-luu");
    fs::create_dir(&folder).unwrap();
    for day in 1..=5 {
        fs::write(
            folder.join(format!("{PREFIX}2025-01-0{day}-080000{END}")),
            "",
        )
        .unwrap();
    }
    backed_up(&mut office);
    assert_eq!(
        lying_in(&folder),
        [
            "2025-01-04-080000",
            "2025-01-05-080000",
            "2026-10-01-080000"
        ]
    );
}

#[test]
fn a_stick_that_is_out_is_no_folder_to_be_made_and_the_backup_goes_beside_the_book() {
    let mut office = Office::empty();
    let stick = office.dir.path().join("USB");
    office
        .book
        .set_backups(stick.to_str().unwrap(), 10, true)
        .unwrap();
    let view = backed_up(&mut office);
    assert!(!stick.exists() && !view.folder_there && view.fault.is_some());
    assert_eq!(lying_in(&office.dir.path().join("sao-luu")).len(), 1);
    assert!(view.last.unwrap().there);
    // Plugged in again.
    fs::create_dir(&stick).unwrap();
    office.set_clock("2026-10-02T08:00");
    let view = backed_up(&mut office);
    assert!(view.folder_there && view.fault.is_none());
    assert_eq!(lying_in(&stick), ["2026-10-02-080000"]);
    // Pulled out: the last good one is known, and said to be gone.
    fs::remove_dir_all(&stick).unwrap();
    let last = office.book.backups().unwrap().last.unwrap();
    assert!(!last.there && last.file.contains("2026-10-02"));
}

#[test]
fn a_backup_is_due_once_a_day_after_a_change_and_at_once_where_its_file_is_gone() {
    let mut office = Office::empty();
    let due = |office: &Office| office.book.backup_due(false).unwrap();
    assert!(due(&office), "there is none yet");
    let view = backed_up(&mut office);
    change(&mut office, "Trần Văn Bảo");
    assert!(!due(&office), "one of today");
    assert!(office.book.backup_due(true).unwrap(), "the book is closed");
    office.set_clock("2026-10-02T08:00");
    assert!(due(&office));
    backed_up(&mut office);
    office.set_clock("2026-10-03T08:00");
    assert!(!due(&office), "nothing has changed");
    fs::remove_dir_all(office.dir.path().join("sao-luu")).unwrap();
    assert!(due(&office));
    assert!(view.auto);
    office.book.set_backups("", 10, false).unwrap();
    assert!(!due(&office), "switched off");
}

#[test]
fn a_backup_that_cannot_be_written_leaves_the_older_ones_and_is_said_until_one_succeeds() {
    let mut office = Office::empty();
    office.book.set_backups("", 1, true).unwrap();
    backed_up(&mut office);
    let folder = office.dir.path().join("sao-luu");
    office.set_clock("2026-10-02T08:00");
    // Folders where the new file would be put together: the disk refuses.
    let inside = folder.join(format!("{PREFIX}2026-10-02-080000{END}.dang-chep/x"));
    fs::create_dir_all(&inside).unwrap();
    let job = office.book.backup_next().unwrap();
    let error = job.run(&mut |_, _| {}).unwrap_err();
    office.book.backup_failed(&error.to_string()).unwrap();
    assert_eq!(lying_in(&folder), ["2026-10-01-080000"]);
    let view = office.book.backups().unwrap();
    assert!(view.fault.is_some() && view.last.unwrap().there);
    fs::remove_dir_all(inside.parent().unwrap()).unwrap();
    assert!(backed_up(&mut office).fault.is_none());
    assert_eq!(lying_in(&folder), ["2026-10-02-080000"]);
}
