//! Two books of one cell at one ward: the secretary's, and a second machine that was let in.

use std::path::Path;

use serde_json::Value;

use super::{
    cell,
    programs::{Scb, Ward},
};

pub const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";
/// What the second machine is called.
pub const SECOND: &str = "Máy của phó bí thư";

/// Both books, and the cell's number at the ward.
pub struct Pair {
    pub first: Scb,
    pub second: Scb,
}

impl Pair {
    /// A cell with `members`; whatever else the first book needs is written by `prepare` before
    /// the second machine takes it over. The first joins the ward at `door`.
    pub fn of(
        folder: &Path,
        ward: &Ward,
        door: &str,
        members: &[&str],
        prepare: impl FnOnce(&Scb),
    ) -> Self {
        let scb = |name: &str| Scb {
            book: folder.join(name),
            passphrase: PASSPHRASE.to_owned(),
        };
        let (first, second) = (scb("bi-thu.sochibo"), scb("may-hai.sochibo"));
        alone(&first, members);
        prepare(&first);
        let code = ward.cell("Khu phố 12");
        first.say(&["enrol", "--server", door, "--code", &code]);
        first.say(&["sync"]);

        let asked = second.say(&[
            "device",
            "join",
            "--server",
            &ward.url,
            "--code",
            &cell::code(ward),
        ]);
        let id = asked["device"].as_str().unwrap();
        // The secretary's device answers, the new one shows its part, both show the number.
        first.say(&["device", "list"]);
        let number = second.say(&["device", "wait"])["number"].clone();
        let number = number.as_str().unwrap();
        first.say(&["device", "list"]);
        first.say(&[
            "device", "approve", id, "--role", "bi_thu", "--name", SECOND, "--number", number,
        ]);
        let joined = second.say(&["device", "wait", "--number", number, "--seconds", "30"]);
        assert_eq!(joined["state"], "in");
        let pair = Self { first, second };
        pair.meet();
        pair
    }

    /// Both exchange until both know everything.
    pub fn meet(&self) {
        for scb in [&self.first, &self.second, &self.first] {
            scb.say(&["sync"]);
        }
    }
}

/// A book that no ward knows.
pub fn alone(scb: &Scb, members: &[&str]) {
    scb.say(&[
        "init",
        "--cell",
        "Khu phố 12",
        "--cell-type",
        "khu_pho",
        "--ward",
        "Phường Tân Thới Hòa",
    ]);
    let roster = scb.book.with_extension("csv");
    let mut csv = "Họ và tên,Trạng thái\n".to_owned();
    for name in members {
        csv.push_str(&format!("{name},chính thức\n"));
    }
    std::fs::write(&roster, csv).unwrap();
    let taken = scb.say(&["members", "import", roster.to_str().unwrap()])["taken"].clone();
    assert_eq!(taken, members.len());
}

/// A meeting that has ended, with one statement of each of `members`: its id and the statements'.
pub fn ended_meeting(scb: &Scb, month: &str, members: &[&str]) -> (String, Vec<String>) {
    let made = scb.say(&["meeting", "new", "--kind", "thuong_ky", "--month", month]);
    let meeting = made["id"].as_str().unwrap().to_owned();
    let at = |time: &str| format!("{month}-05T{time}:00+07:00");
    scb.say(&["meeting", "start", &meeting, "--at", &at("19:00")]);
    scb.say(&["attend", &meeting, "--all", "present"]);
    let said = members
        .iter()
        .map(|member| {
            let text = format!("Đề nghị sửa đèn ngõ nhà {member}.");
            let said = scb.say(&[
                "say", &meeting, "--item", "11", "--member", member, "--text", &text,
            ]);
            said["id"].as_str().unwrap().to_owned()
        })
        .collect();
    scb.say(&["meeting", "end", &meeting, "--at", &at("20:35")]);
    (meeting, said)
}

/// The text of a statement, as a book has it.
pub fn text_of(scb: &Scb, meeting: &str, statement: &str) -> String {
    let shown = scb.say(&["meeting", "show", meeting]);
    let statements: &Vec<Value> = shown["statements"].as_array().unwrap();
    let found = statements.iter().find(|one| one["id"] == statement);
    found.unwrap()["text"].as_str().unwrap().to_owned()
}
