use std::path::PathBuf;

use clap::Args;

use crate::{answer::Answer, demo, fault::Fault};

#[derive(Args)]
pub(crate) struct DemoArguments {
    /// Thư mục mới hoặc còn trống
    dir: PathBuf,
}

pub(crate) fn run(arguments: &DemoArguments) -> Result<Answer, Fault> {
    let made = demo::run(&arguments.dir)?;
    Ok(Answer::new(&made, made.words()))
}
