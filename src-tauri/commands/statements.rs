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
pub(super) fn statements_remove(shell: State<'_, Shell>, id: StatementId) -> Result<(), Fault> {
    shell.with(|book| book.remove_statement(id))
}
