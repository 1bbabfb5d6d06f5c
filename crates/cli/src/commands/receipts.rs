use crate::{
    answer::{Answer, lines},
    fault::Fault,
    session::Session,
};

pub(crate) fn run(session: &Session) -> Result<Answer, Fault> {
    let sendings = session.open()?.sendings()?;
    let words = lines(
        sendings.iter().map(|sending| {
            format!(
                "{}: {} mục (số {} đến {}), biên nhận {}",
                sending.at, sending.count, sending.from, sending.upto, sending.fingerprint
            )
        }),
        "Phường chưa biên nhận gì.",
    );
    Ok(Answer::new(&sendings, words))
}
