//! A newtype for every id, so that a member can't be passed where a meeting is meant.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(export, type = "string")]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )*};
}

ids! {
    /// Chi bộ.
    CellRef;
    /// Máy: the id under which its operations are signed.
    DeviceRef;
    /// Đảng viên.
    MemberId;
    /// Kỳ sinh hoạt.
    MeetingId;
    /// Mục chương trình.
    AgendaItemId;
    /// Điểm danh của một đảng viên ở một kỳ; see [`derived`].
    AttendanceId;
    /// Khách mời, đại biểu.
    GuestId;
    /// Ý kiến phát biểu.
    StatementId;
    /// Một lần giải lao.
    BreakId;
    /// Một người xin phát biểu; see [`derived`].
    RaisedHandId;
    /// Một cụm từ viết tắt; see [`derived`].
    SnippetId;
    /// Một lần biểu quyết.
    VoteId;
    /// Nhiệm vụ được phân công.
    AssignmentId;
    /// Một mục tự phê bình, phê bình, góp ý, biểu dương hoặc nhắc nhở.
    CriticismId;
    /// Kiến nghị.
    PetitionId;
    /// Một bước chuẩn bị của một kỳ; see [`derived`].
    PreparationId;
    /// Một dòng phiếu chấm điểm được sửa tay; see [`derived`].
    ScoreEntryId;
    /// Một bản biên bản đã thông qua; see [`derived`].
    MinutesVersionId;
    /// Một mẫu chương trình riêng.
    OwnTemplateId;
    /// Một mục mang sang đã bỏ ra khỏi một kỳ; see [`derived`].
    LeftOutId;
    /// Phiên phân công của một việc; see [`derived`].
    RotaId;
    /// Dự thảo nghị quyết của một kỳ; see [`derived`].
    ResolutionId;
    /// Một chuyên đề trong kế hoạch năm.
    ThemeId;
    /// Một ngày giỗ, lễ của địa phương theo âm lịch.
    ObservanceId;
    /// Một dòng nhật ký.
    AuditId;
    /// Văn bản của phường: an id that only a ward makes.
    WardDocumentId;
    /// Việc đã làm với một văn bản; see [`derived`].
    DocumentHandlingId;
    /// Xác nhận một đoạn chữ không phải bí mật nhà nước: the hash of the text.
    NotSecretId;
}

/// The id of a thing of which there can be only one per `owner` and `key` (the attendance of a
/// member at a meeting): two devices that both write it write the same record.
#[must_use]
pub fn derived(kind: &str, owner: Uuid, key: &str) -> Uuid {
    Uuid::new_v5(&owner, format!("{kind}/{key}").as_bytes())
}
