//! `sochibo-ward` as a program: commands beside a running server, TLS, sudden death.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cell;

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use cell::Machine;
use serde_json::Value;
use sochibo_wire::EnrolCode;
use tempfile::TempDir;

fn program(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sochibo-ward"));
    command
        .args(arguments)
        .arg("--json")
        .env("SOCHIBO_WARD_DATA", dir);
    command
}

fn run(dir: &Path, arguments: &[&str]) -> Value {
    let output = program(dir, arguments).output().unwrap();
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn fails(output: &Output, exit: i32, code: &str) {
    assert_eq!(output.status.code(), Some(exit));
    assert!(output.stdout.is_empty());
    let error: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(error["error"]["code"], code);
    assert!(error["error"]["message"].is_string() && error["error"]["hint"].is_string());
}

/// A server in a process of its own.
struct Served {
    child: Child,
    url: String,
}

impl Served {
    fn start(dir: &Path, more: &[&str]) -> Self {
        let arguments = [&["serve", "--listen", "127.0.0.1:0"], more].concat();
        let mut child = program(dir, &arguments)
            .env("SOCHIBO_WARD_LOG", "off")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = child.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let url = ready["listening"].as_str().unwrap().to_owned();
        Self { child, url }
    }

    /// SIGKILL: no goodbye, nothing flushed.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn ward_with_a_cell(dir: &Path) -> String {
    let root = run(
        dir,
        &[
            "org",
            "add",
            "--name",
            "Phường Tân Thới Hòa",
            "--kind",
            "dang_bo_co_so",
        ],
    );
    let root = root["id"].as_str().unwrap();
    let cell = [
        "org",
        "add",
        "--name",
        "Khu phố 12",
        "--kind",
        "chi_bo",
        "--parent",
        root,
    ];
    run(dir, &cell)["id"].as_str().unwrap().to_owned()
}

fn code(dir: &Path, org: &str) -> EnrolCode {
    let issued = run(dir, &["enrol-code", org, "--valid", "72h"]);
    assert!(issued["expires"].is_string());
    EnrolCode::read(issued["code"].as_str().unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_work_while_a_server_runs() {
    let dir = TempDir::new().unwrap();
    let dir = dir.path();
    let served = Served::start(dir, &[]);
    let org = ward_with_a_cell(dir);
    let orgs = run(dir, &["org", "list"]);
    assert_eq!(orgs[1]["name"], "Khu phố 12");
    assert_eq!(orgs[1]["parent"], orgs[0]["id"]);
    assert_eq!(orgs[1]["kind"], "chi_bo");

    let mut machine = Machine::new(&served.url, 1, 1);
    machine.enrol(&code(dir, &org)).await.unwrap();
    machine.write_and_push(3).await;
    let devices = run(dir, &["device", "list"]);
    assert_eq!(
        (&devices[0]["seq"], &devices[0]["revoked"]),
        (&3.into(), &false.into())
    );
    let audit = run(dir, &["verify"]);
    assert_eq!(
        (&audit["ok"], &audit["envelopes"]),
        (&true.into(), &3.into())
    );

    let id = devices[0]["id"].as_str().unwrap();
    assert_eq!(run(dir, &["device", "revoke", id])["revoked"], true);
    assert!(machine.pull(0).await.is_err());
    served.kill();
}

#[test]
fn faults_have_codes_and_exits() {
    let dir = TempDir::new().unwrap();
    let dir = dir.path();
    let root = [
        "org",
        "add",
        "--name",
        "Phường X",
        "--kind",
        "dang_bo_co_so",
    ];
    let root = run(dir, &root)["id"].as_str().unwrap().to_owned();
    let out = |arguments: &[&str]| program(dir, arguments).output().unwrap();
    fails(&out(&["enrol-code", "ffff"]), 3, "PH-10");
    fails(&out(&["enrol-code", &root]), 5, "PH-15");
    fails(&out(&["device", "revoke", "ffff"]), 3, "PH-11");
    fails(
        &out(&["org", "add", "--name", " ", "--kind", "chi_bo"]),
        2,
        "PH-13",
    );
    fails(
        &out(&["org", "add", "--name", "A", "--kind", "lạ"]),
        2,
        "PH-90",
    );
    fails(&out(&["serve", "--listen", "not an address"]), 6, "PH-20");
    fails(
        &out(&["serve", "--cert", "none.pem", "--key", "none.pem"]),
        2,
        "PH-19",
    );
}

#[test]
fn a_user_takes_the_password_from_standard_input_or_a_file() {
    let dir = TempDir::new().unwrap();
    let org = ward_with_a_cell(dir.path());
    let add = |name: &str, password: &str| {
        let arguments = ["user", "add", name, "--role", "doc", "--cells", &org];
        let mut child = program(dir.path(), &arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(password.as_bytes())
            .unwrap();
        child.wait_with_output().unwrap()
    };
    fails(&add("an", "ngắn\n"), 2, "PH-17");
    let file = dir.path().join("password");
    std::fs::write(&file, "mật khẩu dài\n").unwrap();
    let arguments = [
        "user",
        "add",
        "an",
        "--role",
        "van_phong",
        "--password-file",
        file.to_str().unwrap(),
    ];
    assert_eq!(run(dir.path(), &arguments)["role"], "van_phong");
    let again = program(dir.path(), &arguments).output().unwrap();
    fails(&again, 5, "PH-16");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_pins_the_key_that_is_served() {
    let dir = TempDir::new().unwrap();
    let org = ward_with_a_cell(dir.path());
    // Issued before the first start: the key is made then.
    let early = code(dir.path(), &org);
    let served = Served::start(dir.path(), &["--tls-self-signed"]);
    assert!(served.url.starts_with("https://127.0.0.1:"));
    let pem = std::fs::read(dir.path().join("tls.pem")).unwrap();
    let (_, pem) = x509_parser::pem::parse_x509_pem(&pem).unwrap();
    let cert = pem.parse_x509().unwrap();
    let pin = EnrolCode::pin_of(cert.tbs_certificate.subject_pki.raw);
    assert_eq!(early.pin, pin);
    assert_eq!(code(dir.path(), &org).pin, pin);

    let mut machine = Machine::new(&served.url, 1, 1);
    machine.client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([reqwest::Certificate::from_der(&pem.contents).unwrap()])
        .build()
        .unwrap();
    machine.enrol(&early).await.unwrap();
    machine.write_and_push(2).await;
    served.kill();
}

#[cfg(unix)]
#[test]
fn keys_and_data_are_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("ward");
    let org = ward_with_a_cell(&data);
    code(&data, &org);
    for (file, mode) in [("", 0o700), ("ward.db", 0o600), ("tls.pem", 0o600)] {
        let found = std::fs::metadata(data.join(file))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(found & 0o777, mode, "{file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill_in_the_middle_of_sending() {
    let dir = TempDir::new().unwrap();
    let org = ward_with_a_cell(dir.path());
    let mut served = Served::start(dir.path(), &[]);
    let mut machine = Machine::new(&served.url, 1, 1);
    machine.enrol(&code(dir.path(), &org)).await.unwrap();
    let mut acknowledged = 0;
    for round in 0..5_u64 {
        let mut ends = vec![machine.author.clone()];
        let batches: Vec<Vec<u8>> = (0..40)
            .map(|_| {
                let envelopes = machine.write(10);
                ends.push(machine.author.clone());
                machine.sign(envelopes).encode().unwrap()
            })
            .collect();
        let url = format!("{}/v1/cells/{}/push", machine.url, machine.author.cell);
        let (told, mut taken) = tokio::sync::mpsc::unbounded_channel();
        let (client, token) = (machine.client.clone(), machine.token.clone());
        let sending = tokio::spawn(async move {
            for bytes in batches {
                let request = client.post(&url).bearer_auth(&token).body(bytes);
                let Ok(response) = request.send().await else {
                    break;
                };
                let Ok(pushed) = response.json::<sochibo_wire::api::Pushed>().await else {
                    break;
                };
                let sochibo_wire::api::Pushed::Receipt(receipt) = pushed else {
                    panic!("nothing was announced");
                };
                if told.send(receipt.seq).is_err() {
                    break;
                }
            }
        });
        // Some batches are in; the next ones are on their way when the power goes.
        for _ in 0..=round {
            acknowledged = taken.recv().await.unwrap();
        }
        served.kill();
        sending.await.unwrap();
        while let Ok(seq) = taken.try_recv() {
            acknowledged = seq;
        }
        served = Served::start(dir.path(), &[]);
        machine.url = served.url.clone();
        let held = machine.digest().await.devices[0].clone();
        assert!(held.seq >= acknowledged, "{} < {acknowledged}", held.seq);
        assert!(run(dir.path(), &["verify"])["ok"].as_bool().unwrap());
        // Whole batches only; the machine goes on from the one that the ward holds.
        machine.author = ends
            .into_iter()
            .find(|end| (end.seq, end.head) == (held.seq, held.head))
            .unwrap();
    }
    served.kill();
}

#[cfg(unix)]
#[test]
fn a_server_that_is_asked_to_stop_ends_well() {
    let dir = TempDir::new().unwrap();
    let mut served = Served::start(dir.path(), &["--tls-self-signed"]);
    let asked = Command::new("kill")
        .arg(served.child.id().to_string())
        .status();
    assert!(asked.unwrap().success());
    assert!(served.child.wait().unwrap().success());
}
