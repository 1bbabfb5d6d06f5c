use sochibo_book::view::{AuditLine, QuarantineLine};
use tauri::State;

use crate::{Fault, Shell};

/// How many lines the screen shows; `scb audit` has them all.
const SHOWN: usize = 200;

#[tauri::command(async)]
pub(super) fn audit_list(shell: State<'_, Shell>) -> Result<Vec<AuditLine>, Fault> {
    shell.with(|book| {
        let mut lines = book.audit(None)?;
        lines.truncate(SHOWN);
        Ok(lines)
    })
}

#[tauri::command(async)]
pub(super) fn audit_quarantine(shell: State<'_, Shell>) -> Result<Vec<QuarantineLine>, Fault> {
    shell.with(|book| book.quarantine())
}

/// The person answers for what was last refused for the mark of a state secret.
#[tauri::command(async)]
pub(super) fn audit_declare_not_secret(shell: State<'_, Shell>) -> Result<usize, Fault> {
    shell.with(|book| Ok(book.declare_not_secret()))
}
