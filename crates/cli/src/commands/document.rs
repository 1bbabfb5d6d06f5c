use clap::Subcommand;
use serde_json::json;
use sochibo_domain::WardDocument;

use super::meeting_of;
use crate::{
    answer::{Answer, lines},
    fault::Fault,
    session::Session,
};

#[derive(Subcommand)]
pub(crate) enum DocumentCommand {
    /// Danh sách văn bản phường đã gửi, mới nhất trước
    List {
        /// Chỉ những văn bản chưa đọc
        #[arg(long)]
        unread: bool,
    },
    /// Đọc toàn văn một văn bản
    Show {
        /// Mã của văn bản, hoặc phần đầu của mã
        id: String,
    },
    /// Ghi là đã đọc; văn bản không còn tự vào chương trình
    Read {
        /// Mã của văn bản, hoặc phần đầu của mã
        id: String,
        /// Ghi lại là chưa đọc
        #[arg(long)]
        undo: bool,
    },
    /// Đưa vào chương trình một kỳ sinh hoạt
    Put {
        /// Mã của văn bản, hoặc phần đầu của mã
        id: String,
        /// Kỳ sinh hoạt; để trống là kỳ sắp tới
        #[arg(long, value_name = "ID")]
        meeting: Option<String>,
    },
    /// Bỏ khỏi chương trình một kỳ sinh hoạt; các kỳ sau cũng không tự đưa vào nữa
    TakeOut {
        /// Mã của văn bản, hoặc phần đầu của mã
        id: String,
        /// Kỳ sinh hoạt; để trống là kỳ sắp tới
        #[arg(long, value_name = "ID")]
        meeting: Option<String>,
    },
}

pub(crate) fn run(command: DocumentCommand, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    match command {
        DocumentCommand::List { unread } => {
            let mut documents = book.documents()?;
            documents
                .retain(|line| !unread || line.read_on.is_none() && line.withdrawn_on.is_none());
            let words = lines(
                documents.iter().map(|line| {
                    let sent = line.sent_at.get(..10).unwrap_or_default();
                    let name = [&line.kind, &line.number, &line.title];
                    let name: Vec<&str> = name
                        .into_iter()
                        .map(String::as_str)
                        .filter(|part| !part.is_empty())
                        .collect();
                    format!(
                        "{}  {sent}  {}\n    {}",
                        line.id,
                        name.join(" "),
                        line.words
                    )
                }),
                "Chưa có văn bản nào của phường.",
            );
            Ok(Answer::new(&documents, words))
        }
        DocumentCommand::Show { id } => {
            let document = book.ward_document(book.resolve::<WardDocument>(&id)?)?;
            let line = &document.line;
            let head = [&line.kind, &line.number].map(String::as_str).join(" ");
            let text = match document.text.as_str() {
                "" => "(Chỉ có trích yếu, không có toàn văn.)",
                text => text,
            };
            let words = format!(
                "{}\n{}\n{}\n{}\n\n{text}",
                line.sender,
                head.trim(),
                line.title,
                line.words
            );
            Ok(Answer::new(&document, words))
        }
        DocumentCommand::Read { id, undo } => {
            let id = book.resolve::<WardDocument>(&id)?;
            book.read_document(id, !undo)?;
            let said = if undo { "chưa đọc" } else { "đã đọc" };
            Ok(Answer::new(
                &json!({ "id": id, "read": !undo }),
                format!("Đã ghi văn bản {id} là {said}."),
            ))
        }
        DocumentCommand::Put { id, meeting } => {
            let id = book.resolve::<WardDocument>(&id)?;
            let meeting = meeting
                .map(|meeting| meeting_of(&book, &meeting))
                .transpose()?;
            let meeting = book.put_document(id, meeting)?;
            let title = book.meeting(meeting)?.title;
            Ok(Answer::new(
                &json!({ "id": id, "meeting": meeting }),
                format!("Đã đưa văn bản vào chương trình: {title}."),
            ))
        }
        DocumentCommand::TakeOut { id, meeting } => {
            let id = book.resolve::<WardDocument>(&id)?;
            let meeting = meeting
                .map(|meeting| meeting_of(&book, &meeting))
                .transpose()?;
            let meeting = book.take_document_out(id, meeting)?;
            let title = book.meeting(meeting)?.title;
            Ok(Answer::new(
                &json!({ "id": id, "meeting": meeting }),
                format!("Đã bỏ văn bản khỏi chương trình: {title}."),
            ))
        }
    }
}
