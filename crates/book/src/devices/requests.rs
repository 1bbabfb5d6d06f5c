//! Those that ask to come in, as a device of the cell sees and answers them.

use sochibo_journal::{DeviceId, Hash};
use sochibo_store::Asked;
use sochibo_wire::join::{JoinState, Shown};

use super::{
    DeviceError,
    gateway::{Voice, speak},
};
use crate::{
    BookError,
    entropy::random,
    shared::{Shared, hold},
    view::{DevicesView, RequestLine, RequestState},
};

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
