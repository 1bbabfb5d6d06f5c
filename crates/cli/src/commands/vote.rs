use clap::Args;
use sochibo_book::votes::NewVote;
use sochibo_domain::{VoteForm, VoteKind, vote::Tally};

use super::{meeting_of, meeting_words::outcome};
use crate::{answer::Answer, codes, fault::Fault, session::Session};

#[derive(Args)]
pub(crate) struct VoteArguments {
    /// Mã của kỳ, hoặc phần đầu của mã
    meeting: String,
    /// Số của mục chương trình
    #[arg(long, value_name = "N")]
    item: u32,
    /// Loại việc
    #[arg(long, value_parser = codes::vote_kind())]
    kind: VoteKind,
    /// Tán thành
    #[arg(long, value_name = "A")]
    r#for: u32,
    /// Không tán thành
    #[arg(long, value_name = "B", default_value_t = 0)]
    against: u32,
    /// Ý kiến khác
    #[arg(long, value_name = "C", default_value_t = 0)]
    abstain: u32,
    /// Phiếu kín
    #[arg(long)]
    secret: bool,
    /// Nội dung biểu quyết, nếu không phải là tên mục
    #[arg(long, value_name = "T")]
    subject: Option<String>,
    /// Ý kiến bảo lưu
    #[arg(long, value_name = "T")]
    reserved: Option<String>,
}

pub(crate) fn run(arguments: VoteArguments, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    let meeting = meeting_of(&book, &arguments.meeting)?;
    let line = book.vote(&NewVote {
        item: book.agenda_item(meeting, arguments.item)?,
        kind: arguments.kind,
        subject: arguments.subject,
        form: if arguments.secret {
            VoteForm::Secret
        } else {
            VoteForm::Hand
        },
        tally: Tally {
            r#for: arguments.r#for,
            against: arguments.against,
            abstain: arguments.abstain,
        },
        reserved: arguments.reserved,
    })?;
    let words = format!("{}.\n{}", outcome(&line), line.explain);
    Ok(Answer::new(&line, words))
}
