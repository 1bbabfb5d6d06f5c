//! Errors are part of the product: each has a stable code to read out on the phone, a sentence
//! that says what happened and what was not lost, and a hint at what to do.

use std::io;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of fault it is; decides the exit code of `scb` and the tone of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FaultClass {
    /// Wrong usage or input that can't be read.
    Invalid,
    /// No such thing.
    NotFound,
    /// Wrong passphrase, or the book is in use or locked.
    Locked,
    /// A rule says no.
    Refused,
    /// The network or the server.
    Network,
    /// The book is damaged.
    Damaged,
    /// Anything else.
    Other,
}

impl FaultClass {
    /// The exit code that `docs/cli.md` promises.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Invalid => 2,
            Self::NotFound => 3,
            Self::Locked => 4,
            Self::Refused => 5,
            Self::Network => 6,
            Self::Damaged => 7,
            Self::Other => 1,
        }
    }
}

/// An error that can be shown to a person. Its `Display` is a Vietnamese sentence.
pub trait Explain: std::error::Error {
    /// A stable code such as `SO-04`, the same in every later version.
    fn code(&self) -> &'static str;
    /// What kind of fault.
    fn class(&self) -> FaultClass;
    /// What the person can do, as a Vietnamese sentence; empty where nothing sensible is known.
    fn hint(&self) -> String;
}

/// What the system says of a file or an address, in words that a sentence can end with: its own are
/// in whatever language the machine was set up in. What has no word here has its number.
#[must_use]
pub fn system_says(why: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let words = match why.kind() {
        Kind::NotFound => "không có ở đó",
        Kind::PermissionDenied => "máy không cho phép",
        Kind::ReadOnlyFilesystem => "nơi này chỉ cho đọc",
        Kind::AlreadyExists => "ở đó đã có sẵn",
        Kind::IsADirectory => "đó là một thư mục",
        Kind::NotADirectory => "đường dẫn đi qua một tệp",
        Kind::InvalidFilename => "tên tệp không dùng được",
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => "đã hết chỗ",
        Kind::ResourceBusy => "chương trình khác đang dùng",
        Kind::InvalidData => "nội dung không phải là chữ",
        Kind::UnexpectedEof => "nội dung bị cụt",
        Kind::BrokenPipe => "bên nhận đã đóng",
        Kind::AddrInUse => "chương trình khác đang dùng địa chỉ này",
        Kind::AddrNotAvailable => "máy này không có địa chỉ ấy",
        Kind::TimedOut => "chờ quá lâu",
        Kind::OutOfMemory => "máy hết bộ nhớ",
        _ => {
            return why.raw_os_error().map_or_else(
                || "máy không nói vì sao".to_owned(),
                |number| format!("lỗi hệ thống số {number}"),
            );
        }
    };
    words.to_owned()
}

/// Whether this is how the system says that a disk is full, or what a person may have of it: without a
/// free block or inode, over a quota, and what Windows calls `ERROR_DISK_FULL`,
/// `ERROR_HANDLE_DISK_FULL` and `ERROR_DISK_QUOTA_EXCEEDED`.
#[must_use]
pub fn says_full(why: &io::Error) -> bool {
    matches!(
        why.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    ) || cfg!(windows) && matches!(why.raw_os_error(), Some(39 | 112 | 1295))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_in_which_a_system_says_full_is_a_full_disk() {
        let codes: &[i32] = if cfg!(windows) {
            &[39, 112, 1295]
        } else if cfg!(target_os = "linux") {
            // ENOSPC, EDQUOT.
            &[28, 122]
        } else {
            &[28]
        };
        for code in codes {
            assert!(says_full(&io::Error::from_raw_os_error(*code)), "{code}");
        }
        // EIO, EACCES; a device that does not work, access denied.
        for code in if cfg!(windows) { [31, 5] } else { [5, 13] } {
            assert!(!says_full(&io::Error::from_raw_os_error(code)), "{code}");
        }
    }

    #[test]
    fn what_the_system_says_is_never_told_in_its_own_language() {
        let missing = std::fs::read("/không/có/đâu").unwrap_err();
        assert_eq!(system_says(&missing), "không có ở đó");
        // No such device or address: a kind that has no name of its own.
        let odd = io::Error::from_raw_os_error(6);
        assert!(!system_says(&odd).is_ascii());
        let own = io::Error::other("the lid is open");
        assert!(!system_says(&own).contains("lid"));
    }
}
