//! The ward without a socket: the same routes, in this process.

use std::path::Path;

use axum::{Router, body::Body, extract::Request, response::Response};
use tower_service::Service;

use crate::{Ward, WardError, serve, state::State};

/// Quầy tiếp nhận: takes a request by hand and answers it exactly as the server does, for tests
/// that put faults between the two.
#[derive(Clone)]
pub struct Counter {
    routes: Router,
}

impl Counter {
    /// Opens the ward kept in `dir`.
    ///
    /// # Errors
    /// [`WardError`] where it can't be opened.
    pub fn open(dir: &Path) -> Result<Self, WardError> {
        let state = State::new(Ward::open(dir)?, true)?;
        Ok(Self {
            routes: serve::routes(state.into()),
        })
    }

    /// Answers a request.
    pub async fn answer(&self, request: Request<Body>) -> Response {
        match self.routes.clone().call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}
