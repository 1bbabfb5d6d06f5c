use serde::Deserialize;
use sochibo_book::{
    assignments::{AssignmentChange, NewAssignment},
    domain::{
        AssignmentState,
        id::{AgendaItemId, AssignmentId, MeetingId, MemberId},
    },
    view::AssignmentLine,
};
use tauri::State;

use super::given;
use crate::{Fault, Shell};

#[derive(Debug, Deserialize)]
pub(super) struct Change {
    member: Option<MemberId>,
    title: Option<String>,
    #[serde(default, deserialize_with = "given")]
    due: Option<Option<String>>,
}

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

#[tauri::command(async)]
pub(super) fn assignments_mend(
    shell: State<'_, Shell>,
    id: AssignmentId,
    change: Change,
) -> Result<(), Fault> {
    let Change { member, title, due } = change;
    shell.with(|book| book.mend_assignment(id, &AssignmentChange { member, title, due }))
}
