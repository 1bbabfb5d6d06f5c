use clap::{Args, ValueEnum};
use serde_json::json;

use super::meeting_of;
use crate::{answer::Answer, fault::Fault, session::Session};

#[derive(Args)]
pub(crate) struct BreakArguments {
    /// Mã của kỳ, hoặc phần đầu của mã
    meeting: String,
    /// Bắt đầu giải lao, hay họp tiếp
    what: What,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Bắt đầu giải lao
    Begin,
    /// Họp tiếp
    End,
}

pub(crate) fn run(arguments: &BreakArguments, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    let meeting = meeting_of(&book, &arguments.meeting)?;
    let words = match arguments.what {
        What::Begin => {
            book.begin_break(meeting)?;
            "Giải lao."
        }
        What::End => {
            book.end_break(meeting)?;
            "Họp tiếp."
        }
    };
    let view = book.meeting(meeting)?;
    let json =
        json!({ "meeting": meeting, "breaks": view.breaks, "lasted_seconds": view.lasted_seconds });
    Ok(Answer::new(&json, words.to_owned()))
}
