use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use sochibo_domain::text;
use ts_rs::TS;

use super::{
    Fault,
    cookie::{is_secure, set_cookie, token},
    reader::Reader,
};
use crate::{
    clock, password, secret,
    state::Shared,
    store::{Role, StoredUser},
    vitals::Vitals,
};

/// A working day; reading never ends a session early.
const HOURS: i64 = 12;
const LARGEST: usize = 4096;

/// Đăng nhập.
#[derive(Deserialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct Login {
    /// Tên đăng nhập.
    pub name: String,
    /// Mật khẩu.
    pub password: String,
}

/// Who is logged in, where.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export, export_to = "ward/")]
pub(super) struct Me {
    /// Tên đăng nhập.
    pub name: String,
    /// Vai trò.
    pub role: Role,
    /// `Đảng ủy phường Tân Thới Hòa`.
    pub ward_name: String,
}

pub(super) async fn log_in(
    State(state): State<Shared>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    let login = read(&headers, body).await?;
    let name = text::normalise(login.name.trim());
    if !state.wrong_passwords.allows(&name) || !state.all_wrong_passwords.allows(&()) {
        return Err(Fault::TooManyTries);
    }
    let Some(user) = check(&state, name.clone(), login.password).await? else {
        state.wrong_passwords.fail(name);
        state.all_wrong_passwords.fail(());
        Vitals::add(&state.vitals.wrong_logins, 1);
        return Err(Fault::WrongLogin);
    };
    let fresh = secret::token().map_err(|_| Fault::Internal)?;
    let hash = secret::session_hash(&fresh);
    let (now, who) = (clock::now(), user.name.clone());
    state
        .store(move |store| store.open_session(hash, &who, now + HOURS * 3_600_000, now))
        .await?;
    Vitals::add(&state.vitals.logins, 1);
    let me = describe(&state, user).await?;
    let cookie = set_cookie(&fresh, HOURS * 3600, is_secure(&state, &headers))?;
    Ok(([(header::SET_COOKIE, cookie)], Json(me)).into_response())
}

pub(super) async fn log_out(
    State(state): State<Shared>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if let Some(token) = token(&headers) {
        let hash = secret::session_hash(token);
        state.store(move |store| store.close_session(hash)).await?;
    }
    let cookie = set_cookie("", 0, is_secure(&state, &headers))?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

pub(super) async fn me(
    State(state): State<Shared>,
    Reader(user): Reader,
) -> Result<Json<Me>, Fault> {
    Ok(Json(describe(&state, user).await?))
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Login, Fault> {
    // A form of another site can't send this type without asking first.
    let json = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !json {
        return Err(Fault::BadRequest);
    }
    let bytes = axum::body::to_bytes(body, LARGEST)
        .await
        .map_err(|_| Fault::BadRequest)?;
    serde_json::from_slice(&bytes).map_err(|_| Fault::BadRequest)
}

/// The user, if the password is right; as slow for a name that nobody has.
async fn check(
    state: &Shared,
    name: String,
    password: String,
) -> Result<Option<StoredUser>, Fault> {
    let user = state.store(move |store| store.user(&name)).await?;
    let permit = state.password_checks.acquire().await;
    let checked = tokio::task::spawn_blocking(move || {
        let stored = user.as_ref().map(|user| user.password.as_str());
        password::matches(&password, stored).then_some(user)
    })
    .await;
    drop(permit);
    Ok(checked.map_err(|_| Fault::Internal)?.flatten())
}

async fn describe(state: &Shared, user: StoredUser) -> Result<Me, Fault> {
    let shared = Arc::clone(state);
    let ward_name = tokio::task::spawn_blocking(move || shared.ward.name())
        .await
        .ok()
        .and_then(Result::ok)
        .ok_or(Fault::Internal)?;
    Ok(Me {
        name: user.name,
        role: user.role,
        ward_name,
    })
}
