//! What can go wrong between a document and its bytes.

use sochibo_domain::{Explain, FaultClass};

/// A paper that could not be made. The book itself is never touched by printing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// A value of a layout pack that can't be read.
    #[error(
        "Bộ thể thức {file}, mục “{key}”: {why}. Văn bản chưa được tạo, dữ liệu trong sổ không thay đổi."
    )]
    Layout {
        /// The file of the pack.
        file: String,
        /// The key, as in `page.margin_top`.
        key: String,
        /// What is wrong with it.
        why: String,
    },
    /// The DOCX could not be put together.
    #[error("Không tạo được tệp Word: {0}. Dữ liệu trong sổ không thay đổi.")]
    Docx(String),
    /// The PDF could not be set.
    #[error("Không tạo được tệp PDF: {0}. Dữ liệu trong sổ không thay đổi.")]
    Pdf(String),
    /// The embedded fonts can't be read.
    #[error("Không đọc được phông chữ đi kèm chương trình. Dữ liệu trong sổ không thay đổi.")]
    Font,
}

impl Explain for PaperError {
    fn code(&self) -> &'static str {
        match self {
            Self::Layout { .. } => "VB-01",
            Self::Docx(_) => "VB-02",
            Self::Pdf(_) => "VB-03",
            Self::Font => "VB-04",
        }
    }

    fn class(&self) -> FaultClass {
        match self {
            Self::Layout { .. } => FaultClass::Invalid,
            Self::Docx(_) | Self::Pdf(_) | Self::Font => FaultClass::Other,
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Layout { .. } => {
                "Sửa mục đó trong bộ thể thức, hoặc dùng lại bộ thể thức đi kèm chương trình."
            }
            Self::Docx(_) => "Thử xuất bản PDF, và báo mã lỗi này cho người hỗ trợ.",
            Self::Pdf(_) => "Thử xuất bản Word, và báo mã lỗi này cho người hỗ trợ.",
            Self::Font => "Cài đặt lại chương trình.",
        }
        .into()
    }
}
