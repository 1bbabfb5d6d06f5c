use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use sochibo_journal::{Envelope, MAX_BODY, Ring};
use sochibo_wire::{
    Batch, BatchError, MAX_BATCH_BYTES, Receipt, VerifiedBatch,
    api::{Digest, Pushed, RefusalCode, Speech},
};

use super::{Refused, bearer};
use crate::{
    clock, report,
    state::{Shared, State as Ward},
    store::{Device, Taking},
    vitals::Vitals,
};

/// What surrounds the packed envelopes of a batch, generously.
const FRAME: usize = 4096;

/// `POST /v1/cells/{cell}/push`: takes what comes next in the device's chain. The receipt goes
/// out only after the commit is on disk.
pub(super) async fn push(
    State(state): State<Shared>,
    Path(cell): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Pushed>, Refused> {
    let device = bearer::device(&state, &headers, &cell).await?;
    let bytes = axum::body::to_bytes(body, MAX_BODY + FRAME)
        .await
        .map_err(|_| Refused::new(RefusalCode::TooLarge))?;
    let permit = state.proofs.acquire().await;
    let shared = Arc::clone(&state);
    let taken = tokio::task::spawn_blocking(move || take(&shared, &device, &bytes)).await;
    drop(permit);
    let receipt = taken.map_err(|_| Refused::new(RefusalCode::Internal))??;
    Vitals::add(&state.vitals.pushes, 1);
    Ok(Json(Pushed { receipt }))
}

fn take(state: &Ward, device: &Device, bytes: &[u8]) -> Result<Receipt, Refused> {
    let batch = verify(device, bytes)?;
    let (batch, folds) = report::screen(batch);
    let at = clock::now();
    match state.ward.store().take(batch, folds, at)? {
        Taking::Held(held) => {
            tracing::info!(device = %device.device, rev = held.rev, new = held.new, "taken");
            Vitals::add(&state.vitals.envelopes, held.new);
            Ok(Receipt::sign(&held.chain, held.rev, at, &state.receipt_key))
        }
        Taking::Gap { expected } => Err(Refused::gap(expected)),
        Taking::Fork => Err(Refused::new(RefusalCode::Fork)),
        Taking::Revoked => Err(Refused::new(RefusalCode::Revoked)),
        Taking::Waiting => Err(Refused::new(RefusalCode::Waiting)),
        Taking::NotEnrolled => Err(Refused::new(RefusalCode::NotEnrolled)),
    }
}

/// Reads the bytes as one batch of this device and proves it.
fn verify(device: &Device, bytes: &[u8]) -> Result<VerifiedBatch, Refused> {
    let bad = || Refused::new(RefusalCode::BadBatch);
    let (batch, rest) = Batch::decode(bytes).map_err(|error| match error {
        BatchError::TooLarge => Refused::new(RefusalCode::TooLarge),
        _ => bad(),
    })?;
    let own = batch.cell() == device.cell && batch.device() == device.device;
    if !own || !rest.is_empty() {
        return Err(bad());
    }
    if bytes.len() > MAX_BATCH_BYTES + FRAME && batch.envelopes().len() > 1 {
        return Err(Refused::new(RefusalCode::TooLarge));
    }
    // Only what would be published may be held back: a sealed body is the cell's own backup.
    let holed =
        |envelope: &Envelope| envelope.is_withheld() && envelope.header.ring != Ring::Published;
    if batch.envelopes().iter().any(holed) {
        return Err(bad());
    }
    batch.verify(&device.public_key).map_err(|_| bad())
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
