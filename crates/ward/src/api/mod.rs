//! What devices ask: `/v1`, `docs/protocol.md`.

mod bearer;
mod chains;
mod devices;
mod enrol;
mod refused;
mod renew;
mod sync;

use std::time::Duration;

use axum::{
    Router,
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use sochibo_wire::api::RefusalCode;

use self::refused::Refused;
use crate::{state::Shared, vitals::Vitals};

/// A slow village line may take minutes for a full batch; longer than this is a stall.
const LONGEST: Duration = Duration::from_secs(600);

pub(crate) fn routes(state: &Shared) -> Router<Shared> {
    Router::new()
        .route("/v1/enrol", post(enrol::enrol))
        .route("/v1/look", post(devices::look))
        .route("/v1/join", post(devices::join))
        .route("/v1/cells/{cell}/joins", get(devices::joins))
        .route(
            "/v1/cells/{cell}/joins/{device}/answer",
            post(devices::answer),
        )
        .route("/v1/cells/{cell}/joins/{device}/show", post(devices::show))
        .route(
            "/v1/cells/{cell}/joins/{device}/refuse",
            post(devices::refuse),
        )
        .route("/v1/cells/{cell}/push", post(sync::push))
        .route("/v1/cells/{cell}/pull", get(sync::pull))
        .route("/v1/cells/{cell}/digest", get(sync::digest))
        .route("/v1/cells/{cell}/chains/{device}", get(chains::page))
        .route("/v1/cells/{cell}/chains/{device}/head", get(chains::head))
        .route("/v1/cells/{cell}/renew", post(renew::renew))
        .route_layer(from_fn_with_state(state.clone(), watch))
}

/// Bounds the time of a request and counts what is refused.
async fn watch(State(state): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refused::new(RefusalCode::Slow).into_response(),
    };
    if !response.status().is_success() {
        Vitals::add(&state.vitals.refusals, 1);
    }
    response.headers_mut().insert(
        axum::http::header::CACHE_CONTROL,
        axum::http::HeaderValue::from_static("no-store"),
    );
    response
}
