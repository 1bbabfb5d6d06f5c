//! A cell whose meeting runs, and the way to its writing line in the window.

use std::{path::Path, time::Instant};

use fantoccini::key::Key;

use super::{PATIENCE, programs::Scb, window::Window};

/// The passphrase of the books of these tests.
pub const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";

/// A book of `Khu phố 12` at `book`, and the recovery code on its sheet.
pub fn begun_book(book: &Path) -> (Scb, String) {
    let scb = Scb {
        book: book.to_owned(),
        passphrase: PASSPHRASE.to_owned(),
    };
    let made = scb.say(&[
        "init",
        "--cell",
        "Khu phố 12",
        "--cell-type",
        "khu_pho",
        "--ward",
        "Phường Tân Thới Hòa",
    ]);
    (scb, made["recovery_code"].as_str().unwrap().to_owned())
}

/// A book of `Khu phố 12` at `book`, with these official members.
pub fn book_of(book: &Path, members: &[&str]) -> Scb {
    let (scb, _) = begun_book(book);
    for name in members {
        scb.say(&["members", "add", "--name", name, "--status", "chinh_thuc"]);
    }
    scb
}

/// Begins the regular meeting of October, with everybody there; its id.
pub fn begin(scb: &Scb) -> String {
    begin_by(scb, &[])
}

/// The same, at this time.
pub fn begin_at(scb: &Scb, at: &str) -> String {
    begin_by(scb, &["--at", at])
}

fn begin_by(scb: &Scb, at: &[&str]) -> String {
    let made = scb.say(&[
        "meeting",
        "new",
        "--kind",
        "thuong_ky",
        "--month",
        "2026-10",
    ]);
    let id = made["id"].as_str().unwrap().to_owned();
    scb.say(&[&["meeting", "start", &id], at].concat());
    scb.say(&["attend", &id, "--all", "present"]);
    id
}

impl Window {
    /// The window on a book of these, unlocked.
    pub async fn unlocked(book: &Path) -> Self {
        Self::unlock(book, PASSPHRASE).await
    }

    /// The same, at the writing line of the meeting that runs: “Ghi tiếp biên bản”.
    pub async fn at_the_record(book: &Path) -> Self {
        let window = Self::unlocked(book).await;
        window.click("next-step").await;
        window.find("say-text").await;
        window
    }

    /// Gives the floor to whom the first letters name.
    pub async fn give_the_floor(&self, letters: &str) {
        self.write("say-speaker", letters).await;
        self.key(&char::from(Key::Enter).to_string()).await;
        self.find("say-person").await;
    }

    /// What stands in the writing line.
    pub async fn said(&self) -> String {
        let field = self.find("say-text").await;
        field.prop("value").await.unwrap().unwrap()
    }

    /// What of it is on the disk, as the window's own call tells.
    pub async fn draft(&self) -> String {
        let saved = self
            .script(
                "return window.__TAURI_INTERNALS__.invoke('drafts_list', { prefix: 'say/' })
                   .then(found => found.length ? JSON.parse(found[0].value).text : '');",
                vec![],
            )
            .await;
        saved.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until exactly this is on the disk.
    pub async fn saves(&self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let saved = self.draft().await;
            if saved == text {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "{saved:?} is saved, not {text:?}"
            );
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
}
