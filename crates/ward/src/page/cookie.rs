//! The cookie that holds a session's token.

use axum::http::{HeaderMap, HeaderValue, header};

use super::Fault;
use crate::state::Shared;

const COOKIE: &str = "sochibo_ward";

/// The session's token, if the browser sent one.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value)
}

/// Whether the browser came by TLS, here or at the proxy in front. A client that only claims so
/// hides its own cookie from itself.
pub(super) fn is_secure(state: &Shared, headers: &HeaderMap) -> bool {
    let proxied = headers
        .get("x-forwarded-proto")
        .is_some_and(|proto| proto.as_bytes() == b"https");
    state.tls || proxied
}

pub(super) fn set_cookie(token: &str, seconds: i64, secure: bool) -> Result<HeaderValue, Fault> {
    let secure = if secure { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&cookie).map_err(|_| Fault::Internal)
}
