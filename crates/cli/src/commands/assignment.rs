use clap::{Args, Subcommand};
use serde_json::json;
use sochibo_book::assignments::NewAssignment;
use sochibo_domain::{Assignment, AssignmentState};

use super::meeting_of;
use crate::{
    answer::{Answer, lines},
    codes,
    fault::Fault,
    session::Session,
};

#[derive(Subcommand)]
pub(crate) enum AssignmentCommand {
    /// Giao một nhiệm vụ
    Add(AddArguments),
    /// Ghi tình trạng của một nhiệm vụ
    Set {
        /// Mã, hoặc phần đầu của mã
        id: String,
        /// Tình trạng
        #[arg(long, value_parser = codes::assignment_state())]
        state: AssignmentState,
        /// Kết quả
        #[arg(long, value_name = "T", allow_hyphen_values = true)]
        result: Option<String>,
    },
    /// Danh sách, việc gấp trước
    List {
        /// Chỉ những việc quá hạn
        #[arg(long)]
        overdue: bool,
    },
}

#[derive(Args)]
pub(crate) struct AddArguments {
    /// Người chủ trì
    #[arg(long, value_name = "M")]
    member: String,
    /// Việc
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    title: String,
    /// Hạn
    #[arg(long, value_name = "D")]
    due: Option<String>,
    /// Kỳ sinh hoạt mà việc này được giao
    #[arg(long, value_name = "ID")]
    meeting: Option<String>,
    /// Số của mục chương trình
    #[arg(long, value_name = "N", requires = "meeting")]
    item: Option<u32>,
}

pub(crate) fn run(command: AssignmentCommand, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    match command {
        AssignmentCommand::Add(arguments) => {
            let meeting = arguments
                .meeting
                .map(|meeting| meeting_of(&book, &meeting))
                .transpose()?;
            let item = match (meeting, arguments.item) {
                (Some(meeting), Some(no)) => Some(book.agenda_item(meeting, no)?),
                _ => None,
            };
            let new = NewAssignment {
                member: book.resolve_member(&arguments.member)?,
                title: arguments.title,
                due: arguments.due,
                meeting,
                item,
            };
            let id = book.assign(&new)?;
            Ok(Answer::new(
                &json!({ "id": id }),
                format!("Đã giao nhiệm vụ {id}."),
            ))
        }
        AssignmentCommand::Set { id, state, result } => {
            let id = book.resolve::<Assignment>(&id)?;
            book.set_assignment(id, state, result.as_deref())?;
            Ok(Answer::new(
                &json!({ "id": id, "state": state }),
                format!("Đã ghi: {}.", state.words()),
            ))
        }
        AssignmentCommand::List { overdue } => {
            let mut tasks = book.assignments()?;
            tasks.retain(|task| task.overdue || !overdue);
            let words = lines(
                tasks.iter().map(|task| {
                    let due = task
                        .due
                        .as_ref()
                        .map(|due| format!(", hạn {due}"))
                        .unwrap_or_default();
                    let late = if task.overdue { ", QUÁ HẠN" } else { "" };
                    format!(
                        "{}  đ/c {}: {}{due} ({}{late})",
                        task.id, task.name, task.title, task.state_words
                    )
                }),
                if overdue {
                    "Không có việc nào quá hạn."
                } else {
                    "Chưa giao việc nào."
                },
            );
            Ok(Answer::new(&tasks, words))
        }
    }
}
