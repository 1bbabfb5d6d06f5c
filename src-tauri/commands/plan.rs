use serde::Deserialize;
use sochibo_book::{
    domain::{
        Month, RotaRole,
        id::{MemberId, ObservanceId, ThemeId},
    },
    themes::NewTheme,
    view::{CalendarView, RotaLine, Undone, YearPlanView},
};
use tauri::State;

use crate::{Fault, Shell};

#[derive(Debug, Deserialize)]
pub(super) struct Theme {
    year: i32,
    quarter: u32,
    topic: String,
    month: Option<Month>,
    member: Option<MemberId>,
}

impl From<Theme> for NewTheme {
    fn from(theme: Theme) -> Self {
        let Theme {
            year,
            quarter,
            topic,
            month,
            member,
        } = theme;
        Self {
            year,
            quarter,
            topic,
            month,
            member,
        }
    }
}

#[tauri::command(async)]
pub(super) fn plan_year(shell: State<'_, Shell>, year: i32) -> Result<YearPlanView, Fault> {
    shell.with(|book| book.year_plan(year))
}

#[tauri::command(async)]
pub(super) fn plan_topics(shell: State<'_, Shell>, month: Month) -> Result<Vec<String>, Fault> {
    shell.with(|book| book.topics_for(month))
}

#[tauri::command(async)]
pub(super) fn plan_add_theme(shell: State<'_, Shell>, theme: Theme) -> Result<ThemeId, Fault> {
    shell.with(|book| book.add_theme(&theme.into()))
}

#[tauri::command(async)]
pub(super) fn plan_set_theme(
    shell: State<'_, Shell>,
    id: ThemeId,
    theme: Theme,
) -> Result<(), Fault> {
    shell.with(|book| book.set_theme(id, &theme.into()))
}

#[tauri::command(async)]
pub(super) fn plan_remove_theme(shell: State<'_, Shell>, id: ThemeId) -> Result<(), Fault> {
    shell.with(|book| book.remove_theme(id))
}

#[tauri::command(async)]
pub(super) fn plan_restore_theme(shell: State<'_, Shell>, id: ThemeId) -> Result<(), Fault> {
    shell.with(|book| book.restore_theme(id))
}

#[tauri::command(async)]
pub(super) fn plan_rotas(shell: State<'_, Shell>) -> Result<Vec<RotaLine>, Fault> {
    shell.with(|book| book.rotas())
}

#[tauri::command(async)]
pub(super) fn plan_set_rota(
    shell: State<'_, Shell>,
    role: RotaRole,
    members: Vec<MemberId>,
    next_discusses: bool,
) -> Result<(), Fault> {
    shell.with(|book| {
        let begins = Month::of(book.today_date());
        book.set_rota(role, &members, begins, next_discusses)
    })
}

#[tauri::command(async)]
pub(super) fn plan_undo_rota(shell: State<'_, Shell>, role: RotaRole) -> Result<Undone, Fault> {
    shell.with(|book| book.undo_rota(role))
}

#[tauri::command(async)]
pub(super) fn plan_calendar(
    shell: State<'_, Shell>,
    month: Option<Month>,
) -> Result<CalendarView, Fault> {
    shell.with(|book| {
        let month = month.unwrap_or_else(|| Month::of(book.today_date()));
        book.calendar(month)
    })
}

#[tauri::command(async)]
pub(super) fn plan_add_observance(
    shell: State<'_, Shell>,
    name: String,
    day: u32,
    month: u32,
) -> Result<ObservanceId, Fault> {
    shell.with(|book| book.add_observance(&name, day, month))
}

#[tauri::command(async)]
pub(super) fn plan_remove_observance(
    shell: State<'_, Shell>,
    id: ObservanceId,
) -> Result<(), Fault> {
    shell.with(|book| book.remove_observance(id))
}

#[tauri::command(async)]
pub(super) fn plan_undo_observance(
    shell: State<'_, Shell>,
    id: ObservanceId,
) -> Result<Undone, Fault> {
    shell.with(|book| book.undo_observance(id))
}
