use std::path::PathBuf;

use sochibo_domain::{Explain, FaultClass, system_says};
use sochibo_wire::{StickError, api::RefusalCode};

use crate::store::StoreError;

/// What can go wrong while administering or starting a ward.
#[derive(Debug, thiserror::Error)]
pub enum WardError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No such organisation.
    #[error("Không có tổ chức nào có mã “{0}”.")]
    NoSuchOrg(String),
    /// No such device.
    #[error("Không có máy nào có mã “{0}”.")]
    NoSuchDevice(String),
    /// The beginning of an id fits more than one.
    #[error("Mã “{0}” khớp với nhiều mục.")]
    Ambiguous(String),
    /// A name that is blank or too long.
    #[error("Tên phải có từ 1 đến 200 ký tự.")]
    BadName,
    /// A cell can't stand above another organisation.
    #[error("Chi bộ không thể là tổ chức cấp trên.")]
    ParentIsCell,
    /// Only cells keep books.
    #[error("“{0}” không phải là chi bộ nên không có sổ để ghi danh. Mã chưa được cấp.")]
    NotACell(String),
    /// The user's name is taken.
    #[error("Đã có người dùng tên “{0}”. Không có gì thay đổi.")]
    UserExists(String),
    /// A password that is too short.
    #[error("Mật khẩu cần ít nhất 8 ký tự. Người dùng chưa được tạo.")]
    WeakPassword,
    /// A duration that can't be read.
    #[error("“{0}” không phải là khoảng thời gian.")]
    BadDuration(String),
    /// A file can't be read.
    #[error("Không đọc được tệp {}: {}.", .0.display(), system_says(.1))]
    Unreadable(PathBuf, std::io::Error),
    /// A file can't be written.
    #[error("Không ghi được tệp {}: {}.", .0.display(), system_says(.1))]
    Unwritable(PathBuf, std::io::Error),
    /// Not a file that a cell carried here.
    #[error("Tệp này không phải là tệp trao đổi của Sổ Chi bộ. Chưa nhận gì.")]
    NotAStick,
    /// A file that ends too early.
    #[error("Tệp bị cắt ngắn, chưa chép xong từ USB. Chưa nhận gì.")]
    StickCut,
    /// A file of which a byte is wrong.
    #[error("Tệp trao đổi bị hỏng. Chưa nhận gì.")]
    StickDamaged,
    /// A file of a later version.
    #[error("Tệp do bản phần mềm mới hơn ghi (mức {0}). Chưa nhận gì.")]
    StickNewer(u8),
    /// A file for a cell.
    #[error("Tệp này là của phường gửi cho chi bộ, không phải của chi bộ gửi về. Chưa nhận gì.")]
    StickForCell,
    /// A file of a book that has joined no organisation here.
    #[error("Sổ trong tệp này chưa ghi danh với phường. Chưa nhận gì.")]
    StickUnknownCell,
    /// Numbers are missing before what the file holds.
    #[error(
        "Thiếu phần trước tệp này (phường đang chờ mục số {expected}). Những gì đã nhận vẫn còn nguyên."
    )]
    StickGap {
        /// The number that comes next.
        expected: u64,
    },
    /// A batch of the file was refused.
    #[error("Không nhận được tệp: {}. Những gì đã nhận trước đó vẫn còn nguyên.", refusal(*.0))]
    StickRefused(RefusalCode),
    /// An organisation without a book.
    #[error("“{0}” chưa có máy nào ghi danh nên chưa có gì để xuất.")]
    NoBook(String),
    /// A document that can't be sent as it is.
    #[error("Chưa gửi văn bản: {0}.")]
    BadDocument(&'static str),
    /// A document with the mark of a state secret.
    #[error(
        "Văn bản có dấu độ mật của bí mật nhà nước nên không được gửi qua Sổ Chi bộ. Chưa gửi gì."
    )]
    MarkedDocument,
    /// No cell there has a book.
    #[error("“{0}” chưa có chi bộ nào có sổ để nhận văn bản. Chưa gửi gì.")]
    NobodyToSendTo(String),
    /// No such document.
    #[error("Không có văn bản nào có mã “{0}”.")]
    NoSuchDocument(String),
    /// The address can't be listened on.
    #[error("Không mở được địa chỉ {}: {}.", .0, system_says(.1))]
    Listen(String, std::io::Error),
    /// The certificate or its key can't be used.
    #[error("Không dùng được chứng chỉ TLS: {0}")]
    Certificate(String),
    /// The operating system gives no random numbers.
    #[error("Hệ điều hành không cấp được số ngẫu nhiên.")]
    NoRandomness,
    /// The server stopped by a fault.
    #[error("Máy chủ dừng vì lỗi: {}.", system_says(.0))]
    Server(std::io::Error),
    /// The walk over everything found something wrong.
    #[error("Kiểm tra thấy {0} chỗ sai. Dữ liệu không bị thay đổi.")]
    AuditFailed(usize),
    /// A key of the ward can't be used.
    #[error("Khóa của máy chủ bị hỏng.")]
    BadKey,
}

fn refusal(code: RefusalCode) -> &'static str {
    match code {
        RefusalCode::NotEnrolled => "máy ghi tệp chưa ghi danh với phường",
        RefusalCode::Revoked => "máy ghi tệp đã bị thu hồi",
        RefusalCode::Waiting => "máy ghi tệp còn chờ bí thư đồng ý",
        RefusalCode::Fork => "máy ghi tệp là bản chép của một máy khác, phải ghi danh lại",
        RefusalCode::TooLarge => "một lô trong tệp quá lớn",
        RefusalCode::NoRoom => "chi bộ đã dùng hết chỗ chứa được dành cho",
        _ => "chữ ký hoặc chuỗi trong tệp không khớp",
    }
}

impl From<StickError> for WardError {
    fn from(error: StickError) -> Self {
        match error {
            StickError::NotAStick => Self::NotAStick,
            StickError::CutShort => Self::StickCut,
            StickError::Newer(version) => Self::StickNewer(version),
            StickError::Damaged | StickError::Batch(_) | StickError::NotTheWard => {
                Self::StickDamaged
            }
        }
    }
}

impl Explain for WardError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(StoreError::Newer { .. }) => "PH-01",
            Self::Store(StoreError::Damaged(_)) | Self::BadKey => "PH-02",
            Self::Store(StoreError::Sqlite(_)) => "PH-03",
            Self::Store(StoreError::File(_)) => "PH-04",
            Self::Store(StoreError::Closed) => "PH-05",
            Self::Store(StoreError::Full) => "PH-06",
            Self::NoSuchOrg(_) => "PH-10",
            Self::NoSuchDevice(_) => "PH-11",
            Self::Ambiguous(_) => "PH-12",
            Self::BadName => "PH-13",
            Self::ParentIsCell => "PH-14",
            Self::NotACell(_) => "PH-15",
            Self::UserExists(_) => "PH-16",
            Self::WeakPassword => "PH-17",
            Self::BadDuration(_) => "PH-18",
            Self::Unreadable(..) => "PH-19",
            Self::Unwritable(..) => "PH-30",
            Self::NotAStick => "PH-31",
            Self::StickCut => "PH-32",
            Self::StickDamaged => "PH-33",
            Self::StickNewer(_) => "PH-34",
            Self::StickForCell => "PH-35",
            Self::StickUnknownCell => "PH-36",
            Self::StickGap { .. } => "PH-37",
            Self::StickRefused(_) => "PH-38",
            Self::NoBook(_) => "PH-39",
            Self::BadDocument(_) => "PH-50",
            Self::MarkedDocument => "PH-51",
            Self::NobodyToSendTo(_) => "PH-52",
            Self::NoSuchDocument(_) => "PH-53",
            Self::Listen(..) => "PH-20",
            Self::Certificate(_) => "PH-21",
            Self::NoRandomness => "PH-22",
            Self::Server(_) => "PH-23",
            Self::AuditFailed(_) => "PH-24",
        }
    }

    fn class(&self) -> FaultClass {
        match self {
            Self::NoSuchOrg(_) | Self::NoSuchDevice(_) | Self::NoSuchDocument(_) => {
                FaultClass::NotFound
            }
            Self::Ambiguous(_)
            | Self::BadName
            | Self::WeakPassword
            | Self::BadDuration(_)
            | Self::BadDocument(_)
            | Self::Unreadable(..)
            | Self::NotAStick
            | Self::StickForCell
            | Self::Certificate(_) => FaultClass::Invalid,
            Self::StickUnknownCell
            | Self::StickGap { .. }
            | Self::StickRefused(_)
            | Self::NoBook(_)
            | Self::MarkedDocument
            | Self::NobodyToSendTo(_) => FaultClass::Refused,
            Self::StickCut | Self::StickDamaged | Self::StickNewer(_) => FaultClass::Damaged,
            Self::Unwritable(..) => FaultClass::Other,
            Self::ParentIsCell | Self::NotACell(_) | Self::UserExists(_) => FaultClass::Refused,
            Self::Listen(..) | Self::Server(_) => FaultClass::Network,
            Self::Store(StoreError::Damaged(_)) | Self::BadKey | Self::AuditFailed(_) => {
                FaultClass::Damaged
            }
            Self::Store(_) | Self::NoRandomness => FaultClass::Other,
        }
    }

    fn hint(&self) -> String {
        let hint = match self {
            Self::Store(StoreError::Newer { .. }) => {
                "Cài bản sochibo-ward mới nhất rồi chạy lại. Dữ liệu không bị thay đổi."
            }
            Self::Store(StoreError::Damaged(_)) | Self::BadKey | Self::AuditFailed(_) => {
                "Dừng máy chủ, sao lưu nguyên thư mục dữ liệu rồi báo người phụ trách kỹ thuật."
            }
            Self::Store(StoreError::Full) => {
                "Xóa bớt tệp không cần trên máy chủ, hoặc chuyển thư mục dữ liệu sang ổ lớn hơn, rồi chạy lại."
            }
            Self::Store(_) => "Kiểm tra ổ đĩa còn chỗ và quyền ghi thư mục dữ liệu, rồi thử lại.",
            Self::NoSuchOrg(_) => "Xem danh sách bằng lệnh: sochibo-ward org list.",
            Self::NoSuchDevice(_) => "Xem danh sách bằng lệnh: sochibo-ward device list.",
            Self::NoSuchDocument(_) => "Xem danh sách bằng lệnh: sochibo-ward document list.",
            Self::BadDocument(_) => "Xem cách dùng: sochibo-ward document send --help.",
            Self::MarkedDocument => {
                "Văn bản mật chỉ gửi bằng giấy, theo chế độ bảo mật. Bỏ phần đó đi rồi gửi lại."
            }
            Self::NobodyToSendTo(_) => {
                "Cấp mã ghi danh cho chi bộ (sochibo-ward enrol-code), rồi gửi lại."
            }
            Self::Ambiguous(_) => "Gõ thêm vài ký tự của mã.",
            Self::ParentIsCell => "Chọn một đảng bộ làm tổ chức cấp trên.",
            Self::NotACell(_) => "Chọn một chi bộ; xem: sochibo-ward org list.",
            Self::UserExists(_) => "Chọn tên khác.",
            Self::BadDuration(_) => "Viết như 72h, 3d hoặc 90m.",
            Self::NotAStick | Self::StickForCell => {
                "Chọn tệp mà chi bộ ghi bằng “Ghi ra USB” (đuôi .sochibo-usb)."
            }
            Self::StickCut | Self::StickDamaged => {
                "Chép lại tệp từ USB, hoặc nhờ chi bộ ghi lại; nhận hai lần không sao."
            }
            Self::StickNewer(_) => "Cài bản sochibo-ward mới nhất rồi nhận lại.",
            Self::StickUnknownCell => "Chi bộ phải ghi danh một lần qua mạng trước.",
            Self::StickGap { .. } => "Nhận các tệp USB trước đó, hoặc nhờ chi bộ ghi lại tệp mới.",
            Self::StickRefused(RefusalCode::NoRoom) => {
                "Nới chỗ chứa: sochibo-ward room, rồi nhận lại tệp."
            }
            Self::StickRefused(_) => "Xem: sochibo-ward device list, và gọi cho chi bộ.",
            Self::NoBook(_) => "Cấp mã ghi danh: sochibo-ward enrol-code.",
            Self::Unwritable(..) => "Chọn nơi khác, hoặc cắm lại USB.",
            Self::Listen(..) => "Cổng có thể đang được dùng; chọn cổng khác bằng --listen.",
            Self::Certificate(_) => {
                "Kiểm tra tệp PEM của --cert và --key, hoặc dùng --tls-self-signed."
            }
            Self::BadName
            | Self::WeakPassword
            | Self::Unreadable(..)
            | Self::NoRandomness
            | Self::Server(_) => "",
        };
        hint.to_owned()
    }
}
