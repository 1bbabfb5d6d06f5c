use clap::Args;

use crate::{
    answer::{Answer, lines},
    fault::Fault,
    session::Session,
};

#[derive(Args)]
pub(crate) struct HistoryArguments {
    /// Mã của bất cứ thứ gì trong sổ, hoặc phần đầu của mã
    id: String,
}

pub(crate) fn run(arguments: &HistoryArguments, session: &Session) -> Result<Answer, Fault> {
    let book = session.open()?;
    let id = book.resolve_any(&arguments.id)?;
    let history = book.history(id)?;
    let words = lines(
        history.iter().map(|line| {
            let fields: Vec<String> = line
                .fields
                .iter()
                .map(|field| format!("{} = {}", field.name, field.value))
                .collect();
            let gone = match line.removed {
                Some(true) => " (bỏ)",
                Some(false) => " (đưa trở lại)",
                None => "",
            };
            format!("{} {}{gone}: {}", line.at, line.kind, fields.join(", "))
        }),
        "Chưa có thay đổi nào.",
    );
    Ok(Answer::new(&history, words))
}
