//! What the commands say: the one place that writes to the standard streams.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use serde_json::{Value, json};
use sochibo_domain::{Explain, FaultClass};

use crate::{answer::Answer, fault::Fault};

/// The code of a command line that can't be read.
const MISREAD: &str = "SC-01";
/// What to do about it.
const HINT: &str = "Xem cách dùng bằng: scb --help, hoặc thêm --help sau tên lệnh.";

/// How to say it.
pub(crate) struct Output {
    /// One JSON document instead of sentences.
    pub(crate) json: bool,
}

impl Output {
    pub(crate) fn answer(&self, answer: &Answer) -> ExitCode {
        let text = if self.json {
            answer.json.to_string()
        } else {
            answer.words.clone()
        };
        write(io::stdout(), &text);
        answer
            .found
            .map_or(ExitCode::SUCCESS, |class| ExitCode::from(class.exit_code()))
    }

    pub(crate) fn fault(&self, fault: &Fault) -> ExitCode {
        let (code, message, hint) = (fault.code(), fault.to_string(), fault.hint());
        let text = match (self.json, hint.as_str()) {
            (true, hint) => document(code, &message, hint).to_string(),
            (false, "") => format!("{code}: {message}"),
            (false, hint) => format!("{code}: {message}\n{hint}"),
        };
        write(io::stderr(), &text);
        ExitCode::from(fault.class().exit_code())
    }
}

/// Wrong usage, or a question for help.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // Help and version; where the reader has gone there is nobody to tell.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let message = sochibo_usage::sentence("scb", error);
    let as_json = std::env::args_os().any(|argument| argument == "--json");
    let text = if as_json {
        document(MISREAD, &message, HINT).to_string()
    } else {
        format!("{MISREAD}: {message}\n{HINT}")
    };
    write(io::stderr(), &text);
    ExitCode::from(FaultClass::Invalid.exit_code())
}

fn document(code: &str, message: &str, hint: &str) -> Value {
    json!({ "error": { "code": code, "message": message, "hint": hint } })
}

fn write(mut stream: impl Write, text: &str) {
    // A reader that has gone (`| head`) is no fault of ours.
    let _ = writeln!(stream, "{text}").and_then(|()| stream.flush());
}
