use serde::Deserialize;
use sochibo_book::{
    domain::{
        VoteForm, VoteKind,
        id::{AgendaItemId, VoteId},
        vote::Tally,
    },
    view::{HistoryLine, VoteLine},
    votes::{NewVote, VoteChange},
};
use tauri::State;

use crate::{Fault, Shell};

/// A count as the form gives it; an empty text means none.
#[derive(Debug, Deserialize)]
pub(super) struct Counted {
    kind: VoteKind,
    subject: String,
    form: VoteForm,
    tally: Tally,
    reserved: String,
    handbook: Option<Tally>,
}

#[tauri::command(async)]
pub(super) fn votes_add(
    shell: State<'_, Shell>,
    item: AgendaItemId,
    counted: Counted,
) -> Result<VoteLine, Fault> {
    shell.with(|book| {
        book.vote(&NewVote {
            item,
            kind: counted.kind,
            subject: Some(counted.subject),
            form: counted.form,
            tally: counted.tally,
            reserved: Some(counted.reserved),
            handbook: counted.handbook,
        })
    })
}

#[tauri::command(async)]
pub(super) fn votes_correct(
    shell: State<'_, Shell>,
    id: VoteId,
    counted: Counted,
) -> Result<VoteLine, Fault> {
    let change = VoteChange {
        kind: Some(counted.kind),
        subject: Some(counted.subject),
        form: Some(counted.form),
        tally: Some(counted.tally),
        reserved: Some(counted.reserved),
        handbook: Some(counted.handbook),
    };
    shell.with(|book| book.correct_vote(id, &change))
}

#[tauri::command(async)]
pub(super) fn votes_history(
    shell: State<'_, Shell>,
    id: VoteId,
) -> Result<Vec<HistoryLine>, Fault> {
    shell.with(|book| book.history(id.0))
}

#[tauri::command(async)]
pub(super) fn votes_remove(shell: State<'_, Shell>, id: VoteId) -> Result<(), Fault> {
    shell.with(|book| book.remove_vote(id))
}
