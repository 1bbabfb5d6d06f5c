//! Coming in as a second device. `wire::join` says why the steps come in this order.

use std::path::Path;

use data_encoding::HEXLOWER;
use sochibo_domain::rules::shipped;
use sochibo_journal::{CellId, DeviceId, Hash};
use sochibo_store::{Asked, Joining, Link, NewSeat, Stage, Store, StoreError};
use sochibo_sync::{Asker, SyncError, Ward};
use sochibo_wire::{
    EnrolCode, PROTOCOL,
    join::{JoinNumber, JoinRequest, JoinState, LookRequest, Looked, Shown, commitment},
};

use super::DeviceError;
use crate::{
    Book, BookError, Clock,
    entropy::{fresh_id, random},
    passphrase::passphrase_of,
    view::{DevicesView, JoiningState, JoiningView, RequestLine, RequestState},
    ward::{self, Shared, hold, pin_of, read_code},
};

/// Where a code leads, and what the code leads to.
pub(super) struct Gateway {
    pub(super) server: String,
    pub(super) code: EnrolCode,
    pub(super) looked: Looked,
    pub(super) cell: CellId,
}

/// Asks the ward what a code leads to, without spending it.
pub(super) async fn approach(server: &str, code: &str) -> Result<Gateway, BookError> {
    let code = read_code(code)?;
    let ward = Ward::at(server, code.pin)?;
    let looked = ward
        .look(&LookRequest {
            protocol: PROTOCOL,
            secret: HEXLOWER.encode(&code.secret),
        })
        .await?;
    let cell = looked.cell.ok_or(DeviceError::NoBook)?;
    Ok(Gateway {
        server: server.trim().trim_end_matches('/').to_owned(),
        code,
        looked,
        cell,
    })
}

/// Fresh secrets for a device of a cell.
pub(super) fn new_seat(cell: CellId, clock: &dyn Clock) -> Result<NewSeat, BookError> {
    Ok(NewSeat {
        cell,
        device: DeviceId(fresh_id(clock.now())?),
        device_secret: random()?,
        book_key: random()?,
        salt: random()?,
    })
}

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
        Stage::Recovering => super::recover::take(book).await?,
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

/// Spends the code.
pub(super) async fn ask(book: &Shared, joining: Joining) -> Result<Joining, BookError> {
    let pin = pin_of(&joining.pin)?;
    let ward = Ward::at(&joining.server, pin)?;
    let request = hold(book, |book| {
        let identity = book.store.identity();
        JoinRequest {
            protocol: PROTOCOL,
            secret: joining.secret.clone(),
            cell: book.store.cell(),
            commitment: commitment(book.store.cell(), &identity, joining.nonce),
            identity,
        }
    });
    let joined = ward.join(&request).await?;
    let link = Link {
        server: joining.server.clone(),
        pin: joining.pin.clone(),
        token: joined.token,
        ward_key: joined.ward_key,
        ward_name: joined.ward_name,
        cell_name: joined.cell_name,
    };
    let joining = Joining {
        secret: String::new(),
        stage: match joining.stage {
            Stage::Asking => Stage::Waiting,
            stage => stage,
        },
        ..joining
    };
    hold(book, |book| {
        book.store.set_link(&link)?;
        book.store.set_joining(Some(&joining))
    })?;
    Ok(joining)
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

/// The devices of the cell with those that ask to come in. Each that asks is answered here, so
/// that both can show a number.
///
/// # Errors
/// [`BookError`]: the disk; without a network the requests are merely not known.
pub async fn devices(book: &Shared) -> Result<DevicesView, BookError> {
    let mut view = hold(book, |book| book.devices())?;
    let enrolled = hold(book, |book| book.store.link())?.is_some();
    if !view.secretary || !enrolled {
        return Ok(view);
    }
    let (ward, _, own) = speak(book)?;
    let joins = match ward.ward.joins(&ward.asker).await {
        Ok(joins) => joins.joins,
        // A device that is out, or a ward that is not there: the list is still worth showing.
        Err(_) => return Ok(view),
    };
    view.online = true;
    for join in joins {
        if join.state != JoinState::Waiting {
            hold(book, |book| book.store.forget_asked(join.identity.device))?;
            continue;
        }
        let device = join.identity.device;
        let asked = hold(book, |book| book.store.asked())?
            .into_iter()
            .find(|asked| asked.newcomer.device == device);
        let mut state = RequestState::Answering;
        match asked {
            // What was answered once is what counts.
            Some(asked) => {
                if asked.newcomer != join.identity || asked.commitment != join.commitment {
                    state = RequestState::Altered;
                } else if let Some(shown) = join.shown {
                    let asked = Asked {
                        shown: Some(shown),
                        ..asked
                    };
                    hold(book, |book| book.store.keep_asked(&asked))?;
                    state = RequestState::Comparing;
                } else if join.answer.is_none() {
                    // Our answer did not arrive.
                    answer(&ward, book, &asked).await?;
                } else if join.answer.as_ref().is_some_and(|it| it.device != own) {
                    state = RequestState::Elsewhere;
                }
            }
            None if join.answer.is_some() => state = RequestState::Elsewhere,
            None => {
                let asked = Asked {
                    newcomer: join.identity,
                    commitment: join.commitment,
                    nonce: Hash(random()?),
                    shown: None,
                };
                hold(book, |book| book.store.keep_asked(&asked))?;
                answer(&ward, book, &asked).await?;
            }
        }
        let number = match state {
            RequestState::Comparing => match hold(book, |book| book.number_of(device)) {
                Ok(number) => number,
                Err(BookError::Device(DeviceError::Altered)) => {
                    state = RequestState::Altered;
                    None
                }
                Err(error) => return Err(error),
            },
            _ => None,
        };
        view.requests.push(RequestLine {
            id: device.to_string(),
            asked_at: hold(book, |book| book.local(join.asked_at)).to_rfc3339(),
            number: number.map(|number| number.to_string()),
            state,
        });
    }
    Ok(view)
}

async fn answer(ward: &Voice, book: &Shared, asked: &Asked) -> Result<(), BookError> {
    let own = hold(book, |book| book.store.identity());
    let shown = Shown {
        nonce: asked.nonce,
        box_key: Some(own.box_key),
    };
    Ok(ward
        .ward
        .answer_join(&ward.asker, asked.newcomer.device, &shown)
        .await?)
}

/// Says no to a device that asks to come in.
///
/// # Errors
/// [`BookError`]: not the secretary's device, nobody asks, no network.
pub async fn refuse(book: &Shared, device: DeviceId) -> Result<(), BookError> {
    let (ward, _, _) = speak(book)?;
    ward.ward.refuse_join(&ward.asker, device).await?;
    hold(book, |book| book.store.forget_asked(device))?;
    Ok(())
}

/// The ward as this device speaks to it.
struct Voice {
    ward: Ward,
    asker: Asker,
}

fn speak(book: &Shared) -> Result<(Voice, CellId, DeviceId), BookError> {
    let (link, cell, own) = hold(book, |book| {
        Ok::<_, BookError>((
            book.store.link()?.ok_or(BookError::NotEnrolled)?,
            book.store.cell(),
            book.store.device(),
        ))
    })?;
    let voice = Voice {
        ward: Ward::at(&link.server, pin_of(&link.pin)?)?,
        asker: Asker {
            cell,
            token: link.token,
        },
    };
    Ok((voice, cell, own))
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
        let mut view = JoiningView {
            state: JoiningState::In,
            ward: link
                .as_ref()
                .map(|it| it.ward_name.clone())
                .unwrap_or_default(),
            cell: link.map(|it| it.cell_name).unwrap_or_default(),
            number: None,
            matches: false,
            taken: self.taking.map_or(0, |(taken, _)| taken),
            total: self.taking.map_or(0, |(_, total)| total),
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
        if self.taking.is_some() {
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
