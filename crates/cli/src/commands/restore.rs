use std::{fs, path::PathBuf};

use clap::Args;
use serde_json::json;
use sochibo_book::{
    Book,
    backup::{RestoreKey, looks_like_backup},
};

use crate::{answer::Answer, clock, fault::Fault, passphrase, session::Session};

#[derive(Args)]
pub(crate) struct RestoreArguments {
    /// Tệp sao lưu. Sổ mới được dựng ở nơi mà --book chỉ
    file: PathBuf,
    /// Mở bằng mã khôi phục trong tệp này thay cho mật khẩu
    #[arg(long, value_name = "FILE")]
    recovery_code_file: Option<PathBuf>,
}

pub(crate) fn run(arguments: &RestoreArguments, session: &Session) -> Result<Answer, Fault> {
    let clock = clock::of_environment()?;
    // What is no backup is said before anybody is asked for a passphrase.
    let plausible = looks_like_backup(&arguments.file)?;
    let typed = match &arguments.recovery_code_file {
        Some(file) => fs::read_to_string(file).map_err(Fault::file(file))?,
        None if plausible => passphrase::get(session.passphrase_file())?,
        None => String::new(),
    };
    let key = match arguments.recovery_code_file {
        Some(_) => RestoreKey::RecoveryCode(typed.trim()),
        None => RestoreKey::Passphrase(&typed),
    };
    let book = Book::restore(&arguments.file, session.path(), &key, clock)?;
    let status = book.status()?;
    let json = json!({ "book": status.book, "device": status.device });
    Ok(Answer::new(
        &json,
        format!(
            "Đã dựng sổ tại {} với danh tính máy mới {}.",
            status.book, status.device
        ),
    ))
}
