//! The upkeep of keys. Run after every exchange, it writes what is missing and nothing else, so
//! that whatever was cut off before is made good by the next one.

use std::collections::BTreeSet;

use sochibo_domain::{Device, DeviceRole, id::DeviceRef};
use sochibo_journal::{
    Act, Admitted, BoxFor, BoxedKey, Directory, Epoch, Escrow, Grant, Identity, KeyId, KeyRing,
    RecoveryKeys, Retired, Ring, RingKey, SealedBox,
};

use super::{DeviceError, THIS};
use crate::{
    Book, BookError,
    entropy::{fresh_id, random},
    view::KeptKeys,
};

impl Book {
    /// What a secretary's device owes the others: takes out whom the ward has revoked, makes new
    /// keys where somebody who is out holds the present ones, sends each device the keys of its
    /// role that it lacks, and renews the escrow.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses; nothing is then written.
    pub fn keep_keys(&mut self) -> Result<KeptKeys, BookError> {
        let mut kept = KeptKeys::default();
        if self.store.joining()?.is_none() {
            kept.written += usize::from(self.prove_new_identity()?);
        }
        if self.store.joining()?.is_some() {
            return Ok(kept);
        }
        let mut directory = self.store.directory()?;
        let own = self.store.identity();
        let secretary = directory.device(own.device);
        if !secretary.is_some_and(Admitted::is_secretary) {
            return Ok(kept);
        }
        let mut acts = Vec::new();
        for device in &self.revoked_by_ward {
            let out = directory.device(*device).is_some_and(|it| !it.revoked);
            if out && *device != own.device {
                acts.push(Act::Revocation(self.revocation(*device)?));
            }
        }
        let announced = directory
            .device(own.device)
            .is_some_and(|known| known.box_key.is_some());
        if !announced {
            acts.push(Act::Grant(Grant {
                to: own,
                rings: Ring::SEALED.into(),
                founder: None,
                keys: Vec::new(),
                proof: None,
            }));
        }
        let described = self.read().find::<Device>(DeviceRef(own.device.0))?;
        let begun = acts.len() + usize::from(described.is_none());
        kept.written += begun;
        if begun > 0 {
            self.transact(|gate, now| {
                for act in &acts {
                    gate.say_of_devices(fresh_id(now)?, act)?;
                }
                if described.is_none() {
                    let device = Device {
                        name: THIS.to_owned(),
                        holder: None,
                        role: DeviceRole::Secretary,
                    };
                    gate.put::<Device>(DeviceRef(own.device.0), &device)?;
                }
                Ok(())
            })?;
            directory = self.store.directory()?;
        }

        let fresh = self.fresh_keys(&directory)?;
        let mut keys = self.store.ring_keys().clone();
        for (ring, epoch, key) in &fresh {
            keys.insert(*ring, *epoch, key.clone());
        }
        let cell = self.store.cell();
        let mut acts: Vec<Act> = missing_grants(&keys, cell, &directory)?
            .into_iter()
            .map(Act::Grant)
            .collect();
        let recovery = self.store.recovery_keys(&directory)?;
        if let (Some(recovery), Some(founder)) = (recovery, self.store.founder())
            && !covers(directory.escrow(), &keys)
        {
            let none = BTreeSet::new();
            let escrow = escrow(&keys, cell, founder, &recovery, none, &directory)?;
            acts.push(Act::Escrow(escrow));
        }
        if !acts.is_empty() || !fresh.is_empty() {
            kept.rotated = fresh.len();
            kept.written += acts.len();
            self.transact(|gate, now| {
                for (ring, epoch, key) in fresh {
                    gate.add_key(ring, epoch, key)?;
                }
                for act in &acts {
                    gate.say_of_devices(fresh_id(now)?, act)?;
                }
                Ok(())
            })?;
        }
        Ok(kept)
    }

    /// A device under a new identity (a restored backup, a cloned disk) keeps its role and what it is
    /// called: it proves by the key of the old one that it is the same.
    fn prove_new_identity(&mut self) -> Result<bool, BookError> {
        let left = self.store.left_identities()?;
        if left.is_empty() {
            return Ok(false);
        }
        // What is written before the ward knows the new identity may yet move to another one.
        if self.store.link()?.is_some() && self.store.speaker().former {
            return Ok(false);
        }
        let own = self.store.device();
        let mut wrote = false;
        match self.store.directory()?.device(own) {
            // So may the proof, until the ward has it.
            Some(known) => {
                let here = known.by.filter(|op| op.0 == own).map_or(0, |op| op.1);
                if here <= self.store.receipted()? {
                    self.store.forget_left_identities()?;
                }
            }
            None => {
                let now = self.wall_ms()?;
                wrote = self.store.prove_identity(now)?;
            }
        }
        if self.read().find::<Device>(DeviceRef(own.0))?.is_some() {
            return Ok(wrote);
        }
        for (former, _) in left.iter().rev() {
            if let Some(device) = self.read().find::<Device>(DeviceRef(former.0))? {
                self.transact(|gate, _| Ok(gate.put::<Device>(DeviceRef(own.0), &device)?))?;
                return Ok(true);
            }
        }
        Ok(wrote)
    }

    /// A new key for each ring whose present one somebody holds who may not read it any more.
    fn fresh_keys(&self, directory: &Directory) -> Result<Vec<(Ring, Epoch, RingKey)>, BookError> {
        let mut fresh = Vec::new();
        for ring in Ring::SEALED {
            if let Some((Epoch(epoch), key)) = self.store.ring_keys().newest(ring)
                && directory.leaks(ring, Epoch(epoch), key)
            {
                fresh.push((ring, Epoch(epoch.saturating_add(1)), RingKey(random()?)));
            }
        }
        Ok(fresh)
    }

    /// Whether somebody who is out knows what the escrow is sealed to.
    pub(crate) fn recovery_due(&self) -> Result<bool, BookError> {
        Ok(self.store.directory()?.code_is_known_outside())
    }
}

/// The keys that devices of the cell may read and were not given. A device gives itself, too, the
/// keys that it makes: what a backup of it lacks comes back with its own chain.
fn missing_grants(
    keys_held: &KeyRing,
    cell: sochibo_journal::CellId,
    directory: &Directory,
) -> Result<Vec<Grant>, BookError> {
    let mut grants = Vec::new();
    for (device, known) in directory.devices() {
        let Some(box_key) = known.box_key else {
            continue;
        };
        if known.revoked {
            continue;
        }
        let mut keys = Vec::new();
        for (ring, epoch, key) in keys_held.iter() {
            if known.rings.contains(&ring) && !known.given.contains(&KeyId::of(ring, epoch, key)) {
                let what = BoxFor::Key(cell, device, ring, epoch);
                keys.push(BoxedKey::seal(
                    &box_key,
                    what,
                    random()?,
                    (ring, epoch, key),
                ));
            }
        }
        if !keys.is_empty() {
            grants.push(Grant {
                to: Identity {
                    device,
                    sign_key: known.sign_key,
                    box_key,
                },
                rings: known.rings.clone(),
                founder: None,
                keys,
                proof: None,
            });
        }
    }
    Ok(grants)
}

/// Whether the escrow that stands holds every key that this device holds.
fn covers(escrow: Option<&Escrow>, keys_held: &KeyRing) -> bool {
    let Some(escrow) = escrow else {
        return false;
    };
    let held: BTreeSet<_> = escrow.keys.iter().map(BoxedKey::id).collect();
    keys_held
        .iter()
        .all(|(ring, epoch, key)| held.contains(&KeyId::of(ring, epoch, key)))
}

/// Every key, for whoever has the recovery code.
pub(super) fn escrow(
    keys_held: &KeyRing,
    cell: sochibo_journal::CellId,
    founder: sochibo_journal::Founder,
    recovery: &RecoveryKeys,
    retires: BTreeSet<Retired>,
    directory: &Directory,
) -> Result<Escrow, BookError> {
    let mut keys = Vec::new();
    for (ring, epoch, key) in keys_held.iter() {
        let what = BoxFor::EscrowKey(cell, ring, epoch);
        keys.push(BoxedKey::seal(
            &recovery.boxes,
            what,
            random()?,
            (ring, epoch, key),
        ));
    }
    let (epoch, key) = keys_held
        .newest(Ring::Secretary)
        .ok_or(DeviceError::NotSecretary)?;
    Ok(Escrow {
        claims: recovery.claims,
        retires,
        admitted: directory
            .devices()
            .filter(|(_, known)| !known.revoked)
            .map(|(device, _)| device)
            .collect(),
        founder: SealedBox::seal(
            &recovery.boxes,
            BoxFor::EscrowFounder(cell),
            random()?,
            &founder.encode(),
        ),
        boxes: Escrow::hide_boxes(cell, &recovery.boxes, key),
        keys,
        epoch,
    })
}
