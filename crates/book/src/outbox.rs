//! What would leave the device: the readable part in full, the sealed part by name only.

use serde_json::Value;
use sochibo_domain::{
    Report,
    entity::Entity,
    id::MeetingId,
    minutes::OpenMinutes,
    secret::{find_mark, find_mark_in},
};
use sochibo_journal::{Act, DELETED, Ring};
use sochibo_store::PendingOperation;

use crate::{
    Book, BookError, called,
    facts::Facts,
    sent::{kept, sent},
    view::{OutboxField, OutboxLine, Preview},
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
        // While an amendment is written, what its adoption would send.
        let minutes = match self.standing_minutes(&facts)? {
            Some(minutes) => minutes,
            None => self.minutes_of(&facts, version + 1, facts.meeting.amending.clone())?,
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
    let change = &operation.change;
    let about_devices = Act::is_kind(&change.kind);
    let published = operation.ring == Ring::Published && !about_devices;
    let fields = if !published {
        change
            .set
            .keys()
            .map(|name| OutboxField {
                name: name.clone(),
                label: called::field(&change.kind, name).to_owned(),
                value: String::new(),
            })
            .collect()
    } else if let Some(open) = report_of(operation) {
        sent(&open)
            .into_iter()
            .map(|line| OutboxField {
                name: line.label.clone(),
                label: line.label,
                value: line.value,
            })
            .collect()
    } else {
        change
            .set
            .iter()
            .map(|(name, value)| OutboxField {
                name: name.clone(),
                label: called::field(&change.kind, name).to_owned(),
                value: plain(value),
            })
            .collect()
    };
    let held_back = published && {
        let marked = |value: &Value| find_mark_in(value, find_mark).is_some();
        change.set.values().any(marked) && !change.set.contains_key("declared")
    };
    let removed = change.set.get(DELETED) == Some(&Value::Bool(true));
    let what = called::kind(&change.kind);
    let summary = match (published, removed) {
        (true, _) if held_back => format!("{what} — giữ lại vì có dấu độ mật, không gửi"),
        _ if about_devices => {
            format!("{what} — phường biết máy nào ra vào, không mở được khóa")
        }
        (true, _) => format!("{what} — phường đọc được"),
        (false, true) => format!("Bỏ {what} — niêm phong"),
        (false, false) => format!("{what} — niêm phong, phường không đọc được"),
    };
    OutboxLine {
        seq: operation.seq,
        kind: change.kind.clone(),
        what: what.to_owned(),
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
