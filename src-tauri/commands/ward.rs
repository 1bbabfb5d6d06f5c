use sochibo_book::{
    view::{OutboxLine, StatusView, Synced},
    ward,
};
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command]
pub(super) async fn ward_enrol(
    shell: State<'_, Shell>,
    server: String,
    code: String,
) -> Result<(), Fault> {
    Ok(ward::enrol(&shell.shared()?, &server, &code).await?)
}

#[tauri::command]
pub(super) async fn ward_sync(shell: State<'_, Shell>) -> Result<Synced, Fault> {
    Ok(ward::sync(&shell.shared()?).await?)
}

#[tauri::command(async)]
pub(super) fn ward_outbox(shell: State<'_, Shell>) -> Result<Vec<OutboxLine>, Fault> {
    shell.with(|book| book.outbox())
}

#[tauri::command(async)]
pub(super) fn ward_status(shell: State<'_, Shell>) -> Result<StatusView, Fault> {
    shell.with(|book| book.status())
}
