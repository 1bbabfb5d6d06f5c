use std::{future::poll_fn, path::Path, pin::pin, sync::Mutex, task::Poll};

use sochibo_sync::SyncError;
use sochibo_ward::Counter;
use tokio::sync::Notify;

use crate::{Carrier, Chance, Request};

/// A line on which anything happens.
pub(crate) struct Faulty<'a> {
    pub(crate) ward: &'a Mutex<Counter>,
    /// Where the ward keeps what it has: it starts again from there.
    pub(crate) dir: &'a Path,
    /// How often in a hundred a request meets a fault; 0 for a good line.
    pub(crate) often: usize,
    /// Whether the device speaks the first version of the protocol only.
    pub(crate) first_version: bool,
    pub(crate) chance: &'a Mutex<Chance>,
    /// Requests that still lie somewhere on the way and may arrive later.
    pub(crate) late: &'a Mutex<Vec<Request>>,
    /// The device's power goes.
    pub(crate) power_cut: &'a Notify,
    /// How many faults there were, by their kind.
    pub(crate) faults: &'a Mutex<Faults>,
}

/// Faults on the line and at both its ends.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// Requests and answers that never arrived.
    pub dropped: u64,
    /// Requests that arrived when nobody waited any more, perhaps after later ones.
    pub late: u64,
    /// Requests that arrived twice.
    pub doubled: u64,
    /// Requests and answers cut in the middle.
    pub cut: u64,
    /// Devices that lost their power in the middle.
    pub devices_fell: u64,
    /// Wards that did.
    pub wards_fell: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, other: &Self) {
        self.dropped += other.dropped;
        self.late += other.late;
        self.doubled += other.doubled;
        self.cut += other.cut;
        self.devices_fell += other.devices_fell;
        self.wards_fell += other.wards_fell;
    }
}

impl Faulty<'_> {
    fn below(&self, end: usize) -> usize {
        self.chance.lock().unwrap().below(end)
    }

    async fn deliver(&self, request: Request) -> (u16, Vec<u8>) {
        let is_digest = request.path.contains("/digest");
        let ward = self.ward.lock().unwrap().clone();
        let (status, body) = request.deliver(&ward).await;
        if self.first_version && is_digest && status == 200 {
            let mut digest: serde_json::Value = serde_json::from_slice(&body).unwrap();
            digest.as_object_mut().unwrap().remove("speech");
            return (status, serde_json::to_vec(&digest).unwrap());
        }
        (status, body)
    }

    /// The ward falls somewhere in the middle of a request, and starts again.
    async fn fall_of_the_ward(&self, request: Request) {
        let ward = self.ward.lock().unwrap().clone();
        let steps = self.below(6);
        {
            let mut answer = pin!(request.deliver(&ward));
            for _ in 0..steps {
                let done = poll_fn(|cx| Poll::Ready(answer.as_mut().poll(cx).is_ready())).await;
                if done {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        drop(ward);
        *self.ward.lock().unwrap() = Counter::open(self.dir).unwrap();
    }

    fn count(&self, kind: impl FnOnce(&mut Faults) -> &mut u64) {
        *kind(&mut self.faults.lock().unwrap()) += 1;
    }
}

impl Carrier for Faulty<'_> {
    async fn carry(&self, request: Request) -> Result<(u16, Vec<u8>), SyncError> {
        if self.below(100) >= self.often {
            return Ok(self.deliver(request).await);
        }
        match self.below(9) {
            // Dropped on the way there.
            0 => {
                self.count(|faults| &mut faults.dropped);
                Err(SyncError::Unreachable)
            }
            // Delayed: it arrives when nobody waits for it any more, perhaps after later ones.
            1 => {
                self.count(|faults| &mut faults.late);
                self.late.lock().unwrap().push(request);
                Err(SyncError::Cut)
            }
            // Dropped on the way back.
            2 => {
                self.count(|faults| &mut faults.dropped);
                self.deliver(request).await;
                Err(SyncError::Cut)
            }
            // Arrives twice.
            3 => {
                self.count(|faults| &mut faults.doubled);
                self.deliver(request.clone()).await;
                Ok(self.deliver(request).await)
            }
            // Arrives now, and once more later.
            4 => {
                self.count(|faults| &mut faults.late);
                self.late.lock().unwrap().push(request.clone());
                Ok(self.deliver(request).await)
            }
            // Cut inside the request.
            5 => {
                self.count(|faults| &mut faults.cut);
                let mut cut = request;
                let length = self.below(cut.body.len());
                cut.body.truncate(length);
                Ok(self.deliver(cut).await)
            }
            // Cut inside the answer.
            6 => {
                self.count(|faults| &mut faults.cut);
                let (status, mut body) = self.deliver(request).await;
                let length = self.below(body.len());
                body.truncate(length);
                Ok((status, body))
            }
            7 => {
                self.count(|faults| &mut faults.wards_fell);
                self.fall_of_the_ward(request).await;
                Err(SyncError::Cut)
            }
            // The device's power goes, before or after the ward has heard it. These are all the
            // places where an exchange waits.
            _ => {
                self.count(|faults| &mut faults.devices_fell);
                if self.below(2) == 0 {
                    self.deliver(request).await;
                }
                self.power_cut.notify_one();
                std::future::pending().await
            }
        }
    }
}
