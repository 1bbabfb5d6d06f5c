use std::path::PathBuf;

use sochibo_book::{
    usb,
    view::{UsbRead, UsbWritten},
};
use tauri::{AppHandle, State};

use super::files::{self, FileKind};
use crate::{Fault, Shell};

const USB: FileKind = FileKind {
    title: "Tệp trao đổi Sổ Chi bộ",
    extension: usb::USB_EXTENSION,
};

#[tauri::command]
pub(super) async fn usb_write(
    app: AppHandle,
    shell: State<'_, Shell>,
    file: Option<PathBuf>,
) -> Result<Option<UsbWritten>, Fault> {
    let chosen = match file {
        Some(file) => Some(file),
        None => files::to_write(&app, &USB, "Gui phuong.sochibo-usb").await,
    };
    let Some(file) = chosen else {
        return Ok(None);
    };
    Ok(Some(usb::to_file(&shell.shared()?, &file)?))
}

#[tauri::command]
pub(super) async fn usb_read(
    app: AppHandle,
    shell: State<'_, Shell>,
    file: Option<PathBuf>,
) -> Result<Option<UsbRead>, Fault> {
    let chosen = match file {
        Some(file) => Some(file),
        None => files::to_read(&app, &USB).await,
    };
    let Some(file) = chosen else {
        return Ok(None);
    };
    Ok(Some(usb::from_file(&shell.shared()?, &file)?))
}
