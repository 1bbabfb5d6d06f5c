//! The book as an exchange with the ward sees it: what it has to send, and how it keeps what comes.

use sochibo_journal::{CellId, Chain, DeviceId, Envelope, PublicKey};
use sochibo_store::{Incoming, Received, Store};
use sochibo_sync::{Kept, Ledger, Speaker, SyncError};
use sochibo_wire::{
    Batch, MAX_BATCH_BYTES, Page, Receipt, VerifiedBatch,
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
