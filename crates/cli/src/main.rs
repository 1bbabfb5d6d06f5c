//! `scb`: Sổ Chi bộ without a window, for ward IT staff, scheduled jobs and tests. The same use
//! cases on the same file as the desktop (`sochibo_book::Book`); `docs/cli.md` is the contract.
//!
//! - `arguments`: what may be typed; `sochibo_usage` says it in Vietnamese.
//! - `session`: which book, which passphrase, what time it is.
//! - `commands`: one file for each noun; each answers with an `Answer`.
//! - `output`: the one place that writes to the standard streams.

mod answer;
mod arguments;
mod clock;
mod codes;
mod commands;
mod demo;
mod fault;
mod input;
mod output;
mod passphrase;
mod session;

use std::process::ExitCode;

use crate::{arguments::Arguments, output::Output, session::Session};

fn main() -> ExitCode {
    let arguments = match sochibo_usage::parse::<Arguments>() {
        Ok(arguments) => arguments,
        Err(error) => return output::usage(&error),
    };
    let output = Output {
        json: arguments.json,
    };
    let session = Session::new(
        arguments.book,
        arguments.passphrase_file,
        arguments.not_secret,
    );
    match commands::run(arguments.command, &session) {
        Ok(answer) => output.answer(&answer),
        Err(fault) => output.fault(&fault.seen_at(session.path())),
    }
}
