use serde::Deserialize;
use sochibo_book::{
    BookError,
    domain::{
        MeetingKind, Month,
        date::parse_day,
        id::{MeetingId, MemberId},
        rules::Missing4c,
        score::OfficialRating,
    },
    meetings::{MeetingChange, NewMeeting},
    paper::{PaperOrder, format_of},
    view::{
        Adopted, Comparison, FlawLine, MeetingLine, MeetingMade, MeetingView, Preview, SavedPaper,
        Undone,
    },
};
use tauri::{AppHandle, State};

use super::{
    files::{self, FileKind},
    given,
};
use crate::{Fault, Shell, background::Background};

#[derive(Debug, Deserialize)]
pub(super) struct Change {
    #[serde(default, deserialize_with = "given")]
    planned_at: Option<Option<String>>,
    place: Option<String>,
    #[serde(default, deserialize_with = "given")]
    topic: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    chair: Option<Option<MemberId>>,
    #[serde(default, deserialize_with = "given")]
    scribe: Option<Option<MemberId>>,
    #[serde(default, deserialize_with = "given")]
    short_because: Option<Option<String>>,
}

#[tauri::command(async)]
pub(super) fn meetings_list(shell: State<'_, Shell>) -> Result<Vec<MeetingLine>, Fault> {
    shell.with(|book| book.meetings())
}

#[tauri::command(async)]
pub(super) fn meetings_create(
    shell: State<'_, Shell>,
    kind: MeetingKind,
    month: Month,
    planned_at: Option<String>,
    place: Option<String>,
    topic: Option<String>,
    start: Option<String>,
) -> Result<MeetingMade, Fault> {
    shell.with(|book| {
        let start = book.start_from(start.as_deref().unwrap_or_default());
        let planned_at = planned_at
            .as_deref()
            .map(|text| book.instant(text))
            .transpose()?;
        let new = NewMeeting {
            kind,
            month,
            planned_at,
            place,
            topic,
        };
        book.new_meeting_from(&new, &start)
    })
}

#[tauri::command(async)]
pub(super) fn meetings_show(shell: State<'_, Shell>, id: MeetingId) -> Result<MeetingView, Fault> {
    shell.with(|book| book.meeting(id))
}

#[tauri::command(async)]
pub(super) fn meetings_set(
    shell: State<'_, Shell>,
    id: MeetingId,
    change: Change,
) -> Result<(), Fault> {
    shell.with(|book| {
        let planned_at = match change.planned_at {
            Some(Some(text)) => Some(Some(book.instant(&text)?)),
            Some(None) => Some(None),
            None => None,
        };
        let Change {
            place,
            topic,
            chair,
            scribe,
            short_because,
            ..
        } = change;
        book.set_meeting(
            id,
            &MeetingChange {
                planned_at,
                place,
                topic,
                chair,
                scribe,
                short_because,
            },
        )
    })
}

#[tauri::command(async)]
pub(super) fn meetings_remove(shell: State<'_, Shell>, id: MeetingId) -> Result<(), Fault> {
    shell.with(|book| book.remove_meeting(id))
}

#[tauri::command(async)]
pub(super) fn meetings_start(shell: State<'_, Shell>, id: MeetingId) -> Result<(), Fault> {
    shell.with(|book| book.start_meeting(id, None))
}

#[tauri::command(async)]
pub(super) fn meetings_end(
    shell: State<'_, Shell>,
    id: MeetingId,
    at: Option<String>,
) -> Result<(), Fault> {
    shell.with(|book| {
        let at = at.as_deref().map(|text| book.instant(text)).transpose()?;
        book.end_meeting(id, at)
    })
}

#[tauri::command(async)]
pub(super) fn meetings_prepare(
    shell: State<'_, Shell>,
    id: MeetingId,
    step: String,
    done: bool,
) -> Result<(), Fault> {
    shell.with(|book| book.prepare(id, &step, done))
}

#[tauri::command(async)]
pub(super) fn meetings_invitation(shell: State<'_, Shell>, id: MeetingId) -> Result<String, Fault> {
    shell.with(|book| book.invitation_text(id))
}

#[tauri::command(async)]
pub(super) fn meetings_adopt(
    shell: State<'_, Shell>,
    background: State<'_, Background>,
    id: MeetingId,
) -> Result<Adopted, Fault> {
    let adopted = shell.with(|book| book.adopt(id))?;
    background.hasten();
    shell.back_up_beside(true);
    Ok(adopted)
}

#[tauri::command(async)]
pub(super) fn meetings_amend(
    shell: State<'_, Shell>,
    background: State<'_, Background>,
    id: MeetingId,
    reason: String,
) -> Result<Adopted, Fault> {
    let amended = shell.with(|book| book.amend(id, &reason))?;
    background.hasten();
    Ok(amended)
}

#[tauri::command(async)]
pub(super) fn meetings_flaws(
    shell: State<'_, Shell>,
    id: MeetingId,
) -> Result<Vec<FlawLine>, Fault> {
    shell.with(|book| book.flaws(id))
}

#[tauri::command(async)]
pub(super) fn meetings_mend_words(shell: State<'_, Shell>, id: MeetingId) -> Result<usize, Fault> {
    shell.with(|book| book.mend_words(id))
}

#[tauri::command(async)]
pub(super) fn meetings_undo(shell: State<'_, Shell>, id: MeetingId) -> Result<Undone, Fault> {
    shell.with(|book| book.undo(id))
}

#[tauri::command(async)]
pub(super) fn meetings_redo(shell: State<'_, Shell>, id: MeetingId) -> Result<Undone, Fault> {
    shell.with(|book| book.redo(id))
}

#[tauri::command(async)]
pub(super) fn meetings_break(
    shell: State<'_, Shell>,
    id: MeetingId,
    begins: bool,
) -> Result<(), Fault> {
    shell.with(|book| {
        if begins {
            book.begin_break(id)
        } else {
            book.end_break(id)
        }
    })
}

#[tauri::command(async)]
pub(super) fn meetings_preview(shell: State<'_, Shell>, id: MeetingId) -> Result<Preview, Fault> {
    shell.with(|book| book.preview(id))
}

#[tauri::command(async)]
pub(super) fn meetings_score(
    shell: State<'_, Shell>,
    id: MeetingId,
    line: String,
    points: f64,
    reason: String,
) -> Result<(), Fault> {
    shell.with(|book| book.set_score(id, &line, points, &reason))
}

#[tauri::command(async)]
pub(super) fn meetings_clear_score(
    shell: State<'_, Shell>,
    id: MeetingId,
    line: String,
) -> Result<(), Fault> {
    shell.with(|book| book.clear_score(id, &line))
}

#[tauri::command(async)]
pub(super) fn meetings_score_option(
    shell: State<'_, Shell>,
    option: Option<Missing4c>,
) -> Result<(), Fault> {
    shell.with(|book| book.set_missing_4c(option))
}

/// Which lines must have full marks for the highest band; `None` leaves it to the rule pack.
#[tauri::command(async)]
pub(super) fn meetings_score_gate(
    shell: State<'_, Shell>,
    id: MeetingId,
    lines: Option<Vec<String>>,
) -> Result<(), Fault> {
    shell.with(|book| book.set_score_gate(id, lines.as_deref()))
}

#[tauri::command(async)]
pub(super) fn meetings_rate(
    shell: State<'_, Shell>,
    id: MeetingId,
    band: Option<String>,
    paper: String,
    on: Option<String>,
) -> Result<(), Fault> {
    shell.with(|book| {
        let on = on.as_deref().map(parse_day).transpose()?;
        let rating = band.map(|band| OfficialRating { band, paper, on });
        book.set_rating(id, rating)
    })
}

#[tauri::command(async)]
pub(super) fn meetings_compare(
    shell: State<'_, Shell>,
    id: MeetingId,
    from: u32,
    to: u32,
) -> Result<Comparison, Fault> {
    shell.with(|book| book.compare_versions(id, from, to))
}

#[tauri::command(async)]
pub(super) fn meetings_signed(
    shell: State<'_, Shell>,
    id: MeetingId,
    version: Option<u32>,
    on: Option<String>,
) -> Result<(), Fault> {
    shell.with(|book| {
        let day = on.as_deref().map(parse_day).transpose()?;
        book.sign_paper(id, version, day)
    })
}

#[tauri::command(async)]
pub(super) fn meetings_begin_amendment(
    shell: State<'_, Shell>,
    id: MeetingId,
    reason: String,
) -> Result<(), Fault> {
    shell.with(|book| book.begin_amendment(id, &reason))
}

/// The pages of a paper as pictures.
#[tauri::command(async)]
pub(super) fn meetings_pages(
    shell: State<'_, Shell>,
    id: MeetingId,
    paper: String,
    version: Option<u32>,
    items: Option<Vec<u32>>,
) -> Result<Vec<String>, Fault> {
    let order = order(&paper, version, items)?;
    shell.with(|book| book.pages(id, order))
}

/// The pages that the window shows go to the printer, which is the window's own to drive.
#[tauri::command(async)]
pub(super) fn meetings_print(
    shell: State<'_, Shell>,
    id: MeetingId,
    paper: String,
) -> Result<(), Fault> {
    let kind = paper.parse()?;
    shell.with(|book| book.note_printed(id, kind))
}

fn order(paper: &str, version: Option<u32>, items: Option<Vec<u32>>) -> Result<PaperOrder, Fault> {
    Ok(PaperOrder {
        kind: paper.parse()?,
        version,
        items: items.unwrap_or_default(),
    })
}

#[tauri::command]
pub(super) async fn meetings_export(
    app: AppHandle,
    shell: State<'_, Shell>,
    id: MeetingId,
    paper: String,
    format: String,
    version: Option<u32>,
    items: Option<Vec<u32>>,
) -> Result<Option<SavedPaper>, Fault> {
    let order = order(&paper, version, items)?;
    let shape = format_of(&format)?;
    let extension = if format == "pdf" { "pdf" } else { "docx" };
    let month = shell.with(|book| Ok::<_, BookError>(book.meeting_of(id)?.month))?;
    let name = format!("{paper} {month}.{extension}");
    let filter = FileKind {
        title: "Văn bản",
        extension,
    };
    let Some(path) = files::to_write(&app, &filter, &name).await else {
        return Ok(None);
    };
    shell
        .with(|book| book.export(id, order, shape, &path))
        .map(Some)
}
