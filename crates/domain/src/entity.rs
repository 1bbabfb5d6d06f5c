//! What a book keeps. An entity is a plain struct; each top-level field is merged on its own.

use serde::{
    Serialize,
    de::{DeserializeOwned, value::MapDeserializer},
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    AgendaItem, Assignment, Attendance, AuditEntry, Break, Cell, Criticism, Device,
    DocumentHandling, LeftOut, Meeting, Member, MinutesVersion, NotSecret, Observance, OwnTemplate,
    Petition, Preparation, RaisedHand, Report, ResolutionDraft, Rota, ScoreEntry, Snippet,
    Statement, Theme, Visibility, Vote, WardDocument, attendance::Guest,
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

    /// The fields that stand for good as they were adopted, whoever writes over them later. Empty
    /// for what may be edited.
    const FROZEN: &'static [&'static str] = &[];

    /// Whether it may be adopted under this id. Of what is frozen each thing has one id only, so
    /// that nobody can put a second one beside it.
    fn is_of(&self, _id: Uuid) -> bool {
        true
    }

    /// Who may read it. Sealed for the whole cell unless it says otherwise.
    fn reach(&self) -> Reach {
        Reach::Sealed(Visibility::Internal)
    }

    /// The thing it is listed under (a statement under its meeting).
    fn parent(&self) -> Option<Uuid> {
        None
    }

    /// The place among those listed under the same thing, where it has one: the greatest comes last.
    fn place(&self) -> Option<i64> {
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
    /// See [`Entity::place`].
    pub place: Option<i64>,
    /// See [`Entity::search_text`].
    pub search: Option<SearchText>,
}

fn describe_as<'a, E: Entity>(
    values: impl Iterator<Item = (&'a str, &'a Value)>,
) -> Option<Description> {
    let entity: E = read(values)?;
    Some(Description {
        parent: entity.parent(),
        place: entity.place(),
        search: entity.search_text(),
    })
}

/// An entity of values that stay where they are; `None` where they are not the whole of one.
#[must_use]
pub fn read<'a, E: Entity>(values: impl Iterator<Item = (&'a str, &'a Value)>) -> Option<E> {
    E::deserialize(MapDeserializer::<_, serde_json::Error>::new(values)).ok()
}

/// Does one thing for the entity of a kind; the one list of all kinds.
macro_rules! for_kind {
    ($kind:expr, $work:ident($($given:expr),*)) => {
        match $kind {
            Cell::KIND => $work::<Cell>($($given),*),
            Device::KIND => $work::<Device>($($given),*),
            Member::KIND => $work::<Member>($($given),*),
            Meeting::KIND => $work::<Meeting>($($given),*),
            AgendaItem::KIND => $work::<AgendaItem>($($given),*),
            Attendance::KIND => $work::<Attendance>($($given),*),
            Guest::KIND => $work::<Guest>($($given),*),
            Preparation::KIND => $work::<Preparation>($($given),*),
            Statement::KIND => $work::<Statement>($($given),*),
            Vote::KIND => $work::<Vote>($($given),*),
            Assignment::KIND => $work::<Assignment>($($given),*),
            Criticism::KIND => $work::<Criticism>($($given),*),
            Petition::KIND => $work::<Petition>($($given),*),
            ScoreEntry::KIND => $work::<ScoreEntry>($($given),*),
            MinutesVersion::KIND => $work::<MinutesVersion>($($given),*),
            Report::KIND => $work::<Report>($($given),*),
            OwnTemplate::KIND => $work::<OwnTemplate>($($given),*),
            LeftOut::KIND => $work::<LeftOut>($($given),*),
            Rota::KIND => $work::<Rota>($($given),*),
            ResolutionDraft::KIND => $work::<ResolutionDraft>($($given),*),
            Theme::KIND => $work::<Theme>($($given),*),
            Observance::KIND => $work::<Observance>($($given),*),
            AuditEntry::KIND => $work::<AuditEntry>($($given),*),
            NotSecret::KIND => $work::<NotSecret>($($given),*),
            RaisedHand::KIND => $work::<RaisedHand>($($given),*),
            Break::KIND => $work::<Break>($($given),*),
            Snippet::KIND => $work::<Snippet>($($given),*),
            WardDocument::KIND => $work::<WardDocument>($($given),*),
            DocumentHandling::KIND => $work::<DocumentHandling>($($given),*),
            _ => None,
        }
    };
}

/// Every kind that this version knows.
pub const KINDS: [&str; 29] = [
    Cell::KIND,
    Device::KIND,
    Member::KIND,
    Meeting::KIND,
    AgendaItem::KIND,
    Attendance::KIND,
    Guest::KIND,
    Preparation::KIND,
    Statement::KIND,
    Vote::KIND,
    Assignment::KIND,
    Criticism::KIND,
    Petition::KIND,
    ScoreEntry::KIND,
    MinutesVersion::KIND,
    Report::KIND,
    OwnTemplate::KIND,
    LeftOut::KIND,
    Rota::KIND,
    ResolutionDraft::KIND,
    Theme::KIND,
    Observance::KIND,
    AuditEntry::KIND,
    NotSecret::KIND,
    RaisedHand::KIND,
    Break::KIND,
    Snippet::KIND,
    WardDocument::KIND,
    DocumentHandling::KIND,
];

/// Whether a kind is one of those that never leave a device unsealed. A body of such a kind that
/// comes unsealed was written by somebody without a key.
#[must_use]
pub fn is_always_sealed(kind: &str) -> bool {
    let published = [Report::KIND, WardDocument::KIND];
    !published.contains(&kind) && for_kind!(kind, known()).is_some()
}

fn known<E: Entity>() -> Option<&'static str> {
    Some(E::KIND)
}

/// Describes a record from its kind and values. `None` for a kind of a later version and for a
/// record of which only an edit, not yet the beginning, has arrived: it is kept, and shows once
/// it can be read.
#[must_use]
pub fn describe<'a>(
    kind: &str,
    values: impl Iterator<Item = (&'a str, &'a Value)>,
) -> Option<Description> {
    for_kind!(kind, describe_as(values))
}

fn frozen_of<E: Entity>() -> Option<&'static [&'static str]> {
    Some(E::FROZEN)
}

/// The fields of a kind that stand for good once they were adopted.
#[must_use]
pub fn frozen(kind: &str) -> &'static [&'static str] {
    for_kind!(kind, frozen_of()).unwrap_or_default()
}

fn adopts_as<E: Entity>(id: Uuid, values: &Map<String, Value>) -> Option<bool> {
    let entity: E = serde_json::from_value(Value::Object(values.clone())).ok()?;
    Some(entity.is_of(id))
}

/// Whether values are a whole thing of a kind, under the id that it has to have.
#[must_use]
pub fn adopts(kind: &str, id: Uuid, values: &Map<String, Value>) -> bool {
    for_kind!(kind, adopts_as(id, values)).unwrap_or(false)
}

fn complete_as<E: Entity>(values: &Map<String, Value>) -> Option<Map<String, Value>> {
    let entity: E = serde_json::from_value(Value::Object(values.clone())).ok()?;
    match serde_json::to_value(entity) {
        Ok(Value::Object(whole)) => Some(whole),
        _ => None,
    }
}

/// The values of a record with what its absent fields mean: an older version did not write them.
#[must_use]
pub fn complete(kind: &str, values: &Map<String, Value>) -> Option<Map<String, Value>> {
    for_kind!(kind, complete_as(values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_kinds_names_every_kind() {
        for (n, kind) in KINDS.iter().enumerate() {
            assert_eq!(for_kind!(*kind, known()), Some(*kind));
            assert!(!KINDS[..n].contains(kind), "{kind} twice");
        }
        let arms = include_str!("entity.rs").matches("::KIND => $work").count() - 1;
        assert_eq!(KINDS.len(), arms);
    }
}
