use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use sochibo_book::BookError;
use sochibo_journal::{Change, DeviceId, Epoch, Ring, RingKey, open};
use sochibo_store::StoreError;
use sochibo_sync::SyncError;
use sochibo_wire::api::RefusalCode;
use tokio::sync::Notify;

use crate::{
    Chance, Desk, Office, Over, Request,
    faulty::{Faults, Faulty},
};

/// The most desks a world may have, copies among them.
const MOST: usize = 6;
const YEAR_MS: i64 = 365 * 86_400_000;

/// What happened in a world.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Operations written.
    pub written: u64,
    /// Of them acknowledged by the ward.
    pub acknowledged: u64,
    /// Exchanges begun.
    pub exchanges: u64,
    /// Faults on the line and at its ends.
    pub faults: Faults,
    /// Copies of a disk, and disks put back to a backup.
    pub copies: u64,
    /// Identities taken.
    pub renewals: u64,
    /// Devices revoked.
    pub revoked: u64,
    /// Times that a disk was full.
    pub full: u64,
    /// Times that a clock was set to another year.
    pub clocks: u64,
    /// Devices that spoke the first version of the protocol only.
    pub old: u64,
    /// Times that the ward stopped without a warning between two requests.
    pub restarts: u64,
}

impl Counts {
    /// Adds another world's.
    pub fn add(&mut self, other: &Self) {
        self.written += other.written;
        self.acknowledged += other.acknowledged;
        self.exchanges += other.exchanges;
        self.faults.add(&other.faults);
        self.copies += other.copies;
        self.renewals += other.renewals;
        self.revoked += other.revoked;
        self.full += other.full;
        self.clocks += other.clocks;
        self.old += other.old;
        self.restarts += other.restarts;
    }
}

/// One device, and what the oracle knows of it.
struct Resident {
    desk: Desk,
    /// What lies on its disk of what was written on it or on the disk that it was copied from.
    holds: BTreeSet<String>,
    backup: Option<(Desk, BTreeSet<String>)>,
    revoked: bool,
    /// Speaks the first version of the protocol only.
    old: bool,
}

struct World {
    office: Office,
    residents: Vec<Resident>,
    chance: Mutex<Chance>,
    late: Mutex<Vec<Request>>,
    acknowledged: BTreeSet<String>,
    faults: Mutex<Faults>,
    counts: Counts,
    written: u64,
}

/// Lives through the world of a seed, and looks at the end whether anything is lost, differs or
/// hangs.
pub async fn live(seed: u64) -> Counts {
    let mut world = World::new(seed).await;
    let steps = 12 + world.below(24);
    for _ in 0..steps {
        world.step().await;
    }
    world.settle().await;
    world.judge().await;
    world.counts.faults = *world.faults.lock().unwrap();
    world.counts.acknowledged = world.acknowledged.len() as u64;
    world.counts
}

impl World {
    async fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let office = Office::new();
        let mut residents: Vec<Resident> = Vec::new();
        for n in 0..2 + chance.below(3) {
            let desk = Desk::new(u8::try_from(n).unwrap());
            match residents.first() {
                None => office.enrol(&desk).await,
                Some(first) => office.let_in(&first.desk, &desk).await,
            }
            residents.push(Resident {
                desk,
                holds: BTreeSet::new(),
                backup: None,
                revoked: false,
                old: n > 0 && chance.percent(10),
            });
        }
        let counts = Counts {
            old: residents.iter().filter(|resident| resident.old).count() as u64,
            ..Counts::default()
        };
        Self {
            office,
            residents,
            chance: Mutex::new(chance),
            late: Mutex::default(),
            acknowledged: BTreeSet::new(),
            faults: Mutex::default(),
            counts,
            written: 0,
        }
    }

    fn below(&self, end: usize) -> usize {
        self.chance.lock().unwrap().below(end)
    }

    async fn step(&mut self) {
        let who = self.below(self.residents.len());
        match self.below(100) {
            0..38 => self.say(who),
            38..43 => {
                let thing = self.below(6) as u128;
                self.residents[who].desk.unsay(thing + 1);
            }
            43..76 => self.exchange(who, 25).await,
            76..80 => self.deliver_late().await,
            80..83 => {
                self.counts.restarts += 1;
                self.office.restart();
            }
            83..87 => {
                let years = i64::try_from(self.below(41)).unwrap() - 20;
                if !self.residents[who].old {
                    self.counts.clocks += 1;
                    self.residents[who]
                        .desk
                        .set_clock(crate::T0 + years * YEAR_MS);
                }
            }
            87..90 => self.copy(who),
            90..93 => self.back_up(who),
            93..95 => self.restore(who),
            95..97 => self.revoke(who),
            _ => self.fill_the_disk(who).await,
        }
    }

    fn say(&mut self, who: usize) {
        for _ in 0..=self.below(3) {
            self.written += 1;
            self.counts.written += 1;
            let text = format!("câu {} của máy {who}", self.written);
            // A few things that everybody writes, and things of one's own.
            let thing = match self.below(2) {
                0 => 1 + self.below(6) as u128,
                _ => 1000 + u128::from(self.written),
            };
            let resident = &mut self.residents[who];
            resident.desk.say(thing, &text);
            resident.holds.insert(text);
        }
    }

    async fn exchange(&mut self, who: usize, often: usize) {
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
            done = resident.desk.sync(&line) => Some(done),
        };
        match done {
            None => {
                let resident = &mut self.residents[who];
                resident.desk.close();
                resident.desk.open();
            }
            Some(Ok(synced)) => self.counts.renewals += synced.renewals as u64,
            Some(Err(BookError::Sync(_) | BookError::Store(StoreError::DiskFull))) => {}
            Some(Err(error)) => panic!("máy {who}: {error:?}"),
        }
        self.note_acknowledged(who);
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

    async fn deliver_late(&mut self) {
        let count = self.late.lock().unwrap().len();
        if count > 0 {
            let at = self.below(count);
            let request = self.late.lock().unwrap().swap_remove(at);
            request.deliver(&self.office.counter()).await;
        }
    }

    fn copy(&mut self, who: usize) {
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

    fn back_up(&mut self, who: usize) {
        let resident = &mut self.residents[who];
        if !resident.old {
            let copy = resident.desk.copy();
            resident.backup = Some((copy, resident.holds.clone()));
        }
    }

    fn restore(&mut self, who: usize) {
        let at_once = self.below(2) == 0;
        let fresh = u128::from(self.chance.lock().unwrap().draw()) | 1 << 100;
        let resident = &mut self.residents[who];
        let Some((mut backup, holds)) = resident.backup.take() else {
            return;
        };
        self.counts.copies += 1;
        resident.desk.restore(&mut backup);
        resident.holds = holds;
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

    fn revoke(&mut self, who: usize) {
        let standing = self.residents.iter().filter(|other| !other.revoked).count();
        if standing <= 1 || self.residents[who].revoked {
            return;
        }
        let speaker =
            |resident: &Resident| resident.desk.with(|book| book.store().speaker().device);
        let device = speaker(&self.residents[who]);
        // A copy that has not said its new name yet says it at its next exchange: that of the one
        // that is taken out.
        let taken_out =
            |resident: &Resident| speaker(resident) == device || resident.desk.device() == device;
        // At least one device has to be left to tell what was lost.
        let left = self
            .residents
            .iter()
            .filter(|other| !other.revoked && !taken_out(other))
            .count();
        if left == 0
            || self
                .office
                .ward()
                .revoke_device(&device.to_string())
                .is_err()
        {
            return;
        }
        self.counts.revoked += 1;
        for resident in &mut self.residents {
            if taken_out(resident) {
                resident.revoked = true;
            }
            // A backup of a revoked device is as good as none.
            resident.backup = None;
        }
    }

    async fn fill_the_disk(&mut self, who: usize) {
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

    /// The weather clears: every device meets the ward until nobody has anything new, and a person
    /// looks at what was put aside.
    async fn settle(&mut self) {
        while !self.late.lock().unwrap().is_empty() {
            self.deliver_late().await;
        }
        for _ in 0..5 {
            for who in 0..self.residents.len() {
                if !self.residents[who].revoked {
                    self.exchange(who, 0).await;
                }
            }
        }
        for resident in &self.residents {
            resident.desk.with(|book| {
                book.store_mut().take_dated_ahead(None).unwrap();
                book.store_mut().accept_removals().unwrap();
            });
        }
    }

    async fn judge(&mut self) {
        let mut expected = self.acknowledged.clone();
        for resident in self.residents.iter().filter(|resident| !resident.revoked) {
            expected.extend(resident.holds.iter().cloned());
        }
        let mut first: Option<(BTreeMap<DeviceId, _>, Vec<_>, Vec<_>)> = None;
        for (who, resident) in self.residents.iter().enumerate() {
            resident.desk.assert_sound();
            let last = resident.desk.sync(&self.office.line()).await;
            if resident.revoked {
                let refused = matches!(
                    &last,
                    Err(BookError::Sync(SyncError::Refused(body))) if body.code == RefusalCode::Revoked
                );
                assert!(refused, "máy {who} bị thu hồi: {last:?}");
                continue;
            }
            let last = last.unwrap_or_else(|error| panic!("máy {who}: {error:?}"));
            assert_eq!(
                (last.pushed, last.pulled),
                (0, 0),
                "máy {who} chưa yên: {last:?}"
            );
            assert!(last.differing.is_empty(), "máy {who}: {last:?}");

            let digest = self.office.digest(&resident.desk).await;
            let mut ends = BTreeMap::new();
            for end in &digest.devices {
                let chain = resident
                    .desk
                    .with(|book| book.store().chain_of(end.device))
                    .unwrap();
                assert_eq!((chain.seq, chain.head), (end.seq, end.head), "máy {who}");
                ends.insert(end.device, (end.seq, end.head));
            }
            let history = history(&resident.desk, ends.keys().copied());
            for text in &expected {
                assert!(history.contains(text), "máy {who} mất “{text}”");
            }
            let conflicts: Vec<_> = resident
                .desk
                .with(|book| book.store().read().conflicts())
                .unwrap()
                .into_iter()
                .map(|conflict| (conflict.id, conflict.field, conflict.values))
                .collect::<Vec<_>>();
            let mut conflicts: Vec<String> = conflicts
                .iter()
                .map(|conflict| format!("{conflict:?}"))
                .collect();
            conflicts.sort();
            let seen = (ends, resident.desk.statements(), conflicts);
            match &first {
                None => first = Some(seen),
                Some(first) => assert_eq!(&seen, first, "máy {who} có sổ khác"),
            }
        }
        let audit = self.office.ward().verify().unwrap();
        assert!(audit.ok, "{audit:?}");
    }
}

fn text_of(change: &Change) -> Option<String> {
    Some(change.set.get("text")?.as_str()?.to_owned())
}

/// Every text that was ever written, as a device can read it in its own journal.
fn history(desk: &Desk, devices: impl Iterator<Item = DeviceId>) -> BTreeSet<String> {
    let key = RingKey([1; 32]);
    let mut texts = BTreeSet::new();
    for device in devices {
        let envelopes = desk
            .with(|book| {
                book.store()
                    .envelopes_of_after(device, 0, usize::MAX >> 1, usize::MAX)
            })
            .unwrap();
        for envelope in envelopes {
            if envelope.header.ring == Ring::Published {
                // An act: who is in.
                continue;
            }
            assert_eq!(
                (envelope.header.ring, envelope.header.epoch),
                (Ring::Internal, Epoch(1))
            );
            let plain = open(&key, &envelope.header.associated_data(), &envelope.body).unwrap();
            texts.extend(text_of(&Change::decode(&plain).unwrap()));
        }
    }
    texts
}
