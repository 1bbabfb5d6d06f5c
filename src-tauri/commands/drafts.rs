use sochibo_book::view::DraftView;
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn drafts_save(
    shell: State<'_, Shell>,
    slot: String,
    value: String,
) -> Result<DraftView, Fault> {
    shell.with(|book| book.save_draft(&slot, &value))
}

#[tauri::command(async)]
pub(super) fn drafts_list(
    shell: State<'_, Shell>,
    prefix: String,
) -> Result<Vec<DraftView>, Fault> {
    shell.with(|book| book.drafts(&prefix))
}

#[tauri::command(async)]
pub(super) fn drafts_drop(shell: State<'_, Shell>, slot: String) -> Result<(), Fault> {
    shell.with(|book| book.drop_draft(&slot))
}
