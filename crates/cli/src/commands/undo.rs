use clap::Args;
use sochibo_book::{Book, BookError, view::Undone};
use sochibo_domain::id::MeetingId;

use super::meeting_of;
use crate::{answer::Answer, fault::Fault, session::Session};

#[derive(Args)]
pub(crate) struct UndoArguments {
    /// Mã của kỳ, hoặc phần đầu của mã
    meeting: String,
}

type Step = fn(&mut Book, MeetingId) -> Result<Undone, BookError>;

pub(crate) fn undo(arguments: &UndoArguments, session: &Session) -> Result<Answer, Fault> {
    step(arguments, session, Book::undo, "Đã hoàn tác")
}

pub(crate) fn redo(arguments: &UndoArguments, session: &Session) -> Result<Answer, Fault> {
    step(arguments, session, Book::redo, "Đã làm lại")
}

fn step(
    arguments: &UndoArguments,
    session: &Session,
    step: Step,
    verb: &str,
) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    let meeting = meeting_of(&book, &arguments.meeting)?;
    let undone = step(&mut book, meeting)?;
    let words = format!("{verb}: {}.", undone.words);
    Ok(Answer::new(&undone, words))
}
