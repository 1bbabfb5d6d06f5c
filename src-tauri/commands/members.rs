use std::{fs, path::PathBuf};

use sochibo_book::{
    Book,
    domain::{Member, id::MemberId, roster::Import},
    view::MemberLine,
};
use tauri::{AppHandle, State};

use super::files::{self, FileKind};
use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn members_list(shell: State<'_, Shell>) -> Result<Vec<MemberLine>, Fault> {
    shell.with(|book| book.members())
}

#[tauri::command(async)]
pub(super) fn members_add(shell: State<'_, Shell>, member: Member) -> Result<MemberId, Fault> {
    shell.with(|book| book.add_member(&member))
}

#[tauri::command(async)]
pub(super) fn members_set(
    shell: State<'_, Shell>,
    id: MemberId,
    member: Member,
) -> Result<(), Fault> {
    shell.with(|book| book.set_member(id, &member))
}

#[tauri::command(async)]
pub(super) fn members_remove(shell: State<'_, Shell>, id: MemberId) -> Result<(), Fault> {
    shell.with(|book| book.remove_member(id))
}

#[tauri::command]
pub(super) async fn members_read_csv(
    app: AppHandle,
    file: Option<PathBuf>,
) -> Result<Option<Import>, Fault> {
    let kind = FileKind {
        title: "Danh sách CSV",
        extension: "csv",
    };
    let chosen = match file {
        Some(file) => Some(file),
        None => files::to_read(&app, &kind).await,
    };
    let Some(path) = chosen else {
        return Ok(None);
    };
    let bytes = fs::read(&path).map_err(|why| Fault::file(&path, why))?;
    Ok(Some(Book::read_roster(&bytes)?))
}

#[tauri::command(async)]
pub(super) fn members_keep(shell: State<'_, Shell>, taken: Vec<Member>) -> Result<usize, Fault> {
    shell.with(|book| book.keep_roster(&taken))
}
