//! One byte is altered on the way: of a batch to the ward, of a page to a device. What was altered
//! is refused; nothing that nobody wrote is ever kept. `SOCHIBO_FLIPS` says how many bytes; the
//! counts are printed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

use std::{sync::Mutex, time::Instant};

use sochibo_book::ward::Line;
use sochibo_journal::{CellId, DeviceId, DeviceKey, Envelope, Epoch};
use sochibo_soak::{Carrier, Chance, Desk, Office, Over, Request};
use sochibo_sync::{Asker, SyncError};
use sochibo_ward::Counter;
use sochibo_wire::{
    Batch, Page, Stick, ToWard,
    api::{Refusal, RefusalCode},
};
use uuid::Uuid;

/// How many bytes a test run alters where nobody says otherwise.
const FLIPS: usize = 2_000;

fn flips() -> usize {
    std::env::var("SOCHIBO_FLIPS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(FLIPS)
}

/// The bytes with one of them altered, where and by what.
fn altered(bytes: &[u8], chance: &mut Chance) -> (Vec<u8>, usize, u8) {
    let at = chance.below(bytes.len());
    // One bit more often than several: that is what fails most easily unseen.
    let by = match chance.below(4) {
        0 => u8::try_from(1 + chance.below(255)).unwrap(),
        _ => 1 << chance.below(8),
    };
    let mut bytes = bytes.to_vec();
    bytes[at] ^= by;
    (bytes, at, by)
}

fn all_of(desk: &Desk) -> Vec<Envelope> {
    let device = desk.device();
    desk.with(|book| {
        book.store()
            .envelopes_of_after(device, 0, usize::MAX >> 1, usize::MAX)
    })
    .unwrap()
}

fn key_of(desk: &Desk) -> DeviceKey {
    desk.with(|book| book.store().device_key().clone())
}

/// A device that has joined and written a little, with the batch that it would send, and the one
/// that let it in.
async fn writer(office: &Office) -> (Desk, Batch, Desk) {
    let (founder, desk) = (Desk::new(0), Desk::new(1));
    office.enrol(&founder).await;
    office.let_in(&founder, &desk).await;
    for n in 1..=20 {
        desk.say(
            n,
            &format!("câu {n}: {}", "đề nghị sửa đèn đường ".repeat(3)),
        );
    }
    let batch = Batch::sign(all_of(&desk), &key_of(&desk)).unwrap();
    (desk, batch, founder)
}

fn asker(desk: &Desk) -> Asker {
    desk.with(|book| Asker {
        cell: book.store().cell(),
        token: book.store().link().unwrap().unwrap().token,
    })
}

/// Hands bytes over the ward's counter as a batch; its refusal, where it refused.
async fn push(office: &Office, desk: &Desk, bytes: Vec<u8>) -> Option<RefusalCode> {
    let Asker { cell, token } = asker(desk);
    let request = Request {
        method: "POST",
        path: format!("/v1/cells/{cell}/push"),
        token,
        body: bytes,
    };
    let (status, body) = request.deliver(&office.counter()).await;
    if status == 200 {
        return None;
    }
    let refusal: Refusal = serde_json::from_slice(&body).unwrap();
    // A sentence for a person, whatever came.
    assert!(refusal.error.message.ends_with('.'), "{refusal:?}");
    Some(refusal.error.code)
}

#[tokio::test]
async fn a_batch_with_one_byte_altered_is_refused_by_the_ward() {
    let office = Office::new();
    let (desk, batch, _) = writer(&office).await;
    let rev = office.digest(&desk).await.rev;
    let bytes = batch.encode().unwrap();
    let mut chance = Chance::new(2026);
    let begun = Instant::now();
    let (mut refused, mut same) = (0, 0);
    while refused < flips() {
        let (bad, at, by) = altered(&bytes, &mut chance);
        // The compressor pads its tables to whole bytes: such a bit alters nothing of what is said.
        if Batch::decode(&bad).is_ok_and(|(read, rest)| rest.is_empty() && read == batch) {
            same += 1;
            continue;
        }
        let code = push(&office, &desk, bad).await;
        assert!(
            matches!(code, Some(RefusalCode::BadBatch | RefusalCode::TooLarge)),
            "byte {at} by {by:#04x}: {code:?}"
        );
        refused += 1;
    }
    // Nothing of them was kept, and the good one is taken.
    assert_eq!(office.digest(&desk).await.rev, rev);
    assert_eq!(push(&office, &desk, bytes.clone()).await, None);
    assert!(office.ward().verify().unwrap().ok);
    println!(
        "tamper: {refused} of {refused} altered batches refused by the ward in {:.1?} ({} bytes; \
         {same} more altered padding only and said the same)",
        begun.elapsed(),
        bytes.len()
    );
    assert!(same * 50 < refused, "padding is rare: {same}");
}

#[tokio::test]
async fn a_batch_of_another_cell_device_or_epoch_is_refused_by_its_code() {
    let office = Office::new();
    let (desk, batch, other) = writer(&office).await;
    let rev = office.digest(&desk).await.rev;
    other.say(1, "câu của máy khác");
    let key = key_of(&desk);

    // Envelopes with another word in the header, chained and signed anew as a thief would.
    let forged = |change: &dyn Fn(&mut Envelope)| {
        let mut envelopes: Vec<Envelope> = batch.envelopes().to_vec();
        let mut head = None;
        for envelope in &mut envelopes {
            change(envelope);
            let header = &mut envelope.header;
            header.prev = head
                .unwrap_or_else(|| sochibo_journal::Header::genesis(header.cell, header.device));
            head = Some(header.hash());
        }
        Batch::sign(envelopes, &key).unwrap().encode().unwrap()
    };
    let elsewhere = CellId(Uuid::from_u128(0xE15E));
    let somebody = DeviceId(Uuid::from_u128(0x50E));
    for (what, bytes) in [
        (
            "another cell",
            forged(&|envelope| envelope.header.cell = elsewhere),
        ),
        (
            "another device, signed by this one",
            forged(&|envelope| envelope.header.device = somebody),
        ),
        (
            "another device's batch under this one's token",
            Batch::sign(all_of(&other), &key_of(&other))
                .unwrap()
                .encode()
                .unwrap(),
        ),
    ] {
        let code = push(&office, &desk, bytes).await;
        assert_eq!(code, Some(RefusalCode::BadBatch), "{what}");
    }
    assert_eq!(office.digest(&desk).await.rev, rev);

    // Another epoch in the header without a new signature: the chain's signature does not hold.
    let mut envelopes = batch.envelopes().to_vec();
    envelopes.last_mut().unwrap().header.epoch = Epoch(9);
    let signature = batch.clone().verify(&key.public()).unwrap().signature();
    let bytes = Batch::from_parts(envelopes, signature)
        .unwrap()
        .encode()
        .unwrap();
    assert_eq!(
        push(&office, &desk, bytes).await,
        Some(RefusalCode::BadBatch)
    );
    assert_eq!(office.digest(&desk).await.rev, rev);

    // Signed by the device itself: the ward can't open the seal, but every device of the cell
    // finds that it does not belong under this header, and sets it aside with a reason.
    let sealed = forged(&|envelope| {
        if envelope.header.epoch == Epoch(1) {
            envelope.header.at.0 += 1;
        }
    });
    assert_eq!(push(&office, &desk, sealed).await, None);
    other.sync(&office.line()).await.unwrap();
    let aside = other.with(|book| book.store().quarantined()).unwrap();
    assert!(!aside.is_empty() && other.statements().len() == 1);
    assert!(aside.iter().all(|set| !set.why.is_empty()), "{aside:?}");
}

#[test]
fn an_exchange_file_with_one_byte_altered_is_refused_whole() {
    let desk = Desk::new(0);
    for n in 1..=5 {
        desk.say(n, &format!("câu {n}"));
    }
    let file = ToWard {
        cell: desk.with(|book| book.store().cell()),
        cursor: 0,
        batches: vec![Batch::sign(all_of(&desk), &key_of(&desk)).unwrap()],
    };
    let bytes = file.encode().unwrap();
    let mut chance = Chance::new(3);
    for _ in 0..flips() {
        let (bad, at, by) = altered(&bytes, &mut chance);
        assert!(Stick::decode(&bad).is_err(), "byte {at} by {by:#04x}");
    }
    println!("tamper: {0} of {0} altered exchange files refused", flips());
}

/// A line that alters one byte of the next page of other devices' batches.
struct Altering<'a> {
    ward: &'a Counter,
    chance: &'a Mutex<Chance>,
    /// Where and by what, once it has happened.
    done: Mutex<Option<(usize, u8)>>,
}

impl Carrier for Altering<'_> {
    async fn carry(&self, request: Request) -> Result<(u16, Vec<u8>), SyncError> {
        let is_page = request.path.contains("/pull");
        let (status, body) = request.deliver(self.ward).await;
        let mut done = self.done.lock().unwrap();
        if !is_page || done.is_some() || status != 200 {
            return Ok((status, body));
        }
        let (body, at, by) = altered(&body, &mut self.chance.lock().unwrap());
        *done = Some((at, by));
        Ok((status, body))
    }
}

/// Everything that `reader` holds of `writer` is what `writer` wrote.
fn assert_nothing_foreign(reader: &Desk, writer: &Desk, what: (usize, u8)) -> u64 {
    let end = reader
        .with(|book| book.store().chain_of(writer.device()))
        .unwrap();
    let wrote = writer
        .with(|book| book.store().own_chain_at(end.seq))
        .unwrap()
        .unwrap_or_else(|| panic!("{what:?}: {} was never written", end.seq));
    assert_eq!(end.head, wrote.head, "{what:?}");
    end.seq
}

#[tokio::test]
async fn a_page_with_one_byte_altered_brings_nothing_that_nobody_wrote() {
    let office = Office::new();
    let (writer, mut reader) = (Desk::new(0), Desk::new(1));
    office.enrol(&writer).await;
    office.let_in(&writer, &reader).await;
    let counter = office.counter();
    let chance = Mutex::new(Chance::new(5));
    let begun = Instant::now();
    let rounds = flips() / 10;
    let (mut refused, mut passed_over, mut led_astray) = (0, 0, 0);
    for n in 0..rounds {
        writer.say(n as u128 % 7, &format!("câu {n} của vòng này"));
        writer.sync(&office.line()).await.unwrap();
        let line = Over(Altering {
            ward: &counter,
            chance: &chance,
            done: Mutex::new(None),
        });
        let told = reader.sync(&line).await;
        let what = line.0.done.lock().unwrap().unwrap_or_default();
        assert_nothing_foreign(&reader, &writer, what);
        match told {
            Err(_) => refused += 1,
            // The batch was passed over and fetched by its chain, or the byte was one of the
            // page's own numbers, which the comparison puts right.
            Ok(_) => passed_over += 1,
        }
        // The next exchange finds both the same.
        reader.sync(&office.line()).await.unwrap();
        let held = assert_nothing_foreign(&reader, &writer, what);
        assert_eq!(
            held,
            writer.with(|book| book.store().own_chain().seq),
            "{what:?}"
        );
        assert_eq!(reader.statements(), writer.statements(), "{what:?}");
        // A page that named a number far ahead: this device asks for chains from now on, and gets
        // no page that could be altered.
        let after = reader
            .with(|book| book.store().link_state())
            .unwrap()
            .pulled;
        if after > office.digest(&reader).await.rev {
            let link = reader.with(|book| book.store().link()).unwrap().unwrap();
            reader = Desk::new(1);
            reader
                .with(|book| book.store_mut().set_link(&link))
                .unwrap();
            led_astray += 1;
        }
    }
    reader.assert_sound();
    println!(
        "tamper: {rounds} altered pages brought nothing foreign ({refused} exchanges broken off, \
         {passed_over} put right, {led_astray} of them by chains) in {:.1?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn no_altered_byte_of_a_page_passes_the_proof_of_a_batch() {
    let office = Office::new();
    let (writer, batch, reader) = writer(&office).await;
    writer.sync(&office.line()).await.unwrap();
    let page = office.line().pull(&asker(&reader), 0).await.unwrap().says;
    let bytes = page.encode().unwrap();
    let key = key_of(&writer).public();
    let mut chance = Chance::new(13);
    let (mut refused, mut same) = (0, 0);
    for _ in 0..flips() {
        let (bad, at, by) = altered(&bytes, &mut chance);
        let proven: Option<Vec<Envelope>> = Page::decode(&bad).ok().and_then(|page| {
            let mut all = Vec::new();
            for entry in page.entries {
                all.extend(entry.batch.verify(&key).ok()?.envelopes().to_vec());
            }
            Some(all)
        });
        match proven {
            None => refused += 1,
            // The page's numbers are nobody's word: the comparison of ends stands over them.
            Some(all) => {
                assert_eq!(all, batch.envelopes(), "byte {at} by {by:#04x}");
                same += 1;
            }
        }
    }
    println!(
        "tamper: of {} altered pages {refused} refused, {same} said the same",
        flips()
    );
    assert!(refused > same * 20);
}
