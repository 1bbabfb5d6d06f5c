//! The book of a lost laptop, ten years and more of it, back from the ward by the recovery code.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use sochibo_book::{
    SystemClock,
    devices::{join, recover},
    ward::{Shared, enrol, sync},
};
use sochibo_ward::{OrgKind, ServeConfig, Tls, Ward, serve};

use crate::fixture::Fixture;

/// Twelve years of twelve meetings with 278 operations each.
const OPERATIONS: usize = 40_000;
const GOAL: Duration = Duration::from_secs(30);

pub(crate) async fn measure() {
    let folder = tempfile::tempdir_in("target").unwrap();
    let (mut fixture, recovery) = Fixture::with_recovery_code(folder.path());
    for number in 0..OPERATIONS {
        fixture.say(number);
    }
    let book: Shared = Arc::new(Mutex::new(fixture.book));
    let data = folder.path().join("ward");
    let running = serve(ServeConfig {
        data: data.clone(),
        listen: "127.0.0.1:0".into(),
        tls: Tls::SelfSigned,
    })
    .await
    .unwrap();
    let ward = Ward::open(&data).unwrap();
    let org = ward.add_org("Khu phố 12", OrgKind::ChiBo, None).unwrap();
    let code = || {
        ward.enrol_code(&org.to_string(), Duration::from_secs(3600))
            .unwrap()
            .code
    };
    enrol(&book, &running.url, &code()).await.unwrap();
    sync(&book).await.unwrap();

    let path = folder.path().join("moi.sochibo");
    let fresh = code();
    let start = Instant::now();
    let clock = Box::new(SystemClock);
    let back = recover::begin(
        &path,
        "hoa phượng đỏ",
        &running.url,
        &fresh,
        &recovery,
        clock,
    );
    let back: Shared = Arc::new(Mutex::new(back.await.unwrap()));
    join::advance(&back).await.unwrap();
    assert!(back.lock().unwrap().doctor(false).unwrap().ok);
    let took = start.elapsed();
    running.stop().await.unwrap();
    println!(
        "{:<58} {:>7} {:>6.1}s {:>7}  ≤ {} s",
        format!("recovery of {OPERATIONS} operations, doctor included"),
        "",
        took.as_secs_f64(),
        "",
        GOAL.as_secs()
    );
}
