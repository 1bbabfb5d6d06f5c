//! `doctor` sees what is wrong with the tables, and a repair builds them anew.

use sochibo_domain::{Member, Statement};
use sochibo_store::{Check, Store};
use uuid::Uuid;

use crate::desk::{Desk, assert_sound, member, put, say};

fn filled() -> Desk {
    let desk = Desk::new(1);
    let mut store = desk.open();
    // Ids that don't come in the order of writing: lists follow the writing.
    for (n, text) in [(9, "trước"), (2, "giữa"), (5, "sau")] {
        say(&mut store, n, text);
    }
    put(&mut store, |gate| {
        gate.put::<Member>(Uuid::from_u128(1).into(), &member("Đặng Thị Ánh"))
    });
    desk
}

fn wrong(store: &Store) -> Vec<&'static str> {
    let report = store.check(true).unwrap();
    report
        .checks
        .iter()
        .filter(|check| !check.ok)
        .map(|Check { name, .. }| *name)
        .collect()
}

fn said(store: &Store) -> Vec<String> {
    store
        .read()
        .list::<Statement>()
        .unwrap()
        .into_iter()
        .map(|row| row.entity.text)
        .collect()
}

#[test]
fn a_book_that_nobody_touched_is_sound() {
    let store = filled().open();
    assert_eq!(wrong(&store), Vec::<&str>::new());
    let names: Vec<&str> = store
        .check(false)
        .unwrap()
        .checks
        .iter()
        .map(|check| check.name)
        .collect();
    assert_eq!(
        names,
        ["file", "chain", "fold", "search", "devices", "quarantine"]
    );
}

#[test]
fn a_repair_changes_nothing_that_was_right_not_even_the_order() {
    let mut store = filled().open();
    assert_eq!(said(&store), ["trước", "giữa", "sau"]);
    assert!(store.repair().unwrap().ok());
    assert_eq!(said(&store), ["trước", "giữa", "sau"]);
    assert_sound(&store);
}

#[test]
fn tables_that_were_tampered_with_are_noticed_and_mended() {
    let cases = [
        ("DELETE FROM record WHERE kind = 'member'", "fold"),
        (
            "UPDATE record SET deleted = 1 WHERE kind = 'member'",
            "fold",
        ),
        ("UPDATE record SET parent = NULL", "fold"),
        (
            "UPDATE record SET state = replace(state, 'giữa', 'khác')",
            "fold",
        ),
        (
            "UPDATE record SET state = 'không phải JSON' WHERE kind = 'member'",
            "fold",
        ),
        (
            "INSERT INTO record (id, kind, deleted, state) VALUES (zeroblob(16), 'member', 0, '{\"fields\":{}}')",
            "fold",
        ),
        ("DELETE FROM search WHERE no = 2", "search"),
        ("UPDATE search SET folded = 'x'", "search"),
    ];
    for (tampering, noticed_by) in cases {
        let desk = filled();
        // Which writes the words of all that is there.
        assert!(desk.open().repair().unwrap().ok());
        desk.raw().execute_batch(tampering).unwrap();
        let mut store = desk.open();
        assert!(wrong(&store).contains(&noticed_by), "{tampering}");
        assert!(store.repair().unwrap().ok(), "{tampering}");
        assert_sound(&store);
        assert_eq!(said(&store), ["trước", "giữa", "sau"], "{tampering}");
        assert_eq!(
            store.read().search("anh", 9).unwrap().len(),
            1,
            "{tampering}"
        );
    }
}

#[test]
fn where_operations_lie_and_what_begins_with_them_is_proved_and_found_again() {
    for (tampering, noticed_by) in [
        ("INSERT INTO run SELECT 2, device, 2 FROM run", "chain"),
        ("UPDATE operation SET goes_on = 1", "chain"),
        ("UPDATE record SET begun = NULL", "fold"),
        ("UPDATE record SET begun = begun % 3 + 1", "fold"),
        ("UPDATE record SET state = '{}'", "fold"),
    ] {
        let desk = filled();
        desk.raw().execute_batch(tampering).unwrap();
        let mut store = desk.open();
        assert!(wrong(&store).contains(&noticed_by), "{tampering}");
        assert!(store.repair().unwrap().ok(), "{tampering}");
        assert_sound(&store);
        assert_eq!(said(&store), ["trước", "giữa", "sau"], "{tampering}");
        say(&mut store, 77, "câu sau khi sửa sổ");
        assert_sound(&store);
    }
}

#[test]
fn a_book_that_would_go_on_with_a_wrong_number_finds_its_place_when_it_is_opened() {
    for tampering in ["DELETE FROM run", "UPDATE run SET seq = seq + 1"] {
        let desk = filled();
        let end = desk.open().own_chain();
        desk.raw().execute_batch(tampering).unwrap();
        let mut store = desk.open();
        assert_eq!(store.own_chain(), end, "{tampering}");
        say(&mut store, 77, "câu tiếp theo");
        assert_sound(&store);
    }
}

#[test]
fn operations_that_were_tampered_with_are_noticed() {
    let cases = [
        "DELETE FROM operation WHERE seq = 2",
        "UPDATE operation SET body = zeroblob(40) WHERE seq = 2",
        "UPDATE operation SET header = (SELECT header FROM operation WHERE seq = 1) WHERE seq = 2",
        "UPDATE operation SET state = 3 WHERE seq = 2",
    ];
    for tampering in cases {
        let desk = filled();
        desk.raw().execute_batch(tampering).unwrap();
        assert!(!wrong(&desk.open()).is_empty(), "{tampering}");
    }
}
