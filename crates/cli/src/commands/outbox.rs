use sochibo_book::view::OutboxLine;

use crate::{
    answer::{Answer, lines},
    fault::Fault,
    session::Session,
};

pub(crate) fn run(session: &Session) -> Result<Answer, Fault> {
    let outbox = session.open()?.outbox()?;
    let words = lines(outbox.iter().map(line), "Không có gì chờ gửi.");
    Ok(Answer::new(&outbox, words))
}

/// What the ward will read stands in full; of the rest only that it is there.
fn line(operation: &OutboxLine) -> String {
    let mut out = format!("{}  {}", operation.seq, operation.summary);
    if operation.published {
        for field in &operation.fields {
            out.push_str(&format!("\n      {}: {}", field.name, field.value));
        }
    }
    out
}
