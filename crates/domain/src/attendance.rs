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
    /// When a member left early; empty once the member is back.
    #[serde(default)]
    #[ts(optional)]
    pub left_at: Option<DateTime<FixedOffset>>,
    /// When a member was out of the room and came back, in order.
    #[serde(default)]
    pub away: Vec<Away>,
}

/// A while out of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Away {
    /// From when.
    pub from: DateTime<FixedOffset>,
    /// Until when.
    pub to: DateTime<FixedOffset>,
}

impl Attendance {
    /// Whether the member is in the room now.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.status.is_present() && self.left_at.is_none()
    }

    /// Whether the member was in the room at an instant of the meeting.
    #[must_use]
    pub fn present_at(&self, at: DateTime<FixedOffset>) -> bool {
        self.status.is_present()
            && self.arrived_at.is_none_or(|arrived| arrived <= at)
            && self.left_at.is_none_or(|left| at < left)
            && !self.away.iter().any(|away| away.from <= at && at < away.to)
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
    /// Khách mời hay đại biểu cấp trên.
    #[serde(default)]
    pub kind: GuestKind,
}

/// In what capacity a guest is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum GuestKind {
    /// Khách mời.
    #[default]
    Invited,
    /// Đại biểu cấp trên.
    Superior,
}

impl Entity for Guest {
    const KIND: &'static str = "guest";
    type Id = GuestId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}
