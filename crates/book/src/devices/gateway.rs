//! The way to the ward that every newcomer takes, and how a device speaks to it afterwards.

use data_encoding::HEXLOWER;
use sochibo_journal::{CellId, DeviceId};
use sochibo_store::{Joining, Link, NewSeat, Stage};
use sochibo_sync::{Asker, Ward};
use sochibo_wire::{
    EnrolCode, PROTOCOL,
    join::{JoinRequest, LookRequest, Looked, commitment},
};

use super::DeviceError;
use crate::{
    BookError, Clock,
    entropy::{fresh_id, random},
    shared::{Shared, hold},
    ward::{pin_of, read_code},
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

/// The ward as this device speaks to it.
pub(super) struct Voice {
    pub(super) ward: Ward,
    pub(super) asker: Asker,
}

/// The ward, the cell and this device.
pub(super) fn speak(book: &Shared) -> Result<(Voice, CellId, DeviceId), BookError> {
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
