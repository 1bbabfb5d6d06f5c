//! How the server is: alive, ready, and a few counts. No ids, no names.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU64, Ordering},
};

use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::state::Shared;

/// Counts since the start.
#[derive(Default)]
pub(crate) struct Vitals {
    pub(crate) pushes: AtomicU64,
    pub(crate) envelopes: AtomicU64,
    pub(crate) pulls: AtomicU64,
    pub(crate) enrolments: AtomicU64,
    pub(crate) refusals: AtomicU64,
    pub(crate) logins: AtomicU64,
    pub(crate) wrong_logins: AtomicU64,
}

impl Vitals {
    pub(crate) fn add(counter: &AtomicU64, n: u64) {
        counter.fetch_add(n, Ordering::Relaxed);
    }

    fn text(&self) -> String {
        let counters = [
            ("pushes", &self.pushes),
            ("envelopes", &self.envelopes),
            ("pulls", &self.pulls),
            ("enrolments", &self.enrolments),
            ("refusals", &self.refusals),
            ("logins", &self.logins),
            ("wrong_logins", &self.wrong_logins),
        ];
        counters
            .iter()
            .map(|(name, count)| {
                let count = count.load(Ordering::Relaxed);
                format!(
                    "# TYPE sochibo_ward_{name}_total counter\nsochibo_ward_{name}_total {count}\n"
                )
            })
            .collect()
    }
}

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
