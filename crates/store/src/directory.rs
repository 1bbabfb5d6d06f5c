//! The acts among a book's operations, and their fold: who is in, which keys that brings to this
//! device, and by which name the others know it.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use sochibo_journal::{
    Act, Author, BoxSecret, CellId, Change, DeviceId, DeviceKey, Directory, Fact, Founder, Grant,
    Identity, KeyRing, Proof, PublicKey, RecoverySecrets, Stamp, Void,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    StoreError,
    kept::{find_bytes, insert_key, put_bytes},
    operations::{self, OperationState, Reading},
    unread,
};

/// Whether a body lets its own author in.
pub(crate) fn is_proof(plain: &[u8]) -> bool {
    let act = Change::decode(plain)
        .ok()
        .filter(|change| Act::is_kind(&change.kind))
        .and_then(|change| Act::of_change(&change));
    matches!(act, Some(Act::Grant(grant)) if grant.proof.is_some())
}

/// An act as the book keeps it.
struct Kept {
    idx: i64,
    state: i64,
    why: Option<String>,
    fact: Fact,
}

/// An act that is kept in another state than the fold gives it.
pub(crate) struct Misjudged {
    idx: i64,
    state: OperationState,
    why: Option<String>,
}

/// Every act that the book holds, whether it counts or not, with the state that it is kept in.
fn acts(connection: &Connection, keys: &KeyRing) -> Result<Vec<Kept>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT operation.idx, operation.state, operation.why, operation.header, operation.body, device.public_key
         FROM operation JOIN device ON device.device = operation.device
         WHERE operation.record = ?1 AND operation.goes_on = 1 ORDER BY operation.idx",
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
pub(crate) fn weigh(
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

/// This device, as acts name it.
pub(crate) struct Me<'a> {
    cell: CellId,
    device: DeviceId,
    key: &'a DeviceKey,
    founder: Option<Founder>,
}

impl<'a> Me<'a> {
    /// The device that writes as `author` and signs with `key`; `founder` where it is known.
    pub(crate) fn of(author: &Author, key: &'a DeviceKey, founder: Option<Founder>) -> Self {
        Self {
            cell: author.cell,
            device: author.device,
            key,
            founder,
        }
    }
}

/// After something was said about devices, here or elsewhere: learns the founder from the device
/// that this one was compared with, settles all acts, takes the keys that were granted to this
/// device, and folds what they open. Answers the founder.
pub(crate) fn take_in(
    connection: &Connection,
    me: &Me<'_>,
    keys: &mut KeyRing,
) -> Result<Option<Founder>, StoreError> {
    let secret = me.key.box_secret();
    let mut founder = me.founder;
    if founder.is_none()
        && let Some(keeper) = keeper(connection)?
    {
        founder = acts(connection, keys)?
            .into_iter()
            .filter(|Kept { fact, .. }| {
                fact.stamp.device == keeper.device && fact.author_key == keeper.sign_key
            })
            .find_map(|kept| match kept.fact.act {
                Act::Grant(grant) if grant.to.device == me.device && grant.proof.is_none() => {
                    grant.open_founder(me.cell, &secret).ok()
                }
                _ => None,
            });
        if let Some(founder) = &founder {
            put_bytes(connection, "founder", &founder.encode())?;
        }
    }
    let Some(known) = founder else {
        return Ok(None);
    };
    // What was sent to the identity that a backup had is meant for who was made of it.
    let mut names = vec![(me.device, secret)];
    for (device, key) in left(connection)? {
        names.push((device, key.box_secret()));
    }
    let directory = settle(connection, me.cell, known, keys)?;
    let mut brought = false;
    for Kept { fact, .. } in acts(connection, keys)? {
        let Act::Grant(grant) = fact.act else {
            continue;
        };
        let Some((_, secret)) = names.iter().find(|(name, _)| *name == grant.to.device) else {
            continue;
        };
        // What a device wrote before it heard that it is out is read all the same.
        let void = directory.void(fact.stamp.op());
        if void.is_some_and(|void| void != Void::AuthorRevoked) {
            continue;
        }
        for (ring, epoch, key) in grant.open(me.cell, secret) {
            if grant.rings.contains(&ring) && keys.insert(ring, epoch, key.clone()) {
                insert_key(connection, ring, epoch, &key)?;
                brought = true;
            }
        }
    }
    if let Some(paper) = paper(connection)? {
        for Kept { fact, .. } in acts(connection, keys)? {
            let Act::Escrow(escrow) = fact.act else {
                continue;
            };
            let void = directory.void(fact.stamp.op());
            if void.is_some_and(|void| void != Void::AuthorRevoked) {
                continue;
            }
            for (ring, epoch, key) in escrow.open(me.cell, &paper) {
                if keys.insert(ring, epoch, key.clone()) {
                    insert_key(connection, ring, epoch, &key)?;
                    brought = true;
                }
            }
        }
    }
    directory.choose(keys);
    if brought {
        unread::fold(connection, keys)?;
    }
    Ok(founder)
}

/// Remembers the code on paper while the book comes home: a device that did not know of this one may
/// have made a key meanwhile, and be out before it hears of it. Only an escrow has that key then.
pub(crate) fn open_with_paper(
    connection: &Connection,
    code: &[u8; crate::RECOVERY_BYTES],
) -> Result<(), StoreError> {
    put_bytes(connection, "paper", code)
}

/// The book is home: from now on this device is told like any other, and what could open an escrow is
/// not left lying in it.
pub(crate) fn forget_paper(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM book WHERE name = 'paper'", [])?;
    Ok(())
}

fn paper(connection: &Connection) -> Result<Option<BoxSecret>, StoreError> {
    let code = find_bytes::<{ crate::RECOVERY_BYTES }>(connection, "paper")?.map(Zeroizing::new);
    Ok(code.map(|code| RecoverySecrets::of_code(&*code).opens))
}

/// Remembers an identity that this device leaves, until the new one has proved to the others that
/// it is the same device. They may know it by any of those that it left before.
pub(crate) fn leave_identity(
    connection: &Connection,
    device: DeviceId,
    key: &DeviceKey,
    founder: Option<Founder>,
) -> Result<(), StoreError> {
    if let Some(founder) = founder {
        put_bytes(connection, "founder", &founder.encode())?;
    }
    let mut all = left(connection)?;
    all.retain(|(known, _)| *known != device);
    all.push((device, key.clone()));
    let mut bytes = Zeroizing::new(Vec::with_capacity(all.len() * FORMER));
    for (device, key) in all {
        bytes.extend_from_slice(device.0.as_bytes());
        bytes.extend_from_slice(&*Zeroizing::new(key.secret()));
    }
    put_bytes(connection, "known_as", &bytes)
}

/// A device and its secret.
const FORMER: usize = 48;

/// The identities that this device has left and not yet proved itself by, the last one last.
pub(crate) fn left(connection: &Connection) -> Result<Vec<(DeviceId, DeviceKey)>, StoreError> {
    let bytes: Option<Vec<u8>> = connection
        .query_row(
            "SELECT value FROM book WHERE name = 'known_as'",
            [],
            |row| row.get(0),
        )
        .optional()?;
    let bytes = Zeroizing::new(bytes.unwrap_or_default());
    let (all, _) = bytes.as_chunks::<FORMER>();
    Ok(all
        .iter()
        .map(|one| {
            let (mut device, mut secret) = ([0; 16], Zeroizing::new([0; 32]));
            device.copy_from_slice(&one[..16]);
            secret.copy_from_slice(&one[16..]);
            let device = DeviceId(Uuid::from_bytes(device));
            (device, DeviceKey::from_secret(&secret))
        })
        .collect())
}

/// By which a device under the new identity `to` proves that it is one that the others know: by the
/// last of the names that it left which is in. `without` are operations that count no longer. Nothing
/// where it has said so already: what was refused counts no more for being said again, and each time
/// it is said, the others would have to make new keys.
pub(crate) fn proof(
    connection: &Connection,
    me: &Me<'_>,
    keys: &KeyRing,
    to: &Identity,
    without: &BTreeSet<i64>,
) -> Result<Option<Change>, StoreError> {
    let Some(founder) = me.founder else {
        return Ok(None);
    };
    let facts: Vec<Fact> = acts(connection, keys)?
        .into_iter()
        .filter(|kept| !without.contains(&kept.idx))
        .map(|kept| kept.fact)
        .collect();
    let said: BTreeSet<DeviceId> = facts
        .iter()
        .filter(|fact| fact.stamp.device == to.device)
        .filter_map(|fact| match &fact.act {
            Act::Grant(Grant {
                proof: Some(Proof::Renewal { of, .. }),
                ..
            }) => Some(*of),
            _ => None,
        })
        .collect();
    let directory = Directory::fold(me.cell, founder, facts);
    let standing = |of: DeviceId| directory.device(of).is_some_and(|it| !it.revoked);
    let all = left(connection)?;
    Ok(all
        .iter()
        .rev()
        .find(|(of, _)| standing(*of))
        .filter(|(of, _)| !said.contains(of))
        .map(|(of, key)| {
            let grant = Grant {
                to: *to,
                rings: BTreeSet::new(),
                founder: None,
                keys: Vec::new(),
                proof: Some(Proof::renewal(me.cell, to, *of, key)),
            };
            Act::Grant(grant).to_change(to.device.0)
        }))
}

/// Chooses the keys for writing, as the acts that are here say.
pub(crate) fn choose(
    connection: &Connection,
    cell: CellId,
    founder: Founder,
    keys: &mut KeyRing,
) -> Result<(), StoreError> {
    weigh(connection, cell, founder, keys)?.0.choose(keys);
    Ok(())
}

/// The device that this one was compared with when it joined.
fn keeper(connection: &Connection) -> Result<Option<Founder>, StoreError> {
    let bytes = find_bytes::<{ Founder::LEN }>(connection, "keeper")?;
    Ok(bytes.and_then(|bytes| Founder::decode(&bytes)))
}
