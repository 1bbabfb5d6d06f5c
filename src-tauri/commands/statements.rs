use sochibo_book::{
    domain::id::{AgendaItemId, MeetingId, MemberId, StatementId},
    statements::NewStatement,
};
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn statements_add(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    item: AgendaItemId,
    member: Option<MemberId>,
    guest: Option<String>,
    text: String,
    draft_slot: Option<String>,
) -> Result<StatementId, Fault> {
    let new = NewStatement {
        item,
        member,
        guest,
        text,
    };
    shell.with(|book| book.say(meeting, &new, draft_slot.as_deref()))
}

#[tauri::command(async)]
pub(super) fn statements_set(
    shell: State<'_, Shell>,
    id: StatementId,
    text: String,
) -> Result<(), Fault> {
    shell.with(|book| book.set_statement(id, &text))
}

#[tauri::command(async)]
pub(super) fn statements_speaker(
    shell: State<'_, Shell>,
    id: StatementId,
    member: Option<MemberId>,
    guest: Option<String>,
) -> Result<(), Fault> {
    shell.with(|book| book.set_speaker(id, member, guest.as_deref()))
}

#[tauri::command(async)]
pub(super) fn statements_move(
    shell: State<'_, Shell>,
    id: StatementId,
    item: AgendaItemId,
    to: Option<u32>,
) -> Result<(), Fault> {
    shell.with(|book| book.move_statement(id, item, to))
}

#[tauri::command(async)]
pub(super) fn statements_split(
    shell: State<'_, Shell>,
    id: StatementId,
    first: String,
    rest: String,
) -> Result<StatementId, Fault> {
    shell.with(|book| book.split_statement(id, &first, &rest))
}

#[tauri::command(async)]
pub(super) fn statements_remove(shell: State<'_, Shell>, id: StatementId) -> Result<(), Fault> {
    shell.with(|book| book.remove_statement(id))
}
