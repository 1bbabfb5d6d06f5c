//! Nhật ký: who looked at, printed, sent or removed what, and when.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{Entity, Reach, Visibility, id::AuditId};

/// Việc được ghi nhật ký.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AuditAct {
    /// Xem mục hạn chế.
    View,
    /// In.
    Print,
    /// Xuất ra tệp.
    Export,
    /// Gửi về phường.
    Send,
    /// Xóa.
    Delete,
    /// Sửa sau khi đã thông qua.
    Amend,
    /// Xác nhận không phải bí mật nhà nước.
    DeclareNotSecret,
    /// Từ chối ghi vì có dấu độ mật.
    RefuseSecret,
    /// Sao lưu.
    Backup,
    /// Khôi phục từ bản sao lưu.
    Restore,
    /// Đổi mật khẩu hoặc mã khôi phục.
    Rekey,
    /// An act of a later version.
    #[serde(other)]
    Other,
}

impl AuditAct {
    /// The words that a person reads.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::View => "Xem mục hạn chế",
            Self::Print => "In",
            Self::Export => "Xuất ra tệp",
            Self::Send => "Gửi về phường",
            Self::Delete => "Xóa",
            Self::Amend => "Sửa sau khi đã thông qua",
            Self::DeclareNotSecret => "Xác nhận không phải bí mật nhà nước",
            Self::RefuseSecret => "Từ chối ghi vì có dấu độ mật",
            Self::Backup => "Sao lưu",
            Self::Restore => "Khôi phục từ bản sao lưu",
            Self::Rekey => "Đổi mật khẩu hoặc mã khôi phục",
            Self::Other => "Việc của bản phần mềm mới hơn",
        }
    }
}

/// Một dòng nhật ký: who did what with which thing, when, and nothing of what it says
/// (`domain.md` §10.2). Who is the device that wrote it, which the journal proves; the journal's
/// chain is what keeps a line from being taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Việc gì.
    pub act: AuditAct,
    /// The device.
    pub device: Uuid,
    /// When, by that device's clock.
    pub at: DateTime<FixedOffset>,
    /// The kind of thing (`criticism`), or of paper (`bien_ban`), or of rule (`R20-1`).
    #[serde(default)]
    pub subject_kind: String,
    /// The thing.
    #[serde(default)]
    pub subject: Option<Uuid>,
    /// How many things at once; 1 unless said.
    #[serde(default)]
    pub count: Option<u32>,
    /// Who may read it: the secretary, or the narrowest ring that the writing device holds.
    #[serde(default = "secretary")]
    pub visibility: Visibility,
}

fn secretary() -> Visibility {
    Visibility::Secretary
}

impl Entity for AuditEntry {
    const KIND: &'static str = "audit";
    type Id = AuditId;

    fn reach(&self) -> Reach {
        Reach::Sealed(self.visibility)
    }
}
