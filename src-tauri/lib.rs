//! The desktop shell: a face of `sochibo-book`, and nothing more. Each command in [`commands`]
//! takes the open book for a moment, calls one method of it, and hands back plain data or a
//! [`Fault`]. No rule, no SQL and no text of a screen lives here.

mod background;
mod commands;
mod fault;
mod metered;
mod shell;
mod sleep;

pub use fault::Fault;
pub use shell::Shell;

use std::process::ExitCode;

use tauri::Manager;
use tracing_subscriber::EnvFilter;

/// Opens the window and stays until it is closed.
#[must_use]
pub fn run() -> ExitCode {
    // To the console only, and never a text, a name or a key: see `docs/security.md`.
    let filter = EnvFilter::try_from_env("SOCHIBO_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let background = background::Background::default();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(Shell::default())
        .manage(background.clone())
        .setup(|app| {
            sleep::watch(app.handle().clone());
            tauri::async_runtime::spawn(background.run(app.handle().clone()));
            Ok(())
        })
        .invoke_handler(commands::handler())
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            app.run(|app, event| {
                // The last chance for a backup of what was written since.
                if matches!(event, tauri::RunEvent::Exit) {
                    let shell = app.state::<Shell>();
                    shell.back_up(true);
                    shell.close();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}
