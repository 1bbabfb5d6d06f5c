//! Điểm danh, khách mời, ai đang phát biểu.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use sochibo_domain::{
    Attendance, AttendanceStatus, Guest, GuestKind, Meeting, MeetingKind, Member, Statement,
    attendance::Away,
    id::{GuestId, MeetingId, MemberId},
    name::matches_prefix,
    vote::VoteError,
};
use sochibo_store::{Gate, Reader};
use ts_rs::TS;

use crate::{
    Book, BookError,
    given::{optional, required},
    pen::writable,
    queue::queue,
};

/// Somebody who may be the next to speak.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Speaker {
    /// Đảng viên; empty for a guest.
    pub member: Option<MemberId>,
    /// The guest as named in the minutes where it is no member.
    pub guest: Option<String>,
    /// Họ tên.
    pub name: String,
    /// In the room.
    pub present: bool,
    /// How often the person has spoken.
    pub spoken: u32,
    /// The place in the queue of those who asked to speak.
    pub asked: Option<u32>,
}

/// Who was called present or absent at a meeting.
pub(crate) fn attendance(
    reader: &Reader<'_>,
    meeting: MeetingId,
) -> Result<HashMap<MemberId, Attendance>, BookError> {
    let rows = reader.list_under::<Attendance>(meeting.0)?;
    Ok(rows
        .into_iter()
        .map(|row| (row.entity.member, row.entity))
        .collect())
}

/// A guest as the minutes name them.
pub(crate) fn guest_name(guest: &Guest) -> String {
    match guest.office.as_str() {
        "" => guest.name.clone(),
        office => format!("{}, {office}", guest.name),
    }
}

impl Book {
    /// Calls one member present, late, excused or absent. Who had left and is called present again
    /// has come back.
    ///
    /// # Errors
    /// [`BookError`]: no such member or meeting, adopted, no pen, the disk.
    pub fn attend(
        &mut self,
        meeting: MeetingId,
        member: MemberId,
        status: AttendanceStatus,
        reason: Option<&str>,
    ) -> Result<(), BookError> {
        let reason = optional(reason);
        self.transact(|gate, now| {
            writable(gate, meeting)?;
            gate.get::<Member>(member)?;
            let id = Attendance::id(meeting, member);
            let before = gate.find::<Attendance>(id)?;
            let arrived_at = (status == AttendanceStatus::Late).then(|| {
                before
                    .as_ref()
                    .and_then(|row| row.arrived_at)
                    .unwrap_or(now)
            });
            let mut row = Attendance {
                meeting,
                member,
                status,
                reason,
                arrived_at,
                left_at: None,
                away: Vec::new(),
            };
            if let Some(before) = before.filter(|_| status.is_present()) {
                row.away = back(&before, now);
            }
            gate.put::<Attendance>(id, &row)?;
            Ok(())
        })
    }

    /// Sets when a late member arrived and when an early leaver left, as people remember it.
    ///
    /// # Errors
    /// [`BookError`]: not in the room, left before arriving, adopted, no pen, the disk.
    pub fn set_times(
        &mut self,
        meeting: MeetingId,
        member: MemberId,
        arrived_at: Option<DateTime<FixedOffset>>,
        left_at: Option<DateTime<FixedOffset>>,
    ) -> Result<(), BookError> {
        if let (Some(arrived), Some(left)) = (arrived_at, left_at)
            && left < arrived
        {
            return Err(BookError::NotNow("Giờ về sớm hơn giờ đến."));
        }
        self.transact(|gate, _| {
            let row = in_the_room(gate, meeting, member)?;
            let status = match arrived_at {
                Some(_) => AttendanceStatus::Late,
                None => row.status,
            };
            let row = Attendance {
                status,
                arrived_at: arrived_at.or(row.arrived_at),
                left_at,
                ..row
            };
            gate.put::<Attendance>(Attendance::id(meeting, member), &row)?;
            Ok(())
        })
    }

    /// Calls everyone present who is summoned and not called yet.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting, adopted, the disk.
    pub fn attend_all(
        &mut self,
        meeting: MeetingId,
        status: AttendanceStatus,
    ) -> Result<(), BookError> {
        let members = self.roster()?;
        self.transact(|gate, _| {
            let kind = writable(gate, meeting)?.kind;
            if kind == MeetingKind::Committee && !members.iter().any(|m| kind.summons(&m.entity)) {
                return Err(VoteError::NoCommittee.into());
            }
            let called = attendance(gate, meeting)?;
            for listed in members
                .iter()
                .filter(|m| kind.summons(&m.entity) && !called.contains_key(&m.id))
            {
                let row = Attendance {
                    meeting,
                    member: listed.id,
                    status,
                    reason: None,
                    arrived_at: None,
                    left_at: None,
                    away: Vec::new(),
                };
                gate.put::<Attendance>(Attendance::id(meeting, listed.id), &row)?;
            }
            Ok(())
        })
    }

    /// A member who was present leaves early, now.
    ///
    /// # Errors
    /// [`BookError`]: not in the room, adopted, no pen, the disk.
    pub fn leave(&mut self, meeting: MeetingId, member: MemberId) -> Result<(), BookError> {
        self.transact(|gate, now| {
            let row = in_the_room(gate, meeting, member)?;
            let left_at = row.left_at.or(Some(now));
            gate.put::<Attendance>(
                Attendance::id(meeting, member),
                &Attendance { left_at, ..row },
            )?;
            Ok(())
        })
    }

    /// A member who had left is back, now.
    ///
    /// # Errors
    /// [`BookError`]: had not left, adopted, no pen, the disk.
    pub fn come_back(&mut self, meeting: MeetingId, member: MemberId) -> Result<(), BookError> {
        self.transact(|gate, now| {
            let row = in_the_room(gate, meeting, member)?;
            if row.left_at.is_none() {
                return Err(BookError::NotNow("Đồng chí này vẫn đang có mặt."));
            }
            let away = back(&row, now);
            let row = Attendance {
                left_at: None,
                away,
                ..row
            };
            gate.put::<Attendance>(Attendance::id(meeting, member), &row)?;
            Ok(())
        })
    }

    /// Takes back that a member was called at all.
    ///
    /// # Errors
    /// [`BookError`]: not called, adopted, no pen, the disk.
    pub fn uncall(&mut self, meeting: MeetingId, member: MemberId) -> Result<(), BookError> {
        self.transact(|gate, _| {
            writable(gate, meeting)?;
            Ok(gate.remove::<Attendance>(Attendance::id(meeting, member))?)
        })
    }

    /// Who was in the room at an instant, in name order.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn present_at(
        &self,
        meeting: MeetingId,
        at: DateTime<FixedOffset>,
    ) -> Result<Vec<MemberId>, BookError> {
        let called = attendance(&self.read(), meeting)?;
        let here = |id: &MemberId| called.get(id).is_some_and(|row| row.present_at(at));
        let roster = self.roster()?.into_iter().map(|listed| listed.id);
        Ok(roster.filter(here).collect())
    }

    /// Adds a guest.
    ///
    /// # Errors
    /// [`BookError`]: no name, adopted, no pen, the disk.
    pub fn add_guest(
        &mut self,
        meeting: MeetingId,
        name: &str,
        office: &str,
        kind: GuestKind,
    ) -> Result<GuestId, BookError> {
        let guest = Guest {
            meeting,
            name: required(name, "tên khách mời")?,
            office: optional(Some(office)).unwrap_or_default(),
            kind,
        };
        let id = self.fresh()?;
        self.transact(|gate, _| {
            writable(gate, meeting)?;
            gate.put::<Guest>(id, &guest)?;
            Ok(id)
        })
    }

    /// Removes a guest.
    ///
    /// # Errors
    /// [`BookError`]: no such guest, adopted, no pen, the disk.
    pub fn remove_guest(&mut self, id: GuestId) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let guest = gate.get::<Guest>(id)?;
            writable(gate, guest.meeting)?;
            Ok(gate.remove::<Guest>(id)?)
        })
    }

    /// People whose name fits what was typed, most likely first: in the room, then those whose
    /// name it means best, then those who have asked to speak, then those who have spoken least.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn speakers(&self, meeting: MeetingId, typed: &str) -> Result<Vec<Speaker>, BookError> {
        let reader = self.read();
        let kind = reader.get::<Meeting>(meeting)?.kind;
        let called = attendance(&reader, meeting)?;
        let hands = queue(&reader, meeting)?;
        let said = reader.list_under::<Statement>(meeting.0)?;
        let mut found = Vec::new();
        let mut find = |member: Option<MemberId>, guest: Option<String>, name: String| {
            // A guest is known by name and office; only the name is looked through.
            let known_as = name.split(',').next().unwrap_or_default();
            let Some(rank) = matches_prefix(known_as, typed) else {
                return;
            };
            let same = |m: Option<MemberId>, g: &Option<String>| {
                m == member && (member.is_some() || *g == guest)
            };
            let asked = hands
                .iter()
                .position(|hand| same(hand.entity.member, &hand.entity.guest));
            let spoken = said
                .iter()
                .filter(|row| same(row.entity.member, &row.entity.guest))
                .count();
            let present =
                member.is_none_or(|member| called.get(&member).is_some_and(Attendance::is_here));
            let speaker = Speaker {
                member,
                guest: guest.clone(),
                name,
                present,
                spoken: u32::try_from(spoken).unwrap_or(u32::MAX),
                asked: asked.and_then(|at| u32::try_from(at + 1).ok()),
            };
            found.push((rank, speaker));
        };
        for listed in self.roster()? {
            let current = listed.entity.status.is_current() && kind.gathers(&listed.entity);
            if current || called.contains_key(&listed.id) {
                find(Some(listed.id), None, listed.entity.name);
            }
        }
        for guest in reader.list_under::<Guest>(meeting.0)? {
            let name = guest_name(&guest.entity);
            find(None, Some(name.clone()), name);
        }
        found.sort_by_key(|(rank, speaker)| {
            // The given name or a beginning means the person; a word in the middle may.
            let weak = *rank > 1;
            let asked = speaker.asked.unwrap_or(u32::MAX);
            (!speaker.present, weak, asked, speaker.spoken, *rank)
        });
        Ok(found.into_iter().map(|(_, speaker)| speaker).collect())
    }
}

/// The row of a member who may be in the room.
fn in_the_room(
    gate: &Gate<'_>,
    meeting: MeetingId,
    member: MemberId,
) -> Result<Attendance, BookError> {
    writable(gate, meeting)?;
    let row = gate.get::<Attendance>(Attendance::id(meeting, member))?;
    if row.status.is_present() {
        Ok(row)
    } else {
        Err(BookError::NotNow("Đồng chí này đang được ghi là vắng mặt."))
    }
}

/// The whiles out of the room of a member who is back now.
fn back(row: &Attendance, now: DateTime<FixedOffset>) -> Vec<Away> {
    let mut away = row.away.clone();
    away.extend(row.left_at.map(|from| Away {
        from,
        // A clock that was set back meanwhile makes nobody come back before leaving.
        to: now.max(from),
    }));
    away
}
