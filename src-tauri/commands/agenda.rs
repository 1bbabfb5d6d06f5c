use serde::Deserialize;
use sochibo_book::{
    agenda::{ItemChange, NewItem},
    domain::{
        VoteKind,
        id::{AgendaItemId, MeetingId},
    },
};
use tauri::State;

use super::given;
use crate::{Fault, Shell};

#[derive(Debug, Deserialize)]
pub(super) struct Item {
    title: String,
    minutes: u16,
    presenter: String,
    vote: Option<VoteKind>,
    /// The id of an insertable item of the rule pack, where it is one.
    item: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Change {
    title: Option<String>,
    minutes: Option<u16>,
    presenter: Option<String>,
    #[serde(default, deserialize_with = "given")]
    vote: Option<Option<VoteKind>>,
}

#[tauri::command(async)]
pub(super) fn agenda_add(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    item: Item,
    after: u32,
) -> Result<AgendaItemId, Fault> {
    let Item {
        title,
        minutes,
        presenter,
        vote,
        item,
    } = item;
    let new = NewItem {
        title,
        minutes,
        presenter,
        vote,
        item,
    };
    shell.with(|book| book.add_item(meeting, &new, after))
}

#[tauri::command(async)]
pub(super) fn agenda_set(
    shell: State<'_, Shell>,
    id: AgendaItemId,
    change: Change,
) -> Result<(), Fault> {
    let Change {
        title,
        minutes,
        presenter,
        vote,
    } = change;
    shell.with(|book| {
        book.set_item(
            id,
            &ItemChange {
                title,
                minutes,
                presenter,
                vote,
            },
        )
    })
}

#[tauri::command(async)]
pub(super) fn agenda_move(shell: State<'_, Shell>, id: AgendaItemId, to: u32) -> Result<(), Fault> {
    shell.with(|book| book.move_item(id, to))
}

#[tauri::command(async)]
pub(super) fn agenda_remove(shell: State<'_, Shell>, id: AgendaItemId) -> Result<(), Fault> {
    shell.with(|book| book.remove_item(id))
}

#[tauri::command(async)]
pub(super) fn agenda_open(shell: State<'_, Shell>, id: AgendaItemId) -> Result<(), Fault> {
    shell.with(|book| book.open_item(id))
}

#[tauri::command(async)]
pub(super) fn agenda_conclude(
    shell: State<'_, Shell>,
    id: AgendaItemId,
    text: String,
) -> Result<(), Fault> {
    shell.with(|book| book.conclude(id, &text))
}
