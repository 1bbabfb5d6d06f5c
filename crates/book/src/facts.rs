//! Everything that a book knows of one meeting, read once, and the lines that faces show of it.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use sochibo_domain::{
    AgendaItem, Attendance, Break, Criticism, CriticismKind, Guest, Meeting, MeetingKind, Member,
    RaisedHand, Standing, Statement, Vote,
    id::{AgendaItemId, MeetingId, MemberId},
    minutes::Counts,
    timing::sitting_seconds,
    vote::{Base, Voter},
};
use sochibo_store::Listed;

use crate::{
    Book, BookError, agenda, pause, queue,
    room::{attendance, guest_name},
    statements,
    view::{
        AttendanceLine, BreakLine, ConclusionLine, GuestLine, HandLine, StatementLine, VoteLine,
    },
};

/// Everything that a book knows of one meeting, read once.
pub(crate) struct Facts {
    pub(crate) id: MeetingId,
    pub(crate) meeting: Meeting,
    pub(crate) items: Vec<Listed<AgendaItem>>,
    pub(crate) roster: Vec<Listed<Member>>,
    pub(crate) names: HashMap<MemberId, String>,
    pub(crate) called: HashMap<MemberId, Attendance>,
    pub(crate) guests: Vec<Listed<Guest>>,
    pub(crate) hands: Vec<Listed<RaisedHand>>,
    pub(crate) breaks: Vec<Listed<Break>>,
    pub(crate) statements: Vec<Listed<Statement>>,
    pub(crate) votes: Vec<Listed<Vote>>,
    pub(crate) criticism: Vec<Listed<Criticism>>,
    pub(crate) assignments: Vec<Listed<sochibo_domain::Assignment>>,
    pub(crate) petitions: Vec<Listed<sochibo_domain::Petition>>,
}

impl Facts {
    pub(crate) fn gather(book: &Book, id: MeetingId) -> Result<Self, BookError> {
        let reader = book.read();
        let roster = book.roster()?;
        let items = agenda::items(&reader, id)?;
        let mut statements = reader.list_under::<Statement>(id.0)?;
        statements::sort(&mut statements);
        let no = |item| items.iter().position(|listed| listed.id == item);
        statements.sort_by_key(|row| no(row.entity.item));
        let mut assignments = reader.list::<sochibo_domain::Assignment>()?;
        assignments.retain(|row| row.entity.meeting == Some(id));
        let mut petitions = reader.list::<sochibo_domain::Petition>()?;
        petitions.retain(|row| row.entity.meeting == Some(id));
        Ok(Self {
            id,
            meeting: reader.get::<Meeting>(id)?,
            items,
            names: book.names()?,
            called: attendance(&reader, id)?,
            roster,
            guests: reader.list_under::<Guest>(id.0)?,
            hands: queue::queue(&reader, id)?,
            breaks: pause::breaks(&reader, id)?,
            statements,
            votes: reader.list_under::<Vote>(id.0)?,
            criticism: reader.list_under::<Criticism>(id.0)?,
            assignments,
            petitions,
        })
    }

    /// Guests as they stand in the minutes: name and office.
    pub(crate) fn guest_names(&self) -> Vec<String> {
        let guests = self.guests.iter();
        guests.map(|row| guest_name(&row.entity)).collect()
    }

    pub(crate) fn guest_lines(&self) -> Vec<GuestLine> {
        let guests = self.guests.iter().map(|row| GuestLine {
            id: row.id,
            name: row.entity.name.clone(),
            office: row.entity.office.clone(),
            kind: row.entity.kind,
        });
        guests.collect()
    }

    pub(crate) fn queue_lines(&self) -> Vec<HandLine> {
        let hands = self.hands.iter().map(|row| HandLine {
            id: row.id,
            member: row.entity.member,
            guest: row.entity.guest.clone(),
            name: match row.entity.member {
                Some(member) => self.names.get(&member).cloned().unwrap_or_default(),
                None => row.entity.guest.clone().unwrap_or_default(),
            },
        });
        hands.collect()
    }

    pub(crate) fn break_lines(&self) -> Vec<BreakLine> {
        let breaks = self.breaks.iter().map(|row| BreakLine {
            from: row.entity.from.to_rfc3339(),
            to: row.entity.to.map(|to| to.to_rfc3339()),
        });
        breaks.collect()
    }

    /// Seconds that the sitting has lasted, without its breaks; `None` before it began.
    pub(crate) fn lasted(&self, now: DateTime<FixedOffset>) -> Option<u32> {
        let start = self.meeting.started_at?;
        let items = self.items.iter();
        let items: u32 = items.filter_map(|item| item.entity.seconds(now)).sum();
        let breaks: u32 = self.breaks.iter().map(|row| row.entity.seconds(now)).sum();
        let end = self.meeting.ended_at.unwrap_or(now);
        Some(sitting_seconds(start, end, breaks, items))
    }

    /// The number of an item on the agenda.
    pub(crate) fn no(&self, item: Option<AgendaItemId>) -> Option<u32> {
        let item = item?;
        (1..)
            .zip(&self.items)
            .find(|(_, listed)| listed.id == item)
            .map(|(no, _)| no)
    }

    pub(crate) fn counts(&self) -> Counts {
        count(self.meeting.kind, &self.roster, &self.called)
    }

    pub(crate) fn base(&self) -> Base {
        base(self.meeting.kind, &self.roster, &self.called)
    }

    pub(crate) fn criticism_count(&self, kind: CriticismKind) -> u32 {
        let count = self
            .criticism
            .iter()
            .filter(|row| row.entity.kind == kind)
            .count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    pub(crate) fn speaker(&self, statement: &Statement) -> String {
        match statement.member {
            Some(member) => self.names.get(&member).cloned().unwrap_or_default(),
            None => statement.guest.clone().unwrap_or_default(),
        }
    }

    /// Members who have spoken, each once.
    pub(crate) fn speakers(&self) -> u32 {
        let speakers: std::collections::HashSet<_> = self
            .statements
            .iter()
            .filter_map(|row| row.entity.member)
            .collect();
        u32::try_from(speakers.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn attendance_lines(&self) -> Vec<AttendanceLine> {
        self.roster
            .iter()
            .filter(|listed| {
                let member = &listed.entity;
                let regular = member.kind == sochibo_domain::MemberKind::Regular;
                (member.status.is_current() && regular && self.meeting.kind.gathers(member))
                    || self.called.contains_key(&listed.id)
            })
            .map(|listed| {
                let row = self.called.get(&listed.id);
                let spoken = self
                    .statements
                    .iter()
                    .filter(|s| s.entity.member == Some(listed.id))
                    .count();
                AttendanceLine {
                    member: listed.id,
                    name: listed.entity.name.clone(),
                    status: row.map(|row| row.status),
                    reason: row.and_then(|row| row.reason.clone()),
                    arrived_at: row.and_then(|row| row.arrived_at).map(|at| at.to_rfc3339()),
                    left_at: row.and_then(|row| row.left_at).map(|at| at.to_rfc3339()),
                    here: row.is_some_and(Attendance::is_here),
                    standing: listed.entity.standing(),
                    member_status: listed.entity.status,
                    summoned: self.meeting.kind.summons(&listed.entity),
                    spoken: u32::try_from(spoken).unwrap_or(u32::MAX),
                }
            })
            .collect()
    }

    pub(crate) fn statement_lines(&self) -> Vec<StatementLine> {
        self.statements
            .iter()
            .map(|row| StatementLine {
                id: row.id,
                no: self.no(Some(row.entity.item)).unwrap_or(0),
                item: row.entity.item,
                member: row.entity.member,
                name: self.speaker(&row.entity),
                text: row.entity.text.clone(),
                at: row.entity.at.to_rfc3339(),
            })
            .collect()
    }

    pub(crate) fn conclusion_lines(&self) -> Vec<ConclusionLine> {
        (1..)
            .zip(&self.items)
            .filter_map(|(no, item)| {
                Some(ConclusionLine {
                    no,
                    text: item.entity.conclusion.clone()?,
                })
            })
            .collect()
    }

    pub(crate) fn vote_lines(&self) -> Vec<VoteLine> {
        self.votes.iter().map(|row| self.vote_line(row)).collect()
    }

    pub(crate) fn vote_line(&self, Listed { id, entity }: &Listed<Vote>) -> VoteLine {
        let item = self.items.iter().find(|item| item.id == entity.item);
        let title = item
            .map(|item| item.entity.title.clone())
            .unwrap_or_default();
        VoteLine {
            id: *id,
            no: self.no(Some(entity.item)).unwrap_or(0),
            kind: entity.kind,
            subject: entity.subject.clone().unwrap_or(title),
            form: entity.form,
            base: entity.outcome.base,
            needed: entity.outcome.needed,
            r#for: entity.tally.r#for,
            against: entity.tally.against,
            abstain: entity.tally.abstain,
            passed: entity.outcome.passed,
            explain: entity.counted.explain(),
            reserved: entity.reserved.clone(),
            at: entity.at.to_rfc3339(),
            voters: entity.counted.voters_present,
            handbook: entity.handbook,
        }
    }
}

/// The members whom a meeting of this kind gathers, as a vote sees them now.
pub(crate) fn voters<'a>(
    kind: MeetingKind,
    roster: &'a [Listed<Member>],
    called: &'a HashMap<MemberId, Attendance>,
) -> impl Iterator<Item = (MemberId, Voter)> + 'a {
    let gathered = roster
        .iter()
        .filter(move |listed| kind.gathers(&listed.entity));
    gathered.map(|listed| {
        let here = called.get(&listed.id).is_some_and(Attendance::is_here);
        (listed.id, Voter::of(&listed.entity, here))
    })
}

/// N of a meeting of this kind as it stands now: over the cell, or over its committee.
pub(crate) fn base(
    kind: MeetingKind,
    roster: &[Listed<Member>],
    called: &HashMap<MemberId, Attendance>,
) -> Base {
    let voters = voters(kind, roster, called).map(|(_, voter)| voter);
    if kind == MeetingKind::Committee {
        Base::of_committee(voters)
    } else {
        Base::count(voters)
    }
}

/// N of a meeting of this kind as it was at a moment, and how many probationary members were there.
pub(crate) fn base_at(
    kind: MeetingKind,
    roster: &[Listed<Member>],
    called: &HashMap<MemberId, Attendance>,
    moment: DateTime<FixedOffset>,
) -> (Base, u32) {
    let voters: Vec<Voter> = roster
        .iter()
        .filter(|listed| kind.gathers(&listed.entity))
        .map(|listed| {
            let row = called.get(&listed.id);
            Voter::of(
                &listed.entity,
                row.is_some_and(|row| row.present_at(moment)),
            )
        })
        .collect();
    let probationary = voters
        .iter()
        .filter(|voter| voter.present && voter.standing == Standing::DuBi)
        .count();
    let base = if kind == MeetingKind::Committee {
        Base::of_committee(voters)
    } else {
        Base::count(voters)
    };
    (base, u32::try_from(probationary).unwrap_or(u32::MAX))
}

/// Counts the room by class; at a committee meeting the committee only, whoever else was asked in.
pub(crate) fn count(
    kind: MeetingKind,
    roster: &[Listed<Member>],
    called: &HashMap<MemberId, Attendance>,
) -> Counts {
    use sochibo_domain::{AttendanceStatus as A, MemberKind, MemberStatus as S};
    let mut counts = Counts::default();
    for listed in roster.iter().filter(|m| kind.gathers(&m.entity)) {
        let member = &listed.entity;
        let status = called.get(&listed.id).map(|row| row.status);
        let here = status.is_some_and(A::is_present);
        if member.kind == MemberKind::Residence || !member.status.is_current() {
            continue;
        }
        match member.status {
            S::VisitingIn => counts.visiting_in += 1,
            S::VisitingOut => counts.visiting_out += 1,
            S::Exempt => counts.exempt += 1,
            _ => {}
        }
        if member.status != S::VisitingIn {
            counts.total += 1;
            match member.standing() {
                Standing::ChinhThuc => counts.official += 1,
                Standing::DuBi => counts.probationary += 1,
            }
        }
        counts.summoned += u32::from(kind.summons(member));
        if here {
            counts.present += 1;
            match (member.status, member.standing()) {
                (S::Exempt, _) => counts.present_exempt += 1,
                (_, Standing::ChinhThuc) => counts.present_official += 1,
                (_, Standing::DuBi) => counts.present_probationary += 1,
            }
        }
        match status {
            Some(A::Late) => counts.late += 1,
            Some(A::Excused) if kind.summons(member) => counts.excused += 1,
            Some(A::Unexcused) if kind.summons(member) => counts.unexcused += 1,
            _ => {}
        }
    }
    counts.vote_base = base(kind, roster, called).base;
    counts
}
