//! A lost laptop: a new device, a code of the ward and the recovery code on paper give the whole
//! book back.

use std::path::Path;

use data_encoding::HEXLOWER;
use sochibo_domain::rules::shipped;
use sochibo_journal::{
    Act, Change, Envelope, Escrow, Grant, Hash, KeyRing, Proof, RecoverySecrets, Ring, grouped,
};
use sochibo_store::{Joining, Recovered, Stage, Store, StoreError};
use sochibo_sync::SyncError;

use super::{
    DeviceError,
    gateway::{Gateway, approach, ask, new_seat},
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
    let (envelope, escrow) = escrow_of(&gateway)?;
    let secrets = RecoverySecrets::of_code(&recovery);
    let founder = escrow
        .open_founder(gateway.cell, &secrets.opens)
        .map_err(|_| StoreError::WrongRecoveryCode)?;
    let mut keys = KeyRing::default();
    for (ring, epoch, key) in escrow.open(gateway.cell, &secrets.opens) {
        keys.insert(ring, epoch, key);
    }
    let seat = new_seat(gateway.cell, &*clock)?;
    let recovered = Recovered {
        recovery: &recovery,
        founder,
        keys: &keys,
        at: envelope.header.at,
    };
    let store = Store::take_seat(path, &passphrase, &seat, Some(&recovered))?;
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
    // Whatever this laptop's clock shows: a claim that waits for its time lets nobody in. A ward of
    // an earlier version doesn't tell the time; that of the escrow was one of its own cell.
    let told = gateway.looked.now;
    book.heard_the_time(told.unwrap_or_else(|| envelope.header.at.wall_ms()))?;
    // The first operation of this device: it lets itself in by the code on paper.
    let to = book.store.identity();
    let claim = Grant {
        to,
        rings: Ring::SEALED.into(),
        founder: None,
        keys: Vec::new(),
        proof: Some(Proof::recovery(gateway.cell, &to, &secrets.claims)),
    };
    book.transact(|gate, now| Ok(gate.say_of_devices(fresh_id(now)?, &Act::Grant(claim))?))?;
    Ok(book)
}

fn escrow_of(gateway: &Gateway) -> Result<(Envelope, Escrow), BookError> {
    let bad = || SyncError::BadAnswer("bản khóa dự phòng");
    let text = gateway
        .looked
        .escrow
        .as_ref()
        .ok_or(DeviceError::NoEscrow)?;
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
