//! What is said where the command line can't be read: clap knows what is wrong, we say it in
//! Vietnamese.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The code of every such error.
pub(crate) const CODE: &str = "SC-01";
/// What to do.
pub(crate) const HINT: &str = "Xem cách dùng bằng: scb --help, hoặc thêm --help sau tên lệnh.";

/// One sentence.
pub(crate) fn message(error: &clap::Error) -> String {
    let said = |kind| error.get(kind).map(words).unwrap_or_default();
    let (argument, value) = (
        said(ContextKind::InvalidArg),
        said(ContextKind::InvalidValue),
    );
    match error.kind() {
        ErrorKind::InvalidSubcommand => format!(
            "scb không có lệnh “{}”.",
            said(ContextKind::InvalidSubcommand)
        ),
        ErrorKind::UnknownArgument => format!("Lệnh này không có tham số “{argument}”."),
        ErrorKind::MissingRequiredArgument => format!("Thiếu tham số: {argument}."),
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("Tham số {argument} cần một giá trị.")
        }
        ErrorKind::InvalidValue => {
            format!(
                "“{value}” không dùng được cho {argument}. Dùng một trong: {}.",
                said(ContextKind::ValidValue)
            )
        }
        ErrorKind::ValueValidation => format!("“{value}” không dùng được cho {argument}."),
        ErrorKind::ArgumentConflict if said(ContextKind::PriorArg) == argument => {
            format!("Tham số {argument} chỉ dùng một lần.")
        }
        ErrorKind::ArgumentConflict => {
            format!(
                "Tham số {argument} không đi cùng {}.",
                said(ContextKind::PriorArg)
            )
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "Chưa nói lệnh nào.".to_owned()
        }
        ErrorKind::InvalidUtf8 => "Dòng lệnh có chữ không phải Unicode.".to_owned(),
        _ => {
            let text = error.to_string();
            text.lines()
                .next()
                .unwrap_or_default()
                .trim_start_matches("error: ")
                .to_owned()
        }
    }
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(several) => several.join(", "),
        other => other.to_string(),
    }
}
