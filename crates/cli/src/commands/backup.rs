use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::{answer::Answer, fault::Fault, session::Session};

#[derive(Args)]
pub(crate) struct BackupArguments {
    /// Tệp sao lưu; nên có đuôi .sochibo-sao-luu
    file: PathBuf,
}

pub(crate) fn run(arguments: &BackupArguments, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    let job = book.backup_to(&arguments.file)?;
    let done = job.run(&mut |_, _| {})?;
    book.backed_up(&done)?;
    book.note_backup();
    let file = done.file().display().to_string();
    let json = json!({ "file": file, "bytes": done.bytes(), "operations": done.operations() });
    Ok(Answer::new(
        &json,
        format!(
            "Đã sao lưu vào {file} ({} byte, {} thao tác) và đã đọc lại để kiểm tra.",
            done.bytes(),
            done.operations()
        ),
    ))
}
