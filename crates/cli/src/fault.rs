use std::{
    io,
    path::{Path, PathBuf},
};

use sochibo_book::BookError;
use sochibo_domain::{
    Explain, FaultClass,
    date::{DayError, MonthError},
    system_says,
};
use sochibo_ward::WardError;

/// Everything that a command may fail with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// The book said no.
    #[error(transparent)]
    Book(#[from] BookError),
    /// The ward of the demo said no.
    #[error(transparent)]
    Ward(#[from] WardError),
    /// A month that can't be read.
    #[error(transparent)]
    Month(#[from] MonthError),
    /// No passphrase, and nobody to ask.
    #[error("Chưa có mật khẩu để mở sổ, mà cũng không có bàn phím để hỏi.")]
    NoPassphrase,
    /// The two entries of a new passphrase differ.
    #[error("Hai lần gõ mật khẩu không giống nhau. Chưa lập sổ.")]
    PassphrasesDiffer,
    /// A file or the standard input that can't be read, or a file that can't be written.
    #[error("Không đọc hoặc ghi được {}: {}.", .file.display(), system_says(.why))]
    File {
        /// Which.
        file: PathBuf,
        /// What the system says.
        why: io::Error,
    },
    /// A time that can't be read.
    #[error("“{0}” không phải là giờ.")]
    BadTime(String),
    /// `SCB_NOW` that can't be read.
    #[error("SCB_NOW “{0}” không phải là giờ RFC 3339.")]
    BadClock(String),
    /// `--set` that can't be read.
    #[error("“{0}” không phải là MỤC=ĐIỂM.")]
    BadScore(String),
    /// A conflict has no such value.
    #[error("Mục này có {0} giá trị, đánh số từ 1. Chưa chọn gì.")]
    NoSuchChoice(usize),
    /// The rule pack has no such item to put in.
    #[error("Bộ quy định của kỳ này không có mục “{0}” để chèn.")]
    NoSuchInsertable(String),
    /// A status that is needed.
    #[error("Chưa có {0}.")]
    Missing(&'static str),
    /// The demo only goes into an empty folder.
    #[error("Thư mục {} đã có tệp bên trong; chưa ghi gì vào đó.", .0.display())]
    NotEmpty(PathBuf),
    /// The texts of the demo are wrong, which a test would have shown.
    #[error("Dữ liệu mẫu đi kèm chương trình không dùng được: {0}.")]
    DemoData(String),
    /// The operating system gives no threads.
    #[error("Máy không cấp được luồng xử lý: {}.", system_says(.0))]
    Runtime(io::Error),
}

impl From<DayError> for Fault {
    fn from(error: DayError) -> Self {
        Self::Book(error.into())
    }
}

impl Fault {
    /// What went wrong with `file`.
    pub(crate) fn file(file: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let file = file.into();
        move |why| match BookError::file(&file)(why) {
            BookError::File { why, .. } => Self::File { file, why },
            full => Self::Book(full),
        }
    }

    /// What it is once the disk where the book lies was asked whether it has room.
    pub(crate) fn seen_at(self, book: &Path) -> Self {
        match self {
            Self::Book(error) => Self::Book(error.seen_at(book)),
            other => other,
        }
    }
}

impl Explain for Fault {
    fn code(&self) -> &'static str {
        match self {
            Self::Book(error) => error.code(),
            Self::Ward(error) => error.code(),
            Self::Month(error) => error.code(),
            // SC-01 is wrong usage.
            Self::NoPassphrase => "SC-02",
            Self::PassphrasesDiffer => "SC-03",
            Self::File { .. } => "SC-04",
            Self::BadTime(_) => "SC-05",
            Self::BadClock(_) => "SC-06",
            Self::BadScore(_) => "SC-07",
            Self::Missing(_) => "SC-08",
            Self::NotEmpty(_) => "SC-09",
            Self::DemoData(_) => "SC-10",
            Self::Runtime(_) => "SC-11",
            Self::NoSuchInsertable(_) => "SC-12",
            Self::NoSuchChoice(_) => "SC-13",
        }
    }

    fn class(&self) -> FaultClass {
        match self {
            Self::Book(error) => error.class(),
            Self::Ward(error) => error.class(),
            Self::Month(error) => error.class(),
            Self::NoPassphrase => FaultClass::Locked,
            Self::File { why, .. } if why.kind() == io::ErrorKind::NotFound => FaultClass::NotFound,
            Self::NoSuchInsertable(_) | Self::NoSuchChoice(_) => FaultClass::NotFound,
            Self::PassphrasesDiffer
            | Self::BadTime(_)
            | Self::BadClock(_)
            | Self::BadScore(_)
            | Self::Missing(_)
            | Self::NotEmpty(_) => FaultClass::Invalid,
            Self::File { .. } | Self::DemoData(_) | Self::Runtime(_) => FaultClass::Other,
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Book(error) => return error.hint(),
            Self::Ward(error) => return error.hint(),
            Self::Month(error) => return error.hint(),
            Self::NoPassphrase => "Dùng --passphrase-file TỆP, hoặc đặt biến SCB_PASSPHRASE.",
            Self::BadTime(_) => "Viết như 19:30 hoặc 2026-10-05T19:30:00+07:00.",
            Self::BadClock(_) => "Viết như 2026-10-05T19:30:00+07:00, hoặc bỏ biến này đi.",
            Self::BadScore(_) => "Viết như 3a=2,5.",
            Self::NoSuchInsertable(_) => "Xem các mục bằng: scb agenda insertable MÃ-KỲ.",
            Self::NoSuchChoice(_) => "Xem các giá trị bằng: scb conflicts list.",
            Self::NotEmpty(_) => "Chọn một thư mục mới hoặc còn trống.",
            Self::DemoData(_) | Self::Runtime(_) => "Đọc mã lỗi này cho người hỗ trợ.",
            Self::PassphrasesDiffer | Self::File { .. } | Self::Missing(_) => "",
        }
        .to_owned()
    }
}
