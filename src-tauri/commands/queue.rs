use sochibo_book::domain::id::{MeetingId, MemberId, RaisedHandId};
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn queue_raise(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    member: Option<MemberId>,
    guest: Option<String>,
) -> Result<RaisedHandId, Fault> {
    shell.with(|book| book.raise_hand(meeting, member, guest.as_deref()))
}

#[tauri::command(async)]
pub(super) fn queue_lower(shell: State<'_, Shell>, id: RaisedHandId) -> Result<(), Fault> {
    shell.with(|book| book.lower_hand(id))
}

#[tauri::command(async)]
pub(super) fn queue_move(shell: State<'_, Shell>, id: RaisedHandId, to: u32) -> Result<(), Fault> {
    shell.with(|book| book.move_hand(id, to))
}
