//! The book of a lost laptop, ten years of it, back from the ward by the recovery code.

use std::time::{Duration, Instant};

use sochibo_book::ward::sync;

use crate::{
    fixture::Fixture,
    office::{self, Office, second_device},
};

/// Ten years of twelve meetings.
const MEETINGS: usize = 120;
const GOAL: Duration = Duration::from_secs(30);

pub(crate) async fn measure() {
    let folder = office::folder();
    let (mut fixture, recovery) = Fixture::with_recovery_code(folder.path());
    fixture.live(MEETINGS);
    let office = Office::open(folder.path().join("ward")).await;
    office.enrol(&fixture.book).await;
    sync(&fixture.book).await.unwrap();
    let start = Instant::now();
    let back = second_device(&office, folder.path(), &recovery).await;
    let home = start.elapsed();
    assert!(back.lock().unwrap().doctor(false).unwrap().ok);
    let took = start.elapsed();
    let operations = office.holds();
    office.close().await;
    println!(
        "{:<58} {:>7} {:>6.1}s {:>7}  ≤ {} s",
        format!("a book of ten years ({operations} operations) recovered"),
        "",
        took.as_secs_f64(),
        "",
        GOAL.as_secs()
    );
    println!(
        "    {:.1} s until it is home, the rest to prove it again from the disk",
        home.as_secs_f64()
    );
}
