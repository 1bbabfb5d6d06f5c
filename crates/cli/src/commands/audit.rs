use clap::Args;
use sochibo_book::view::AuditLine;

use crate::{
    answer::{Answer, lines},
    fault::Fault,
    input,
    session::Session,
};

#[derive(Args)]
pub(crate) struct AuditArguments {
    /// Từ ngày
    #[arg(long, value_name = "D")]
    since: Option<String>,
}

pub(crate) fn run(arguments: &AuditArguments, session: &Session) -> Result<Answer, Fault> {
    let book = session.open()?;
    let since = match &arguments.since {
        Some(day) => Some(input::moment(
            "00:00",
            sochibo_domain::date::parse_day(day)?,
            book.now(),
        )?),
        None => None,
    };
    let audit = book.audit(since)?;
    let words = lines(audit.iter().map(line), "Nhật ký chưa có gì.");
    Ok(Answer::new(&audit, words))
}

fn line(entry: &AuditLine) -> String {
    let whose = if entry.this_device {
        "máy này".to_owned()
    } else {
        format!("máy {}", entry.device)
    };
    let mut out = format!("{}  {}", entry.at, entry.words);
    if !entry.what.is_empty() {
        out.push_str(&format!(" — {}", entry.what));
    }
    if let Some(count) = entry.count {
        out.push_str(&format!(" ({count})"));
    }
    if let Some(subject) = &entry.subject {
        out.push_str(&format!(" {subject}"));
    }
    format!("{out}, {whose}")
}
