//! The book as an exchange with the ward sees it: what it has to send, and how it keeps what comes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use sochibo_journal::{CellId, Chain, DeviceId, Envelope, KeyRing, PublicKey};
use sochibo_store::{Incoming, Received, Store, StoreError};
use sochibo_sync::{Kept, Ledger, Speaker, SyncError};
use sochibo_wire::{
    Batch, MAX_BATCH_BYTES, Page, Receipt,
    api::{Digest, RenewRequest},
    secret_mark,
};
use zeroize::Zeroizing;

use crate::{
    BookError,
    entropy::{fresh_id, random},
    shared::{Shared, hold},
};

/// The book as the exchange sees it.
#[derive(Clone)]
pub(crate) struct Desk {
    book: Shared,
    cell: CellId,
    known: Arc<Mutex<Known>>,
}

/// What proving and opening need of the book: it is not asked for them while it keeps a page.
#[derive(Default)]
struct Known {
    /// The keys under which devices were first known.
    devices: HashMap<DeviceId, PublicKey>,
    rings: Arc<KeyRing>,
    /// When both sides agreed, by the ward's clock.
    agreed: Option<i64>,
}

/// What a page holds that could be proven, opened.
pub(crate) struct Proven {
    batches: Vec<(DeviceId, Incoming)>,
    unsound: usize,
    next: u64,
    more: bool,
    server_now_ms: i64,
}

fn kept(received: &Received, unsound: usize) -> Kept {
    Kept {
        new: received.new,
        skipped: received.skipped.len() + unsound,
    }
}

impl Desk {
    pub(crate) fn at(book: &Shared) -> Self {
        let (cell, rings) = hold(book, |book| {
            (book.store.cell(), Arc::new(book.store.ring_keys().clone()))
        });
        let known = Known {
            rings,
            ..Known::default()
        };
        Self {
            book: Arc::clone(book),
            cell,
            known: Arc::new(Mutex::new(known)),
        }
    }

    /// When both sides agreed, by the ward's clock; `None` where they did not.
    pub(crate) fn agreed_ms(&self) -> Option<i64> {
        self.known(|known| known.agreed)
    }

    fn known<T>(&self, look: impl FnOnce(&mut Known) -> T) -> T {
        look(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The key under which a device was first known: the ward can't replace it. Else the one that
    /// the ward tells.
    fn key_of(&self, device: DeviceId, digest: &Digest) -> Result<Option<PublicKey>, BookError> {
        if let Some(key) = self.known(|known| known.devices.get(&device).copied()) {
            return Ok(Some(key));
        }
        let known = hold(&self.book, |book| book.store.key_of(device))?;
        let told = digest.devices.iter().find(|end| end.device == device);
        Ok(known.or(told.map(|end| end.public_key)))
    }

    /// Takes in what was proven; what a page brings may open the next.
    fn keep(
        &self,
        page: impl FnOnce(&mut Store) -> Result<Received, StoreError>,
    ) -> Result<Received, BookError> {
        let (received, rings) = hold(&self.book, |book| {
            let received = page(&mut book.store)?;
            Ok::<_, BookError>((received, Arc::new(book.store.ring_keys().clone())))
        })?;
        self.known(|known| known.rings = rings);
        Ok(received)
    }
}

impl Ledger for Desk {
    type Error = BookError;
    type Proven = Proven;

    fn cell(&self) -> CellId {
        self.cell
    }

    fn speaker(&self) -> Result<Speaker, BookError> {
        hold(&self.book, |book| {
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
        hold(&self.book, |book| Ok(book.store.link_state()?.pulled))
    }

    fn end_of(&self, device: DeviceId) -> Result<Chain, BookError> {
        hold(&self.book, |book| Ok(book.store.chain_of(device)?))
    }

    fn receipted(&self) -> Result<u64, BookError> {
        hold(&self.book, |book| Ok(book.store.receipted()?))
    }

    fn chain_at(&self, device: DeviceId, seq: u64) -> Result<Option<Chain>, BookError> {
        hold(&self.book, |book| {
            Ok(book.store.chain_of_at(device, seq)?)
        })
    }

    fn heard(&self, digest: &Digest) -> Result<(), BookError> {
        let revoked = digest.devices.iter().filter(|end| end.revoked);
        let revoked = revoked.map(|end| end.device).collect();
        hold(&self.book, |book| {
            book.revoked_by_ward = revoked;
            book.heard_the_time(digest.now)
        })
    }

    fn waits_ahead_of(&self, server_now_ms: i64) -> Result<bool, BookError> {
        hold(&self.book, |book| {
            // A device that is not in yet is given no other identity; it says no more than whose
            // it is, by the time that the ward told it.
            let waits = book.store.joining()?.is_some() && book.store.receipted()? == 0;
            Ok(!waits && book.store.waits_ahead_of(server_now_ms)?)
        })
    }

    fn next_waits_ahead_of(&self, server_now_ms: i64) -> Result<bool, BookError> {
        hold(&self.book, |book| {
            Ok(book.store.next_waits_ahead_of(server_now_ms)?)
        })
    }

    fn batch_after(&self, seq: u64, limit: usize) -> Result<Option<Batch>, BookError> {
        let (speaker, envelopes) = hold(&self.book, |book| {
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
        hold(&self.book, |book| {
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

    /// A batch that doesn't hold is passed over: what is behind it must not wait for it, and the
    /// next comparison shows that something is missing.
    fn prove(&self, page: Page, digest: &Digest) -> Result<Proven, BookError> {
        let rings = self.known(|known| Arc::clone(&known.rings));
        let mut proven = Proven {
            batches: Vec::with_capacity(page.entries.len()),
            unsound: 0,
            next: page.next,
            more: page.more,
            server_now_ms: digest.now,
        };
        for entry in page.entries {
            let device = entry.batch.device();
            let key = self.key_of(device, digest)?;
            let sound = key
                .filter(|_| entry.batch.cell() == self.cell)
                .and_then(|key| Some((entry.batch.verify(&key).ok()?, key)));
            let Some((batch, key)) = sound else {
                proven.unsound += 1;
                continue;
            };
            self.known(|known| known.devices.insert(device, key));
            let end = (batch.end().seq, batch.signature());
            let incoming = Incoming::open(batch.into_envelopes(), key, end, &rings);
            proven.batches.push((device, incoming));
        }
        Ok(proven)
    }

    fn keep_pages(&self, pages: Vec<Proven>) -> Result<Kept, BookError> {
        let Some(last) = pages.last() else {
            return Ok(Kept::default());
        };
        let (next, now, more) = (last.next, last.server_now_ms, last.more);
        let unsound = pages.iter().map(|page| page.unsound).sum();
        let batches = pages.into_iter().flat_map(|page| page.batches);
        let batches: Vec<Incoming> = batches.map(|(_, incoming)| incoming).collect();
        // The cursor goes with the pages: what a power cut takes of it is asked for again. The last
        // one waits for the disk, and with it all before it; where it brings nothing, there is
        // nothing to wait for.
        let soon = more || batches.is_empty() && unsound == 0;
        let keep = |store: &mut Store| store.receive_page(batches, Some(next), Some(now));
        let received = self.keep(|store| match soon {
            true => store.without_waiting(keep),
            false => keep(store),
        })?;
        Ok(kept(&received, unsound))
    }

    fn keep_chain(
        &self,
        device: DeviceId,
        after: u64,
        anew: bool,
        page: Proven,
    ) -> Result<Kept, BookError> {
        let all = page.batches.len();
        let batches: Vec<Incoming> = page
            .batches
            .into_iter()
            .filter_map(|(of, incoming)| (of == device).then_some(incoming))
            .collect();
        let unsound = page.unsound + all - batches.len();
        // Nothing is set aside for a history that could not be proven.
        if batches.is_empty() {
            return Ok(kept(&Received::default(), unsound));
        }
        let now = Some(page.server_now_ms);
        let received = self.keep(|store| match anew {
            true => store.receive_anew(device, after, batches, now),
            false => store.receive_page(batches, None, now),
        })?;
        Ok(kept(&received, unsound))
    }

    fn take_new_identity(&self, common: u64, server_now_ms: i64) -> Result<(), BookError> {
        hold(&self.book, |book| {
            let device = DeviceId(fresh_id(book.now())?);
            let secret = Zeroizing::new(random()?);
            book.store
                .take_new_identity(device, &secret, Some(common), Some(server_now_ms))?;
            Ok(())
        })
    }

    fn renewal(&self) -> Result<RenewRequest, BookError> {
        hold(&self.book, |book| {
            let old = book.store.speaker();
            Ok(RenewRequest::sign(
                self.cell,
                (old.device, &old.key),
                (book.store.device(), book.store.device_key().public()),
            ))
        })
    }

    fn renewed(&self, token: &str) -> Result<(), BookError> {
        hold(&self.book, |book| Ok(book.store.identity_renewed(token)?))
    }

    fn agreed(&self, server_now_ms: i64) -> Result<(), BookError> {
        // What was dated ahead may have come to its time.
        hold(&self.book, |book| {
            book.store.take_dated_ahead(Some(server_now_ms))
        })?;
        // What was exchanged is on the disk; when is kept with how much it was.
        self.known(|known| known.agreed = Some(server_now_ms));
        Ok(())
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
