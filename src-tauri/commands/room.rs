use sochibo_book::{
    domain::{
        AttendanceStatus, GuestKind,
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
    kind: GuestKind,
) -> Result<GuestId, Fault> {
    shell.with(|book| book.add_guest(meeting, &name, &office, kind))
}

#[tauri::command(async)]
pub(super) fn room_remove_guest(shell: State<'_, Shell>, id: GuestId) -> Result<(), Fault> {
    shell.with(|book| book.remove_guest(id))
}

#[tauri::command(async)]
pub(super) fn room_come_back(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    member: MemberId,
) -> Result<(), Fault> {
    shell.with(|book| book.come_back(meeting, member))
}

#[tauri::command(async)]
pub(super) fn room_uncall(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    member: MemberId,
) -> Result<(), Fault> {
    shell.with(|book| book.uncall(meeting, member))
}

/// Times as the person remembers them: `19:20` on the day of the meeting; empty for none.
#[tauri::command(async)]
pub(super) fn room_times(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    member: MemberId,
    arrived: Option<String>,
    left: Option<String>,
) -> Result<(), Fault> {
    shell.with(|book| {
        let at = |text: Option<String>| text.map(|text| book.time_of(meeting, &text)).transpose();
        let (arrived, left) = (at(arrived)?, at(left)?);
        book.set_times(meeting, member, arrived, left)
    })
}

#[tauri::command(async)]
pub(super) fn room_speakers(
    shell: State<'_, Shell>,
    meeting: MeetingId,
    typed: String,
) -> Result<Vec<Speaker>, Fault> {
    shell.with(|book| book.speakers(meeting, &typed))
}
