use axum::{Json, body::Body, extract::State};
use ed25519_dalek::VerifyingKey;
use sochibo_wire::{
    PROTOCOL,
    api::{EnrolRequest, Enrolled, RefusalCode, Speech},
};

use super::Refused;
use crate::{
    clock, secret,
    state::Shared,
    store::{Enrolling, Enrolment},
    vitals::Vitals,
};

const LARGEST: usize = 4096;

/// `POST /v1/enrol`: a one-time code lets one device in.
pub(super) async fn enrol(
    State(state): State<Shared>,
    body: Body,
) -> Result<Json<Enrolled>, Refused> {
    let request = read(body).await?;
    if !state.wrong_codes.allows(&()) {
        return Err(Refused::new(RefusalCode::Slow));
    }
    let code: Option<[u8; 8]> = secret::unhex(&request.secret);
    let token = secret::token().map_err(|_| Refused::new(RefusalCode::Internal))?;
    let enrolling = Enrolling {
        // A secret of another length is no code; its hash is of nothing that was given out.
        code: secret::code_hash(code.as_ref().map_or(&[][..], |bytes| &bytes[..])),
        token: secret::token_hash(&token),
        cell: request.cell,
        device: request.device,
        public_key: request.public_key,
    };
    let outcome = state
        .store(move |store| store.enrol(&enrolling, clock::now()))
        .await?;
    let cell_name = match outcome {
        Enrolment::Joined { org, name } => {
            tracing::info!(%org, device = %request.device, "enrolled");
            name
        }
        refused => return Err(refuse(&state, &refused)),
    };
    Vitals::add(&state.vitals.enrolments, 1);
    let ward = state.ward.clone();
    let ward_name = tokio::task::spawn_blocking(move || ward.name())
        .await
        .ok()
        .and_then(Result::ok)
        .ok_or_else(|| Refused::new(RefusalCode::Internal))?;
    Ok(Json(Enrolled {
        protocol: PROTOCOL,
        token,
        ward_key: state.receipt_key.public(),
        ward_name,
        cell_name,
        speech: Speech::ours(),
    }))
}

async fn read(body: Body) -> Result<EnrolRequest, Refused> {
    let bytes = axum::body::to_bytes(body, LARGEST)
        .await
        .map_err(|_| Refused::new(RefusalCode::TooLarge))?;
    // The version is read first: a later protocol may ask in other words.
    #[derive(serde::Deserialize)]
    struct Version {
        protocol: u32,
        #[serde(default)]
        speech: Option<Speech>,
    }
    let bad = |_| Refused::new(RefusalCode::BadBatch);
    let version: Version = serde_json::from_slice(&bytes).map_err(bad)?;
    let theirs = version.speech.unwrap_or(Speech {
        oldest: version.protocol,
        newest: version.protocol,
        can: Vec::new(),
    });
    if Speech::ours().common(&theirs).is_none() {
        return Err(Refused::new(RefusalCode::Protocol));
    }
    let request: EnrolRequest = serde_json::from_slice(&bytes).map_err(bad)?;
    // A key that can't verify anything would shut its device out for good.
    if VerifyingKey::from_bytes(&request.public_key.0).is_err() {
        return Err(Refused::new(RefusalCode::BadBatch));
    }
    Ok(request)
}

fn refuse(state: &Shared, outcome: &Enrolment) -> Refused {
    let code = match outcome {
        Enrolment::CodeUnknown => RefusalCode::CodeUnknown,
        Enrolment::CodeUsed => RefusalCode::CodeUsed,
        Enrolment::CodeExpired => RefusalCode::CodeExpired,
        Enrolment::OtherBook => RefusalCode::OtherBook,
        Enrolment::Revoked => RefusalCode::Revoked,
        Enrolment::IdentityTaken => RefusalCode::Fork,
        Enrolment::Joined { .. } => RefusalCode::Internal,
    };
    if code == RefusalCode::CodeUnknown {
        state.wrong_codes.fail(());
    }
    Refused::new(code)
}
