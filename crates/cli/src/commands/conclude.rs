use clap::Args;
use serde_json::json;

use super::meeting_of;
use crate::{answer::Answer, fault::Fault, input, session::Session};

#[derive(Args)]
pub(crate) struct ConcludeArguments {
    /// Mã của kỳ, hoặc phần đầu của mã
    meeting: String,
    /// Số của mục chương trình
    #[arg(long, value_name = "N")]
    item: u32,
    /// Kết luận; rỗng là bỏ kết luận, “-” đọc từ dòng nhập chuẩn
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    text: String,
}

pub(crate) fn run(arguments: ConcludeArguments, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    let meeting = meeting_of(&book, &arguments.meeting)?;
    let item = book.agenda_item(meeting, arguments.item)?;
    book.conclude(item, &input::text(arguments.text)?)?;
    let json = json!({ "meeting": meeting, "no": arguments.item, "item": item });
    Ok(Answer::new(
        &json,
        format!("Đã ghi kết luận mục {}.", arguments.item),
    ))
}
