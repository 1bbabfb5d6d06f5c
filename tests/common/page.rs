//! The ward page in Chromium, and what any page is asked: is it accessible, what does it look like.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use fantoccini::{Client, ClientBuilder};
use serde_json::{Value, json};

use super::{free_port, programs::Running, wait_for_port};

/// Chromium on an empty profile.
pub struct Browser {
    pub client: Client,
    _driver: Running,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts a browser that takes the ward's self-signed certificate.
    pub async fn open() -> Self {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed by `make setup`");
        let driver = Running(driver);
        wait_for_port(port);
        let profile = tempfile::tempdir().unwrap();
        let options = json!({
            "acceptInsecureCerts": true,
            "goog:chromeOptions": { "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--window-size=1366,900",
                format!("--user-data-dir={}", profile.path().display()),
            ] },
        });
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(options.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        Self {
            client,
            _driver: driver,
            _profile: profile,
        }
    }
}

/// Runs axe-core; fails on findings that keep someone from using the page.
pub async fn axe(client: &Client, screen: &str) {
    let source = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/ui/node_modules/axe-core/axe.min.js"
    ))
    .expect("axe-core is installed by `make setup`");
    client.execute(&source, vec![]).await.unwrap();
    let found = client
        .execute_async(
            "const done = arguments[arguments.length - 1];
             axe.run(document).then(
               r => done(r.violations.filter(v => ['serious', 'critical'].includes(v.impact))
                 .map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))),
               e => done([String(e)]));",
            vec![],
        )
        .await
        .unwrap();
    assert_eq!(found, Value::Array(vec![]), "axe-core on {screen}");
}

/// Keeps a picture where `SOCHIBO_PICTURES` says, to be looked at.
pub async fn picture(client: &Client, name: &str) {
    let Some(folder) = std::env::var_os("SOCHIBO_PICTURES").map(PathBuf::from) else {
        return;
    };
    if let Ok(png) = client.screenshot().await {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }
}
