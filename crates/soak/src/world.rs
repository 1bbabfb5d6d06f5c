use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use sochibo_book::BookError;
use sochibo_journal::{Change, DeviceId, Directory, Hash, Ring, open};
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
const DAY_MS: i64 = 86_400_000;
const YEAR_MS: i64 = 365 * DAY_MS;

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
    /// Laptops that came in the place of a lost one, by the code on paper.
    pub recoveries: u64,
    /// Identities taken.
    pub renewals: u64,
    /// Devices revoked.
    pub revoked: u64,
    /// Keys made anew after it.
    pub rotations: u64,
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
        self.recoveries += other.recoveries;
        self.renewals += other.renewals;
        self.revoked += other.revoked;
        self.rotations += other.rotations;
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
    /// What the ward has sent down.
    documents: BTreeSet<String>,
    faults: Mutex<Faults>,
    counts: Counts,
    written: u64,
    /// Devices of the first version, which can't date anew what they wrote.
    timeless: BTreeSet<DeviceId>,
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
        let old = residents.iter().filter(|resident| resident.old);
        let timeless = old.map(|resident| resident.desk.device()).collect();
        Self {
            office,
            residents,
            chance: Mutex::new(chance),
            late: Mutex::default(),
            acknowledged: BTreeSet::new(),
            documents: BTreeSet::new(),
            faults: Mutex::default(),
            counts,
            written: 0,
            timeless,
        }
    }

    fn below(&self, end: usize) -> usize {
        self.chance.lock().unwrap().below(end)
    }

    async fn step(&mut self) {
        let who = self.below(self.residents.len());
        let joining = self.residents[who].desk.with(|book| book.is_joining());
        match self.below(100) {
            37 => self.send_document(),
            // There is nothing yet to write in.
            0..43 if joining.unwrap() => {}
            0..37 => self.say(who),
            38..43 => {
                let thing = self.below(6) as u128;
                self.residents[who].desk.unsay(thing + 1);
            }
            43..76 => {
                self.exchange(who, 25).await;
            }
            76..80 => self.deliver_late().await,
            80..83 => {
                self.counts.restarts += 1;
                self.office.restart();
            }
            83..87 => {
                if !self.residents[who].old {
                    let year = self.some_year();
                    self.residents[who].desk.set_clock(year);
                }
            }
            87..90 => self.copy(who),
            90..92 => self.back_up(who),
            92..94 => self.restore(who),
            94 => self.recover(who).await,
            95..97 => self.revoke(who),
            _ => self.fill_the_disk(who).await,
        }
    }

    fn send_document(&mut self) {
        let title = format!("Văn bản {}", self.documents.len() + 1);
        self.office.send_document(&title);
        self.documents.insert(title);
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

    /// Whether anything crossed, or might have.
    async fn exchange(&mut self, who: usize, often: usize) -> bool {
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

    /// What a clock shows that somebody has set, or whose battery died.
    fn some_year(&mut self) -> i64 {
        self.counts.clocks += 1;
        let years = i64::try_from(self.below(41)).unwrap() - 20;
        crate::T0 + years * YEAR_MS
    }

    /// A laptop is lost, and another takes its place by the code on paper. Whoever has it may go on
    /// with it until it is taken out.
    async fn recover(&mut self, who: usize) {
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

    fn restore(&mut self, who: usize) {
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

    /// Takes a device out: the ward's clerk does it, or a device of the secretary.
    fn revoke(&mut self, who: usize) {
        let standing = self.residents.iter().filter(|other| !other.revoked).count();
        if standing <= 1 || self.residents[who].revoked {
            return;
        }
        let by = self.below(self.residents.len() * 2);
        if by < self.residents.len() {
            self.revoke_from(by, who);
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

    /// The others hear of it when the device that said it meets the ward, and never if that one is
    /// taken out, or loses its disk, before.
    fn revoke_from(&mut self, by: usize, who: usize) {
        let device = self.residents[who].desk.device();
        let done = self.residents[by]
            .desk
            .with(|book| book.revoke_device(device));
        match done {
            Ok(()) => self.counts.revoked += 1,
            Err(BookError::Device(_)) => {}
            Err(error) => panic!("máy {by}: {error:?}"),
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

    /// Who is in, as the ward and the acts of the devices say. Where a device was taken out, so may
    /// be a copy of it that has not proved its new name yet: it has to ask to come in again.
    fn standings(&self) -> Vec<Standing> {
        let listed = self.office.ward().devices().unwrap();
        let revoked = |device: DeviceId| {
            let found = listed.iter().find(|held| held.id == device);
            found.map(|held| held.revoked)
        };
        let out = |resident: &Resident| {
            let speaker = resident.desk.with(|book| book.store().speaker().device);
            // A copy that has not said its new name yet says it at its next exchange.
            revoked(speaker) != Some(false) || revoked(resident.desk.device()) == Some(true)
        };
        let directory = self
            .residents
            .iter()
            .find(|resident| !out(resident))
            .map(|resident| resident.desk.with(|book| book.store().directory()).unwrap())
            .unwrap_or_default();
        let of = |resident: &Resident| {
            let known = directory.device(resident.desk.device());
            match (out(resident), known) {
                (true, _) => Standing::Out,
                (false, Some(known)) if !known.revoked => Standing::In,
                (false, _) => Standing::Unknown,
            }
        };
        self.residents.iter().map(of).collect()
    }

    async fn judge(&mut self) {
        let standings = self.standings();
        let mut expected = self.acknowledged.clone();
        for (resident, standing) in self.residents.iter().zip(&standings) {
            if *standing != Standing::Out {
                expected.extend(resident.holds.iter().cloned());
            }
        }
        let mut first: Option<Seen> = None;
        for (who, (resident, standing)) in self.residents.iter().zip(&standings).enumerate() {
            resident.desk.assert_sound();
            let last = resident.desk.sync_and_keep_keys(&self.office.line()).await;
            if *standing == Standing::Out {
                let refused = matches!(
                    &last,
                    Err(BookError::Sync(SyncError::Refused(body))) if body.code == RefusalCode::Revoked
                );
                assert!(refused, "máy {who} bị thu hồi: {last:?}");
                continue;
            }
            assert!(
                !resident.revoked,
                "máy {who} đã bị thu hồi mà vẫn được nhận"
            );
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
            if *standing == Standing::Unknown {
                continue;
            }
            let directory = resident.desk.with(|book| book.store().directory()).unwrap();
            let keys = resident.desk.with(|book| book.store().ring_keys().clone());
            for ring in Ring::SEALED {
                let (epoch, key) = keys.newest(ring).unwrap();
                assert!(
                    !directory.leaks(ring, epoch, key),
                    "máy {who}: máy bị thu hồi còn giữ khóa mới nhất"
                );
                self.counts.rotations = self.counts.rotations.max(u64::from(epoch.0) - 1);
            }
            let history = history(&resident.desk, ends.keys().copied());
            let latest = latest(&resident.desk, ends.keys().copied(), &self.timeless);
            assert!(
                latest < chrono::Utc::now().timestamp_millis() + DAY_MS,
                "máy {who} giữ mục ghi ngày mai: {latest}"
            );
            for text in &expected {
                assert!(history.contains(text), "máy {who} mất “{text}”");
            }
            let documents = resident.desk.documents();
            assert_eq!(documents, self.documents, "máy {who} thiếu văn bản");
            let conflicts = resident.desk.with(|book| book.store().read().conflicts());
            let mut conflicts: Vec<String> = conflicts
                .unwrap()
                .into_iter()
                .map(|conflict| format!("{:?}", (conflict.id, conflict.field, conflict.values)))
                .collect();
            conflicts.sort();
            let seen = Seen {
                ends,
                statements: resident.desk.statements(),
                conflicts,
                directory,
            };
            match &first {
                None => first = Some(seen),
                Some(first) => assert_eq!(&seen, first, "máy {who} có sổ khác"),
            }
        }
        let audit = self.office.ward().verify().unwrap();
        assert!(audit.ok, "{audit:?}");
    }
}

/// Whether a device is of the cell at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    In,
    /// The ward takes what it sends; nobody has let it in under this name.
    Unknown,
    Out,
}

/// What a device ends with.
#[derive(Debug, PartialEq)]
struct Seen {
    ends: BTreeMap<DeviceId, (u64, Hash)>,
    statements: Vec<(uuid::Uuid, String)>,
    conflicts: Vec<String>,
    directory: Directory,
}

fn text_of(change: &Change) -> Option<String> {
    Some(change.set.get("text")?.as_str()?.to_owned())
}

/// The latest instant of what a device holds, but for what devices in `without` wrote: a wrong clock
/// may have dated it, and must not be seen by others.
fn latest(
    desk: &Desk,
    devices: impl Iterator<Item = DeviceId>,
    without: &BTreeSet<DeviceId>,
) -> i64 {
    let chains = devices.filter(|device| !without.contains(device));
    let instants = chains.flat_map(|device| {
        let held = desk.with(|book| {
            book.store()
                .envelopes_of_after(device, 0, usize::MAX >> 1, usize::MAX)
        });
        held.unwrap().into_iter().map(|it| it.header.at.wall_ms())
    });
    instants.max().unwrap_or_default()
}

/// Every text that was ever written, as a device can read it in its own journal.
fn history(desk: &Desk, devices: impl Iterator<Item = DeviceId>) -> BTreeSet<String> {
    let keys = desk.with(|book| book.store().ring_keys().clone());
    let mut texts = BTreeSet::new();
    for device in devices {
        let envelopes = desk
            .with(|book| {
                book.store()
                    .envelopes_of_after(device, 0, usize::MAX >> 1, usize::MAX)
            })
            .unwrap();
        for envelope in envelopes {
            let header = &envelope.header;
            if header.ring == Ring::Published {
                // An act: who is in; or a document of the ward.
                continue;
            }
            let plain = keys
                .get(header.ring, header.epoch)
                .iter()
                .find_map(|key| open(key, &header.associated_data(), &envelope.body).ok())
                .unwrap_or_else(|| panic!("{device} {} is closed to one who is in", header.seq));
            texts.extend(text_of(&Change::decode(&plain).unwrap()));
        }
    }
    texts
}
