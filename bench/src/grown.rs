//! What an exchange costs after ten years: one new meeting goes out, and comes in at the cell's
//! second device, against the same after the first month.

use std::time::Duration;

use sochibo_book::ward::{Shared, sync};

use crate::{
    cost::{self, RUNS, time},
    fixture::Fixture,
    office::{self, Office, second_device},
};

const TEN_YEARS: usize = 120;

struct Cell {
    fixture: Fixture,
    second: Shared,
    office: Office,
    _folder: tempfile::TempDir,
}

impl Cell {
    async fn after(meetings: usize) -> Self {
        let folder = office::folder();
        let (mut fixture, recovery) = Fixture::with_recovery_code(folder.path());
        fixture.live(meetings);
        let office = Office::open(folder.path().join("ward")).await;
        office.enrol(&fixture.book).await;
        sync(&fixture.book).await.unwrap();
        let second = second_device(&office, folder.path(), &recovery).await;
        sync(&fixture.book).await.unwrap();
        Self {
            fixture,
            second,
            office,
            _folder: folder,
        }
    }

    async fn one_meeting(&mut self) -> (Duration, Duration) {
        self.fixture.live(1);
        let (out, sent) = time(sync(&self.fixture.book)).await;
        let (home, taken) = time(sync(&self.second)).await;
        assert!(sent.unwrap().pushed >= 250 && taken.unwrap().pulled >= 250);
        (out, home)
    }
}

pub(crate) async fn measure() {
    let mut young = Cell::after(1).await;
    let mut old = Cell::after(TEN_YEARS).await;
    let (mut out, mut home) = (Vec::new(), Vec::new());
    for _ in 0..RUNS * 3 {
        let late = old.one_meeting().await;
        let early = young.one_meeting().await;
        out.push((late.0, early.0));
        home.push((late.1, early.1));
    }
    young.office.close().await;
    old.office.close().await;
    cost::print(
        "a meeting sent after ten years ÷ after a month",
        &out,
        "≤ 1.2×",
    );
    cost::in_times(&out);
    cost::print(
        "a meeting taken after ten years ÷ after a month",
        &home,
        "≤ 1.2×",
    );
    cost::in_times(&home);
}
