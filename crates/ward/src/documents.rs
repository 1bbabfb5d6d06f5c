//! Văn bản gửi xuống: what the committee sends to its cells, and takes back.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;
use serde_json::json;
use sochibo_domain::{
    Month, WardDocument,
    secret::{find_mark, find_mark_in},
    text,
};
use sochibo_journal::{CellId, ward_id};
use uuid::Uuid;

use crate::{
    Ward, WardError,
    admin::find,
    clock, secret,
    store::{NewDocument, Org, OrgKind},
};

/// A document as a clerk writes it.
#[derive(Clone, Debug, Default)]
pub struct DocumentDraft {
    /// Số, ký hiệu; may be empty.
    pub number: String,
    /// Trích yếu.
    pub title: String,
    /// Loại; may be empty.
    pub kind: String,
    /// Ngày ban hành.
    pub issued_on: Option<NaiveDate>,
    /// Toàn văn; may be empty.
    pub text: String,
    /// The month whose meeting it is meant for.
    pub before: Option<Month>,
}

/// A cell that a document went to, or could not go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Addressee {
    /// Its organisation.
    pub org: Uuid,
    /// The organisation's name.
    pub name: String,
}

/// What came of sending a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentSent {
    /// Its id, the same in every cell.
    pub id: Uuid,
    /// The cells that get it with their next exchange.
    pub cells: Vec<Addressee>,
    /// Cells that have no book yet, and don't get it.
    pub without_book: Vec<Addressee>,
}

/// A document that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedDocument {
    /// Its id.
    pub id: Uuid,
    /// Số, ký hiệu.
    pub number: String,
    /// Trích yếu.
    pub title: String,
    /// Loại.
    pub kind: String,
    /// Ngày ban hành.
    pub issued_on: Option<NaiveDate>,
    /// The month whose meeting it is meant for.
    pub before: Option<Month>,
    /// How many characters the text has.
    pub length: usize,
    /// When it was sent.
    pub sent_at: DateTime<FixedOffset>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<FixedOffset>>,
    /// Whom it went to.
    pub cells: Vec<Addressee>,
}

/// A document that was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withdrawn {
    /// Its id.
    pub id: Uuid,
    /// When, now or before.
    pub withdrawn_at: DateTime<FixedOffset>,
}

impl Ward {
    /// Sends a document to the organisations `to` (ids or their beginnings): to a cell, or to all
    /// cells below one. They get it with their next exchange, over the network or by USB.
    ///
    /// # Errors
    /// [`WardError`] where it carries the mark of a state secret, is too long, or no cell there has
    /// a book.
    pub fn send_document(
        &self,
        to: &[String],
        draft: &DocumentDraft,
    ) -> Result<DocumentSent, WardError> {
        let at = clock::now();
        let document = self.written(draft, clock::local(at))?;
        let orgs = self.orgs()?;
        let mut chosen: Vec<&Org> = Vec::new();
        let mut named = Vec::new();
        for id in to {
            let place = find(id, orgs.iter().map(|org| org.id), WardError::NoSuchOrg)?;
            if let Some(org) = orgs.get(place) {
                named.push(org.name.clone());
                chosen.extend(cells_of(&orgs, org));
            }
        }
        // In the order in which they were made, each once.
        let chosen: Vec<&Org> = orgs
            .iter()
            .filter(|org| chosen.iter().any(|chosen| chosen.id == org.id))
            .collect();
        let (with, without): (Vec<&Org>, Vec<&Org>) =
            chosen.into_iter().partition(|org| org.cell.is_some());
        let cells: Vec<CellId> = with.iter().filter_map(|org| org.cell).collect();
        if cells.is_empty() {
            return Err(WardError::NobodyToSendTo(named.join(", ")));
        }
        let new = NewDocument {
            id: ward_id(secret::random()?),
            document,
            cells,
        };
        self.store().send_document(&new, &self.receipt_key()?, at)?;
        tracing::info!(document = %new.id, cells = new.cells.len(), "document sent");
        Ok(DocumentSent {
            id: new.id,
            cells: with.into_iter().map(addressee).collect(),
            without_book: without.into_iter().map(addressee).collect(),
        })
    }

    /// What was sent, the newest first; to one organisation and those below it where `to` names one.
    ///
    /// # Errors
    /// [`WardError`] where there is no such organisation.
    pub fn documents(&self, to: Option<&str>) -> Result<Vec<ListedDocument>, WardError> {
        let orgs = self.orgs()?;
        let wanted: Option<Vec<Option<CellId>>> = match to {
            Some(id) => {
                let org = self.org(id)?;
                Some(cells_of(&orgs, &org).iter().map(|org| org.cell).collect())
            }
            None => None,
        };
        let is_wanted = |cells: &[CellId]| {
            let of = |wanted: &Vec<Option<CellId>>| {
                cells.iter().any(|cell| wanted.contains(&Some(*cell)))
            };
            wanted.as_ref().is_none_or(of)
        };
        let sent = self.store().documents()?.into_iter();
        Ok(sent
            .filter(|sent| is_wanted(&sent.cells))
            .map(|sent| ListedDocument {
                id: sent.id,
                number: sent.document.number,
                title: sent.document.title,
                kind: sent.document.kind,
                issued_on: sent.document.issued_on,
                before: sent.document.before,
                length: sent.document.text.chars().count(),
                sent_at: clock::local(sent.sent_at),
                withdrawn_at: sent.withdrawn_at.map(clock::local),
                cells: orgs
                    .iter()
                    .filter(|org| org.cell.is_some_and(|cell| sent.cells.contains(&cell)))
                    .map(addressee)
                    .collect(),
            })
            .collect())
    }

    /// Takes a document back (an id or its beginning): the cells see that it no longer counts, and
    /// still have it.
    ///
    /// # Errors
    /// [`WardError::NoSuchDocument`] where there is none.
    pub fn withdraw_document(&self, id: &str) -> Result<Withdrawn, WardError> {
        let sent = self.store().documents()?;
        let ids = sent.iter().map(|sent| sent.id);
        let place = find(id, ids, WardError::NoSuchDocument)?;
        let missing = || WardError::NoSuchDocument(id.to_owned());
        let id = sent.get(place).map(|sent| sent.id).ok_or_else(missing)?;
        let at = clock::now();
        let on = json!(clock::local(at).date_naive());
        let withdrawn = self
            .store()
            .withdraw_document(id, &on, &self.receipt_key()?, at)?
            .ok_or_else(missing)?;
        tracing::info!(document = %id, "document withdrawn");
        Ok(Withdrawn {
            id,
            withdrawn_at: clock::local(withdrawn),
        })
    }

    /// The document as the cells get it.
    fn written(
        &self,
        draft: &DocumentDraft,
        sent_at: DateTime<FixedOffset>,
    ) -> Result<WardDocument, WardError> {
        let bad = WardError::BadDocument;
        let one_line = |text: &str| text::normalise(text.trim());
        let document = WardDocument {
            number: one_line(&draft.number),
            title: one_line(&draft.title),
            kind: one_line(&draft.kind),
            issued_on: Some(draft.issued_on.unwrap_or_else(|| sent_at.date_naive())),
            text: text::normalise(&draft.text.replace("\r\n", "\n"))
                .trim()
                .to_owned(),
            before: draft.before,
            sender: self.name()?,
            sent_at,
            withdrawn_on: None,
        };
        let length = |text: &str| text.chars().count();
        if document.title.is_empty() || length(&document.title) > WardDocument::LONGEST_TITLE {
            return Err(bad("trích yếu phải có từ 1 đến 500 ký tự"));
        }
        for word in [&document.number, &document.kind] {
            if length(word) > WardDocument::LONGEST_WORD {
                return Err(bad("số và loại văn bản dài nhất 100 ký tự"));
            }
        }
        let lines = [&document.number, &document.title, &document.kind];
        if lines.iter().any(|line| line.contains(char::is_control)) {
            return Err(bad("số, loại và trích yếu phải nằm trên một dòng"));
        }
        if length(&document.text) > WardDocument::LONGEST_TEXT {
            return Err(bad("toàn văn dài quá 200.000 ký tự"));
        }
        if find_mark_in(&json!(document), find_mark).is_some() {
            return Err(WardError::MarkedDocument);
        }
        Ok(document)
    }
}

fn addressee(org: &Org) -> Addressee {
    Addressee {
        org: org.id,
        name: org.name.clone(),
    }
}

/// An organisation, if it is a cell, or all cells below it.
fn cells_of<'a>(orgs: &'a [Org], top: &Org) -> Vec<&'a Org> {
    let is_below = |org: &Org| {
        // The tree is as deep as it has organisations, at most.
        let mut at = Some(org.id);
        for _ in 0..=orgs.len() {
            let Some(id) = at else { return false };
            if id == top.id {
                return true;
            }
            at = orgs
                .iter()
                .find(|org| org.id == id)
                .and_then(|org| org.parent);
        }
        false
    };
    orgs.iter()
        .filter(|org| org.kind == OrgKind::ChiBo && is_below(org))
        .collect()
}
