//! What a person is told of the exchange with the ward, and says about it: how it stands, how much
//! data it has used, and when this device does it by itself.

use chrono::{DateTime, FixedOffset};
use sochibo_domain::{Report, id::MeetingId};
use sochibo_store::LinkState;

use crate::{
    Book, BookError,
    view::{DataUsed, StatusView, SyncHabit, SyncWords},
};

const SYNC_HABIT: &str = "sync-habit";

impl Book {
    /// Everything about the exchange, as `scb status` and the screen "Đồng bộ" show it.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn status(&self) -> Result<StatusView, BookError> {
        let link = self.store.link()?;
        let state = self.store.link_state()?;
        let (pending, _) = self.store.pending_counts()?;
        let receipt = self.store.receipts()?.into_iter().next();
        Ok(StatusView {
            device: self.store.device().to_string(),
            pending,
            last_sync: state.last_sync.map(|ms| self.local(ms).to_rfc3339()),
            server: link.as_ref().map(|link| link.server.clone()),
            ward: link.map(|link| link.ward_name),
            conflicts: self.conflicts()?.len(),
            waiting_removals: self.store.waiting_removals()?.len(),
            quarantined: self.store.quarantined()?.len(),
            clock_offset_ms: state.clock_offset_ms,
            acknowledged: state.acknowledged,
            receipt_at: receipt.map(|receipt| self.local(receipt.at).to_rfc3339()),
            book: self.store.path().display().to_string(),
            revoked: self.store.is_out()?,
        })
    }

    /// After an exchange: adds to the data that this device has used for it this month, its own
    /// setting, and keeps when both sides agreed by the ward's clock, where they did.
    pub(crate) fn exchange_over(
        &mut self,
        agreed_ms: Option<i64>,
        (up, down): (u64, u64),
    ) -> Result<(), BookError> {
        if agreed_ms.is_none() && (up, down) == (0, 0) {
            return Ok(());
        }
        let used = self.data_used()?;
        let text = format!(
            "{} {}",
            used.up.saturating_add(up),
            used.down.saturating_add(down)
        );
        let counted = (self.data_setting(), text);
        let state = agreed_ms
            .map(|ward_ms| self.agreed_at(ward_ms))
            .transpose()?;
        let counted = (counted.0.as_str(), counted.1.as_str());
        Ok(self.store.exchange_over(state.as_ref(), counted)?)
    }

    fn agreed_at(&self, ward_ms: i64) -> Result<LinkState, BookError> {
        let now = self.now().timestamp_millis();
        Ok(LinkState {
            last_sync: Some(now),
            clock_offset_ms: Some(now - ward_ms),
            ward_time_ms: Some(ward_ms),
            ..self.store.link_state()?
        })
    }

    fn data_setting(&self) -> String {
        format!("sync-data/{}", self.now().format("%Y-%m"))
    }

    /// The data that this device has used for the exchange this month, in bytes.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn data_used(&self) -> Result<DataUsed, BookError> {
        let kept = self
            .store
            .setting(&self.data_setting())?
            .unwrap_or_default();
        let mut numbers = kept.split(' ').map(|number| number.parse().unwrap_or(0));
        Ok(DataUsed {
            up: numbers.next().unwrap_or(0),
            down: numbers.next().unwrap_or(0),
        })
    }

    /// When this device exchanges by itself.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn sync_habit(&self) -> Result<SyncHabit, BookError> {
        let kept = self.store.setting(SYNC_HABIT)?;
        Ok(kept
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default())
    }

    /// Changes it. This device's own setting.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn set_sync_habit(&mut self, habit: SyncHabit) -> Result<(), BookError> {
        // Plain structs always serialise.
        let json = serde_json::to_string(&habit).unwrap_or_default();
        Ok(self.store.set_setting(SYNC_HABIT, &json)?)
    }

    /// The state of the exchange in words.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn sync_words(&self) -> Result<SyncWords, BookError> {
        let state = self.store.link_state()?;
        let (pending, readable) = self.store.pending_counts()?;
        let (attention, review) = self.to_review()?;
        let (kind, words) = if self.store.is_out()? {
            ("revoked", "Máy này đã bị thu hồi".to_owned())
        } else if attention > 0 {
            ("attention", format!("Cần xem lại {attention} mục"))
        } else if self.store.link()?.is_none() {
            ("not_enrolled", "Chưa ghi danh với phường".to_owned())
        } else if pending > 0 {
            ("waiting", format!("{pending} mục chờ gửi"))
        } else {
            let at = state
                .last_sync
                .map(|ms| self.local(ms).format("%H:%M").to_string());
            (
                "sent",
                at.map_or_else(
                    || "Không có gì chờ gửi".to_owned(),
                    |at| format!("Đã gửi lúc {at}"),
                ),
            )
        };
        Ok(SyncWords {
            state: kind.to_owned(),
            words,
            review,
            pending,
            readable,
        })
    }

    /// How much waits for a person, and what, in words.
    fn to_review(&self) -> Result<(usize, Vec<String>), BookError> {
        let counts = [
            (self.conflicts()?.len(), "chỗ hai máy cùng sửa"),
            (
                self.late_count()?,
                "biên bản đã thông qua mà máy khác sửa sau đó",
            ),
            (self.store.quarantined()?.len(), "mục nhận về còn để riêng"),
        ];
        let some = counts.iter().filter(|(count, _)| *count > 0);
        let mut review: Vec<String> = some
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let mut all: usize = counts.iter().map(|(count, _)| count).sum();
        if !self.store.waiting_removals()?.is_empty() {
            review.push("một máy muốn xóa hơn nửa sổ".to_owned());
            all += 1;
        }
        Ok((all, review))
    }

    /// When the ward received the report on a version of a meeting's minutes.
    pub(crate) fn received_at(
        &self,
        meeting: MeetingId,
        version: u32,
    ) -> Result<Option<String>, BookError> {
        let at = self.store.received_at(Report::id(meeting, version))?;
        Ok(at.map(|at| self.local(at).to_rfc3339()))
    }

    pub(crate) fn local(&self, ms: i64) -> DateTime<FixedOffset> {
        DateTime::from_timestamp_millis(ms)
            .unwrap_or_default()
            .with_timezone(self.now().offset())
    }
}
