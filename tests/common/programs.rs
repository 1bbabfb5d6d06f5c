//! The built programs as processes.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;

/// A program of this workspace, built beside the test.
pub fn program(name: &str) -> PathBuf {
    let beside = PathBuf::from(env!("CARGO_BIN_EXE_sochibo"));
    let path = beside.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.exists(),
        "{name} is not built: run `cargo test --workspace` or `make test`"
    );
    path
}

/// Kills a process as a power cut would: no handler runs, nothing is flushed.
pub fn kill(id: u32) {
    let id = id.to_string();
    let mut command = if cfg!(windows) {
        let mut command = Command::new("taskkill");
        command.args(["/F", "/PID", &id]);
        command
    } else {
        let mut command = Command::new("kill");
        command.args(["-9", &id]);
        command
    };
    // It may have ended by itself in the meantime.
    let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
}

/// A child that goes with the test.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A ward server with its folder.
pub struct Ward {
    folder: PathBuf,
    pub url: String,
    process: Running,
}

impl Ward {
    /// Makes a ward with one cell, and serves it on a free port with a self-signed certificate.
    pub fn start(folder: &Path) -> Self {
        Self::serve(&[], folder, "127.0.0.1:0")
    }

    /// The same, where the program is started by another one.
    pub fn start_by(starter: &[&str], folder: &Path) -> Self {
        Self::serve(starter, folder, "127.0.0.1:0")
    }

    fn serve(starter: &[&str], folder: &Path, listen: &str) -> Self {
        let ward = program("sochibo-ward");
        let mut words = starter.iter().map(OsStr::new).chain([ward.as_os_str()]);
        let mut child = Command::new(words.next().unwrap())
            .args(words)
            .args([
                "serve",
                "--listen",
                listen,
                "--tls-self-signed",
                "--json",
                "--data",
            ])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let said: Value =
            serde_json::from_str(&line).unwrap_or_else(|_| panic!("the ward said {line:?}"));
        Self {
            folder: folder.to_owned(),
            url: said["listening"].as_str().unwrap().to_owned(),
            process: Running(child),
        }
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.process.0.id()
    }

    /// Kills the server as a power cut would, and serves again at the same address.
    pub fn restart(self) -> Self {
        self.stop().again()
    }

    /// Kills the server; whoever asks finds nobody.
    pub fn stop(self) -> Away {
        let Self {
            folder,
            url,
            process,
        } = self;
        drop(process);
        let address = url.rsplit('/').next().unwrap().to_owned();
        Away { folder, address }
    }

    /// Runs a command of `sochibo-ward` on the ward's folder.
    pub fn say(&self, args: &[&str]) -> Value {
        ward_says(&self.folder, args)
    }

    /// An organisation for one cell, and an enrolment code for it.
    pub fn cell(&self, name: &str) -> String {
        let roots = self.say(&["org", "list"]);
        let root = roots
            .as_array()
            .unwrap()
            .iter()
            .find(|org| org["parent"].is_null())
            .map_or_else(
                || {
                    self.say(&[
                        "org",
                        "add",
                        "--kind",
                        "dang_bo_co_so",
                        "--name",
                        "Phường Tân Thới Hòa",
                    ])["id"]
                        .clone()
                },
                |org| org["id"].clone(),
            );
        let cell = self.say(&[
            "org",
            "add",
            "--kind",
            "chi_bo",
            "--name",
            name,
            "--parent",
            root.as_str().unwrap(),
        ]);
        self.say(&["enrol-code", cell["id"].as_str().unwrap()])["code"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// An account for the page.
    pub fn user(&self, name: &str, password: &str) {
        let mut child = Command::new(program("sochibo-ward"))
            .args(["user", "add", name, "--role", "van_phong", "--data"])
            .arg(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        assert!(child.wait().unwrap().success());
    }
}

/// A ward that nobody serves.
pub struct Away {
    folder: PathBuf,
    address: String,
}

impl Away {
    /// Serves it again, at the address that it had.
    pub fn again(self) -> Ward {
        Ward::serve(&[], &self.folder, &self.address)
    }

    /// Runs a command of `sochibo-ward` on the ward's folder.
    pub fn say(&self, args: &[&str]) -> Value {
        ward_says(&self.folder, args)
    }
}

fn ward_says(folder: &Path, args: &[&str]) -> Value {
    let output = Command::new(program("sochibo-ward"))
        .args(args)
        .args(["--json", "--data"])
        .arg(folder)
        .output()
        .unwrap();
    answer(&output)
}

/// What a command answered; fails with what it complained of.
pub fn answer(output: &Output) -> Value {
    let said = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {complaint}", output.status);
    serde_json::from_str(&said).unwrap_or(Value::Null)
}

/// A book and its passphrase, for `scb`.
pub struct Scb {
    pub book: PathBuf,
    pub passphrase: String,
}

impl Scb {
    /// Runs `scb` on the book and reads its JSON.
    pub fn say(&self, args: &[&str]) -> Value {
        answer(&self.run(args))
    }

    /// Runs `scb` on the book.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Starts `scb` on the book, to be waited for, stopped or killed.
    pub fn start(&self, args: &[&str]) -> Child {
        let mut command = self.command(args);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// The same on a machine whose clock shows `now`.
    pub fn say_at(&self, now: &str, args: &[&str]) -> Value {
        answer(&self.command(args).env("SCB_NOW", now).output().unwrap())
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(program("scb"));
        command
            .arg("--book")
            .arg(&self.book)
            .arg("--json")
            .args(args)
            .env("SCB_PASSPHRASE", &self.passphrase);
        command
    }
}
