//! Đảng ủy phường: joining it, and exchanging with it. [`crate::ledger`] is the book as an exchange
//! sees it, [`crate::sync_status`] what a person is told of it.

use std::sync::{Arc, Mutex, PoisonError};

use data_encoding::HEXLOWER;
use sochibo_domain::AuditAct;
use sochibo_journal::grouped::GroupedError;
use sochibo_store::{Link, StoreError};
pub use sochibo_sync::{Backoff, Line, Phase, Progress, Stop, Stopper, Watch};
use sochibo_sync::{SyncError, Ward, exchange};
use sochibo_wire::{
    EnrolCode,
    api::{EnrolRequest, RefusalBody, RefusalCode, Speech},
};

pub use crate::shared::Shared;
use crate::{Book, BookError, DeviceError, audit::Note, ledger::Desk, shared::hold, view::Synced};

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
        EnrolRequest::sign(
            &code.secret,
            book.store.cell(),
            (speaker.device, &speaker.key),
            Some(Speech::ours()),
        )
    });
    let enrolled = ward.enrol(&request).await?;
    let known = hold(book, |book| book.store.link())?;
    if known.is_some_and(|link| link.token == enrolled.token) {
        return Err(already_used().into());
    }
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

/// The ward says the same again to whom the code let in, in case its answer was lost. This book has
/// heard it, so for the person it is a code used twice.
fn already_used() -> SyncError {
    SyncError::Refused(RefusalBody {
        code: RefusalCode::CodeUsed,
        message: "Mã ghi danh này đã được dùng để ghi danh chính máy này.".to_owned(),
        hint: "Không cần ghi danh lại; bấm Gửi bây giờ là gửi được.".to_owned(),
        expected_seq: None,
    })
}

/// Exchanges everything with the ward, and does what the cell's keys need: first what was not
/// done before, after it what was learned from it. The book is free for writing all the while.
///
/// # Errors
/// [`BookError`]: not enrolled, no network, or what the ward says.
pub async fn sync(book: &Shared) -> Result<Synced, BookError> {
    not_joining(book)?;
    sync_joining(book).await
}

fn not_joining(book: &Shared) -> Result<(), BookError> {
    match hold(book, |book| book.is_joining())? {
        true => Err(DeviceError::Joining.into()),
        false => Ok(()),
    }
}

/// The same, also for a device that joins.
pub(crate) async fn sync_joining(book: &Shared) -> Result<Synced, BookError> {
    let (stopper, stop) = Stopper::new();
    hold(book, |book| book.stopper = Some(stopper));
    // The window asks the book how far it is; the exchange goes on while the book keeps a page.
    let taking = hold(book, |book| Arc::clone(&book.taking));
    let tell = |now| *taking.lock().unwrap_or_else(PoisonError::into_inner) = now;
    let progress = |now: Progress| tell(Some((now.done, now.total)));
    let watch = Watch {
        progress: &progress,
        stop,
    };
    let done = all_rounds(book, &watch).await;
    tell(None);
    hold(book, |book| book.stopper = None);
    done
}

/// The same, telling how far it is and stopping when told to.
///
/// # Errors
/// [`BookError`], as [`sync`]; [`SyncError::Stopped`] where it was stopped.
pub async fn sync_watched(book: &Shared, watch: &Watch<'_>) -> Result<Synced, BookError> {
    not_joining(book)?;
    all_rounds(book, watch).await
}

async fn all_rounds(book: &Shared, watch: &Watch<'_>) -> Result<Synced, BookError> {
    let link = hold(book, |book| book.store.link())?.ok_or(BookError::NotEnrolled)?;
    let ward = Ward::at(&link.server, pin_of(&link.pin)?)?;
    rounds_over(book, &ward, watch).await
}

/// The same over a line of the caller's: a test may put one in that drops, repeats and cuts. What
/// a secretary's device owes the others after what it has learned (keys, mostly) goes out in a
/// second round.
///
/// # Errors
/// [`BookError`], as [`sync_watched`].
pub async fn rounds_over<W: Line>(
    book: &Shared,
    line: &W,
    watch: &Watch<'_>,
) -> Result<Synced, BookError> {
    let mut synced = one_round(book, line, watch).await?;
    let kept = hold(book, |book| book.keep_keys())?;
    if kept.written > 0 {
        let more = one_round(book, line, watch).await?;
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
async fn one_round<W: Line>(
    book: &Shared,
    line: &W,
    watch: &Watch<'_>,
) -> Result<Synced, BookError> {
    let synced = sync_over(book, line, watch).await;
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

/// One exchange over a line of the caller's, without what the keys need.
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
    let desk = Desk::at(book);
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
    let crossed = *crossed.lock().unwrap_or_else(PoisonError::into_inner);
    hold(book, |book| book.exchange_over(desk.agreed_ms(), crossed))?;
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
}
