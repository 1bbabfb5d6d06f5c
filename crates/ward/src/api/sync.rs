use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use sochibo_journal::MAX_BODY;
use sochibo_wire::{
    Batch, BatchError,
    api::{Digest, Pushed, RefusalCode, Speech},
};

use super::{Refused, bearer};
use crate::{
    clock,
    intake::{self, FRAME, NotTaken},
    state::{Shared, State as Ward},
    store::{Commit, Device},
    vitals::Vitals,
};

/// Whether another batch follows at once.
#[derive(Deserialize)]
pub(super) struct Announced {
    #[serde(default)]
    more: u8,
}

/// `POST /v1/cells/{cell}/push`: takes what comes next in the device's chain. The receipt goes
/// out only after the commit is on disk; with `?more=1` the disk is not waited for, and no receipt
/// goes out.
pub(super) async fn push(
    State(state): State<Shared>,
    Path(cell): Path<String>,
    announced: Result<Query<Announced>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Pushed>, Refused> {
    let Query(Announced { more }) = announced.map_err(|_| Refused::new(RefusalCode::BadBatch))?;
    let commit = if more == 1 {
        Commit::Soon
    } else {
        Commit::OnDisk
    };
    // Whoever may not speak is refused before the rest of what it says has come.
    let bytes = async {
        let bytes = axum::body::to_bytes(body, MAX_BODY + FRAME).await;
        bytes.map_err(|error| unread(&error))
    };
    let (device, bytes) = tokio::try_join!(bearer::device(&state, &headers, &cell), bytes)?;
    let permit = state.proofs.acquire().await;
    let shared = Arc::clone(&state);
    let taken = tokio::task::spawn_blocking(move || take(&shared, &device, &bytes, commit)).await;
    drop(permit);
    let pushed = taken.map_err(|_| Refused::new(RefusalCode::Internal))??;
    Vitals::add(&state.vitals.pushes, 1);
    Ok(Json(pushed))
}

/// Why a batch did not come in whole. Nobody hears the answer where the line was cut.
fn unread(error: &axum::Error) -> Refused {
    let too_large = std::error::Error::source(error)
        .is_some_and(|cause| cause.is::<http_body_util::LengthLimitError>());
    if too_large {
        return Refused::new(RefusalCode::TooLarge);
    }
    tracing::info!("cut on the way");
    // Who hears it all the same waits and tries again.
    Refused::new(RefusalCode::Slow)
}

fn take(state: &Ward, device: &Device, bytes: &[u8], commit: Commit) -> Result<Pushed, Refused> {
    let (batch, rest) = Batch::decode(bytes).map_err(|error| match error {
        BatchError::TooLarge => Refused::new(RefusalCode::TooLarge),
        _ => Refused::new(RefusalCode::BadBatch),
    })?;
    if !rest.is_empty() {
        return Err(Refused::new(RefusalCode::BadBatch));
    }
    let store = state.ward.store().as_ref();
    let taken = intake::take(
        store,
        device,
        batch,
        bytes.len(),
        &state.receipt_key,
        clock::now(),
        commit,
    );
    match taken {
        Ok((receipt, held)) => {
            Vitals::add(&state.vitals.envelopes, held.new);
            Ok(match receipt {
                Some(receipt) => Pushed::Receipt(receipt),
                None => Pushed::Held(held.chain.seq),
            })
        }
        Err(NotTaken::Gap { expected }) => Err(Refused::gap(expected)),
        Err(NotTaken::Refused(code)) => Err(Refused::new(code)),
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}

/// Where a pull continues.
#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
}

/// `GET /v1/cells/{cell}/pull?after=REV`: what the cell's other devices sent.
pub(super) async fn pull(
    State(state): State<Shared>,
    Path(cell): Path<String>,
    after: Result<Query<After>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let Query(After { after }) = after.map_err(|_| Refused::new(RefusalCode::BadBatch))?;
    let device = bearer::member(&state, &headers, &cell).await?;
    let page = state
        .store(move |store| {
            let page = store.page(device.cell, device.device, after)?;
            Ok(page.encode())
        })
        .await?
        .map_err(|_| Refused::new(RefusalCode::Internal))?;
    Vitals::add(&state.vitals.pulls, 1);
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], page).into_response())
}

/// What the asking device speaks. One of the first version doesn't say.
#[derive(Deserialize)]
pub(super) struct Spoken {
    #[serde(default = "first")]
    oldest: u32,
    #[serde(default = "first")]
    newest: u32,
}

const fn first() -> u32 {
    1
}

/// `GET /v1/cells/{cell}/digest`: the ends of the chains that the ward holds, for comparing.
pub(super) async fn digest(
    State(state): State<Shared>,
    Path(cell): Path<String>,
    spoken: Result<Query<Spoken>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Json<Digest>, Refused> {
    let Query(Spoken { oldest, newest }) =
        spoken.map_err(|_| Refused::new(RefusalCode::BadBatch))?;
    let theirs = Speech {
        oldest,
        newest,
        can: Vec::new(),
    };
    if Speech::ours().common(&theirs).is_none() {
        return Err(Refused::new(RefusalCode::Protocol));
    }
    let device = bearer::device(&state, &headers, &cell).await?;
    let (rev, devices) = state.store(move |store| store.ends(device.cell)).await?;
    Ok(Json(Digest {
        now: clock::now(),
        rev,
        devices,
        speech: Speech::ours(),
    }))
}

#[cfg(test)]
mod tests {
    use std::io;

    use axum::body::{Body, to_bytes};

    use super::*;

    #[tokio::test]
    async fn a_line_that_was_cut_is_not_taken_for_too_large_a_batch() {
        let long = to_bytes(Body::from(vec![0; 9]), 8).await.unwrap_err();
        assert_eq!(unread(&long).code(), RefusalCode::TooLarge);
        let cut = axum::Error::new(io::Error::from(io::ErrorKind::UnexpectedEof));
        assert_eq!(unread(&cut).code(), RefusalCode::Slow);
    }
}
