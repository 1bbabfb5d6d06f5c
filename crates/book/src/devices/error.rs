use sochibo_domain::{Explain, FaultClass};

/// What can be wrong between devices of one cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// Another device has to do it.
    #[error("Chỉ máy của bí thư mới duyệt hoặc thu hồi máy khác được.")]
    NotSecretary,
    /// Unknown.
    #[error("Không có máy nào mang mã “{0}”.")]
    NoSuchDevice(String),
    /// Nobody asks, or somebody else has dealt with it.
    #[error("Không có máy nào như vậy đang xin vào sổ.")]
    NoRequest,
    /// The number that was read on the new device is another.
    #[error("Hai số không giống nhau nên máy mới chưa được cho vào.")]
    OtherNumber,
    /// The new device has no number yet.
    #[error("Máy mới chưa hiện số, nên chưa so được.")]
    NotShown,
    /// What arrived is not what the new device committed itself to.
    #[error("Thông tin của máy mới đã bị đổi trên đường đi. Chưa cho máy nào vào.")]
    Altered,
    /// This device itself.
    #[error("Không thể thu hồi chính máy này.")]
    OwnDevice,
    /// Out already.
    #[error("Máy này đã bị thu hồi trước đó.")]
    AlreadyOut,
    /// The ward's cell has no book.
    #[error("Chi bộ này chưa có sổ nào ở phường. Chưa lập gì trên máy này.")]
    NoBook,
    /// The ward holds no escrow of the book.
    #[error(
        "Phường không giữ bản khóa dự phòng nào của sổ này, nên mã khôi phục không lấy lại sổ từ phường được."
    )]
    NoEscrow,
    /// The book is in already.
    #[error("Máy này đã ở trong sổ rồi.")]
    NotJoining,
    /// The book is not in yet.
    #[error("Máy này còn đang xin vào sổ, chưa dùng được.")]
    Joining,
    /// Said no to.
    #[error("Bí thư đã từ chối máy này.")]
    Refused,
}

impl Explain for DeviceError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotSecretary => "MA-01",
            Self::NoSuchDevice(_) => "MA-02",
            Self::NoRequest => "MA-03",
            Self::OtherNumber => "MA-04",
            Self::NotShown => "MA-05",
            Self::Altered => "MA-06",
            Self::OwnDevice => "MA-07",
            Self::AlreadyOut => "MA-08",
            Self::NoBook => "MA-09",
            Self::NoEscrow => "MA-10",
            Self::NotJoining => "MA-11",
            Self::Joining => "MA-12",
            Self::Refused => "MA-13",
        }
    }

    fn class(&self) -> FaultClass {
        match self {
            Self::NoSuchDevice(_) | Self::NoRequest => FaultClass::NotFound,
            _ => FaultClass::Refused,
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::NotSecretary => "Làm việc này trên máy của bí thư.",
            Self::NoSuchDevice(_) => "Xem danh sách máy ở mục Đồng bộ.",
            Self::NoRequest => "Mở lại mục Đồng bộ trên cả hai máy rồi thử lại.",
            Self::OtherNumber => {
                "Gõ lại số đang hiện trên máy mới. Nếu vẫn khác, từ chối và báo văn phòng đảng ủy phường."
            }
            Self::NotShown => "Mở máy mới, nối mạng, đợi số hiện ra rồi so.",
            Self::Altered => "Từ chối máy này, báo văn phòng đảng ủy phường, rồi xin mã mới.",
            Self::OwnDevice => "Thu hồi trên một máy khác của bí thư, hoặc nhờ phường thu hồi.",
            Self::AlreadyOut | Self::NotJoining => "",
            Self::NoBook => "Chọn “Lập sổ mới” rồi ghi danh bằng chính mã đó.",
            Self::NoEscrow => "Chép tệp sổ từ bản sao lưu, hoặc vào sổ như máy thứ hai.",
            Self::Joining => "Đợi bí thư duyệt, rồi mở lại.",
            Self::Refused => "Hỏi bí thư; muốn vào lại thì xin phường một mã mới.",
        }
        .to_owned()
    }
}
