//! What a kill in the middle of sending costs: the bytes that cross a second time, against one
//! batch. `scb` is killed once half of what waits has crossed; the next exchange sends the rest.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sochibo_book::ward::sync;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{
    cost::RUNS,
    fixture::{Fixture, PASSPHRASE},
    office::{self, Office},
};

const OPERATIONS: usize = 10_000;
/// Operations of a batch, by the protocol.
const BATCH: usize = 256;

pub(crate) async fn measure() {
    let mut again = Vec::new();
    for _ in 0..RUNS {
        let folder = office::folder();
        let mut fixture = Fixture::new(folder.path());
        let office = Office::open(folder.path().join("ward")).await;
        let road = Road::to(office.url()).await;
        road.enrol(&fixture, &office).await;
        sync(&fixture.book).await.unwrap();
        // What as much costs that nobody disturbs.
        fixture.write(OPERATIONS);
        let before = road.crossed();
        sync(&fixture.book).await.unwrap();
        let whole = road.crossed() - before;
        let batch = whole as f64 * BATCH as f64 / OPERATIONS as f64;

        fixture.write(OPERATIONS);
        let path = Fixture::path(folder.path());
        drop(fixture);
        let (before, held) = (road.crossed(), office.holds());
        let mut first = scb(&path);
        while road.crossed() - before < whole / 2 {
            assert!(first.try_wait().unwrap().is_none(), "it ended too soon");
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        first.kill().unwrap();
        first.wait().unwrap();
        let taken = office.holds() - held;
        assert!(taken < OPERATIONS as u64, "the kill came too late");
        let mut second = scb(&path);
        while second.try_wait().unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        assert!(office.holds() - held >= OPERATIONS as u64);
        let crossed = road.crossed() - before;
        again.push((crossed as f64 - whole as f64) / batch);
        office.close().await;
    }
    again.sort_by(f64::total_cmp);
    println!(
        "{:<58} {:>6.2}× {:>6.2}× {:>6.2}×  ≤ 1×",
        "bytes sent again after a kill at half ÷ one batch",
        again[0],
        again[RUNS / 2],
        again[RUNS - 1],
    );
}

fn scb(book: &Path) -> Child {
    let beside = std::env::current_exe().unwrap();
    Command::new(beside.with_file_name("scb"))
        .arg("--book")
        .arg(book)
        .arg("sync")
        .env("SCB_PASSPHRASE", PASSPHRASE)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// A proxy that counts what goes up.
struct Road {
    url: String,
    up: Arc<AtomicU64>,
}

impl Road {
    async fn to(ward: &str) -> Self {
        let ward = ward.trim_start_matches("https://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let up = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&up);
        tokio::spawn(async move {
            while let Ok((device, _)) = listener.accept().await {
                tokio::spawn(carry(device, ward.clone(), Arc::clone(&counter)));
            }
        });
        Self { url, up }
    }

    fn crossed(&self) -> u64 {
        self.up.load(Ordering::Relaxed)
    }

    async fn enrol(&self, fixture: &Fixture, office: &Office) {
        let code = office.code();
        sochibo_book::ward::enrol(&fixture.book, &self.url, &code)
            .await
            .unwrap();
    }
}

async fn carry(device: TcpStream, ward: String, up: Arc<AtomicU64>) {
    let Ok(ward) = TcpStream::connect(ward).await else {
        return;
    };
    let (mut from_device, mut to_device) = device.into_split();
    let (mut from_ward, mut to_ward) = ward.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut from_ward, &mut to_device).await });
    let mut buffer = vec![0; 64 << 10];
    while let Ok(read @ 1..) = from_device.read(&mut buffer).await {
        up.fetch_add(read as u64, Ordering::Relaxed);
        if to_ward.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
