//! One device's chain, for a device whose copy of it differs.

use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use sochibo_journal::DeviceId;
use sochibo_wire::api::{ChainHead, RefusalCode};
use uuid::Uuid;

use super::{Refused, bearer};
use crate::{state::Shared, vitals::Vitals};

fn chain(device: &str) -> Result<DeviceId, Refused> {
    Uuid::parse_str(device)
        .map(DeviceId)
        .map_err(|_| Refused::new(RefusalCode::NotHeld))
}

/// A number of the chain.
#[derive(Deserialize)]
pub(super) struct At {
    at: u64,
}

/// `GET /v1/cells/{cell}/chains/{device}/head?at=SEQ`: where the chain stood.
pub(super) async fn head(
    State(state): State<Shared>,
    Path((cell, device)): Path<(String, String)>,
    at: Result<Query<At>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Json<ChainHead>, Refused> {
    let Query(At { at: seq }) = at.map_err(|_| Refused::new(RefusalCode::BadBatch))?;
    let asking = bearer::device(&state, &headers, &cell).await?;
    let device = chain(&device)?;
    let head = state
        .store(move |store| store.head_at(asking.cell, device, seq))
        .await?
        .ok_or_else(|| Refused::new(RefusalCode::NotHeld))?;
    Ok(Json(ChainHead { seq, head }))
}

/// A number of the chain after which to begin.
#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
}

/// `GET /v1/cells/{cell}/chains/{device}?after=SEQ`: the chain itself.
pub(super) async fn page(
    State(state): State<Shared>,
    Path((cell, device)): Path<(String, String)>,
    after: Result<Query<After>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let Query(After { after }) = after.map_err(|_| Refused::new(RefusalCode::BadBatch))?;
    let asking = bearer::member(&state, &headers, &cell).await?;
    let device = chain(&device)?;
    let page = state
        .store(move |store| Ok(store.chain_page(asking.cell, device, after)?.encode()))
        .await?
        .map_err(|_| Refused::new(RefusalCode::Internal))?;
    Vitals::add(&state.vitals.pulls, 1);
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], page).into_response())
}
