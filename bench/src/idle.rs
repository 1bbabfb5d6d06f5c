//! An exchange in which nothing is new, against one HTTPS round trip to the same server.

use reqwest::Client;
use sochibo_book::ward::sync;

use crate::{
    cost::{self, RUNS, time},
    fixture::Fixture,
    office::{self, Office},
};

/// So short that one is mostly chance.
const EXCHANGES: usize = 20;

pub(crate) async fn measure() {
    let folder = office::folder();
    let mut fixture = Fixture::new(folder.path());
    fixture.write(100);
    let office = Office::open(folder.path().join("ward")).await;
    office.enrol(&fixture.book).await;
    sync(&fixture.book).await.unwrap();
    let url = format!("{}/healthz", office.url());
    let mut pairs = Vec::new();
    let (mut all, mut all_limits) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (mut ours, mut limit) = (Vec::new(), Vec::new());
        for _ in 0..EXCHANGES {
            let (took, done) = time(sync(&fixture.book)).await;
            assert_eq!(done.unwrap().pushed, 0);
            ours.push(took);
            limit.push(time(round_trip(&url)).await.0);
        }
        all.extend(&ours);
        all_limits.extend(&limit);
        pairs.push((cost::median(ours), cost::median(limit)));
    }
    office.close().await;
    cost::print(
        "an exchange with nothing new ÷ one HTTPS round trip",
        &pairs,
        "≤ 2×",
    );
    cost::in_times(&pairs);
    cost::undisturbed(all, all_limits);
}

/// Connects, asks, hears; nothing is kept from one to the next, as between two exchanges.
async fn round_trip(url: &str) {
    let client = Client::builder()
        .no_proxy()
        .tls_danger_accept_invalid_certs(true)
        .build()
        .unwrap();
    let answer = client.get(url).send().await.unwrap();
    assert!(answer.status().is_success());
    answer.bytes().await.unwrap();
}
