//! The exchange with the ward: when the person says so, or by itself whenever the ward can be
//! reached. One at a time. It stops when the book is locked, and tells the window how far it is.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sochibo_book::{
    BookError, DeviceError,
    domain::{Explain, FaultClass},
    view::{SyncActivity, SyncHabit, Synced},
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
    /// Whoever holds it exchanges; the next waits for its turn.
    turn: Arc<tokio::sync::Mutex<()>>,
}

/// Whether an exchange is to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    No,
    Now,
    /// Only where the line costs nothing.
    Unmetered,
}

/// The habit, and whether the next one's time has come. A person who asks is not made to wait, and
/// pays for the line if need be.
const fn due(asked: bool, habit: SyncHabit, time_has_come: bool) -> Due {
    if asked {
        return Due::Now;
    }
    if habit.paused || !habit.whenever_online || !time_has_come {
        return Due::No;
    }
    if habit.unmetered_only {
        Due::Unmetered
    } else {
        Due::Now
    }
}

#[derive(Default)]
struct Inner {
    activity: SyncActivity,
    /// The person asked for an exchange now.
    asked: bool,
    stopper: Option<Stopper>,
    next: Option<Instant>,
    backoff: Backoff,
    looked: u64,
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

    /// Something of weight waits to be sent: the next one is due, where the habit wants one at all.
    pub(crate) fn hasten(&self) {
        self.inner().next = None;
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
        activity.looked = inner.looked;
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
            let (habit, joining) = hold(&book, |book| {
                (book.sync_habit().unwrap_or_default(), book.is_joining())
            });
            // A device on its way in asks the ward itself.
            if !matches!(joining, Ok(true)) && self.is_due(&app, habit).await {
                // What went wrong is shown with the activity.
                let _ = self.exchange(&app, &book).await;
            }
            self.inner().looked += 1;
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

    async fn is_due(&self, app: &AppHandle, habit: SyncHabit) -> bool {
        let due = {
            let mut inner = self.inner();
            let come = inner.next.is_none_or(|next| next <= Instant::now());
            due(std::mem::take(&mut inner.asked), habit, come)
        };
        match due {
            Due::No => false,
            Due::Now => true,
            Due::Unmetered => {
                let metered = metered::is_metered().await;
                let waits = metered == Some(true);
                let activity = {
                    let mut inner = self.inner();
                    inner.activity.metered = metered;
                    if waits {
                        inner.next = Some(Instant::now() + PAUSE);
                    }
                    inner.activity.clone()
                };
                if waits {
                    // Why nothing goes has to be on the screen, whenever it was found out.
                    tell(app, activity);
                }
                !waits
            }
        }
    }

    /// Exchanges with the ward, once whoever does so at the moment has ended.
    pub(crate) async fn exchange(
        &self,
        app: &AppHandle,
        book: &Shared,
    ) -> Result<Synced, BookError> {
        let _turn = self.turn.lock().await;
        if hold(book, |book| book.is_joining())? {
            return Err(DeviceError::Joining.into());
        }
        let (stopper, stop) = Stopper::new();
        let begun = {
            let mut inner = self.inner();
            inner.asked = false;
            inner.stopper = Some(stopper);
            inner.activity.running = true;
            (inner.activity.done, inner.activity.total) = (0, 0);
            inner.activity.clone()
        };
        tell(app, begun);
        let show = |progress: Progress| self.show(app, progress);
        let watch = Watch {
            progress: &show,
            stop,
        };
        let done = sync_watched(book, &watch).await;
        let activity = {
            let mut inner = self.inner();
            inner.stopper = None;
            inner.next = Some(Instant::now() + next_after(&mut inner.backoff, done.as_ref().err()));
            let activity = &mut inner.activity;
            activity.running = false;
            activity.ended += 1;
            match &done {
                Ok(synced) => {
                    activity.last_code = None;
                    activity.last_words = format!(
                        "Đã gửi {} mục, nhận về {} mục.",
                        synced.pushed, synced.pulled
                    );
                    activity.last_hint = String::new();
                    activity.last = Some(synced.clone());
                }
                Err(error) => {
                    tracing::info!(code = error.code(), "the exchange ended early");
                    activity.last_code = Some(error.code().to_owned());
                    activity.last_words = error.to_string();
                    activity.last_hint = error.hint();
                }
            }
            activity.clone()
        };
        tell(app, activity);
        done
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
        tell(app, activity);
    }
}

fn tell(app: &AppHandle, activity: SyncActivity) {
    // A window that has gone needs no news.
    let _ = app.emit(EVENT, activity);
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

#[cfg(test)]
mod tests {
    use super::*;

    const fn habit(whenever_online: bool, unmetered_only: bool, paused: bool) -> SyncHabit {
        SyncHabit {
            whenever_online,
            unmetered_only,
            paused,
        }
    }

    #[test]
    fn an_exchange_begins_when_the_person_or_the_habit_says_so() {
        for asked in [true, false] {
            for (habit, come, wanted) in [
                (habit(true, false, false), true, Due::Now),
                (habit(true, false, false), false, Due::No),
                (habit(true, true, false), true, Due::Unmetered),
                (habit(true, true, false), false, Due::No),
                (habit(true, false, true), true, Due::No),
                (habit(true, true, true), true, Due::No),
                (habit(false, false, false), true, Due::No),
                (habit(false, true, false), true, Due::No),
            ] {
                let wanted = if asked { Due::Now } else { wanted };
                assert_eq!(due(asked, habit, come), wanted, "{asked} {habit:?} {come}");
            }
        }
    }

    #[test]
    fn what_is_adopted_makes_the_next_exchange_due_and_a_lock_forgets_everything() {
        let background = Background::default();
        background.inner().next = Some(Instant::now() + PAUSE);
        background.hasten();
        assert!(background.inner().next.is_none());
        background.start();
        background.inner().activity.last_code = Some("DB-01".to_owned());
        background.forget();
        assert!(!background.inner().asked);
        assert_eq!(background.activity().last_code, None);
    }

    #[test]
    fn a_refusal_needs_a_person_and_is_tried_again_rarely_but_what_may_pass_soon() {
        let mut backoff = Backoff::default();
        assert_eq!(next_after(&mut backoff, None), PAUSE);
        let refused = BookError::NotNow("Chưa làm được.");
        assert_eq!(next_after(&mut backoff, Some(&refused)), 15 * PAUSE);
        let passes = BookError::NotEnrolled;
        assert_eq!(passes.class(), FaultClass::Network);
        assert!(next_after(&mut backoff, Some(&passes)) < PAUSE);
    }
}
