//! Sending: only what comes next is taken, and what was acknowledged stays.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cell;

use cell::{Machine, Server, code_of};
use sochibo_wire::{Batch, api::RefusalCode};

#[tokio::test(flavor = "multi_thread")]
async fn batches_one_after_the_other_are_taken_with_receipts() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    let first = machine.write_and_push(3).await;
    assert_eq!((first.seq, first.rev), (3, 3));
    let second = machine.write_and_push(256).await;
    assert_eq!(
        (second.seq, second.rev, second.head),
        (259, 259, machine.author.head)
    );
    let end = &machine.digest().await.devices[0];
    assert_eq!((end.seq, end.head), (259, machine.author.head));
    assert!(server.ward.verify().unwrap().ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_changes_nothing_and_gets_its_receipt() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    let batch = {
        let envelopes = machine.write(5);
        machine.sign(envelopes)
    };
    let first = machine.push(&batch).await.unwrap();
    machine.write_and_push(2).await;
    let again = machine.push(&batch).await.unwrap();
    assert_eq!(
        (again.seq, again.rev, again.head),
        (first.seq, first.rev, first.head)
    );
    assert_eq!(machine.digest().await.rev, 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn announced_batches_share_the_receipt_of_the_last() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    let reader = server.another(&machine, 2).await;
    let all = machine.write(9);
    for (part, end) in all.chunks(3).take(2).zip([3, 6]) {
        let batch = machine.sign(part.to_vec());
        assert_eq!(machine.push_announcing_more(&batch).await, end);
    }
    // What others are told of is on the disk first; announced or not, it is all there.
    assert_eq!(reader.pull(0).await.unwrap().next, 6);
    let last = machine.sign(all[6..].to_vec());
    assert_eq!(machine.push_announcing_more(&last).await, 9);
    // The last batch once more brings the receipt for all of them.
    let receipt = machine.push(&last).await.unwrap();
    assert_eq!((receipt.seq, receipt.head), (9, machine.author.head));
    assert!(server.ward.verify().unwrap().ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overlap_adds_only_what_is_new() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    let reader = server.another(&machine, 2).await;
    let all = machine.write(10);
    machine
        .push(&machine.sign(all[..6].to_vec()))
        .await
        .unwrap();
    let receipt = machine
        .push(&machine.sign(all[3..].to_vec()))
        .await
        .unwrap();
    assert_eq!((receipt.seq, receipt.rev), (10, 10));
    let page = reader.pull(0).await.unwrap();
    let numbers: Vec<u64> = page
        .entries
        .iter()
        .flat_map(|entry| {
            entry
                .batch
                .clone()
                .verify(&machine.key.public())
                .unwrap()
                .envelopes()
                .to_vec()
        })
        .map(|envelope| envelope.header.seq)
        .collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    assert!(server.ward.verify().unwrap().ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_names_the_number_that_is_expected() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    machine.write_and_push(4).await;
    machine.write(2);
    let later = {
        let envelopes = machine.write(1);
        machine.sign(envelopes)
    };
    let (status, refusal) = machine.push(&later).await.unwrap_err();
    assert_eq!(status, 409);
    assert_eq!(refusal.error.code, RefusalCode::Gap);
    assert_eq!(refusal.error.expected_seq, Some(5));
    assert_eq!(machine.digest().await.rev, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_was_copied_is_told_that_it_forked() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    machine.write_and_push(4).await;
    let before = machine.author.clone();
    machine.write_and_push(2).await;

    // A restored backup writes another history from number 5 on.
    machine.author = before;
    let other: Vec<_> = (0..4).map(|_| machine.write_one("khác")).collect();
    for piece in [&other[..1], &other[..2], &other[..], &other[2..]] {
        let result = machine.push(&machine.sign(piece.to_vec())).await;
        let (status, refusal) = result.unwrap_err();
        assert_eq!(
            (status.as_u16(), refusal.error.code),
            (409, RefusalCode::Fork)
        );
    }
    assert_eq!(machine.digest().await.rev, 6);
    assert!(server.ward.verify().unwrap().ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn altered_foreign_and_unsigned_batches_are_refused_and_nothing_is_kept() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    let mut other = server.another(&machine, 2).await;
    let envelopes = machine.write(3);
    let batch = machine.sign(envelopes.clone());

    let mut altered = batch.encode().unwrap();
    let last = altered.len() - 1;
    altered[last] ^= 1;
    let by_other_key = Batch::sign(envelopes, &other.key).unwrap();
    let of_other_machine = {
        let envelopes = other.write(1);
        other.sign(envelopes)
    };
    let of_other_cell = {
        let mut stranger = Machine::new(&server.url, 9, 1);
        let envelopes = stranger.write(1);
        Batch::sign(envelopes, &machine.key).unwrap()
    };
    let twice = [batch.encode().unwrap(), batch.encode().unwrap()].concat();
    for bytes in [
        altered,
        twice,
        by_other_key.encode().unwrap(),
        of_other_machine.encode().unwrap(),
        of_other_cell.encode().unwrap(),
        Vec::new(),
        b"no batch at all".to_vec(),
    ] {
        assert_eq!(
            code_of(machine.push_bytes(bytes).await),
            RefusalCode::BadBatch
        );
    }
    assert_eq!(machine.digest().await.rev, 0);
    // And nothing is wedged.
    machine.push(&batch).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_machine_can_neither_send_nor_fetch() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    machine.write_and_push(1).await;
    let other = server.another(&machine, 2).await;
    let id = machine.author.device.to_string();
    server.ward.revoke_device(&id).unwrap();
    let batch = {
        let envelopes = machine.write(1);
        machine.sign(envelopes)
    };
    let (status, refusal) = machine.push(&batch).await.unwrap_err();
    assert_eq!(
        (status.as_u16(), refusal.error.code),
        (403, RefusalCode::Revoked)
    );
    assert_eq!(code_of(machine.pull(0).await), RefusalCode::Revoked);
    let digest = other.digest().await;
    assert!(digest.devices.iter().any(|end| end.revoked && end.seq == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_without_a_token_or_of_another_cell_is_not_enrolled() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    let batch = {
        let envelopes = machine.write(1);
        machine.sign(envelopes)
    };
    let token = std::mem::replace(&mut machine.token, "00".repeat(32));
    let (status, refusal) = machine.push(&batch).await.unwrap_err();
    assert_eq!(
        (status.as_u16(), refusal.error.code),
        (401, RefusalCode::NotEnrolled)
    );
    machine.token = token;
    machine.author.cell = sochibo_journal::CellId(uuid::Uuid::from_u128(2));
    assert_eq!(code_of(machine.pull(0).await), RefusalCode::NotEnrolled);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_a_year_ahead_does_not_stop_the_sending() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    machine.author.clock = sochibo_journal::Hlc::from_wall(4_000_000_000_000);
    let receipt = machine.write_and_push(1).await;
    assert!(receipt.at < 4_000_000_000_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_envelope_over_the_limit_travels_alone_and_two_do_not() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    // Sealed text doesn't compress.
    let large = "ắ".repeat(600_000);
    let pair = vec![machine.write_one(&large), machine.write_one(&large)];
    let both = machine.push(&machine.sign(pair.clone())).await;
    assert_eq!(code_of(both), RefusalCode::TooLarge);
    for envelope in pair {
        machine.push(&machine.sign(vec![envelope])).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_that_send_at_once_get_numbers_without_holes() {
    let server = Server::start().await;
    let mut tasks = Vec::new();
    let first = server.machine(1, 7).await;
    for device in 1..=6 {
        let mut machine = server.another(&first, device).await;
        tasks.push(tokio::spawn(async move {
            for _ in 0..10 {
                machine.write_and_push(3).await;
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let audit = server.ward.verify().unwrap();
    assert_eq!((audit.ok, audit.envelopes, audit.batches), (true, 180, 60));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_secret_mark_is_rejected_and_what_comes_after_it_goes_on() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    let reader = server.another(&machine, 2).await;
    let mut bad = cell::minutes(1, 1);
    bad.open.items[1].statements[0].text = "QZ-BIMAT\nTUYỆT MẬT\nkế hoạch".into();
    let good = cell::minutes(2, 1);
    let envelopes = vec![
        machine.write_one("câu"),
        machine.publish(&cell::published(&cell::report(&bad, &machine.key))),
        machine.publish(&cell::published(&cell::report(&good, &machine.key))),
        machine.write_one("câu sau"),
    ];
    let receipt = machine
        .push(&machine.sign(envelopes.clone()))
        .await
        .unwrap();
    assert_eq!((receipt.seq, receipt.head), (4, machine.author.head));

    // The header came, the body did not, and it lies nowhere on the ward's disk.
    let page = reader.pull(0).await.unwrap();
    let batch = page.entries[0].batch.clone();
    let relayed = batch.verify(&machine.key.public()).unwrap();
    let withheld: Vec<bool> = relayed
        .envelopes()
        .iter()
        .map(sochibo_journal::Envelope::is_withheld)
        .collect();
    assert_eq!(withheld, [false, true, false, false]);
    let audit = server.ward.verify().unwrap();
    assert!(audit.ok && audit.reports == 1, "{audit:?}");
    for entry in std::fs::read_dir(server.dir.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
        assert!(!bytes.windows(8).any(|part| part == b"QZ-BIMAT"));
    }

    // Sent again it is known; declared to be no secret it is taken.
    assert_eq!(machine.push(&machine.sign(envelopes)).await.unwrap().seq, 4);
    let mut declared = cell::report(&bad, &machine.key);
    let text = &bad.open.items[1].statements[0].text;
    declared.declared = vec![sochibo_domain::NotSecret::id_of(text)];
    let envelope = machine.publish(&cell::published(&declared));
    machine.push(&machine.sign(vec![envelope])).await.unwrap();
    assert_eq!(server.ward.verify().unwrap().reports, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_body_may_not_be_held_back() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    let envelope = machine.write_one("câu").withhold();
    let (_, refusal) = machine
        .push(&machine.sign(vec![envelope]))
        .await
        .unwrap_err();
    assert_eq!(refusal.error.code, RefusalCode::BadBatch);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cell_beyond_its_room_is_told_so_keeps_what_it_has_and_goes_on_once_there_is_more() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    let reader = server.another(&machine, 2).await;
    server.ward.set_room(1).unwrap();
    let half = "ý kiến ".repeat(70_000);
    let (first, second) = (machine.write_one(&half), machine.write_one(&half));
    assert!(first.encoded_len() > 500_000);
    machine.push(&machine.sign(vec![first])).await.unwrap();
    let second = machine.sign(vec![second]);
    for _ in 0..2 {
        let (status, refusal) = machine.push(&second).await.unwrap_err();
        assert_eq!(
            (status.as_u16(), refusal.error.code),
            (507, RefusalCode::NoRoom)
        );
        for said in [&refusal.error.message, &refusal.error.hint] {
            assert!(!said.is_empty());
        }
    }
    // What was taken stands, and is given out; another cell has its own room.
    assert_eq!(reader.pull(0).await.unwrap().next, 1);
    let room = server.ward.room().unwrap();
    assert_eq!(room.each_cell_mib, Some(1));
    assert!(room.cells[0].bytes > 500_000 && room.cells[0].bytes < 1 << 20);

    server.ward.set_room(0).unwrap();
    assert_eq!(machine.push(&second).await.unwrap().seq, 2);
    let room = server.ward.room().unwrap();
    assert_eq!(room.each_cell_mib, None);
    assert!(room.cells[0].bytes > 1 << 20);
    assert!(server.ward.verify().unwrap().ok);
}
