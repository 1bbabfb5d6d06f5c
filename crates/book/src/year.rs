//! The year so far: how often members stayed away running, over the meetings that were held.

use std::collections::HashMap;

use chrono::Datelike;
use sochibo_domain::{
    Attendance, AttendanceStatus, Meeting, MeetingKind,
    id::{MeetingId, MemberId},
};
use sochibo_store::Reader;

use crate::{Book, BookError, facts::Facts, room::attendance};

/// What each member's absences with reason came to this year, up to one meeting.
#[derive(Debug, Default)]
pub(crate) struct ExcusedRuns {
    /// Running up to that meeting, itself included.
    now: HashMap<MemberId, u32>,
    /// The longest run of the year so far.
    longest: u32,
}

impl ExcusedRuns {
    /// How many meetings running a member has stayed away with reason, this one included.
    pub(crate) fn of(&self, member: MemberId) -> u32 {
        self.now.get(&member).copied().unwrap_or(0)
    }

    /// The longest run of any member this year.
    pub(crate) fn longest(&self) -> u32 {
        self.longest
    }

    fn add(&mut self, called: &HashMap<MemberId, Attendance>) {
        // Whoever was not called is not known to have stayed away.
        self.now.retain(|member, _| {
            called
                .get(member)
                .is_some_and(|row| row.status == AttendanceStatus::Excused)
        });
        for row in called.values() {
            if row.status == AttendanceStatus::Excused {
                let run = self.now.entry(row.member).or_default();
                *run += 1;
                self.longest = self.longest.max(*run);
            }
        }
    }
}

impl Book {
    /// The absences of the year up to this meeting. Meetings of the committee alone don't count:
    /// other members are not called to them.
    pub(crate) fn excused_runs(&self, facts: &Facts) -> Result<ExcusedRuns, BookError> {
        let mut runs = ExcusedRuns::default();
        for meeting in held_before(&self.read(), facts)? {
            runs.add(&attendance(&self.read(), meeting)?);
        }
        runs.add(&facts.called);
        Ok(runs)
    }
}

/// The meetings of the whole cell that were held before this one in its year, in order.
fn held_before(reader: &Reader<'_>, facts: &Facts) -> Result<Vec<MeetingId>, BookError> {
    let Some(this) = facts.meeting.started_at else {
        return Ok(Vec::new());
    };
    let mut held: Vec<_> = reader
        .list::<Meeting>()?
        .into_iter()
        .filter(|row| row.id != facts.id && row.entity.kind != MeetingKind::Committee)
        .filter_map(|row| Some((row.entity.started_at?, row.id)))
        .filter(|(at, _)| *at < this && at.year() == this.year())
        .collect();
    held.sort_unstable();
    Ok(held.into_iter().map(|(_, id)| id).collect())
}
