use sochibo_domain::{Explain, FaultClass};
use sochibo_wire::api::{RefusalBody, RefusalCode};

/// What can go wrong between a book and its ward. Being offline is the normal state: nothing in
/// the book is ever lost by it, and the sentences say so.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// No answer: no network, or the server is off.
    #[error("Chưa liên lạc được với máy chủ phường. Mọi thứ vẫn nằm an toàn trong sổ.")]
    Unreachable,
    /// The line was cut on the way.
    #[error(
        "Mạng bị ngắt giữa chừng. Những gì phường đã nhận có biên nhận; phần còn lại vẫn chờ gửi."
    )]
    Cut,
    /// The server's key is not the one in the enrolment code.
    #[error("Máy chủ trả lời không phải là máy chủ đã cấp mã (sai chứng thư). Chưa gửi gì đi.")]
    WrongCertificate,
    /// The address can't be used.
    #[error("Địa chỉ máy chủ “{0}” không dùng được.")]
    BadAddress(String),
    /// Not an enrolment code.
    #[error("Mã ghi danh gõ chưa đúng: {0}.")]
    BadCode(&'static str),
    /// The ward said no.
    #[error("{}", .0.message)]
    Refused(RefusalBody),
    /// The answer is none that this version understands, or a receipt that is not the ward's.
    #[error("Máy chủ phường trả lời không đúng quy cách ({0}). Mọi thứ vẫn nằm an toàn trong sổ.")]
    BadAnswer(&'static str),
    /// The ward speaks no version of the protocol that this one does.
    #[error("Phần mềm trên máy và ở phường khác phiên bản. Mọi thứ vẫn nằm an toàn trong sổ.")]
    OtherVersion,
    /// A person stopped it.
    #[error(
        "Đã tạm dừng gửi nhận. Những gì phường đã nhận có biên nhận; phần còn lại vẫn chờ gửi."
    )]
    Stopped,
    /// The chain has forked.
    #[error(
        "Sổ này là bản chép của một sổ đã gửi về phường từ máy khác. Chưa gửi gì thêm; sổ vẫn còn nguyên."
    )]
    Forked,
}

impl Explain for SyncError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "DB-01",
            Self::Cut => "DB-02",
            Self::WrongCertificate => "DB-03",
            Self::BadAddress(_) => "DB-04",
            Self::BadCode(_) => "DB-05",
            Self::BadAnswer(_) => "DB-06",
            Self::Forked => "DB-07",
            Self::Stopped => "DB-08",
            Self::OtherVersion => "DB-21",
            Self::Refused(body) => match body.code {
                RefusalCode::CodeUnknown => "DB-11",
                RefusalCode::CodeUsed => "DB-12",
                RefusalCode::CodeExpired => "DB-13",
                RefusalCode::OtherBook => "DB-14",
                RefusalCode::NotEnrolled => "DB-15",
                RefusalCode::Revoked => "DB-16",
                RefusalCode::Gap => "DB-17",
                RefusalCode::Fork => "DB-18",
                RefusalCode::BadBatch => "DB-19",
                RefusalCode::TooLarge => "DB-20",
                RefusalCode::Protocol => "DB-21",
                RefusalCode::Slow => "DB-22",
                RefusalCode::Internal => "DB-23",
                RefusalCode::Unknown => "DB-24",
                RefusalCode::NotHeld => "DB-25",
                RefusalCode::Waiting => "DB-28",
                RefusalCode::NoBook => "DB-26",
                RefusalCode::NotSecretary => "DB-27",
                RefusalCode::MustJoin => "DB-29",
                RefusalCode::NoRoom => "DB-30",
            },
        }
    }

    fn class(&self) -> FaultClass {
        match self {
            Self::BadAddress(_) | Self::BadCode(_) => FaultClass::Invalid,
            _ => FaultClass::Network,
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Unreachable => "Cứ làm việc tiếp; khi có mạng thì gửi lại, hoặc ghi ra USB.",
            Self::Cut => "Gửi lại khi mạng ổn định; chương trình gửi tiếp từ chỗ dừng.",
            Self::WrongCertificate => {
                "Đừng gửi. Gọi văn phòng đảng ủy phường để hỏi lại địa chỉ và mã ghi danh."
            }
            Self::BadAddress(_) => {
                "Gõ như https://10.0.0.5:8443. Địa chỉ http:// chỉ dùng cho máy này."
            }
            Self::BadCode(_) => "Gõ lại từng nhóm bốn ký tự trên giấy của phường.",
            Self::Refused(body) if !body.hint.is_empty() => return body.hint.clone(),
            Self::Refused(_) => "Gọi văn phòng đảng ủy phường và đọc mã lỗi này.",
            Self::BadAnswer(_) => {
                "Có thể máy chủ dùng bản phần mềm khác. Gọi văn phòng đảng ủy phường."
            }
            Self::OtherVersion => "Cập nhật phần mềm ở máy hoặc ở phường.",
            Self::Stopped => "",
            Self::Forked => "Gọi văn phòng đảng ủy phường để ghi danh lại máy này.",
        }
        .to_owned()
    }
}
