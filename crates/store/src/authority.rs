//! What the book knows of the cell's devices: the acts among its operations, and their fold.

use rusqlite::{Connection, params};
use sochibo_journal::{
    Act, CellId, DeviceId, DeviceKey, Directory, Fact, Founder, KeyRing, PublicKey, RecoveryKeys,
    Ring, Stamp,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    Store, StoreError,
    kept::{find_bytes, insert_key, put_bytes},
    operations::{self, OperationState, Reading},
    unread,
};

/// An act as the book keeps it.
struct Kept {
    idx: i64,
    state: i64,
    why: Option<String>,
    fact: Fact,
}

/// An act that is kept in another state than the fold gives it.
struct Misjudged {
    idx: i64,
    state: OperationState,
    why: Option<String>,
}

/// Every act that the book holds, whether it counts or not, with the state that it is kept in.
fn acts(connection: &Connection, keys: &KeyRing) -> Result<Vec<Kept>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT operation.idx, operation.state, operation.why, operation.header, operation.body, device.public_key
         FROM operation JOIN device ON device.device = operation.device
         WHERE operation.record = ?1 ORDER BY operation.idx",
    )?;
    let mut rows = statement.query([operations::ACTS.as_bytes()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let envelope =
            operations::envelope(row.get_ref(3)?.as_blob().unwrap_or_default(), row.get(4)?)?;
        let Reading::Says(change) = operations::read(&envelope, keys) else {
            continue;
        };
        let Some(act) = Act::of_change(&change) else {
            continue;
        };
        let fact = Fact {
            stamp: Stamp::from(&envelope.header),
            author_key: PublicKey(row.get(5)?),
            act,
        };
        found.push(Kept {
            idx: row.get(0)?,
            state: row.get(1)?,
            why: row.get(2)?,
            fact,
        });
    }
    Ok(found)
}

/// Folds every act, and says of each that is kept in another state than the fold gives it.
fn weigh(
    connection: &Connection,
    cell: CellId,
    founder: Founder,
    keys: &KeyRing,
) -> Result<(Directory, Vec<Misjudged>), StoreError> {
    let acts = acts(connection, keys)?;
    let facts = acts.iter().map(|kept| kept.fact.clone()).collect();
    let directory = Directory::fold(cell, founder, facts);
    let wrong = acts
        .into_iter()
        .filter_map(|kept| {
            let op = kept.fact.stamp.op();
            let why = directory.void(op).map(|void| void.to_string());
            let state = match why {
                Some(_) => OperationState::Quarantined,
                None => OperationState::Applied,
            };
            (kept.state != state.code() || kept.why != why).then_some(Misjudged {
                idx: kept.idx,
                state,
                why,
            })
        })
        .collect();
    Ok((directory, wrong))
}

/// Folds every act, sets aside those that count for nothing, and takes back those that do now.
pub(crate) fn settle(
    connection: &Connection,
    cell: CellId,
    founder: Founder,
    keys: &KeyRing,
) -> Result<Directory, StoreError> {
    let (directory, wrong) = weigh(connection, cell, founder, keys)?;
    for Misjudged { idx, state, why } in wrong {
        connection
            .prepare_cached("UPDATE operation SET state = ?2, why = ?3 WHERE idx = ?1")?
            .execute(params![idx, state.code(), why])?;
    }
    Ok(directory)
}

/// After acts were received: learns the founder from the device that this one was compared with,
/// settles all acts, takes the keys that were granted to this device, and folds what they open.
/// Returns the founder, where it is known by then.
pub(crate) fn take_in(
    connection: &Connection,
    cell: CellId,
    device: DeviceId,
    key: &DeviceKey,
    founder: Option<Founder>,
    keys: &mut KeyRing,
) -> Result<Option<Founder>, StoreError> {
    let secret = key.box_secret();
    let mut known = founder;
    if founder.is_none()
        && let Some(keeper) = keeper(connection)?
    {
        known = acts(connection, keys)?
            .into_iter()
            .filter(|Kept { fact, .. }| {
                fact.stamp.device == keeper.device && fact.author_key == keeper.sign_key
            })
            .find_map(|kept| match kept.fact.act {
                Act::Grant(grant) if grant.to.device == device && grant.proof.is_none() => {
                    grant.open_founder(cell, &secret).ok()
                }
                _ => None,
            });
        if let Some(founder) = &known {
            put_bytes(connection, "founder", &founder.encode())?;
        }
    }
    let Some(founder) = known else {
        return Ok(None);
    };
    let mut opened = false;
    let directory = settle(connection, cell, founder, keys)?;
    for Kept { fact, .. } in acts(connection, keys)? {
        let Act::Grant(grant) = fact.act else {
            continue;
        };
        if grant.to.device != device || directory.void(fact.stamp.op()).is_some() {
            continue;
        }
        for (ring, epoch, key) in grant.open(cell, &secret) {
            if grant.rings.contains(&ring) && keys.insert(ring, epoch, key.clone()) {
                insert_key(connection, ring, epoch, &key)?;
                opened = true;
            }
        }
    }
    if opened {
        unread::fold(connection, keys)?;
    }
    Ok(Some(founder))
}

/// Remembers the identity that this device leaves, until the new one has proved to the others
/// that it is the same device. The oldest unproven one counts: the others know no other.
pub(crate) fn leave_identity(
    connection: &Connection,
    device: DeviceId,
    key: &DeviceKey,
    founder: Option<Founder>,
) -> Result<(), StoreError> {
    if let Some(founder) = founder {
        put_bytes(connection, "founder", &founder.encode())?;
    }
    if find_bytes::<FORMER>(connection, "known_as")?.is_none() {
        let mut former = Zeroizing::new([0; FORMER]);
        former[..16].copy_from_slice(device.0.as_bytes());
        former[16..].copy_from_slice(&key.secret());
        put_bytes(connection, "known_as", &*former)?;
    }
    Ok(())
}

/// A device and its secret.
const FORMER: usize = 48;

/// The device that this one was compared with when it joined.
fn keeper(connection: &Connection) -> Result<Option<Founder>, StoreError> {
    let bytes = find_bytes::<{ Founder::LEN }>(connection, "keeper")?;
    Ok(bytes.and_then(|bytes| Founder::decode(&bytes)))
}

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

    /// The identity that this device has left and the others still know it by.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn former_identity(&self) -> Result<Option<(DeviceId, DeviceKey)>, StoreError> {
        let former = find_bytes::<FORMER>(&self.connection, "known_as")?.map(Zeroizing::new);
        Ok(former.map(|former| {
            let (mut device, mut secret) = ([0; 16], Zeroizing::new([0; 32]));
            device.copy_from_slice(&former[..16]);
            secret.copy_from_slice(&former[16..]);
            (
                DeviceId(Uuid::from_bytes(device)),
                DeviceKey::from_secret(&secret),
            )
        }))
    }

    /// Forgets it: the new identity has been proved.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn forget_former_identity(&mut self) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM book WHERE name = 'known_as'", [])?;
        Ok(())
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
