use sochibo_book::{
    conflicts::Settlement,
    domain::Meeting,
    view::{
        ConflictView, LateChange, OutboxLine, Sending, SettledView, StatusView, SyncActivity,
        SyncHabit, Synced, WaitingRemovals,
    },
    ward,
};
use tauri::{AppHandle, State};

use crate::{Fault, Shell, background::Background};

#[tauri::command]
pub(super) async fn ward_enrol(
    shell: State<'_, Shell>,
    server: String,
    code: String,
) -> Result<(), Fault> {
    Ok(ward::enrol(&shell.shared()?, &server, &code).await?)
}

/// Exchanges now, and answers what came of it; the window hears meanwhile how far it is.
#[tauri::command]
pub(super) async fn ward_sync(
    app: AppHandle,
    shell: State<'_, Shell>,
    background: State<'_, Background>,
) -> Result<Synced, Fault> {
    Ok(background.exchange(&app, &shell.shared()?).await?)
}

#[tauri::command(async)]
pub(super) fn ward_outbox(shell: State<'_, Shell>) -> Result<Vec<OutboxLine>, Fault> {
    shell.with(|book| book.outbox())
}

/// What was sent when, with the ward's receipts.
#[tauri::command(async)]
pub(super) fn ward_sendings(shell: State<'_, Shell>) -> Result<Vec<Sending>, Fault> {
    shell.with(|book| book.sendings())
}

#[tauri::command(async)]
pub(super) fn ward_status(shell: State<'_, Shell>) -> Result<StatusView, Fault> {
    shell.with(|book| book.status())
}

#[tauri::command(async)]
pub(super) fn ward_sync_start(
    shell: State<'_, Shell>,
    background: State<'_, Background>,
) -> Result<(), Fault> {
    shell.with(|book| {
        let habit = book.sync_habit()?;
        book.set_sync_habit(SyncHabit {
            paused: false,
            ..habit
        })
    })?;
    background.start();
    Ok(())
}

#[tauri::command(async)]
pub(super) fn ward_sync_pause(
    shell: State<'_, Shell>,
    background: State<'_, Background>,
) -> Result<(), Fault> {
    background.stop();
    shell.with(|book| {
        let habit = book.sync_habit()?;
        book.set_sync_habit(SyncHabit {
            paused: true,
            ..habit
        })
    })
}

#[tauri::command(async)]
pub(super) fn ward_sync_state(
    shell: State<'_, Shell>,
    background: State<'_, Background>,
) -> Result<SyncActivity, Fault> {
    let (habit, used) = shell.with(|book| Ok((book.sync_habit()?, book.data_used()?)))?;
    Ok(SyncActivity {
        habit,
        used,
        ..background.activity()
    })
}

#[tauri::command(async)]
pub(super) fn ward_sync_habit(
    shell: State<'_, Shell>,
    background: State<'_, Background>,
    habit: SyncHabit,
) -> Result<(), Fault> {
    shell.with(|book| book.set_sync_habit(habit))?;
    background.hasten();
    Ok(())
}

#[tauri::command(async)]
pub(super) fn ward_conflicts(shell: State<'_, Shell>) -> Result<Vec<ConflictView>, Fault> {
    shell.with(|book| book.conflicts())
}

/// One of the two, or a text that joins both.
#[tauri::command(async)]
pub(super) fn ward_settle(
    shell: State<'_, Shell>,
    id: String,
    choice: Option<usize>,
    text: Option<String>,
) -> Result<(), Fault> {
    let how = match (choice, text) {
        (_, Some(text)) => Settlement::Combine(text),
        (choice, None) => Settlement::Choose(choice.unwrap_or(0)),
    };
    shell.with(|book| book.settle_conflict(&id, &how))
}

/// What was settled on this device and can be taken back.
#[tauri::command(async)]
pub(super) fn ward_settled(shell: State<'_, Shell>) -> Result<Vec<SettledView>, Fault> {
    shell.with(|book| book.settled_conflicts())
}

#[tauri::command(async)]
pub(super) fn ward_reopen(shell: State<'_, Shell>, id: String) -> Result<(), Fault> {
    shell.with(|book| book.reopen_conflict(&id))
}

#[tauri::command(async)]
pub(super) fn ward_late_changes(shell: State<'_, Shell>) -> Result<Vec<LateChange>, Fault> {
    shell.with(|book| book.late_changes())
}

#[tauri::command(async)]
pub(super) fn ward_keep_adopted(shell: State<'_, Shell>, meeting: String) -> Result<(), Fault> {
    shell.with(|book| {
        let meeting = book.resolve::<Meeting>(&meeting)?;
        book.keep_adopted(meeting)
    })
}

#[tauri::command(async)]
pub(super) fn ward_waiting_removals(
    shell: State<'_, Shell>,
) -> Result<Option<WaitingRemovals>, Fault> {
    shell.with(|book| book.waiting_removals())
}

#[tauri::command(async)]
pub(super) fn ward_decide_removals(shell: State<'_, Shell>, accept: bool) -> Result<usize, Fault> {
    shell.with(|book| match accept {
        true => book.accept_removals(),
        false => book.refuse_removals(),
    })
}
