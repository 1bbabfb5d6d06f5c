//! What the book knows of the cell's devices.

use std::collections::BTreeSet;

use sochibo_journal::{
    Act, DeviceId, DeviceKey, Directory, Founder, PublicKey, RecoveryKeys, Ring,
};

use crate::{
    Store, StoreError,
    directory::{Me, left, proof, weigh},
    kept::put_bytes,
};

impl Store {
    /// Sổ máy: who is in and who reads what. Empty while this device waits to be let in.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn directory(&self) -> Result<Directory, StoreError> {
        let Some(founder) = self.founder else {
            return Ok(Directory::default());
        };
        Ok(weigh(&self.connection, self.author.cell, founder, &self.keys)?.0)
    }

    /// Which device began the book; unknown while this one waits to be let in.
    #[must_use]
    pub fn founder(&self) -> Option<Founder> {
        self.founder
    }

    /// The identities that this device has left, the last one last, until the ward has the proof
    /// that its new one is the same device: the others may know it by any of them.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn left_identities(&self) -> Result<Vec<(DeviceId, DeviceKey)>, StoreError> {
        left(&self.connection)
    }

    /// Forgets them: the new identity has been proved.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn forget_left_identities(&mut self) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM book WHERE name = 'known_as'", [])?;
        Ok(())
    }

    /// Proves to the others that this device is one that they know, where it is not known yet under
    /// the name that it has now. Whether there was something to say.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn prove_identity(&mut self, wall_ms: i64) -> Result<bool, StoreError> {
        let me = Me::of(&self.author, &self.device_key, self.founder);
        let none = BTreeSet::new();
        let proof = proof(&self.connection, &me, &self.keys, &self.identity(), &none)?;
        match proof.as_ref().and_then(Act::of_change) {
            Some(act) => {
                let id = self.author.device.0;
                self.transact(wall_ms, |gate| gate.say_of_devices(id, &act))?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Remembers the device that this one was compared with: keys are taken from it and from
    /// those that it vouches for.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn trust_keeper(
        &mut self,
        device: DeviceId,
        sign_key: PublicKey,
    ) -> Result<(), StoreError> {
        let keeper = Founder { device, sign_key };
        put_bytes(&self.connection, "keeper", &keeper.encode())
    }

    /// What the recovery code that works today stands for: as the escrow says, which another
    /// device may have renewed, else as it was made here.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn recovery_keys(&self, directory: &Directory) -> Result<Option<RecoveryKeys>, StoreError> {
        let Some(escrow) = directory.escrow() else {
            return self.own_recovery_keys();
        };
        let boxes = self
            .keys
            .get(Ring::Secretary, escrow.epoch)
            .iter()
            .find_map(|key| escrow.show_boxes(self.author.cell, key).ok());
        Ok(boxes.map(|boxes| RecoveryKeys {
            boxes,
            claims: escrow.claims,
        }))
    }

    /// How many acts are kept in another state than their fold gives them.
    pub(crate) fn misjudged_acts(&self) -> Result<usize, StoreError> {
        match self.founder {
            Some(founder) => {
                let (_, wrong) = weigh(&self.connection, self.author.cell, founder, &self.keys)?;
                Ok(wrong.len())
            }
            None => Ok(0),
        }
    }
}
