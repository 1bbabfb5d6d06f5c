//! What the ward sends down: a chain of its own in each cell, beside those of the devices.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cell;

use cell::{Machine, Server, code_of};
use sochibo_domain::Explain;
use sochibo_journal::{Change, DeviceId, Ring, is_ward_id};
use sochibo_ward::{DocumentDraft, OrgKind};
use sochibo_wire::api::RefusalCode;
use uuid::Uuid;

fn draft(title: &str) -> DocumentDraft {
    DocumentDraft {
        number: "12-CV/ĐU".to_owned(),
        title: title.to_owned(),
        kind: "Công văn".to_owned(),
        text: "Kính gửi các chi bộ.\r\nĐề nghị phổ biến.".to_owned(),
        ..DocumentDraft::default()
    }
}

/// What the ward's chain says to a machine, from the ward's number `after` on, proved by the key
/// that the ward showed when the cell joined.
async fn documents(server: &Server, machine: &Machine, after: u64) -> Vec<Change> {
    let digest = machine.digest().await;
    let Some(end) = digest.devices.iter().find(|end| end.device.is_ward()) else {
        return Vec::new();
    };
    let chain = DeviceId::of_ward(machine.author.cell, &end.public_key);
    assert_eq!(end.device, chain);
    assert!(
        !server
            .ward
            .devices()
            .unwrap()
            .iter()
            .any(|device| device.id == chain)
    );
    let pages = machine.pull(after).await.unwrap();
    let theirs = pages.entries.into_iter().map(|entry| entry.batch);
    theirs
        .filter(|batch| batch.device() == chain)
        .flat_map(|batch| batch.verify(&end.public_key).unwrap().into_envelopes())
        .map(|envelope| {
            assert_eq!(envelope.header.ring, Ring::Published);
            Change::decode(&envelope.body).unwrap()
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_goes_to_every_cell_below_that_has_a_book() {
    let server = Server::start().await;
    let orgs = server.ward.orgs().unwrap();
    let top = orgs[0].id.to_string();
    let branch = server
        .ward
        .add_org("Trường học", OrgKind::DangBoCoSo, Some(&top))
        .unwrap();
    let school = server
        .ward
        .add_org("Trường A", OrgKind::ChiBo, Some(&branch.to_string()))
        .unwrap();
    server
        .ward
        .add_org("Khu phố 13", OrgKind::ChiBo, Some(&top))
        .unwrap();
    let mut street = server.machine(1, 1).await;
    let mut teachers = Machine::new(&server.url, 2, 2);
    teachers
        .enrol(&server.code_of(&school.to_string()))
        .await
        .unwrap();
    street.write_and_push(3).await;
    teachers.write_and_push(1).await;

    let sent = server
        .ward
        .send_document(&[top], &draft("Chuyển đổi số"))
        .unwrap();
    let names = |list: &[sochibo_ward::Addressee]| -> Vec<String> {
        list.iter().map(|one| one.name.clone()).collect()
    };
    assert_eq!(names(&sent.cells), ["Khu phố 12", "Trường A"]);
    assert_eq!(names(&sent.without_book), ["Khu phố 13"]);
    assert!(is_ward_id(sent.id));
    let only = server
        .ward
        .send_document(&[branch.to_string()], &draft("Riêng nhà trường"))
        .unwrap();
    let street_has = documents(&server, &street, 0).await;
    assert_eq!(street_has.len(), 1);
    assert_eq!(street_has[0].kind, "ward_document");
    assert_eq!(street_has[0].set["title"], "Chuyển đổi số");
    assert_eq!(street_has[0].set["sender"], "Đảng ủy phường Tân Thới Hòa");
    assert_eq!(
        street_has[0].set["text"],
        "Kính gửi các chi bộ.\nĐề nghị phổ biến."
    );
    assert_eq!(documents(&server, &teachers, 0).await.len(), 2);
    // Its numbers lie in the cell's own order, so that a device goes on from where it was.
    assert!(documents(&server, &street, 4).await.is_empty());
    street.write_and_push(2).await;

    server.ward.withdraw_document(&only.id.to_string()).unwrap();
    let again = server.ward.withdraw_document(&only.id.to_string()).unwrap();
    let teachers_have = documents(&server, &teachers, 0).await;
    assert_eq!(teachers_have.len(), 3, "a second time writes nothing");
    let taken_back = teachers_have.last().unwrap();
    assert_eq!(
        taken_back.set["withdrawn_on"],
        again.withdrawn_at.date_naive().to_string()
    );
    assert_eq!(taken_back.over["withdrawn_on"][0].1, 2);

    let listed = server.ward.documents(None).unwrap();
    assert_eq!(listed.len(), 2);
    assert_eq!(
        (listed[0].id, listed[0].withdrawn_at.is_some()),
        (only.id, true)
    );
    assert_eq!(names(&listed[1].cells), ["Khu phố 12", "Trường A"]);
    let of_street = server.ward.documents(Some(&server.org)).unwrap();
    assert_eq!(of_street.len(), 1);
    let audit = server.ward.verify().unwrap();
    assert!(audit.ok, "{:?}", audit.problems);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cant_be_sent_is_refused_in_words_and_nothing_leaves() {
    let server = Server::start().await;
    let refused = |to: &str, draft: &DocumentDraft| {
        let refused = server
            .ward
            .send_document(&[to.to_owned()], draft)
            .unwrap_err();
        assert!(!refused.hint().is_empty());
        refused.code()
    };
    assert_eq!(refused(&server.org, &draft("Chưa có sổ")), "PH-52");
    let machine = server.machine(1, 1).await;
    let marked = DocumentDraft {
        text: "MẬT\nnội dung".to_owned(),
        ..draft("Thông báo")
    };
    assert_eq!(refused(&server.org, &marked), "PH-51");
    assert_eq!(refused(&server.org, &draft(" ")), "PH-50");
    assert_eq!(refused(&server.org, &draft("hai\ndòng")), "PH-50");
    let long = DocumentDraft {
        text: "x".repeat(200_001),
        ..draft("Dài")
    };
    assert_eq!(refused(&server.org, &long), "PH-50");
    assert_eq!(refused("nobody", &draft("Không có nơi nhận")), "PH-10");
    let missing = server.ward.withdraw_document("1234").unwrap_err();
    assert_eq!(missing.code(), "PH-53");
    assert!(server.ward.documents(None).unwrap().is_empty());
    assert!(documents(&server, &machine, 0).await.is_empty());
    assert_eq!(machine.digest().await.rev, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cell_that_has_used_up_its_room_still_hears_from_the_ward() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    server.ward.set_room(1).unwrap();
    let large = machine.write_one(&"x".repeat(2 << 20));
    let batch = machine.sign(vec![large]);
    assert_eq!(code_of(machine.push(&batch).await), RefusalCode::NoRoom);
    server
        .ward
        .send_document(std::slice::from_ref(&server.org), &draft("Chuyển đổi số"))
        .unwrap();
    assert_eq!(documents(&server, &machine, 0).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_device_joins_under_a_name_that_is_the_wards() {
    let server = Server::start().await;
    let first = server.machine(1, 1).await;
    let ward = first.digest().await;
    assert!(ward.devices.iter().all(|end| !end.device.is_ward()));
    let name = DeviceId::of_ward(first.author.cell, &first.key.public());
    let mut squatter = Machine::new(&server.url, 3, 3);
    squatter.author.device = name;
    let other = server
        .ward
        .add_org("Khu phố 13", OrgKind::ChiBo, None)
        .unwrap();
    let refused = squatter.enrol(&server.code_of(&other.to_string())).await;
    assert_eq!(refused.unwrap_err().error.code, RefusalCode::Fork);
    assert!(Uuid::nil() != name.0);
}
