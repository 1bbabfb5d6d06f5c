//! Văn bản của phường: those that nobody has read, and what a meeting heard of.

use std::collections::HashSet;

use sochibo_domain::{
    AgendaItem, LeftOut, Meeting,
    date::short_day,
    id::{MeetingId, WardDocumentId},
};
use sochibo_store::Listed;

use super::{Span, place};
use crate::{
    Book, BookError,
    documents::{self, Handled},
    view::{CarriedKind, CarriedLine},
};

/// The agenda items under which the ward's documents are made known.
const DOCUMENTS: [&str; 1] = ["thoi_su"];

impl Book {
    /// The ward's documents that nobody has read, and those that a person put into this meeting. One
    /// that arrives while the meeting is prepared comes in too; once it has ended, those stay that it
    /// heard of. What was taken out of a meeting comes by itself into no later one.
    pub(super) fn carried_documents(
        &self,
        span: &Span,
        items: &[Listed<AgendaItem>],
    ) -> Result<Vec<CarriedLine>, BookError> {
        let documents = self.open_documents(Some(span.id))?;
        let Some(place) = place(&span.meeting, items, &DOCUMENTS).filter(|_| !documents.is_empty())
        else {
            return Ok(Vec::new());
        };
        let open = documents::takes_in(&span.meeting);
        let mut waiting: HashSet<MeetingId> = HashSet::new();
        for row in self.read().list::<Meeting>()? {
            if documents::takes_in(&row.entity) {
                waiting.insert(row.id);
            }
        }
        let out: HashSet<String> = self
            .read()
            .list::<LeftOut>()?
            .into_iter()
            .filter(|row| row.entity.meeting != span.id)
            .map(|row| row.entity.what)
            .collect();
        let mut lines = Vec::new();
        for Handled { row, handling } in documents {
            let document = &row.entity;
            let key = documents::key_of(row.id);
            let of = handling.as_ref().and_then(|handling| handling.meeting);
            let read = handling.is_some_and(|handling| handling.read_on.is_some());
            let here = of == Some(span.id);
            // A meeting that it was put into and that never came to be doesn't keep it.
            let elsewhere = of.is_some_and(|of| of != span.id && waiting.contains(&of));
            let by_itself = !read
                && !elsewhere
                && !out.contains(&key)
                && document
                    .before
                    .is_none_or(|month| month <= span.meeting.month)
                && span
                    .meeting
                    .started_at
                    .is_none_or(|began| document.sent_at <= began);
            let carried = match open {
                true => document.withdrawn_on.is_none() && (here || by_itself),
                false => here && read,
            };
            if !carried {
                continue;
            }
            let sent = short_day(document.sent_at.date_naive());
            let sender = match document.sender.as_str() {
                "" => "Phường",
                sender => sender,
            };
            lines.push(CarriedLine {
                key,
                kind: CarriedKind::Document,
                source: format!("{sender} gửi ngày {sent}"),
                title: document.named(),
                person: None,
                start: None,
                result: None,
                late: false,
                target: Some(row.id.to_string()),
                presenter: None,
                no: place.no,
                item: place.item,
            });
        }
        Ok(lines)
    }

    /// The documents that a meeting which ends has heard of.
    pub(crate) fn documents_heard(&self, id: MeetingId) -> Result<Vec<WardDocumentId>, BookError> {
        let lines = self.carried(id)?.lines.into_iter();
        Ok(lines
            .filter(|line| line.kind == CarriedKind::Document)
            .filter_map(|line| line.target?.parse().ok())
            .collect())
    }
}
