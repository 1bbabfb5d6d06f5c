//! `sochibo-ward`: the server of the ward committee and the commands of its clerks.

mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
