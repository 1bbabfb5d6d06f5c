//! Báo cáo: reads a published operation as adopted minutes and proves it, without any store.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use sochibo_domain::{
    CellType, Entity, MeetingKind, Month, Report,
    minutes::{self, OpenMinutes},
    secret::MarkRule,
};
use sochibo_journal::{Change, Envelope, Hash, PublicKey, Ring};
use sochibo_wire::{VerifiedBatch, secret_mark};
use uuid::Uuid;

use crate::hex::unhex;

/// What one envelope said about a meeting's minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold {
    /// The envelope's number in its device's series.
    pub seq: u64,
    /// The report, or why it doesn't hold.
    pub verdict: Result<FoldedReport, Rejection>,
}

/// A verified report, ready to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct FoldedReport {
    /// Kỳ sinh hoạt.
    pub meeting: Uuid,
    /// The version of its minutes.
    pub version: u32,
    /// What lists show of it.
    pub summary: Summary,
    /// The open part's text.
    pub open: String,
    /// The hash of the inner part.
    pub inner_hash: [u8; 32],
    /// The digest.
    pub digest: [u8; 32],
    /// The signature over it.
    pub signature: [u8; 64],
    /// The key that signed.
    pub signed_by: PublicKey,
    /// When the minutes were adopted, RFC 3339.
    pub adopted_at: String,
}

/// What lists show of minutes. Kept beside them; made again from them when it changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Loại hình chi bộ.
    pub cell_type: CellType,
    /// Loại kỳ.
    pub kind: MeetingKind,
    /// Tháng.
    pub month: Month,
    /// Chuyên đề.
    pub topic: Option<String>,
    /// Địa điểm.
    pub place: String,
    /// Bắt đầu.
    pub started_at: DateTime<FixedOffset>,
    /// Kết thúc.
    pub ended_at: DateTime<FixedOffset>,
    /// Tổng số đảng viên.
    pub members: u32,
    /// Members whose absence counts.
    pub summoned: u32,
    /// Those of them who came.
    pub attended: u32,
    /// Tổng điểm, in tenths; a committee meeting has none.
    pub total: Option<u32>,
    /// Xếp loại tự chấm.
    pub band: Option<String>,
    /// Kiến nghị that want an answer of the ward.
    pub wants_reply: u32,
}

impl Summary {
    fn of(minutes: &OpenMinutes) -> Self {
        let counts = &minutes.counts;
        let absent = counts.excused.saturating_add(counts.unexcused);
        let wants_reply = minutes.petitions.iter().filter(|p| p.wants_reply).count();
        Self {
            cell_type: minutes.cell_type,
            kind: minutes.kind,
            month: minutes.month,
            topic: minutes.topic.clone(),
            place: minutes.place.clone(),
            started_at: minutes.started_at,
            ended_at: minutes.ended_at,
            members: counts.total,
            summoned: counts.summoned,
            attended: counts.summoned.saturating_sub(absent),
            total: minutes.score.as_ref().map(|score| score.total),
            band: minutes.score.as_ref().map(|score| score.band.clone()),
            wants_reply: u32::try_from(wants_reply).unwrap_or(u32::MAX),
        }
    }

    pub(crate) fn to_text(&self) -> String {
        // A struct of strings and numbers always serialises.
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// Why a report doesn't hold. It is listed, and blocks nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Fields are missing or of another form.
    #[error("Báo cáo không đủ hoặc không đúng dạng.")]
    Malformed,
    /// The minutes inside can't be read.
    #[error("Không đọc được biên bản trong báo cáo, có thể do phần mềm của chi bộ mới hơn.")]
    Unreadable,
    /// The minutes inside are of another meeting or version than the report says.
    #[error("Biên bản bên trong là của kỳ sinh hoạt hoặc phiên bản khác.")]
    OtherMinutes,
    /// The digest is not that of the text.
    #[error("Dấu kiểm không khớp với nội dung biên bản.")]
    Digest,
    /// The signature doesn't hold.
    #[error("Chữ ký không khớp với biên bản.")]
    Signature,
    /// The key that signed is not of a device of this cell.
    #[error("Máy ký biên bản không thuộc chi bộ này.")]
    UnknownSigner,
    /// A text carries the mark of a state secret; the body was not kept.
    #[error("Có dấu độ mật của bí mật nhà nước ({}): nội dung không được nhận, không được lưu.", .0.id())]
    SecretMark(MarkRule),
    /// The device itself held the body back, because of such a mark.
    #[error("Máy của chi bộ giữ lại nội dung vì có dấu độ mật của bí mật nhà nước.")]
    Withheld,
    /// Other minutes stand under the same meeting and version.
    #[error("Kỳ sinh hoạt này đã có một biên bản khác cùng phiên bản.")]
    VersionTaken,
}

/// Looks through a batch before any of it is kept. What it publishes under the mark of a state
/// secret loses its body here (`domain.md` §10.1: quarantine nothing, reject); its header stays,
/// so that the device's chain goes on and nothing behind it has to wait.
#[must_use]
pub fn screen(batch: VerifiedBatch) -> (VerifiedBatch, Vec<Fold>) {
    let mut marked = BTreeSet::new();
    let mut folds = Vec::new();
    for envelope in batch.envelopes() {
        let seq = envelope.header.seq;
        if let Some(rule) = secret_mark(envelope) {
            // Only that it happened, and which rule said so.
            tracing::warn!(rule = rule.id(), "a published body carries a secret mark");
            marked.insert(seq);
            folds.push(Fold {
                seq,
                verdict: Err(Rejection::SecretMark(rule)),
            });
        } else {
            folds.extend(fold(envelope));
        }
    }
    let batch = batch.withholding(|envelope| marked.contains(&envelope.header.seq));
    (batch, folds)
}

/// Reads an envelope; `None` where it isn't about a report.
#[must_use]
pub fn fold(envelope: &Envelope) -> Option<Fold> {
    if envelope.header.ring != Ring::Published {
        return None;
    }
    let seq = envelope.header.seq;
    if envelope.is_withheld() {
        return Some(Fold {
            seq,
            verdict: Err(Rejection::Withheld),
        });
    }
    let change = Change::decode(&envelope.body).ok()?;
    (change.kind == Report::KIND).then(|| Fold {
        seq,
        verdict: prove(change),
    })
}

fn prove(change: Change) -> Result<FoldedReport, Rejection> {
    let id = change.id;
    let values = serde_json::Value::Object(change.set.into_iter().collect());
    let report: Report = serde_json::from_value(values).map_err(|_| Rejection::Malformed)?;
    let open = read(&report.open)?;
    let same = id == Report::id(report.meeting, report.version)
        && open.meeting == report.meeting
        && open.version == report.version;
    if !same {
        return Err(Rejection::OtherMinutes);
    }
    let folded = FoldedReport {
        meeting: report.meeting.0,
        version: report.version,
        inner_hash: unhex(&report.inner_hash).ok_or(Rejection::Malformed)?,
        digest: unhex(&report.digest).ok_or(Rejection::Malformed)?,
        signature: unhex(&report.signature).ok_or(Rejection::Malformed)?,
        signed_by: PublicKey(unhex(&report.signed_by).ok_or(Rejection::Malformed)?),
        adopted_at: report.adopted_at.to_rfc3339(),
        summary: Summary::of(&open),
        open: report.open,
    };
    verify(&folded)?;
    Ok(folded)
}

/// Proves that the text is what was signed.
///
/// # Errors
/// [`Rejection`] where it isn't.
pub fn verify(report: &FoldedReport) -> Result<(), Rejection> {
    if minutes::digest(&report.open, report.inner_hash) != report.digest {
        return Err(Rejection::Digest);
    }
    report
        .signed_by
        .verify(Hash(report.digest), &report.signature)
        .map_err(|_| Rejection::Signature)
}

/// Reads the open part's text.
///
/// # Errors
/// [`Rejection::Unreadable`] where this program can't.
pub fn read(open: &str) -> Result<OpenMinutes, Rejection> {
    let minutes: OpenMinutes = serde_json::from_str(open).map_err(|_| Rejection::Unreadable)?;
    if minutes.layout > minutes::LAYOUT {
        return Err(Rejection::Unreadable);
    }
    Ok(minutes)
}
