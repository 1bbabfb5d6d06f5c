//! Rounds of `kill -9` of the real window while keys come in, each at a moment drawn by chance. After
//! each, nothing is missing that was on the screen as kept: no statement, no place in the agenda, no
//! letter that "Đã lưu" was about; what was typed last is behind by half a second at most; and the
//! book is sound.
//!
//! The half second is the page's own: it runs from the moment at which the page showed a text to the
//! last at which it answered. What a starved machine keeps everybody waiting (the page for its turn, a
//! file for the disk) is measured beside and allowed on top; how long the book itself takes is not.
//!
//! `SOCHIBO_CRASH_ROUNDS` says how many (`make nightly`: 200), `SOCHIBO_CRASH_SEED` where to begin:
//! a round that fails names its seed, and is played again by it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says where it fails by failing, and this one tells its rounds"
)]

mod common;

use std::{
    collections::BTreeMap,
    fs::File,
    io::Write,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use common::{programs::Scb, window::Window};
use fantoccini::{Locator, error::CmdError, key::Key};
use serde_json::Value;

const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";
/// What may be lost of the sentence under way.
const LOST: Duration = Duration::from_millis(500);
const WORDS: &[&str] = &[
    "đề ", "nghị ", "khu ", "phố ", "lắp ", "thêm ", "đèn ", "ở ", "đầu ", "hẻm ", "mười ",
    "hai, ", "nhà ", "văn ", "hóa ", "dột; ", "tôi ", "nhất ", "trí. ",
];

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |value| {
        value.parse().unwrap_or_else(|_| panic!("{name}={value}"))
    })
}

/// Chance that a seed repeats (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

/// What the test has seen on the screen, up to the moment when the power went.
#[derive(Clone, Default)]
struct Seen {
    /// The statements shown in the record, by id.
    statements: BTreeMap<String, String>,
    /// An undo was asked for that has not been seen done: one statement may lawfully be gone, or
    /// the meeting be a step back.
    undoing: bool,
    /// The furthest item that the meeting has come to.
    item: u64,
    /// What stood in the writing line, and when by the page's clock.
    typed: Vec<(Duration, String)>,
    /// The last moment, by the page's clock, at which the page is known to have lived.
    lived: Duration,
    /// What "Đã lưu" was about.
    saved: String,
    /// How long this machine keeps one waiting: the longest that one look at the screen took, that
    /// the page waited for its turn, or that a file waited for the disk.
    wait: Duration,
}

impl Seen {
    /// The text over which the page has lived half a second before the power went. What was said a
    /// moment ago may be what is being taken back.
    fn owed(&self) -> &str {
        if self.undoing {
            return "";
        }
        let allowed = LOST + self.wait;
        self.typed
            .iter()
            .rev()
            .find(|(at, _)| *at + allowed <= self.lived)
            .map_or("", |(_, text)| text)
    }
}

/// Measures how long this machine keeps a file waiting for the disk, beside whatever else runs on it.
struct Waits {
    over: Arc<AtomicBool>,
    longest: JoinHandle<Duration>,
}

impl Waits {
    fn begin(folder: &Path) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let (ends, file) = (Arc::clone(&over), folder.join("do-thoi-gian-cho"));
        let longest = thread::spawn(move || {
            let mut longest = Duration::ZERO;
            while !ends.load(Ordering::Relaxed) {
                let begun = Instant::now();
                let mut file = File::create(&file).unwrap();
                file.write_all(&[0; 4096]).unwrap();
                file.sync_all().unwrap();
                longest = longest.max(begun.elapsed());
                thread::sleep(Duration::from_millis(20));
            }
            longest
        });
        Self { over, longest }
    }

    fn end(self) -> Duration {
        self.over.store(true, Ordering::Relaxed);
        self.longest.join().unwrap()
    }
}

type Shared = Arc<Mutex<Seen>>;

/// One look at the screen. The draft is asked of the book by the call that the window itself makes.
const LOOK: &str = "
    const field = document.querySelector('[data-test=say-text]');
    if (!field) return null;
    if (!window.typedAt) {
      window.typedAt = Date.now();
      document.addEventListener('input', () => (window.typedAt = Date.now()), true);
      // How long the page waits for its turn.
      window.beat = { last: performance.now(), gap: 0 };
      setInterval(() => {
        const now = performance.now();
        window.beat.gap = Math.max(window.beat.gap, now - window.beat.last);
        window.beat.last = now;
      }, 20);
    }
    const at = performance.now(), gap = Math.max(window.beat.gap, at - window.beat.last);
    // The book tells the time of Vietnam, whatever zone the machine is in.
    const text = field.value, typed = new Date(window.typedAt + 7 * 3600e3).toISOString().slice(11, 19);
    const saved = document.querySelector('[data-test=saved]')?.textContent.match(/\\d\\d:\\d\\d:\\d\\d/)?.[0] ?? null;
    const rows = [...document.querySelectorAll('[data-test=statement]')]
      .map(row => [row.dataset.statement, row.querySelector('p')?.textContent ?? '']);
    const item = Number(document.querySelector('[aria-current=step]')?.dataset.test.slice('agenda-'.length) ?? 0);
    return window.__TAURI_INTERNALS__.invoke('drafts_list', { prefix: 'say/' }).then(found => ({
      text, rows, item, at, gap,
      kept: found.length ? JSON.parse(found[0].value).text : '',
      // A later second on the screen than that of the last letter: it speaks of every letter.
      shown: saved !== null && saved > typed,
      speaker: Boolean(document.querySelector('[data-test=say-person]')),
      dialog: Boolean(document.querySelector('dialog[open]')),
      paused: Boolean(document.querySelector('[data-test=go-on]')),
    }));";

/// Somebody who writes, until the power goes.
struct Writer<'a> {
    window: &'a Window,
    seen: Shared,
    chance: Chance,
}

impl Writer<'_> {
    /// Looks at the screen, and remembers what it owes from now on.
    async fn look(&self) -> Result<Value, CmdError> {
        loop {
            let before = Instant::now();
            let now = self.window.client.execute(LOOK, vec![]).await?;
            if now.is_null() {
                continue;
            }
            let mut seen = self.seen.lock().unwrap();
            let ms = |name: &str| Duration::from_secs_f64(now[name].as_f64().unwrap() / 1000.0);
            let at = ms("at");
            seen.wait = seen.wait.max(before.elapsed()).max(ms("gap"));
            let text = now["text"].as_str().unwrap().to_owned();
            for row in now["rows"].as_array().unwrap() {
                let [id, text] = [0, 1].map(|part| row[part].as_str().unwrap().to_owned());
                let said = text.split_once(": ").map(|(_, said)| said.to_owned());
                seen.statements.insert(id, said.unwrap_or_default());
            }
            seen.item = seen.item.max(now["item"].as_u64().unwrap());
            let kept = now["kept"].as_str().unwrap();
            seen.saved = if now["shown"] == true { &text } else { kept }.to_owned();
            seen.typed.push((at, text));
            seen.lived = at;
            return Ok(now);
        }
    }

    async fn key(&self, keys: &str) -> Result<(), CmdError> {
        self.window
            .client
            .active_element()
            .await?
            .send_keys(keys)
            .await
    }

    async fn press(&self, key: Key) -> Result<(), CmdError> {
        self.key(&char::from(key).to_string()).await
    }

    async fn chord(&self, letter: char) -> Result<(), CmdError> {
        self.key(&format!(
            "{}{letter}{}",
            char::from(Key::Control),
            char::from(Key::Null)
        ))
        .await
    }

    async fn click(&self, name: &str) -> Result<(), CmdError> {
        let selector = format!("[data-test={name}]");
        self.window
            .client
            .wait()
            .at_most(common::PATIENCE)
            .for_element(Locator::Css(&selector))
            .await?;
        // By the page: what a card that comes late does to a pointer is another test's.
        self.window
            .client
            .execute(
                "document.querySelector(arguments[0]).click()",
                vec![selector.into()],
            )
            .await?;
        Ok(())
    }

    /// Writes on and on.
    async fn write(&mut self) -> Result<(), CmdError> {
        self.click("next-step").await?;
        loop {
            let now = self.look().await?;
            if now["dialog"] == true {
                self.press(Key::Escape).await?;
                continue;
            }
            if now["speaker"] == false {
                self.choose_speaker().await?;
                continue;
            }
            let text = now["text"].as_str().unwrap().to_owned();
            match self.chance.below(24) {
                0..=14 => {
                    // Some words in one go, so that the power also goes in the middle of them.
                    let words: String = (0..=self.chance.below(3)).map(|_| self.word()).collect();
                    self.key(&words).await?;
                }
                15..=18 if !text.trim().is_empty() => {
                    self.chord(char::from(Key::Enter)).await?;
                    // On with the next one as soon as the line is empty.
                    while self.look().await?["speaker"] == true {}
                }
                19 if now["item"].as_u64() < Some(16) => self.press(Key::F3).await?,
                20 => self.click("pause").await?,
                21 => {
                    self.press(Key::F8).await?;
                    let key = ["1", "2", "5"][usize::try_from(self.chance.below(3)).unwrap()];
                    self.key(key).await?;
                }
                22 => {
                    self.seen.lock().unwrap().undoing = true;
                    self.click("key-undo").await?;
                    self.undone().await?;
                }
                _ => {
                    self.look().await?;
                }
            }
        }
    }

    /// Waits until the window says what it took back, and forgets what it has taken back.
    async fn undone(&self) -> Result<(), CmdError> {
        loop {
            let said = self.window.client.execute(
                "return document.querySelector('[data-test=undo-close]') !== null
                   || document.querySelector('[data-test=fault]') !== null
                   || document.querySelector('[role=alert]') !== null",
                vec![],
            );
            if said.await? == true {
                break;
            }
        }
        {
            let mut seen = self.seen.lock().unwrap();
            seen.statements.clear();
            seen.typed.clear();
            seen.item = 0;
            seen.undoing = false;
        }
        self.look().await?;
        Ok(())
    }

    fn word(&mut self) -> &'static str {
        WORDS[usize::try_from(self.chance.below(WORDS.len() as u64)).unwrap()]
    }

    async fn choose_speaker(&mut self) -> Result<(), CmdError> {
        self.click("key-say").await?;
        let who = ["bao", "an", "ut"][usize::try_from(self.chance.below(3)).unwrap()];
        self.key(who).await?;
        self.press(Key::Enter).await?;
        let begun = Instant::now();
        while self.look().await?["speaker"] == false && begun.elapsed() < Duration::from_secs(2) {}
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_shown_as_kept_is_lost_in_any_round_of_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let scb = Scb {
        book: folder.path().join("chibo.sochibo"),
        passphrase: PASSPHRASE.to_owned(),
    };
    let id = running_meeting(&scb);
    let rounds = from_environment("SOCHIBO_CRASH_ROUNDS", 6);
    let first = from_environment("SOCHIBO_CRASH_SEED", 1);
    let (mut behind, mut allowed) = (Duration::ZERO, LOST);
    for seed in first..first + rounds {
        println!("SOCHIBO_CRASH_SEED={seed} SOCHIBO_CRASH_ROUNDS=1");
        let seen = round(&scb.book, seed).await;
        behind = behind.max(check(&scb, &id, &seen).await);
        allowed = allowed.max(LOST + seen.wait);
    }
    let deep = scb.say(&["doctor", "--deep"]);
    assert_eq!(deep["ok"], true, "{deep}");
    let meeting = scb.say(&["meeting", "show", &id]);
    println!(
        "{rounds} rounds, {} statements kept; the sentence under way was behind by {} ms at most \
         (allowed {} ms, with what this machine keeps one waiting)",
        meeting["statements"].as_array().unwrap().len(),
        behind.as_millis(),
        allowed.as_millis()
    );
}

/// Opens the book, writes, and is cut off; answers what was owed when the power went.
async fn round(book: &Path, seed: u64) -> Seen {
    let mut chance = Chance(seed);
    let window = Window::open(book).await;
    window.write("passphrase", PASSPHRASE).await;
    window.click("unlock").await;
    // One in eight goes while the book opens, the others while somebody writes.
    let after = if chance.below(8) == 0 {
        chance.below(700)
    } else {
        window.find("next-step").await;
        500 + chance.below(5500)
    };
    let waits = Waits::begin(book.parent().unwrap());
    let plug = window.plug();
    let seen = Shared::default();
    let mut writer = Writer {
        window: &window,
        seen: Arc::clone(&seen),
        chance,
    };
    let power = async {
        tokio::time::sleep(Duration::from_millis(after)).await;
        plug.pull();
    };
    tokio::select! {
        biased;
        () = power => {}
        ended = writer.write() => panic!("the window stopped before the power went: {ended:?}"),
    }
    let mut seen = seen.lock().unwrap().clone();
    seen.wait = seen.wait.max(waits.end());
    // The session died with the program.
    let _ = window.client.clone().close().await;
    seen
}

/// Opens the book again, looks for everything that is owed, and closes it in good order; answers
/// how far the sentence under way was behind.
async fn check(scb: &Scb, id: &str, seen: &Seen) -> Duration {
    let doctor = scb.say(&["doctor"]);
    assert_eq!(doctor["ok"], true, "{doctor}");
    let meeting = scb.say(&["meeting", "show", id]);
    let said: BTreeMap<&str, &str> = meeting["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["text"].as_str().unwrap()))
        .collect();
    let missing: Vec<_> = seen
        .statements
        .iter()
        .filter(|(id, text)| said.get(id.as_str()) != Some(&text.as_str()))
        .collect();
    let allowed = usize::from(seen.undoing);
    assert!(missing.len() <= allowed, "shown and lost: {missing:?}");
    let come = meeting["agenda"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| !item["opened_at"].is_null())
        .filter_map(|item| item["no"].as_u64())
        .max();
    assert!(
        come.unwrap_or(0) + u64::from(seen.undoing) >= seen.item,
        "item {} was shown, {come:?} is kept",
        seen.item
    );

    let window = Window::open(&scb.book).await;
    window.write("passphrase", PASSPHRASE).await;
    window.click("unlock").await;
    window.click("next-step").await;
    let owed = seen.owed();
    let longest = if owed.len() > seen.saved.len() {
        owed
    } else {
        &seen.saved
    };
    let longest = longest.trim();
    // A text that went into the record just before the end is there instead.
    let there = |text: &str, field: &str| {
        field.starts_with(text) || said.values().any(|one| one.starts_with(text))
    };
    let deadline = Instant::now() + Duration::from_secs(20);
    let field = loop {
        let field = window.find("say-text").await;
        let field = field.prop("value").await.unwrap().unwrap();
        if longest.is_empty() || there(longest, &field) {
            break field;
        }
        assert!(
            Instant::now() < deadline,
            "saved {:?}, owed {owed:?}, there is {field:?} and {said:?}",
            seen.saved
        );
    };
    window.close().await;
    seen.typed
        .iter()
        .rev()
        .find(|(_, text)| there(text.trim(), &field))
        .map_or(Duration::ZERO, |(at, _)| {
            let later = seen.typed.iter().find(|(then, _)| then > at);
            later.map_or(Duration::ZERO, |(then, _)| seen.lived - *then)
        })
}

/// A book with a meeting that is on.
fn running_meeting(scb: &Scb) -> String {
    scb.say(&[
        "init",
        "--cell",
        "Khu phố 12",
        "--cell-type",
        "khu_pho",
        "--ward",
        "Phường Tân Thới Hòa",
    ]);
    for name in ["Đặng Quốc Bảo", "Lê Hoàng Ân", "Võ Thị Út", "Cao Xuân Uy"] {
        scb.say(&["members", "add", "--name", name, "--status", "chinh_thuc"]);
    }
    let meeting = scb.say(&[
        "meeting",
        "new",
        "--kind",
        "thuong_ky",
        "--month",
        "2026-10",
    ]);
    let id = meeting["id"].as_str().unwrap().to_owned();
    scb.say(&["meeting", "start", &id]);
    scb.say(&["attend", &id, "--all", "present"]);
    id
}
