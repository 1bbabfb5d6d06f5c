//! The edges of batches, pages and sizes, against the real server over TLS, both ways.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use sochibo_soak::{Desk, Office};
use sochibo_sync::Ward;
use sochibo_ward::{Running, ServeConfig, Tls, serve};
use sochibo_wire::EnrolCode;

const MIB: usize = 1 << 20;

async fn served(office: &Office) -> (Running, Ward) {
    let running = serve(ServeConfig {
        data: office.dir().to_owned(),
        listen: "127.0.0.1:0".to_owned(),
        tls: Tls::SelfSigned,
    })
    .await
    .unwrap();
    let code = EnrolCode::read(&office.code()).unwrap();
    let ward = Ward::at(&running.url, code.pin).unwrap();
    (running, ward)
}

/// One device sends what `write` writes, another takes it; both and the ward hold the same. Answers
/// how many operations, and in how many batches the ward took them.
async fn there_and_back(write: impl FnOnce(&Desk)) -> (usize, u64) {
    let office = Office::new();
    let (running, ward) = served(&office).await;
    let (to, from) = (Desk::new(0), Desk::new(1));
    office.enrol(&to).await;
    office.let_in(&to, &from).await;
    write(&from);
    let count = usize::try_from(from.with(|book| book.store().own_chain().seq)).unwrap();
    let before = office.ward().verify().unwrap().batches;
    let sent = from.sync(&ward).await.unwrap();
    let batches = office.ward().verify().unwrap().batches - before;
    let taken = to.sync(&ward).await.unwrap();
    assert_eq!((sent.pushed, taken.pulled), (count, count));
    let again = (
        from.sync(&ward).await.unwrap(),
        to.sync(&ward).await.unwrap(),
    );
    assert_eq!((again.0.pushed, again.1.pulled), (0, 0));
    assert_eq!(from.statements(), to.statements());
    let end = from.with(|book| book.store().own_chain());
    let taken = to
        .with(|book| book.store().chain_of(from.device()))
        .unwrap();
    assert_eq!(end, taken);
    // However many batches, the last one's receipt covers them.
    assert_eq!(sent.receipts, count.min(1));
    assert!(office.ward().verify().unwrap().ok);
    running.stop().await.unwrap();
    (count, batches)
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_at_the_edges_of_a_batch_all_arrive() {
    for (count, batches) in [(0, 0), (1, 1), (255, 1), (256, 1), (257, 2), (512, 2)] {
        let done = there_and_back(|desk| {
            for n in 1..=count {
                desk.say(n as u128, &format!("câu {n}"));
            }
        })
        .await;
        assert_eq!(done, (count, batches));
    }
}

/// Writes one operation whose envelope has exactly so many bytes, between two small ones.
fn write_sized(desk: &Desk, size: usize) {
    desk.say(1, "x");
    let envelope = |seq| {
        let device = desk.device();
        let found = desk.with(|book| book.store().envelopes_of_after(device, seq, 1, usize::MAX));
        found.unwrap().remove(0)
    };
    let around = envelope(0).encoded_len() - 1;
    desk.say(2, &"y".repeat(size - around));
    assert_eq!(envelope(1).encoded_len(), size);
    desk.say(3, "z");
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_at_the_edges_of_a_mebibyte_and_one_of_twenty_all_arrive() {
    for size in [MIB - 1, MIB, MIB + 1, 20 * MIB] {
        let done = there_and_back(|desk| write_sized(desk, size)).await;
        assert_eq!(done.0, 3, "{size}");
    }
}

#[tokio::test]
async fn an_exchange_with_nothing_new_writes_once() {
    let office = Office::new();
    let desk = Desk::new(0);
    office.enrol(&desk).await;
    desk.say(1, "câu");
    desk.sync(&office.line()).await.unwrap();
    let spent = desk.with(|book| book.store_mut().watch_cost()).unwrap();
    let done = desk.sync(&office.line()).await.unwrap();
    assert_eq!((done.pushed, done.pulled), (0, 0));
    // When it was, and how much it was, in one.
    assert_eq!(spent.commits(), 1);
    // Sixty questions or so; a walk through the book's operations would be thousands.
    assert!(spent.steps() < 4_000, "{}", spent.steps());
    let told = desk.with(|book| book.status()).unwrap();
    assert!(told.last_sync.is_some() && told.clock_offset_ms.is_some());
    assert!(desk.with(|book| book.data_used()).unwrap().down > 0);
}
