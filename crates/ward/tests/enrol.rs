//! Joining a cell's book to its ward.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cell;

use std::time::Duration;

use cell::{Machine, Server, client};
use serde_json::{Value, json};
use sochibo_wire::{EnrolCode, PROTOCOL, api::RefusalCode};

async fn refused(machine: &mut Machine, code: &EnrolCode) -> RefusalCode {
    machine.enrol(code).await.unwrap_err().error.code
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_lets_one_machine_in_and_names_ward_and_cell() {
    let server = Server::start().await;
    let code = server.code();
    let mut first = Machine::new(&server.url, 1, 1);
    first.enrol(&code).await.unwrap();
    let joined = first.joined.clone().unwrap();
    assert_eq!(joined.ward_name, "Đảng ủy phường Tân Thới Hòa");
    assert_eq!(joined.cell_name, "Khu phố 12");
    assert_eq!(joined.protocol, PROTOCOL);

    let mut second = Machine::new(&server.url, 1, 2);
    assert_eq!(refused(&mut second, &code).await, RefusalCode::CodeUsed);
    second.enrol(&server.code()).await.unwrap();
    assert_eq!(second.digest().await.devices.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_and_expired_codes_are_told_apart() {
    let server = Server::start().await;
    let mut machine = Machine::new(&server.url, 1, 1);
    let wrong = EnrolCode {
        secret: [1; 8],
        pin: [0; 10],
    };
    assert_eq!(
        refused(&mut machine, &wrong).await,
        RefusalCode::CodeUnknown
    );
    let expired = server.ward.enrol_code(&server.org, Duration::ZERO).unwrap();
    let expired = EnrolCode::read(&expired.code).unwrap();
    assert_eq!(
        refused(&mut machine, &expired).await,
        RefusalCode::CodeExpired
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cell_is_bound_to_its_first_book_and_a_book_to_its_cell() {
    let server = Server::start().await;
    server.machine(1, 1).await;
    let mut stranger = Machine::new(&server.url, 2, 2);
    let code = server.code();
    assert_eq!(refused(&mut stranger, &code).await, RefusalCode::OtherBook);

    let other = server
        .ward
        .add_org("Khu phố 13", sochibo_ward::OrgKind::ChiBo, None)
        .unwrap();
    let mut same_book = Machine::new(&server.url, 1, 3);
    let other_code = server.code_of(&other.to_string());
    assert_eq!(
        refused(&mut same_book, &other_code).await,
        RefusalCode::OtherBook
    );
    // A refused attempt spends no code.
    same_book.enrol(&code).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_identity_and_a_revoked_one_stay_out() {
    let server = Server::start().await;
    let machine = server.machine(1, 1).await;
    let mut copy = Machine::new(&server.url, 1, 1);
    copy.key = sochibo_journal::DeviceKey::from_secret(&[77; 32]);
    assert_eq!(refused(&mut copy, &server.code()).await, RefusalCode::Fork);

    let mut again = Machine::new(&server.url, 1, 1);
    again.enrol(&server.code()).await.unwrap();
    assert_ne!(again.token, machine.token);

    let id = again.author.device.to_string();
    server.ward.revoke_device(&id).unwrap();
    assert_eq!(
        refused(&mut again, &server.code()).await,
        RefusalCode::Revoked
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_codes_is_slowed_down() {
    let server = Server::start().await;
    let mut machine = Machine::new(&server.url, 1, 1);
    let wrong = EnrolCode {
        secret: [1; 8],
        pin: [0; 10],
    };
    for _ in 0..20 {
        assert_eq!(
            refused(&mut machine, &wrong).await,
            RefusalCode::CodeUnknown
        );
    }
    assert_eq!(
        refused(&mut machine, &server.code()).await,
        RefusalCode::Slow
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_protocol_is_told_so_even_in_words_that_are_not_known() {
    let server = Server::start().await;
    for (body, code) in [
        (json!({ "protocol": 99, "news": true }), "protocol"),
        (json!({ "protocol": 1 }), "bad_batch"),
        (json!([]), "bad_batch"),
    ] {
        let url = format!("{}/v1/enrol", server.url);
        let response = client().post(url).json(&body).send().await.unwrap();
        let answer: Value = response.json().await.unwrap();
        assert_eq!(answer["error"]["code"], code);
    }
}
