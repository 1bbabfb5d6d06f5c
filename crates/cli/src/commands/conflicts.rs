use clap::{ArgGroup, Args, Subcommand};
use serde_json::json;
use sochibo_book::{
    Book,
    conflicts::Settlement,
    view::{ConflictView, LateChange},
};

use super::meeting_of;
use crate::{
    answer::{Answer, lines},
    fault::Fault,
    input,
    session::Session,
};

#[derive(Subcommand)]
pub(crate) enum ConflictsCommand {
    /// Những mục hai máy cùng sửa mà máy này không biết máy kia
    List,
    /// Chọn một trong hai, hoặc ghi một nội dung ghép cả hai
    Settle(SettleArguments),
    /// Những gì đã chọn trên máy này và còn hoàn tác được
    Settled,
    /// Bỏ lựa chọn vừa rồi: giá trị trước đó trở lại, và được hỏi lại
    Reopen {
        /// Mã trong danh sách đã chọn, hoặc phần đầu của mã
        id: String,
    },
    /// Những kỳ có chỗ sửa đến sau khi biên bản đã thông qua
    Late,
    /// Giữ biên bản đã thông qua như cũ; muốn đổi thì lập bản sửa đổi
    Keep {
        /// Mã của kỳ, hoặc phần đầu của mã
        meeting: String,
    },
    /// Những mục máy khác xóa mà còn chờ đồng ý, vì hơn nửa sổ
    Removals(RemovalsArguments),
}

#[derive(Args)]
#[command(group = ArgGroup::new("how").required(true))]
pub(crate) struct SettleArguments {
    /// Mã trong danh sách, hoặc phần đầu của mã
    id: String,
    /// Giá trị thứ mấy trong danh sách (1, 2, …)
    #[arg(long, value_name = "N", group = "how")]
    choose: Option<usize>,
    /// Nội dung ghép; “-” đọc từ bàn phím hoặc ống dẫn
    #[arg(long, value_name = "T", group = "how")]
    text: Option<String>,
}

#[derive(Args)]
pub(crate) struct RemovalsArguments {
    /// Đồng ý: xóa trên máy này
    #[arg(long, conflicts_with = "refuse")]
    accept: bool,
    /// Không đồng ý: giữ lại, và mọi máy có lại những mục đó
    #[arg(long)]
    refuse: bool,
}

pub(crate) fn run(command: ConflictsCommand, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    match command {
        ConflictsCommand::List => {
            let conflicts = book.conflicts()?;
            let words = lines(conflicts.iter().map(words), "Không có mục nào cần chọn.");
            Ok(Answer::new(&conflicts, words))
        }
        ConflictsCommand::Settle(arguments) => settle(&mut book, arguments),
        ConflictsCommand::Settled => {
            let settled = book.settled_conflicts()?;
            let words = lines(
                settled
                    .iter()
                    .map(|one| format!("{}  {} — {}: {}", one.id, one.what, one.field, one.kept)),
                "Không có gì để hoàn tác.",
            );
            Ok(Answer::new(&settled, words))
        }
        ConflictsCommand::Reopen { id } => {
            let settled = book.resolve_settled(&id)?;
            book.reopen_conflict(&settled.id)?;
            Ok(Answer::new(
                &json!({ "id": settled.id }),
                format!(
                    "Đã hoàn tác, hỏi lại: {} — {}.",
                    settled.what, settled.field
                ),
            ))
        }
        ConflictsCommand::Late => {
            let late = book.late_changes()?;
            let words = lines(
                late.iter().map(late_words),
                "Không có chỗ sửa nào đến sau khi thông qua.",
            );
            Ok(Answer::new(&late, words))
        }
        ConflictsCommand::Keep { meeting } => {
            let meeting = meeting_of(&book, &meeting)?;
            book.keep_adopted(meeting)?;
            Ok(Answer::new(
                &json!({ "meeting": meeting }),
                "Đã giữ biên bản như khi thông qua.",
            ))
        }
        ConflictsCommand::Removals(arguments) => removals(&mut book, &arguments),
    }
}

fn settle(book: &mut Book, arguments: SettleArguments) -> Result<Answer, Fault> {
    let conflict = book.resolve_conflict(&arguments.id)?;
    let how = match (arguments.text, arguments.choose) {
        (Some(text), _) => Settlement::Combine(input::text(text)?),
        (None, choice) => {
            let place = choice
                .and_then(|choice| choice.checked_sub(1))
                .filter(|place| *place < conflict.values.len())
                .ok_or(Fault::NoSuchChoice(conflict.values.len()))?;
            Settlement::Choose(place)
        }
    };
    book.settle_conflict(&conflict.id, &how)?;
    let left = book.conflicts()?.len();
    let kept = book
        .settled_conflicts()?
        .into_iter()
        .find(|settled| settled.id == conflict.id)
        .map(|settled| settled.kept)
        .unwrap_or_default();
    let words = format!("Đã giữ: {kept}\nCòn {left} mục cần chọn.");
    Ok(Answer::new(
        &json!({ "id": conflict.id, "kept": kept, "left": left }),
        words,
    ))
}

fn removals(book: &mut Book, arguments: &RemovalsArguments) -> Result<Answer, Fault> {
    if arguments.accept {
        let removed = book.accept_removals()?;
        return Ok(Answer::new(
            &json!({ "removed": removed }),
            format!("Đã đồng ý {removed} lệnh xóa của máy khác."),
        ));
    }
    if arguments.refuse {
        let kept = book.refuse_removals()?;
        return Ok(Answer::new(
            &json!({ "kept": kept }),
            format!("Đã giữ lại {kept} mục; lần gửi nhận tới, mọi máy có lại các mục này."),
        ));
    }
    let waiting = book.waiting_removals()?;
    let words = match &waiting {
        None => "Không có lệnh xóa nào chờ đồng ý.".to_owned(),
        Some(waiting) => format!(
            "{}\n{}\nĐồng ý: scb conflicts removals --accept. Giữ lại: scb conflicts removals --refuse.",
            waiting.words,
            waiting.kinds.join("\n")
        ),
    };
    Ok(Answer::new(&waiting, words))
}

fn words(conflict: &ConflictView) -> String {
    let values = (1..).zip(&conflict.values).map(|(no, value)| {
        let text = value.text.replace('\n', "\n      ");
        format!("  {no}. {} ({}): {text}", value.device_name, value.at)
    });
    let mut all = vec![format!(
        "{}  {} — {}",
        conflict.id, conflict.what, conflict.field
    )];
    all.extend(values);
    all.join("\n")
}

fn late_words(late: &LateChange) -> String {
    let changes = late.lines.iter().map(|line| {
        format!(
            "  {}\n    khi thông qua: {}\n    bây giờ: {}",
            line.what, line.adopted, line.now
        )
    });
    let mut all = vec![format!(
        "{}  {}, bản số {}",
        late.meeting, late.title, late.version
    )];
    all.extend(changes);
    all.join("\n")
}
