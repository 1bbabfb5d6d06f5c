use axum::http::{HeaderMap, header};
use sochibo_journal::CellId;
use sochibo_wire::api::RefusalCode;
use uuid::Uuid;

use super::Refused;
use crate::{secret, state::Shared, store::Device};

/// The device that asks, if it may speak for the cell of the path.
pub(super) async fn device(
    state: &Shared,
    headers: &HeaderMap,
    cell: &str,
) -> Result<Device, Refused> {
    let unknown = || Refused::new(RefusalCode::NotEnrolled);
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(unknown)?;
    let cell = Uuid::parse_str(cell).map(CellId).map_err(|_| unknown())?;
    let hash = secret::token_hash(token.trim());
    let device = state
        .store(move |store| store.device_of(hash))
        .await?
        .filter(|device| device.cell == cell)
        .ok_or_else(unknown)?;
    if device.revoked {
        return Err(Refused::new(RefusalCode::Revoked));
    }
    Ok(device)
}

/// The device that asks, if it was let in: one that waits reads and says nothing of the book.
pub(super) async fn member(
    state: &Shared,
    headers: &HeaderMap,
    cell: &str,
) -> Result<Device, Refused> {
    let device = device(state, headers, cell).await?;
    if device.waiting {
        return Err(Refused::new(RefusalCode::Waiting));
    }
    Ok(device)
}
