use clap::{Args, Subcommand};
use sochibo_book::votes::{NewVote, VoteChange};
use sochibo_domain::{Vote, VoteForm, VoteKind, vote::Tally};

use super::{meeting_of, meeting_words::outcome};
use crate::{answer::Answer, codes, fault::Fault, session::Session};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct VoteArguments {
    #[command(subcommand)]
    command: Option<VoteCommand>,
    #[command(flatten)]
    new: Option<NewArguments>,
}

#[derive(Subcommand)]
enum VoteCommand {
    /// Sửa một lần biểu quyết ghi sai; số cũ còn trong lịch sử
    Correct(CorrectArguments),
}

#[derive(Args)]
struct CorrectArguments {
    /// Mã của lần biểu quyết, hoặc phần đầu của mã
    id: String,
    /// Tán thành
    #[arg(long, value_name = "A")]
    r#for: Option<u32>,
    /// Không tán thành
    #[arg(long, value_name = "B")]
    against: Option<u32>,
    /// Ý kiến khác
    #[arg(long, value_name = "C")]
    abstain: Option<u32>,
    /// Nội dung biểu quyết; rỗng là tên mục
    #[arg(long, value_name = "T")]
    subject: Option<String>,
    /// Ý kiến bảo lưu; rỗng là không có
    #[arg(long, value_name = "T")]
    reserved: Option<String>,
    /// Số phiếu trên Sổ tay điện tử: tán thành, không, ý kiến khác
    #[arg(long, value_name = "N", num_args = 3)]
    handbook: Option<Vec<u32>>,
}

#[derive(Args)]
struct NewArguments {
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
    /// Số phiếu trên Sổ tay điện tử: tán thành, không, ý kiến khác
    #[arg(long, value_name = "N", num_args = 3)]
    handbook: Option<Vec<u32>>,
}

/// Three figures as a count.
fn counted(figures: &[u32]) -> Option<Tally> {
    match *figures {
        [r#for, against, abstain] => Some(Tally {
            r#for,
            against,
            abstain,
        }),
        _ => None,
    }
}

pub(crate) fn run(arguments: VoteArguments, session: &Session) -> Result<Answer, Fault> {
    match (arguments.command, arguments.new) {
        (Some(VoteCommand::Correct(arguments)), _) => correct(arguments, session),
        (None, Some(arguments)) => new(arguments, session),
        // clap asks for one of them.
        (None, None) => Err(Fault::Missing("kỳ sinh hoạt")),
    }
}

fn correct(arguments: CorrectArguments, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    let id = book.resolve::<Vote>(&arguments.id)?;
    let before = book.vote_of(id)?.tally;
    let line = book.correct_vote(
        id,
        &VoteChange {
            tally: Some(Tally {
                r#for: arguments.r#for.unwrap_or(before.r#for),
                against: arguments.against.unwrap_or(before.against),
                abstain: arguments.abstain.unwrap_or(before.abstain),
            }),
            subject: arguments.subject,
            reserved: arguments.reserved,
            handbook: arguments.handbook.map(|figures| counted(&figures)),
            ..VoteChange::default()
        },
    )?;
    let words = format!("{}.\n{}", outcome(&line), line.explain);
    Ok(Answer::new(&line, words))
}

fn new(arguments: NewArguments, session: &Session) -> Result<Answer, Fault> {
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
        handbook: arguments.handbook.and_then(|figures| counted(&figures)),
    })?;
    let words = format!("{}.\n{}", outcome(&line), line.explain);
    Ok(Answer::new(&line, words))
}
