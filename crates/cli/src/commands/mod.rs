//! One file for each noun: its flags, and what it asks of the book.

pub(crate) mod agenda;
pub(crate) mod assignment;
pub(crate) mod attend;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod conclude;
pub(crate) mod conflicts;
pub(crate) mod criticism;
pub(crate) mod demo;
pub(crate) mod device;
pub(crate) mod doctor;
pub(crate) mod document;
pub(crate) mod enrol;
pub(crate) mod export;
pub(crate) mod history;
pub(crate) mod init;
pub(crate) mod meeting;
mod meeting_words;
pub(crate) mod members;
pub(crate) mod outbox;
pub(crate) mod pause;
pub(crate) mod petition;
pub(crate) mod quarantine;
pub(crate) mod queue;
pub(crate) mod receipts;
pub(crate) mod recover;
pub(crate) mod resolution;
pub(crate) mod restore;
pub(crate) mod say;
pub(crate) mod score;
pub(crate) mod search;
pub(crate) mod statement;
pub(crate) mod status;
pub(crate) mod sync;
pub(crate) mod template;
pub(crate) mod undo;
pub(crate) mod vote;

use sochibo_book::Book;
use sochibo_domain::{Meeting, id::MeetingId};

use crate::{answer::Answer, arguments::Command, fault::Fault, session::Session};

/// Runs the command that was typed.
pub(crate) fn run(command: Command, session: &Session) -> Result<Answer, Fault> {
    match command {
        Command::Init(arguments) => init::run(arguments, session),
        Command::Members(command) => members::run(command, session),
        Command::Meeting(command) => meeting::run(command, session),
        Command::Agenda(command) => agenda::run(command, session),
        Command::Resolution(command) => resolution::run(command, session),
        Command::Template(command) => template::run(command, session),
        Command::Attend(arguments) => attend::run(arguments, session),
        Command::Say(arguments) => say::run(arguments, session),
        Command::Statement(command) => statement::run(command, session),
        Command::Queue(command) => queue::run(command, session),
        Command::Break(arguments) => pause::run(&arguments, session),
        Command::Undo(arguments) => undo::undo(&arguments, session),
        Command::Redo(arguments) => undo::redo(&arguments, session),
        Command::History(arguments) => history::run(&arguments, session),
        Command::Conclude(arguments) => conclude::run(arguments, session),
        Command::Vote(arguments) => vote::run(arguments, session),
        Command::Criticism(command) => criticism::run(command, session),
        Command::Assignment(command) => assignment::run(command, session),
        Command::Petition(command) => petition::run(command, session),
        Command::Document(command) => document::run(command, session),
        Command::Score(arguments) => score::run(arguments, session),
        Command::Export(arguments) => export::run(&arguments, session),
        Command::Search(arguments) => search::run(&arguments, session),
        Command::Enrol(arguments) => enrol::run(&arguments, session),
        Command::Device(command) => device::run(command, session),
        Command::Recover(arguments) => recover::run(&arguments, session),
        Command::Passphrase(command) => recover::passphrase(command, session),
        Command::Recovery(command) => recover::recovery(command, session),
        Command::Outbox => outbox::run(session),
        Command::Sync(arguments) => sync::run(&arguments, session),
        Command::Status => status::run(session),
        Command::Quarantine => quarantine::run(session),
        Command::Conflicts(command) => conflicts::run(command, session),
        Command::Receipts => receipts::run(session),
        Command::Backup(arguments) => backup::run(&arguments, session),
        Command::Restore(arguments) => restore::run(&arguments, session),
        Command::Audit(arguments) => audit::run(&arguments, session),
        Command::Doctor(arguments) => doctor::run(&arguments, session),
        Command::Repair => doctor::repair(session),
        Command::Demo(arguments) => demo::run(&arguments),
    }
}

/// The meeting that was typed.
fn meeting_of(book: &Book, text: &str) -> Result<MeetingId, Fault> {
    Ok(book.resolve::<Meeting>(text)?)
}
