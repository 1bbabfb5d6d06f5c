//! Kỳ sinh hoạt: made from the rule pack in force, prepared, held, ended.

use chrono::{DateTime, FixedOffset, TimeDelta};
use sochibo_domain::{
    AgendaItem, CriticismKind, Meeting, MeetingKind, MeetingState, Member, MinutesVersion, Month,
    Office,
    id::{AgendaItemId, MeetingId, MemberId},
    rules::Pack,
    text::normalise,
    timing::sitting_seconds,
};
use sochibo_store::Listed;

use crate::{
    Book, BookError, agenda, assignments,
    carried::presenter,
    documents,
    facts::{Facts, count},
    given::optional,
    pause,
    pen::writable,
    petitions,
    room::attendance,
    templates::Start,
    themes::take_up,
    view::{MeetingLine, MeetingMade, MeetingView},
};

/// What a new meeting needs.
#[derive(Clone, Debug)]
pub struct NewMeeting {
    /// Loại.
    pub kind: MeetingKind,
    /// Tháng.
    pub month: Month,
    /// Giờ dự kiến.
    pub planned_at: Option<DateTime<FixedOffset>>,
    /// Địa điểm; the cell's own where empty.
    pub place: Option<String>,
    /// Chuyên đề.
    pub topic: Option<String>,
}

/// What may be changed of a meeting: `None` leaves it alone.
#[derive(Clone, Debug, Default)]
pub struct MeetingChange {
    /// Giờ dự kiến.
    pub planned_at: Option<Option<DateTime<FixedOffset>>>,
    /// Địa điểm.
    pub place: Option<String>,
    /// Chuyên đề.
    pub topic: Option<Option<String>>,
    /// Chủ trì.
    pub chair: Option<Option<MemberId>>,
    /// Thư ký.
    pub scribe: Option<Option<MemberId>>,
    /// Lý do họp ngắn hơn mức tối thiểu.
    pub short_because: Option<Option<String>>,
}

/// When a sitting that is ended at `now` ended. Where the laptop's clock was set back or jumped
/// years ahead meanwhile, what the items took says it better.
fn ended(
    start: DateTime<FixedOffset>,
    now: DateTime<FixedOffset>,
    items_seconds: u32,
) -> DateTime<FixedOffset> {
    if now >= start && sitting_seconds(start, now, 0, u32::MAX) < u32::MAX {
        return now;
    }
    start + TimeDelta::seconds(i64::from(items_seconds))
}

impl Book {
    /// Makes a meeting with the agenda of the rule pack in force.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn new_meeting(&mut self, new: &NewMeeting) -> Result<MeetingMade, BookError> {
        self.new_meeting_from(new, &Start::Usual)
    }

    /// Makes a meeting with the agenda of a template, or of a meeting that was held.
    ///
    /// # Errors
    /// [`BookError`]: no such template or meeting, a template of another kind, the disk.
    pub fn new_meeting_from(
        &mut self,
        new: &NewMeeting,
        start: &Start,
    ) -> Result<MeetingMade, BookError> {
        let cell = self.cell()?;
        let day = new
            .planned_at
            .map(|at| at.date_naive())
            .or(new.month.first_day())
            .unwrap_or_else(|| self.today_date());
        let pack = self.packs.for_day(day);
        let id: MeetingId = self.fresh()?;
        let roster = self.roster()?;
        let officer = |office| {
            roster
                .iter()
                .find(|m| m.entity.status.is_current() && m.entity.holds(office))
                .map(|m| m.id)
        };
        let (mut items, template) = self.begin_with(start, id, new.kind, pack)?;
        for turn in self.turns(new.month)? {
            let item = items.iter_mut().find(|item| item.item == turn.role.item());
            if let Some(item) = item {
                item.presenter = presenter(&turn.name);
            }
        }
        let meeting = Meeting {
            kind: new.kind,
            month: new.month,
            rules: pack.id.clone(),
            template,
            topic: optional(new.topic.as_deref()),
            planned_at: new.planned_at,
            place: optional(new.place.as_deref()).unwrap_or_else(|| cell.place.clone()),
            started_at: None,
            ended_at: None,
            short_because: None,
            chair: officer(Office::Secretary),
            scribe: officer(Office::Scribe),
            adopted_version: 0,
            amending: None,
            rating: None,
            pen: None,
        };
        let rules = pack.id.clone();
        let ids = items
            .iter()
            .map(|_| self.fresh())
            .collect::<Result<Vec<AgendaItemId>, _>>()?;
        self.transact(|gate, _| {
            gate.put::<Meeting>(id, &meeting)?;
            take_up(gate, id, &meeting)?;
            for (id, item) in ids.iter().zip(&items) {
                gate.put::<AgendaItem>(*id, item)?;
            }
            Ok(())
        })?;
        let agenda = agenda::lines(
            &agenda::items(&self.read(), id)?,
            meeting.planned_at,
            self.now(),
        );
        Ok(MeetingMade {
            id,
            kind: new.kind,
            month: new.month,
            rules,
            agenda,
        })
    }

    /// Changes what a form may change.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting, adopted, the disk.
    pub fn set_meeting(&mut self, id: MeetingId, change: &MeetingChange) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let mut meeting = writable(gate, id)?;
            if let Some(planned_at) = change.planned_at {
                meeting.planned_at = planned_at;
            }
            if let Some(place) = &change.place {
                meeting.place = normalise(place);
            }
            if let Some(topic) = &change.topic {
                meeting.topic = optional(topic.as_deref());
                take_up(gate, id, &meeting)?;
            }
            if let Some(chair) = change.chair {
                meeting.chair = chair;
            }
            if let Some(scribe) = change.scribe {
                meeting.scribe = scribe;
            }
            if let Some(because) = &change.short_because {
                meeting.short_because = optional(because.as_deref());
            }
            gate.put::<Meeting>(id, &meeting)?;
            Ok(())
        })
    }

    /// Removes a meeting that has not begun.
    ///
    /// # Errors
    /// [`BookError`]: it has begun, no such meeting, the disk.
    pub fn remove_meeting(&mut self, id: MeetingId) -> Result<(), BookError> {
        self.transact(|gate, _| {
            if gate.get::<Meeting>(id)?.state() != MeetingState::Preparing {
                return Err(BookError::NotNow("Kỳ này đã họp nên không xóa được."));
            }
            Ok(gate.remove::<Meeting>(id)?)
        })
    }

    /// Begins: from now on the record is written.
    ///
    /// # Errors
    /// [`BookError`]: begun already, no such meeting, the disk.
    pub fn start_meeting(
        &mut self,
        id: MeetingId,
        at: Option<DateTime<FixedOffset>>,
    ) -> Result<(), BookError> {
        self.transact(|gate, now| {
            let meeting = gate.get::<Meeting>(id)?;
            if meeting.started_at.is_some() {
                return Err(BookError::NotNow("Kỳ này đã bắt đầu rồi."));
            }
            let at = at.unwrap_or(now);
            gate.put::<Meeting>(
                id,
                &Meeting {
                    started_at: Some(at),
                    pen: Some(gate.device().0),
                    ..meeting
                },
            )?;
            if let Some(first) = agenda::items(gate, id)?.into_iter().next() {
                gate.put::<AgendaItem>(first.id, &first.entity.opened(at))?;
            }
            Ok(())
        })
    }

    /// Ends the sitting. What was said can still be mended until the minutes are adopted.
    ///
    /// # Errors
    /// [`BookError`]: not begun, ended already, ends before it began, the disk.
    pub fn end_meeting(
        &mut self,
        id: MeetingId,
        at: Option<DateTime<FixedOffset>>,
    ) -> Result<(), BookError> {
        let heard = self.documents_heard(id)?;
        self.transact(|gate, now| {
            let meeting = writable(gate, id)?;
            let Some(start) = meeting.started_at else {
                return Err(BookError::NotNow("Kỳ này chưa bắt đầu."));
            };
            if at.is_some_and(|at| at < start) {
                return Err(BookError::NotNow(
                    "Giờ kết thúc sớm hơn giờ bắt đầu. Xem lại đồng hồ của máy.",
                ));
            }
            // An end that a wrong clock gave is put right by saying the time.
            if meeting.ended_at.is_some() && at.is_none() {
                return Err(BookError::NotNow("Kỳ này đã kết thúc rồi."));
            }
            pause::resume(gate, id, now)?;
            let mut items_seconds = 0_u32;
            for item in agenda::items(gate, id)? {
                let spent = item.entity.seconds(now).unwrap_or(0);
                items_seconds = items_seconds.saturating_add(spent);
                if item.entity.is_open() {
                    gate.put::<AgendaItem>(item.id, &item.entity.closed(at.unwrap_or(now)))?;
                }
            }
            let at = at.unwrap_or_else(|| ended(start, now, items_seconds));
            if meeting.ended_at.is_none() {
                documents::heard(gate, id, &heard, at.date_naive())?;
            }
            gate.put::<Meeting>(
                id,
                &Meeting {
                    ended_at: Some(at),
                    ..meeting
                },
            )?;
            Ok(())
        })
    }

    /// Every meeting, newest first.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn meetings(&self) -> Result<Vec<MeetingLine>, BookError> {
        let mut meetings = self.read().list::<Meeting>()?;
        meetings.sort_by_key(|m| (m.entity.month, m.entity.planned_at, m.entity.started_at));
        meetings.reverse();
        let roster = self.roster()?;
        meetings
            .into_iter()
            .map(|meeting| self.meeting_line(meeting, &roster))
            .collect()
    }

    fn meeting_line(
        &self,
        Listed { id, entity }: Listed<Meeting>,
        roster: &[Listed<Member>],
    ) -> Result<MeetingLine, BookError> {
        let called = attendance(&self.read(), id)?;
        let adopted = self.adopted_minutes(id, entity.adopted_version)?;
        let (present, summoned) = match &adopted {
            Some((minutes, _)) => (minutes.open.counts.present, minutes.open.counts.summoned),
            None if called.is_empty() => (0, 0),
            None => {
                let counts = count(entity.kind, roster, &called);
                (counts.present, counts.summoned)
            }
        };
        Ok(MeetingLine {
            id,
            kind: entity.kind,
            month: entity.month,
            title: entity.title(),
            state: entity.state(),
            planned_at: entity.planned_at.map(|at| at.to_rfc3339()),
            started_at: entity.started_at.map(|at| at.to_rfc3339()),
            place: entity.place,
            present,
            summoned,
            score: adopted
                .as_ref()
                .and_then(|(minutes, _)| minutes.open.score.as_ref())
                .map(|score| f64::from(score.total) / 10.0),
            band: adopted
                .and_then(|(minutes, _)| minutes.open.score)
                .map(|score| score.band),
        })
    }

    /// The rule pack that a meeting keeps.
    pub(crate) fn pack_of(&self, meeting: &Meeting) -> &Pack {
        let day = meeting
            .started_at
            .or(meeting.planned_at)
            .map_or_else(|| self.today_date(), |at| at.date_naive());
        self.packs
            .get(&meeting.rules)
            .unwrap_or_else(|| self.packs.for_day(day))
    }

    /// A meeting by itself.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting.
    pub fn meeting_of(&self, id: MeetingId) -> Result<Meeting, BookError> {
        Ok(self.read().get::<Meeting>(id)?)
    }

    /// A whole meeting.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting.
    pub fn meeting(&self, id: MeetingId) -> Result<MeetingView, BookError> {
        let facts = Facts::gather(self, id)?;
        let meeting = &facts.meeting;
        let score = self.score_view(&facts)?;
        let checks = self.checks(&facts)?;
        let version: Option<MinutesVersion> = match meeting.adopted_version {
            0 => None,
            version => self.read().find(MinutesVersion::id(id, version))?,
        };
        let name = |member: Option<MemberId>| member.and_then(|id| facts.names.get(&id).cloned());
        let planned: u32 = facts
            .items
            .iter()
            .map(|item| u32::from(item.entity.minutes))
            .sum();
        let base = facts.base();
        let now = self.now();
        let (undo, redo) = self.undoable(id)?;
        Ok(MeetingView {
            id,
            kind: meeting.kind,
            month: meeting.month,
            rules: meeting.rules.clone(),
            title: meeting.title(),
            topic: meeting.topic.clone(),
            state: meeting.state(),
            planned_at: meeting.planned_at.map(|at| at.to_rfc3339()),
            started_at: meeting.started_at.map(|at| at.to_rfc3339()),
            ended_at: meeting.ended_at.map(|at| at.to_rfc3339()),
            place: meeting.place.clone(),
            short_because: meeting.short_because.clone(),
            chair: meeting.chair,
            chair_name: name(meeting.chair),
            scribe: meeting.scribe,
            scribe_name: name(meeting.scribe),
            minimum_minutes: self.minimum_minutes(meeting)?,
            planned_minutes: planned,
            agenda: agenda::lines(&facts.items, meeting.started_at.or(meeting.planned_at), now),
            attendance: facts.attendance_lines(),
            counts: self
                .standing_minutes(&facts)?
                .map_or_else(|| facts.counts(), |minutes| minutes.open.counts),
            guests: facts.guest_names(),
            base,
            base_words: base.explain(),
            statements: facts.statement_lines(),
            conclusions: facts.conclusion_lines(),
            votes: facts.vote_lines(),
            assignments: facts
                .assignments
                .iter()
                .map(|row| {
                    assignments::line(
                        row.clone(),
                        &facts.names,
                        self.today_date(),
                        facts.no(row.entity.item),
                    )
                })
                .collect(),
            petitions: facts
                .petitions
                .iter()
                .map(|row| petitions::line(row.clone(), &facts.names, facts.no(row.entity.item)))
                .collect(),
            criticism_counts: CriticismKind::ALL
                .into_iter()
                .map(|kind| (kind.code().to_owned(), facts.criticism_count(kind)))
                .collect(),
            score,
            checks,
            version: meeting.adopted_version,
            amending: meeting.amending.clone(),
            fingerprint: version.as_ref().and_then(crate::adoption::fingerprint_of),
            adopted_at: version.map(|version| version.adopted_at.to_rfc3339()),
            versions: self.versions(id)?,
            undo,
            redo,
            pen: self.pen(meeting)?,
            queue: facts.queue_lines(),
            breaks: facts.break_lines(),
            lasted_seconds: facts.lasted(now),
            guest_lines: facts.guest_lines(),
        })
    }

    /// The least that the meeting must last.
    pub(crate) fn minimum_minutes(&self, meeting: &Meeting) -> Result<u16, BookError> {
        let cell = self.cell()?;
        let members = self
            .roster()?
            .iter()
            .filter(|m| MeetingKind::Regular.summons(&m.entity))
            .count();
        let members = u32::try_from(members).unwrap_or(u32::MAX);
        Ok(self
            .pack_of(meeting)
            .durations
            .minimum_for(meeting.kind, &cell, members)
            .unwrap_or(0))
    }
}
