use clap::{Args, builder::PossibleValuesParser};
use sochibo_book::view::ScoreView;
use sochibo_domain::{rules::Missing4c, text::normalise};

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
    /// Lấy lại điểm gợi ý của một mục
    #[arg(long, value_name = "ITEM")]
    clear: Vec<String>,
    /// Điểm mục 4c khi tháng không có chuyên đề; pack: theo bộ quy định
    #[arg(long, value_parser = PossibleValuesParser::new(["none", "scale", "raise_4b", "pack"]))]
    option: Option<String>,
    /// Những mục phải đủ điểm mới xếp mức cao nhất: 1,2a,4đ; none: không đòi; pack: theo bộ quy định
    #[arg(long, value_name = "ITEMS", value_delimiter = ',')]
    gate: Vec<String>,
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
    for line in &arguments.clear {
        book.clear_score(meeting, line.trim())?;
    }
    if let Some(option) = &arguments.option {
        book.set_missing_4c(match option.as_str() {
            "none" => Some(Missing4c::None),
            "scale" => Some(Missing4c::Scale),
            "raise_4b" => Some(Missing4c::Raise4b),
            _ => None,
        })?;
    }
    if let Some(gate) = gate(&arguments.gate) {
        book.set_score_gate(meeting, gate.as_deref())?;
    }
    let score = book.score(meeting)?;
    Ok(Answer::new(&score, words(&score)))
}

/// The lines of the gate as typed: `None` where nothing was, `Some(None)` for the rule pack's.
fn gate(typed: &[String]) -> Option<Option<Vec<String>>> {
    let typed: Vec<String> = typed.iter().map(|line| normalise(line.trim())).collect();
    match typed.as_slice() {
        [] => None,
        [one] if one == "pack" => Some(None),
        [one] if one == "none" => Some(Some(Vec::new())),
        _ => Some(Some(typed)),
    }
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
    lines.extend(score.notes.iter().cloned());
    lines.push(format!(
        "Tự chấm {}/{} điểm, {}.",
        score.total, score.max, score.band
    ));
    if let Some(rating) = &score.rating {
        lines.push(format!(
            "Cấp trên xếp loại: {}. {}",
            rating.band, rating.paper
        ));
    }
    lines.join("\n")
}
