//! The ward's web page: a login, a small JSON API, and the built files of `ui/ward`.

mod assets;
mod cells;
mod cookie;
mod devices;
mod fault;
mod login;
mod meetings;
mod reader;

use std::time::Duration;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use self::fault::Fault;
use crate::state::Shared;

const LONGEST: Duration = Duration::from_secs(60);

pub(crate) fn routes() -> Router<Shared> {
    let api = Router::new()
        .route("/api/login", post(login::log_in))
        .route("/api/logout", post(login::log_out))
        .route("/api/me", get(login::me))
        .route("/api/cells", get(cells::cells))
        .route("/api/cells/{org}/meetings", get(meetings::meetings))
        .route("/api/meetings/{org}/{meeting}", get(meetings::minutes))
        .route_layer(from_fn(private));
    let files = Router::new()
        .route("/", get(assets::index))
        .route("/{*path}", get(assets::file))
        .route_layer(from_fn(guard));
    api.merge(files)
}

/// Nothing of the API is kept anywhere on the way, and nothing takes longer than a minute.
async fn private(request: Request, next: Next) -> Response {
    let mut response = match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Fault::Internal.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

/// The page runs its own files only, in no frame, and tells no other site where it was.
async fn guard(request: Request, next: Next) -> Response {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
        font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; \
        form-action 'self'; frame-ancestors 'none'";
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
