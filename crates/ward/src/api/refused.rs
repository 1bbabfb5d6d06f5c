use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use sochibo_wire::api::{Refusal, RefusalBody, RefusalCode};

use crate::store::StoreError;

/// A "no" to a device, with its status and sentence.
#[derive(Debug)]
pub(crate) struct Refused {
    code: RefusalCode,
    expected_seq: Option<u64>,
}

impl Refused {
    pub(crate) const fn new(code: RefusalCode) -> Self {
        Self {
            code,
            expected_seq: None,
        }
    }

    pub(crate) const fn gap(expected: u64) -> Self {
        Self {
            code: RefusalCode::Gap,
            expected_seq: Some(expected),
        }
    }

    /// Which "no".
    #[cfg(test)]
    pub(crate) const fn code(&self) -> RefusalCode {
        self.code
    }

    const fn status(&self) -> StatusCode {
        match self.code {
            RefusalCode::NotEnrolled => StatusCode::UNAUTHORIZED,
            RefusalCode::Revoked | RefusalCode::Waiting | RefusalCode::NotSecretary => {
                StatusCode::FORBIDDEN
            }
            RefusalCode::CodeUnknown | RefusalCode::NotHeld => StatusCode::NOT_FOUND,
            RefusalCode::CodeUsed | RefusalCode::CodeExpired => StatusCode::GONE,
            RefusalCode::OtherBook
            | RefusalCode::MustJoin
            | RefusalCode::NoBook
            | RefusalCode::Gap
            | RefusalCode::Fork => StatusCode::CONFLICT,
            RefusalCode::BadBatch | RefusalCode::Protocol => StatusCode::BAD_REQUEST,
            RefusalCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            RefusalCode::Slow => StatusCode::TOO_MANY_REQUESTS,
            RefusalCode::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
            RefusalCode::Internal | RefusalCode::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What happened, and what to do.
    const fn words(&self) -> (&'static str, &'static str) {
        match self.code {
            RefusalCode::CodeUnknown => (
                "Mã ghi danh không đúng. Sổ trên máy không thay đổi.",
                "Gõ lại đúng mã trên giấy của phường.",
            ),
            RefusalCode::CodeUsed => (
                "Mã ghi danh này đã được dùng. Sổ trên máy không thay đổi.",
                "Xin văn phòng đảng ủy một mã mới; mỗi máy cần một mã riêng.",
            ),
            RefusalCode::CodeExpired => (
                "Mã ghi danh đã hết hạn. Sổ trên máy không thay đổi.",
                "Xin văn phòng đảng ủy một mã mới.",
            ),
            RefusalCode::OtherBook => (
                "Mã ghi danh thuộc về chi bộ đã gắn với một sổ khác. Sổ trên máy không thay đổi.",
                "Mở đúng sổ của chi bộ đó, hoặc hỏi văn phòng đảng ủy.",
            ),
            RefusalCode::MustJoin => (
                "Chi bộ này đã có sổ ở phường, nên máy thêm phải được máy của bí thư duyệt. Mã chưa bị dùng; sổ trên máy không thay đổi.",
                "Chọn “Máy thứ hai” (scb device join) với chính mã này, rồi so số hiện trên hai máy. Mất máy cũ thì dùng mã khôi phục.",
            ),
            RefusalCode::NotEnrolled => (
                "Máy này chưa ghi danh với phường. Việc trong sổ vẫn còn nguyên trên máy.",
                "Ghi danh lại bằng một mã mới của phường.",
            ),
            RefusalCode::Revoked => (
                "Phường đã thu hồi máy này. Việc trong sổ vẫn còn nguyên trên máy.",
                "Liên hệ văn phòng đảng ủy; nếu là nhầm lẫn, xin một mã ghi danh mới.",
            ),
            RefusalCode::Waiting => (
                "Máy này đang chờ bí thư duyệt. Chưa gửi hay nhận gì.",
                "So số hiện trên hai máy, rồi duyệt ở máy của bí thư, mục Đồng bộ.",
            ),
            RefusalCode::NoBook => (
                "Chi bộ này chưa có sổ nào ở phường. Không có gì thay đổi.",
                "Lập sổ mới trên máy này, rồi ghi danh bằng chính mã đó.",
            ),
            RefusalCode::NotSecretary => (
                "Chỉ máy của bí thư mới duyệt hoặc từ chối máy khác được. Không có gì thay đổi.",
                "Làm việc này trên máy của bí thư.",
            ),
            RefusalCode::Gap => (
                "Phường còn thiếu một số bản ghi trước lô này.",
                "Phần mềm sẽ tự gửi lại từ chỗ thiếu.",
            ),
            RefusalCode::Fork => (
                "Máy này đã rẽ khỏi những gì phường đang giữ, có thể do sổ được chép hoặc phục hồi.",
                "Ghi danh lại bằng một mã mới; việc chưa gửi sẽ được chuyển sang, không mất gì.",
            ),
            RefusalCode::BadBatch => (
                "Dữ liệu gửi lên không nguyên vẹn nên phường không nhận. Trên máy không mất gì.",
                "Gửi lại; nếu vẫn lỗi, chạy kiểm tra sổ.",
            ),
            RefusalCode::TooLarge => (
                "Dữ liệu gửi lên quá lớn nên phường không nhận. Trên máy không mất gì.",
                "Cập nhật phần mềm rồi gửi lại.",
            ),
            RefusalCode::Protocol => (
                "Phần mềm trên máy và ở phường khác phiên bản. Trên máy không mất gì.",
                "Cập nhật phần mềm ở máy hoặc ở phường.",
            ),
            RefusalCode::Slow => (
                "Có quá nhiều lần thử trong một phút. Không có gì thay đổi.",
                "Đợi một phút rồi thử lại.",
            ),
            RefusalCode::NoRoom => (
                "Phường hết chỗ chứa nên chưa nhận thêm của chi bộ này. Trên máy không mất gì; phần chưa gửi vẫn chờ trong sổ.",
                "Cứ làm việc tiếp. Báo văn phòng đảng ủy phường nới chỗ chứa; có chỗ rồi thì bấm gửi lại.",
            ),
            RefusalCode::NotHeld => ("Phường không giữ bản ghi nào ở số đó.", ""),
            RefusalCode::Internal | RefusalCode::Unknown => (
                "Máy chủ của phường đang gặp lỗi. Trên máy không mất gì.",
                "Thử lại sau; nếu vẫn lỗi, báo văn phòng đảng ủy.",
            ),
        }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::new(match error {
            StoreError::Full => RefusalCode::NoRoom,
            _ => RefusalCode::Internal,
        })
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        tracing::info!(code = ?self.code, "refused");
        let (message, hint) = self.words();
        let body = Refusal {
            error: RefusalBody {
                code: self.code,
                message: message.to_owned(),
                hint: hint.to_owned(),
                expected_seq: self.expected_seq,
            },
        };
        (self.status(), Json(body)).into_response()
    }
}
