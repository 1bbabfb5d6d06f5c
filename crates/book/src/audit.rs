//! Nhật ký: what was looked at, printed, exported, sent, removed, amended or declared, by which
//! device and when; never what it says (`domain.md` §10.2). The entries are operations like all
//! others, so the journal's chain holds them.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use sochibo_domain::{AuditAct, AuditEntry, Visibility, id::AuditId};
use sochibo_journal::Ring;
use sochibo_store::{Gate, Store};
use uuid::Uuid;

use crate::{
    Book, BookError, called,
    entropy::fresh_id,
    view::{AuditLine, QuarantineLine},
};

/// Something that happened and has yet to be written down.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    act: AuditAct,
    subject_kind: String,
    subject: Option<Uuid>,
    count: Option<u32>,
}

/// What waits to be written down, and what was looked at since the book was opened: a second look
/// at the same entry is no news.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) waiting: Vec<Note>,
    seen: BTreeSet<Uuid>,
    /// Where a mark is being typed: one entry for each place, not one for each letter.
    refused: BTreeSet<String>,
}

impl Note {
    pub(crate) fn new(act: AuditAct, subject_kind: &str, subject: Option<Uuid>) -> Self {
        Self {
            act,
            subject_kind: subject_kind.to_owned(),
            subject,
            count: None,
        }
    }

    pub(crate) fn counting(self, count: u64) -> Self {
        Self {
            count: Some(u32::try_from(count).unwrap_or(u32::MAX)),
            ..self
        }
    }
}

impl Book {
    /// Notes that something happened. It is written with the next change, or by
    /// [`Book::keep_notes`], or when the book is closed.
    pub(crate) fn note(&self, note: Note) {
        self.notes().waiting.push(note);
    }

    /// Notes that a restricted thing was looked at.
    pub(crate) fn note_look(&self, kind: &str, id: Uuid) {
        let mut notes = self.notes();
        if notes.seen.insert(id) {
            notes
                .waiting
                .push(Note::new(AuditAct::View, kind, Some(id)));
        }
    }

    /// Notes that what is typed in `slot` was refused, once until it is taken again.
    pub(crate) fn note_refused(&self, slot: &str, rule: &str) {
        let mut notes = self.notes();
        if notes.refused.insert(slot.to_owned()) {
            notes
                .waiting
                .push(Note::new(AuditAct::RefuseSecret, rule, None));
        }
    }

    /// Notes that what is typed in `slot` carries no mark any more.
    pub(crate) fn note_taken(&self, slot: &str) {
        self.notes().refused.remove(slot);
    }

    /// Writes down what waits. The shells call this after each command, before its answer is
    /// shown.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses; what waits goes on waiting.
    pub fn keep_notes(&mut self) -> Result<(), BookError> {
        if self.notes().waiting.is_empty() {
            return Ok(());
        }
        self.transact(|_, _| Ok(()))
    }

    /// The audit trail, newest first, from `since` on.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn audit(&self, since: Option<DateTime<FixedOffset>>) -> Result<Vec<AuditLine>, BookError> {
        let own = self.store.device().0;
        let mut entries = self.read().list::<AuditEntry>()?;
        entries.retain(|row| since.is_none_or(|since| row.entity.at >= since));
        entries.reverse();
        entries.sort_by_key(|row| std::cmp::Reverse(row.entity.at));
        Ok(entries
            .into_iter()
            .map(|row| AuditLine {
                id: row.id.to_string(),
                act: row.entity.act,
                words: row.entity.act.words().to_owned(),
                at: row.entity.at.to_rfc3339(),
                device: row.entity.device.to_string(),
                this_device: row.entity.device == own,
                what: subject_words(&row.entity),
                subject_kind: row.entity.subject_kind,
                subject: row.entity.subject.map(|id| id.to_string()),
                count: row.entity.count,
            })
            .collect())
    }
}

impl Book {
    /// The operations that were set aside, with the reason.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn quarantine(&self) -> Result<Vec<QuarantineLine>, BookError> {
        let own = self.store.device();
        let aside = self.store.quarantined()?.into_iter();
        Ok(aside
            .map(|aside| QuarantineLine {
                device: aside.op.0.to_string(),
                this_device: aside.op.0 == own,
                seq: aside.op.1,
                why: aside.why,
            })
            .collect())
    }
}

/// Writes the notes inside a change.
pub(crate) fn write(
    gate: &mut Gate<'_>,
    notes: &[Note],
    device: Uuid,
    visibility: Visibility,
    now: DateTime<FixedOffset>,
) -> Result<(), BookError> {
    for note in notes {
        let id = AuditId(fresh_id(now)?);
        let entry = AuditEntry {
            act: note.act,
            device,
            at: now,
            subject_kind: note.subject_kind.clone(),
            subject: note.subject,
            count: note.count,
            visibility,
        };
        gate.put::<AuditEntry>(id, &entry)?;
    }
    Ok(())
}

/// Who may read what this device writes into the trail: the secretary, or where the device holds
/// no key of that ring, the narrowest that it does hold.
pub(crate) fn visibility(store: &Store) -> Visibility {
    if store.holds(Ring::Secretary) {
        Visibility::Secretary
    } else if store.holds(Ring::Committee) {
        Visibility::Committee
    } else {
        Visibility::Internal
    }
}

fn subject_words(entry: &AuditEntry) -> String {
    let paper = match entry.subject_kind.as_str() {
        "" => return String::new(),
        "bien_ban" => "Biên bản",
        "nghi_quyet" => "Nghị quyết",
        "ket_luan" => "Kết luận",
        "chuong_trinh" => "Chương trình",
        "giay_moi" => "Giấy mời",
        "phieu_cham_diem" => "Phiếu chấm điểm",
        "trich_bien_ban" => "Trích biên bản",
        "sync" => "Qua mạng",
        "usb" => "Tệp USB",
        "recovery" => "Tờ mã khôi phục",
        "passphrase" => "Mật khẩu",
        rule if rule.starts_with("R20") => return format!("Quy tắc {rule}"),
        kind => called::kind(kind),
    };
    paper.to_owned()
}
