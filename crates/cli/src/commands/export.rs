use std::path::PathBuf;

use clap::{Args, builder::PossibleValuesParser};
use sochibo_book::paper::{PaperKind, PaperOrder, format_of};

use super::meeting_of;
use crate::{answer::Answer, fault::Fault, session::Session};

#[derive(Args)]
pub(crate) struct ExportArguments {
    /// Mã của kỳ, hoặc phần đầu của mã
    meeting: String,
    /// Loại văn bản
    #[arg(long, value_parser = PossibleValuesParser::new(
        ["bien_ban", "nghi_quyet", "ket_luan", "chuong_trinh", "giay_moi", "phieu_cham_diem", "trich_bien_ban"]
    ))]
    paper: String,
    /// Trích biên bản: các mục, cách nhau bằng dấu phẩy
    #[arg(long, value_name = "NO,…", value_delimiter = ',')]
    items: Vec<u32>,
    /// Biên bản, trích biên bản: bản đã thông qua nào; bỏ trống là bản đang có hiệu lực
    #[arg(long, value_name = "N")]
    version: Option<u32>,
    /// Định dạng; bỏ trống thì theo đuôi tên tệp
    #[arg(long, value_parser = PossibleValuesParser::new(["docx", "pdf"]))]
    format: Option<String>,
    /// Ghi vào tệp nào
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(crate) fn run(arguments: &ExportArguments, session: &Session) -> Result<Answer, Fault> {
    let kind: PaperKind = arguments.paper.parse()?;
    let extension = || {
        arguments
            .output
            .extension()
            .map(|end| end.to_string_lossy().into_owned())
    };
    let format = arguments
        .format
        .clone()
        .or_else(extension)
        .ok_or(Fault::Missing("định dạng tệp (docx, pdf)"))?;
    let format = format_of(&format)?;
    let book = session.open()?;
    let saved = book.export(
        meeting_of(&book, &arguments.meeting)?,
        PaperOrder {
            kind,
            version: arguments.version,
            items: arguments.items.clone(),
        },
        format,
        &arguments.output,
    )?;
    let words = format!("Đã ghi {} ({} byte).", saved.file, saved.bytes);
    Ok(Answer::new(&saved, words))
}
