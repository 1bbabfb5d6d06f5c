//! Điểm sửa tay: a mark that a person set, with the reason.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity, Explain, FaultClass,
    id::{MeetingId, ScoreEntryId, derived},
    rules::{Points, ScoreRules},
};

use super::{
    ScoreFacts,
    total::{applies, max_of},
};

/// A line of the sheet that a person set by hand, with the reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ScoreEntry {
    /// Kỳ sinh hoạt.
    pub meeting: MeetingId,
    /// The id of the line: `2a`.
    pub line: String,
    /// Points, in tenths of a point (25 is 2,5).
    pub points: u32,
    /// Lý do.
    pub reason: String,
}

impl ScoreEntry {
    /// The one id of this line at this meeting.
    #[must_use]
    pub fn id(meeting: MeetingId, line: &str) -> ScoreEntryId {
        ScoreEntryId(derived(Self::KIND, meeting.0, line))
    }
}

impl Entity for ScoreEntry {
    const KIND: &'static str = "score_entry";
    type Id = ScoreEntryId;

    fn parent(&self) -> Option<Uuid> {
        Some(self.meeting.0)
    }
}

/// A mark that can't be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// No such line, or it does not apply this time.
    #[error("Phiếu chấm điểm của kỳ này không có mục {0}. Điểm chưa được ghi.")]
    NoSuchLine(String),
    /// More than the line gives.
    #[error("Mục {line} cao nhất {max} điểm, không chấm được {points} điểm. Điểm chưa được ghi.")]
    TooMany {
        /// The line.
        line: String,
        /// What was given.
        points: Points,
        /// What is possible.
        max: Points,
    },
    /// Without a reason.
    #[error("Sửa điểm mục {0} phải có lý do. Điểm chưa được ghi.")]
    NoReason(String),
}

impl Explain for ScoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchLine(_) => "CD-01",
            Self::TooMany { .. } => "CD-02",
            Self::NoReason(_) => "CD-03",
        }
    }

    fn class(&self) -> FaultClass {
        match self {
            Self::NoSuchLine(_) => FaultClass::NotFound,
            Self::TooMany { .. } | Self::NoReason(_) => FaultClass::Invalid,
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::NoSuchLine(_) => "Xem lại mã mục trên phiếu, như 2a hoặc 4đ.".into(),
            Self::TooMany { .. } => "Chấm từ 0 đến điểm tối đa của mục.".into(),
            Self::NoReason(_) => "Viết ngắn gọn vì sao chi bộ chấm khác.".into(),
        }
    }
}

/// Whether a mark may be set by hand.
///
/// # Errors
/// [`ScoreError`] where the line does not apply, the points are too many or there is no reason.
pub fn check_entry(
    rules: &ScoreRules,
    facts: &ScoreFacts,
    entry: &ScoreEntry,
) -> Result<(), ScoreError> {
    let line = rules
        .line(&entry.line)
        .filter(|line| applies(facts, line))
        .ok_or_else(|| ScoreError::NoSuchLine(entry.line.clone()))?;
    let max = max_of(rules, facts, line);
    if entry.points > max.0 {
        let points = Points(entry.points);
        return Err(ScoreError::TooMany {
            line: line.id.clone(),
            points,
            max,
        });
    }
    if entry.reason.trim().is_empty() {
        return Err(ScoreError::NoReason(line.id.clone()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MeetingKind, score::tests::rules};

    #[test]
    fn a_mark_that_cannot_be_is_refused() {
        let facts = ScoreFacts::unknown(MeetingKind::Regular);
        let check = |line: &str, points, reason: &str| {
            let entry = ScoreEntry {
                meeting: MeetingId(Uuid::nil()),
                line: line.into(),
                points,
                reason: reason.into(),
            };
            check_entry(&rules(), &facts, &entry).map_err(|e| e.code())
        };
        assert_eq!(check("2a", 40, "đủ"), Ok(()));
        assert_eq!(check("2a", 0, "đủ"), Ok(()));
        assert_eq!(check("4c", 10, "đủ"), Err("CD-01"));
        assert_eq!(check("9z", 10, "đủ"), Err("CD-01"));
        assert_eq!(check("2a", 41, "đủ"), Err("CD-02"));
        assert_eq!(check("2a", 40, "  "), Err("CD-03"));
    }
}
