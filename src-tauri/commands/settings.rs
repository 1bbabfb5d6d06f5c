use tauri::State;

use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn settings_get(shell: State<'_, Shell>, name: String) -> Result<Option<String>, Fault> {
    shell.with(|book| book.setting(&name))
}

#[tauri::command(async)]
pub(super) fn settings_set(
    shell: State<'_, Shell>,
    name: String,
    value: String,
) -> Result<(), Fault> {
    shell.with(|book| book.set_setting(&name, &value))
}
