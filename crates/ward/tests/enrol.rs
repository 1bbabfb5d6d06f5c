//! Joining a cell's book to its ward.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cell;

use std::time::Duration;

use cell::{Machine, Server, client, code_of};
use serde_json::{Value, json};
use sochibo_journal::{DeviceKey, Hash};
use sochibo_wire::{
    EnrolCode, PROTOCOL,
    api::{EnrolRequest, RefusalCode},
    join::JoinState,
};

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
    // The answer may not have arrived: to the same machine it is said once more.
    let before = first.token.clone();
    first.enrol(&code).await.unwrap();
    assert_eq!(first.token, before);
    // With another code it gets another token, and the request of before takes that from nobody.
    first.enrol(&server.code()).await.unwrap();
    assert_ne!(first.token, before);
    let now = first.token.clone();
    assert_eq!(refused(&mut first, &code).await, RefusalCode::CodeUsed);
    first.token = now;
    assert_eq!(first.digest().await.devices.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_further_machine_is_not_let_in_by_a_code_alone() {
    let server = Server::start().await;
    let mut first = server.machine(1, 1).await;
    first.write_and_push(3).await;
    let code = server.code();
    // It names the right book, and signs as it should.
    let mut second = Machine::new(&server.url, 1, 2);
    let refusal = second.enrol(&code).await.unwrap_err().error;
    assert_eq!(refusal.code, RefusalCode::MustJoin);
    assert!(refusal.hint.contains("scb device join"), "{refusal:?}");
    assert_eq!(first.digest().await.devices.len(), 1);
    // The code is not spent: with it the machine joins, and then neither sends nor fetches.
    second.join(&code, Hash([5; 32])).await.unwrap();
    assert_eq!(code_of(second.pull(0).await), RefusalCode::Waiting);
    let batch = {
        let envelopes = second.write(1);
        second.sign(envelopes)
    };
    assert_eq!(code_of(second.push(&batch).await), RefusalCode::Waiting);
    // To enrol while it waits is no way around a person.
    second.enrol(&server.code()).await.unwrap();
    assert_eq!(code_of(second.pull(0).await), RefusalCode::Waiting);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_the_token_of_a_machine_by_knowing_its_public_key() {
    let server = Server::start().await;
    let mut first = server.machine(1, 1).await;
    first.write_and_push(1).await;
    let code = server.code();
    let stranger = DeviceKey::from_secret(&[77; 32]);
    let mut stolen = EnrolRequest::sign(
        &code.secret,
        first.author.cell,
        (first.author.device, &stranger),
        None,
    );
    stolen.public_key = first.key.public();
    let mut thief = Machine::new(&server.url, 1, 1);
    let refusal = thief.ask("enrol", &stolen).await.unwrap_err();
    assert_eq!(refusal.error.code, RefusalCode::BadBatch);
    // The machine goes on with the token that it has.
    first.write_and_push(1).await;
}

/// A secretary's machine, and one that asks to come in beside it.
async fn asking(server: &Server) -> (Machine, Machine) {
    let first = server.machine(1, 1).await;
    let mut second = Machine::new(&server.url, 1, 2);
    second.join(&server.code(), Hash([5; 32])).await.unwrap();
    (first, second)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_waits_is_in_once_the_secretary_grants_it() {
    let server = Server::start().await;
    let (mut first, mut second) = asking(&server).await;
    first.write_and_push(2).await;
    let grant = first.grant(&second);
    first.push(&first.sign(vec![grant])).await.unwrap();
    assert_eq!(second.pull(0).await.unwrap().entries.len(), 2);
    second.write_and_push(1).await;
    let joins = first.joins().await;
    assert_eq!(joins.joins[0].state, JoinState::Admitted);
    assert!(server.ward.verify().unwrap().ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_the_secretary_refuses_stays_out_and_hears_so() {
    let server = Server::start().await;
    let (first, mut second) = asking(&server).await;
    // One that waits can't refuse or answer anybody, itself neither.
    let device = second.author.device;
    assert_eq!(
        code_of(second.refuse(device).await),
        RefusalCode::NotSecretary
    );
    first.refuse(device).await.unwrap();
    assert_eq!(code_of(second.pull(0).await), RefusalCode::Revoked);
    assert_eq!(first.joins().await.joins[0].state, JoinState::Refused);
    // Refused is refused: another code changes nothing for this identity.
    let again = second.join(&server.code(), Hash([5; 32])).await;
    assert_eq!(again.unwrap_err().error.code, RefusalCode::Fork);
    assert_eq!(
        refused(&mut second, &server.code()).await,
        RefusalCode::Revoked
    );
    // And there is nothing to refuse twice.
    assert_eq!(code_of(first.refuse(device).await), RefusalCode::Fork);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_lets_one_machine_wait_and_not_after_its_time() {
    let server = Server::start().await;
    let first = server.machine(1, 1).await;
    let code = server.code();
    let mut second = Machine::new(&server.url, 1, 2);
    second.join(&code, Hash([5; 32])).await.unwrap();
    // The same machine may ask again with it; another one may not.
    second.join(&code, Hash([5; 32])).await.unwrap();
    let mut third = Machine::new(&server.url, 1, 3);
    let twice = third.join(&code, Hash([6; 32])).await.unwrap_err();
    assert_eq!(twice.error.code, RefusalCode::CodeUsed);
    let expired = server.ward.enrol_code(&server.org, Duration::ZERO).unwrap();
    let expired = EnrolCode::read(&expired.code).unwrap();
    let late = third.join(&expired, Hash([6; 32])).await.unwrap_err();
    assert_eq!(late.error.code, RefusalCode::CodeExpired);
    assert_eq!(first.joins().await.joins.len(), 1);
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
    // A refused attempt spends no code and binds nothing.
    let mut other_book = Machine::new(&server.url, 3, 4);
    other_book.enrol(&other_code).await.unwrap();
    let mut back = Machine::new(&server.url, 1, 1);
    back.enrol(&code).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_identity_and_a_revoked_one_stay_out() {
    let server = Server::start().await;
    let machine = server.machine(1, 1).await;
    let mut copy = Machine::new(&server.url, 1, 1);
    copy.key = DeviceKey::from_secret(&[77; 32]);
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
