use clap::Args;
use serde_json::json;
use sochibo_book::statements::NewStatement;

use super::meeting_of;
use crate::{answer::Answer, fault::Fault, input, session::Session};

#[derive(Args)]
pub(crate) struct SayArguments {
    /// Mã của kỳ, hoặc phần đầu của mã
    meeting: String,
    /// Số của mục chương trình
    #[arg(long, value_name = "N")]
    item: u32,
    /// Đảng viên phát biểu: mã, phần đầu của mã, hoặc đúng họ tên
    #[arg(long, value_name = "M", required_unless_present = "guest")]
    member: Option<String>,
    /// Khách phát biểu
    #[arg(long, value_name = "NAME", conflicts_with = "member")]
    guest: Option<String>,
    /// Nội dung; “-” đọc từ dòng nhập chuẩn
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    text: String,
}

pub(crate) fn run(arguments: SayArguments, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    let meeting = meeting_of(&book, &arguments.meeting)?;
    let new = NewStatement {
        item: book.agenda_item(meeting, arguments.item)?,
        member: arguments
            .member
            .map(|member| book.resolve_member(&member))
            .transpose()?,
        guest: arguments.guest,
        text: input::text(arguments.text)?,
    };
    let id = book.say(meeting, &new, None)?;
    Ok(Answer::new(
        &json!({ "id": id }),
        format!("Đã ghi ý kiến {id}."),
    ))
}
