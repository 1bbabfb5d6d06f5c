//! How the server is: alive, ready, and its counts.

use std::net::SocketAddr;

use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::state::Shared;

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

async fn ready(State(state): State<Shared>) -> Response {
    let answers = state.store(|store| store.ping()).await.is_ok();
    if answers && !state.is_stopping() {
        "ok\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
    }
}

/// From this machine only, and not through a proxy on it.
async fn metrics(
    State(state): State<Shared>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let proxied = headers.contains_key("forwarded") || headers.contains_key("x-forwarded-for");
    if !from.ip().to_canonical().is_loopback() || proxied {
        return StatusCode::NOT_FOUND.into_response();
    }
    state.vitals.text().into_response()
}
