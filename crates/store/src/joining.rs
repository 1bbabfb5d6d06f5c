//! How far a device has come that joins a cell: kept in its book, so that a dead battery between
//! two steps costs nothing.

use serde::{Deserialize, Serialize};
use sochibo_journal::{DeviceId, Hash, Identity};

use crate::{
    Store, StoreError, directory,
    kept::{find_json, put_json},
};

/// A device that joins a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joining {
    /// `https://…` of the ward.
    pub server: String,
    /// The pin of its TLS key in hexadecimal.
    pub pin: String,
    /// The secret of the ward's code in hexadecimal, until it has been answered.
    #[serde(default)]
    pub secret: String,
    /// The name of the ward's committee.
    #[serde(default)]
    pub ward: String,
    /// The name under which the ward lists the cell.
    #[serde(default)]
    pub cell: String,
    /// What is hidden behind the commitment until the other side has answered.
    pub nonce: Hash,
    /// How far it has come.
    pub stage: Stage,
}

/// How far a device has come that joins a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "stage")]
pub enum Stage {
    /// The ward has not answered yet.
    Asking,
    /// It waits for a device of the cell to answer.
    Waiting,
    /// A device has answered: both show a number.
    Comparing {
        /// That device.
        keeper: Identity,
        /// What it answered with.
        nonce: Hash,
        /// Whether the person said that the numbers are the same.
        matches: bool,
    },
    /// It takes the place of a lost one and is let in by the recovery code; what is in the book
    /// comes from the ward.
    Recovering,
}

/// What this device remembers of one that asked to join, from the moment it answered: whatever
/// the ward says later, the number is of this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who asks.
    pub newcomer: Identity,
    /// What it committed itself to.
    pub commitment: Hash,
    /// What this device answered with.
    pub nonce: Hash,
    /// What the other side has shown since.
    pub shown: Option<Hash>,
}

impl Store {
    /// How far this device has come in joining; `None` once it is in.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn joining(&self) -> Result<Option<Joining>, StoreError> {
        Ok(find_json::<Option<Joining>>(&self.connection, "joining")?.flatten())
    }

    /// Keeps how far it has come.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn set_joining(&mut self, joining: Option<&Joining>) -> Result<(), StoreError> {
        if joining.is_none() {
            directory::forget_paper(&self.connection)?;
        }
        put_json(&self.connection, "joining", &joining)
    }

    /// The devices that asked to join and were answered here.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn asked(&self) -> Result<Vec<Asked>, StoreError> {
        Ok(find_json(&self.connection, "asked")?.unwrap_or_default())
    }

    /// Keeps one of them in the place of what was known of it.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn keep_asked(&mut self, asked: &Asked) -> Result<(), StoreError> {
        let device = asked.newcomer.device;
        let mut all = self.asked()?;
        all.retain(|known| known.newcomer.device != device);
        all.push(*asked);
        put_json(&self.connection, "asked", &all)
    }

    /// Forgets one of them.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn forget_asked(&mut self, device: DeviceId) -> Result<(), StoreError> {
        let mut all = self.asked()?;
        all.retain(|known| known.newcomer.device != device);
        put_json(&self.connection, "asked", &all)
    }

    /// Whether the ward has told this device that it is out.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn is_out(&self) -> Result<bool, StoreError> {
        Ok(find_json(&self.connection, "out")?.unwrap_or_default())
    }

    /// Remembers what the ward said of it.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn set_out(&mut self, out: bool) -> Result<(), StoreError> {
        put_json(&self.connection, "out", &out)
    }
}
