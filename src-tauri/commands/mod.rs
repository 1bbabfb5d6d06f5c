//! One file for each noun; `ui/desktop/lib/api/` has the same names on the other side.

mod agenda;
mod assignments;
mod book;
mod criticism;
mod drafts;
mod files;
mod meetings;
mod members;
mod petitions;
mod plan;
mod prepare;
mod room;
mod settings;
mod statements;
mod templates;
mod votes;
mod ward;

use serde::{Deserialize, Deserializer};
use tauri::{Wry, ipc::Invoke};

/// Every command that the window may call.
pub(crate) fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        agenda::agenda_add,
        agenda::agenda_conclude,
        agenda::agenda_move,
        agenda::agenda_open,
        agenda::agenda_remove,
        agenda::agenda_set,
        assignments::assignments_add,
        assignments::assignments_list,
        assignments::assignments_mend,
        assignments::assignments_set,
        book::book_cell,
        book::book_create,
        book::book_doctor,
        book::book_frame,
        book::book_lock,
        book::book_recover,
        book::book_save_recovery,
        book::book_search,
        book::book_set_cell,
        book::book_state,
        book::book_today,
        book::book_unlock,
        criticism::criticism_add,
        criticism::criticism_list,
        criticism::criticism_remove,
        drafts::drafts_drop,
        drafts::drafts_list,
        drafts::drafts_save,
        meetings::meetings_adopt,
        meetings::meetings_amend,
        meetings::meetings_begin_amendment,
        meetings::meetings_clear_score,
        meetings::meetings_compare,
        meetings::meetings_create,
        meetings::meetings_end,
        meetings::meetings_export,
        meetings::meetings_flaws,
        meetings::meetings_invitation,
        meetings::meetings_list,
        meetings::meetings_mend_words,
        meetings::meetings_pages,
        meetings::meetings_prepare,
        meetings::meetings_preview,
        meetings::meetings_rate,
        meetings::meetings_remove,
        meetings::meetings_score,
        meetings::meetings_score_option,
        meetings::meetings_set,
        meetings::meetings_show,
        meetings::meetings_signed,
        meetings::meetings_start,
        members::members_add,
        members::members_keep,
        members::members_list,
        members::members_read_csv,
        members::members_remove,
        members::members_set,
        petitions::petitions_add,
        petitions::petitions_list,
        petitions::petitions_set,
        plan::plan_add_observance,
        plan::plan_add_theme,
        plan::plan_calendar,
        plan::plan_remove_observance,
        plan::plan_remove_theme,
        plan::plan_restore_theme,
        plan::plan_rotas,
        plan::plan_set_rota,
        plan::plan_set_theme,
        plan::plan_topics,
        plan::plan_year,
        prepare::prepare_bring_back,
        prepare::prepare_leave_out,
        prepare::prepare_mark,
        prepare::prepare_resolution,
        prepare::prepare_show,
        room::room_add_guest,
        room::room_attend,
        room::room_attend_all,
        room::room_leave,
        room::room_speakers,
        settings::settings_get,
        settings::settings_set,
        statements::statements_add,
        statements::statements_remove,
        statements::statements_set,
        templates::templates_insertables,
        templates::templates_list,
        templates::templates_remove,
        templates::templates_rename,
        templates::templates_restore,
        templates::templates_save,
        templates::templates_starts,
        votes::votes_add,
        votes::votes_remove,
        ward::ward_enrol,
        ward::ward_outbox,
        ward::ward_status,
        ward::ward_sync,
    ]
}

/// Tells a field that is missing (leave it alone) from one that is `null` (make it empty).
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    d: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(d).map(Some)
}
