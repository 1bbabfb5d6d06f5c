use sochibo_book::{
    domain::{
        ResolutionPart,
        date::parse_day,
        id::{MeetingId, MemberId},
    },
    preparation::Mark,
    view::{CarriedView, PrepareView, ResolutionView},
};
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn prepare_show(shell: State<'_, Shell>, id: MeetingId) -> Result<PrepareView, Fault> {
    shell.with(|book| book.preparing(id))
}

#[tauri::command(async)]
pub(super) fn prepare_mark(
    shell: State<'_, Shell>,
    id: MeetingId,
    step: String,
    done: bool,
    by: Option<MemberId>,
    on: Option<String>,
) -> Result<(), Fault> {
    shell.with(|book| {
        let on = on.as_deref().map(parse_day).transpose()?;
        book.mark_step(id, &step, &Mark { done, by, on })
    })
}

#[tauri::command(async)]
pub(super) fn prepare_leave_out(
    shell: State<'_, Shell>,
    id: MeetingId,
    key: String,
) -> Result<CarriedView, Fault> {
    shell.with(|book| {
        book.leave_out(id, &key)?;
        book.carried(id)
    })
}

#[tauri::command(async)]
pub(super) fn prepare_bring_back(
    shell: State<'_, Shell>,
    id: MeetingId,
    key: String,
) -> Result<CarriedView, Fault> {
    shell.with(|book| {
        book.bring_back(id, &key)?;
        book.carried(id)
    })
}

#[tauri::command(async)]
pub(super) fn prepare_resolution(
    shell: State<'_, Shell>,
    id: MeetingId,
    part: ResolutionPart,
    lines: Vec<String>,
) -> Result<ResolutionView, Fault> {
    shell.with(|book| {
        book.set_resolution(id, part, &lines)?;
        book.resolution(id)
    })
}
