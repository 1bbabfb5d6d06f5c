use clap::Args;
use sochibo_book::view::ScoreView;

use super::meeting_of;
use crate::{answer::Answer, fault::Fault, session::Session};

#[derive(Args)]
pub(crate) struct ScoreArguments {
    /// Mã của kỳ, hoặc phần đầu của mã
    meeting: String,
    /// Sửa điểm một mục: 3a=2,5
    #[arg(long, value_name = "ITEM=POINTS", requires = "reason")]
    set: Vec<String>,
    /// Lý do sửa điểm
    #[arg(long, value_name = "T", requires = "set")]
    reason: Option<String>,
}

pub(crate) fn run(arguments: ScoreArguments, session: &Session) -> Result<Answer, Fault> {
    let marks = arguments
        .set
        .iter()
        .map(|typed| mark(typed))
        .collect::<Result<Vec<_>, _>>()?;
    let mut book = session.open()?;
    let meeting = meeting_of(&book, &arguments.meeting)?;
    for (line, points) in marks {
        book.set_score(
            meeting,
            line,
            points,
            arguments.reason.as_deref().unwrap_or_default(),
        )?;
    }
    let score = book.score(meeting)?;
    Ok(Answer::new(&score, words(&score)))
}

/// `3a=2,5`
fn mark(typed: &str) -> Result<(&str, f64), Fault> {
    let bad = || Fault::BadScore(typed.to_owned());
    let (line, points) = typed.split_once('=').ok_or_else(bad)?;
    let points: f64 = points.trim().replace(',', ".").parse().map_err(|_| bad())?;
    Ok((line.trim(), points))
}

fn words(score: &ScoreView) -> String {
    let mut lines: Vec<String> = score
        .items
        .iter()
        .map(|item| {
            format!(
                "{:<4} {:>4}/{:<4} {} — {}",
                item.id, item.points, item.max, item.title, item.source
            )
        })
        .collect();
    lines.push(format!("Tổng {} điểm, {}.", score.total, score.band));
    lines.join("\n")
}
