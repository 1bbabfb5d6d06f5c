//! Cold start to the first usable screen, against an empty Tauri window. Both through the same
//! driver; needs a display and `tauri-driver`, which `make bench` sees to.

use std::{
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::{
    cost::{self, RUNS},
    fixture::Fixture,
    office,
};

pub(crate) async fn measure() {
    let folder = office::folder();
    drop(Fixture::new(folder.path()));
    let book = Fixture::path(&folder.path().canonicalize().unwrap());
    let beside = std::env::current_exe().unwrap();
    let app = beside.with_file_name("sochibo");
    let empty = beside.with_file_name("examples").join("empty_window");
    let mut pairs = Vec::new();
    // The first pair warms the disk's cache and is not counted.
    for run in 0..=RUNS {
        let ours = until_usable(&app, &book, "[data-test=unlock]").await;
        let limit = until_usable(&empty, &book, "#ready").await;
        if run > 0 {
            pairs.push((ours, limit));
        }
    }
    cost::print(
        "start to the first usable screen ÷ an empty Tauri window",
        &pairs,
        "≤ 1.3×",
    );
}

async fn until_usable(program: &Path, book: &PathBuf, selector: &str) -> Duration {
    let (port, native) = (free_port(), free_port());
    let mut driver = Command::new("tauri-driver")
        .args([
            "--port",
            &port.to_string(),
            "--native-port",
            &native.to_string(),
        ])
        .env("SOCHIBO_BOOK", book)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("tauri-driver");
    for listening in [port, native] {
        while TcpStream::connect(("127.0.0.1", listening)).is_err() {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    let options = json!({ "tauri:options": { "application": program } });
    let start = Instant::now();
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(options.as_object().unwrap().clone())
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .unwrap();
    while client.find(Locator::Css(selector)).await.is_err() {
        std::thread::sleep(Duration::from_millis(2));
    }
    let took = start.elapsed();
    client.close().await.unwrap();
    end(&mut driver);
    took
}

fn end(driver: &mut Child) {
    driver.kill().unwrap();
    driver.wait().unwrap();
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}
