use std::{io, path::PathBuf};

use rusqlite::ErrorCode;
use sochibo_domain::{Explain, FaultClass, says_full, secret::MarkRule, system_says};

/// What can go wrong with the book on disk.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No book there.
    #[error("Không có sổ tại {}.", .0.display())]
    NoBook(PathBuf),
    /// A book is there already.
    #[error("Tại {} đã có một sổ; sổ cũ được giữ nguyên.", .0.display())]
    Exists(PathBuf),
    /// The key header is missing.
    #[error("Thiếu tệp khóa {} của sổ. Sổ vẫn còn nguyên nhưng chưa mở được.", .0.display())]
    NoHeader(PathBuf),
    /// The key header can't be read.
    #[error("Tệp khóa của sổ bị hỏng. Sổ vẫn còn nguyên nhưng chưa mở được.")]
    BadHeader,
    /// The key header asks for more memory or time than a passphrase may take.
    #[error(
        "Tệp khóa của sổ đòi {mib} MiB bộ nhớ và {passes} lượt tính, quá mức cho phép, nên chương trình dừng lại. Sổ vẫn còn nguyên nhưng chưa mở được bằng mật khẩu."
    )]
    GreedyHeader {
        /// The memory, in MiB.
        mib: u32,
        /// How often it is gone through.
        passes: u32,
    },
    /// Neither passphrase nor recovery code fits.
    #[error("Mật khẩu không đúng. Sổ vẫn còn nguyên.")]
    WrongPassphrase,
    /// The recovery code does not fit.
    #[error("Mã khôi phục không đúng với sổ này. Sổ vẫn còn nguyên.")]
    WrongRecoveryCode,
    /// The device joined later and has no recovery code of its own.
    #[error(
        "Máy này vào sổ sau nên không có mã khôi phục riêng. Sổ vẫn còn ở phường và ở máy của bí thư."
    )]
    NoRecovery,
    /// Another program has it open.
    #[error("Sổ đang được mở ở một cửa sổ hoặc chương trình khác.")]
    InUse,
    /// Made by a later version of the program.
    #[error(
        "Sổ này do bản phần mềm mới hơn ghi (mức {found}, bản này đọc đến mức {known}). Sổ vẫn còn nguyên."
    )]
    Newer {
        /// The book's schema.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The file is damaged.
    #[error("Tệp sổ bị hỏng ({0}). Chương trình đã dừng, không ghi thêm gì vào sổ.")]
    Damaged(String),
    /// No room on the disk.
    #[error("Ổ đĩa đã đầy: việc vừa làm chưa ghi được. Những gì đã ghi trước đó vẫn còn nguyên.")]
    DiskFull,
    /// The disk fails: a USB stick that was pulled out, a disk that is dying.
    #[error(
        "Ổ đĩa không đọc hoặc ghi được nữa. Những gì đã ghi trước đó vẫn còn nguyên; chữ trên màn hình chưa được ghi."
    )]
    DiskFails,
    /// The folder can't be written.
    #[error("Không được phép ghi vào thư mục chứa sổ. Sổ vẫn còn nguyên.")]
    ReadOnly,
    /// The thing asked for is not there.
    #[error("Không tìm thấy {0}.")]
    NotFound(String),
    /// This device holds no key of the ring.
    #[error("Máy này không giữ khóa để đọc hoặc ghi mục này.")]
    NoKey,
    /// Adopted minutes are not changed.
    #[error("Biên bản đã thông qua thì giữ nguyên, không sửa hay bỏ được. Chưa ghi gì.")]
    Frozen,
    /// What the ward wrote is not the cell's to change.
    #[error("Văn bản của phường thì chỉ phường sửa hay thu hồi được. Chưa ghi gì.")]
    OfWard,
    /// A text beyond the limit.
    #[error("Nội dung quá dài (trên 64 MB), chưa ghi vào sổ.")]
    TooLarge,
    /// A text carries the mark of a state secret.
    #[error(
        "Chữ vừa ghi có dấu độ mật của bí mật nhà nước nên không được đưa vào sổ. Những gì đã ghi trước đó vẫn còn nguyên."
    )]
    SecretMark(Box<Marked>),
    /// Not a backup file.
    #[error("Tệp này không phải là bản sao lưu của Sổ Chi bộ. Chưa khôi phục gì.")]
    NotABackup,
    /// A backup file that ends too early.
    #[error(
        "Tệp sao lưu bị cắt ngắn, chưa chép xong. Chưa khôi phục gì; sổ đang có vẫn còn nguyên."
    )]
    BackupCut,
    /// A backup file of which a byte is wrong.
    #[error("Tệp sao lưu bị hỏng. Chưa khôi phục gì; sổ đang có vẫn còn nguyên.")]
    BackupDamaged,
    /// Of a later version of the program.
    #[error("Tệp sao lưu do bản phần mềm mới hơn ghi (mức {0}). Chưa khôi phục gì.")]
    BackupNewer(u8),
    /// What was written could not be proved.
    #[error(
        "Bản sao lưu vừa ghi đọc lại không khớp với sổ nên đã bỏ đi. Các bản sao lưu trước vẫn còn nguyên."
    )]
    BackupUnproved,
    /// Another fault of the file system.
    #[error("Không đọc hoặc ghi được tệp: {}.", system_says(.0))]
    Io(io::Error),
    /// Another fault of SQLite.
    #[error("Cơ sở dữ liệu của sổ báo lỗi: {0}.")]
    Sqlite(rusqlite::Error),
}

/// Texts that were refused for their marks. They go no further than the person who typed them:
/// nothing prints them.
#[derive(Clone, PartialEq, Eq)]
pub struct Marked {
    /// The rule that found the first.
    pub rule: MarkRule,
    /// The texts.
    pub texts: Vec<String>,
}

impl std::fmt::Debug for Marked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Marked({})", self.rule.id())
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            _ if says_full(&error) => Self::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Io(error),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged("nội dung không nguyên vẹn".into()),
            Some(ErrorCode::NotADatabase) => Self::Damaged("nội dung không đọc được".into()),
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly
            }
            // The shared memory beside the book can't grow, which is where a disk without a single
            // free block is met first: even reading needs it.
            Some(ErrorCode::SystemIoFailure)
                if extended(&error) == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) =>
            {
                Self::DiskFull
            }
            Some(ErrorCode::SystemIoFailure) => Self::DiskFails,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse,
            _ => Self::Sqlite(error),
        }
    }
}

fn extended(error: &rusqlite::Error) -> Option<i32> {
    error.sqlite_error().map(|error| error.extended_code)
}

impl Explain for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoBook(_) => "SO-01",
            Self::Exists(_) => "SO-02",
            Self::NoHeader(_) => "SO-03",
            Self::BadHeader => "SO-04",
            Self::WrongPassphrase => "SO-05",
            Self::WrongRecoveryCode => "SO-06",
            Self::InUse => "SO-07",
            Self::Newer { .. } => "SO-08",
            Self::Damaged(_) => "SO-09",
            Self::DiskFull => "SO-10",
            Self::ReadOnly => "SO-11",
            Self::NotFound(_) => "SO-12",
            Self::NoKey => "SO-13",
            Self::TooLarge => "SO-14",
            Self::Frozen => "SO-19",
            Self::GreedyHeader { .. } => "SO-20",
            Self::OfWard => "SO-34",
            Self::SecretMark(_) => "BM-01",
            Self::NotABackup => "SL-01",
            Self::BackupCut => "SL-02",
            Self::BackupDamaged => "SL-03",
            Self::BackupNewer(_) => "SL-04",
            Self::BackupUnproved => "SL-05",
            Self::Io(_) => "SO-15",
            Self::Sqlite(_) => "SO-16",
            Self::NoRecovery => "SO-17",
            Self::DiskFails => "SO-18",
        }
    }

    fn class(&self) -> FaultClass {
        match self {
            Self::NoBook(_) | Self::NotFound(_) => FaultClass::NotFound,
            Self::Exists(_) | Self::TooLarge => FaultClass::Invalid,
            Self::WrongPassphrase
            | Self::WrongRecoveryCode
            | Self::NoRecovery
            | Self::InUse
            | Self::NoKey => FaultClass::Locked,
            Self::NotABackup => FaultClass::Invalid,
            Self::NoHeader(_)
            | Self::BadHeader
            | Self::GreedyHeader { .. }
            | Self::Newer { .. }
            | Self::Damaged(_)
            | Self::BackupCut
            | Self::BackupDamaged
            | Self::BackupNewer(_)
            | Self::BackupUnproved => FaultClass::Damaged,
            Self::SecretMark(_) | Self::Frozen | Self::OfWard => FaultClass::Refused,
            Self::DiskFull | Self::DiskFails | Self::ReadOnly | Self::Io(_) | Self::Sqlite(_) => {
                FaultClass::Other
            }
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::NoBook(_) => "Kiểm tra lại nơi để sổ, hoặc lập sổ mới.",
            Self::Exists(_) => "Mở sổ đang có, hoặc chọn nơi khác để lập sổ mới.",
            Self::NoHeader(_) | Self::BadHeader => {
                "Chép lại tệp .key nằm cạnh sổ từ bản sao lưu. Đừng xóa tệp sổ."
            }
            Self::GreedyHeader { .. } => {
                "Tệp khóa có thể đã bị sửa: chép lại tệp .key nằm cạnh sổ từ bản sao lưu, hoặc mở bằng mã khôi phục đã in. Đừng xóa tệp sổ."
            }
            Self::WrongPassphrase => {
                "Gõ lại (chú ý phím Caps Lock và bộ gõ), hoặc dùng mã khôi phục đã in."
            }
            Self::NoRecovery => {
                "Xin phường một mã ghi danh mới rồi vào sổ lại; nhờ bí thư thu hồi máy cũ."
            }
            Self::WrongRecoveryCode => "Gõ lại đúng từng nhóm bốn ký tự trên giấy.",
            Self::InUse => "Đóng cửa sổ kia rồi mở lại.",
            Self::Newer { .. } => "Cập nhật phần mềm rồi mở lại.",
            Self::Damaged(_) => {
                "Đừng xóa tệp này. Lấy bản sao lưu gần nhất, hoặc gọi cán bộ kỹ thuật của phường."
            }
            Self::DiskFull => {
                "Xóa bớt tệp không cần trên máy rồi gõ tiếp; chữ trên màn hình vẫn còn."
            }
            Self::DiskFails => {
                "Cắm lại USB nếu sổ nằm trên đó, xem ổ đĩa còn chỗ không, rồi gõ tiếp. Nếu vẫn vậy, chép sổ sang máy khác."
            }
            Self::ReadOnly => "Mở quyền ghi cho thư mục này, hoặc chuyển sổ sang thư mục khác.",
            Self::NotFound(_) => "",
            Self::NoKey => "Nhờ bí thư cấp quyền cho máy này.",
            Self::TooLarge => "Chia nội dung thành nhiều phần.",
            Self::Frozen => "Mở lại trang này để xem bản mới nhất; muốn sửa thì lập bản sửa đổi.",
            Self::OfWard => "Muốn đổi thì báo văn phòng đảng ủy phường.",
            Self::SecretMark(_) => {
                "Bí mật nhà nước chỉ soạn và lưu trên giấy: bỏ phần đó đi rồi ghi lại. Nếu chắc chắn đây không phải bí mật nhà nước thì bấm xác nhận; việc xác nhận được ghi vào nhật ký."
            }
            Self::NotABackup => "Chọn tệp có đuôi .sochibo-sao-luu.",
            Self::BackupCut | Self::BackupDamaged => {
                "Chép lại tệp từ USB, hoặc dùng một bản sao lưu khác."
            }
            Self::BackupNewer(_) => "Cập nhật phần mềm rồi khôi phục lại.",
            Self::BackupUnproved => {
                "Kiểm tra ổ đĩa hoặc USB (có thể sắp hỏng), rồi sao lưu lại vào nơi khác."
            }
            Self::Io(_) | Self::Sqlite(_) => {
                "Thử lại; nếu vẫn lỗi, đọc mã lỗi này cho cán bộ kỹ thuật."
            }
        }
        .to_owned()
    }
}
