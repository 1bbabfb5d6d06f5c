//! What the commands say: the one place that writes to the standard streams.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::{
    io::{self, Write},
    process::ExitCode,
};

use serde::Serialize;
use serde_json::json;
use sochibo_domain::Explain;
use sochibo_ward::WardError;
use tracing_subscriber::EnvFilter;

pub(crate) struct Output {
    pub(crate) json: bool,
}

impl Output {
    /// One answer: as one JSON document, or as words.
    pub(crate) fn show(&self, value: &impl Serialize, words: impl FnOnce() -> String) {
        let text = if self.json {
            serde_json::to_string(value).unwrap_or_default()
        } else {
            words()
        };
        // A reader that has gone (`| head`) is no fault of ours.
        let _ = writeln!(io::stdout(), "{text}").and_then(|()| io::stdout().flush());
    }

    pub(crate) fn error(&self, error: &WardError) {
        let (code, message, hint) = (error.code(), error.to_string(), error.hint());
        if self.json {
            eprintln!("{}", document(code, &message, &hint));
        } else {
            eprintln!("{code}: {message}");
            if !hint.is_empty() {
                eprintln!("{hint}");
            }
        }
    }
}

fn document(code: &str, message: &str, hint: &str) -> serde_json::Value {
    json!({ "error": { "code": code, "message": message, "hint": hint } })
}

/// Wrong usage, or a question for help.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // Help and version; where the reader has gone there is nobody to tell.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let message = sochibo_usage::sentence("sochibo-ward", error);
    let hint = "Xem cách dùng bằng: sochibo-ward --help, hoặc thêm --help sau tên lệnh.";
    if std::env::args_os().any(|argument| argument == "--json") {
        eprintln!("{}", document("PH-90", &message, hint));
    } else {
        eprintln!("PH-90: {message}\n{hint}");
    }
    ExitCode::from(2)
}

pub(crate) fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// Ids, counts and codes only; `SOCHIBO_WARD_LOG=debug` says more.
pub(crate) fn log_to_stderr() {
    let filter = EnvFilter::try_from_env("SOCHIBO_WARD_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,sochibo_ward=info"));
    // Fails only where a log is set up already.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(false)
        .try_init();
}
