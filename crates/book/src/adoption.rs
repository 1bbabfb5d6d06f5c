//! Thông qua biên bản: what was said becomes what is held to have been said.

use data_encoding::HEXLOWER;
use sochibo_domain::{
    AttendanceStatus, AuditAct, CriticismKind, Entity, Meeting, MeetingState, Minutes,
    MinutesVersion, Report,
    id::MeetingId,
    minutes::{
        Absence, AbsenceReason, CriticismCount, InnerMinutes, LAYOUT, MinutesAssignment,
        MinutesBreak, MinutesItem, MinutesPetition, MinutesStatement, MinutesVote, OpenMinutes,
        digest, fingerprint, inner_hash,
    },
};
use sochibo_journal::Hash;

use crate::{Book, BookError, audit::Note, facts::Facts, given::required, view::Adopted};

impl Book {
    /// Freezes the minutes: canonical form, hash, signature; and publishes the report for the
    /// ward. Nothing is sent by this.
    ///
    /// # Errors
    /// [`BookError`]: not ended, adopted already, the disk.
    pub fn adopt(&mut self, id: MeetingId) -> Result<Adopted, BookError> {
        match self.read().get::<Meeting>(id)?.state() {
            MeetingState::Ended => self.freeze(id, None),
            MeetingState::Adopted => Err(BookError::Adopted),
            _ => Err(BookError::NotNow(
                "Kỳ này chưa kết thúc nên chưa thông qua biên bản được.",
            )),
        }
    }

    /// Opens adopted minutes for an amendment. The version that is adopted stays as it is.
    ///
    /// # Errors
    /// [`BookError`]: not adopted, no reason, the disk.
    pub fn begin_amendment(&mut self, id: MeetingId, reason: &str) -> Result<(), BookError> {
        let reason = required(reason, "lý do sửa biên bản")?;
        self.transact(|gate, _| {
            let meeting = gate.get::<Meeting>(id)?;
            if meeting.adopted_version == 0 {
                return Err(BookError::NotNow(
                    "Biên bản kỳ này chưa thông qua nên cứ sửa trực tiếp.",
                ));
            }
            gate.put::<Meeting>(
                id,
                &Meeting {
                    amending: Some(reason),
                    ..meeting
                },
            )?;
            Ok(())
        })?;
        *self.late() = None;
        self.note(Note::new(AuditAct::Amend, Meeting::KIND, Some(id.0)));
        Ok(())
    }

    /// Freezes a new version of adopted minutes, with the reason; the old version stays.
    ///
    /// # Errors
    /// [`BookError`]: not adopted, no reason, the disk.
    pub fn amend(&mut self, id: MeetingId, reason: &str) -> Result<Adopted, BookError> {
        let meeting = self.read().get::<Meeting>(id)?;
        if meeting.adopted_version == 0 {
            return Err(BookError::NotNow(
                "Biên bản kỳ này chưa thông qua nên cứ sửa trực tiếp.",
            ));
        }
        let reason = match (reason.trim(), meeting.amending) {
            ("", Some(begun)) => begun,
            (reason, _) => required(reason, "lý do sửa biên bản")?,
        };
        let adopted = self.freeze(id, Some(reason))?;
        self.note(Note::new(AuditAct::Amend, Meeting::KIND, Some(id.0)));
        Ok(adopted)
    }

    fn freeze(&mut self, id: MeetingId, reason: Option<String>) -> Result<Adopted, BookError> {
        let facts = Facts::gather(self, id)?;
        self.nothing_blocks(&facts)?;
        let version = facts.meeting.adopted_version + 1;
        let minutes = self.minutes_of(&facts, version, reason.clone())?;
        let (open, inner) = (minutes.open_text(), minutes.inner_text());
        let inner_hash = inner_hash(&inner);
        let digest = digest(&open, inner_hash);
        let key = self.store.device_key();
        let signature = HEXLOWER.encode(&key.sign(Hash(digest)));
        let signed_by = HEXLOWER.encode(&key.public().0);
        let adopted_at = self.now();
        let frozen = MinutesVersion {
            meeting: id,
            version,
            open: open.clone(),
            inner,
            digest: HEXLOWER.encode(&digest),
            signature: signature.clone(),
            signed_by: signed_by.clone(),
            adopted_at,
            reason,
            signed_on: None,
        };
        let report = Report {
            meeting: id,
            version,
            open,
            inner_hash: HEXLOWER.encode(&inner_hash),
            digest: HEXLOWER.encode(&digest),
            signature,
            signed_by,
            adopted_at,
            declared: Vec::new(),
        };
        self.transact(|gate, _| {
            gate.put::<MinutesVersion>(MinutesVersion::id(id, version), &frozen)?;
            let meeting = gate.get::<Meeting>(id)?;
            gate.put::<Meeting>(
                id,
                &Meeting {
                    adopted_version: version,
                    amending: None,
                    ..meeting
                },
            )?;
            let report = Report {
                declared: gate.declared_in(&report.open)?,
                ..report
            };
            gate.put::<Report>(Report::id(id, version), &report)?;
            Ok(())
        })?;
        *self.late() = None;
        Ok(Adopted {
            version,
            fingerprint: fingerprint(&digest),
        })
    }

    /// The minutes as they would freeze now.
    ///
    /// # Errors
    /// [`BookError`]: not begun.
    pub(crate) fn minutes_of(
        &self,
        facts: &Facts,
        version: u32,
        amended_because: Option<String>,
    ) -> Result<Minutes, BookError> {
        let cell = self.cell()?;
        let meeting = &facts.meeting;
        let started_at = meeting
            .started_at
            .ok_or(BookError::NotNow("Kỳ này chưa bắt đầu."))?;
        let name = |member: Option<_>| member.and_then(|id| facts.names.get(&id).cloned());
        let open = OpenMinutes {
            layout: LAYOUT,
            meeting: facts.id,
            cell: cell.name,
            cell_type: cell.cell_type,
            ward: cell.ward,
            kind: meeting.kind,
            month: meeting.month,
            topic: meeting.topic.clone(),
            rules: meeting.rules.clone(),
            version,
            amended_because,
            place: meeting.place.clone(),
            started_at,
            ended_at: meeting.ended_at.unwrap_or_else(|| self.now()),
            short_because: meeting.short_because.clone(),
            breaks: breaks(facts),
            chair: name(meeting.chair),
            scribe: name(meeting.scribe),
            counts: facts.counts(),
            absences: absences(facts),
            guests: facts.guest_names(),
            items: items(facts),
            assignments: facts
                .assignments
                .iter()
                .map(|row| MinutesAssignment {
                    name: name(Some(row.entity.member)).unwrap_or_default(),
                    title: row.entity.title.clone(),
                    due: row.entity.due,
                    state: row.entity.state,
                })
                .collect(),
            petitions: facts
                .petitions
                .iter()
                .map(|row| MinutesPetition {
                    name: name(row.entity.member),
                    text: row.entity.text.clone(),
                    wants_reply: row.entity.wants_reply,
                })
                .collect(),
            criticism: CriticismKind::ALL
                .into_iter()
                .map(|kind| CriticismCount {
                    kind,
                    count: facts.criticism_count(kind),
                })
                .filter(|line| line.count > 0)
                .collect(),
            score: self.score_sheet(facts)?.map(|sheet| sheet.for_minutes()),
        };
        Ok(Minutes {
            open,
            inner: InnerMinutes {
                absence_reasons: reasons(facts),
            },
        })
    }

    /// The adopted minutes that stand: `None` before adoption and while they are being amended.
    pub(crate) fn standing_minutes(&self, facts: &Facts) -> Result<Option<Minutes>, BookError> {
        if facts.meeting.amending.is_some() {
            return Ok(None);
        }
        let adopted = self.adopted_minutes(facts.id, facts.meeting.adopted_version)?;
        Ok(adopted.map(|(minutes, _)| minutes))
    }

    /// The frozen minutes of a version; `None` for version 0.
    pub(crate) fn adopted_minutes(
        &self,
        meeting: MeetingId,
        version: u32,
    ) -> Result<Option<(Minutes, MinutesVersion)>, BookError> {
        if version == 0 {
            return Ok(None);
        }
        let Some(frozen) = self
            .read()
            .find::<MinutesVersion>(MinutesVersion::id(meeting, version))?
        else {
            return Ok(None);
        };
        let open = serde_json::from_str(&frozen.open);
        let inner = serde_json::from_str(&frozen.inner);
        Ok(match (open, inner) {
            (Ok(open), Ok(inner)) => Some((Minutes { open, inner }, frozen)),
            // Frozen by a later version of the program: it is kept, and read after an upgrade.
            _ => None,
        })
    }
}

/// The fingerprint of a frozen version, as it is printed.
pub(crate) fn fingerprint_of(version: &MinutesVersion) -> Option<String> {
    let bytes = HEXLOWER.decode(version.digest.as_bytes()).ok()?;
    Some(fingerprint(&bytes.try_into().ok()?))
}

fn absences(facts: &Facts) -> Vec<Absence> {
    let rows = facts.roster.iter().filter_map(|listed| {
        let row = facts.called.get(&listed.id)?;
        let whole =
            row.status == AttendanceStatus::Present && row.left_at.is_none() && row.away.is_empty();
        let shown = facts.meeting.kind.summons(&listed.entity) && !whole;
        shown.then(|| Absence {
            name: listed.entity.name.clone(),
            standing: listed.entity.standing(),
            status: row.status,
            arrived_at: row.arrived_at,
            left_at: row.left_at,
            away: row.away.clone(),
        })
    });
    rows.collect()
}

/// The breaks that are over; ending the meeting ends the last.
fn breaks(facts: &Facts) -> Vec<MinutesBreak> {
    let breaks = facts.breaks.iter();
    breaks
        .filter_map(|row| {
            Some(MinutesBreak {
                from: row.entity.from,
                to: row.entity.to?,
            })
        })
        .collect()
}

fn reasons(facts: &Facts) -> Vec<AbsenceReason> {
    let rows = facts.roster.iter().filter_map(|listed| {
        let reason = facts.called.get(&listed.id)?.reason.clone()?;
        Some(AbsenceReason {
            name: listed.entity.name.clone(),
            reason,
        })
    });
    rows.collect()
}

fn items(facts: &Facts) -> Vec<MinutesItem> {
    (1..)
        .zip(&facts.items)
        .map(|(no, item)| MinutesItem {
            no,
            item: item.entity.item.clone(),
            section: item.entity.section.clone(),
            title: item.entity.title.clone(),
            presenter: item.entity.presenter.clone(),
            minutes: item.entity.minutes,
            statements: facts
                .statements
                .iter()
                .filter(|row| row.entity.item == item.id)
                .map(|row| MinutesStatement {
                    name: facts.speaker(&row.entity),
                    guest: row.entity.member.is_none(),
                    text: row.entity.text.clone(),
                    at: row.entity.at,
                })
                .collect(),
            votes: facts
                .votes
                .iter()
                .filter(|row| row.entity.item == item.id)
                .map(|row| MinutesVote {
                    kind: row.entity.kind,
                    subject: facts.vote_line(row).subject,
                    form: row.entity.form,
                    tally: row.entity.tally,
                    outcome: row.entity.outcome,
                    reserved: row.entity.reserved.clone(),
                })
                .collect(),
            conclusion: item.entity.conclusion.clone(),
        })
        .collect()
}
