use clap::Subcommand;
use serde_json::json;
use sochibo_book::Book;
use sochibo_domain::{
    RaisedHand,
    id::{MeetingId, RaisedHandId},
};

use super::meeting_of;
use crate::{
    answer::{Answer, lines},
    fault::Fault,
    session::Session,
};

#[derive(Subcommand)]
pub(crate) enum QueueCommand {
    /// Ai đang xin phát biểu, theo thứ tự
    List {
        /// Mã của kỳ, hoặc phần đầu của mã
        meeting: String,
    },
    /// Thêm một người vào cuối danh sách
    Add {
        /// Mã của kỳ, hoặc phần đầu của mã
        meeting: String,
        /// Đảng viên
        #[arg(long, value_name = "M", required_unless_present = "guest")]
        member: Option<String>,
        /// Khách
        #[arg(long, value_name = "NAME", conflicts_with = "member")]
        guest: Option<String>,
    },
    /// Chuyển một người đến chỗ khác
    Move {
        /// Mã trong danh sách
        id: String,
        /// Chỗ thứ mấy
        #[arg(long, value_name = "N")]
        to: u32,
    },
    /// Bỏ một người khỏi danh sách
    Remove {
        /// Mã trong danh sách
        id: String,
    },
}

pub(crate) fn run(command: QueueCommand, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    let find = |book: &Book, id: &str| -> Result<RaisedHandId, Fault> {
        Ok(book.resolve::<RaisedHand>(id)?)
    };
    match command {
        QueueCommand::List { meeting } => {
            let meeting = meeting_of(&book, &meeting)?;
            waiting(&book, meeting)
        }
        QueueCommand::Add {
            meeting,
            member,
            guest,
        } => {
            let meeting = meeting_of(&book, &meeting)?;
            let member = member
                .map(|member| book.resolve_member(&member))
                .transpose()?;
            book.raise_hand(meeting, member, guest.as_deref())?;
            waiting(&book, meeting)
        }
        QueueCommand::Move { id, to } => {
            let id = find(&book, &id)?;
            book.move_hand(id, to)?;
            Ok(Answer::new(
                &json!({ "id": id }),
                format!("Đã chuyển đến chỗ thứ {to}."),
            ))
        }
        QueueCommand::Remove { id } => {
            let id = find(&book, &id)?;
            book.lower_hand(id)?;
            Ok(Answer::new(
                &json!({ "id": id }),
                "Đã bỏ khỏi danh sách.".to_owned(),
            ))
        }
    }
}

fn waiting(book: &Book, meeting: MeetingId) -> Result<Answer, Fault> {
    let queue = book.meeting(meeting)?.queue;
    let words = lines(
        (1..)
            .zip(&queue)
            .map(|(no, one)| format!("{no}. {}", one.name)),
        "Chưa có ai xin phát biểu.",
    );
    Ok(Answer::new(&queue, words))
}
