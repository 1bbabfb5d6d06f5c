use axum::{
    Json,
    body::{Body, Bytes},
    extract::State,
};
use serde::de::DeserializeOwned;
use sochibo_wire::{
    PROTOCOL,
    api::{EnrolRequest, Enrolled, RefusalCode, Speech},
};

use super::Refused;
use crate::{
    clock, hex, secret,
    state::Shared,
    store::{Enrolling, Enrolment, SecretHash},
    vitals::Vitals,
};

const LARGEST: usize = 4096;

/// `POST /v1/enrol`: a one-time code lets the first device of a cell in, or gives a device that is
/// known a new token. A further device joins (`super::devices`), and waits to be let in.
pub(super) async fn enrol(
    State(state): State<Shared>,
    body: Body,
) -> Result<Json<Enrolled>, Refused> {
    let request: EnrolRequest = read(body).await?;
    // Whoever knows a device's public key must not get its token; and a key that can't verify
    // anything would shut its device out for good.
    if request.verify().is_err() {
        return Err(Refused::new(RefusalCode::BadBatch));
    }
    let code = code_of(&state, &request.secret)?;
    let token = secret::enrolled_token(&state.receipt_key, &request);
    let enrolling = Enrolling {
        code,
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
    let ward_name = ward_name(&state).await?;
    Ok(Json(Enrolled {
        protocol: PROTOCOL,
        token,
        ward_key: state.receipt_key.public(),
        ward_name,
        cell_name,
        speech: Speech::ours(),
    }))
}

/// The hash of the code that a request shows. Wrong ones are counted by [`refuse`].
pub(super) fn code_of(state: &Shared, secret: &str) -> Result<SecretHash, Refused> {
    if !state.wrong_codes.allows(&()) {
        return Err(Refused::new(RefusalCode::Slow));
    }
    let code: Option<[u8; 8]> = hex::unhex(secret);
    // A secret of another length is no code; its hash is of nothing that was given out.
    Ok(secret::code_hash(
        code.as_ref().map_or(&[][..], |bytes| &bytes[..]),
    ))
}

/// The committee's name.
pub(super) async fn ward_name(state: &Shared) -> Result<String, Refused> {
    let ward = state.ward.clone();
    tokio::task::spawn_blocking(move || ward.name())
        .await
        .ok()
        .and_then(Result::ok)
        .ok_or_else(|| Refused::new(RefusalCode::Internal))
}

/// Reads a request that says which protocol it speaks.
pub(super) async fn read<T: DeserializeOwned>(body: Body) -> Result<T, Refused> {
    let bytes = bytes(body).await?;
    // The version is read first: a later protocol may ask in other words.
    #[derive(serde::Deserialize)]
    struct Version {
        protocol: u32,
        #[serde(default)]
        speech: Option<Speech>,
    }
    let version: Version = parse(&bytes)?;
    let theirs = version.speech.unwrap_or(Speech {
        oldest: version.protocol,
        newest: version.protocol,
        can: Vec::new(),
    });
    if Speech::ours().common(&theirs).is_none() {
        return Err(Refused::new(RefusalCode::Protocol));
    }
    parse(&bytes)
}

/// Reads a request of a device that has joined.
pub(super) async fn read_plain<T: DeserializeOwned>(body: Body) -> Result<T, Refused> {
    parse(&bytes(body).await?)
}

async fn bytes(body: Body) -> Result<Bytes, Refused> {
    axum::body::to_bytes(body, LARGEST)
        .await
        .map_err(|_| Refused::new(RefusalCode::TooLarge))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(bytes).map_err(|_| Refused::new(RefusalCode::BadBatch))
}

pub(super) fn refuse(state: &Shared, outcome: &Enrolment) -> Refused {
    let code = match outcome {
        Enrolment::CodeUnknown => RefusalCode::CodeUnknown,
        Enrolment::CodeUsed => RefusalCode::CodeUsed,
        Enrolment::CodeExpired => RefusalCode::CodeExpired,
        Enrolment::OtherBook => RefusalCode::OtherBook,
        Enrolment::MustJoin => RefusalCode::MustJoin,
        Enrolment::Revoked => RefusalCode::Revoked,
        Enrolment::IdentityTaken => RefusalCode::Fork,
        Enrolment::Joined { .. } => RefusalCode::Internal,
    };
    if code == RefusalCode::CodeUnknown {
        state.wrong_codes.fail(());
    }
    Refused::new(code)
}
