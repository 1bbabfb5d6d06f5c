//! Who is in: devices that are taken out, and how each stands at the end.

use sochibo_book::BookError;
use sochibo_journal::DeviceId;

use super::{Resident, World};

/// Whether a device is of the cell at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    In,
    /// The ward takes what it sends; nobody has let it in under this name.
    Unknown,
    Out,
}

impl World {
    /// Takes a device out: the ward's clerk does it, or a device of the secretary.
    pub(super) fn revoke(&mut self, who: usize) {
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

    /// Who is in, as the ward and the acts of the devices say. Where a device was taken out, so may
    /// be a copy of it that has not proved its new name yet: it has to ask to come in again.
    pub(super) fn standings(&self) -> Vec<Standing> {
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
}
