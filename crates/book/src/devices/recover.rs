//! A lost laptop: a new device, a code of the ward and the recovery code on paper give the whole
//! book back.

use std::path::Path;

use data_encoding::HEXLOWER;
use sochibo_domain::rules::shipped;
use sochibo_journal::{
    Act, CellId, Change, Envelope, Escrow, Founder, Grant, Hash, Hlc, KeyRing, Proof,
    RecoverySecrets, Ring, grouped,
};
use sochibo_store::{Joining, Recovered, Stage, Store, StoreError};
use sochibo_sync::SyncError;
use sochibo_wire::join::Looked;

use super::{
    DeviceError,
    gateway::{approach, ask, new_seat},
};
use crate::{
    Book, BookError, Clock,
    entropy::{fresh_id, random},
    passphrase::passphrase_of,
    shared::{Shared, hold},
    ward,
};

/// Begins to get a lost book back: opens the escrow with the recovery code, and makes this
/// device's own file with the keys in it. Nothing is spent before the recovery code has proved
/// right.
///
/// # Errors
/// [`BookError`]: a weak passphrase, a wrong recovery code, a code of the ward mistyped, unknown,
/// used or expired, no escrow, a book that is there already, no network.
pub async fn begin(
    path: &Path,
    passphrase: &str,
    server: &str,
    code: &str,
    recovery_code: &str,
    clock: Box<dyn Clock>,
) -> Result<Book, BookError> {
    let passphrase = passphrase_of(passphrase, &[])?;
    let recovery = grouped::read::<{ sochibo_store::RECOVERY_BYTES }>(recovery_code)
        .map_err(|_| StoreError::WrongRecoveryCode)?;
    if Store::exists(path) {
        return Err(StoreError::Exists(path.to_owned()).into());
    }
    let gateway = approach(server, code).await?;
    let opened = Opened::of(&gateway.looked, gateway.cell, &recovery)?;
    let seat = new_seat(gateway.cell, &*clock)?;
    let store = Store::take_seat(path, &passphrase, &seat, Some(&opened.recovered(&recovery)))?;
    let mut book = Book::over(store, shipped()?, clock);
    book.store.set_joining(Some(&Joining {
        server: gateway.server,
        pin: HEXLOWER.encode(&gateway.code.pin),
        secret: HEXLOWER.encode(&gateway.code.secret),
        ward: gateway.looked.ward_name,
        cell: gateway.looked.cell_name,
        nonce: Hash(random()?),
        stage: Stage::Recovering,
    }))?;
    opened.claim(&mut book)?;
    Ok(book)
}

/// What the code on paper opens of what a code of the ward leads to.
pub struct Opened {
    secrets: RecoverySecrets,
    founder: Founder,
    keys: KeyRing,
    /// The instant of the escrow.
    at: Hlc,
    ward_ms: i64,
}

impl Opened {
    /// Opens the escrow.
    ///
    /// # Errors
    /// [`BookError`]: no escrow, one that can't be read, another recovery code.
    pub fn of(
        looked: &Looked,
        cell: CellId,
        recovery: &[u8; sochibo_store::RECOVERY_BYTES],
    ) -> Result<Self, BookError> {
        let (envelope, escrow) = escrow_of(looked)?;
        let secrets = RecoverySecrets::of_code(recovery);
        let founder = escrow
            .open_founder(cell, &secrets.opens)
            .map_err(|_| StoreError::WrongRecoveryCode)?;
        let mut keys = KeyRing::default();
        for (ring, epoch, key) in escrow.open(cell, &secrets.opens) {
            keys.insert(ring, epoch, key);
        }
        let at = envelope.header.at;
        Ok(Self {
            secrets,
            founder,
            keys,
            at,
            // A ward of an earlier version doesn't tell the time; that of the escrow was once its.
            ward_ms: looked.now.unwrap_or_else(|| at.wall_ms()),
        })
    }

    /// What the file of this device begins with.
    #[must_use]
    pub fn recovered<'a>(
        &'a self,
        recovery: &'a [u8; sochibo_store::RECOVERY_BYTES],
    ) -> Recovered<'a> {
        Recovered {
            recovery,
            founder: self.founder,
            keys: &self.keys,
            at: self.at,
        }
    }

    /// The first operation of this device: it lets itself in by the code on paper. It is dated by
    /// the ward's clock, whatever this laptop's shows: a claim that waits for its time lets nobody
    /// in.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn claim(&self, book: &mut Book) -> Result<(), BookError> {
        book.heard_the_time(self.ward_ms)?;
        let to = book.store.identity();
        let claim = Grant {
            to,
            rings: Ring::SEALED.into(),
            founder: None,
            keys: Vec::new(),
            proof: Some(Proof::recovery(
                book.store.cell(),
                &to,
                &self.secrets.claims,
            )),
        };
        book.transact(|gate, now| Ok(gate.say_of_devices(fresh_id(now)?, &Act::Grant(claim))?))
            .map(|_| ())
    }
}

fn escrow_of(looked: &Looked) -> Result<(Envelope, Escrow), BookError> {
    let bad = || SyncError::BadAnswer("bản khóa dự phòng");
    let text = looked.escrow.as_ref().ok_or(DeviceError::NoEscrow)?;
    let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| bad())?;
    let (envelope, _) = Envelope::decode(&bytes).map_err(|_| bad())?;
    let change = Change::decode(&envelope.body).map_err(|_| bad())?;
    match Act::of_change(&change) {
        Some(Act::Escrow(escrow)) => Ok((envelope, escrow)),
        _ => Err(bad().into()),
    }
}

/// Takes the book from the ward, from where it stopped.
pub(super) async fn take(book: &Shared) -> Result<(), BookError> {
    let joining = hold(book, |book| book.store.joining())?.ok_or(DeviceError::NotJoining)?;
    if !joining.secret.is_empty() {
        ask(book, joining).await?;
    }
    ward::sync_joining(book).await?;
    hold(book, |book| -> Result<(), BookError> {
        Ok(book.store.set_joining(None)?)
    })?;
    // What upkeep wrote goes out at once, so that the cell knows this device.
    ward::sync(book).await?;
    Ok(())
}
