//! A cell with its devices at a ward, made through `scb`.

use std::path::Path;

use serde_json::Value;

use super::programs::{Scb, Ward, answer};

/// A book of the folder, opened by `passphrase`.
pub fn scb(folder: &Path, name: &str, passphrase: &str) -> Scb {
    Scb {
        book: folder.join(name),
        passphrase: passphrase.to_owned(),
    }
}

/// A fresh enrolment code for the ward's one cell.
pub fn code(ward: &Ward) -> String {
    let orgs = ward.say(&["org", "list"]);
    let cell = orgs
        .as_array()
        .unwrap()
        .iter()
        .find(|org| org["kind"] == "chi_bo")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    ward.say(&["enrol-code", &cell])["code"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// What a command that has to fail complains of.
pub fn refusal(scb: &Scb, args: &[&str]) -> Value {
    let output = scb.run(args);
    assert!(!output.status.success(), "{args:?} went through");
    serde_json::from_slice::<Value>(&output.stderr).unwrap()["error"].clone()
}

/// The names on the roster.
pub fn names(scb: &Scb) -> Vec<String> {
    scb.say(&["members", "list"])
        .as_array()
        .unwrap()
        .iter()
        .map(|member| member["name"].as_str().unwrap().to_owned())
        .collect()
}

/// Puts somebody on the roster.
pub fn add(scb: &Scb, name: &str) {
    scb.say(&["members", "add", "--name", name, "--status", "chinh_thuc"]);
}

/// The same on a machine whose clock shows `now`.
pub fn add_at(scb: &Scb, now: &str, name: &str) {
    scb.say_at(
        now,
        &["members", "add", "--name", name, "--status", "chinh_thuc"],
    );
}

/// How a lost book is asked back from the ward by the code on a sheet.
pub fn recovering<'a>(url: &'a str, code: &'a str, sheet: &'a Path) -> [&'a str; 7] {
    let sheet = sheet.to_str().unwrap();
    [
        "recover",
        "--server",
        url,
        "--code",
        code,
        "--recovery-code-file",
        sheet,
    ]
}

/// The secretary's new book, with the recovery code in `ma.txt` beside it.
pub fn secretary(folder: &Path) -> Scb {
    let first = scb(folder, "bi-thu.sochibo", "mùa xuân năm ấy trên đồi");
    first.say(&[
        "init",
        "--cell",
        "Khu phố 12",
        "--cell-type",
        "khu_pho",
        "--ward",
        "Phường Tân Thới Hòa",
        "--committee",
        "--recovery-out",
        folder.join("ma.txt").to_str().unwrap(),
    ]);
    first
}

/// A second device, as it asks to come in; its id, and the number that both show.
pub fn asking(folder: &Path, ward: &Ward, url: &str, first: &Scb) -> (Scb, String, String) {
    let second = scb(folder, "may-hai.sochibo", "câu khác hẳn câu kia");
    let asked = second.say(&["device", "join", "--server", url, "--code", &code(ward)]);
    assert_eq!(asked["state"], "waiting");
    let id = asked["device"].as_str().unwrap().to_owned();
    // The secretary's device answers, the new one shows its part, both show the number.
    let requests = first.say(&["device", "list"])["requests"].clone();
    assert_eq!(requests[0]["id"], id.as_str());
    assert_eq!(requests[0]["number"], Value::Null);
    let number = second.say(&["device", "wait"])["number"]
        .as_str()
        .unwrap()
        .to_owned();
    (second, id, number)
}

/// A second device, let in with `role`.
pub fn second(folder: &Path, ward: &Ward, url: &str, first: &Scb, role: &str) -> Scb {
    let (second, id, number) = asking(folder, ward, url, first);
    answer(&approve(first, &id, &number, role));
    let joined = second.say(&["device", "wait", "--number", &number, "--seconds", "30"]);
    assert_eq!(joined["state"], "in");
    second
}

/// The secretary says yes to the device that shows `number`.
pub fn approve(first: &Scb, id: &str, number: &str, role: &str) -> std::process::Output {
    first.run(&[
        "device",
        "approve",
        id,
        "--role",
        role,
        "--name",
        "Máy thứ hai",
        "--number",
        number,
    ])
}
