use clap::Args;

use crate::{
    answer::{Answer, lines},
    fault::Fault,
    session::Session,
};

#[derive(Args)]
pub(crate) struct SearchArguments {
    /// Các từ cần tìm, có hoặc không có dấu
    #[arg(required = true)]
    words: Vec<String>,
    /// Nhiều nhất bao nhiêu kết quả
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

pub(crate) fn run(arguments: &SearchArguments, session: &Session) -> Result<Answer, Fault> {
    let hits = session
        .open()?
        .search(&arguments.words.join(" "), arguments.limit)?;
    let words = lines(
        hits.iter()
            .map(|hit| format!("{}  {}: {}", hit.id, hit.title, hit.snippet)),
        "Không tìm thấy gì.",
    );
    Ok(Answer::new(&hits, words))
}
