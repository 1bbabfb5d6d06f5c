use std::sync::PoisonError;

use sochibo_book::{view::StatusView, ward::Shared};

use crate::{answer::Answer, fault::Fault, session::Session};

pub(crate) fn run(session: &Session) -> Result<Answer, Fault> {
    let status = session.open()?.status()?;
    Ok(Answer::new(&status, words(&status)))
}

/// The state of a book that is shared.
pub(super) fn of(book: &Shared) -> Result<StatusView, Fault> {
    Ok(book
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .status()?)
}

fn words(status: &StatusView) -> String {
    let server = status.server.as_deref().unwrap_or("chưa ghi danh");
    let ward = status
        .ward
        .as_ref()
        .map(|ward| format!("{ward}, "))
        .unwrap_or_default();
    let last = status.last_sync.as_deref().unwrap_or("chưa lần nào");
    let mut lines = vec![
        format!("Sổ: {}", status.book),
        format!("Máy: {}", status.device),
        format!("Phường: {ward}{server}"),
        format!("Chờ gửi: {} mục. Lần gửi gần nhất: {last}.", status.pending),
    ];
    if status.conflicts + status.quarantined > 0 {
        lines.push(format!(
            "Cần xem lại: {} mục, để riêng: {} mục.",
            status.conflicts, status.quarantined
        ));
    }
    if let Some(offset) = status.clock_offset_ms {
        lines.push(format!(
            "Đồng hồ máy này lệch với phường {:.1} giây.",
            seconds(offset)
        ));
    }
    lines.join("\n")
}

fn seconds(ms: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "for people, to a tenth")]
    let ms = ms as f64;
    ms / 1000.0
}
