use crate::{
    answer::{Answer, lines},
    fault::Fault,
    session::Session,
};

pub(crate) fn run(session: &Session) -> Result<Answer, Fault> {
    let aside = session.open()?.quarantine()?;
    let words = lines(
        aside
            .iter()
            .map(|line| format!("{} số {}: {}", line.device, line.seq, line.why)),
        "Không có mục nào bị để riêng.",
    );
    Ok(Answer::new(&aside, words))
}
