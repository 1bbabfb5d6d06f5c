//! Ten thousand operations pushed to a ward over TLS on loopback, against one raw transaction
//! that inserts the same bytes.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use sochibo_book::ward::{Shared, enrol, sync};
use sochibo_ward::{OrgKind, ServeConfig, Tls, Ward, serve};

use crate::{
    cost::{self, RUNS},
    fixture::{Fixture, raw},
};

const OPERATIONS: usize = 10_000;

pub(crate) async fn measure() {
    let folder = tempfile::tempdir_in("target").unwrap();
    let mut fixture = Fixture::new(folder.path());
    for number in 0..OPERATIONS {
        fixture.say(number);
    }
    let sizes = fixture.book.outbox_bytes().unwrap();
    let book: Shared = Arc::new(Mutex::new(fixture.book));
    let mut pairs = Vec::new();
    let mut fastest = Duration::MAX;
    for run in 0..RUNS {
        let data = folder.path().join(format!("ward-{run}"));
        let running = serve(ServeConfig {
            data: data.clone(),
            listen: "127.0.0.1:0".into(),
            tls: Tls::SelfSigned,
        })
        .await
        .unwrap();
        let ward = Ward::open(&data).unwrap();
        let org = ward.add_org("Khu phố 12", OrgKind::ChiBo, None).unwrap();
        let code = ward
            .enrol_code(&org.to_string(), Duration::from_secs(3600))
            .unwrap()
            .code;
        enrol(&book, &running.url, &code).await.unwrap();

        let start = Instant::now();
        let done = sync(&book).await.unwrap();
        let ours = start.elapsed();
        assert!(done.pushed >= OPERATIONS, "{done:?}");
        running.stop().await.unwrap();

        let mut raw = raw(&folder.path().join(format!("raw-{run}.db")), false);
        let start = Instant::now();
        let transaction = raw.transaction().unwrap();
        for size in &sizes {
            transaction
                .prepare_cached("INSERT INTO raw (bytes) VALUES (?1)")
                .unwrap()
                .execute([vec![b'x'; *size]])
                .unwrap();
        }
        transaction.commit().unwrap();
        pairs.push((ours, start.elapsed()));
        fastest = fastest.min(ours);
    }
    cost::print(
        "10,000 operations pushed ÷ one raw transaction",
        &pairs,
        "≤ 3×",
    );
    let median = cost::median(pairs.iter().map(|(ours, _)| *ours).collect());
    println!(
        "    {:.0} operations/s (median)",
        OPERATIONS as f64 / median.as_secs_f64()
    );
}
