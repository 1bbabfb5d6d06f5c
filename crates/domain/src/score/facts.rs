//! What the book knows of a meeting when it is scored.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::MeetingKind;

/// What the book knows of a meeting when it is scored. `None` where it does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ScoreFacts {
    /// Loại kỳ.
    pub kind: MeetingKind,
    /// Whether a thematic meeting of its own falls in the same month, so that line 4c applies to
    /// a regular one too.
    pub thematic_this_month: bool,
    /// Thời lượng tối thiểu, in minutes: [`crate::rules::Durations::minimum_for`].
    pub minimum_minutes: Option<u32>,
    /// Thời lượng thực tế, in minutes.
    pub actual_minutes: Option<u32>,
    /// Đảng viên triệu tập: without those exempt and those on special duty in the armed forces.
    pub summoned: u32,
    /// Có mặt, of those summoned.
    pub present: u32,
    /// Vắng không lý do, of those summoned.
    pub unexcused: u32,
    /// The most meetings running this year, this one included, from which one member stayed away
    /// with reason.
    pub longest_excused_run: Option<u32>,
    /// Chi bộ có chi ủy.
    pub has_committee: bool,
    /// Chi ủy đã họp trước kỳ này và có biên bản.
    pub committee_met: Option<bool>,
    /// Đã báo đảng viên và cấp ủy viên theo dõi.
    pub notified: Option<bool>,
    /// Đã có dự thảo kết luận, nghị quyết và gợi ý thảo luận.
    pub drafted: Option<bool>,
    /// Tài liệu đã đưa lên Sổ tay đảng viên điện tử.
    pub documents: Option<bool>,
    /// Tài liệu đã gửi trước ít nhất một ngày.
    pub documents_before: Option<bool>,
    /// Mục chương trình đã tiến hành.
    pub steps_done: u32,
    /// Mục chương trình; 0 where it is not known which were come to.
    pub steps_total: u32,
    /// Members in the room.
    pub attendees: u32,
    /// Members who spoke, each counted once.
    pub speakers: u32,
    /// Minutes spent on tư tưởng, tự phê bình và phê bình.
    pub ideology_minutes: Option<u32>,
    /// Lượt tự phê bình.
    pub self_criticism: u32,
    /// Lượt phê bình, góp ý.
    pub criticism: u32,
    /// Lượt biểu dương.
    pub praise: u32,
    /// Lượt nhắc nhở.
    pub reminders: u32,
    /// Nhiệm vụ tháng trước đã xong.
    pub tasks_done: u32,
    /// Nhiệm vụ tháng trước, without those cancelled.
    pub tasks_total: u32,
    /// What the minutes still lack, in words; `None` while nobody has looked.
    pub minutes_lack: Option<Vec<String>>,
    /// Có kết luận hoặc nghị quyết.
    pub has_conclusion: Option<bool>,
    /// Có phân công nhiệm vụ.
    pub has_assignments: Option<bool>,
}

impl ScoreFacts {
    /// A meeting of which nothing is known yet.
    #[must_use]
    pub const fn unknown(kind: MeetingKind) -> Self {
        Self {
            kind,
            thematic_this_month: false,
            minimum_minutes: None,
            actual_minutes: None,
            summoned: 0,
            present: 0,
            unexcused: 0,
            longest_excused_run: None,
            has_committee: true,
            committee_met: None,
            notified: None,
            drafted: None,
            documents: None,
            documents_before: None,
            steps_done: 0,
            steps_total: 0,
            attendees: 0,
            speakers: 0,
            ideology_minutes: None,
            self_criticism: 0,
            criticism: 0,
            praise: 0,
            reminders: 0,
            tasks_done: 0,
            tasks_total: 0,
            minutes_lack: None,
            has_conclusion: None,
            has_assignments: None,
        }
    }

    /// Whether the lines for a thematic part apply.
    #[must_use]
    pub const fn is_thematic(&self) -> bool {
        self.thematic_this_month
            || matches!(self.kind, MeetingKind::Thematic | MeetingKind::Combined)
    }
}
