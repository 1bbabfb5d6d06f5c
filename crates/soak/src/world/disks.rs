//! What happens to disks and clocks: copies, backups, a laptop in the place of a lost one, a full
//! disk.

use std::collections::BTreeSet;

use sochibo_journal::DeviceId;

use super::{MOST, Resident, World};

const YEAR_MS: i64 = 365 * super::DAY_MS;

impl World {
    pub(super) fn copy(&mut self, who: usize) {
        if self.residents.len() >= MOST || self.residents[who].old {
            return;
        }
        self.counts.copies += 1;
        let resident = &mut self.residents[who];
        let copy = Resident {
            desk: resident.desk.copy(),
            holds: resident.holds.clone(),
            backup: None,
            revoked: resident.revoked,
            old: false,
        };
        self.residents.push(copy);
    }

    pub(super) fn back_up(&mut self, who: usize) {
        let resident = &mut self.residents[who];
        if !resident.old {
            let copy = resident.desk.copy();
            resident.backup = Some((copy, resident.holds.clone()));
        }
    }

    pub(super) fn restore(&mut self, who: usize) {
        let at_once = self.below(2) == 0;
        // Often on another machine, whose clock is another.
        let elsewhere = self.below(2) == 0;
        let fresh = u128::from(self.chance.lock().unwrap().draw()) | 1 << 100;
        let resident = &mut self.residents[who];
        let Some((mut backup, holds)) = resident.backup.take() else {
            return;
        };
        self.counts.copies += 1;
        resident.desk.restore(&mut backup);
        resident.holds = holds;
        if elsewhere {
            let year = self.some_year();
            self.residents[who].desk.set_clock(year);
        }
        let resident = &mut self.residents[who];
        if at_once {
            let device = DeviceId(uuid::Uuid::from_u128(fresh));
            let mut secret = [7; 32];
            secret[..16].copy_from_slice(&fresh.to_le_bytes());
            resident
                .desk
                .with(|book| {
                    book.store_mut()
                        .take_new_identity(device, &secret, None, None)
                })
                .unwrap();
        }
    }

    /// A laptop is lost, and another takes its place by the code on paper. Whoever has it may go on
    /// with it until it is taken out.
    pub(super) async fn recover(&mut self, who: usize) {
        let stolen = self.below(2) == 0;
        if stolen && self.residents.len() >= MOST {
            return;
        }
        let seed = self.chance.lock().unwrap().draw();
        let now = self.some_year();
        let Some(desk) = self.office.recover(seed, now).await else {
            return;
        };
        self.counts.recoveries += 1;
        if !stolen {
            self.residents.remove(who);
        }
        self.residents.push(Resident {
            desk,
            holds: BTreeSet::new(),
            backup: None,
            revoked: false,
            old: false,
        });
    }

    /// What a clock shows that somebody has set, or whose battery died.
    pub(super) fn some_year(&mut self) -> i64 {
        self.counts.clocks += 1;
        let years = i64::try_from(self.below(41)).unwrap() - 20;
        crate::T0 + years * YEAR_MS
    }

    pub(super) async fn fill_the_disk(&mut self, who: usize) {
        self.counts.full += 1;
        let desk = &self.residents[who].desk;
        desk.with(|book| {
            let pages = book.store().pages()?;
            book.store().limit_pages(Some(pages))
        })
        .unwrap();
        self.exchange(who, 10).await;
        let desk = &self.residents[who].desk;
        desk.with(|book| book.store().limit_pages(None)).unwrap();
    }
}
