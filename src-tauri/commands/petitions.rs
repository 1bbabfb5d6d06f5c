use sochibo_book::{
    domain::{
        PetitionState,
        id::{AgendaItemId, MeetingId, MemberId, PetitionId},
    },
    petitions::NewPetition,
    view::PetitionLine,
};
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn petitions_list(shell: State<'_, Shell>) -> Result<Vec<PetitionLine>, Fault> {
    shell.with(|book| book.petitions())
}

#[tauri::command(async)]
pub(super) fn petitions_add(
    shell: State<'_, Shell>,
    text: String,
    member: Option<MemberId>,
    meeting: Option<MeetingId>,
    item: Option<AgendaItemId>,
    wants_reply: bool,
) -> Result<PetitionId, Fault> {
    shell.with(|book| {
        book.petition(&NewPetition {
            text,
            member,
            meeting,
            item,
            wants_reply,
        })
    })
}

#[tauri::command(async)]
pub(super) fn petitions_set(
    shell: State<'_, Shell>,
    id: PetitionId,
    state: PetitionState,
    answer: Option<String>,
) -> Result<(), Fault> {
    shell.with(|book| book.set_petition(id, state, answer.as_deref()))
}
