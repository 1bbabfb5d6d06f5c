//! The writing and the verifying end of a device's chain.

use sochibo_journal::{
    Author, Chain, ChainError, DecodeError, Epoch, Hash, Header, Hlc, MAX_BODY, Ring, open,
};

use crate::hand::{cell, change, device, keys, series, write};

fn accepted(count: usize) -> Chain {
    let mut chain = Chain::new(cell(1), device(2));
    for envelope in &series(count).1 {
        chain.accept(envelope).unwrap();
    }
    chain
}

#[test]
fn what_an_author_writes_is_accepted_in_order() {
    let (author, envelopes) = series(5);
    let chain = accepted(5);
    assert_eq!((chain.seq, chain.head), (author.seq, author.head));
    assert_eq!(chain.head, envelopes[4].hash());
    assert_eq!(
        envelopes[0].header.prev,
        Header::genesis(cell(1), device(2))
    );
    assert!(
        envelopes
            .windows(2)
            .all(|pair| pair[0].header.at < pair[1].header.at)
    );
}

#[test]
fn a_gap_names_the_number_expected() {
    let mut chain = accepted(1);
    let before = chain;
    let error = chain.accept(&series(4).1[3]).unwrap_err();
    assert_eq!(
        error,
        ChainError::Gap {
            expected: 2,
            got: 4
        }
    );
    assert_eq!(chain, before);
}

#[test]
fn a_repeat_is_behind() {
    let mut chain = accepted(3);
    let before = chain;
    let error = chain.accept(&series(3).1[1]).unwrap_err();
    assert_eq!(error, ChainError::Behind { last: 3, got: 2 });
    assert_eq!(chain, before);
}

#[test]
fn the_next_number_of_another_history_is_a_fork() {
    let (mut author, _) = series(2);
    let mut restored = series(1).0;
    write(&mut restored, "một câu khác");
    let mut chain = accepted(2);
    let before = chain;
    assert_eq!(chain.head, author.head);
    let other = write(&mut restored, "tiếp theo");
    assert_eq!(chain.accept(&other), Err(ChainError::Fork { at: 3 }));
    assert_eq!(chain, before);
    chain.accept(&write(&mut author, "tiếp theo")).unwrap();
}

#[test]
fn an_envelope_of_another_cell_or_device_is_foreign() {
    for mut author in [
        Author::new(cell(9), device(2)),
        Author::new(cell(1), device(9)),
    ] {
        let mut chain = Chain::new(cell(1), device(2));
        let envelope = write(&mut author, "câu");
        assert_eq!(chain.accept(&envelope), Err(ChainError::Foreign));
        assert_eq!(chain.seq, 0);
    }
}

#[test]
fn a_purged_body_leaves_the_chain_whole() {
    let (author, envelopes) = series(3);
    let mut chain = Chain::new(cell(1), device(2));
    chain.accept(&envelopes[0]).unwrap();
    chain.accept_header(&envelopes[1].header).unwrap();
    chain.accept(&envelopes[2]).unwrap();
    assert_eq!(chain.head, author.head);
}

#[test]
fn the_last_number_there_is_ends_the_chain_and_not_the_program() {
    let header = series(1).1[0].header;
    let mut chain = Chain {
        seq: u64::MAX - 1,
        ..Chain::new(cell(1), device(2))
    };
    let last = Header {
        seq: u64::MAX,
        prev: chain.head,
        ..header
    };
    chain.accept_header(&last).unwrap();
    let behind = |got| ChainError::Behind {
        last: u64::MAX,
        got,
    };
    assert_eq!(chain.accept_header(&last), Err(behind(u64::MAX)));
    assert_eq!(chain.accept_header(&header), Err(behind(1)));
}

#[test]
fn a_sealed_body_opens_only_under_its_own_header() {
    let (_, envelopes) = series(2);
    let keys = keys();
    let key = &keys.get(Ring::Internal, Epoch(1))[0];
    let [first, second] = [&envelopes[0], &envelopes[1]];
    assert!(open(key, &first.header.associated_data(), &first.body).is_ok());
    assert!(open(key, &second.header.associated_data(), &first.body).is_err());
    assert!(!String::from_utf8_lossy(&first.body).contains("câu 0"));
}

#[test]
fn without_a_key_of_the_ring_nothing_is_written() {
    let (mut author, _) = series(2);
    let before = author.clone();
    let change = change([("text", "câu".into())]);
    assert_eq!(author.write(&change, Ring::Secretary, &keys(), 0), Ok(None));
    assert_eq!(author, before);
}

#[test]
fn a_published_body_is_written_as_it_is_and_names_no_key() {
    let (mut author, _) = series(1);
    let change = change([("text", "báo cáo".into())]);
    let envelope = author
        .write(&change, Ring::Published, &keys(), 0)
        .unwrap()
        .unwrap();
    assert_eq!(envelope.body, change.encode());
    assert_eq!(envelope.header.epoch, Epoch(0));
    assert_eq!(envelope.header.body_hash, Header::hash_body(&envelope.body));
}

#[test]
fn a_change_over_the_limit_is_refused_and_the_chain_stays_where_it_was() {
    let (mut author, _) = series(1);
    let before = author.clone();
    let change = change([("text", "x".repeat(MAX_BODY).into())]);
    let error = author
        .write(&change, Ring::Internal, &keys(), 0)
        .unwrap_err();
    assert!(matches!(error, DecodeError::TooLarge(_)));
    assert_eq!(author, before);
}

#[test]
fn a_clock_that_fell_back_writes_after_what_it_knows() {
    let (mut author, _) = series(1);
    let known = author.clock;
    let change = change([("text", "câu".into())]);
    let in_2009 = 1_230_768_000_000;
    let envelope = author
        .write(&change, Ring::Internal, &keys(), in_2009)
        .unwrap()
        .unwrap();
    assert!(envelope.header.at > known);
    assert!(Hlc::from_wall(in_2009) < known);
    assert_ne!(envelope.hash(), Hash::default());
}
