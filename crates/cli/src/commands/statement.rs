use clap::Subcommand;
use serde_json::json;
use sochibo_book::Book;
use sochibo_domain::{Statement, id::StatementId};

use crate::{answer::Answer, fault::Fault, input, session::Session};

#[derive(Subcommand)]
pub(crate) enum StatementCommand {
    /// Sửa nội dung, hoặc người nói
    Set {
        /// Mã của ý kiến, hoặc phần đầu của mã
        id: String,
        /// Nội dung mới; “-” đọc từ dòng nhập chuẩn
        #[arg(long, value_name = "T", allow_hyphen_values = true)]
        text: Option<String>,
        /// Đảng viên phát biểu
        #[arg(long, value_name = "M")]
        member: Option<String>,
        /// Khách phát biểu
        #[arg(long, value_name = "NAME", conflicts_with = "member")]
        guest: Option<String>,
    },
    /// Chuyển sang mục khác, hoặc đến chỗ khác trong mục
    Move {
        /// Mã của ý kiến, hoặc phần đầu của mã
        id: String,
        /// Mục số mấy; bỏ trống là mục đang ở
        #[arg(long, value_name = "N")]
        item: Option<u32>,
        /// Chỗ thứ mấy trong mục; bỏ trống là cuối mục
        #[arg(long, value_name = "N")]
        to: Option<u32>,
    },
    /// Tách làm hai ở chữ thứ N (đếm từ 0)
    Split {
        /// Mã của ý kiến, hoặc phần đầu của mã
        id: String,
        /// Bao nhiêu ký tự ở lại
        #[arg(long, value_name = "N")]
        at: usize,
    },
    /// Bỏ; `scb undo` đưa trở lại
    Remove {
        /// Mã của ý kiến, hoặc phần đầu của mã
        id: String,
    },
}

pub(crate) fn run(command: StatementCommand, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    let find = |book: &Book, id: &str| -> Result<StatementId, Fault> {
        Ok(book.resolve::<Statement>(id)?)
    };
    match command {
        StatementCommand::Set {
            id,
            text,
            member,
            guest,
        } => {
            let id = find(&book, &id)?;
            if let Some(text) = text {
                book.set_statement(id, &input::text(text)?)?;
            }
            if member.is_some() || guest.is_some() {
                let member = member
                    .map(|member| book.resolve_member(&member))
                    .transpose()?;
                book.set_speaker(id, member, guest.as_deref())?;
            }
            Ok(Answer::new(
                &json!({ "id": id }),
                format!("Đã sửa ý kiến {id}."),
            ))
        }
        StatementCommand::Move { id, item, to } => {
            let id = find(&book, &id)?;
            let statement = book.statement(id)?;
            let item = match item {
                Some(no) => book.agenda_item(statement.meeting, no)?,
                None => statement.item,
            };
            book.move_statement(id, item, to)?;
            let json = json!({ "id": id, "item": item });
            Ok(Answer::new(&json, format!("Đã chuyển ý kiến {id}.")))
        }
        StatementCommand::Split { id, at } => {
            let id = find(&book, &id)?;
            let text = book.statement(id)?.text;
            let first: String = text.chars().take(at).collect();
            let rest: String = text.chars().skip(at).collect();
            let second = book.split_statement(id, &first, &rest)?;
            let json = json!({ "id": id, "second": second });
            Ok(Answer::new(
                &json,
                format!("Đã tách thành {id} và {second}."),
            ))
        }
        StatementCommand::Remove { id } => {
            let id = find(&book, &id)?;
            book.remove_statement(id)?;
            Ok(Answer::new(
                &json!({ "id": id }),
                format!("Đã bỏ ý kiến {id}."),
            ))
        }
    }
}
