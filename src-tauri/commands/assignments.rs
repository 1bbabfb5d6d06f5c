use sochibo_book::{
    assignments::NewAssignment,
    domain::{
        AssignmentState,
        id::{AgendaItemId, AssignmentId, MeetingId, MemberId},
    },
    view::AssignmentLine,
};
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn assignments_list(shell: State<'_, Shell>) -> Result<Vec<AssignmentLine>, Fault> {
    shell.with(|book| book.assignments())
}

#[tauri::command(async)]
pub(super) fn assignments_add(
    shell: State<'_, Shell>,
    member: MemberId,
    title: String,
    due: Option<String>,
    meeting: Option<MeetingId>,
    item: Option<AgendaItemId>,
) -> Result<AssignmentId, Fault> {
    shell.with(|book| {
        book.assign(&NewAssignment {
            member,
            title,
            due,
            meeting,
            item,
        })
    })
}

#[tauri::command(async)]
pub(super) fn assignments_set(
    shell: State<'_, Shell>,
    id: AssignmentId,
    state: AssignmentState,
    result: Option<String>,
) -> Result<(), Fault> {
    shell.with(|book| book.set_assignment(id, state, result.as_deref()))
}
