use std::path::PathBuf;

use sochibo_book::{
    Book, SystemClock,
    backup::{RestoreKey, backup_now},
    view::{BackupFile, BackupView},
};
use tauri::{AppHandle, Emitter, State};

use super::files::{self, FileKind};
use crate::{Fault, Shell};

const BACKUP: FileKind = FileKind {
    title: "Bản sao lưu Sổ Chi bộ",
    extension: "sochibo-sao-luu",
};

/// The event that tells the window how far a backup or its way back has come, as a percentage.
const PROGRESS: &str = "backup-progress";

/// Tells the window of every whole percent, once.
fn told(app: &AppHandle) -> impl FnMut(u64, u64) {
    let app = app.clone();
    let mut last = None;
    move |done, total| {
        let percent = done.saturating_mul(100) / total.max(1);
        if last.replace(percent) != Some(percent) {
            // A window that has gone needs no news.
            let _ = app.emit(PROGRESS, percent);
        }
    }
}

#[tauri::command(async)]
pub(super) fn backup_status(shell: State<'_, Shell>) -> Result<BackupView, Fault> {
    shell.with(|book| book.backups())
}

/// The next of the automatic backups, now. The book is free meanwhile.
#[tauri::command(async)]
pub(super) fn backup_make(app: AppHandle, shell: State<'_, Shell>) -> Result<BackupView, Fault> {
    backup_now(&shell.shared()?, &mut told(&app))?;
    shell.with(|book| book.backups())
}

/// A backup into a file of the person's choice; `None` when the person cancels.
#[tauri::command]
pub(super) async fn backup_save(
    app: AppHandle,
    shell: State<'_, Shell>,
    file: Option<PathBuf>,
) -> Result<Option<BackupFile>, Fault> {
    let chosen = match file {
        Some(file) => Some(file),
        None => files::to_write(&app, &BACKUP, "So chi bo.sochibo-sao-luu").await,
    };
    let Some(file) = chosen else {
        return Ok(None);
    };
    let job = shell.with(|book| book.backup_to(&file))?;
    let done = tokio::task::spawn_blocking(move || job.run(&mut told(&app)))
        .await
        .map_err(|_| Fault::locked())??;
    shell.with(|book| {
        book.note_backup();
        book.backed_up(&done)?;
        Ok(book.backups()?.last)
    })
}

#[tauri::command(async)]
pub(super) fn backup_set(
    shell: State<'_, Shell>,
    folder: String,
    keep: usize,
    auto: bool,
) -> Result<BackupView, Fault> {
    shell.with(|book| {
        book.set_backups(&folder, keep, auto)?;
        book.backups()
    })
}

/// The folder that the person picks; `None` when cancelled.
#[tauri::command]
pub(super) async fn backup_pick_folder(app: AppHandle) -> Result<Option<String>, Fault> {
    let folder = files::folder(&app).await;
    Ok(folder.map(|path| path.display().to_string()))
}

/// The backup file that the person picks; `None` when cancelled.
#[tauri::command]
pub(super) async fn backup_pick_file(app: AppHandle) -> Result<Option<String>, Fault> {
    let file = files::to_read(&app, &BACKUP).await;
    Ok(file.map(|path| path.display().to_string()))
}

/// Makes this machine's book of a backup. Only where there is none yet.
#[tauri::command(async)]
pub(super) fn backup_restore(
    app: AppHandle,
    shell: State<'_, Shell>,
    file: PathBuf,
    key: String,
    by_code: bool,
) -> Result<(), Fault> {
    let key = if by_code {
        RestoreKey::RecoveryCode(&key)
    } else {
        RestoreKey::Passphrase(&key)
    };
    shell.keep(Book::restore_watched(
        &file,
        shell.path(),
        &key,
        Box::new(SystemClock),
        &mut told(&app),
    )?);
    Ok(())
}
