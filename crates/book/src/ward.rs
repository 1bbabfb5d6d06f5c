//! Đảng ủy phường: joining it, and exchanging with it.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, FixedOffset};
use data_encoding::HEXLOWER;
use sochibo_domain::{AuditAct, Report, id::MeetingId};
use sochibo_journal::{CellId, Chain, DeviceId, Envelope, PublicKey, grouped::GroupedError};
use sochibo_store::{Incoming, Link, Received, Store, StoreError};
pub use sochibo_sync::{Backoff, Line, Phase, Progress, Stop, Stopper, Watch};
use sochibo_sync::{Kept, Ledger, Speaker, SyncError, Ward, exchange};
use sochibo_wire::{
    Batch, EnrolCode, MAX_BATCH_BYTES, PROTOCOL, Page, Receipt, VerifiedBatch,
    api::{Digest, EnrolRequest, RefusalCode, RenewRequest, Speech},
    secret_mark,
};
use zeroize::Zeroizing;

use crate::{
    Book, BookError, DeviceError,
    audit::Note,
    entropy::{fresh_id, random},
    view::{DataUsed, StatusView, SyncHabit, SyncWords, Synced},
};

const SYNC_HABIT: &str = "sync-habit";

/// A book that several tasks share: the window's commands, and an exchange that goes on while
/// the person writes. Each takes it only for a moment.
pub type Shared = Arc<Mutex<Book>>;

/// Takes the book for a moment. A task that fell while it held the book leaves it whole: every
/// change is one transaction.
pub(crate) fn hold<T>(book: &Shared, work: impl FnOnce(&mut Book) -> T) -> T {
    work(&mut book.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Reads the code on the ward's paper.
pub(crate) fn read_code(typed: &str) -> Result<EnrolCode, BookError> {
    Ok(EnrolCode::read(typed).map_err(|error| {
        SyncError::BadCode(match error {
            GroupedError::BadCharacter => "có ký tự lạ",
            GroupedError::Length { .. } => "thiếu hoặc thừa ký tự",
            GroupedError::Check => "ký tự kiểm tra không khớp",
        })
    })?)
}

/// Joins a ward: the code on paper becomes a link that the book keeps.
///
/// # Errors
/// [`BookError::Sync`]: a code mistyped, unknown, used or expired; the wrong server; no network.
pub async fn enrol(book: &Shared, server: &str, code: &str) -> Result<(), BookError> {
    let code = read_code(code)?;
    let ward = Ward::at(server, code.pin)?;
    let request = hold(book, |book| {
        // A restored book joins by the identity under which its operations were written.
        let speaker = book.store.speaker();
        EnrolRequest {
            protocol: PROTOCOL,
            secret: HEXLOWER.encode(&code.secret),
            cell: book.store.cell(),
            device: speaker.device,
            public_key: speaker.key.public(),
            speech: Some(Speech::ours()),
        }
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
    hold(book, |book| {
        book.store.set_link(&link)?;
        // What the cell's keys need is shown with what waits to be sent.
        book.keep_keys()?;
        Ok(())
    })
}

/// Exchanges everything with the ward, and does what the cell's keys need: first what was not
/// done before, after it what was learned from it. The book is free for writing all the while.
///
/// # Errors
/// [`BookError`]: not enrolled, no network, or what the ward says.
pub async fn sync(book: &Shared) -> Result<Synced, BookError> {
    if hold(book, |book| book.is_joining())? {
        return Err(DeviceError::Joining.into());
    }
    sync_joining(book).await
}

/// The same, also for a device that joins.
pub(crate) async fn sync_joining(book: &Shared) -> Result<Synced, BookError> {
    let (stopper, stop) = Stopper::new();
    hold(book, |book| book.stopper = Some(stopper));
    // The window asks the book how far it is, which is free between two pages.
    let progress = |now: Progress| {
        hold(book, |book| book.taking = Some((now.done, now.total)));
    };
    let watch = Watch {
        progress: &progress,
        stop,
    };
    let done = sync_watched(book, &watch).await;
    hold(book, |book| (book.taking, book.stopper) = (None, None));
    done
}

/// The same, telling how far it is and stopping when told to. What a secretary's device owes the
/// others after what it has learned (keys, mostly) goes out in a second round.
///
/// # Errors
/// [`BookError`], as [`sync`]; [`SyncError::Stopped`] where it was stopped.
pub async fn sync_watched(book: &Shared, watch: &Watch<'_>) -> Result<Synced, BookError> {
    let link = hold(book, |book| book.store.link())?.ok_or(BookError::NotEnrolled)?;
    let mut synced = exchange_with(book, &link, watch).await?;
    let kept = hold(book, |book| book.keep_keys())?;
    if kept.written > 0 {
        let link = hold(book, |book| book.store.link())?.ok_or(BookError::NotEnrolled)?;
        let more = exchange_with(book, &link, watch).await?;
        synced.pushed += more.pushed;
        synced.pulled += more.pulled;
        synced.bytes_up += more.bytes_up;
        synced.bytes_down += more.bytes_down;
        synced.receipts += more.receipts;
        synced.renewals += more.renewals;
    }
    Ok(synced)
}

/// One exchange. A device that is out remembers what the ward says of it.
async fn exchange_with(book: &Shared, link: &Link, watch: &Watch<'_>) -> Result<Synced, BookError> {
    let ward = Ward::at(&link.server, pin_of(&link.pin)?)?;
    let synced = sync_over(book, &ward, watch).await;
    let out = matches!(&synced, Err(BookError::Sync(SyncError::Refused(body)))
        if body.code == RefusalCode::Revoked);
    hold(book, |book| {
        if book.store.is_out()? != out && (out || synced.is_ok()) {
            book.store.set_out(out)?;
        }
        Ok::<_, BookError>(())
    })?;
    synced
}

/// The pin of a server's key as the book keeps it.
pub(crate) fn pin_of(pin: &str) -> Result<[u8; 10], BookError> {
    HEXLOWER
        .decode(pin.as_bytes())
        .ok()
        .and_then(|pin| pin.try_into().ok())
        .ok_or_else(|| StoreError::Damaged("khóa của phường".to_owned()).into())
}

/// The same over a line of the caller's: a test may put one in that drops, repeats and cuts.
///
/// # Errors
/// [`BookError`], as [`sync_watched`].
pub async fn sync_over<W: Line>(
    book: &Shared,
    line: &W,
    watch: &Watch<'_>,
) -> Result<Synced, BookError> {
    let link = hold(book, |book| book.store.link())?.ok_or(BookError::NotEnrolled)?;
    hold(book, |book| {
        book.store.begin_exchange();
        book.note_sending("sync")
    })?;
    let desk = Desk {
        book,
        cell: hold(book, |book| book.store.cell()),
    };
    // What crossed is counted however the exchange ends.
    let crossed = Mutex::new((0, 0));
    let told = watch.progress;
    let counting = |progress: Progress| {
        *crossed.lock().unwrap_or_else(PoisonError::into_inner) =
            (progress.bytes_up, progress.bytes_down);
        told(progress);
    };
    let watch = Watch {
        progress: &counting,
        stop: watch.stop.clone(),
    };
    let report = exchange(&desk, line, &link.ward_key, &watch).await;
    let (up, down) = *crossed.lock().unwrap_or_else(PoisonError::into_inner);
    hold(book, |book| book.count_data(up, down))?;
    let report = report?;
    Ok(Synced {
        pushed: report.pushed,
        pulled: report.pulled,
        bytes_up: report.bytes_up,
        bytes_down: report.bytes_down,
        receipts: report.receipts,
        renewals: report.renewals,
        differing: report.differing.iter().map(ToString::to_string).collect(),
    })
}

/// The book as the exchange sees it.
pub(crate) struct Desk<'a> {
    book: &'a Shared,
    cell: CellId,
}

impl Desk<'_> {
    /// Proves what a page holds. A batch that doesn't hold is passed over: what is behind it must
    /// not wait for it, and the next comparison shows that something is missing.
    fn proven(&self, page: Page, digest: &Digest) -> Result<(Vec<Proven>, usize), BookError> {
        let mut sound = Vec::new();
        let mut unsound = 0;
        for entry in page.entries {
            let device = entry.batch.device();
            // The key under which the device was first known: the ward can't replace it.
            let known = hold(self.book, |book| book.store.key_of(device))?;
            let told = digest.devices.iter().find(|end| end.device == device);
            let key = known.or(told.map(|end| end.public_key));
            let proven = key
                .filter(|_| entry.batch.cell() == self.cell)
                .and_then(|key| Some((entry.batch.verify(&key).ok()?, key)));
            match proven {
                Some((batch, key)) => sound.push(Proven { batch, key }),
                None => unsound += 1,
            }
        }
        Ok((sound, unsound))
    }
}

/// A batch that holds, with the key that proved it.
struct Proven {
    batch: VerifiedBatch,
    key: PublicKey,
}

impl Proven {
    fn incoming(&self) -> Incoming<'_> {
        Incoming {
            envelopes: self.batch.envelopes(),
            key: self.key,
            end: (self.batch.end().seq, self.batch.signature()),
        }
    }
}

fn kept(received: &Received, unsound: usize) -> Kept {
    Kept {
        new: received.new,
        skipped: received.skipped.len() + unsound,
    }
}

impl<'a> Desk<'a> {
    pub(crate) fn at(book: &'a Shared) -> Self {
        let cell = hold(book, |book| book.store.cell());
        Self { book, cell }
    }
}

impl Ledger for Desk<'_> {
    type Error = BookError;

    fn cell(&self) -> CellId {
        self.cell
    }

    fn speaker(&self) -> Result<Speaker, BookError> {
        hold(self.book, |book| {
            let speaker = book.store.speaker();
            let link = book.store.link()?.ok_or(BookError::NotEnrolled)?;
            Ok(Speaker {
                device: speaker.device,
                token: link.token,
                former: speaker.former,
            })
        })
    }

    fn cursor(&self) -> Result<u64, BookError> {
        hold(self.book, |book| Ok(book.store.link_state()?.pulled))
    }

    fn end_of(&self, device: DeviceId) -> Result<Chain, BookError> {
        hold(self.book, |book| Ok(book.store.chain_of(device)?))
    }

    fn receipted(&self) -> Result<u64, BookError> {
        hold(self.book, |book| Ok(book.store.receipted()?))
    }

    fn chain_at(&self, device: DeviceId, seq: u64) -> Result<Option<Chain>, BookError> {
        hold(self.book, |book| Ok(book.store.chain_of_at(device, seq)?))
    }

    fn heard(&self, digest: &Digest) {
        let revoked = digest.devices.iter().filter(|end| end.revoked);
        let revoked = revoked.map(|end| end.device).collect();
        hold(self.book, |book| book.revoked_by_ward = revoked);
    }

    fn waits_ahead_of(&self, server_now_ms: i64) -> Result<bool, BookError> {
        hold(self.book, |book| {
            Ok(book.store.waits_ahead_of(server_now_ms)?)
        })
    }

    fn batch_after(&self, seq: u64, limit: usize) -> Result<Option<Batch>, BookError> {
        let (speaker, envelopes) = hold(self.book, |book| {
            let speaker = book.store.speaker();
            let envelopes =
                book.store
                    .envelopes_of_after(speaker.device, seq, limit, MAX_BATCH_BYTES)?;
            Ok::<_, BookError>((speaker, envelopes))
        })?;
        if envelopes.is_empty() {
            return Ok(None);
        }
        let batch = Batch::sign(screened(envelopes), &speaker.key)
            .map_err(|_| SyncError::BadAnswer("đóng gói"))?;
        Ok(Some(batch))
    }

    fn keep_receipt(&self, receipt: &Receipt, more: bool) -> Result<(), BookError> {
        // Plain structs always serialise.
        let json = serde_json::to_string(receipt).unwrap_or_default();
        let (device, seq, at) = (receipt.device, receipt.seq, receipt.at);
        hold(self.book, |book| {
            let store = &mut book.store;
            let keep = |store: &mut Store| store.acknowledge(device, seq, &json, at);
            let kept = if more {
                store.without_waiting(keep)
            } else {
                keep(store)
            };
            Ok(kept?)
        })
    }

    fn keep_page(&self, page: Page, digest: &Digest) -> Result<Kept, BookError> {
        // The cursor goes with the page: what a power cut takes of it is asked for again. The last
        // one waits for the disk, and with it all before it; where it brings nothing, there is
        // nothing to wait for.
        let (next, soon) = (page.next, page.more || page.entries.is_empty());
        let (proven, unsound) = self.proven(page, digest)?;
        let incoming: Vec<Incoming<'_>> = proven.iter().map(Proven::incoming).collect();
        let keep = |store: &mut Store| store.receive_page(&incoming, Some(next), Some(digest.now));
        let received = hold(self.book, |book| {
            if soon {
                book.store.without_waiting(keep)
            } else {
                keep(&mut book.store)
            }
        })?;
        Ok(kept(&received, unsound))
    }

    fn keep_chain(
        &self,
        device: DeviceId,
        after: u64,
        anew: bool,
        page: Page,
        digest: &Digest,
    ) -> Result<Kept, BookError> {
        let (mut proven, mut unsound) = self.proven(page, digest)?;
        let all = proven.len();
        proven.retain(|proven| proven.batch.device() == device);
        unsound += all - proven.len();
        let incoming: Vec<Incoming<'_>> = proven.iter().map(Proven::incoming).collect();
        // Nothing is set aside for a history that could not be proven.
        let received = match (anew, incoming.is_empty()) {
            (_, true) => Received::default(),
            (true, false) => hold(self.book, |book| {
                book.store
                    .receive_anew(device, after, &incoming, Some(digest.now))
            })?,
            (false, false) => hold(self.book, |book| {
                book.store.receive_page(&incoming, None, Some(digest.now))
            })?,
        };
        Ok(kept(&received, unsound))
    }

    fn take_new_identity(&self, common: u64, server_now_ms: i64) -> Result<(), BookError> {
        hold(self.book, |book| {
            let device = DeviceId(fresh_id(book.now())?);
            let secret = Zeroizing::new(random()?);
            book.store
                .take_new_identity(device, &secret, Some(common), Some(server_now_ms))?;
            Ok(())
        })
    }

    fn renewal(&self) -> Result<RenewRequest, BookError> {
        hold(self.book, |book| {
            let old = book.store.speaker();
            Ok(RenewRequest::sign(
                self.cell,
                (old.device, &old.key),
                (book.store.device(), book.store.device_key().public()),
            ))
        })
    }

    fn renewed(&self, token: &str) -> Result<(), BookError> {
        hold(self.book, |book| Ok(book.store.identity_renewed(token)?))
    }

    fn agreed(&self, server_now_ms: i64) -> Result<(), BookError> {
        hold(self.book, |book| {
            // What was dated ahead may have come to its time.
            book.store.take_dated_ahead(Some(server_now_ms))?;
            let now = book.now().timestamp_millis();
            let mut state = book.store.link_state()?;
            state.last_sync = Some(now);
            state.clock_offset_ms = Some(now - server_now_ms);
            state.ward_time_ms = Some(server_now_ms);
            // What was exchanged is on the disk; this only says when.
            let store = &mut book.store;
            Ok(store.without_waiting(|store| store.set_link_state(&state))?)
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
        // The numbers of a new identity begin anew.
        let name = format!("audit-sent/{}", self.store.device());
        let noted: u64 = self
            .store
            .setting(&name)?
            .and_then(|seq| seq.parse().ok())
            .unwrap_or(0);
        let published = self.store.pending_published()?;
        let fresh = published.iter().filter(|seq| **seq > noted).count();
        let Some(last) = published.last().filter(|_| fresh > 0) else {
            return Ok(());
        };
        self.note(Note::new(AuditAct::Send, way, None).counting(fresh as u64));
        self.keep_notes()?;
        Ok(self.store.set_setting(&name, &last.to_string())?)
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

    /// Adds to the data that this device has used for the exchange this month. Its own setting.
    fn count_data(&mut self, up: u64, down: u64) -> Result<(), BookError> {
        if (up, down) == (0, 0) {
            return Ok(());
        }
        let used = self.data_used()?;
        let text = format!(
            "{} {}",
            used.up.saturating_add(up),
            used.down.saturating_add(down)
        );
        let name = self.data_setting();
        Ok(self
            .store
            .without_waiting(|store| store.set_setting(&name, &text))?)
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
        let attention = self.conflicts()?.len()
            + self.store.quarantined()?.len()
            + usize::from(!self.store.waiting_removals()?.is_empty());
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
        let at = self.store.received_at(Report::id(meeting, version))?;
        Ok(at.map(|at| self.local(at).to_rfc3339()))
    }

    pub(crate) fn local(&self, ms: i64) -> DateTime<FixedOffset> {
        DateTime::from_timestamp_millis(ms)
            .unwrap_or_default()
            .with_timezone(self.now().offset())
    }
}
