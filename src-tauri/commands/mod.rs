//! One file for each noun; `ui/desktop/lib/api/` has the same names on the other side.

mod agenda;
mod assignments;
mod audit;
mod backup;
mod book;
mod criticism;
mod devices;
mod documents;
mod drafts;
mod files;
mod meetings;
mod members;
mod pen;
mod petitions;
mod plan;
mod prepare;
mod queue;
mod room;
mod settings;
mod snippets;
mod statements;
mod templates;
mod usb;
mod votes;
mod ward;

use serde::{Deserialize, Deserializer};
use tauri::{Manager, Wry, ipc::Invoke};

use crate::{Fault, Shell, shell::FOLLOWER};

/// Every command that the window may call. What writes the record of a meeting is taken from the
/// window with the pen only, and the window that follows may otherwise only read.
pub(crate) fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    let commands = all();
    move |invoke| {
        let message = &invoke.message;
        let label = message.webview_ref().label();
        let command = message.command();
        let writes = message.webview_ref().state::<Shell>().writes(label);
        let refused = refuses(label, writes, command);
        if refused {
            invoke.resolver.reject(Fault::follows());
            return true;
        }
        commands(invoke)
    }
}

/// Whether a window may not ask for a command: the pen is elsewhere, or it only follows.
fn refuses(label: &str, writes: bool, command: &str) -> bool {
    let of_the_record = RECORD.iter().any(|start| command.starts_with(start));
    !writes && !FOLLOWED.contains(&command) && (label == FOLLOWER || of_the_record)
}

/// How the commands begin that write the record of a meeting.
const RECORD: [&str; 6] = [
    "agenda_",
    "queue_",
    "room_",
    "statements_",
    "votes_",
    "meetings_",
];

/// What a window without the pen may ask for: nothing of it writes, and nothing of it is restricted
/// (the window may stand on a projector).
const FOLLOWED: [&str; 15] = [
    "book_state",
    "drafts_list",
    "meetings_export",
    "meetings_flaws",
    "meetings_invitation",
    "meetings_list",
    "meetings_preview",
    "meetings_print",
    "meetings_show",
    "pen_pulse",
    "pen_take",
    "room_speakers",
    "settings_get",
    "snippets_list",
    "votes_history",
];

fn all() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
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
        audit::audit_declare_not_secret,
        audit::audit_list,
        audit::audit_quarantine,
        backup::backup_make,
        backup::backup_pick_file,
        backup::backup_pick_folder,
        backup::backup_restore,
        backup::backup_save,
        backup::backup_set,
        backup::backup_status,
        book::book_cell,
        book::book_change_passphrase,
        book::book_create,
        book::book_doctor,
        book::book_frame,
        book::book_judge_passphrase,
        book::book_keep_recovery,
        book::book_lock,
        book::book_new_recovery,
        book::book_print_recovery,
        book::book_recover,
        book::book_recovery_waits,
        book::book_repair,
        book::book_save_recovery,
        book::book_search,
        book::book_set_cell,
        book::book_show_recovery,
        book::book_state,
        book::book_today,
        book::book_unlock,
        criticism::criticism_add,
        criticism::criticism_list,
        criticism::criticism_remove,
        devices::devices_advance,
        devices::devices_approve,
        devices::devices_join,
        devices::devices_joining,
        devices::devices_list,
        devices::devices_matches,
        devices::devices_name,
        devices::devices_recover,
        devices::devices_refuse,
        devices::devices_revoke,
        devices::devices_stop,
        documents::documents_list,
        documents::documents_put,
        documents::documents_read,
        documents::documents_show,
        documents::documents_take_out,
        drafts::drafts_drop,
        drafts::drafts_list,
        drafts::drafts_save,
        meetings::meetings_adopt,
        meetings::meetings_amend,
        meetings::meetings_begin_amendment,
        meetings::meetings_clear_score,
        meetings::meetings_compare,
        meetings::meetings_break,
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
        meetings::meetings_print,
        meetings::meetings_rate,
        meetings::meetings_redo,
        meetings::meetings_remove,
        meetings::meetings_score,
        meetings::meetings_score_gate,
        meetings::meetings_score_option,
        meetings::meetings_set,
        meetings::meetings_show,
        meetings::meetings_signed,
        meetings::meetings_start,
        meetings::meetings_undo,
        members::members_add,
        members::members_keep,
        members::members_list,
        members::members_read_csv,
        members::members_remove,
        members::members_set,
        pen::pen_follow,
        pen::pen_pulse,
        pen::pen_take,
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
        plan::plan_undo_observance,
        plan::plan_undo_rota,
        plan::plan_year,
        prepare::prepare_bring_back,
        prepare::prepare_leave_out,
        prepare::prepare_mark,
        prepare::prepare_resolution,
        prepare::prepare_show,
        queue::queue_lower,
        queue::queue_move,
        queue::queue_raise,
        room::room_add_guest,
        room::room_attend,
        room::room_attend_all,
        room::room_come_back,
        room::room_leave,
        room::room_remove_guest,
        room::room_speakers,
        room::room_times,
        room::room_uncall,
        settings::settings_get,
        settings::settings_set,
        snippets::snippets_list,
        snippets::snippets_remove,
        snippets::snippets_set,
        statements::statements_add,
        statements::statements_move,
        statements::statements_remove,
        statements::statements_set,
        templates::templates_insertables,
        templates::templates_list,
        templates::templates_remove,
        templates::templates_rename,
        templates::templates_restore,
        templates::templates_save,
        templates::templates_starts,
        statements::statements_speaker,
        statements::statements_split,
        usb::usb_read,
        usb::usb_write,
        votes::votes_add,
        votes::votes_correct,
        votes::votes_history,
        votes::votes_remove,
        ward::ward_conflicts,
        ward::ward_decide_removals,
        ward::ward_enrol,
        ward::ward_keep_adopted,
        ward::ward_late_changes,
        ward::ward_outbox,
        ward::ward_reopen,
        ward::ward_sendings,
        ward::ward_settle,
        ward::ward_settled,
        ward::ward_status,
        ward::ward_sync,
        ward::ward_sync_habit,
        ward::ward_sync_pause,
        ward::ward_sync_start,
        ward::ward_sync_state,
        ward::ward_waiting_removals,
    ]
}

/// Tells a field that is missing (leave it alone) from one that is `null` (make it empty).
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    d: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(d).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::MAIN;

    #[test]
    fn only_the_window_with_the_pen_writes_the_record() {
        let shell = Shell::default();
        assert!(shell.writes(MAIN) && !shell.writes(FOLLOWER));
        let refused = |shell: &Shell, label: &str, command: &str| {
            refuses(label, shell.writes(label), command)
        };
        for command in [
            "statements_add",
            "votes_correct",
            "room_attend",
            "meetings_undo",
        ] {
            assert!(!refused(&shell, MAIN, command), "{command}");
            assert!(refused(&shell, FOLLOWER, command), "{command}");
        }
        // On a projector nothing restricted is read, and nothing else is done.
        for command in ["criticism_list", "members_list", "drafts_save", "ward_sync"] {
            assert!(refused(&shell, FOLLOWER, command), "{command}");
        }
        shell.give_pen(FOLLOWER);
        for command in ["statements_add", "drafts_save"] {
            assert!(!refused(&shell, FOLLOWER, command), "{command}");
        }
        assert!(refused(&shell, MAIN, "statements_add"));
        // The main window goes on with everything that is no record of a meeting.
        for command in ["meetings_show", "pen_take", "members_set", "drafts_save"] {
            assert!(!refused(&shell, MAIN, command), "{command}");
        }
        // The window is closed: the pen comes back.
        shell.take_pen_from(FOLLOWER);
        assert!(shell.writes(MAIN));
    }
}
