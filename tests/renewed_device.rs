//! A book that is restored goes on under a new name: it keeps its role, the old name can be taken
//! out, and a name that is out lets no other in. All real processes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use common::{
    cell::{self, add, code, names, refusal, scb},
    programs::{Scb, Ward},
};
use serde_json::Value;

fn own(scb: &Scb) -> String {
    scb.say(&["status"])["device"].as_str().unwrap().to_owned()
}

/// The role of a device, as another one lists it, and whether it is out.
fn line(scb: &Scb, id: &str) -> Value {
    let listed = scb.say(&["device", "list"])["devices"].clone();
    let found = listed.as_array().unwrap().iter().find(|it| it["id"] == id);
    found.unwrap_or_else(|| panic!("{id}: {listed}")).clone()
}

#[test]
fn a_restored_book_keeps_its_role_takes_its_old_name_out_and_a_name_that_is_out_stays_out() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("ward"));
    ward.cell("Khu phố 12");
    let first = cell::secretary(folder.path());
    add(&first, "Đặng Quốc Bảo");
    first.say(&["enrol", "--server", &ward.url, "--code", &code(&ward)]);
    first.say(&["sync"]);
    let second = cell::second(folder.path(), &ward, &ward.url, &first, "chi_uy");
    let old = own(&first);
    let away = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (of_first, of_second) = (away("mot.sochibo-sao-luu"), away("hai.sochibo-sao-luu"));
    first.say(&["backup", &of_first]);
    second.say(&["backup", &of_second]);
    // Sent after the backup: it comes back from the ward.
    add(&first, "Võ Thị Út");
    first.say(&["sync"]);

    let restored = scb(folder.path(), "may-moi.sochibo", &first.passphrase);
    restored.say(&["restore", &of_first]);
    let new = own(&restored);
    assert_ne!(new, old);
    restored.say(&["sync"]);
    restored.say(&["sync"]);
    second.say(&["sync"]);
    assert_eq!(names(&restored).len(), 2);
    for book in [&restored, &second] {
        assert_eq!(line(book, &new)["role"], "bi_thu");
        assert_eq!(line(book, &new)["revoked"], false);
    }
    // The stolen laptop goes by its old name: out with it, under keys that it does not have.
    restored.say(&["device", "revoke", &old]);
    assert_eq!(refusal(&first, &["sync"])["code"], "DB-16");
    add(&restored, "Bùi Văn Ân");
    restored.say(&["sync"]);
    second.say(&["sync"]);
    assert_eq!(names(&second), names(&restored));
    assert_eq!(line(&second, &old)["revoked"], true);
    assert_eq!(line(&second, &new)["revoked"], false);

    // A backup of a device that is out gives its words back, and no way in.
    restored.say(&["device", "revoke", &own(&second)]);
    let late = scb(folder.path(), "may-cu.sochibo", &second.passphrase);
    late.say(&["restore", &of_second]);
    assert_eq!(names(&late).len(), 1);
    let refused = refusal(&late, &["sync"]);
    assert_eq!(refused["code"], "DB-16", "{refused}");
    for book in [&restored, &late] {
        assert_eq!(book.say(&["doctor"])["ok"], true);
    }
}
