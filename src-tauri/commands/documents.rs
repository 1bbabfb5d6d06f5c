use sochibo_book::{
    domain::id::{MeetingId, WardDocumentId},
    view::{DocumentLine, DocumentView},
};
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn documents_list(shell: State<'_, Shell>) -> Result<Vec<DocumentLine>, Fault> {
    shell.with(|book| book.documents())
}

#[tauri::command(async)]
pub(super) fn documents_show(
    shell: State<'_, Shell>,
    id: WardDocumentId,
) -> Result<DocumentView, Fault> {
    shell.with(|book| book.ward_document(id))
}

#[tauri::command(async)]
pub(super) fn documents_read(
    shell: State<'_, Shell>,
    id: WardDocumentId,
    read: bool,
) -> Result<(), Fault> {
    shell.with(|book| book.read_document(id, read))
}

#[tauri::command(async)]
pub(super) fn documents_put(
    shell: State<'_, Shell>,
    id: WardDocumentId,
) -> Result<MeetingId, Fault> {
    shell.with(|book| book.put_document(id, None))
}

#[tauri::command(async)]
pub(super) fn documents_take_out(
    shell: State<'_, Shell>,
    id: WardDocumentId,
) -> Result<MeetingId, Fault> {
    shell.with(|book| book.take_document_out(id, None))
}
