//! Tệp USB: taking in what a cell carried here, and what it carries home.

use std::{fs, io::Write, path::Path};

use serde::Serialize;
use sochibo_journal::{CellId, Chain, DeviceId, Hash};
use sochibo_wire::{
    Receipt, Stick, ToCell, ToWard,
    api::{DeviceEnd, Digest, RefusalCode, Speech},
};
use uuid::Uuid;

use crate::{
    Ward, WardError, clock,
    intake::{self, NotTaken},
    store::{Commit, Device},
};

/// What came of a file from a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// The book.
    pub cell: CellId,
    /// The device that wrote it; empty where it had nothing to send.
    pub device: Option<DeviceId>,
    /// Operations that are new here.
    pub new: u64,
    /// Operations that were here already.
    pub known: u64,
    /// The last number held of the device.
    pub seq: u64,
}

/// What was written for a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The file.
    pub file: String,
    /// Its size.
    pub bytes: usize,
    /// Batches in it.
    pub batches: usize,
    /// Receipts in it.
    pub receipts: usize,
}

fn cursor_of(device: DeviceId) -> String {
    format!("usb_cursor/{device}")
}

impl Ward {
    /// Takes in a file that a cell has carried here. What was taken before a batch that is
    /// refused stays.
    ///
    /// # Errors
    /// [`WardError`]: not such a file, cut short, of another direction, a device that isn't
    /// enrolled, numbers missing before it.
    pub fn import(&self, file: &Path) -> Result<Imported, WardError> {
        let bytes = fs::read(file).map_err(|why| WardError::Unreadable(file.to_owned(), why))?;
        let Stick::ToWard(stick) = Stick::decode(&bytes)? else {
            return Err(WardError::StickForCell);
        };
        let (_, mut ends) = self.store().ends(stick.cell)?;
        ends.retain(|end| !end.device.is_ward());
        if ends.is_empty() {
            return Err(WardError::StickUnknownCell);
        }
        let mut imported = Imported {
            cell: stick.cell,
            device: None,
            new: 0,
            known: 0,
            seq: 0,
        };
        self.take_batches(stick, &ends, &mut imported)?;
        Ok(imported)
    }

    fn take_batches(
        &self,
        stick: ToWard,
        ends: &[DeviceEnd],
        imported: &mut Imported,
    ) -> Result<(), WardError> {
        let key = self.receipt_key()?;
        for batch in stick.batches {
            let id = batch.device();
            let end = ends
                .iter()
                .find(|end| end.device == id)
                .ok_or(WardError::StickRefused(RefusalCode::NotEnrolled))?;
            let device = Device {
                cell: stick.cell,
                device: id,
                public_key: end.public_key,
                revoked: end.revoked,
                // Whether it was let in, the store looks at when it takes the batch.
                waiting: false,
            };
            let count = batch.envelopes().len() as u64;
            let length = batch.encode().map_or(usize::MAX, |bytes| bytes.len());
            let store = self.store().as_ref();
            let (now, commit) = (clock::now(), Commit::OnDisk);
            let taken = intake::take(store, &device, batch, length, &key, now, commit);
            let (_, held) = taken.map_err(|error| match error {
                NotTaken::Gap { expected } => WardError::StickGap { expected },
                NotTaken::Refused(code) => WardError::StickRefused(code),
                NotTaken::Store(error) => error.into(),
            })?;
            imported.device = Some(id);
            imported.new += held.new;
            imported.known += count - held.new.min(count);
            imported.seq = held.chain.seq;
            // What it carries home begins where it stands.
            self.store()
                .set_setting(&cursor_of(id), &stick.cursor.to_le_bytes())?;
        }
        Ok(())
    }

    /// Writes what a cell's devices have to take in: receipts, the ends of the chains, and what
    /// the devices wrote after the number that the slowest of them has come to, or after `after`.
    /// The file appears whole or not at all.
    ///
    /// # Errors
    /// [`WardError`]: no such organisation, one without a book, the disk.
    pub fn export(
        &self,
        org: &str,
        file: &Path,
        after: Option<u64>,
    ) -> Result<Exported, WardError> {
        let org = self.org(org)?;
        let cell = org
            .cell
            .ok_or_else(|| WardError::NoBook(org.name.clone()))?;
        let (rev, devices) = self.store().ends(cell)?;
        let after = match after {
            Some(after) => after,
            None => self.slowest(&devices)?,
        };
        let everybody = DeviceId(Uuid::nil());
        let mut pages = Vec::new();
        let mut from = after;
        loop {
            let page = self.store().page(cell, everybody, from)?;
            let more = page.more;
            from = page.next;
            if !page.entries.is_empty() {
                pages.push(page);
            }
            if !more {
                break;
            }
        }
        let (now, key) = (clock::now(), self.receipt_key()?);
        let theirs = |end: &&DeviceEnd| end.seq > 0 && !end.device.is_ward();
        let held = devices.iter().filter(theirs);
        let receipts: Vec<Receipt> = held
            .map(|end| Receipt::sign(&chain(cell, end.device, end.seq, end.head), rev, now, &key))
            .collect();
        let stick = ToCell {
            cell,
            digest: Digest {
                now,
                rev,
                devices,
                speech: Speech::ours(),
            },
            receipts,
            after,
            pages,
        };
        let bytes = stick
            .encode(&key)
            .map_err(|_| WardError::StickRefused(RefusalCode::Internal))?;
        write_whole(file, &bytes).map_err(|why| WardError::Unwritable(file.to_owned(), why))?;
        Ok(Exported {
            file: file.display().to_string(),
            bytes: bytes.len(),
            batches: stick.pages.iter().map(|page| page.entries.len()).sum(),
            receipts: stick.receipts.len(),
        })
    }

    /// The lowest number that a device of the cell has told to have come to; 0 while one of them
    /// has never told.
    fn slowest(&self, devices: &[DeviceEnd]) -> Result<u64, WardError> {
        let mut slowest = None;
        for end in devices
            .iter()
            .filter(|end| !end.revoked && !end.device.is_ward())
        {
            let told = self.store().setting(&cursor_of(end.device))?;
            let cursor = told
                .and_then(|bytes| Some(u64::from_le_bytes(bytes.try_into().ok()?)))
                .unwrap_or(0);
            slowest = Some(slowest.map_or(cursor, |least: u64| least.min(cursor)));
        }
        Ok(slowest.unwrap_or(0))
    }
}

fn chain(cell: CellId, device: DeviceId, seq: u64, head: Hash) -> Chain {
    Chain {
        seq,
        head,
        ..Chain::new(cell, device)
    }
}

/// Writes a file under another name, and renames it once it is on disk.
fn write_whole(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut fresh = file.as_os_str().to_owned();
    fresh.push(".dang-ghi");
    let done = (|| {
        let mut out = fs::File::create(&fresh)?;
        out.write_all(bytes)?;
        out.sync_all()?;
        fs::rename(&fresh, file)
    })();
    if done.is_err() {
        // What is half written is of no use to anybody.
        let _ = fs::remove_file(&fresh);
    }
    done
}
