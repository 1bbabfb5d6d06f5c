//! The identity that this device has left and the ward still knows it by.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sochibo_journal::{DeviceId, DeviceKey};
use zeroize::Zeroizing;

use crate::{
    StoreError,
    kept::{find_json, put_json},
};

const FORMER: &str = "former";

/// The former identity, while the ward knows only this one.
#[derive(Clone, Debug)]
pub(crate) struct Former {
    pub(crate) device: DeviceId,
    pub(crate) key: DeviceKey,
    /// The last of its operations that the ward has given a receipt for.
    pub(crate) acknowledged: u64,
}

/// How [`Former`] is kept; inside the encrypted file like the other keys.
#[derive(Serialize, Deserialize)]
struct Kept {
    device: DeviceId,
    secret: [u8; 32],
    acknowledged: u64,
}

pub(crate) fn find(connection: &Connection) -> Result<Option<Former>, StoreError> {
    let kept: Option<Kept> = find_json(connection, FORMER)?;
    Ok(kept.map(|kept| {
        let secret = Zeroizing::new(kept.secret);
        Former {
            device: kept.device,
            key: DeviceKey::from_secret(&secret),
            acknowledged: kept.acknowledged,
        }
    }))
}

pub(crate) fn keep(connection: &Connection, former: &Former) -> Result<(), StoreError> {
    let kept = Kept {
        device: former.device,
        secret: former.key.secret(),
        acknowledged: former.acknowledged,
    };
    put_json(connection, FORMER, &kept)
}

/// The ward knows the new identity: the key of the former one goes.
pub(crate) fn forget(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM book WHERE name = ?1", [FORMER])?;
    Ok(())
}
