//! Đảng ủy phường: joining it, and exchanging with it.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, FixedOffset};
use data_encoding::HEXLOWER;
use sochibo_domain::{AuditAct, Report, id::MeetingId};
use sochibo_journal::{Chain, DeviceKey, Envelope, PublicKey, grouped::GroupedError};
use sochibo_store::{Link, StoreError};
use sochibo_sync::{Ledger, SyncError, Ward, exchange};
use sochibo_wire::{
    Batch, EnrolCode, MAX_BATCH_BYTES, MAX_BATCH_LEN, PROTOCOL, Page, Receipt,
    api::{DeviceEnd, EnrolRequest},
    secret_mark,
};

use crate::{
    Book, BookError,
    audit::Note,
    view::{StatusView, SyncWords, Synced},
};

/// A book that several tasks share: the window's commands, and an exchange that goes on while
/// the person writes. Each takes it only for a moment.
pub type Shared = Arc<Mutex<Book>>;

/// Takes the book for a moment. A task that fell while it held the book leaves it whole: every
/// change is one transaction.
pub(crate) fn hold<T>(book: &Shared, work: impl FnOnce(&mut Book) -> T) -> T {
    work(&mut book.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Joins a ward: the code on paper becomes a link that the book keeps.
///
/// # Errors
/// [`BookError::Sync`]: a code mistyped, unknown, used or expired; the wrong server; no network.
pub async fn enrol(book: &Shared, server: &str, code: &str) -> Result<(), BookError> {
    let code = EnrolCode::read(code).map_err(|error| {
        SyncError::BadCode(match error {
            GroupedError::BadCharacter => "có ký tự lạ",
            GroupedError::Length { .. } => "thiếu hoặc thừa ký tự",
            GroupedError::Check => "ký tự kiểm tra không khớp",
        })
    })?;
    let ward = Ward::at(server, code.pin, None)?;
    let request = hold(book, |book| EnrolRequest {
        protocol: PROTOCOL,
        secret: HEXLOWER.encode(&code.secret),
        cell: book.store.cell(),
        device: book.store.device(),
        public_key: book.store.device_key().public(),
    });
    let enrolled = ward.enrol(&request).await?;
    let link = Link {
        server: server.trim().trim_end_matches('/').to_owned(),
        pin: HEXLOWER.encode(&code.pin),
        token: enrolled.token,
        ward_key: enrolled.ward_key,
        ward_name: enrolled.ward_name,
        cell_name: enrolled.cell_name,
    };
    hold(book, |book| book.store.set_link(&link))?;
    Ok(())
}

/// Exchanges everything with the ward. The book is free for writing all the while.
///
/// # Errors
/// [`BookError`]: not enrolled, no network, or what the ward says.
pub async fn sync(book: &Shared) -> Result<Synced, BookError> {
    let link = hold(book, |book| book.store.link())?.ok_or(BookError::NotEnrolled)?;
    let bad_pin = || StoreError::Damaged("khóa của phường".to_owned());
    let pin = HEXLOWER
        .decode(link.pin.as_bytes())
        .map_err(|_| bad_pin())?;
    let pin: [u8; 10] = pin.try_into().map_err(|_| bad_pin())?;
    let ward = Ward::at(&link.server, pin, Some(link.token))?;
    hold(book, |book| book.note_sending("sync"))?;
    let (key, ward_key) = hold(book, |book| {
        (book.store.device_key().clone(), link.ward_key)
    });
    let desk = Desk { book, key };
    let report = exchange(&desk, &ward, &ward_key).await?;
    Ok(Synced {
        pushed: report.pushed,
        pulled: report.pulled,
        bytes_up: report.bytes_up,
        bytes_down: report.bytes_down,
        receipts: report.receipts,
    })
}

/// The book as the exchange sees it.
struct Desk<'a> {
    book: &'a Shared,
    key: DeviceKey,
}

impl Ledger for Desk<'_> {
    type Error = BookError;

    fn position(&self) -> Result<(Chain, u64), BookError> {
        hold(self.book, |book| {
            Ok((book.store.own_chain(), book.store.link_state()?.pulled))
        })
    }

    fn chain_at(&self, seq: u64) -> Result<Option<Chain>, BookError> {
        hold(self.book, |book| Ok(book.store.own_chain_at(seq)?))
    }

    fn batch_after(&self, seq: u64) -> Result<Batch, BookError> {
        let envelopes = hold(self.book, |book| {
            book.store
                .envelopes_after(seq, MAX_BATCH_LEN, MAX_BATCH_BYTES)
        })?;
        Ok(Batch::sign(screened(envelopes), &self.key)
            .map_err(|_| SyncError::BadAnswer("đóng gói"))?)
    }

    fn keep_receipt(&self, receipt: &Receipt) -> Result<(), BookError> {
        // Plain structs always serialise.
        let json = serde_json::to_string(receipt).unwrap_or_default();
        hold(self.book, |book| {
            Ok(book.store.acknowledge(receipt.seq, &json, receipt.at)?)
        })
    }

    fn keep_page(
        &self,
        page: Page,
        devices: &[DeviceEnd],
        server_now_ms: i64,
    ) -> Result<usize, BookError> {
        let mut new = 0;
        for entry in page.entries {
            let device = entry.batch.device();
            let key: PublicKey = devices
                .iter()
                .find(|end| end.device == device)
                .map(|end| end.public_key)
                .ok_or(SyncError::BadAnswer("máy lạ"))?;
            let batch = entry
                .batch
                .verify(&key)
                .map_err(|_| SyncError::BadAnswer("chữ ký của máy khác"))?;
            let end = (batch.end().seq, batch.signature());
            let received = hold(self.book, |book| {
                book.store.receive(
                    batch.envelopes(),
                    key,
                    end,
                    Some(entry.rev),
                    Some(server_now_ms),
                )
            })?;
            new += received.new;
        }
        hold(self.book, |book| -> Result<(), BookError> {
            let mut state = book.store.link_state()?;
            state.pulled = state.pulled.max(page.next);
            Ok(book.store.set_link_state(&state)?)
        })?;
        Ok(new)
    }

    fn agreed(&self, server_now_ms: i64) -> Result<(), BookError> {
        hold(self.book, |book| {
            let now = book.now().timestamp_millis();
            let mut state = book.store.link_state()?;
            state.last_sync = Some(now);
            state.clock_offset_ms = Some(now - server_now_ms);
            Ok(book.store.set_link_state(&state)?)
        })
    }
}

/// Looks a second time for marks of state secrets before anything leaves (R20). A body that
/// carries one stays here; its header goes, so that nothing behind it has to wait.
pub(crate) fn screened(envelopes: Vec<Envelope>) -> Vec<Envelope> {
    envelopes
        .into_iter()
        .map(|envelope| {
            if secret_mark(&envelope).is_some() {
                envelope.withhold()
            } else {
                envelope
            }
        })
        .collect()
}

impl Book {
    /// Writes into the audit trail that what the ward can read is about to leave; once for each
    /// thing that leaves, however often it is tried.
    pub(crate) fn note_sending(&mut self, way: &str) -> Result<(), BookError> {
        const NOTED: &str = "audit-sent";
        let noted: u64 = self
            .store
            .setting(NOTED)?
            .and_then(|seq| seq.parse().ok())
            .unwrap_or(0);
        let published = self.store.pending_published()?;
        let fresh = published.iter().filter(|seq| **seq > noted).count();
        let Some(last) = published.last().filter(|_| fresh > 0) else {
            return Ok(());
        };
        self.note(Note::new(AuditAct::Send, way, None).counting(fresh as u64));
        self.keep_notes()?;
        Ok(self.store.set_setting(NOTED, &last.to_string())?)
    }

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
            conflicts: self.read().conflicts()?.len(),
            quarantined: self.store.quarantined()?.len(),
            clock_offset_ms: state.clock_offset_ms,
            acknowledged: state.acknowledged,
            receipt_at: receipt.map(|(_, _, at)| self.local(at).to_rfc3339()),
            book: self.store.path().display().to_string(),
        })
    }

    /// The state of the exchange in words.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn sync_words(&self) -> Result<SyncWords, BookError> {
        let state = self.store.link_state()?;
        let (pending, readable) = self.store.pending_counts()?;
        let attention = self.read().conflicts()?.len() + self.store.quarantined()?.len();
        let (kind, words) = if attention > 0 {
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
            pending,
            readable,
        })
    }

    /// When the ward received the report on a version of a meeting's minutes.
    pub(crate) fn received_at(
        &self,
        meeting: MeetingId,
        version: u32,
    ) -> Result<Option<String>, BookError> {
        let Some(seq) = self.store.written_by(Report::id(meeting, version))? else {
            return Ok(None);
        };
        // The receipt that covers it is the first at or after its number.
        let covering = self
            .store
            .receipts()?
            .into_iter()
            .rfind(|(last, _, _)| *last >= seq);
        Ok(covering.map(|(_, _, at)| self.local(at).to_rfc3339()))
    }

    pub(crate) fn local(&self, ms: i64) -> DateTime<FixedOffset> {
        DateTime::from_timestamp_millis(ms)
            .unwrap_or_default()
            .with_timezone(self.now().offset())
    }
}
