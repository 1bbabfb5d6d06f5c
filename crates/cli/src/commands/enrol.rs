use clap::Args;
use serde_json::json;
use sochibo_book::ward;

use super::status;
use crate::{
    answer::Answer,
    fault::Fault,
    session::{Session, wait},
};

#[derive(Args)]
pub(crate) struct EnrolArguments {
    /// Địa chỉ máy chủ phường: https://10.0.0.5:8443
    #[arg(long, value_name = "URL")]
    server: String,
    /// Mã ghi danh do phường cấp, dùng một lần
    #[arg(long, value_name = "CODE")]
    code: String,
}

pub(crate) fn run(arguments: &EnrolArguments, session: &Session) -> Result<Answer, Fault> {
    let book = session.open_shared()?;
    wait(ward::enrol(&book, &arguments.server, &arguments.code))??;
    let status = status::of(&book)?;
    let name = status.ward.clone().unwrap_or_default();
    let json = json!({ "server": status.server, "ward": name, "device": status.device });
    Ok(Answer::new(
        &json,
        format!("Đã ghi danh với {name}. Có {} mục chờ gửi.", status.pending),
    ))
}
