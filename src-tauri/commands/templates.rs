use sochibo_book::{
    domain::{
        MeetingKind, Month,
        id::{MeetingId, OwnTemplateId},
    },
    view::{InsertLine, TemplateLine},
};
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn templates_list(shell: State<'_, Shell>) -> Result<Vec<TemplateLine>, Fault> {
    shell.with(|book| book.templates())
}

#[tauri::command(async)]
pub(super) fn templates_starts(
    shell: State<'_, Shell>,
    kind: MeetingKind,
    month: Month,
) -> Result<Vec<TemplateLine>, Fault> {
    shell.with(|book| book.starts(kind, month))
}

#[tauri::command(async)]
pub(super) fn templates_insertables(
    shell: State<'_, Shell>,
    meeting: MeetingId,
) -> Result<Vec<InsertLine>, Fault> {
    shell.with(|book| book.insertables(meeting))
}

#[tauri::command(async)]
pub(super) fn templates_save(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    name: String,
) -> Result<OwnTemplateId, Fault> {
    shell.with(|book| book.save_template(meeting, &name))
}

#[tauri::command(async)]
pub(super) fn templates_rename(
    shell: State<'_, Shell>,
    id: OwnTemplateId,
    name: String,
) -> Result<(), Fault> {
    shell.with(|book| book.rename_template(id, &name))
}

#[tauri::command(async)]
pub(super) fn templates_remove(shell: State<'_, Shell>, id: OwnTemplateId) -> Result<(), Fault> {
    shell.with(|book| book.remove_template(id))
}

#[tauri::command(async)]
pub(super) fn templates_restore(shell: State<'_, Shell>, id: OwnTemplateId) -> Result<(), Fault> {
    shell.with(|book| book.restore_template(id))
}
