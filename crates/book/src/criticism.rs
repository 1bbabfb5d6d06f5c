//! Tự phê bình và phê bình.

use sochibo_domain::{
    Criticism, CriticismKind, Entity, Member, Visibility,
    date::parse_day,
    id::{CriticismId, MeetingId, MemberId},
};

use crate::{
    Book, BookError,
    given::{optional, required},
    pen::writable,
    view::CriticismLine,
};

/// An entry as a form gives it.
#[derive(Clone, Debug)]
pub struct NewCriticism {
    /// Whom it is about.
    pub member: MemberId,
    /// Loại.
    pub kind: CriticismKind,
    /// Nội dung.
    pub text: String,
    /// Who raised it.
    pub by: Option<MemberId>,
    /// Who may read it.
    pub visibility: Visibility,
    /// Tiếp thu or bảo lưu.
    pub accepted: Option<bool>,
    /// Biện pháp khắc phục.
    pub remedy: Option<String>,
    /// Hạn khắc phục, as typed.
    pub due: Option<String>,
}

impl Book {
    /// Keeps an entry, sealed for those who may read it.
    ///
    /// # Errors
    /// [`BookError`]: no text, no such member, adopted, the disk.
    pub fn add_criticism(
        &mut self,
        meeting: MeetingId,
        new: &NewCriticism,
    ) -> Result<CriticismId, BookError> {
        let text = required(&new.text, "nội dung")?;
        let due = new
            .due
            .as_deref()
            .filter(|due| !due.trim().is_empty())
            .map(parse_day)
            .transpose()?;
        let id = self.fresh()?;
        self.transact(|gate, now| {
            writable(gate, meeting)?;
            gate.get::<Member>(new.member)?;
            let entry = Criticism {
                meeting,
                member: new.member,
                kind: new.kind,
                text,
                by: new.by.filter(|_| new.kind != CriticismKind::SelfCriticism),
                visibility: new.visibility,
                accepted: new.accepted,
                remedy: optional(new.remedy.as_deref()),
                due,
                follow_up: None,
                at: now,
            };
            gate.put::<Criticism>(id, &entry)?;
            Ok(id)
        })
    }

    /// Removes an entry; its operations stay, sealed.
    ///
    /// # Errors
    /// [`BookError`]: no such entry, adopted, the disk.
    pub fn remove_criticism(&mut self, id: CriticismId) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let entry = gate.get::<Criticism>(id)?;
            writable(gate, entry.meeting)?;
            Ok(gate.remove::<Criticism>(id)?)
        })
    }

    /// The entries that this device may read: of one meeting, or all.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn criticism(&self, meeting: Option<MeetingId>) -> Result<Vec<CriticismLine>, BookError> {
        let rows = match meeting {
            Some(meeting) => self.read().list_under::<Criticism>(meeting.0)?,
            None => self.read().list::<Criticism>()?,
        };
        for row in &rows {
            if row.entity.visibility != Visibility::Internal {
                self.note_look(Criticism::KIND, row.id.0);
            }
        }
        let names = self.names()?;
        let name = |id: MemberId| names.get(&id).cloned().unwrap_or_default();
        rows.into_iter()
            .map(|row| {
                let entry = row.entity;
                Ok(CriticismLine {
                    id: row.id,
                    meeting: entry.meeting,
                    member: entry.member,
                    name: name(entry.member),
                    kind: entry.kind,
                    text: entry.text,
                    by: entry.by,
                    by_name: entry.by.map(name),
                    visibility: entry.visibility,
                    accepted: entry.accepted,
                    remedy: entry.remedy,
                    due: entry.due.map(|due| due.to_string()),
                    follow_up: entry.follow_up,
                    at: entry.at.to_rfc3339(),
                })
            })
            .collect()
    }
}
