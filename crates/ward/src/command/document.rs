use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use sochibo_domain::{Month, date::parse_day};
use sochibo_ward::{DocumentDraft, ListedDocument, Ward, WardError};

use super::{
    arguments::{DocumentArguments, DocumentCommand},
    output::{self, Output},
};

pub(super) fn run(
    ward: &Ward,
    command: &DocumentCommand,
    output: &Output,
) -> Result<(), WardError> {
    match command {
        DocumentCommand::Send(arguments) => send(ward, arguments, output),
        DocumentCommand::List { org } => {
            let documents = ward.documents(org.as_deref())?;
            output.show(&documents, || output::lines(documents.iter().map(line)));
            Ok(())
        }
        DocumentCommand::Withdraw { id } => {
            let done = ward.withdraw_document(id)?;
            output.show(&done, || {
                let on = done.withdrawn_at.format("%d/%m/%Y");
                format!("Văn bản {} đã thu hồi ngày {on}.", done.id)
            });
            Ok(())
        }
    }
}

fn send(ward: &Ward, arguments: &DocumentArguments, output: &Output) -> Result<(), WardError> {
    let bad = WardError::BadDocument;
    let day = |text: &String| parse_day(text).map_err(|_| bad("ngày ban hành không đọc được"));
    let month = |text: &String| {
        text.parse::<Month>()
            .map_err(|_| bad("tháng sinh hoạt không đọc được; viết như 2026-10"))
    };
    let draft = DocumentDraft {
        number: arguments.number.clone(),
        title: arguments.title.clone(),
        kind: arguments.kind.clone(),
        issued_on: arguments.date.as_ref().map(day).transpose()?,
        text: match &arguments.text_file {
            Some(file) => read(file)?,
            None => String::new(),
        },
        before: arguments.before.as_ref().map(month).transpose()?,
    };
    let sent = ward.send_document(&arguments.to, &draft)?;
    output.show(&sent, || {
        let to = sent.cells.iter().map(|cell| format!("  {}", cell.name));
        let not = sent
            .without_book
            .iter()
            .map(|cell| format!("  {}: chưa có sổ nên chưa nhận được", cell.name));
        let head = format!(
            "Đã gửi văn bản {}: {} chi bộ nhận ở lần trao đổi tới.",
            sent.id,
            sent.cells.len()
        );
        output::lines(std::iter::once(head).chain(to).chain(not))
    });
    Ok(())
}

fn read(file: &Path) -> Result<String, WardError> {
    let text = if file.as_os_str() == "-" {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(file)
    };
    text.map_err(|error| WardError::Unreadable(file.to_owned(), error))
}

fn line(document: &ListedDocument) -> String {
    let state = match document.withdrawn_at {
        Some(at) => format!("thu hồi {}", at.format("%d/%m/%Y")),
        None => format!("{} chi bộ", document.cells.len()),
    };
    let name = [&document.kind, &document.number, &document.title];
    let name: Vec<&str> = name
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    format!(
        "{}  {}  {state}  {}",
        document.id,
        document.sent_at.format("%d/%m/%Y"),
        name.join(" ")
    )
}
