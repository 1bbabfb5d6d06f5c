//! What a book keeps. An entity is a plain struct; each top-level field is merged on its own.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    AgendaItem, Assignment, Attendance, AuditEntry, Cell, Criticism, LeftOut, Meeting, Member,
    MinutesVersion, NotSecret, Observance, OwnTemplate, Petition, Preparation, Report,
    ResolutionDraft, Rota, ScoreEntry, Statement, Theme, Visibility, Vote, attendance::Guest,
};

/// Who may read a change of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The ward too: it leaves the device unsealed.
    Published,
    /// Sealed for those of the cell who hold the ring.
    Sealed(Visibility),
}

/// What a search finds an entity by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchText {
    /// The line that the hit is shown under.
    pub title: String,
    /// The rest.
    pub text: String,
}

/// A thing that a book keeps and merges field by field.
pub trait Entity: Serialize + DeserializeOwned {
    /// The name of its kind in operations. Never renamed: books already written carry it.
    const KIND: &'static str;
    /// Its id.
    type Id: Copy + From<Uuid> + Into<Uuid>;

    /// Who may read it. Sealed for the whole cell unless it says otherwise.
    fn reach(&self) -> Reach {
        Reach::Sealed(Visibility::Internal)
    }

    /// The thing it is listed under (a statement under its meeting).
    fn parent(&self) -> Option<Uuid> {
        None
    }

    /// What a search finds it by; `None` keeps it out of the search.
    fn search_text(&self) -> Option<SearchText> {
        None
    }
}

/// What the store needs to know of a record beyond its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// See [`Entity::parent`].
    pub parent: Option<Uuid>,
    /// See [`Entity::search_text`].
    pub search: Option<SearchText>,
}

fn describe_as<E: Entity>(values: &Map<String, Value>) -> Option<Description> {
    let entity: E = serde_json::from_value(Value::Object(values.clone())).ok()?;
    Some(Description {
        parent: entity.parent(),
        search: entity.search_text(),
    })
}

/// Describes a record from its kind and values. `None` for a kind of a later version and for a
/// record of which only an edit, not yet the beginning, has arrived: it is kept, and shows once
/// it can be read.
#[must_use]
pub fn describe(kind: &str, values: &Map<String, Value>) -> Option<Description> {
    match kind {
        Cell::KIND => describe_as::<Cell>(values),
        Member::KIND => describe_as::<Member>(values),
        Meeting::KIND => describe_as::<Meeting>(values),
        AgendaItem::KIND => describe_as::<AgendaItem>(values),
        Attendance::KIND => describe_as::<Attendance>(values),
        Guest::KIND => describe_as::<Guest>(values),
        Preparation::KIND => describe_as::<Preparation>(values),
        Statement::KIND => describe_as::<Statement>(values),
        Vote::KIND => describe_as::<Vote>(values),
        Assignment::KIND => describe_as::<Assignment>(values),
        Criticism::KIND => describe_as::<Criticism>(values),
        Petition::KIND => describe_as::<Petition>(values),
        ScoreEntry::KIND => describe_as::<ScoreEntry>(values),
        MinutesVersion::KIND => describe_as::<MinutesVersion>(values),
        Report::KIND => describe_as::<Report>(values),
        OwnTemplate::KIND => describe_as::<OwnTemplate>(values),
        LeftOut::KIND => describe_as::<LeftOut>(values),
        Rota::KIND => describe_as::<Rota>(values),
        ResolutionDraft::KIND => describe_as::<ResolutionDraft>(values),
        Theme::KIND => describe_as::<Theme>(values),
        Observance::KIND => describe_as::<Observance>(values),
        AuditEntry::KIND => describe_as::<AuditEntry>(values),
        NotSecret::KIND => describe_as::<NotSecret>(values),
        _ => None,
    }
}
