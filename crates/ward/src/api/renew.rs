use axum::{
    Json,
    body::Body,
    extract::{Path, State},
    http::HeaderMap,
};
use ed25519_dalek::VerifyingKey;
use sochibo_wire::{
    PROTOCOL,
    api::{RefusalCode, RenewRequest, Renewed},
};

use super::{Refused, bearer};
use crate::{
    clock, secret,
    state::Shared,
    store::{Renewal, Renewing},
    vitals::Vitals,
};

const LARGEST: usize = 4096;

/// `POST /v1/cells/{cell}/renew`: a device whose book was copied goes on under a new identity. The
/// token says which device asks, the signature that it is not only somebody with its token.
pub(super) async fn renew(
    State(state): State<Shared>,
    Path(cell): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Renewed>, Refused> {
    let old = bearer::member(&state, &headers, &cell).await?;
    let bytes = axum::body::to_bytes(body, LARGEST)
        .await
        .map_err(|_| Refused::new(RefusalCode::TooLarge))?;
    let bad = || Refused::new(RefusalCode::BadBatch);
    let request: RenewRequest = serde_json::from_slice(&bytes).map_err(|_| bad())?;
    if request.protocol != PROTOCOL {
        return Err(Refused::new(RefusalCode::Protocol));
    }
    request
        .verify(old.cell, old.device, &old.public_key)
        .map_err(|_| bad())?;
    // A key that can't verify anything would shut its device out for good.
    VerifyingKey::from_bytes(&request.public_key.0).map_err(|_| bad())?;
    // The same request gets the same token, however often and late it comes.
    let token = secret::renewed_token(&state.receipt_key, &bytes);
    let renewing = Renewing {
        cell: old.cell,
        old: old.device,
        device: request.device,
        public_key: request.public_key,
        token: secret::token_hash(&token),
    };
    let outcome = state
        .store(move |store| store.renew(&renewing, clock::now()))
        .await?;
    match outcome {
        Renewal::Known => {
            tracing::info!(old = %old.device, new = %request.device, "renewed");
            Vitals::add(&state.vitals.enrolments, 1);
            Ok(Json(Renewed {
                protocol: PROTOCOL,
                token,
            }))
        }
        Renewal::NotEnrolled => Err(Refused::new(RefusalCode::NotEnrolled)),
        Renewal::Revoked => Err(Refused::new(RefusalCode::Revoked)),
        Renewal::IdentityTaken => Err(Refused::new(RefusalCode::Fork)),
    }
}
