use sochibo_book::{
    domain::{
        VoteForm, VoteKind,
        id::{AgendaItemId, VoteId},
        vote::Tally,
    },
    view::VoteLine,
    votes::NewVote,
};
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn votes_add(
    shell: State<'_, Shell>,
    item: AgendaItemId,
    kind: VoteKind,
    subject: Option<String>,
    form: VoteForm,
    tally: Tally,
    reserved: Option<String>,
) -> Result<VoteLine, Fault> {
    shell.with(|book| {
        book.vote(&NewVote {
            item,
            kind,
            subject,
            form,
            tally,
            reserved,
        })
    })
}

#[tauri::command(async)]
pub(super) fn votes_remove(shell: State<'_, Shell>, id: VoteId) -> Result<(), Fault> {
    shell.with(|book| book.remove_vote(id))
}
