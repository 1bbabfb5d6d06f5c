use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::Path,
};

use clap::Args;
use serde_json::json;
use sochibo_book::{Book, NewCell};
use sochibo_domain::CellType;

use crate::{answer::Answer, clock, codes, fault::Fault, passphrase, session::Session};

#[derive(Args)]
pub(crate) struct InitArguments {
    /// Tên chi bộ, không có chữ “Chi bộ”: Khu phố 12
    #[arg(long, value_name = "NAME")]
    cell: String,
    /// Loại hình chi bộ
    #[arg(long, value_name = "TYPE", value_parser = codes::cell_type())]
    cell_type: CellType,
    /// Đảng bộ cấp trên: Phường Tân Thới Hòa
    #[arg(long, value_name = "NAME")]
    ward: String,
    /// Nơi sinh hoạt thường dùng
    #[arg(long, default_value = "", value_name = "TEXT")]
    place: String,
    /// Chi bộ có chi ủy
    #[arg(long)]
    committee: bool,
    /// Ghi thêm mã khôi phục vào một tệp mới
    #[arg(long, value_name = "FILE")]
    recovery_out: Option<std::path::PathBuf>,
}

pub(crate) fn run(arguments: InitArguments, session: &Session) -> Result<Answer, Fault> {
    let clock = clock::of_environment()?;
    let passphrase = passphrase::choose(session.passphrase_file())?;
    let cell = NewCell {
        name: arguments.cell,
        cell_type: arguments.cell_type,
        ward: arguments.ward,
        place: arguments.place,
        has_committee: arguments.committee,
    };
    let sheet = arguments
        .recovery_out
        .as_deref()
        .map(Sheet::begin)
        .transpose()?;
    let (book, code) = Book::create(session.path(), &passphrase, cell, clock)?;
    let cell = book.cell()?;
    if let Some(sheet) = sheet {
        sheet.write(&code)?;
    }
    let path = session.path().display().to_string();
    let words = format!(
        "Đã lập sổ của chi bộ {} tại {path}.\nMã khôi phục: {code}\n\
         In hoặc chép mã này ra giấy và cất kỹ: quên mật khẩu thì chỉ mã này mở được sổ. Mã không hiện lại lần nữa.",
        cell.name
    );
    Ok(Answer::new(
        &json!({ "book": path, "recovery_code": code, "cell": cell.name }),
        words,
    ))
}

/// The file for the recovery code, which is there before the book is: a code that could not be
/// written would be lost. Taken away again where no book came of it.
pub(super) struct Sheet<'a> {
    path: &'a Path,
    file: Option<fs::File>,
}

impl<'a> Sheet<'a> {
    pub(super) fn begin(path: &'a Path) -> Result<Self, Fault> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(Fault::file(path))?;
        Ok(Self {
            path,
            file: Some(file),
        })
    }

    pub(super) fn write(mut self, code: &str) -> Result<(), Fault> {
        let Some(mut file) = self.file.take() else {
            return Ok(());
        };
        writeln!(file, "{code}")
            .and_then(|()| file.sync_all())
            .map_err(Fault::file(self.path))
    }
}

impl Drop for Sheet<'_> {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // It is empty; where it can't be removed it says nothing.
            let _ = fs::remove_file(self.path);
        }
    }
}
