//! Đảng viên.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use sochibo_domain::{
    Member,
    id::MemberId,
    name::sort_by_name,
    roster::{Import, read_csv},
    text::normalise,
};
use sochibo_store::{Listed, StoreError};

use crate::{
    Book, BookError,
    given::{optional, required},
    view::MemberLine,
};

impl Book {
    /// The roster in Vietnamese name order.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn members(&self) -> Result<Vec<MemberLine>, BookError> {
        let today = self.today_date();
        Ok(self
            .roster()?
            .iter()
            .map(|listed| line(listed, today))
            .collect())
    }

    pub(crate) fn roster(&self) -> Result<Vec<Listed<Member>>, BookError> {
        let mut members = self.read().list::<Member>()?;
        sort_by_name(&mut members, |listed| &listed.entity.name);
        Ok(members)
    }

    /// The name of everyone who ever stood on the roster: what a member said and did before being
    /// taken off stays that member's.
    pub(crate) fn names(&self) -> Result<HashMap<MemberId, String>, BookError> {
        let members = self.read().list_with_removed::<Member>()?;
        Ok(members
            .into_iter()
            .map(|listed| (listed.id, listed.entity.name))
            .collect())
    }

    pub(crate) fn member_name(&self, id: MemberId) -> Result<String, BookError> {
        Ok(self.names()?.remove(&id).unwrap_or_default())
    }

    /// Adds a member.
    ///
    /// # Errors
    /// [`BookError`]: no name, the disk.
    pub fn add_member(&mut self, member: &Member) -> Result<MemberId, BookError> {
        let member = clean(member)?;
        let id = self.fresh()?;
        self.transact(|gate, _| Ok(gate.put::<Member>(id, &member)?))?;
        Ok(id)
    }

    /// Changes a member; one that was taken off the roster comes back to it, with everything that
    /// the member said and did.
    ///
    /// # Errors
    /// [`BookError`]: no such member, no name, the disk.
    pub fn set_member(&mut self, id: MemberId, member: &Member) -> Result<(), BookError> {
        let member = clean(member)?;
        self.transact(|gate, _| {
            let known = gate.list_with_removed::<Member>()?;
            if !known.iter().any(|listed| listed.id == id) {
                return Err(StoreError::NotFound(id.to_string()).into());
            }
            Ok(gate.put::<Member>(id, &member)?)
        })?;
        Ok(())
    }

    /// A member.
    ///
    /// # Errors
    /// [`BookError`]: no such member.
    pub fn member(&self, id: MemberId) -> Result<Member, BookError> {
        Ok(self.read().get::<Member>(id)?)
    }

    /// Takes a member off the roster; what the member said and did stays.
    ///
    /// # Errors
    /// [`BookError`]: no such member, the disk.
    pub fn remove_member(&mut self, id: MemberId) -> Result<(), BookError> {
        self.transact(|gate, _| Ok(gate.remove::<Member>(id)?))
    }

    /// Reads a CSV without keeping anything.
    ///
    /// # Errors
    /// [`BookError::Roster`] where the file can't be read.
    pub fn read_roster(bytes: &[u8]) -> Result<Import, BookError> {
        Ok(read_csv(bytes)?)
    }

    /// Keeps the rows that were read, in one transaction. A row whose name and birthday the book
    /// has already is passed over, so that importing a file twice adds nothing.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn keep_roster(&mut self, taken: &[Member]) -> Result<usize, BookError> {
        let known = self.roster()?;
        let mut fresh = Vec::new();
        for member in taken {
            let member = clean(member)?;
            let same = |other: &Member| other.name == member.name && other.birth == member.birth;
            if !known.iter().any(|listed| same(&listed.entity)) {
                fresh.push((self.fresh::<MemberId>()?, member));
            }
        }
        self.transact(|gate, _| {
            for (id, member) in &fresh {
                gate.put::<Member>(*id, member)?;
            }
            Ok(fresh.len())
        })
    }

    /// The member that `text` names: an id, a prefix of one, or a name that fits just one member.
    ///
    /// # Errors
    /// [`BookError`] where it fits none or several.
    pub fn resolve_member(&self, text: &str) -> Result<MemberId, BookError> {
        let wanted = normalise(text);
        let named: Vec<_> = self
            .roster()?
            .into_iter()
            .filter(|listed| listed.entity.name == wanted)
            .collect();
        match named.as_slice() {
            [one] => Ok(one.id),
            [] => self.resolve::<Member>(text).map_err(|error| match error {
                // No id: a name, and nobody has it.
                BookError::Unreadable(..) => {
                    StoreError::NotFound(format!("đảng viên “{wanted}”")).into()
                }
                other => other,
            }),
            several => Err(BookError::Ambiguous {
                prefix: text.to_owned(),
                count: several.len(),
            }),
        }
    }
}

fn clean(member: &Member) -> Result<Member, BookError> {
    Ok(Member {
        name: required(&member.name, "họ và tên")?,
        phone: optional(member.phone.as_deref()),
        office: optional(member.office.as_deref()),
        ..member.clone()
    })
}

fn line(Listed { id, entity }: &Listed<Member>, today: NaiveDate) -> MemberLine {
    let iso = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    MemberLine {
        id: *id,
        name: entity.name.clone(),
        status: entity.status,
        status_words: entity.status.words().to_owned(),
        kind: entity.kind,
        standing: entity.standing(),
        birth: iso(entity.birth),
        joined: iso(entity.joined),
        official: iso(entity.official),
        phone: entity.phone.clone(),
        office: entity.office.clone(),
        party_years: entity.joined.and_then(|joined| {
            let reached = (today.month(), today.day()) >= (joined.month(), joined.day());
            u32::try_from(today.year() - joined.year() - i32::from(!reached)).ok()
        }),
    }
}
