//! How fast a ward takes what comes in. Run by hand: `cargo test -p sochibo-ward --release
//! --test speed -- --ignored --nocapture`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod cell;

use std::time::Instant;

use cell::Server;
use rusqlite::params;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement, not a test of behaviour"]
async fn ten_thousand_envelopes_come_in_within_three_times_the_bare_insert() {
    let server = Server::start().await;
    let mut machine = server.machine(1, 1).await;
    let text = "Đề nghị sửa đèn đường hẻm 45, tối quá bà con đi lại khó. ".repeat(3);
    let envelopes: Vec<_> = (0..10_000).map(|_| machine.write_one(&text)).collect();
    let batches: Vec<Vec<u8>> = envelopes
        .chunks(250)
        .map(|chunk| machine.sign(chunk.to_vec()).encode().unwrap())
        .collect();

    let began = Instant::now();
    let mut db = rusqlite::Connection::open(server.dir.path().join("bare.db")).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.pragma_update(None, "synchronous", "FULL").unwrap();
    db.execute_batch(
        "CREATE TABLE e (cell BLOB, device BLOB, seq INTEGER, header BLOB, body BLOB,
         UNIQUE (cell, device, seq))",
    )
    .unwrap();
    let tx = db.transaction().unwrap();
    {
        let mut insert = tx
            .prepare("INSERT INTO e VALUES (?1, ?2, ?3, ?4, ?5)")
            .unwrap();
        for envelope in &envelopes {
            let header = &envelope.header;
            let seq = i64::try_from(header.seq).unwrap();
            let (cell, device) = (header.cell.0.as_bytes(), header.device.0.as_bytes());
            insert
                .execute(params![cell, device, seq, header.encode(), envelope.body])
                .unwrap();
        }
    }
    tx.commit().unwrap();
    let bare = began.elapsed();

    let began = Instant::now();
    for bytes in batches {
        machine.push_bytes(bytes).await.unwrap();
    }
    let pushed = began.elapsed();
    let times = pushed.as_secs_f64() / bare.as_secs_f64();
    println!("bare {bare:?}, pushed {pushed:?}, {times:.1} times");
    assert!(times <= 3.0, "{times:.1} times");
}
