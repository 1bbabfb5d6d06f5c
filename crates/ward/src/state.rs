//! What every request shares.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sochibo_journal::DeviceKey;
use tokio::sync::Semaphore;

use crate::{
    Ward, WardError,
    store::{StoreError, WardStore},
    throttle::Throttle,
    vitals::Vitals,
};

/// Batches that are unpacked and proven at the same time: bounds memory and processor use.
const AT_ONCE: usize = 8;
const MINUTE: Duration = Duration::from_secs(60);

pub(crate) struct State {
    pub(crate) ward: Ward,
    pub(crate) receipt_key: DeviceKey,
    /// Whether this server itself speaks TLS.
    pub(crate) tls: bool,
    /// Wrong enrolment codes, of the whole server.
    pub(crate) wrong_codes: Throttle<()>,
    /// Wrong passwords, by name.
    pub(crate) wrong_passwords: Throttle<String>,
    /// Wrong passwords, of the whole server.
    pub(crate) all_wrong_passwords: Throttle<()>,
    pub(crate) proofs: Semaphore,
    /// Argon2 takes 19 MiB each time.
    pub(crate) password_checks: Semaphore,
    pub(crate) vitals: Vitals,
    stopping: AtomicBool,
}

pub(crate) type Shared = Arc<State>;

impl State {
    pub(crate) fn new(ward: Ward, tls: bool) -> Result<Self, WardError> {
        Ok(Self {
            receipt_key: ward.receipt_key()?,
            ward,
            tls,
            wrong_codes: Throttle::new(20, MINUTE),
            wrong_passwords: Throttle::new(10, 5 * MINUTE),
            all_wrong_passwords: Throttle::new(100, MINUTE),
            proofs: Semaphore::new(AT_ONCE),
            password_checks: Semaphore::new(2),
            vitals: Vitals::default(),
            stopping: AtomicBool::new(false),
        })
    }

    /// Runs `work` on the store, off the network's threads.
    pub(crate) async fn store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn WardStore) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = Arc::clone(self.ward.store());
        tokio::task::spawn_blocking(move || work(store.as_ref()))
            .await
            .map_err(|_| StoreError::Closed)?
    }

    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
