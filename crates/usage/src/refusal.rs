//! What is said where the command line can't be read.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// One sentence; `program` is what the person called.
#[must_use]
pub fn sentence(program: &str, error: &clap::Error) -> String {
    let said = |kind| error.get(kind).map(words).unwrap_or_default();
    let (argument, value) = (
        said(ContextKind::InvalidArg),
        said(ContextKind::InvalidValue),
    );
    match error.kind() {
        ErrorKind::InvalidSubcommand => format!(
            "{program} không có lệnh “{}”.",
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
        ErrorKind::TooManyValues => format!("Tham số {argument} có thừa giá trị “{value}”."),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("Tham số {argument} không có đủ số giá trị.")
        }
        ErrorKind::NoEquals => format!("Viết liền tham số với giá trị bằng dấu bằng: {argument}."),
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
        _ => "Không đọc được dòng lệnh.".to_owned(),
    }
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(several) => several.join(", "),
        other => other.to_string(),
    }
}
