use sochibo_book::ward;

use crate::{
    answer::Answer,
    fault::Fault,
    session::{Session, wait},
};

pub(crate) fn run(session: &Session) -> Result<Answer, Fault> {
    let book = session.open_shared()?;
    let synced = wait(ward::sync(&book))??;
    let words = format!(
        "Đã gửi {} mục ({} byte), nhận {} mục ({} byte), {} biên nhận.",
        synced.pushed, synced.bytes_up, synced.pulled, synced.bytes_down, synced.receipts
    );
    Ok(Answer::new(&synced, words))
}
