use clap::Args;
use serde_json::json;
use sochibo_domain::AttendanceStatus;

use super::meeting_of;
use crate::{answer::Answer, codes, fault::Fault, session::Session};

#[derive(Args)]
pub(crate) struct AttendArguments {
    /// Mã của kỳ, hoặc phần đầu của mã
    meeting: String,
    /// Đảng viên: mã, phần đầu của mã, hoặc đúng họ tên
    #[arg(
        long,
        value_name = "M",
        required_unless_present = "all",
        requires = "status"
    )]
    member: Option<String>,
    /// Có mặt hay vắng
    #[arg(long, value_name = "S", value_parser = codes::attendance())]
    status: Option<AttendanceStatus>,
    /// Lý do vắng
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    reason: Option<String>,
    /// Ghi một loạt cho mọi đảng viên được triệu tập mà chưa điểm danh
    #[arg(long, value_name = "S", conflicts_with_all = ["member", "status", "reason"], value_parser = codes::attendance())]
    all: Option<AttendanceStatus>,
}

pub(crate) fn run(arguments: AttendArguments, session: &Session) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    let meeting = meeting_of(&book, &arguments.meeting)?;
    let member = match (arguments.all, arguments.member, arguments.status) {
        (Some(status), ..) => {
            book.attend_all(meeting, status)?;
            None
        }
        (None, Some(member), Some(status)) => {
            let member = book.resolve_member(&member)?;
            book.attend(meeting, member, status, arguments.reason.as_deref())?;
            Some(member)
        }
        // clap asks for both.
        _ => return Err(Fault::Missing("đảng viên và trạng thái")),
    };
    let counts = book.meeting(meeting)?.counts;
    let words = format!(
        "Có mặt {}/{}; vắng có lý do {}, không lý do {}.",
        counts.present, counts.summoned, counts.excused, counts.unexcused
    );
    let status = arguments.all.or(arguments.status);
    Ok(Answer::new(
        &json!({ "meeting": meeting, "member": member, "status": status, "counts": counts }),
        words,
    ))
}
