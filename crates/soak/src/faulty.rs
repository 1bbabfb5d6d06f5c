use std::sync::Mutex;

use sochibo_sync::SyncError;
use sochibo_ward::Counter;
use tokio::sync::Notify;

use crate::{Carrier, Chance, Request};

/// A line on which anything happens.
pub(crate) struct Faulty<'a> {
    pub(crate) ward: &'a Counter,
    /// How often in a hundred a request meets a fault; 0 for a good line.
    pub(crate) often: usize,
    /// Whether the device speaks the first version of the protocol only.
    pub(crate) first_version: bool,
    pub(crate) chance: &'a Mutex<Chance>,
    /// Requests that still lie somewhere on the way and may arrive later.
    pub(crate) late: &'a Mutex<Vec<Request>>,
    /// The device's power goes.
    pub(crate) power_cut: &'a Notify,
    /// How many faults there were.
    pub(crate) faults: &'a Mutex<u64>,
}

impl Faulty<'_> {
    fn below(&self, end: usize) -> usize {
        self.chance.lock().unwrap().below(end)
    }

    async fn deliver(&self, request: Request) -> (u16, Vec<u8>) {
        let is_digest = request.path.contains("/digest");
        let (status, body) = request.deliver(self.ward).await;
        if self.first_version && is_digest && status == 200 {
            let mut digest: serde_json::Value = serde_json::from_slice(&body).unwrap();
            digest.as_object_mut().unwrap().remove("speech");
            return (status, serde_json::to_vec(&digest).unwrap());
        }
        (status, body)
    }
}

impl Carrier for Faulty<'_> {
    async fn carry(&self, request: Request) -> Result<(u16, Vec<u8>), SyncError> {
        if self.below(100) >= self.often {
            return Ok(self.deliver(request).await);
        }
        *self.faults.lock().unwrap() += 1;
        match self.below(8) {
            // Dropped on the way there.
            0 => Err(SyncError::Unreachable),
            // Delayed: it arrives when nobody waits for it any more, perhaps after later ones.
            1 => {
                self.late.lock().unwrap().push(request);
                Err(SyncError::Cut)
            }
            // Dropped on the way back.
            2 => {
                self.deliver(request).await;
                Err(SyncError::Cut)
            }
            // Arrives twice.
            3 => {
                self.deliver(request.clone()).await;
                Ok(self.deliver(request).await)
            }
            // Arrives now, and once more later.
            4 => {
                self.late.lock().unwrap().push(request.clone());
                Ok(self.deliver(request).await)
            }
            // Cut inside the request.
            5 => {
                let mut cut = request;
                let length = self.below(cut.body.len());
                cut.body.truncate(length);
                Ok(self.deliver(cut).await)
            }
            // Cut inside the answer.
            6 => {
                let (status, mut body) = self.deliver(request).await;
                let length = self.below(body.len());
                body.truncate(length);
                Ok((status, body))
            }
            // The device's power goes, before or after the ward has heard it.
            _ => {
                if self.below(2) == 0 {
                    self.deliver(request).await;
                }
                self.power_cut.notify_one();
                std::future::pending().await
            }
        }
    }
}
