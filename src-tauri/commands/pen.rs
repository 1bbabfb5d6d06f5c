//! Who writes the record: this device (the book says), and which of its windows (the shell says).

use serde::Serialize;
use sochibo_book::{domain::id::MeetingId, view::PenView};
use tauri::{AppHandle, Manager, State, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::{Fault, Shell, shell::FOLLOWER};

/// How far the book has come, and whether this window writes.
#[derive(Debug, Serialize)]
pub(super) struct Pulse {
    mark: u64,
    pen: PenView,
    /// Whether this window is the one that writes.
    window: bool,
}

#[tauri::command(async)]
pub(super) fn pen_pulse(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    id: MeetingId,
) -> Result<Pulse, Fault> {
    let writes = shell.writes(window.label());
    let pulse = shell.with(|book| book.pulse(id))?;
    Ok(Pulse {
        mark: pulse.mark,
        pen: pulse.pen,
        window: writes,
    })
}

/// Takes the pen: from the other window, and from another device where one holds it.
#[tauri::command(async)]
pub(super) fn pen_take(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    id: MeetingId,
) -> Result<(), Fault> {
    shell.with(|book| book.take_pen(id))?;
    shell.give_pen(window.label());
    Ok(())
}

/// Opens the window that follows a meeting, for a projector; one that is open comes to the front.
#[tauri::command]
pub(super) async fn pen_follow(app: AppHandle, id: MeetingId) -> Result<(), Fault> {
    if let Some(open) = app.get_webview_window(FOLLOWER) {
        open.set_focus().map_err(Fault::window)?;
        return Ok(());
    }
    let url = WebviewUrl::App(format!("index.html?theo-doi={id}").into());
    let window = WebviewWindowBuilder::new(&app, FOLLOWER, url)
        .title("Sổ Chi bộ – cửa sổ theo dõi")
        .inner_size(1280.0, 720.0)
        .min_inner_size(800.0, 500.0)
        .disable_drag_drop_handler()
        .build()
        .map_err(Fault::window)?;
    let shell_of = app.clone();
    window.on_window_event(move |event| {
        if matches!(event, tauri::WindowEvent::Destroyed) {
            shell_of.state::<Shell>().take_pen_from(FOLLOWER);
        }
    });
    Ok(())
}
