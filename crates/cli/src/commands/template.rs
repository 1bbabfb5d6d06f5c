use clap::Subcommand;
use serde_json::json;

use super::meeting_of;
use crate::{
    answer::{Answer, lines},
    fault::Fault,
    session::Session,
};

#[derive(Subcommand)]
pub(crate) enum TemplateCommand {
    /// Mẫu của bộ quy định đang có hiệu lực và mẫu riêng của chi bộ
    List,
    /// Lưu chương trình của một kỳ thành mẫu riêng
    Save {
        /// Mã của kỳ, hoặc phần đầu của mã
        meeting: String,
        /// Tên mẫu
        #[arg(long, value_name = "T")]
        name: String,
    },
    /// Đổi tên một mẫu riêng
    Rename {
        /// Mã hoặc tên của mẫu
        id: String,
        /// Tên mới
        #[arg(long, value_name = "T")]
        name: String,
    },
    /// Bỏ một mẫu riêng
    Remove {
        /// Mã hoặc tên của mẫu
        id: String,
    },
}

pub(crate) fn run(command: TemplateCommand, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    match command {
        TemplateCommand::List => {
            let templates = book.templates()?;
            let words = lines(
                templates.iter().map(|one| {
                    let (title, items, minutes) = (&one.title, one.items.len(), one.minutes);
                    format!("{}  {title} ({items} mục, {minutes} phút)", one.id)
                }),
                "Không có mẫu nào.",
            );
            Ok(Answer::new(&templates, words))
        }
        TemplateCommand::Save { meeting, name } => {
            let meeting = meeting_of(&book, &meeting)?;
            let id = book.save_template(meeting, &name)?;
            Ok(Answer::new(
                &json!({ "id": id }),
                format!("Đã lưu mẫu “{}”.", name.trim()),
            ))
        }
        TemplateCommand::Rename { id, name } => {
            let id = book.own_template(&id)?;
            book.rename_template(id, &name)?;
            Ok(Answer::new(
                &json!({ "id": id }),
                format!("Mẫu nay có tên “{}”.", name.trim()),
            ))
        }
        TemplateCommand::Remove { id } => {
            let id = book.own_template(&id)?;
            book.remove_template(id)?;
            Ok(Answer::new(&json!({ "id": id }), "Đã bỏ mẫu."))
        }
    }
}
