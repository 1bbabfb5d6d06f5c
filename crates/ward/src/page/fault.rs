use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use ts_rs::TS;

use crate::store::StoreError;

/// A "no" to the page, with a code to read out on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    LoggedOut,
    WrongLogin,
    TooManyTries,
    NotFound,
    BadRequest,
    NoRoom,
    Internal,
}

/// Lỗi, as the page reads it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct PageError {
    /// The fault.
    pub error: PageErrorBody,
}

/// The inside of a [`PageError`].
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct PageErrorBody {
    /// A stable code: `PH-41`.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do, or empty.
    pub hint: String,
}

impl Fault {
    const fn parts(self) -> (StatusCode, &'static str, &'static str, &'static str) {
        match self {
            Self::LoggedOut => (
                StatusCode::UNAUTHORIZED,
                "PH-40",
                "Phiên làm việc đã hết.",
                "Đăng nhập lại.",
            ),
            Self::WrongLogin => (
                StatusCode::UNAUTHORIZED,
                "PH-41",
                "Tên đăng nhập hoặc mật khẩu không đúng.",
                "Gõ lại; chú ý bộ gõ tiếng Việt và phím Caps Lock.",
            ),
            Self::TooManyTries => (
                StatusCode::TOO_MANY_REQUESTS,
                "PH-42",
                "Có quá nhiều lần đăng nhập sai.",
                "Đợi vài phút rồi thử lại.",
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "PH-43",
                "Không có nội dung này, hoặc đồng chí không được giao xem.",
                "Quay lại danh sách chi bộ.",
            ),
            Self::BadRequest => (
                StatusCode::BAD_REQUEST,
                "PH-44",
                "Máy chủ không đọc được yêu cầu.",
                "Tải lại trang rồi thử lại.",
            ),
            Self::NoRoom => (
                StatusCode::INSUFFICIENT_STORAGE,
                "PH-46",
                "Ổ đĩa của máy chủ đã đầy. Dữ liệu đã nhận vẫn còn nguyên.",
                "Báo người phụ trách kỹ thuật nới chỗ chứa, rồi thử lại.",
            ),
            Self::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "PH-45",
                "Máy chủ đang gặp lỗi. Dữ liệu đã nhận vẫn còn nguyên.",
                "Thử lại sau; nếu vẫn lỗi, báo người phụ trách kỹ thuật.",
            ),
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        match error {
            StoreError::Full => Self::NoRoom,
            _ => Self::Internal,
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let (status, code, message, hint) = self.parts();
        let body = PageError {
            error: PageErrorBody {
                code: code.to_owned(),
                message: message.to_owned(),
                hint: hint.to_owned(),
            },
        };
        (status, Json(body)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_to_the_reader_as_what_it_is() {
        let fault = Fault::from(StoreError::Full);
        assert_eq!(fault, Fault::NoRoom);
        let (status, code, sentence, _) = fault.parts();
        assert_eq!((status.as_u16(), code), (507, "PH-46"));
        assert!(sentence.contains("đã đầy") && sentence.contains("vẫn còn nguyên"));
        assert_eq!(Fault::from(StoreError::Closed), Fault::Internal);
    }
}
