use std::{io, path::Path};

use sochibo_domain::{
    Explain, FaultClass, date::DayError, roster::RosterError, rules::PackError, says_full,
    score::ScoreError, system_says, vote::VoteError,
};
use sochibo_papers::PaperError;
use sochibo_store::StoreError;
use sochibo_sync::SyncError;

use crate::{DeviceError, usb::UsbError};

/// Everything that a use case may say no with.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// The file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A vote.
    #[error(transparent)]
    Vote(#[from] VoteError),
    /// A rule pack.
    #[error(transparent)]
    Rules(#[from] PackError),
    /// A roster to import.
    #[error(transparent)]
    Roster(#[from] RosterError),
    /// A paper.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// The exchange with the ward.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// A mark on the score sheet.
    #[error(transparent)]
    Score(#[from] ScoreError),
    /// Devices of the cell.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// A USB file.
    #[error(transparent)]
    Usb(#[from] UsbError),
    /// A day that can't be read.
    #[error(transparent)]
    Date(#[from] DayError),
    /// A passphrase that is too short.
    #[error("Mật khẩu cần ít nhất 8 ký tự.")]
    WeakPassphrase,
    /// A passphrase that is guessed too soon; what would help.
    #[error("Mật khẩu này dễ đoán nên chưa được nhận. Sổ chưa đổi gì.")]
    EasyPassphrase(String),
    /// An empty text where one is needed.
    #[error("Chưa có {0}.")]
    Missing(&'static str),
    /// Something that can't be read.
    #[error("“{0}” không phải là {1}.")]
    Unreadable(String, &'static str),
    /// An id that fits nothing or several things.
    #[error("“{prefix}” trùng với {count} mục; gõ dài thêm.")]
    Ambiguous {
        /// What was typed.
        prefix: String,
        /// How many things it fits.
        count: usize,
    },
    /// The agenda has no such number.
    #[error("Chương trình không có mục {0}.")]
    NoSuchItem(u32),
    /// A list has no such place.
    #[error("Danh sách không có chỗ thứ {0}.")]
    NoSuchPlace(u32),
    /// Another device holds the pen of the running meeting.
    #[error(
        "Máy khác đang cầm bút ghi biên bản kỳ này nên máy này chưa ghi được. Những gì đã lưu vẫn còn nguyên."
    )]
    PenElsewhere,
    /// Not in this state.
    #[error("{0}")]
    NotNow(&'static str),
    /// Something has to be put right before the minutes can be adopted.
    #[error(
        "Còn {count} việc phải sửa trước khi thông qua. {first} Biên bản chưa khóa, chưa mất gì."
    )]
    Blocked {
        /// How many things.
        count: usize,
        /// The first of them.
        first: String,
    },
    /// The minutes are adopted.
    #[error("Biên bản kỳ này đã thông qua nên không sửa trực tiếp được.")]
    Adopted,
    /// The book has not joined a ward.
    #[error("Sổ chưa ghi danh với đảng ủy phường.")]
    NotEnrolled,
    /// The operating system gives no randomness.
    #[error("Máy không cấp được số ngẫu nhiên để lập khóa.")]
    NoRandomness,
    /// A file that can't be written or read.
    #[error("Không đọc hoặc ghi được {file}: {}.", system_says(.why))]
    File {
        /// Which.
        file: String,
        /// What the system says.
        why: io::Error,
    },
}

impl BookError {
    /// What went wrong with `file`.
    pub fn file(file: &Path) -> impl Fn(io::Error) -> Self + Copy {
        move |why| match says_full(&why) {
            true => Self::Store(StoreError::DiskFull),
            false => Self::File {
                file: file.display().to_string(),
                why,
            },
        }
    }

    /// The same fault, once the disk where the book lies was asked whether it has room: for the faces
    /// of the book, before they tell the person.
    #[must_use]
    pub fn seen_at(self, book: &Path) -> Self {
        match self {
            Self::Store(error) => Self::Store(error.seen_at(book)),
            other => other,
        }
    }
}

impl Explain for BookError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Vote(error) => error.code(),
            Self::Rules(error) => error.code(),
            Self::Roster(error) => error.code(),
            Self::Paper(error) => error.code(),
            Self::Sync(error) => error.code(),
            Self::Score(error) => error.code(),
            Self::Device(error) => error.code(),
            Self::Usb(error) => error.code(),
            Self::Date(error) => error.code(),
            Self::WeakPassphrase => "SO-21",
            Self::EasyPassphrase(_) => "SO-45",
            Self::Missing(_) => "SO-22",
            Self::Unreadable(..) => "SO-23",
            Self::Ambiguous { .. } => "SO-24",
            Self::NoSuchItem(_) => "SO-25",
            Self::NotNow(_) => "SO-26",
            Self::Adopted => "SO-27",
            Self::NotEnrolled => "SO-28",
            Self::NoRandomness => "SO-29",
            Self::File { .. } => "SO-30",
            Self::Blocked { .. } => "SO-41",
            Self::PenElsewhere => "SO-42",
            Self::NoSuchPlace(_) => "SO-43",
        }
    }

    fn class(&self) -> FaultClass {
        match self {
            Self::Store(error) => error.class(),
            Self::Vote(error) => error.class(),
            Self::Rules(error) => error.class(),
            Self::Roster(error) => error.class(),
            Self::Paper(error) => error.class(),
            Self::Sync(error) => error.class(),
            Self::Score(error) => error.class(),
            Self::Device(error) => error.class(),
            Self::Usb(error) => error.class(),
            Self::Date(error) => error.class(),
            Self::WeakPassphrase
            | Self::EasyPassphrase(_)
            | Self::Missing(_)
            | Self::Unreadable(..)
            | Self::Ambiguous { .. } => FaultClass::Invalid,
            Self::NoSuchItem(_) | Self::NoSuchPlace(_) => FaultClass::NotFound,
            Self::NotNow(_) | Self::Adopted | Self::Blocked { .. } | Self::PenElsewhere => {
                FaultClass::Refused
            }
            Self::NotEnrolled => FaultClass::Network,
            Self::NoRandomness | Self::File { .. } => FaultClass::Other,
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Store(error) => error.hint(),
            Self::Vote(error) => error.hint(),
            Self::Rules(error) => error.hint(),
            Self::Roster(error) => error.hint(),
            Self::Paper(error) => error.hint(),
            Self::Sync(error) => error.hint(),
            Self::Score(error) => error.hint(),
            Self::Device(error) => error.hint(),
            Self::Usb(error) => error.hint(),
            Self::Date(error) => error.hint(),
            Self::WeakPassphrase => {
                "Chọn một câu dễ nhớ với riêng mình, khó đoán với người khác.".to_owned()
            }
            Self::EasyPassphrase(advice) => advice.clone(),
            Self::Adopted => "Dùng “Sửa biên bản”, ghi lý do; bản cũ vẫn được giữ.".to_owned(),
            Self::Blocked { .. } => "Sửa ở bước “Xem lại”: mỗi việc có nút đến chỗ sửa.".to_owned(),
            Self::NotEnrolled => {
                "Xin mã ghi danh của văn phòng đảng ủy phường, rồi nhập ở mục Đồng bộ.".to_owned()
            }
            Self::File { .. } => "Chọn nơi khác rồi thử lại.".to_owned(),
            Self::Unreadable(_, "giờ" | "ngày giờ") => {
                "Chưa đổi gì trong sổ. Ghi giờ như 19:30.".to_owned()
            }
            Self::PenElsewhere => {
                "Theo dõi ở đây, hoặc bấm “Cầm bút” để ghi tiếp ở máy này.".to_owned()
            }
            Self::Missing(_)
            | Self::Unreadable(..)
            | Self::Ambiguous { .. }
            | Self::NoSuchItem(_)
            | Self::NoSuchPlace(_)
            | Self::NotNow(_)
            | Self::NoRandomness => String::new(),
        }
    }
}
