//! Điểm danh, khách mời, ai đang phát biểu.

use std::collections::HashMap;

use serde::Serialize;
use sochibo_domain::{
    Attendance, AttendanceStatus, Guest, Meeting, MeetingKind, Member, Statement,
    id::{GuestId, MeetingId, MemberId},
    name::matches_prefix,
    vote::VoteError,
};
use sochibo_store::Reader;

use crate::{
    Book, BookError,
    book::{optional, required},
    pen::writable,
};

/// A member who may be the next to speak.
#[derive(Clone, Debug, Serialize)]
pub struct Speaker {
    /// Who.
    pub member: MemberId,
    /// Họ tên.
    pub name: String,
    /// In the room.
    pub present: bool,
    /// How often the member has spoken.
    pub spoken: u32,
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

impl Book {
    /// Calls one member present, late, excused or absent.
    ///
    /// # Errors
    /// [`BookError`]: no such member or meeting, adopted, the disk.
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
            let arrived_at = (status == AttendanceStatus::Late)
                .then(|| before.and_then(|row| row.arrived_at).unwrap_or(now));
            let row = Attendance {
                meeting,
                member,
                status,
                reason,
                arrived_at,
                left_at: None,
            };
            gate.put::<Attendance>(id, &row)?;
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
                };
                gate.put::<Attendance>(Attendance::id(meeting, listed.id), &row)?;
            }
            Ok(())
        })
    }

    /// A member who was present leaves early, now.
    ///
    /// # Errors
    /// [`BookError`]: not in the room, adopted, the disk.
    pub fn leave(&mut self, meeting: MeetingId, member: MemberId) -> Result<(), BookError> {
        self.transact(|gate, now| {
            writable(gate, meeting)?;
            let id = Attendance::id(meeting, member);
            let row = gate.get::<Attendance>(id)?;
            if !row.status.is_present() {
                return Err(BookError::NotNow("Đồng chí này đang được ghi là vắng mặt."));
            }
            gate.put::<Attendance>(
                id,
                &Attendance {
                    left_at: Some(now),
                    ..row
                },
            )?;
            Ok(())
        })
    }

    /// Adds a guest.
    ///
    /// # Errors
    /// [`BookError`]: no name, adopted, the disk.
    pub fn add_guest(
        &mut self,
        meeting: MeetingId,
        name: &str,
        office: &str,
    ) -> Result<GuestId, BookError> {
        let guest = Guest {
            meeting,
            name: required(name, "tên khách mời")?,
            office: optional(Some(office)).unwrap_or_default(),
        };
        let id = self.fresh()?;
        self.transact(|gate, _| {
            writable(gate, meeting)?;
            gate.put::<Guest>(id, &guest)?;
            Ok(id)
        })
    }

    /// Members whose name fits what was typed, most likely first: in the room, then those who
    /// have spoken least, then by how well the name fits.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn speakers(&self, meeting: MeetingId, typed: &str) -> Result<Vec<Speaker>, BookError> {
        let reader = self.read();
        let kind = reader.get::<Meeting>(meeting)?.kind;
        let called = attendance(&reader, meeting)?;
        let mut spoken: HashMap<MemberId, u32> = HashMap::new();
        for row in reader.list_under::<Statement>(meeting.0)? {
            if let Some(member) = row.entity.member {
                *spoken.entry(member).or_default() += 1;
            }
        }
        let mut found: Vec<_> = self
            .roster()?
            .into_iter()
            .filter(|listed| {
                (listed.entity.status.is_current() && kind.gathers(&listed.entity))
                    || called.contains_key(&listed.id)
            })
            .filter_map(|listed| {
                let rank = matches_prefix(&listed.entity.name, typed)?;
                let present = called
                    .get(&listed.id)
                    .is_some_and(|row| row.status.is_present());
                let spoken = spoken.get(&listed.id).copied().unwrap_or(0);
                Some((
                    rank,
                    Speaker {
                        member: listed.id,
                        name: listed.entity.name,
                        present,
                        spoken,
                    },
                ))
            })
            .collect();
        found.sort_by_key(|(rank, speaker)| (!speaker.present, *rank, speaker.spoken));
        Ok(found.into_iter().map(|(_, speaker)| speaker).collect())
    }
}
