//! Điểm danh.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity,
    id::{self, AttendanceId, GuestId, MeetingId, MemberId},
};

/// Whether a member was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AttendanceStatus {
    /// Có mặt.
    Present,
    /// Đến muộn: counts as present.
    Late,
    /// Vắng có lý do.
    Excused,
    /// Vắng không lý do.
    Unexcused,
}

impl AttendanceStatus {
    /// Whether the member was in the room.
    #[must_use]
    pub const fn is_present(self) -> bool {
        matches!(self, Self::Present | Self::Late)
    }

    /// The words that a person reads.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Present => "có mặt",
            Self::Late => "đến muộn",
            Self::Excused => "vắng có lý do",
            Self::Unexcused => "vắng không lý do",
        }
    }
}

/// Điểm danh của một đảng viên ở một kỳ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Attendance {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// Đảng viên.
    pub member: MemberId,
    /// Có mặt hay vắng.
    pub status: AttendanceStatus,
    /// Lý do vắng. It stays in the cell: the ward reads only "có lý do".
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
    /// When a late member arrived.
    #[serde(default)]
    #[ts(optional)]
    pub arrived_at: Option<DateTime<FixedOffset>>,
    /// When a member left early.
    #[serde(default)]
    #[ts(optional)]
    pub left_at: Option<DateTime<FixedOffset>>,
}

impl Attendance {
    /// Whether the member was in the room at a moment.
    #[must_use]
    pub fn present_at(&self, moment: DateTime<FixedOffset>) -> bool {
        self.status.is_present()
            && self.arrived_at.is_none_or(|at| at <= moment)
            && self.left_at.is_none_or(|at| at > moment)
    }

    /// The one id of this member's attendance at this meeting.
    #[must_use]
    pub fn id(meeting: MeetingId, member: MemberId) -> AttendanceId {
        AttendanceId(id::derived(Self::KIND, meeting.0, &member.to_string()))
    }
}

impl Entity for Attendance {
    const KIND: &'static str = "attendance";
    type Id = AttendanceId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}

/// Khách mời, đại biểu cấp trên.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Guest {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// Họ tên.
    pub name: String,
    /// Chức vụ, đơn vị.
    #[serde(default)]
    pub office: String,
}

impl Entity for Guest {
    const KIND: &'static str = "guest";
    type Id = GuestId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}
