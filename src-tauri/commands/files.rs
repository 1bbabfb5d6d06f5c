//! Asking the person for a file. Only the dialog's asynchronous calls: its blocking ones can
//! stop the window for good.

use std::path::PathBuf;

use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;

/// A kind of file, as the dialog names it.
pub(super) struct FileKind {
    pub(super) title: &'static str,
    pub(super) extension: &'static str,
}

/// The file to read; `None` when the person cancels.
pub(super) async fn to_read(app: &AppHandle, kind: &FileKind) -> Option<PathBuf> {
    let (answer, chosen) = oneshot::channel();
    app.dialog()
        .file()
        .add_filter(kind.title, &[kind.extension])
        .pick_file(move |path| {
            // The receiver waits below for as long as the dialog is open.
            let _ = answer.send(path);
        });
    local(chosen.await.ok().flatten())
}

/// The file to write; `None` when the person cancels.
pub(super) async fn to_write(app: &AppHandle, kind: &FileKind, name: &str) -> Option<PathBuf> {
    let (answer, chosen) = oneshot::channel();
    app.dialog()
        .file()
        .add_filter(kind.title, &[kind.extension])
        .set_file_name(name)
        .save_file(move |path| {
            let _ = answer.send(path);
        });
    local(chosen.await.ok().flatten())
}

/// A folder; `None` when the person cancels.
pub(super) async fn folder(app: &AppHandle) -> Option<PathBuf> {
    let (answer, chosen) = oneshot::channel();
    app.dialog().file().pick_folder(move |path| {
        let _ = answer.send(path);
    });
    local(chosen.await.ok().flatten())
}

fn local(path: Option<FilePath>) -> Option<PathBuf> {
    path.and_then(|path| path.into_path().ok())
}
