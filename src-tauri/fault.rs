use serde::Serialize;
use sochibo_book::{Book, BookError, domain::Explain};

/// What a failed command hands to the screen: a sentence, what to do, and a code to read out on
/// the phone.
#[derive(Clone, Debug, Serialize)]
pub struct Fault {
    code: String,
    message: String,
    hint: String,
}

impl From<BookError> for Fault {
    fn from(error: BookError) -> Self {
        let error = error.seen_at(&Book::default_path());
        tracing::warn!(code = error.code(), "a command was refused");
        Self {
            code: error.code().to_owned(),
            message: error.to_string(),
            hint: error.hint(),
        }
    }
}

impl Fault {
    /// The book is locked: the screen goes back to asking for the passphrase.
    pub(crate) fn locked() -> Self {
        Self {
            code: "SO-31".to_owned(),
            message: "Sổ đang khóa. Những gì đã lưu vẫn còn nguyên.".to_owned(),
            hint: "Nhập mật khẩu để mở lại.".to_owned(),
        }
    }

    /// Another window of this program writes the record.
    pub(crate) fn follows() -> Self {
        Self {
            code: "SO-32".to_owned(),
            message: "Cửa sổ khác đang cầm bút nên cửa sổ này chưa ghi được. Những gì đã lưu vẫn còn nguyên.".to_owned(),
            hint: "Bấm “Cầm bút” để ghi ở cửa sổ này.".to_owned(),
        }
    }

    /// A window could not be opened.
    pub(crate) fn window(error: tauri::Error) -> Self {
        tracing::error!(%error, "a window could not be opened");
        Self {
            code: "SO-33".to_owned(),
            message: "Không mở được cửa sổ theo dõi. Việc ghi biên bản không bị ảnh hưởng."
                .to_owned(),
            hint: "Thử lại; nếu vẫn vậy, khởi động lại chương trình.".to_owned(),
        }
    }

    /// A file that the person chose can't be read or written.
    pub(crate) fn file(path: &std::path::Path, why: std::io::Error) -> Self {
        BookError::file(path)(why).into()
    }
}
