//! How a device joins a cell that has a book: `wire::join`, `docs/protocol.md` §10.

use axum::{
    Json,
    body::Body,
    extract::{Path, State},
    http::HeaderMap,
};
use ed25519_dalek::VerifyingKey;
use sochibo_journal::DeviceId;
use sochibo_wire::{
    PROTOCOL,
    api::{Enrolled, RefusalCode, Speech},
    join::{JoinRequest, Joins, LookRequest, Looked, Shown},
};
use uuid::Uuid;

use super::{Refused, bearer, enrol};
use crate::{
    clock, hex, secret,
    state::Shared,
    store::{Answering, Device, Enrolment, Look, NewJoin},
    vitals::Vitals,
};

/// `POST /v1/look`: what a code leads to. Whoever may spend it may look first, so that a slip of
/// the hand in the recovery code costs no code of the ward.
pub(super) async fn look(State(state): State<Shared>, body: Body) -> Result<Json<Looked>, Refused> {
    let request: LookRequest = enrol::read(body).await?;
    let code = enrol::code_of(&state, &request.secret)?;
    let found = state
        .store(move |store| store.look(code, clock::now()))
        .await?;
    let (cell_name, cell, escrow) = match found {
        Look::Found {
            cell_name,
            cell,
            escrow,
        } => (cell_name, cell, escrow),
        Look::CodeUnknown => return Err(enrol::refuse(&state, &Enrolment::CodeUnknown)),
        Look::CodeUsed => return Err(enrol::refuse(&state, &Enrolment::CodeUsed)),
        Look::CodeExpired => return Err(enrol::refuse(&state, &Enrolment::CodeExpired)),
    };
    Ok(Json(Looked {
        protocol: PROTOCOL,
        cell,
        cell_name,
        ward_name: enrol::ward_name(&state).await?,
        now: Some(clock::now()),
        escrow: escrow.map(|envelope| {
            let mut bytes = Vec::new();
            envelope.encode_into(&mut bytes);
            hex::hex(&bytes)
        }),
    }))
}

/// `POST /v1/join`: a one-time code lets one device wait.
pub(super) async fn join(
    State(state): State<Shared>,
    body: Body,
) -> Result<Json<Enrolled>, Refused> {
    let request: JoinRequest = enrol::read(body).await?;
    if VerifyingKey::from_bytes(&request.identity.sign_key.0).is_err() {
        return Err(Refused::new(RefusalCode::BadBatch));
    }
    let code = enrol::code_of(&state, &request.secret)?;
    let token = secret::token().map_err(|_| Refused::new(RefusalCode::Internal))?;
    let device = request.identity.device;
    let new = NewJoin {
        code,
        token: secret::token_hash(&token),
        cell: request.cell,
        identity: request.identity,
        commitment: request.commitment,
    };
    let cell_name = match state
        .store(move |store| store.join(&new, clock::now()))
        .await?
    {
        Enrolment::Joined { org, name } => {
            tracing::info!(%org, %device, "asks to join");
            name
        }
        refused => return Err(enrol::refuse(&state, &refused)),
    };
    Vitals::add(&state.vitals.enrolments, 1);
    Ok(Json(Enrolled {
        protocol: PROTOCOL,
        token,
        ward_key: state.receipt_key.public(),
        ward_name: enrol::ward_name(&state).await?,
        cell_name,
        speech: Speech::ours(),
    }))
}

/// `GET /v1/cells/{cell}/joins`
pub(super) async fn joins(
    State(state): State<Shared>,
    Path(cell): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Joins>, Refused> {
    let device = bearer::device(&state, &headers, &cell).await?;
    let mut joins = state.store(move |store| store.joins(device.cell)).await?;
    if device.waiting {
        joins.retain(|join| join.identity.device == device.device);
    }
    Ok(Json(Joins { joins }))
}

/// `POST /v1/cells/{cell}/joins/{device}/answer`
pub(super) async fn answer(
    State(state): State<Shared>,
    Path((cell, newcomer)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<()>, Refused> {
    let device = secretary(&state, &headers, &cell).await?;
    let newcomer = id(&newcomer)?;
    let shown: Shown = enrol::read_plain(body).await?;
    let box_key = shown.box_key.ok_or(Refused::new(RefusalCode::BadBatch))?;
    let answering = Answering {
        cell: device.cell,
        newcomer,
        keeper: device.device,
        box_key,
        nonce: shown.nonce,
    };
    let taken = state
        .store(move |store| store.answer_join(&answering))
        .await?;
    done(taken)
}

/// `POST /v1/cells/{cell}/joins/{device}/show`
pub(super) async fn show(
    State(state): State<Shared>,
    Path((cell, newcomer)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<()>, Refused> {
    let device = bearer::device(&state, &headers, &cell).await?;
    if id(&newcomer)? != device.device {
        return Err(Refused::new(RefusalCode::NotEnrolled));
    }
    let shown: Shown = enrol::read_plain(body).await?;
    let taken = state
        .store(move |store| store.show_join(device.cell, device.device, shown.nonce))
        .await?;
    done(taken)
}

/// `POST /v1/cells/{cell}/joins/{device}/refuse`
pub(super) async fn refuse(
    State(state): State<Shared>,
    Path((cell, newcomer)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<()>, Refused> {
    let device = secretary(&state, &headers, &cell).await?;
    let newcomer = id(&newcomer)?;
    let taken = state
        .store(move |store| store.refuse_join(device.cell, newcomer, clock::now()))
        .await?;
    if taken {
        tracing::info!(device = %newcomer, by = %device.device, "refused");
    }
    done(taken)
}

/// The device that asks, if it may let others in and out.
async fn secretary(state: &Shared, headers: &HeaderMap, cell: &str) -> Result<Device, Refused> {
    let device = bearer::device(state, headers, cell).await?;
    let directory = state
        .store(move |store| store.directory(device.cell))
        .await?;
    let may = directory
        .device(device.device)
        .is_some_and(|known| known.is_secretary());
    if may && !device.waiting {
        Ok(device)
    } else {
        Err(Refused::new(RefusalCode::NotSecretary))
    }
}

fn id(text: &str) -> Result<DeviceId, Refused> {
    Uuid::parse_str(text)
        .map(DeviceId)
        .map_err(|_| Refused::new(RefusalCode::BadBatch))
}

fn done(taken: bool) -> Result<Json<()>, Refused> {
    if taken {
        Ok(Json(()))
    } else {
        Err(Refused::new(RefusalCode::Fork))
    }
}
