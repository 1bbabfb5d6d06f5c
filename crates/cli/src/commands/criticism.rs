use clap::{Args, Subcommand};
use serde_json::json;
use sochibo_book::criticism::NewCriticism;
use sochibo_domain::{CriticismKind, Visibility};

use super::meeting_of;
use crate::{
    answer::{Answer, lines},
    codes,
    fault::Fault,
    input,
    session::Session,
};

#[derive(Subcommand)]
pub(crate) enum CriticismCommand {
    /// Ghi một mục; niêm phong, phường chỉ biết số lượng
    Add(AddArguments),
    /// Những mục mà máy này được đọc
    List {
        /// Chỉ của kỳ này
        meeting: Option<String>,
    },
}

#[derive(Args)]
pub(crate) struct AddArguments {
    /// Mã của kỳ, hoặc phần đầu của mã
    meeting: String,
    /// Về đồng chí nào
    #[arg(long, value_name = "M")]
    member: String,
    /// Loại
    #[arg(long, value_parser = codes::criticism_kind())]
    kind: CriticismKind,
    /// Nội dung; “-” đọc từ dòng nhập chuẩn
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    text: String,
    /// Người nêu
    #[arg(long, value_name = "M2")]
    by: Option<String>,
    /// Ai được đọc
    #[arg(long, default_value = "chi_uy", value_parser = codes::visibility())]
    visibility: Visibility,
    /// Biện pháp khắc phục
    #[arg(long, value_name = "T")]
    remedy: Option<String>,
    /// Hạn khắc phục
    #[arg(long, value_name = "D")]
    due: Option<String>,
}

pub(crate) fn run(command: CriticismCommand, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    match command {
        CriticismCommand::Add(arguments) => {
            let meeting = meeting_of(&book, &arguments.meeting)?;
            let new = NewCriticism {
                member: book.resolve_member(&arguments.member)?,
                kind: arguments.kind,
                text: input::text(arguments.text)?,
                by: arguments
                    .by
                    .map(|by| book.resolve_member(&by))
                    .transpose()?,
                visibility: arguments.visibility,
                accepted: None,
                remedy: arguments.remedy,
                due: arguments.due,
            };
            let id = book.add_criticism(meeting, &new)?;
            Ok(Answer::new(
                &json!({ "id": id }),
                format!("Đã ghi và niêm phong mục {id}."),
            ))
        }
        CriticismCommand::List { meeting } => {
            let meeting = meeting
                .map(|meeting| meeting_of(&book, &meeting))
                .transpose()?;
            let entries = book.criticism(meeting)?;
            let words = lines(
                entries.iter().map(|entry| {
                    let by = entry
                        .by_name
                        .as_ref()
                        .map(|by| format!(" (đ/c {by} nêu)"))
                        .unwrap_or_default();
                    format!(
                        "{}  đ/c {}, {}{by}: {}",
                        entry.id,
                        entry.name,
                        entry.kind.words(),
                        entry.text
                    )
                }),
                "Chưa có mục nào.",
            );
            Ok(Answer::new(&entries, words))
        }
    }
}
