use sochibo_book::{
    domain::{
        AttendanceStatus,
        id::{GuestId, MeetingId, MemberId},
    },
    room::Speaker,
};
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command(async)]
pub(super) fn room_attend(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    member: MemberId,
    status: AttendanceStatus,
    reason: Option<String>,
) -> Result<(), Fault> {
    shell.with(|book| book.attend(meeting, member, status, reason.as_deref()))
}

#[tauri::command(async)]
pub(super) fn room_attend_all(shell: State<'_, Shell>, meeting: MeetingId) -> Result<(), Fault> {
    shell.with(|book| book.attend_all(meeting, AttendanceStatus::Present))
}

#[tauri::command(async)]
pub(super) fn room_leave(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    member: MemberId,
) -> Result<(), Fault> {
    shell.with(|book| book.leave(meeting, member))
}

#[tauri::command(async)]
pub(super) fn room_add_guest(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    name: String,
    office: String,
) -> Result<GuestId, Fault> {
    shell.with(|book| book.add_guest(meeting, &name, &office))
}

#[tauri::command(async)]
pub(super) fn room_speakers(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    typed: String,
) -> Result<Vec<Speaker>, Fault> {
    shell.with(|book| book.speakers(meeting, &typed))
}
