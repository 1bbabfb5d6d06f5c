//! The exchange with the ward in the background: when the person says so, or whenever the ward can
//! be reached. It stops when the book is locked, and tells the window how far it is.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sochibo_book::{
    BookError,
    domain::{Explain, FaultClass},
    view::{SyncActivity, SyncHabit},
    ward::{Backoff, Phase, Progress, Shared, Stopper, Watch, sync_watched},
};
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::Notify;

use crate::{Shell, metered};

/// The event that tells the window of every step.
const EVENT: &str = "sync-progress";
/// Between two exchanges while the ward can be reached.
const PAUSE: Duration = Duration::from_secs(60);
/// How often the background looks whether there is something for it to do.
const LOOK: Duration = Duration::from_secs(3);

/// What the background and the commands share.
#[derive(Clone, Default)]
pub(crate) struct Background {
    inner: Arc<Mutex<Inner>>,
    wake: Arc<Notify>,
}

#[derive(Default)]
struct Inner {
    activity: SyncActivity,
    /// The person asked for an exchange now.
    asked: bool,
    stopper: Option<Stopper>,
    next: Option<Instant>,
    backoff: Backoff,
}

impl Background {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts an exchange now.
    pub(crate) fn start(&self) {
        self.inner().asked = true;
        self.wake.notify_one();
    }

    /// Stops the one under way; what was acknowledged stays so.
    pub(crate) fn stop(&self) {
        let mut inner = self.inner();
        inner.asked = false;
        if let Some(stopper) = &inner.stopper {
            stopper.stop();
        }
    }

    /// How it stands.
    pub(crate) fn activity(&self) -> SyncActivity {
        let inner = self.inner();
        let mut activity = inner.activity.clone();
        let left = inner
            .next
            .map(|next| next.saturating_duration_since(Instant::now()));
        activity.next_in = left
            .map(|left| left.as_secs())
            .filter(|_| !activity.running);
        activity
    }

    /// Runs for as long as the program does.
    pub(crate) async fn run(self, app: AppHandle) {
        loop {
            let _ = tokio::time::timeout(LOOK, self.wake.notified()).await;
            let Ok(book) = app.state::<Shell>().shared() else {
                self.forget();
                continue;
            };
            let habit = hold(&book, |book| book.sync_habit()).unwrap_or_default();
            if self.is_due(habit).await {
                self.exchange(&app, &book).await;
            }
        }
    }

    /// The book was locked: the next one begins with a clean sheet.
    fn forget(&self) {
        let mut inner = self.inner();
        if let Some(stopper) = inner.stopper.take() {
            stopper.stop();
        }
        *inner = Inner::default();
    }

    async fn is_due(&self, habit: SyncHabit) -> bool {
        let (asked, due) = {
            let inner = self.inner();
            let due = inner.next.is_none_or(|next| next <= Instant::now());
            (inner.asked, due)
        };
        if asked {
            return true;
        }
        if !habit.whenever_online || habit.paused || !due {
            return false;
        }
        if habit.unmetered_only {
            let metered = metered::is_metered().await;
            let mut inner = self.inner();
            inner.activity.metered = metered;
            if metered == Some(true) {
                inner.next = Some(Instant::now() + PAUSE);
                return false;
            }
        }
        true
    }

    async fn exchange(&self, app: &AppHandle, book: &Shared) {
        let (stopper, stop) = Stopper::new();
        {
            let mut inner = self.inner();
            inner.asked = false;
            inner.stopper = Some(stopper);
            inner.activity.running = true;
        }
        let show = |progress: Progress| self.show(app, progress);
        let watch = Watch {
            progress: &show,
            stop,
        };
        let done = sync_watched(book, &watch).await;
        let mut inner = self.inner();
        inner.stopper = None;
        inner.activity.running = false;
        inner.next = Some(Instant::now() + next_after(&mut inner.backoff, done.as_ref().err()));
        match done {
            Ok(synced) => {
                inner.activity.last_code = None;
                inner.activity.last_words = format!(
                    "Đã gửi {} mục, nhận về {} mục.",
                    synced.pushed, synced.pulled
                );
            }
            Err(error) => {
                tracing::info!(code = error.code(), "the exchange ended early");
                inner.activity.last_code = Some(error.code().to_owned());
                inner.activity.last_words = error.to_string();
            }
        }
        let activity = inner.activity.clone();
        drop(inner);
        let _ = app.emit(EVENT, activity);
    }

    fn show(&self, app: &AppHandle, progress: Progress) {
        let activity = {
            let mut inner = self.inner();
            let activity = &mut inner.activity;
            activity.phase = word(progress.phase).to_owned();
            (activity.done, activity.total) = (progress.done, progress.total);
            (activity.bytes_up, activity.bytes_down) = (progress.bytes_up, progress.bytes_down);
            activity.clone()
        };
        // A window that has gone needs no news.
        let _ = app.emit(EVENT, activity);
    }
}

fn hold<T>(book: &Shared, work: impl FnOnce(&mut sochibo_book::Book) -> T) -> T {
    work(&mut book.lock().unwrap_or_else(PoisonError::into_inner))
}

/// How long to wait. What the network or the server did may pass; a refusal needs a person, and is
/// tried again rarely.
fn next_after(backoff: &mut Backoff, error: Option<&BookError>) -> Duration {
    match error {
        None => {
            backoff.succeeded();
            PAUSE
        }
        Some(error) if error.class() == FaultClass::Network => {
            let random = std::hash::BuildHasher::hash_one(
                &std::collections::hash_map::RandomState::new(),
                error.code(),
            );
            backoff.failed(random)
        }
        Some(_) => 15 * PAUSE,
    }
}

const fn word(phase: Phase) -> &'static str {
    match phase {
        Phase::Comparing => "comparing",
        Phase::Sending => "sending",
        Phase::Taking => "taking",
        Phase::Refetching => "refetching",
        Phase::Renewing => "renewing",
    }
}
