use std::{net::SocketAddr, path::PathBuf};

use serde::Serialize;
use sochibo_book::{
    Book,
    view::{SavedPaper, Synced},
};
use sochibo_domain::{MeetingState, Month, id::MeetingId};

use crate::fault::Fault;

/// What the demo made, and where it is.
#[derive(Debug, Serialize)]
pub(crate) struct Made {
    pub(super) cell: String,
    pub(super) book: PathBuf,
    pub(super) passphrase_file: PathBuf,
    pub(super) recovery_file: PathBuf,
    pub(super) ward_data: PathBuf,
    pub(super) ward_listen: SocketAddr,
    pub(super) ward_user: String,
    pub(super) ward_password_file: PathBuf,
    pub(super) papers: Vec<SavedPaper>,
    pub(super) meetings: Vec<MadeMeeting>,
    pub(super) synced: Synced,
    pub(super) pending: u64,
}

/// A meeting that was held.
#[derive(Debug, Serialize)]
pub(super) struct MadeMeeting {
    id: MeetingId,
    month: Month,
    title: String,
    state: MeetingState,
    statements: usize,
    score: f64,
    band: String,
    version: u32,
    fingerprint: Option<String>,
}

impl MadeMeeting {
    pub(super) fn of(book: &Book, id: MeetingId) -> Result<Self, Fault> {
        let meeting = book.meeting(id)?;
        let score = book.score(id)?;
        Ok(Self {
            id,
            month: meeting.month,
            title: meeting.title,
            state: meeting.state,
            statements: meeting.statements.len(),
            score: score.total,
            band: score.band,
            version: meeting.version,
            fingerprint: meeting.fingerprint,
        })
    }
}

impl Made {
    /// Where everything is, and how to open it.
    pub(crate) fn words(&self) -> String {
        let book = self.book.display();
        let passphrase = self.passphrase_file.display();
        let ward = self.ward_data.display();
        let mut lines = vec![format!(
            "Chi bộ mẫu: {}. Mọi tên người và sự việc đều là bịa.",
            self.cell
        )];
        lines.extend(self.meetings.iter().map(|meeting| {
            format!(
                "  {}: {} ý kiến, {} điểm ({}), dấu kiểm {}",
                meeting.title,
                meeting.statements,
                meeting.score.to_string().replace('.', ","),
                meeting.band,
                meeting.fingerprint.as_deref().unwrap_or_default()
            )
        }));
        lines.push(format!(
            "  Đã gửi phường {} mục, {} biên nhận; còn chờ {} mục.",
            self.synced.pushed, self.synced.receipts, self.pending
        ));
        lines.push(format!("Sổ:       {book}"));
        lines.push(format!(
            "          mật khẩu ở {passphrase}, mã khôi phục ở {}",
            self.recovery_file.display()
        ));
        lines.push(format!(
            "          mở có cửa sổ:  SOCHIBO_BOOK={book} sochibo"
        ));
        lines.push(format!(
            "          dòng lệnh:     scb --book {book} --passphrase-file {passphrase} meeting list"
        ));
        if let Some(papers) = self
            .papers
            .first()
            .and_then(|paper| PathBuf::from(&paper.file).parent().map(PathBuf::from))
        {
            lines.push(format!(
                "Văn bản:  {} tệp trong {}",
                self.papers.len(),
                papers.display()
            ));
        }
        lines.push(format!("Phường:   {ward}"));
        lines.push(format!(
            "          chạy lại:      sochibo-ward serve --data {ward} --listen {} --tls-self-signed",
            self.ward_listen
        ));
        lines.push(format!(
            "          đăng nhập https://{} bằng {}, mật khẩu ở {}",
            self.ward_listen,
            self.ward_user,
            self.ward_password_file.display()
        ));
        lines.join("\n")
    }
}
