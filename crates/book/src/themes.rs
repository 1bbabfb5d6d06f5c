//! Kế hoạch chuyên đề năm.

use sochibo_domain::{
    Meeting, Member, Month, Theme,
    id::{MeetingId, MemberId, ThemeId},
    reminder::{Reminder, of_quarter},
};
use sochibo_store::{Gate, Listed, StoreError};

use crate::{
    Book, BookError,
    given::required,
    view::{ThemeLine, ThemeMeeting, ThemeQuarter, YearPlanView},
};

/// A chuyên đề as a form gives it.
#[derive(Clone, Debug)]
pub struct NewTheme {
    /// Năm.
    pub year: i32,
    /// Quý: 1 to 4.
    pub quarter: u32,
    /// Tên chuyên đề.
    pub topic: String,
    /// Tháng dự kiến.
    pub month: Option<Month>,
    /// Người chuẩn bị, trình bày.
    pub member: Option<MemberId>,
}

impl Book {
    /// The plan of a year, quarter by quarter, with the meetings that took a chuyên đề up.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn year_plan(&self, year: i32) -> Result<YearPlanView, BookError> {
        let themes = self.read().list::<Theme>()?;
        let names = self.names()?;
        let mut meetings = self.thematic()?;
        meetings.retain(|row| row.entity.month.year() == year);
        let today = self.today_date();
        let wanted = self
            .packs
            .for_day(today)
            .frequency
            .thematic_per_quarter
            .value;
        let quarters = (1..=4)
            .map(|no| {
                let held: Vec<ThemeMeeting> = meetings
                    .iter()
                    .filter(|row| row.entity.month.quarter() == no)
                    .map(|row| ThemeMeeting {
                        id: row.id,
                        title: row.entity.title(),
                        topic: row.entity.topic.clone(),
                        state: row.entity.state(),
                    })
                    .collect();
                let mut own: Vec<ThemeLine> = themes
                    .iter()
                    .filter(|row| row.entity.year == year && row.entity.quarter == no)
                    .map(|row| ThemeLine {
                        id: row.id,
                        topic: row.entity.topic.clone(),
                        month: row.entity.month,
                        member: row.entity.member,
                        name: row.entity.member.and_then(|id| names.get(&id).cloned()),
                        // A meeting that was removed since has not taken it up.
                        meeting: row
                            .entity
                            .meeting
                            .filter(|id| meetings.iter().any(|row| row.id == *id)),
                    })
                    .collect();
                own.sort_by_key(|line| line.month);
                ThemeQuarter {
                    no,
                    words: ["Quý I", "Quý II", "Quý III", "Quý IV"]
                        .into_iter()
                        .zip(1..)
                        .find(|(_, n)| *n == no)
                        .map_or("", |(words, _)| words)
                        .to_owned(),
                    enough: held.len() >= usize::from(wanted),
                    themes: own,
                    meetings: held,
                }
            })
            .collect();
        Ok(YearPlanView {
            year,
            wanted,
            quarters,
        })
    }

    /// The topics of the plan that a thematic meeting of a month may take up.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn topics_for(&self, month: Month) -> Result<Vec<String>, BookError> {
        let plan = self.year_plan(month.year())?;
        let open = plan
            .quarters
            .into_iter()
            .filter(|quarter| quarter.no == month.quarter())
            .flat_map(|quarter| quarter.themes)
            .filter(|theme| theme.meeting.is_none());
        Ok(open.map(|theme| theme.topic).collect())
    }

    /// R05 of the quarter that today lies in.
    pub(crate) fn quarter_reminder(&self) -> Result<Option<Reminder>, BookError> {
        let month = Month::of(self.today_date());
        let plan = self.year_plan(month.year())?;
        let held = plan
            .quarters
            .iter()
            .find(|quarter| quarter.no == month.quarter())
            .map_or(0, |quarter| quarter.meetings.len());
        Ok(of_quarter(
            month,
            u32::try_from(held).unwrap_or(u32::MAX),
            plan.wanted,
        ))
    }

    /// Meetings with a chuyên đề, held or being prepared.
    fn thematic(&self) -> Result<Vec<Listed<Meeting>>, BookError> {
        let mut meetings = self.read().list::<Meeting>()?;
        meetings.retain(|row| row.entity.kind.is_thematic());
        meetings.sort_by_key(|row| row.entity.month);
        Ok(meetings)
    }

    /// Puts a chuyên đề into the plan.
    ///
    /// # Errors
    /// [`BookError`]: no topic, no such quarter or member, the disk.
    pub fn add_theme(&mut self, new: &NewTheme) -> Result<ThemeId, BookError> {
        let id: ThemeId = self.fresh()?;
        self.put_theme(id, new, None)?;
        Ok(id)
    }

    /// Changes a chuyên đề of the plan.
    ///
    /// # Errors
    /// [`BookError`]: no such chuyên đề, no topic, the disk.
    pub fn set_theme(&mut self, id: ThemeId, new: &NewTheme) -> Result<(), BookError> {
        let known = self.read().get::<Theme>(id)?;
        self.put_theme(id, new, known.meeting)
    }

    fn put_theme(
        &mut self,
        id: ThemeId,
        new: &NewTheme,
        meeting: Option<MeetingId>,
    ) -> Result<(), BookError> {
        let topic = required(&new.topic, "tên chuyên đề")?;
        if !(1..=4).contains(&new.quarter) {
            return Err(BookError::Unreadable(new.quarter.to_string(), "quý"));
        }
        let theme = Theme {
            year: new.year,
            quarter: new.quarter,
            topic,
            month: new.month,
            member: new.member,
            meeting,
        };
        self.transact(|gate, _| {
            if let Some(member) = new.member {
                gate.get::<Member>(member)?;
            }
            gate.put::<Theme>(id, &theme)?;
            Ok(())
        })
    }

    /// Takes a chuyên đề out of the plan.
    ///
    /// # Errors
    /// [`BookError`]: no such chuyên đề, the disk.
    pub fn remove_theme(&mut self, id: ThemeId) -> Result<(), BookError> {
        self.transact(|gate, _| Ok(gate.remove::<Theme>(id)?))
    }

    /// Brings a removed chuyên đề back.
    ///
    /// # Errors
    /// [`BookError`]: there never was such a one, the disk.
    pub fn restore_theme(&mut self, id: ThemeId) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let known = gate.list_with_removed::<Theme>()?;
            let found = known
                .into_iter()
                .find(|row| row.id == id)
                .ok_or_else(|| StoreError::NotFound(id.to_string()))?;
            gate.put::<Theme>(id, &found.entity)?;
            Ok(())
        })
    }
}

/// A thematic meeting that takes up a topic of the plan is written beside it.
pub(crate) fn take_up(
    gate: &mut Gate<'_>,
    id: MeetingId,
    meeting: &Meeting,
) -> Result<(), BookError> {
    let Some(topic) = meeting
        .topic
        .as_ref()
        .filter(|_| meeting.kind.is_thematic())
    else {
        return Ok(());
    };
    let planned = gate.list::<Theme>()?.into_iter().find(|row| {
        let theme = &row.entity;
        theme.is_of(meeting.month) && &theme.topic == topic && theme.meeting.is_none()
    });
    if let Some(Listed { id: theme, entity }) = planned {
        let meeting = Some(id);
        gate.put::<Theme>(theme, &Theme { meeting, ..entity })?;
    }
    Ok(())
}
