//! One book on two disks: a cloned laptop, a restored backup. Both go on writing, both meet the
//! ward, and both end with the same book, with nothing lost on either side.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use sochibo_soak::{Desk, Office};

/// Exchanges until nobody has anything new: each device twice.
async fn settle(office: &Office, desks: &[&Desk]) {
    for _ in 0..2 {
        for desk in desks {
            desk.sync(&office.line()).await.unwrap();
        }
    }
}

/// Both books say the same, hold every text, are whole, and agree with the ward.
async fn assert_same(office: &Office, desks: &[&Desk], texts: &[&str]) {
    let first = desks[0].statements();
    let said: BTreeSet<&str> = first.iter().map(|(_, text)| text.as_str()).collect();
    for text in texts {
        assert!(said.contains(text), "“{text}” was lost: {said:?}");
    }
    for desk in desks {
        assert_eq!(desk.statements(), first);
        desk.assert_sound();
        assert!(
            desk.with(|book| book.store().read().conflicts())
                .unwrap()
                .is_empty()
        );
        for end in office.digest(desk).await.devices {
            let here = desk.with(|book| book.store().chain_of(end.device)).unwrap();
            assert_eq!((here.seq, here.head), (end.seq, end.head));
        }
        assert_eq!(
            desk.with(|book| book.store().pending_counts()).unwrap().0,
            0
        );
    }
    let audit = office.ward().verify().unwrap();
    assert!(audit.ok, "{audit:?}");
}

#[tokio::test]
async fn a_cloned_disk_goes_on_under_a_new_identity_and_both_end_with_the_same_book() {
    let office = Office::new();
    let mut original = Desk::new(0);
    office.enrol(&original).await;
    original.say(1, "trước khi chép, đã gửi");
    original.sync(&office.line()).await.unwrap();
    original.say(2, "trước khi chép, chưa gửi");
    let copy = original.copy();
    assert_eq!(copy.device(), original.device());
    for n in 0..5 {
        original.say(10 + n, &format!("máy gốc {n}"));
        copy.say(20 + n, &format!("máy chép {n}"));
    }
    // Both correct the same remark more than once; the copy's writes name each other.
    copy.say(20, "máy chép sửa một");
    copy.say(20, "máy chép sửa hai");
    let was = original.device();

    original.sync(&office.line()).await.unwrap();
    let synced = copy.sync(&office.line()).await.unwrap();
    assert_eq!(synced.renewals, 1);
    assert_ne!(copy.device(), was);
    assert_eq!(original.device(), was);
    settle(&office, &[&original, &copy]).await;
    let texts = [
        "trước khi chép, đã gửi",
        "trước khi chép, chưa gửi",
        "máy gốc 4",
        "máy chép sửa hai",
        "máy chép 4",
    ];
    assert_same(&office, &[&original, &copy], &texts).await;
    // Seven operations were written again, and the old ones are still there.
    let aside = copy.with(|book| book.store().aside()).unwrap();
    assert_eq!(aside.len(), 7);
    assert!(
        aside
            .iter()
            .all(|(old, again)| old.0 == was && again.is_some())
    );
}

#[tokio::test]
async fn a_restored_backup_gets_back_what_was_sent_since_and_keeps_what_was_not() {
    let office = Office::new();
    let mut desk = Desk::new(0);
    office.enrol(&desk).await;
    desk.say(1, "trong bản sao lưu");
    desk.sync(&office.line()).await.unwrap();
    let mut backup = desk.copy();
    desk.say(2, "gửi sau khi sao lưu");
    desk.sync(&office.line()).await.unwrap();
    let was = desk.device();
    // The laptop is stolen; its backup is put on another one, where work goes on before any
    // network is there.
    let mut restored = Desk::new(0);
    restored.restore(&mut backup);
    restored.say(3, "viết sau khi phục hồi");
    restored.sync(&office.line()).await.unwrap();
    assert_ne!(restored.device(), was);
    settle(&office, &[&restored]).await;
    let texts = [
        "trong bản sao lưu",
        "gửi sau khi sao lưu",
        "viết sau khi phục hồi",
    ];
    assert_same(&office, &[&restored], &texts).await;
}

#[tokio::test]
async fn a_backup_that_takes_a_new_identity_before_any_network_sends_what_it_had_not_sent() {
    let office = Office::new();
    let mut desk = Desk::new(0);
    office.enrol(&desk).await;
    desk.say(1, "đã gửi");
    desk.sync(&office.line()).await.unwrap();
    desk.say(2, "chưa gửi khi sao lưu");
    let restored = desk.copy();
    let was = restored.device();
    let fresh = sochibo_journal::DeviceId(uuid::Uuid::from_u128(0xF00D));
    let moved = restored
        .with(|book| {
            book.store_mut()
                .take_new_identity(fresh, &[0x77; 32], None, None)
        })
        .unwrap();
    assert_eq!((moved.again, restored.device()), (0, fresh));
    restored.say(3, "viết sau khi phục hồi");
    restored.say(2, "chưa gửi khi sao lưu, đã sửa");
    // With the proof that it is the same device.
    assert_eq!(
        restored
            .with(|book| book.store().pending_counts())
            .unwrap()
            .0,
        4
    );

    restored.sync(&office.line()).await.unwrap();
    assert_eq!(restored.device(), fresh);
    // What the original had not sent either is the same operation: no copy of it appears.
    desk.say(4, "máy gốc vẫn sống");
    settle(&office, &[&desk, &restored]).await;
    assert_eq!(desk.device(), was);
    let texts = [
        "đã gửi",
        "chưa gửi khi sao lưu, đã sửa",
        "viết sau khi phục hồi",
        "máy gốc vẫn sống",
    ];
    assert_same(&office, &[&desk, &restored], &texts).await;
}

#[tokio::test]
async fn a_backup_with_a_new_identity_whose_original_went_on_moves_its_work_once_more() {
    let office = Office::new();
    let mut desk = Desk::new(0);
    office.enrol(&desk).await;
    desk.say(1, "đã gửi");
    desk.sync(&office.line()).await.unwrap();
    let restored = desk.copy();
    restored.say(2, "bản sao viết dưới tên cũ");
    let fresh = sochibo_journal::DeviceId(uuid::Uuid::from_u128(0xF00D));
    restored
        .with(|book| {
            book.store_mut()
                .take_new_identity(fresh, &[0x77; 32], None, None)
        })
        .unwrap();
    restored.say(2, "bản sao sửa dưới tên mới");
    desk.say(3, "máy gốc viết thêm");
    desk.sync(&office.line()).await.unwrap();
    restored.sync(&office.line()).await.unwrap();
    assert_ne!(restored.device(), fresh);
    settle(&office, &[&desk, &restored]).await;
    let texts = ["đã gửi", "bản sao sửa dưới tên mới", "máy gốc viết thêm"];
    assert_same(&office, &[&desk, &restored], &texts).await;
}

#[tokio::test]
async fn three_copies_of_one_disk_all_keep_their_work() {
    let office = Office::new();
    let mut first = Desk::new(0);
    office.enrol(&first).await;
    first.say(1, "chung");
    first.sync(&office.line()).await.unwrap();
    let second = first.copy();
    let third = first.copy();
    for (n, desk) in [&first, &second, &third].into_iter().enumerate() {
        for k in 0..4 {
            desk.say(100 * (n as u128 + 1) + k, &format!("máy {n} câu {k}"));
        }
    }
    let desks = [&first, &second, &third];
    for desk in desks {
        desk.sync(&office.line()).await.unwrap();
        for k in 4..6 {
            desk.say(900 + k, &format!("sửa lần {k}"));
        }
    }
    settle(&office, &desks).await;
    settle(&office, &desks).await;
    for desk in desks {
        // The three wrote the same two remarks without knowing of each other.
        for n in [904, 905] {
            let waiting = desk.with(|book| book.store().read().conflicts()).unwrap();
            assert!(
                waiting.iter().all(|conflict| conflict.id.as_u128() >= 900),
                "{n}"
            );
        }
        desk.assert_sound();
        assert_eq!(desk.statements(), first.statements());
        assert_eq!(desk.statements().len(), 1 + 3 * 4 + 2);
    }
    let names: BTreeSet<_> = desks.iter().map(|desk| desk.device()).collect();
    assert_eq!(names.len(), 3);
}

#[tokio::test]
async fn a_laptop_whose_clock_is_twenty_years_ahead_is_put_right_before_it_sends() {
    let office = Office::new();
    let (late, other) = (Desk::new(0), Desk::new(1));
    office.enrol(&late).await;
    office.let_in(&late, &other).await;
    let years = 20 * 365 * 86_400_000;
    late.set_clock(late.now() + years);
    late.say(1, "viết năm 2046");
    late.say(1, "viết năm 2046, sửa lại");
    late.say(2, "câu thứ hai");
    late.sync(&office.line()).await.unwrap();
    other.sync(&office.line()).await.unwrap();
    assert!(
        other
            .with(|book| book.store().quarantined())
            .unwrap()
            .is_empty()
    );
    // A correction by the one whose clock is right is the later one, and wins.
    other.say(1, "máy kia sửa");
    settle(&office, &[&other, &late]).await;
    let texts = ["máy kia sửa", "câu thứ hai"];
    assert_same(&office, &[&late, &other], &texts).await;
}

const YEARS: i64 = 20 * 365 * 86_400_000;

/// The latest instant that the ward holds of any device, by which others would set it aside.
async fn latest(office: &Office, desk: &Desk) -> i64 {
    let mut latest = 0;
    for end in office.digest(desk).await.devices {
        let envelopes = desk
            .with(|book| {
                book.store()
                    .envelopes_of_after(end.device, 0, 10_000, usize::MAX)
            })
            .unwrap();
        let instants = envelopes.iter().map(|it| it.header.at.wall_ms());
        latest = instants.fold(latest, i64::max);
    }
    latest
}

#[tokio::test]
async fn a_backup_restored_where_it_is_2046_is_put_right_before_its_first_words_leave() {
    for (unsent, went_on) in [(false, false), (true, false), (false, true), (true, true)] {
        let office = Office::new();
        let (mut desk, other) = (Desk::new(0), Desk::new(1));
        office.enrol(&desk).await;
        office.let_in(&desk, &other).await;
        desk.say(1, "đã gửi");
        settle(&office, &[&desk, &other]).await;
        if unsent {
            desk.say(2, "chưa gửi khi sao lưu");
        }
        let restored = desk.copy();
        let mut texts = vec!["đã gửi, máy kia sửa", "viết năm 2046, sửa lại", "thêm"];
        texts.extend(unsent.then_some("chưa gửi khi sao lưu"));
        if went_on {
            desk.say(3, "máy gốc viết thêm");
            desk.sync(&office.line()).await.unwrap();
            texts.push("máy gốc viết thêm");
        }
        restored.set_clock(restored.now() + YEARS);
        let fresh = sochibo_journal::DeviceId(uuid::Uuid::from_u128(0xF00D));
        restored
            .with(|book| {
                book.store_mut()
                    .take_new_identity(fresh, &[0x77; 32], None, None)
            })
            .unwrap();
        restored.say(1, "đã gửi, máy khôi phục sửa");
        restored.say(4, "viết năm 2046");
        restored.say(4, "viết năm 2046, sửa lại");
        let synced = restored.sync(&office.line()).await.unwrap();
        assert_eq!(synced.renewals, 1, "{unsent} {went_on}");
        // Its own machine knows the time from now on.
        restored.say(5, "thêm");
        settle(&office, &[&restored, &other]).await;
        let now = chrono::Utc::now().timestamp_millis();
        assert!(latest(&office, &restored).await < now.max(sochibo_soak::T0) + 86_400_000);
        // A correction by the one whose clock is right is the later one, and wins.
        other.say(1, "đã gửi, máy kia sửa");
        settle(&office, &[&other, &restored]).await;
        assert_same(&office, &[&restored, &other], &texts).await;
        let aside = other.with(|book| book.store().quarantined()).unwrap();
        assert!(aside.is_empty(), "{aside:?}");
    }
}

#[tokio::test]
async fn an_exchange_that_is_cut_has_told_the_time_all_the_same() {
    use sochibo_soak::{Carrier, Direct, Over, Request};
    use sochibo_sync::SyncError;

    /// Answers the comparison, and nothing else.
    struct OnlyCompares(Direct);

    impl Carrier for OnlyCompares {
        async fn carry(&self, request: Request) -> Result<(u16, Vec<u8>), SyncError> {
            match request.path.contains("/digest") {
                true => self.0.carry(request).await,
                false => Err(SyncError::Cut),
            }
        }
    }

    let office = Office::new();
    let desk = Desk::new(0);
    office.enrol(&desk).await;
    desk.set_clock(desk.now() + YEARS);
    let line = Over(OnlyCompares(Direct(office.counter())));
    desk.say(1, "viết năm 2046");
    assert!(desk.sync(&line).await.is_err());
    let known = desk.with(|book| book.store().link_state()).unwrap();
    assert!(known.clock_offset_ms.unwrap() > YEARS / 2, "{known:?}");
    let told = known.ward_time_ms.unwrap();
    assert!((told - chrono::Utc::now().timestamp_millis()).abs() < 60_000);
}

#[tokio::test]
async fn a_receipt_that_was_lost_on_the_way_back_comes_with_the_next_exchange() {
    use sochibo_soak::{Carrier, Direct, Over, Request};
    use sochibo_sync::SyncError;

    /// Carries every request, and loses the answer to what is sent.
    struct LosesReceipts(Direct);

    impl Carrier for LosesReceipts {
        async fn carry(&self, request: Request) -> Result<(u16, Vec<u8>), SyncError> {
            let sends = request.path.contains("/push");
            let answer = self.0.carry(request).await;
            if sends { Err(SyncError::Cut) } else { answer }
        }
    }

    let office = Office::new();
    let desk = Desk::new(0);
    office.enrol(&desk).await;
    for n in 1..=5 {
        desk.say(n, "câu");
    }
    let line = Over(LosesReceipts(Direct(office.counter())));
    assert!(desk.sync(&line).await.is_err());
    let waiting = |desk: &Desk| desk.with(|book| book.store().pending_counts()).unwrap().0;
    assert_eq!(waiting(&desk), 5);
    // The ward has all of it; one operation is sent again, for the receipt.
    let again = desk.sync(&office.line()).await.unwrap();
    assert_eq!((again.pushed, again.receipts), (1, 1));
    assert_eq!(waiting(&desk), 0);
    let quiet = desk.sync(&office.line()).await.unwrap();
    assert_eq!((quiet.pushed, quiet.receipts), (0, 0));
}
