use clap::Args;
use sochibo_book::view::DoctorView;
use sochibo_domain::FaultClass;

use crate::{answer::Answer, fault::Fault, session::Session};

#[derive(Args)]
pub(crate) struct DoctorArguments {
    /// Kiểm tra cả từng trang của tệp sổ
    #[arg(long)]
    deep: bool,
}

pub(crate) fn run(arguments: &DoctorArguments, session: &Session) -> Result<Answer, Fault> {
    Ok(answer(&session.open()?.doctor(arguments.deep)?))
}

pub(crate) fn repair(session: &Session) -> Result<Answer, Fault> {
    Ok(answer(&session.open()?.repair()?))
}

fn answer(report: &DoctorView) -> Answer {
    let answer = Answer::new(report, words(report));
    if report.ok {
        answer
    } else {
        answer.finding(FaultClass::Damaged)
    }
}

pub(super) fn words(report: &DoctorView) -> String {
    let mut lines: Vec<String> = report
        .checks
        .iter()
        .map(|check| {
            format!(
                "{}  {:<10}  {}",
                if check.ok { "tốt" } else { "SAI" },
                check.name,
                check.detail
            )
        })
        .collect();
    lines.push(
        if report.ok {
            "Sổ nguyên vẹn."
        } else {
            "Sổ có chỗ hỏng."
        }
        .to_owned(),
    );
    lines.join("\n")
}
