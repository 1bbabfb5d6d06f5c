use clap::{Args, Subcommand};
use serde_json::json;
use sochibo_book::{
    Book,
    agenda::{ItemChange, NewItem},
    view::InsertLine,
};
use sochibo_domain::{
    VoteKind,
    id::{AgendaItemId, MeetingId},
};

use super::{meeting_of, meeting_words};
use crate::{answer::Answer, codes, fault::Fault, session::Session};

/// What an item takes unless it is said.
const MINUTES: u16 = 5;

#[derive(Subcommand)]
pub(crate) enum AgendaCommand {
    /// Thêm một mục, tự đặt hoặc có sẵn trong bộ quy định
    Add {
        /// Mã của kỳ, hoặc phần đầu của mã
        meeting: String,
        /// Mục có sẵn trong bộ quy định: xet_ket_nap; xem “scb agenda insertable”
        #[arg(long, value_name = "ID")]
        insert: Option<String>,
        /// Sau mục số mấy; 0 là đầu tiên. Bỏ trống: mục có sẵn về chỗ của nó, mục khác xuống cuối
        #[arg(long, value_name = "N")]
        after: Option<u32>,
        #[command(flatten)]
        words: Words,
    },
    /// Các mục có sẵn trong bộ quy định của một kỳ
    Insertable {
        /// Mã của kỳ, hoặc phần đầu của mã
        meeting: String,
    },
    /// Chuyển một mục đến số khác
    Move {
        #[command(flatten)]
        which: Which,
        /// Đến số mấy
        #[arg(long, value_name = "N")]
        to: u32,
    },
    /// Sửa một mục
    Set {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        words: Words,
    },
    /// Bỏ một mục chưa có ý kiến hay biểu quyết
    Remove {
        #[command(flatten)]
        which: Which,
    },
}

/// An item by its number: `agenda set MEETING 4 …` or `--item 4`.
#[derive(Args)]
#[group(skip)]
pub(crate) struct Which {
    /// Mã của kỳ, hoặc phần đầu của mã
    meeting: String,
    /// Số của mục
    #[arg(required_unless_present = "item", conflicts_with = "item")]
    no: Option<u32>,
    /// Số của mục
    #[arg(long, value_name = "N")]
    item: Option<u32>,
}

#[derive(Args)]
#[group(skip)]
pub(crate) struct Words {
    /// Nội dung
    #[arg(long, value_name = "T")]
    title: Option<String>,
    /// Thời lượng, phút
    #[arg(long, value_name = "N")]
    minutes: Option<u16>,
    /// Người trình bày
    #[arg(long, value_name = "T")]
    presenter: Option<String>,
    /// Loại biểu quyết của mục này
    #[arg(long, value_name = "KIND", value_parser = codes::vote_kind())]
    vote: Option<VoteKind>,
}

pub(crate) fn run(command: AgendaCommand, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    match command {
        AgendaCommand::Add {
            meeting,
            insert,
            after,
            words,
        } => {
            let meeting = meeting_of(&book, &meeting)?;
            let known = insert
                .map(|id| insertable(&book, meeting, &id))
                .transpose()?;
            let known = known.as_ref();
            // What is typed goes before what the pack says; last of all, the end of the agenda.
            let new = NewItem {
                title: words
                    .title
                    .or(known.map(|item| item.title.clone()))
                    .unwrap_or_default(),
                minutes: words
                    .minutes
                    .or(known.map(|item| item.minutes))
                    .unwrap_or(MINUTES),
                presenter: words.presenter.unwrap_or_default(),
                vote: words.vote.or(known.and_then(|item| item.vote)),
                item: known.map(|item| item.id.clone()),
            };
            let after = after.or(known.map(|item| item.after)).unwrap_or(u32::MAX);
            let id = book.add_item(meeting, &new, after)?;
            answer(&book, meeting, Some(id))
        }
        AgendaCommand::Insertable { meeting } => {
            let meeting = meeting_of(&book, &meeting)?;
            let items = book.insertables(meeting)?;
            Ok(Answer::new(&items, meeting_words::insertables(&items)))
        }
        AgendaCommand::Move { which, to } => {
            let (meeting, id) = which.find(&book)?;
            book.move_item(id, to)?;
            answer(&book, meeting, Some(id))
        }
        AgendaCommand::Set { which, words } => {
            let (meeting, id) = which.find(&book)?;
            let change = ItemChange {
                title: words.title,
                minutes: words.minutes,
                presenter: words.presenter,
                vote: words.vote.map(Some),
            };
            book.set_item(id, &change)?;
            answer(&book, meeting, Some(id))
        }
        AgendaCommand::Remove { which } => {
            let (meeting, id) = which.find(&book)?;
            book.remove_item(id)?;
            answer(&book, meeting, None)
        }
    }
}

/// The item of the rule pack with this id.
fn insertable(book: &Book, meeting: MeetingId, id: &str) -> Result<InsertLine, Fault> {
    book.insertables(meeting)?
        .into_iter()
        .find(|item| item.id == id)
        .ok_or_else(|| Fault::NoSuchInsertable(id.to_owned()))
}

impl Which {
    fn find(&self, book: &Book) -> Result<(MeetingId, AgendaItemId), Fault> {
        let meeting = meeting_of(book, &self.meeting)?;
        let no = self.no.or(self.item).unwrap_or_default();
        Ok((meeting, book.agenda_item(meeting, no)?))
    }
}

/// The agenda as it stands now, and the item that was touched.
fn answer(book: &Book, meeting: MeetingId, id: Option<AgendaItemId>) -> Result<Answer, Fault> {
    let agenda = book.agenda(meeting)?;
    let no = id
        .and_then(|id| agenda.iter().find(|line| line.id == id))
        .map(|line| line.no);
    let words = meeting_words::agenda(&agenda);
    Ok(Answer::new(
        &json!({ "id": id, "no": no, "agenda": agenda }),
        words,
    ))
}
