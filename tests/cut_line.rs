//! `kill -9` of the device's program or of the ward's in the middle of an exchange, over a line that
//! is cut at any byte. Whatever was hit: nothing that the ward acknowledged is missing, every
//! receipt is true, and both devices and the ward end with the same book.
//!
//! `SOCHIBO_KILL_ROUNDS` says how many rounds (`make nightly`: 300), `SOCHIBO_KILL_ROUND` replays
//! one by its number.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
    sync::{Arc, Mutex},
};

use common::{
    cell::{self, code, names, recovering, scb},
    line::Line,
    programs::{Scb, Ward, answer, kill},
};
use sochibo_book::{Book, SystemClock};
use sochibo_wire::Receipt;
use tempfile::TempDir;

/// Rounds of a test run where nobody says otherwise.
const ROUNDS: u64 = 12;

/// Of what each device has not sent when a round begins: two batches and a bit.
const WAITING: usize = 600;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// A stream of numbers that a round's number decides (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end.max(1)
    }
}

/// Puts `count` people on a device's roster: an operation each, none of them sent.
fn fill(scb: &Scb, count: usize, family: &str) {
    let list = scb.book.with_extension("csv");
    let rows: String = (0..count)
        .map(|n| format!("{family} Thị {}, chính thức\n", spelled(n)))
        .collect();
    fs::write(&list, format!("Họ và tên,Trạng thái\n{rows}")).unwrap();
    let taken = scb.say(&["members", "import", list.to_str().unwrap()]);
    assert_eq!(taken["taken"].as_u64(), Some(count as u64), "{taken}");
}

/// A name for a number: people have no digits in theirs.
fn spelled(mut n: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'a' + u8::try_from(n % 26).unwrap()));
        n /= 26;
        if n == 0 {
            return format!("B{name}");
        }
    }
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copied(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// A cell of two secretaries' devices and its ward, as they lie on their disks: both know each
/// other, and both have much to say.
struct Cell {
    folder: TempDir,
    line: Line,
}

const FIRST: (&str, &str) = ("bi-thu.sochibo", "mùa xuân năm ấy trên đồi");
const SECOND: (&str, &str) = ("may-hai.sochibo", "câu khác hẳn câu kia");

impl Cell {
    fn prepare(waiting: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let line = Line::lay();
        let ward = Ward::start(&path.join("phuong"));
        line.lead_to(&ward.url);
        ward.cell("Khu phố 12");
        let first = cell::secretary(path);
        first.say(&["enrol", "--server", &line.url(), "--code", &code(&ward)]);
        first.say(&["sync"]);
        let second = cell::second(path, &ward, &line.url(), &first, "bi_thu");
        for scb in [&first, &second, &first] {
            scb.say(&["sync"]);
        }
        fill(&first, waiting, "Lê");
        fill(&second, waiting / 2, "Trần");
        Self { folder, line }
    }

    /// The same once more, in a folder of its own.
    fn again(&self) -> Round<'_> {
        let folder = tempfile::tempdir().unwrap();
        copied(self.folder.path(), folder.path());
        let ward = Ward::start(&folder.path().join("phuong"));
        self.line.lead_to(&ward.url);
        let devices =
            [FIRST, SECOND].map(|(name, passphrase)| scb(folder.path(), name, passphrase));
        Round {
            line: &self.line,
            ward: Some(ward),
            devices,
            folder,
        }
    }
}

/// What a blow hits.
#[derive(Clone, Copy, Debug)]
enum Blow {
    Device,
    Ward,
    Line,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    devices: u64,
    wards: u64,
    lines: u64,
    missed: u64,
}

struct Round<'a> {
    line: &'a Line,
    ward: Option<Ward>,
    devices: [Scb; 2],
    folder: TempDir,
}

impl Round<'_> {
    fn ward(&self) -> &Ward {
        self.ward.as_ref().unwrap()
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a command of a device until so many bytes have crossed, then strikes. Whether it came
    /// to that, and what the command said.
    fn strike(
        &mut self,
        scb: &Scb,
        args: &[&str],
        blow: Blow,
        bytes: u64,
    ) -> (bool, std::process::Output) {
        let id = Arc::new(AtomicU32::new(0));
        let (at, ward) = (Arc::clone(&id), self.ward().id());
        self.line.cut_after(bytes, move || match blow {
            Blow::Device => kill(at.load(Ordering::SeqCst)),
            Blow::Ward => kill(ward),
            Blow::Line => {}
        });
        // It thinks about the passphrase for a while before it calls anybody.
        let child = scb.start(args);
        id.store(child.id(), Ordering::SeqCst);
        let output = child.wait_with_output().unwrap();
        let happened = self.line.mend();
        if happened && matches!(blow, Blow::Ward) {
            // Gone before another one opens its files.
            self.ward = None;
            let ward = Ward::start(&self.path().join("phuong"));
            self.line.lead_to(&ward.url);
            self.ward = Some(ward);
        }
        (happened, output)
    }

    fn sync(&self, which: usize) -> serde_json::Value {
        answer(&self.devices[which].run(&["sync"]))
    }

    /// Both exchange until nobody has anything new.
    fn settle(&self) {
        for _ in 0..5 {
            let done = [self.sync(0), self.sync(1)];
            if done
                .iter()
                .all(|done| done["pushed"] == 0 && done["pulled"] == 0)
            {
                for done in done {
                    assert_eq!(done["differing"], serde_json::json!([]));
                }
                return;
            }
        }
        panic!("they do not come to rest");
    }

    /// How far the ward holds each device's chain.
    fn held(&self, device: &str) -> u64 {
        let devices = self.ward().say(&["device", "list"]);
        let all = devices.as_array().unwrap();
        let found = all.iter().find(|held| held["id"] == device);
        found.map_or(0, |held| held["seq"].as_u64().unwrap())
    }

    fn open(&self, which: usize) -> Book {
        let scb = &self.devices[which];
        Book::open(&scb.book, &scb.passphrase, Box::new(SystemClock)).unwrap()
    }

    /// What a device takes for arrived has arrived, and each receipt says what is true.
    fn assert_acknowledged(&self, book: &Book) {
        let store = book.store();
        let held = self.held(&store.device().to_string());
        let state = store.link_state().unwrap();
        assert!(state.acknowledged <= held, "{state:?} but {held} is held");
        let key = store.link().unwrap().unwrap().ward_key;
        for kept in store.receipts().unwrap() {
            let receipt: Receipt = serde_json::from_str(&kept.json).unwrap();
            receipt.verify(&key).unwrap();
            let chain = store.chain_of_at(receipt.device, receipt.seq).unwrap();
            assert_eq!(chain.unwrap().head, receipt.head);
            assert!(receipt.seq <= held);
        }
    }

    /// Both devices and the ward hold the same, and it is whole.
    fn judge(&self, people: usize) {
        let books = [self.open(0), self.open(1)];
        let mut rosters = Vec::new();
        for book in &books {
            let report = book.doctor(false).unwrap();
            assert!(report.ok, "{:#?}", report.checks);
            let status = book.status().unwrap();
            assert_eq!((status.pending, status.quarantined), (0, 0));
            let store = book.store();
            let own = store.own_chain();
            assert_eq!(store.link_state().unwrap().acknowledged, own.seq);
            assert_eq!(self.held(&store.device().to_string()), own.seq);
            for other in &books {
                assert_eq!(other.store().chain_of(store.device()).unwrap(), own);
            }
            let roster: Vec<String> = book
                .members()
                .unwrap()
                .into_iter()
                .map(|member| member.name)
                .collect();
            rosters.push(roster);
            self.assert_acknowledged(book);
        }
        assert_eq!(rosters[0].len(), people);
        assert_eq!(rosters[0], rosters[1]);
        assert_eq!(self.ward().say(&["verify"])["ok"], true);
    }
}

fn live(n: u64, cell: &Cell, spans: [u64; 2], counts: &Mutex<Counts>) {
    let mut chance = Chance(n);
    let mut round = cell.again();
    for _ in 0..=chance.below(3) {
        let which = usize::try_from(chance.below(2)).unwrap();
        let blow = match chance.below(5) {
            0 | 1 => Blow::Device,
            2 | 3 => Blow::Ward,
            _ => Blow::Line,
        };
        // Often early: after a strike less is left to cross.
        let span = spans[which] >> chance.below(4);
        let bytes = chance.below(span);
        let device = scb(
            round.path(),
            [FIRST, SECOND][which].0,
            [FIRST, SECOND][which].1,
        );
        let (happened, output) = round.strike(&device, &["sync"], blow, bytes);
        assert_eq!(
            happened,
            !output.status.success(),
            "{blow:?} after {bytes}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        {
            let mut counts = counts.lock().unwrap();
            let count = match (happened, blow) {
                (false, _) => &mut counts.missed,
                (true, Blow::Device) => &mut counts.devices,
                (true, Blow::Ward) => &mut counts.wards,
                (true, Blow::Line) => &mut counts.lines,
            };
            *count += 1;
        }
        round.assert_acknowledged(&round.open(which));
    }
    round.settle();
    round.judge(WAITING + WAITING / 2);
}

#[test]
fn kills_and_cuts_at_any_byte_of_an_exchange_lose_nothing_and_all_end_with_the_same_book() {
    let cell = Cell::prepare(WAITING);
    // How much crosses where nothing happens: what is struck lies within.
    let spans = {
        let round = cell.again();
        [0, 1].map(|which| {
            let before = cell.line.crossed();
            round.sync(which);
            let after = cell.line.crossed();
            after.0 + after.1 - before.0 - before.1
        })
    };
    let counts = Mutex::new(Counts::default());
    let rounds: Vec<u64> = match number("SOCHIBO_KILL_ROUND") {
        Some(one) => vec![one],
        None => (1..=number("SOCHIBO_KILL_ROUNDS").unwrap_or(ROUNDS)).collect(),
    };
    let mut failed = Vec::new();
    for n in &rounds {
        let lived = catch_unwind(AssertUnwindSafe(|| live(*n, &cell, spans, &counts)));
        if lived.is_err() {
            failed.push(*n);
        }
    }
    println!(
        "{} rounds, exchanges of {spans:?} bytes: {:?}",
        rounds.len(),
        counts.lock().unwrap()
    );
    assert!(
        failed.is_empty(),
        "replay with SOCHIBO_KILL_ROUND=n: {failed:?}"
    );
}

#[test]
fn a_kill_at_half_of_it_sends_at_most_one_batch_again() {
    // Nine batches of 256, and a bit.
    const PEOPLE: usize = 2400;
    let cell = Cell::prepare(PEOPLE);
    let undisturbed = cell.again();
    let before = cell.line.crossed().0;
    let whole = undisturbed.sync(0);
    let bytes = cell.line.crossed().0 - before;
    let operations = whole["pushed"].as_u64().unwrap();
    let batches = operations.div_ceil(256);
    assert!(batches >= 9, "{whole}");
    drop(undisturbed);

    let mut round = cell.again();
    let device = round.open(0).store().device().to_string();
    let held_before = round.held(&device);
    let before = cell.line.crossed().0;
    let first = scb(round.path(), FIRST.0, FIRST.1);
    let (happened, _) = round.strike(&first, &["sync"], Blow::Device, bytes / 2);
    assert!(happened);
    let held = round.held(&device) - held_before;
    let rest = round.sync(0);
    let crossed = cell.line.crossed().0 - before;
    // The ward got about half; what it holds is not sent again.
    assert!(held > 256 && held < operations - 256, "{held}");
    let sent = rest["pushed"].as_u64().unwrap();
    assert_eq!(held + sent, operations, "an operation was sent twice");
    // On the line: no more than the batch that was under way, and the handshakes of a second call.
    let batch = bytes / batches + bytes / batches / 4;
    let calls = 32 * 1024;
    assert!(
        crossed <= bytes + batch + calls,
        "{crossed} bytes instead of {bytes}, a batch has {batch}"
    );
    println!(
        "{operations} operations in {batches} batches, {bytes} bytes; killed at half and gone on: {crossed} bytes, {held} + {sent} operations"
    );
    round.settle();
    round.judge(PEOPLE + PEOPLE / 2);
}

#[test]
fn a_recovery_goes_on_where_it_was_killed() {
    let cell = Cell::prepare(WAITING);
    let mut round = cell.again();
    round.settle();
    let sheet = round.path().join("ma.txt");
    let people = names(&round.devices[0]);
    let new = |round: &Round<'_>, n: u64| {
        let scb = scb(
            round.path(),
            &format!("moi-{n}.sochibo"),
            "mật khẩu máy mới",
        );
        (scb, code(round.ward()))
    };
    let url = cell.line.url();
    let (undisturbed, enrol) = new(&round, 0);
    let before = cell.line.crossed();
    undisturbed.say(&recovering(&url, &enrol, &sheet));
    let after = cell.line.crossed();
    let whole = after.0 + after.1 - before.0 - before.1;
    // Early, while the book is made; in the middle of it; near its end; and the ward too.
    for (n, part, blow) in [
        (1, 8, Blow::Device),
        (2, 50, Blow::Device),
        (3, 95, Blow::Device),
        (4, 60, Blow::Ward),
    ] {
        let (device, enrol) = new(&round, n);
        let arguments = recovering(&url, &enrol, &sheet);
        let (happened, _) = round.strike(&device, &arguments, blow, whole * part / 100);
        assert!(happened, "{part} % of {whole}");
        let back = device.say(&arguments);
        assert_eq!(back["ok"], true, "{back}");
        assert_eq!(names(&device), people, "{part} %");
        assert_eq!(device.say(&["doctor"])["ok"], true);
        assert_eq!(device.say(&["status"])["pending"], 0);
    }
    assert_eq!(round.ward().say(&["verify"])["ok"], true);
}

#[test]
fn an_enrolment_that_is_killed_before_the_book_keeps_the_link_is_done_with_the_same_code() {
    let made = tempfile::tempdir().unwrap();
    let line = Line::lay();
    let book = cell::secretary(made.path());
    cell::add(&book, "Đặng Quốc Bảo");
    // A ward of its own for each try, where the same book has not been yet.
    let again = || {
        let folder = tempfile::tempdir().unwrap();
        copied(made.path(), folder.path());
        let ward = Ward::start(&folder.path().join("phuong"));
        line.lead_to(&ward.url);
        let code = ward.cell("Khu phố 12");
        let scb = scb(folder.path(), FIRST.0, FIRST.1);
        (folder, ward, scb, code)
    };
    let url = line.url();
    let enrol = |code: &str| ["enrol", "--server", &url, "--code", code].map(str::to_owned);
    let sum = |(up, down): (u64, u64)| up + down;
    let whole = {
        let (_folder, _ward, scb, code) = again();
        let before = sum(line.crossed());
        scb.say(&enrol(&code).each_ref().map(String::as_str));
        sum(line.crossed()) - before
    };
    let mut between = 0;
    // From the end of the ward's answer back into the question.
    for back in [30, 90, 200, 400, 600, 1_000] {
        let (_folder, ward, scb, code) = again();
        let enrol = enrol(&code);
        let enrol = enrol.each_ref().map(String::as_str);
        let id = Arc::new(AtomicU32::new(0));
        let at = Arc::clone(&id);
        line.cut_after(whole.saturating_sub(back), move || {
            kill(at.load(Ordering::SeqCst));
        });
        let child = scb.start(&enrol);
        id.store(child.id(), Ordering::SeqCst);
        let output = child.wait_with_output().unwrap();
        if !line.mend() {
            // TLS took fewer bytes this time.
            continue;
        }
        let spent = !ward.say(&["device", "list"]).as_array().unwrap().is_empty();
        let linked = !scb.say(&["status"])["ward"].is_null();
        assert!(
            spent || !linked,
            "{back}: linked with a ward that knows nothing"
        );
        between += u64::from(spent && !linked);
        if !linked {
            assert!(!output.status.success(), "{back}");
            scb.say(&enrol);
        }
        scb.say(&["sync"]);
        let status = scb.say(&["status"]);
        assert_eq!(status["pending"], 0, "{back}: {status}");
        let devices = ward.say(&["device", "list"]);
        assert_eq!(devices.as_array().unwrap().len(), 1, "{back}: {devices}");
        // Nobody else is let in by it.
        let other = cell::scb(made.path(), "khac.sochibo", "mật khẩu của máy khác");
        if !other.book.exists() {
            other.say(&[
                "init",
                "--cell",
                "Khu phố 13",
                "--cell-type",
                "khu_pho",
                "--ward",
                "Phường Tân Thới Hòa",
            ]);
        }
        let refused = cell::refusal(&other, &enrol);
        assert_eq!(refused["code"], "DB-12", "{back}: {refused}");
        assert_eq!(ward.say(&["verify"])["ok"], true, "{back}");
    }
    println!("enrolment killed between ward and link: {between} times");
    assert!(between > 0, "no try fell between ward and link");
}
