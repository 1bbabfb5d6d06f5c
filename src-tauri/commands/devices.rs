use sochibo_book::{
    SystemClock,
    devices::{Admission, join, recover, requests},
    domain::{DeviceRole, id::MemberId},
    view::{DevicesView, JoiningView},
};
use tauri::State;

use crate::{Fault, Shell};

#[tauri::command]
pub(super) async fn devices_list(shell: State<'_, Shell>) -> Result<DevicesView, Fault> {
    Ok(requests::devices(&shell.shared()?).await?)
}

#[tauri::command(async)]
pub(super) fn devices_approve(
    shell: State<'_, Shell>,
    id: String,
    name: String,
    role: DeviceRole,
    holder: Option<MemberId>,
    number: Option<String>,
) -> Result<(), Fault> {
    let admission = Admission {
        name,
        role,
        holder,
        number,
    };
    shell.with(|book| {
        let device = book.resolve_device(&id)?;
        book.approve_device(device, &admission)
    })
}

#[tauri::command]
pub(super) async fn devices_refuse(shell: State<'_, Shell>, id: String) -> Result<(), Fault> {
    let device = shell.with(|book| book.resolve_device(&id))?;
    Ok(requests::refuse(&shell.shared()?, device).await?)
}

#[tauri::command(async)]
pub(super) fn devices_revoke(shell: State<'_, Shell>, id: String) -> Result<(), Fault> {
    shell.with(|book| {
        let device = book.resolve_device(&id)?;
        book.revoke_device(device)
    })
}

#[tauri::command(async)]
pub(super) fn devices_name(
    shell: State<'_, Shell>,
    id: String,
    name: String,
    holder: Option<MemberId>,
) -> Result<(), Fault> {
    shell.with(|book| {
        let device = book.resolve_device(&id)?;
        book.name_device(device, &name, holder)
    })
}

#[tauri::command]
pub(super) async fn devices_join(
    shell: State<'_, Shell>,
    passphrase: String,
    server: String,
    code: String,
) -> Result<(), Fault> {
    let clock = Box::new(SystemClock);
    let book = join::begin(shell.path(), &passphrase, &server, &code, clock).await?;
    shell.keep(book);
    Ok(())
}

#[tauri::command]
pub(super) async fn devices_recover(
    shell: State<'_, Shell>,
    passphrase: String,
    server: String,
    code: String,
    recovery: String,
) -> Result<(), Fault> {
    let clock = Box::new(SystemClock);
    let path = shell.path();
    let book = recover::begin(path, &passphrase, &server, &code, &recovery, clock).await?;
    shell.keep(book);
    Ok(())
}

/// How this device stands that joins; asks nobody.
#[tauri::command(async)]
pub(super) fn devices_joining(shell: State<'_, Shell>) -> Result<JoiningView, Fault> {
    shell.with(|book| book.joining_view())
}

/// Takes the next step of joining.
#[tauri::command]
pub(super) async fn devices_advance(shell: State<'_, Shell>) -> Result<JoiningView, Fault> {
    Ok(join::advance(&shell.shared()?).await?)
}

#[tauri::command(async)]
pub(super) fn devices_matches(shell: State<'_, Shell>) -> Result<(), Fault> {
    shell.with(|book| join::matches(book, None))
}

#[tauri::command(async)]
pub(super) fn devices_stop(shell: State<'_, Shell>) -> Result<(), Fault> {
    shell.with(|book| {
        book.stop_taking();
        Ok(())
    })
}
