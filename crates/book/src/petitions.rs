//! Kiến nghị.

use std::collections::HashMap;

use sochibo_domain::{
    Petition, PetitionState,
    id::{AgendaItemId, MeetingId, MemberId, PetitionId},
};
use sochibo_store::Listed;

use crate::{
    Book, BookError,
    given::{optional, required},
    pen::writable,
    view::PetitionLine,
};

/// A petition as a form gives it.
#[derive(Clone, Debug)]
pub struct NewPetition {
    /// Nội dung.
    pub text: String,
    /// Người nêu.
    pub member: Option<MemberId>,
    /// The meeting it is raised at.
    pub meeting: Option<MeetingId>,
    /// The agenda item it is raised from.
    pub item: Option<AgendaItemId>,
    /// Cần phường trả lời.
    pub wants_reply: bool,
}

impl Book {
    /// Keeps a petition.
    ///
    /// # Errors
    /// [`BookError`]: no text, adopted, the disk.
    pub fn petition(&mut self, new: &NewPetition) -> Result<PetitionId, BookError> {
        let text = required(&new.text, "nội dung kiến nghị")?;
        let id = self.fresh()?;
        self.transact(|gate, now| {
            if let Some(meeting) = new.meeting {
                writable(gate, meeting)?;
            }
            let petition = Petition {
                text,
                member: new.member,
                meeting: new.meeting,
                item: new.item,
                state: PetitionState::New,
                answer: None,
                answered_on: None,
                wants_reply: new.wants_reply,
                at: now,
            };
            gate.put::<Petition>(id, &petition)?;
            Ok(id)
        })
    }

    /// Says how a petition stands.
    ///
    /// # Errors
    /// [`BookError`]: no such petition, the disk.
    pub fn set_petition(
        &mut self,
        id: PetitionId,
        state: PetitionState,
        answer: Option<&str>,
    ) -> Result<(), BookError> {
        self.transact(|gate, now| {
            let petition = gate.get::<Petition>(id)?;
            let answer = optional(answer).or(petition.answer.clone());
            let answered_on = match &answer {
                Some(_) if answer == petition.answer => petition.answered_on,
                Some(_) => Some(now.date_naive()),
                None => None,
            };
            gate.put::<Petition>(
                id,
                &Petition {
                    state,
                    answer,
                    answered_on,
                    ..petition
                },
            )?;
            Ok(())
        })
    }

    /// Every petition, newest first.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn petitions(&self) -> Result<Vec<PetitionLine>, BookError> {
        let names = self.names()?;
        let mut rows = self.read().list::<Petition>()?;
        rows.reverse();
        Ok(rows
            .into_iter()
            .map(|row| line(row, &names, None))
            .collect())
    }
}

/// A petition as the faces show it.
pub(crate) fn line(
    Listed { id, entity }: Listed<Petition>,
    names: &HashMap<MemberId, String>,
    no: Option<u32>,
) -> PetitionLine {
    PetitionLine {
        id,
        text: entity.text,
        member: entity.member,
        name: entity.member.and_then(|member| names.get(&member).cloned()),
        meeting: entity.meeting,
        no,
        state: entity.state,
        answer: entity.answer,
        wants_reply: entity.wants_reply,
        at: entity.at.to_rfc3339(),
    }
}
