//! The oracle: at the end nothing is lost, nobody differs, and who is out stays out.

use std::collections::{BTreeMap, BTreeSet};

use sochibo_book::BookError;
use sochibo_journal::{Change, DeviceId, Directory, Hash, Ring, open};
use sochibo_sync::SyncError;
use sochibo_wire::api::RefusalCode;

use super::{DAY_MS, World, standing::Standing, text_of};
use crate::Desk;

impl World {
    pub(super) async fn judge(&mut self) {
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

/// What a device ends with.
#[derive(Debug, PartialEq)]
struct Seen {
    ends: BTreeMap<DeviceId, (u64, Hash)>,
    statements: Vec<(uuid::Uuid, String)>,
    conflicts: Vec<String>,
    directory: Directory,
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
