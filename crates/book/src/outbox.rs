//! What would leave the device: the readable part in full, the sealed part by name only.

use serde_json::Value;
use sochibo_domain::{
    Minutes, Report,
    entity::Entity,
    id::MeetingId,
    minutes::OpenMinutes,
    number,
    secret::{find_mark, find_mark_in},
};
use sochibo_journal::{DELETED, Ring};
use sochibo_store::PendingOperation;

use crate::{
    Book, BookError,
    facts::Facts,
    view::{OutboxField, OutboxLine, Preview, PreviewLine},
};

impl Book {
    /// Every operation that waits to be sent.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn outbox(&self) -> Result<Vec<OutboxLine>, BookError> {
        Ok(self.store.pending()?.iter().map(line).collect())
    }

    /// The size of each operation that waits, in bytes.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn outbox_bytes(&self) -> Result<Vec<usize>, BookError> {
        Ok(self
            .store
            .pending()?
            .iter()
            .map(|operation| operation.bytes)
            .collect())
    }

    /// What the ward will read of a meeting and what stays, before adoption as it would be now.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting, not begun.
    pub fn preview(&self, id: MeetingId) -> Result<Preview, BookError> {
        let facts = Facts::gather(self, id)?;
        let version = facts.meeting.adopted_version;
        let minutes = match self.adopted_minutes(id, version)? {
            Some((minutes, _)) => minutes,
            None => self.minutes_of(&facts, 1, None)?,
        };
        Ok(Preview {
            sent: sent(&minutes.open),
            kept: kept(&minutes, &facts),
            ward: self.store.link()?.map(|link| link.ward_name),
            received_at: self.received_at(id, version)?,
        })
    }
}

fn line(operation: &PendingOperation) -> OutboxLine {
    let published = operation.ring == Ring::Published;
    let change = &operation.change;
    let fields = if !published {
        change
            .set
            .keys()
            .map(|name| OutboxField {
                name: name.clone(),
                value: String::new(),
            })
            .collect()
    } else if let Some(open) = report_of(operation) {
        sent(&open)
            .into_iter()
            .map(|line| OutboxField {
                name: line.label,
                value: line.value,
            })
            .collect()
    } else {
        change
            .set
            .iter()
            .map(|(name, value)| OutboxField {
                name: name.clone(),
                value: plain(value),
            })
            .collect()
    };
    let held_back = published && {
        let marked = |value: &Value| find_mark_in(value, find_mark).is_some();
        change.set.values().any(marked) && !change.set.contains_key("declared")
    };
    let removed = change.set.get(DELETED) == Some(&Value::Bool(true));
    let what = words(&change.kind);
    let summary = match (published, removed) {
        (true, _) if held_back => format!("{what} — giữ lại vì có dấu độ mật, không gửi"),
        (true, _) => format!("{what} — phường đọc được"),
        (false, true) => format!("Bỏ {what} — niêm phong"),
        (false, false) => format!("{what} — niêm phong, phường không đọc được"),
    };
    OutboxLine {
        seq: operation.seq,
        kind: change.kind.clone(),
        published,
        held_back,
        summary,
        fields,
    }
}

fn report_of(operation: &PendingOperation) -> Option<OpenMinutes> {
    if operation.change.kind != Report::KIND {
        return None;
    }
    serde_json::from_str(operation.change.set.get("open")?.as_str()?).ok()
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The kinds of record in words.
pub(crate) fn words(kind: &str) -> &'static str {
    match kind {
        "cell" => "Thông tin chi bộ",
        "member" => "Hồ sơ đảng viên",
        "meeting" => "Kỳ sinh hoạt",
        "agenda_item" => "Mục chương trình",
        "attendance" => "Điểm danh",
        "guest" => "Khách mời",
        "statement" => "Ý kiến phát biểu",
        "vote" => "Biểu quyết",
        "assignment" => "Phân công nhiệm vụ",
        "criticism" => "Mục tự phê bình, phê bình",
        "petition" => "Kiến nghị",
        "left_out" => "Mục mang sang đã bỏ",
        "observance" => "Ngày giỗ, lễ âm lịch",
        "own_template" => "Mẫu chương trình riêng",
        "preparation" => "Bước chuẩn bị",
        "resolution_draft" => "Dự thảo nghị quyết",
        "rota" => "Phiên phân công",
        "theme" => "Chuyên đề trong kế hoạch năm",
        "score_entry" => "Điểm sửa tay",
        "minutes_version" => "Biên bản đã thông qua (bản đầy đủ)",
        "report" => "Biên bản gửi phường",
        "audit" => "Dòng nhật ký",
        "not_secret" => "Xác nhận không phải bí mật nhà nước",
        _ => "Mục của bản phần mềm mới hơn",
    }
}

/// What the ward reads, line by line: every part of [`OpenMinutes`] stands here.
fn sent(open: &OpenMinutes) -> Vec<PreviewLine> {
    let counts = &open.counts;
    let statements: usize = open.items.iter().map(|item| item.statements.len()).sum();
    let mut speakers: Vec<&str> = open
        .items
        .iter()
        .flat_map(|item| &item.statements)
        .map(|said| said.name.as_str())
        .collect();
    speakers.sort_unstable();
    speakers.dedup();
    let conclusions = open
        .items
        .iter()
        .filter(|item| item.conclusion.is_some())
        .count();
    let votes: Vec<String> = open
        .items
        .iter()
        .flat_map(|item| &item.votes)
        .map(|vote| {
            let percent = number::percent(vote.tally.r#for, vote.outcome.base);
            format!(
                "{}: {}/{} tán thành ({percent})",
                vote.subject, vote.tally.r#for, vote.outcome.base
            )
        })
        .collect();
    let criticism: Vec<String> = open
        .criticism
        .iter()
        .map(|line| format!("{} {}", line.count, line.kind.words()))
        .collect();
    let minutes = (open.ended_at - open.started_at).num_minutes();
    let people = [("chủ trì", &open.chair), ("thư ký", &open.scribe)]
        .into_iter()
        .filter_map(|(role, name)| Some(format!("{role} {}", name.as_ref()?)))
        .collect::<Vec<_>>();
    let absent: Vec<String> = open
        .absences
        .iter()
        .map(|absence| format!("{} ({})", absence.name, absence.status.words()))
        .collect();
    let none = || "không có".to_owned();
    let list = |parts: Vec<String>| {
        if parts.is_empty() {
            none()
        } else {
            parts.join("; ")
        }
    };
    let mut lines = vec![
        (
            "Thời gian, địa điểm",
            format!(
                "{}–{}, {} · {minutes} phút · {}",
                open.started_at.format("%H:%M"),
                open.ended_at.format("%H:%M"),
                open.started_at.format("%d/%m/%Y"),
                open.place
            ),
        ),
        ("Chủ trì, thư ký", list(people)),
        (
            "Có mặt",
            format!(
                "{}/{} (chính thức {}/{}, dự bị {}/{})",
                counts.present,
                counts.total + counts.visiting_in,
                counts.present_official,
                counts.official,
                counts.present_probationary,
                counts.probationary
            ),
        ),
        (
            "Vắng",
            format!(
                "{} có lý do · {} không lý do · {} miễn sinh hoạt",
                counts.excused, counts.unexcused, counts.exempt
            ),
        ),
        ("Tên vắng, đến muộn", list(absent)),
        ("Khách mời", list(open.guests.clone())),
        (
            "Chương trình",
            format!(
                "{} mục, {conclusions} kết luận của chủ trì",
                open.items.len()
            ),
        ),
        (
            "Ý kiến",
            format!(
                "{statements} ý kiến của {} đồng chí, toàn văn",
                speakers.len()
            ),
        ),
        ("Biểu quyết", list(votes)),
        (
            "Phân công",
            format!("{} việc, có người và thời hạn", open.assignments.len()),
        ),
        (
            "Tự phê bình, phê bình",
            if criticism.is_empty() {
                none()
            } else {
                format!("chỉ số lượng: {}", criticism.join(", "))
            },
        ),
        (
            "Chấm điểm",
            open.score.as_ref().map_or_else(none, |score| {
                format!(
                    "{}/100 — {}, kèm thuyết minh {} dòng điểm trừ",
                    number::tenths(score.total),
                    score.band,
                    score.deductions.len()
                )
            }),
        ),
        (
            "Kiến nghị",
            list(
                open.petitions
                    .iter()
                    .map(|petition| petition.text.clone())
                    .collect(),
            ),
        ),
    ];
    if let Some(because) = &open.short_because {
        lines.insert(1, ("Lý do họp ngắn", because.clone()));
    }
    if let Some(topic) = &open.topic {
        lines.insert(1, ("Chuyên đề", topic.clone()));
    }
    if let Some(reason) = &open.amended_because {
        lines.push(("Lý do sửa đổi", reason.clone()));
    }
    lines
        .into_iter()
        .map(|(label, value)| PreviewLine {
            label: label.to_owned(),
            value,
        })
        .collect()
}

/// What stays, and why.
fn kept(minutes: &Minutes, facts: &Facts) -> Vec<PreviewLine> {
    let entries = facts.criticism.len();
    let reasons = minutes.inner.absence_reasons.len();
    let lines = [
        (
            "Nội dung phê bình",
            format!("{entries} mục. Sao lưu dạng niêm phong, chỉ máy của chi bộ mở được."),
        ),
        ("Bản nháp", "Các lần sửa trước khi thông qua".to_owned()),
        (
            "Hồ sơ đảng viên",
            "Ngày sinh, ngày vào Đảng, điện thoại".to_owned(),
        ),
        (
            "Lý do vắng",
            format!("{reasons} lý do — chỉ gửi “có lý do”"),
        ),
    ];
    lines
        .into_iter()
        .map(|(label, value)| PreviewLine {
            label: label.to_owned(),
            value,
        })
        .collect()
}
