use std::fs;

use sochibo_book::{
    Book, NewCell, PassphraseView, SystemClock,
    domain::{Cell, CellType},
    judge_passphrase,
    view::{BookState, DoctorView, FrameView, HitLine, TodayView},
};
use tauri::{AppHandle, State};

use super::files::{self, FileKind};
use crate::{Fault, Shell, background::Background};

/// How many hits the palette shows.
const HITS: usize = 20;

#[tauri::command(async)]
pub(super) fn book_state(shell: State<'_, Shell>) -> BookState {
    if shell.is_open() {
        let path = shell.path().display().to_string();
        match shell.with(|book| book.is_joining()) {
            Ok(true) => BookState::Joining { path },
            _ => BookState::Open { path },
        }
    } else {
        Book::state(shell.path())
    }
}

#[tauri::command(async)]
pub(super) fn book_create(
    shell: State<'_, Shell>,
    name: String,
    cell_type: CellType,
    ward: String,
    place: String,
    has_committee: bool,
    passphrase: String,
) -> Result<String, Fault> {
    let cell = NewCell {
        name,
        cell_type,
        ward,
        place,
        has_committee,
    };
    let (book, recovery) = Book::create(shell.path(), &passphrase, cell, Box::new(SystemClock))?;
    shell.keep(book);
    Ok(recovery)
}

#[tauri::command(async)]
pub(super) fn book_unlock(shell: State<'_, Shell>, passphrase: String) -> Result<(), Fault> {
    // A second window of this program would be refused by its own lock.
    if !shell.is_open() {
        shell.keep(Book::open(
            shell.path(),
            &passphrase,
            Box::new(SystemClock),
        )?);
    }
    Ok(())
}

#[tauri::command(async)]
pub(super) fn book_recover(
    shell: State<'_, Shell>,
    code: String,
    passphrase: String,
) -> Result<(), Fault> {
    shell.keep(Book::recover(
        shell.path(),
        &code,
        &passphrase,
        Box::new(SystemClock),
    )?);
    Ok(())
}

#[tauri::command(async)]
pub(super) fn book_change_passphrase(
    shell: State<'_, Shell>,
    old: String,
    new: String,
) -> Result<(), Fault> {
    shell.with(|book| book.change_passphrase(&old, &new))
}

/// How a passphrase would do. Before there is a book, `names` are those that it will have.
#[tauri::command(async)]
pub(super) fn book_judge_passphrase(
    shell: State<'_, Shell>,
    typed: String,
    names: Vec<String>,
) -> Result<PassphraseView, Fault> {
    if shell.is_open() {
        return shell.with(|book| book.judge_passphrase(&typed));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Ok(judge_passphrase(&typed, &names))
}

#[tauri::command(async)]
pub(super) fn book_new_recovery(
    shell: State<'_, Shell>,
    passphrase: String,
) -> Result<String, Fault> {
    shell.with(|book| book.begin_recovery_code(&passphrase))
}

#[tauri::command(async)]
pub(super) fn book_recovery_waits(shell: State<'_, Shell>) -> Result<bool, Fault> {
    shell.with(|book| book.recovery_code_waits())
}

#[tauri::command(async)]
pub(super) fn book_show_recovery(
    shell: State<'_, Shell>,
    passphrase: String,
) -> Result<String, Fault> {
    shell.with(|book| book.show_recovery_code(&passphrase))
}

#[tauri::command(async)]
pub(super) fn book_keep_recovery(shell: State<'_, Shell>) -> Result<(), Fault> {
    shell.with(|book| book.keep_recovery_code())
}

/// The recovery sheet goes to the printer, which is the window's own to drive.
#[tauri::command(async)]
pub(super) fn book_print_recovery(shell: State<'_, Shell>) -> Result<(), Fault> {
    shell.with(|book| {
        book.note_recovery_printed();
        Ok(())
    })
}

#[tauri::command(async)]
pub(super) fn book_lock(shell: State<'_, Shell>, background: State<'_, Background>) {
    // An exchange under way would hold the book open behind the lock.
    background.stop();
    shell.back_up(true);
    shell.close();
}

#[tauri::command]
pub(super) async fn book_save_recovery(
    app: AppHandle,
    code: String,
) -> Result<Option<String>, Fault> {
    let kind = FileKind {
        title: "Văn bản",
        extension: "txt",
    };
    let Some(path) = files::to_write(&app, &kind, "Ma khoi phuc So Chi bo.txt").await else {
        return Ok(None);
    };
    let sheet = format!(
        "SỔ CHI BỘ — MÃ KHÔI PHỤC\r\n\r\n{code}\r\n\r\nIn tờ này ra, cất nơi an toàn, rồi xóa tệp.\r\nAi có mã này và tệp sổ thì mở được sổ.\r\n"
    );
    fs::write(&path, sheet).map_err(|why| Fault::file(&path, why))?;
    Ok(Some(path.display().to_string()))
}

#[tauri::command(async)]
pub(super) fn book_frame(shell: State<'_, Shell>) -> Result<FrameView, Fault> {
    shell.with(|book| book.frame())
}

#[tauri::command(async)]
pub(super) fn book_today(shell: State<'_, Shell>) -> Result<TodayView, Fault> {
    let today = shell.with(|book| book.today());
    // The day's first look at the book is when the day's backup is due.
    shell.back_up_beside(false);
    today
}

#[tauri::command(async)]
pub(super) fn book_cell(shell: State<'_, Shell>) -> Result<Cell, Fault> {
    shell.with(|book| book.cell())
}

#[tauri::command(async)]
pub(super) fn book_set_cell(shell: State<'_, Shell>, cell: Cell) -> Result<(), Fault> {
    shell.with(|book| book.set_cell(&cell))
}

#[tauri::command(async)]
pub(super) fn book_search(shell: State<'_, Shell>, words: String) -> Result<Vec<HitLine>, Fault> {
    shell.with(|book| book.search(&words, HITS))
}

#[tauri::command(async)]
pub(super) fn book_doctor(shell: State<'_, Shell>) -> Result<DoctorView, Fault> {
    shell.with(|book| book.doctor(false))
}

/// Builds anew what is derived from the operations; deletes none of them.
#[tauri::command(async)]
pub(super) fn book_repair(shell: State<'_, Shell>) -> Result<DoctorView, Fault> {
    shell.with(|book| book.repair())
}
