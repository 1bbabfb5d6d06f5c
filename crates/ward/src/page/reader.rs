use std::collections::HashSet;

use axum::{extract::FromRequestParts, http::request::Parts};
use uuid::Uuid;

use super::{Fault, cookie};
use crate::{
    clock, secret,
    state::Shared,
    store::{Org, OrgKind, StoredUser},
};

/// The logged-in user of a request.
pub(super) struct Reader(pub(super) StoredUser);

impl FromRequestParts<Shared> for Reader {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Fault> {
        let token = cookie::token(&parts.headers).ok_or(Fault::LoggedOut)?;
        let hash = secret::session_hash(token);
        let user = state
            .store(move |store| store.session_user(hash, clock::now()))
            .await?;
        user.map(Self).ok_or(Fault::LoggedOut)
    }
}

impl Reader {
    /// The cells of `orgs` that the user may read: all, or those given to them and below.
    pub(super) fn cells(&self, orgs: Vec<Org>) -> Vec<Org> {
        let user = &self.0;
        let mut given: HashSet<Uuid> = user.orgs.iter().copied().collect();
        // Parents are made before their children, so one pass in that order reaches every depth.
        for org in &orgs {
            if org.parent.is_some_and(|parent| given.contains(&parent)) {
                given.insert(org.id);
            }
        }
        orgs.into_iter()
            .filter(|org| org.kind == OrgKind::ChiBo)
            .filter(|org| user.role.reads_all() || given.contains(&org.id))
            .collect()
    }
}
