use serde::Deserialize;
use sochibo_book::{
    criticism::NewCriticism,
    domain::{
        CriticismKind, Visibility,
        id::{CriticismId, MeetingId, MemberId},
    },
    view::CriticismLine,
};
use tauri::State;

use crate::{Fault, Shell};

#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    member: MemberId,
    kind: CriticismKind,
    text: String,
    by: Option<MemberId>,
    visibility: Visibility,
    accepted: Option<bool>,
    remedy: Option<String>,
    due: Option<String>,
}

#[tauri::command(async)]
pub(super) fn criticism_list(
    shell: State<'_, Shell>,
    meeting: MeetingId,
) -> Result<Vec<CriticismLine>, Fault> {
    shell.with(|book| book.criticism(Some(meeting)))
}

#[tauri::command(async)]
pub(super) fn criticism_add(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    entry: Entry,
) -> Result<CriticismId, Fault> {
    let Entry {
        member,
        kind,
        text,
        by,
        visibility,
        accepted,
        remedy,
        due,
    } = entry;
    let new = NewCriticism {
        member,
        kind,
        text,
        by,
        visibility,
        accepted,
        remedy,
        due,
    };
    shell.with(|book| book.add_criticism(meeting, &new))
}

#[tauri::command(async)]
pub(super) fn criticism_remove(shell: State<'_, Shell>, id: CriticismId) -> Result<(), Fault> {
    shell.with(|book| book.remove_criticism(id))
}
