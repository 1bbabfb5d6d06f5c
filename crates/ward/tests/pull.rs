//! Fetching: whole batches of the others, page by page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cell;

use cell::Server;

async fn pages_of(batches: &[usize]) -> Vec<Vec<usize>> {
    let server = Server::start().await;
    let mut writer = server.machine(1, 1).await;
    let mut reader = server.another(&writer, 2).await;
    // What the reader wrote itself lies between and is left out.
    reader.write_and_push(5).await;
    for count in batches {
        writer.write_and_push(*count).await;
        reader.write_and_push(1).await;
    }
    let pages = reader.pull_all().await;
    let last = pages.last().unwrap();
    assert_eq!(last.next, reader.digest().await.rev);
    let mut seq = 0;
    for entry in pages.iter().flat_map(|page| &page.entries) {
        let verified = entry.batch.clone().verify(&writer.key.public()).unwrap();
        for envelope in verified.envelopes() {
            seq += 1;
            assert_eq!(envelope.header.seq, seq);
        }
    }
    assert_eq!(seq, writer.author.seq);
    pages
        .iter()
        .map(|page| {
            page.entries
                .iter()
                .map(|entry| entry.batch.envelopes().len())
                .collect()
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_hold_256_envelopes_or_one_batch() {
    for (batches, pages) in [
        (&[][..], vec![vec![]]),
        (&[1], vec![vec![1]]),
        (&[255], vec![vec![255]]),
        (&[256], vec![vec![256]]),
        (&[255, 1], vec![vec![255, 1]]),
        (&[256, 1], vec![vec![256], vec![1]]),
        (&[1, 256], vec![vec![1], vec![256]]),
        (&[256, 256], vec![vec![256], vec![256]]),
        (
            &[200, 56, 200, 57],
            vec![vec![200, 56], vec![200], vec![57]],
        ),
    ] {
        assert_eq!(pages_of(batches).await, pages, "{batches:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pull_past_the_end_is_empty_and_keeps_its_place() {
    let server = Server::start().await;
    let reader = server.machine(1, 1).await;
    let page = reader.pull(99).await.unwrap();
    assert_eq!((page.entries.len(), page.next, page.more), (0, 99, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_cell_sees_nothing_of_it() {
    let server = Server::start().await;
    let mut writer = server.machine(1, 1).await;
    writer.write_and_push(3).await;
    let org = server
        .ward
        .add_org("Khu phố 13", sochibo_ward::OrgKind::ChiBo, None)
        .unwrap();
    let mut stranger = cell::Machine::new(&server.url, 2, 2);
    stranger
        .enrol(&server.code_of(&org.to_string()))
        .await
        .unwrap();
    let page = stranger.pull(0).await.unwrap();
    assert_eq!((page.entries.len(), page.next), (0, 0));
    assert_eq!(stranger.digest().await.devices.len(), 1);
}
