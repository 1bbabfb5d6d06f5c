//! What crosses the line: exchanges, requests that arrive late, and the calm at the end.

use std::collections::BTreeSet;

use sochibo_book::BookError;
use sochibo_store::StoreError;
use sochibo_sync::SyncError;
use sochibo_wire::api::RefusalCode;
use tokio::sync::Notify;

use super::{World, text_of};
use crate::{Over, faulty::Faulty};

impl World {
    /// Whether anything crossed, or might have.
    pub(super) async fn exchange(&mut self, who: usize, often: usize) -> bool {
        self.counts.exchanges += 1;
        let power_cut = Notify::new();
        let resident = &self.residents[who];
        let line = Over(Faulty {
            ward: self.office.standing(),
            dir: self.office.dir(),
            often,
            first_version: resident.old,
            chance: &self.chance,
            late: &self.late,
            power_cut: &power_cut,
            faults: &self.faults,
        });
        let done = tokio::select! {
            biased;
            () = power_cut.notified() => None,
            done = resident.desk.sync_and_keep_keys(&line) => Some(done),
        };
        let crossed = match done {
            None => {
                let resident = &mut self.residents[who];
                resident.desk.close();
                resident.desk.open();
                true
            }
            Some(Ok(synced)) => {
                self.counts.renewals += synced.renewals as u64;
                synced.pushed + synced.pulled + synced.renewals > 0
            }
            Some(Err(BookError::Sync(SyncError::Refused(body))))
                if body.code == RefusalCode::Revoked =>
            {
                false
            }
            Some(Err(BookError::Sync(_) | BookError::Store(StoreError::DiskFull))) => true,
            Some(Err(error)) => panic!("máy {who}: {error:?}"),
        };
        self.note_acknowledged(who);
        crossed
    }

    /// What a device holds and no longer waits has the ward's receipt.
    fn note_acknowledged(&mut self, who: usize) {
        let resident = &self.residents[who];
        let waiting: BTreeSet<String> = resident
            .desk
            .with(|book| book.store().pending())
            .unwrap()
            .into_iter()
            .filter_map(|operation| text_of(&operation.change))
            .collect();
        self.acknowledged
            .extend(resident.holds.difference(&waiting).cloned());
    }

    pub(super) async fn deliver_late(&mut self) {
        let count = self.late.lock().unwrap().len();
        if count > 0 {
            let at = self.below(count);
            let request = self.late.lock().unwrap().swap_remove(at);
            request.deliver(&self.office.counter()).await;
        }
    }

    /// The weather clears: every device meets the ward until nobody has anything new, and a person
    /// looks at what was put aside.
    pub(super) async fn settle(&mut self) {
        while !self.late.lock().unwrap().is_empty() {
            self.deliver_late().await;
        }
        self.come_to_rest().await;
        for resident in &self.residents {
            resident.desk.with(|book| {
                book.store_mut().take_dated_ahead(None).unwrap();
                book.store_mut().accept_removals().unwrap();
            });
        }
        // An act may have been dated ahead, and what it asks for is owed now.
        self.come_to_rest().await;
    }

    async fn come_to_rest(&mut self) {
        for _ in 0..12 {
            let mut crossed = false;
            for who in 0..self.residents.len() {
                crossed |= self.exchange(who, 0).await;
            }
            if !crossed {
                return;
            }
        }
        panic!("they do not come to rest");
    }
}
