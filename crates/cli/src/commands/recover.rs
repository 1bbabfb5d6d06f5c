use std::{fs, path::PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;
use sochibo_book::{devices, view::JoiningState};

use super::{doctor, init::Sheet};
use crate::{
    answer::Answer,
    clock,
    fault::Fault,
    passphrase,
    session::{Session, share, wait},
};

#[derive(Args)]
pub(crate) struct RecoverArguments {
    /// Địa chỉ máy chủ phường
    #[arg(long, value_name = "URL")]
    server: String,
    /// Mã ghi danh do phường cấp cho máy mới
    #[arg(long, value_name = "CODE")]
    code: String,
    /// Tệp có mã khôi phục ở dòng đầu
    #[arg(long, value_name = "F")]
    recovery_code_file: PathBuf,
}

/// A lost laptop: the whole book from the ward. Where it was cut off, the same command goes on.
pub(crate) fn run(arguments: &RecoverArguments, session: &Session) -> Result<Answer, Fault> {
    let book = if session.path().exists() {
        session.open_shared()?
    } else {
        let clock = clock::of_environment()?;
        let file = &arguments.recovery_code_file;
        let text = fs::read_to_string(file).map_err(Fault::file(file))?;
        let code = text.lines().next().unwrap_or_default();
        let passphrase = passphrase::choose(session.passphrase_file())?;
        share(wait(devices::recover::begin(
            session.path(),
            &passphrase,
            &arguments.server,
            &arguments.code,
            code,
            clock,
        ))??)
    };
    let view = wait(devices::join::advance(&book))??;
    let book = book
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let report = book.doctor(false)?;
    let status = book.status()?;
    let devices = book.devices()?.devices;
    let others: Vec<_> = devices
        .iter()
        .filter(|device| !device.this && !device.revoked)
        .collect();
    let operations: u64 = devices.iter().map(|device| device.operations).sum();
    let json = json!({
        "book": status.book, "device": status.device, "cell": view.cell,
        "operations": operations, "ok": report.ok, "checks": report.checks, "devices": devices,
    });
    let mut words = vec![format!(
        "Đã lấy lại sổ của chi bộ {}: {operations} thao tác.",
        view.cell
    )];
    if view.state != JoiningState::In {
        words.push("Chưa nhận xong; chạy lại lệnh này để nhận tiếp.".to_owned());
    }
    words.push(doctor::words(&report));
    for other in others {
        words.push(format!(
            "Nếu máy “{}” là máy đã mất, thu hồi nó: scb device revoke {}",
            other.name, other.id
        ));
    }
    let answer = Answer::new(&json, words.join("\n"));
    Ok(if report.ok {
        answer
    } else {
        answer.finding(sochibo_domain::FaultClass::Damaged)
    })
}

#[derive(Subcommand)]
pub(crate) enum PassphraseCommand {
    /// Đổi mật khẩu mở sổ
    Change {
        /// Tệp có mật khẩu mới ở dòng đầu
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
}

pub(crate) fn passphrase(command: PassphraseCommand, session: &Session) -> Result<Answer, Fault> {
    let PassphraseCommand::Change {
        new_passphrase_file,
    } = command;
    let old = passphrase::get(session.passphrase_file())?;
    let mut book = session.open_with(&old)?;
    let new = passphrase::choose_new(new_passphrase_file.as_deref())?;
    book.change_passphrase(&old, &new)?;
    Ok(Answer::new(
        &json!({ "changed": true }),
        "Đã đổi mật khẩu. Mật khẩu cũ không mở được sổ nữa; mã khôi phục vẫn dùng được.",
    ))
}

#[derive(Subcommand)]
pub(crate) enum RecoveryCommand {
    /// Lập mã khôi phục mới; mã cũ hết hiệu lực
    New {
        /// Ghi mã vào một tệp mới
        #[arg(long, value_name = "FILE")]
        recovery_out: Option<PathBuf>,
    },
}

pub(crate) fn recovery(command: RecoveryCommand, session: &Session) -> Result<Answer, Fault> {
    let RecoveryCommand::New { recovery_out } = command;
    let passphrase = passphrase::get(session.passphrase_file())?;
    let mut book = session.open_with(&passphrase)?;
    let sheet = recovery_out.as_deref().map(Sheet::begin).transpose()?;
    let code = book.begin_recovery_code(&passphrase)?;
    // The old sheet works until the new one is on the disk.
    if let Some(sheet) = sheet {
        sheet.write(&code)?;
    }
    book.keep_recovery_code()?;
    Ok(Answer::new(
        &json!({ "recovery_code": code }),
        format!(
            "Mã khôi phục mới: {code}\nIn hoặc chép ra giấy, cất kỹ và hủy tờ cũ. Bản giữ ở phường đổi theo ở lần gửi tới."
        ),
    ))
}
