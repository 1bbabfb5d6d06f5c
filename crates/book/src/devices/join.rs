//! Coming in as a second device. `wire::join` says why the steps come in this order.

use std::{path::Path, sync::PoisonError};

use data_encoding::HEXLOWER;
use sochibo_domain::rules::shipped;
use sochibo_journal::{DeviceId, Hash};
use sochibo_store::{Joining, Stage, Store, StoreError};
use sochibo_sync::SyncError;
use sochibo_wire::join::{JoinNumber, JoinState, Shown};

use super::{
    DeviceError,
    gateway::{Voice, approach, ask, new_seat, speak},
    recover,
};
use crate::{
    Book, BookError, Clock,
    entropy::random,
    passphrase::passphrase_of,
    shared::{Shared, hold},
    view::{JoiningState, JoiningView},
    ward,
};

/// Begins to join a cell that has a book: makes this device's own file, and asks.
///
/// # Errors
/// [`BookError`]: a weak passphrase, a code mistyped, unknown, used or expired, a cell without a
/// book, a book that is there already, no network.
pub async fn begin(
    path: &Path,
    passphrase: &str,
    server: &str,
    code: &str,
    clock: Box<dyn Clock>,
) -> Result<Book, BookError> {
    let passphrase = passphrase_of(passphrase, &[])?;
    if Store::exists(path) {
        return Err(StoreError::Exists(path.to_owned()).into());
    }
    let gateway = approach(server, code).await?;
    let seat = new_seat(gateway.cell, &*clock)?;
    let mut store = Store::take_seat(path, &passphrase, &seat, None)?;
    store.set_joining(Some(&Joining {
        server: gateway.server,
        pin: HEXLOWER.encode(&gateway.code.pin),
        secret: HEXLOWER.encode(&gateway.code.secret),
        ward: gateway.looked.ward_name,
        cell: gateway.looked.cell_name,
        nonce: Hash(random()?),
        stage: Stage::Asking,
    }))?;
    Ok(Book::over(store, shipped()?, clock))
}

/// Takes the next step of joining, as far as the other side lets it, and says how it stands.
///
/// # Errors
/// [`BookError`]: no network, or what the ward says; how far it has come is kept.
pub async fn advance(book: &Shared) -> Result<JoiningView, BookError> {
    let Some(joining) = hold(book, |book| book.store.joining())? else {
        return hold(book, |book| book.joining_view());
    };
    let joining = match joining.stage {
        Stage::Asking => ask(book, joining).await?,
        _ => joining,
    };
    match joining.stage {
        Stage::Asking => {}
        Stage::Waiting => wait(book, joining).await?,
        Stage::Comparing { .. } => compare(book, joining).await?,
        Stage::Recovering => recover::take(book).await?,
    }
    hold(book, |book| book.joining_view())
}

/// Says that the number on the other device is the same: keys are taken from it from now on.
///
/// # Errors
/// [`BookError`]: there is no number yet, or `number` is another.
pub fn matches(book: &mut Book, number: Option<&str>) -> Result<(), BookError> {
    let joining = book.store.joining()?.ok_or(DeviceError::NotJoining)?;
    let shown = book.own_number(&joining).ok_or(DeviceError::NotShown)?;
    if number.is_some_and(|typed| !shown.is(typed)) {
        return Err(DeviceError::OtherNumber.into());
    }
    if let Stage::Comparing { keeper, nonce, .. } = joining.stage {
        book.store.trust_keeper(keeper.device, keeper.sign_key)?;
        let stage = Stage::Comparing {
            keeper,
            nonce,
            matches: true,
        };
        book.store
            .set_joining(Some(&Joining { stage, ..joining }))?;
    }
    Ok(())
}

/// Looks whether a device of the secretary has answered; shows what was committed to if so.
async fn wait(book: &Shared, joining: Joining) -> Result<(), BookError> {
    let (ward, _, own) = speak(book)?;
    let joins = ward.ward.joins(&ward.asker).await?;
    let Some(join) = joins.joins.iter().find(|join| join.identity.device == own) else {
        return Err(SyncError::BadAnswer("máy xin vào").into());
    };
    if join.state == JoinState::Refused {
        return Err(DeviceError::Refused.into());
    }
    let Some(answer) = &join.answer else {
        return Ok(());
    };
    // Kept before it is shown: whatever the ward says later, the number is of this answer.
    let joining = Joining {
        stage: Stage::Comparing {
            keeper: answer.identity(),
            nonce: answer.nonce,
            matches: false,
        },
        ..joining
    };
    hold(book, |book| book.store.set_joining(Some(&joining)))?;
    show(&ward, own, joining.nonce).await
}

async fn show(ward: &Voice, own: DeviceId, nonce: Hash) -> Result<(), BookError> {
    let shown = Shown {
        nonce,
        box_key: None,
    };
    Ok(ward.ward.show_join(&ward.asker, own, &shown).await?)
}

/// Looks whether it was let in; takes the book if so and the person has compared the numbers.
async fn compare(book: &Shared, joining: Joining) -> Result<(), BookError> {
    let (ward, _, own) = speak(book)?;
    let joins = ward.ward.joins(&ward.asker).await?;
    let Some(join) = joins.joins.iter().find(|join| join.identity.device == own) else {
        return Err(SyncError::BadAnswer("máy xin vào").into());
    };
    if join.shown.is_none() {
        show(&ward, own, joining.nonce).await?;
    }
    match (join.state, joining.stage) {
        (JoinState::Refused, _) => Err(DeviceError::Refused.into()),
        (JoinState::Admitted, Stage::Comparing { matches: true, .. }) => {
            ward::sync_joining(book).await?;
            hold(book, |book| {
                // The founder is learned from the grant of the device that was compared with.
                if book.store.founder().is_some() {
                    book.store.set_joining(None)?;
                }
                Ok(())
            })
        }
        _ => Ok(()),
    }
}

impl Book {
    /// Whether this device still joins: there is little else that it can do.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn is_joining(&self) -> Result<bool, BookError> {
        Ok(self.store.joining()?.is_some())
    }

    /// The number that this device shows while it joins.
    fn own_number(&self, joining: &Joining) -> Option<JoinNumber> {
        match joining.stage {
            Stage::Comparing { keeper, nonce, .. } => Some(JoinNumber::of(
                self.store.cell(),
                (&self.store.identity(), joining.nonce),
                (&keeper, nonce),
            )),
            _ => None,
        }
    }

    /// How far this device has come that joins.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn joining_view(&self) -> Result<JoiningView, BookError> {
        let link = self.store.link()?;
        let taking = *self.taking.lock().unwrap_or_else(PoisonError::into_inner);
        let mut view = JoiningView {
            state: JoiningState::In,
            ward: link
                .as_ref()
                .map(|it| it.ward_name.clone())
                .unwrap_or_default(),
            cell: link.map(|it| it.cell_name).unwrap_or_default(),
            number: None,
            matches: false,
            taken: taking.map_or(0, |(taken, _)| taken),
            total: taking.map_or(0, |(_, total)| total),
        };
        let Some(joining) = self.store.joining()? else {
            return Ok(view);
        };
        view.number = self.own_number(&joining).map(|number| number.to_string());
        view.ward = joining.ward;
        view.cell = joining.cell;
        view.state = match joining.stage {
            Stage::Asking => JoiningState::Asking,
            Stage::Waiting => JoiningState::Waiting,
            Stage::Comparing { matches, .. } => {
                view.matches = matches;
                JoiningState::Comparing
            }
            Stage::Recovering => JoiningState::Taking,
        };
        if taking.is_some() {
            view.state = JoiningState::Taking;
        }
        Ok(view)
    }

    /// Asks an exchange that is under way to stop at its next page; what it took is kept.
    pub fn stop_taking(&self) {
        if let Some(stopper) = &self.stopper {
            stopper.stop();
        }
    }
}
