//! One world: desks and an office, from a seed, and what happens to them step by step.

mod counts;
mod disks;
mod exchanges;
mod oracle;
mod standing;

use std::{collections::BTreeSet, sync::Mutex};

use sochibo_journal::{Change, DeviceId};

pub use self::counts::Counts;
use crate::{Chance, Desk, Office, Request, faulty::Faults};

/// The most desks a world may have, copies among them.
const MOST: usize = 6;
const DAY_MS: i64 = 86_400_000;

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
}

fn text_of(change: &Change) -> Option<String> {
    Some(change.set.get("text")?.as_str()?.to_owned())
}
