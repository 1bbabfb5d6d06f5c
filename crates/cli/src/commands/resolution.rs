use clap::Subcommand;
use sochibo_book::view::{ResolutionSection, ResolutionView};
use sochibo_domain::ResolutionPart;

use super::meeting_of;
use crate::{answer::Answer, codes, fault::Fault, input, session::Session};

#[derive(Subcommand)]
pub(crate) enum ResolutionCommand {
    /// Dự thảo nghị quyết của một kỳ
    Show {
        /// Mã của kỳ, hoặc phần đầu của mã
        meeting: String,
    },
    /// Viết một phần của dự thảo, mỗi dòng một ý; thay những gì đang có ở phần đó
    Set {
        /// Mã của kỳ, hoặc phần đầu của mã
        meeting: String,
        /// Phần
        #[arg(long, value_name = "PART", value_parser = codes::resolution_part())]
        part: ResolutionPart,
        /// Một dòng; viết nhiều lần được, “-” đọc từ dòng nhập chuẩn
        #[arg(long = "line", value_name = "T", allow_hyphen_values = true)]
        lines: Vec<String>,
    },
}

pub(crate) fn run(command: ResolutionCommand, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    let id = match command {
        ResolutionCommand::Show { meeting } => meeting_of(&book, &meeting)?,
        ResolutionCommand::Set {
            meeting,
            part,
            lines,
        } => {
            let id = meeting_of(&book, &meeting)?;
            let mut written = Vec::new();
            for line in lines {
                written.extend(input::text(line)?.lines().map(str::to_owned));
            }
            book.set_resolution(id, part, &written)?;
            id
        }
    };
    let view = book.resolution(id)?;
    Ok(Answer::new(&view, words(&view)))
}

fn words(view: &ResolutionView) -> String {
    let sections: Vec<String> = view.sections.iter().map(section).collect();
    format!("NGHỊ QUYẾT {}\n{}", view.summary, sections.join("\n"))
}

fn section(section: &ResolutionSection) -> String {
    let mut lines = vec![format!("{}. {}", section.no, section.heading)];
    lines.extend(section.given.iter().map(|line| format!("  - {line}")));
    for part in &section.parts {
        if !part.heading.is_empty() && !part.lines.is_empty() {
            lines.push(format!("  {}:", part.heading));
        }
        lines.extend(part.lines.iter().map(|line| format!("  - {line}")));
    }
    lines.extend(section.tasks.iter().map(|task| {
        format!(
            "  | {} (đ/c {}) | {} | {}",
            task.title, task.person, task.start, task.result
        )
    }));
    lines.join("\n")
}
