use clap::{Args, Subcommand};
use serde_json::json;
use sochibo_book::petitions::NewPetition;

use super::meeting_of;
use crate::{
    answer::{Answer, lines},
    fault::Fault,
    input,
    session::Session,
};

#[derive(Subcommand)]
pub(crate) enum PetitionCommand {
    /// Ghi một kiến nghị
    Add(AddArguments),
    /// Danh sách, mới nhất trước
    List,
}

#[derive(Args)]
pub(crate) struct AddArguments {
    /// Nội dung; “-” đọc từ dòng nhập chuẩn
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    text: String,
    /// Người nêu
    #[arg(long, value_name = "M")]
    member: Option<String>,
    /// Kỳ sinh hoạt mà kiến nghị được nêu
    #[arg(long, value_name = "ID")]
    meeting: Option<String>,
    /// Số của mục chương trình
    #[arg(long, value_name = "N", requires = "meeting")]
    item: Option<u32>,
    /// Cần phường trả lời
    #[arg(long)]
    wants_reply: bool,
}

pub(crate) fn run(command: PetitionCommand, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    match command {
        PetitionCommand::Add(arguments) => {
            let meeting = arguments
                .meeting
                .map(|meeting| meeting_of(&book, &meeting))
                .transpose()?;
            let item = match (meeting, arguments.item) {
                (Some(meeting), Some(no)) => Some(book.agenda_item(meeting, no)?),
                _ => None,
            };
            let new = NewPetition {
                member: arguments
                    .member
                    .map(|member| book.resolve_member(&member))
                    .transpose()?,
                text: input::text(arguments.text)?,
                meeting,
                item,
                wants_reply: arguments.wants_reply,
            };
            let id = book.petition(&new)?;
            Ok(Answer::new(
                &json!({ "id": id }),
                format!("Đã ghi kiến nghị {id}."),
            ))
        }
        PetitionCommand::List => {
            let petitions = book.petitions()?;
            let words = lines(
                petitions.iter().map(|petition| {
                    let name = petition
                        .name
                        .as_ref()
                        .map(|name| format!("đ/c {name}: "))
                        .unwrap_or_default();
                    let answer = petition
                        .answer
                        .as_ref()
                        .map(|text| format!(" — {text}"))
                        .unwrap_or_default();
                    format!("{}  {name}{}{answer}", petition.id, petition.text)
                }),
                "Chưa có kiến nghị nào.",
            );
            Ok(Answer::new(&petitions, words))
        }
    }
}
