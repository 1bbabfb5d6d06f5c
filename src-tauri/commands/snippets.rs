use sochibo_book::{domain::id::SnippetId, view::SnippetLine};
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn snippets_list(shell: State<'_, Shell>) -> Result<Vec<SnippetLine>, Fault> {
    shell.with(|book| book.snippets())
}

#[tauri::command(async)]
pub(super) fn snippets_set(
    shell: State<'_, Shell>,
    short: String,
    text: String,
) -> Result<SnippetId, Fault> {
    shell.with(|book| book.set_snippet(&short, &text))
}

#[tauri::command(async)]
pub(super) fn snippets_remove(shell: State<'_, Shell>, id: SnippetId) -> Result<(), Fault> {
    shell.with(|book| book.remove_snippet(id))
}
