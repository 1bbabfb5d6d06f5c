//! Văn bản của phường: what the ward sent down, and what the cell did with it. The documents are the
//! ward's; the cell writes only a [`DocumentHandling`] beside each.

use std::collections::HashMap;

use sochibo_domain::{
    DocumentHandling, Entity, LeftOut, Meeting, MeetingState, WardDocument,
    date::short_day,
    id::{MeetingId, WardDocumentId},
};
use sochibo_store::{Gate, Listed};

use crate::{
    Book, BookError,
    pen::writable,
    view::{CarriedKind, CarriedLine, DocumentLine, DocumentState, DocumentView},
};

/// A document, with what was done with it.
pub(crate) struct Handled {
    pub(crate) row: Listed<WardDocument>,
    pub(crate) handling: Option<DocumentHandling>,
}

/// The meeting to come, with the documents that its agenda has.
struct Coming {
    meeting: Listed<Meeting>,
    lines: Vec<CarriedLine>,
}

impl Book {
    /// Every document of the ward, the newest first.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn documents(&self) -> Result<Vec<DocumentLine>, BookError> {
        let handled = self.handlings()?;
        let carried = self.next_agenda()?;
        let mut rows = self.read().list::<WardDocument>()?;
        rows.reverse();
        rows.sort_by_key(|row| std::cmp::Reverse(row.entity.sent_at));
        rows.iter()
            .map(|row| self.document_line(row, handled.get(&row.id), carried.as_ref()))
            .collect()
    }

    /// A document with its text.
    ///
    /// # Errors
    /// [`BookError`]: no such document.
    pub fn ward_document(&self, id: WardDocumentId) -> Result<DocumentView, BookError> {
        let entity = self.read().get::<WardDocument>(id)?;
        let handling = self
            .read()
            .find::<DocumentHandling>(DocumentHandling::id(id))?;
        let text = entity.text.clone();
        let row = Listed { id, entity };
        let line = self.document_line(&row, handling.as_ref(), self.next_agenda()?.as_ref())?;
        Ok(DocumentView { line, text })
    }

    /// How many documents nobody has read yet.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn unread_documents(&self) -> Result<usize, BookError> {
        let open = self.open_documents(None)?;
        let unread = |one: &&Handled| {
            state_of(&one.row.entity, one.handling.as_ref()) == DocumentState::Unread
        };
        Ok(open.iter().filter(unread).count())
    }

    /// The documents that somebody may still have to read, and those that a meeting heard of, in the
    /// order in which they came. Texts are long and most were read long ago: those are not looked into.
    pub(crate) fn open_documents(
        &self,
        heard_by: Option<MeetingId>,
    ) -> Result<Vec<Handled>, BookError> {
        let mut handled = self.handlings()?;
        let mut open = Vec::new();
        for id in self.read().ids_with_prefix(WardDocument::KIND, "")? {
            let id = WardDocumentId(id);
            let handling = handled.remove(&id);
            let done = handling.as_ref().is_some_and(|handling| {
                let here = handling.meeting.is_some() && handling.meeting == heard_by;
                handling.read_on.is_some() && !here
            });
            if done {
                continue;
            }
            if let Some(entity) = self.read().find::<WardDocument>(id)? {
                let row = Listed { id, entity };
                open.push(Handled { row, handling });
            }
        }
        Ok(open)
    }

    /// Says that a document was read, or that it was not.
    ///
    /// # Errors
    /// [`BookError`]: no such document, the disk.
    pub fn read_document(&mut self, id: WardDocumentId, read: bool) -> Result<(), BookError> {
        self.transact(|gate, now| {
            gate.get::<WardDocument>(id)?;
            let handling = handling(gate, id)?;
            let read_on = match (read, handling.read_on) {
                (true, Some(before)) => Some(before),
                (true, None) => Some(now.date_naive()),
                (false, _) => None,
            };
            // What is unread again belongs to no meeting that has heard of it.
            let meeting = handling.meeting.filter(|_| read);
            let put = DocumentHandling {
                document: id,
                meeting,
                read_on,
            };
            gate.put::<DocumentHandling>(DocumentHandling::id(id), &put)?;
            Ok(())
        })
    }

    /// Puts a document into a meeting that has not ended, read or not: into `meeting`, or the one
    /// that comes next. What is unread is carried there by itself; this brings back what was taken
    /// out, or what was read before.
    ///
    /// # Errors
    /// [`BookError`]: no such document, withdrawn, no such meeting, ended, the disk.
    pub fn put_document(
        &mut self,
        id: WardDocumentId,
        meeting: Option<MeetingId>,
    ) -> Result<MeetingId, BookError> {
        let meeting = self.meant(meeting)?;
        self.transact(|gate, _| {
            let document = gate.get::<WardDocument>(id)?;
            if document.withdrawn_on.is_some() {
                return Err(BookError::NotNow(
                    "Phường đã thu hồi văn bản này. Chương trình không thay đổi.",
                ));
            }
            if writable(gate, meeting)?.ended_at.is_some() {
                return Err(BookError::NotNow(
                    "Kỳ này đã kết thúc. Chương trình không thay đổi.",
                ));
            }
            let put = DocumentHandling {
                document: id,
                meeting: Some(meeting),
                read_on: None,
            };
            gate.put::<DocumentHandling>(DocumentHandling::id(id), &put)?;
            let out = LeftOut::id(meeting, &key_of(id));
            if gate.find::<LeftOut>(out)?.is_some() {
                gate.remove::<LeftOut>(out)?;
            }
            Ok(meeting)
        })
    }

    /// Takes a document out of the agenda of a meeting: of `meeting`, or of the one that comes next.
    /// It comes by itself into no later one.
    ///
    /// # Errors
    /// [`BookError`]: the agenda doesn't have it, no such meeting, adopted, the disk.
    pub fn take_document_out(
        &mut self,
        id: WardDocumentId,
        meeting: Option<MeetingId>,
    ) -> Result<MeetingId, BookError> {
        let meeting = self.meant(meeting)?;
        self.leave_out(meeting, &key_of(id))?;
        Ok(meeting)
    }

    /// The meeting that was named, or the one that comes next.
    fn meant(&self, meeting: Option<MeetingId>) -> Result<MeetingId, BookError> {
        if let Some(meeting) = meeting {
            return Ok(meeting);
        }
        let none = "Chưa có kỳ sinh hoạt nào đang chuẩn bị. Văn bản chưa đọc sẽ tự vào chương trình khi lập kỳ mới.";
        Ok(self.meeting_to_come()?.ok_or(BookError::NotNow(none))?.id)
    }

    /// What was done with each document.
    pub(crate) fn handlings(&self) -> Result<HashMap<WardDocumentId, DocumentHandling>, BookError> {
        let rows = self.read().list::<DocumentHandling>()?;
        Ok(rows
            .into_iter()
            .map(|row| (row.entity.document, row.entity))
            .collect())
    }

    fn next_agenda(&self) -> Result<Option<Coming>, BookError> {
        let Some(meeting) = self.meeting_to_come()? else {
            return Ok(None);
        };
        let mut lines = self.carried(meeting.id)?.lines;
        lines.retain(|line| line.kind == CarriedKind::Document);
        Ok(Some(Coming { meeting, lines }))
    }

    fn document_line(
        &self,
        Listed { id, entity }: &Listed<WardDocument>,
        handling: Option<&DocumentHandling>,
        next: Option<&Coming>,
    ) -> Result<DocumentLine, BookError> {
        let state = state_of(entity, handling);
        let target = id.to_string();
        let coming = next.and_then(|Coming { meeting, lines }| {
            let line = lines
                .iter()
                .find(|line| line.target.as_ref() == Some(&target))?;
            Some((meeting, line.no))
        });
        let mut words = match state {
            DocumentState::Unread => vec!["Chưa đọc".to_owned()],
            DocumentState::Read => vec!["Đã đọc".to_owned()],
            DocumentState::Withdrawn => vec!["Phường đã thu hồi".to_owned()],
        };
        let mut meeting = None;
        match (coming, state) {
            (Some((of, no)), _) => {
                meeting = Some(of.id);
                let place = no.map_or_else(String::new, |no| format!(", mục {no}"));
                words.push(format!(
                    "đã vào chương trình kỳ tháng {}{place}",
                    of.entity.month.spoken()
                ));
            }
            (None, DocumentState::Read) => {
                let of = handling.and_then(|handling| handling.meeting);
                if let Some(of) = of
                    && let Some(heard) = self.read().find::<Meeting>(of)?
                {
                    meeting = Some(of);
                    words.push(format!("phổ biến ở kỳ tháng {}", heard.month.spoken()));
                } else if let Some(day) = handling.and_then(|handling| handling.read_on) {
                    words.push(format!("ngày {}", short_day(day)));
                }
            }
            (None, DocumentState::Withdrawn) => {
                let day = entity.withdrawn_on.map(short_day);
                words.extend(day.map(|day| format!("ngày {day}")));
            }
            (None, DocumentState::Unread) => {
                if let Some(month) = entity.before {
                    words.push(format!("dùng cho kỳ tháng {}", month.spoken()));
                }
            }
        }
        Ok(DocumentLine {
            id: *id,
            number: entity.number.clone(),
            title: entity.title.clone(),
            kind: entity.kind.clone(),
            issued_on: entity.issued_on.map(|day| day.to_string()),
            before: entity.before,
            sender: entity.sender.clone(),
            sent_at: entity.sent_at.to_rfc3339(),
            length: entity.text.chars().count(),
            state,
            withdrawn_on: entity.withdrawn_on.map(|day| day.to_string()),
            read_on: handling
                .and_then(|handling| handling.read_on)
                .map(|day| day.to_string()),
            meeting,
            words: words.join(" · "),
        })
    }
}

/// How the list of carried things names a document.
pub(crate) fn key_of(id: WardDocumentId) -> String {
    format!("document/{id}")
}

/// What the meeting that ends heard of is read.
pub(crate) fn heard(
    gate: &mut Gate<'_>,
    meeting: MeetingId,
    documents: &[WardDocumentId],
    on: chrono::NaiveDate,
) -> Result<(), BookError> {
    for document in documents {
        let put = DocumentHandling {
            document: *document,
            meeting: Some(meeting),
            read_on: Some(on),
        };
        gate.put::<DocumentHandling>(DocumentHandling::id(*document), &put)?;
    }
    Ok(())
}

fn handling(gate: &Gate<'_>, document: WardDocumentId) -> Result<DocumentHandling, BookError> {
    let known = gate.find::<DocumentHandling>(DocumentHandling::id(document))?;
    Ok(known.unwrap_or(DocumentHandling {
        document,
        meeting: None,
        read_on: None,
    }))
}

fn state_of(document: &WardDocument, handling: Option<&DocumentHandling>) -> DocumentState {
    match (document.withdrawn_on, handling) {
        (Some(_), _) => DocumentState::Withdrawn,
        (None, Some(handling)) if handling.read_on.is_some() => DocumentState::Read,
        (None, _) => DocumentState::Unread,
    }
}

/// Whether a meeting still takes documents in.
pub(crate) fn takes_in(meeting: &Meeting) -> bool {
    matches!(
        meeting.state(),
        MeetingState::Preparing | MeetingState::Running
    )
}
