//! Máy: which devices are in the cell, letting them in and out.
//!
//! - [`Book::approve_device`], [`Book::revoke_device`]: what a secretary's device says of others.
//! - [`keys`]: the upkeep of ring keys, grants and escrow, after every exchange.
//! - [`join`]: coming in as a second device, with a number to compare.
//! - [`requests`]: those that ask, as a device of the cell answers them.
//! - [`recover`]: coming in with the recovery code, in the place of a lost laptop.

mod error;
mod gateway;
pub mod join;
mod keys;
pub mod recover;
mod rekey;
pub mod requests;

pub use error::DeviceError;

use std::collections::BTreeSet;

use sochibo_domain::{
    Device, DeviceRole, Visibility,
    id::{DeviceRef, MemberId},
};
use sochibo_journal::{
    Act, Admitted, BoxFor, BoxedKey, DeviceId, Grant, Identity, Revocation, Ring, SealedBox,
};
use sochibo_wire::join::{JoinNumber, commitment};
use uuid::Uuid;

use crate::{
    Book, BookError,
    entropy::{fresh_id, random},
    given::required,
    view::{DeviceLine, DevicesView},
};

/// What a device is called before somebody gave it a name.
const THIS: &str = "Máy của bí thư";

/// How a device is let in.
#[derive(Clone, Debug)]
pub struct Admission {
    /// Its name.
    pub name: String,
    /// What its holder may read.
    pub role: DeviceRole,
    /// Who holds it.
    pub holder: Option<MemberId>,
    /// The number that the person read on the new device, where it was typed.
    pub number: Option<String>,
}

/// The rings of a role.
pub(crate) fn rings(role: DeviceRole) -> BTreeSet<Ring> {
    [
        (Visibility::Internal, Ring::Internal),
        (Visibility::Committee, Ring::Committee),
        (Visibility::Secretary, Ring::Secretary),
    ]
    .into_iter()
    .filter(|(visibility, _)| role.reads(*visibility))
    .map(|(_, ring)| ring)
    .collect()
}

/// The role that a device's rings amount to; what it is called where that fits.
fn role_of(known: &Admitted, called: Option<DeviceRole>) -> DeviceRole {
    called
        .filter(|role| rings(*role) == known.rings)
        .or_else(|| {
            DeviceRole::ALL
                .into_iter()
                .find(|role| rings(*role) == known.rings)
        })
        .unwrap_or_default()
}

impl Book {
    /// The devices of the cell, this one first, then in the order in which they came.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn devices(&self) -> Result<DevicesView, BookError> {
        let directory = self.store.directory()?;
        let names = self.names()?;
        let own = self.store.device();
        let mut devices = Vec::new();
        for (id, known) in directory.devices() {
            let described = self.read().find::<Device>(DeviceRef(id.0))?;
            let holder = described.as_ref().and_then(|device| device.holder);
            let fallback = if id == own {
                THIS
            } else {
                "Máy chưa đặt tên"
            };
            devices.push(DeviceLine {
                id: id.to_string(),
                name: described
                    .as_ref()
                    .map(|device| device.name.clone())
                    .filter(|name| !name.is_empty())
                    .unwrap_or_else(|| fallback.to_owned()),
                holder,
                holder_name: holder.and_then(|member| names.get(&member).cloned()),
                role: role_of(known, described.map(|device| device.role)),
                this: id == own,
                revoked: known.revoked,
                operations: self.store.chain_of(id)?.seq,
            });
        }
        devices.sort_by_key(|line| (!line.this, line.revoked));
        Ok(DevicesView {
            secretary: self.is_secretary()?,
            online: false,
            devices,
            requests: Vec::new(),
            recovery_due: self.recovery_due()?,
        })
    }

    /// What a device is called; for those who write.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn device_name(&self, id: Uuid) -> Result<String, BookError> {
        let described = self.read().find::<Device>(DeviceRef(id))?;
        Ok(described
            .map(|device| device.name)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| {
                if id == self.store.device().0 {
                    "Máy này".to_owned()
                } else {
                    "Máy khác".to_owned()
                }
            }))
    }

    /// Whether this device may let others in and out.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn is_secretary(&self) -> Result<bool, BookError> {
        let directory = self.store.directory()?;
        Ok(directory
            .device(self.store.device())
            .is_some_and(Admitted::is_secretary))
    }

    fn as_secretary(&self) -> Result<(), BookError> {
        if self.is_secretary()? {
            Ok(())
        } else {
            Err(DeviceError::NotSecretary.into())
        }
    }

    /// The device that `text` names: a whole id or a beginning that fits one only.
    ///
    /// # Errors
    /// [`BookError`]: none, or several.
    pub fn resolve_device(&self, text: &str) -> Result<DeviceId, BookError> {
        let known = self.store.directory()?;
        let asked = self.store.asked()?;
        let ids: BTreeSet<DeviceId> = known
            .devices()
            .map(|(id, _)| id)
            .chain(asked.iter().map(|asked| asked.newcomer.device))
            .collect();
        let wanted = text.trim().to_lowercase();
        let mut fitting = ids
            .into_iter()
            .filter(|id| !wanted.is_empty() && id.to_string().starts_with(&wanted));
        match (fitting.next(), fitting.count()) {
            (None, _) => Err(DeviceError::NoSuchDevice(text.to_owned()).into()),
            (Some(one), 0) => Ok(one),
            (Some(_), more) => Err(BookError::Ambiguous {
                prefix: text.to_owned(),
                count: more + 1,
            }),
        }
    }

    /// The number that this device shows for one that asks to join; `None` before that one has
    /// shown its part.
    pub(crate) fn number_of(&self, device: DeviceId) -> Result<Option<JoinNumber>, BookError> {
        let asked = self.store.asked()?;
        let asked = asked
            .iter()
            .find(|asked| asked.newcomer.device == device)
            .ok_or(DeviceError::NoRequest)?;
        let Some(shown) = asked.shown else {
            return Ok(None);
        };
        let cell = self.store.cell();
        if commitment(cell, &asked.newcomer, shown) != asked.commitment {
            return Err(DeviceError::Altered.into());
        }
        let own = self.store.identity();
        Ok(Some(JoinNumber::of(
            cell,
            (&asked.newcomer, shown),
            (&own, asked.nonce),
        )))
    }

    /// Lets a device in: a person has compared the number on both. The keys of its role go to it
    /// in boxes with the next exchange.
    ///
    /// # Errors
    /// [`BookError`]: not the secretary's device, nobody asks, the number is another, no name.
    pub fn approve_device(
        &mut self,
        device: DeviceId,
        admission: &Admission,
    ) -> Result<(), BookError> {
        self.as_secretary()?;
        let number = self.number_of(device)?.ok_or(DeviceError::NotShown)?;
        if admission
            .number
            .as_ref()
            .is_some_and(|typed| !number.is(typed))
        {
            return Err(DeviceError::OtherNumber.into());
        }
        let asked = self.store.asked()?;
        let asked = asked
            .iter()
            .find(|asked| asked.newcomer.device == device)
            .ok_or(DeviceError::NoRequest)?;
        let grant = self.grant_to(asked.newcomer, rings(admission.role))?;
        let described = Device {
            name: required(&admission.name, "tên máy")?,
            holder: admission.holder,
            role: admission.role,
        };
        self.transact(|gate, now| {
            gate.say_of_devices(fresh_id(now)?, &Act::Grant(grant))?;
            gate.put::<Device>(DeviceRef(device.0), &described)?;
            Ok(())
        })?;
        self.store.forget_asked(device)?;
        Ok(())
    }

    /// Everything of `rings` for a device that comes in.
    fn grant_to(&self, to: Identity, rings: BTreeSet<Ring>) -> Result<Grant, BookError> {
        let cell = self.store.cell();
        let founder = self.store.founder().ok_or(DeviceError::NotSecretary)?;
        let mut keys = Vec::new();
        for (ring, epoch, key) in self.store.ring_keys().iter() {
            if rings.contains(&ring) {
                let what = BoxFor::Key(cell, to.device, ring, epoch);
                keys.push(BoxedKey::seal(
                    &to.box_key,
                    what,
                    random()?,
                    (ring, epoch, key),
                ));
            }
        }
        let what = BoxFor::Founder(cell, to.device);
        let founder = SealedBox::seal(&to.box_key, what, random()?, &founder.encode());
        Ok(Grant {
            to,
            rings,
            founder: Some(founder),
            keys,
            proof: None,
        })
    }

    /// Takes a device out. It gets nothing newer: what is written from now on is sealed under new
    /// keys, and the ward refuses it as soon as it has heard.
    ///
    /// # Errors
    /// [`BookError`]: not the secretary's device, this device itself, unknown, out already.
    pub fn revoke_device(&mut self, device: DeviceId) -> Result<(), BookError> {
        self.as_secretary()?;
        if device == self.store.device() {
            return Err(DeviceError::OwnDevice.into());
        }
        let directory = self.store.directory()?;
        let known = directory
            .device(device)
            .ok_or_else(|| DeviceError::NoSuchDevice(device.to_string()))?;
        if known.revoked {
            return Err(DeviceError::AlreadyOut.into());
        }
        let revocation = self.revocation(device)?;
        self.transact(|gate, now| {
            Ok(gate.say_of_devices(fresh_id(now)?, &Act::Revocation(revocation))?)
        })?;
        self.keep_keys()?;
        Ok(())
    }

    fn revocation(&self, device: DeviceId) -> Result<Revocation, BookError> {
        let directory = self.store.directory()?;
        let spares = directory
            .devices()
            .filter(|(_, known)| known.renews == Some(device) && !known.revoked)
            .map(|(id, _)| id)
            .collect();
        Ok(Revocation {
            device,
            after: self.store.chain_of(device)?.seq,
            spares,
        })
    }

    /// Gives a device another name, holder or words for its role. What it reads stays.
    ///
    /// # Errors
    /// [`BookError`]: no name, unknown, the disk.
    pub fn name_device(
        &mut self,
        device: DeviceId,
        name: &str,
        holder: Option<MemberId>,
    ) -> Result<(), BookError> {
        let directory = self.store.directory()?;
        let known = directory
            .device(device)
            .ok_or_else(|| DeviceError::NoSuchDevice(device.to_string()))?;
        let described = self.read().find::<Device>(DeviceRef(device.0))?;
        let described = Device {
            name: required(name, "tên máy")?,
            holder,
            role: role_of(known, described.map(|device| device.role)),
        };
        self.transact(|gate, _| Ok(gate.put::<Device>(DeviceRef(device.0), &described)?))
            .map(|_| ())
    }
}
