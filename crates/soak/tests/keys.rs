//! Keys made anew, devices under a new name, and what is boxed for whom: nothing of those who are
//! in stays closed to one of them, and nothing newer opens to one who is out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use sochibo_book::BookError;
use sochibo_journal::{DeviceId, Directory, Ring};
use sochibo_soak::{Desk, Office};
use sochibo_sync::SyncError;
use sochibo_wire::api::RefusalCode;
use uuid::Uuid;

/// A cell of as many secretaries' devices, each of which has every key.
async fn cell<const N: usize>() -> (Office, [Desk; N]) {
    let office = Office::new();
    let desks: [Desk; N] = std::array::from_fn(|n| Desk::new(u8::try_from(n).unwrap()));
    let (first, others) = desks.split_first().unwrap();
    office.enrol(first).await;
    for desk in others {
        office.let_in(first, desk).await;
    }
    settle(&office, &desks.iter().collect::<Vec<_>>()).await;
    (office, desks)
}

/// Exchanges until nobody owes anybody anything.
async fn settle(office: &Office, desks: &[&Desk]) {
    for _ in 0..6 {
        let mut crossed = 0;
        for desk in desks {
            let synced = desk.sync_and_keep_keys(&office.line()).await.unwrap();
            crossed += synced.pushed + synced.pulled + synced.renewals;
        }
        if crossed == 0 {
            return;
        }
    }
    panic!("they do not come to rest");
}

fn directory(desk: &Desk) -> Directory {
    desk.with(|book| book.store().directory()).unwrap()
}

fn revoke(by: &Desk, device: DeviceId) {
    by.with(|book| book.revoke_device(device)).unwrap();
}

/// All know the same devices, read every text, are whole, and write under keys that nobody outside
/// knows.
fn assert_same(desks: &[&Desk], texts: &[&str]) {
    for desk in desks {
        desk.assert_sound();
        assert_eq!(directory(desk), directory(desks[0]));
        let said: BTreeSet<String> = desk
            .statements()
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        for text in texts {
            let aside = desk.with(|book| book.store().quarantined()).unwrap();
            assert!(
                said.contains(*text),
                "“{text}” is closed: {said:?}, {aside:?}"
            );
        }
        let keys = desk.with(|book| book.store().ring_keys().clone());
        for ring in Ring::SEALED {
            let (epoch, key) = keys.newest(ring).unwrap();
            assert!(!directory(desk).leaks(ring, epoch, key));
        }
    }
}

fn new_name(desk: &Desk, n: u8) {
    let device = DeviceId(Uuid::from_u128(0xF000 + u128::from(n)));
    desk.with(|book| {
        book.store_mut()
            .take_new_identity(device, &[0xA0 + n; 32], None, None)
    })
    .unwrap();
}

fn is_secretary(of: &Desk, desk: &Desk) -> bool {
    directory(of)
        .device(desk.device())
        .is_some_and(sochibo_journal::Admitted::is_secretary)
}

#[tokio::test]
async fn what_a_copy_said_of_devices_counts_again_under_its_new_name() {
    let (office, [mut first, second, third]) = cell::<3>().await;
    let copy = first.copy();
    first.say(1, "máy gốc viết tiếp");
    settle(&office, &[&first]).await;
    // Nobody but the copy knows yet that the third is out.
    revoke(&copy, third.device());
    copy.say(2, "máy chép, sau khi thu hồi");
    copy.sync(&office.line()).await.unwrap();
    assert_ne!(copy.device(), first.device());
    // Under the new name, before it is proved.
    copy.assert_sound();
    settle(&office, &[&copy, &first, &second]).await;
    let texts = ["máy gốc viết tiếp", "máy chép, sau khi thu hồi"];
    assert_same(&[&first, &second, &copy], &texts);
    let out = third.sync(&office.line()).await;
    assert!(
        matches!(&out, Err(BookError::Sync(SyncError::Refused(body))) if body.code == RefusalCode::Revoked),
        "{out:?}"
    );
}

#[tokio::test]
async fn a_key_made_after_the_backup_comes_back_with_the_chain_also_to_the_only_device() {
    let (office, [mut first, second]) = cell::<2>().await;
    let backup = first.copy();
    revoke(&first, second.device());
    first.say(1, "dưới khóa mới");
    settle(&office, &[&first]).await;
    // The laptop is gone; nobody is left who could send the key.
    new_name(&backup, 1);
    settle(&office, &[&backup]).await;
    assert!(is_secretary(&backup, &backup));
    assert_same(&[&backup], &["dưới khóa mới"]);
}

#[tokio::test]
async fn two_keys_of_one_epoch_both_reach_whoever_comes_in_later() {
    let (office, [first, second, third]) = cell::<3>().await;
    revoke(&first, third.device());
    revoke(&second, third.device());
    first.say(1, "khóa của máy một");
    second.say(2, "khóa của máy hai");
    settle(&office, &[&first]).await;
    let fourth = Desk::new(3);
    office.let_in(&first, &fourth).await;
    settle(&office, &[&first, &fourth]).await;
    settle(&office, &[&second, &first, &fourth]).await;
    let texts = ["khóa của máy một", "khóa của máy hai"];
    assert_same(&[&first, &second, &fourth], &texts);
    // So they do to the code on paper.
    let escrow = directory(&first).escrow().unwrap().keys.len();
    let held = first.with(|book| book.store().ring_keys().iter().count());
    assert_eq!((escrow, held), (9, 9));
}

#[tokio::test]
async fn a_copy_that_moves_again_before_the_ward_has_its_proof_proves_itself_anew() {
    let (office, [first, mut second]) = cell::<2>().await;
    new_name(&second, 2);
    second.say(1, "dưới tên thứ hai");
    // Nobody has heard of the second name when the machine is set up a third time.
    second = second.copy();
    new_name(&second, 3);
    assert!(is_secretary(&second, &second));
    settle(&office, &[&second, &first]).await;
    assert!(is_secretary(&first, &second));
    assert_same(&[&first, &second], &["dưới tên thứ hai"]);
}

#[tokio::test]
async fn a_laptop_twenty_years_ahead_keeps_its_role_under_the_name_that_this_costs_it() {
    let (office, [first, second]) = cell::<2>().await;
    let was = second.device();
    second.set_clock(sochibo_soak::T0 + 20 * 365 * 86_400_000);
    second.say(1, "máy chạy trước hai mươi năm");
    settle(&office, &[&second, &first]).await;
    assert_ne!(second.device(), was);
    assert!(is_secretary(&first, &second));
    assert_same(&[&first, &second], &["máy chạy trước hai mươi năm"]);
}

#[tokio::test]
async fn what_a_device_wrote_under_keys_of_its_own_before_it_heard_that_it_is_out_is_read() {
    let (office, [first, second, third]) = cell::<3>().await;
    // It has made new keys that nobody has when it is taken out, and the ward has not heard of it.
    revoke(&second, third.device());
    revoke(&first, second.device());
    second.sync(&office.line()).await.unwrap();
    second.say(1, "viết khi chưa biết đã bị thu hồi");
    second.sync(&office.line()).await.unwrap();
    first.say(2, "viết sau khi thu hồi");
    settle(&office, &[&first]).await;
    let texts = ["viết khi chưa biết đã bị thu hồi", "viết sau khi thu hồi"];
    assert_same(&[&first], &texts);
    // Whoever comes in later reads it as well, and nobody writes under such a key.
    let fourth = Desk::new(3);
    office.let_in(&first, &fourth).await;
    settle(&office, &[&first, &fourth]).await;
    assert_same(&[&first, &fourth], &texts);
}

#[tokio::test]
async fn a_new_name_that_nobody_has_heard_of_is_out_with_the_old_one_and_hears_so() {
    let (office, [first, second]) = cell::<2>().await;
    let old = second.device();
    new_name(&second, 2);
    // The ward knows the new name; the line falls before it is proved.
    second.sync(&office.line()).await.unwrap();
    revoke(&first, old);
    settle(&office, &[&first]).await;
    let out = second.sync_and_keep_keys(&office.line()).await;
    assert!(
        matches!(&out, Err(BookError::Sync(SyncError::Refused(body))) if body.code == RefusalCode::Revoked),
        "{out:?}"
    );
    let listed = office.ward().devices().unwrap();
    assert_eq!(listed.iter().filter(|held| held.revoked).count(), 2);
}

/// World 2026120101340: a copy whose proof was refused proved itself after each exchange, and another
/// device made new keys each time, without an end.
#[tokio::test]
async fn a_new_name_is_proved_once_whether_the_proof_counts_or_not() {
    let (_office, [_first, second]) = cell::<2>().await;
    // Which says whose it is, first of all.
    new_name(&second, 2);
    let proves = second.with(|book| book.store_mut().prove_identity(1_791_201_600_000));
    assert!(!proves.unwrap());
}

#[tokio::test]
async fn what_was_written_under_keys_made_while_a_lost_book_comes_home_is_read() {
    let (office, [lost, deputy]) = cell().await;
    let newcomer = office.recover(7, lost.now()).await.unwrap();
    let ward = office.ward();
    ward.revoke_device(&lost.device().to_string()).unwrap();
    // It makes keys of which only an escrow can tell the newcomer: it has not heard of it, and is out
    // before it does.
    deputy.sync_and_keep_keys(&office.line()).await.unwrap();
    deputy.say(1, "câu dưới khóa mới");
    deputy.sync_and_keep_keys(&office.line()).await.unwrap();
    ward.revoke_device(&deputy.device().to_string()).unwrap();

    settle(&office, &[&newcomer]).await;
    assert_same(&[&newcomer], &["câu dưới khóa mới"]);
}
