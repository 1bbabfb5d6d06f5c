use axum::{body::Body, http};
use serde::de::DeserializeOwned;
use sochibo_book::ward::Line;
use sochibo_journal::{DeviceId, Hash};
use sochibo_sync::{Answer, Asker, SyncError};
use sochibo_ward::Counter;
use sochibo_wire::{
    Page,
    api::{ChainHead, Digest, Pushed, Refusal, RefusalCode, RenewRequest, Renewed},
};

/// A request as it lies on the line.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// With its query.
    pub path: String,
    /// The token.
    pub token: String,
    /// The bytes.
    pub body: Vec<u8>,
}

impl Request {
    /// Hands the request over a ward's counter; answers the status and the bytes.
    pub async fn deliver(self, ward: &Counter) -> (u16, Vec<u8>) {
        let mut request = http::Request::builder().method(self.method).uri(self.path);
        if !self.token.is_empty() {
            request = request.header("Authorization", format!("Bearer {}", self.token));
        }
        let request = request.body(Body::from(self.body)).unwrap();
        let response = ward.answer(request).await;
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX)
            .await
            .unwrap();
        (status, body.to_vec())
    }
}

/// Carries requests to a ward and its answers back; [`Direct`] does it without fault.
pub trait Carrier: Sync {
    /// What came back: status and bytes, or what happened on the way.
    fn carry(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<(u16, Vec<u8>), SyncError>> + Send;
}

/// A line without any fault.
#[derive(Clone)]
pub struct Direct(pub Counter);

impl Carrier for Direct {
    async fn carry(&self, request: Request) -> Result<(u16, Vec<u8>), SyncError> {
        Ok(request.deliver(&self.0).await)
    }
}

fn get(asker: &Asker, path: &str) -> Request {
    Request {
        method: "GET",
        path: format!("/v1/cells/{}/{path}", asker.cell),
        token: asker.token.clone(),
        body: Vec::new(),
    }
}

fn post(asker: &Asker, path: &str, body: Vec<u8>) -> Request {
    Request {
        method: "POST",
        body,
        ..get(asker, path)
    }
}

fn opened((status, body): (u16, Vec<u8>)) -> Result<Vec<u8>, SyncError> {
    if status == 200 {
        return Ok(body);
    }
    match serde_json::from_slice::<Refusal>(&body) {
        Ok(refusal) => Err(SyncError::Refused(refusal.error)),
        Err(_) => Err(SyncError::Cut),
    }
}

fn json<T: DeserializeOwned>(answer: (u16, Vec<u8>)) -> Result<Answer<T>, SyncError> {
    let body = opened(answer)?;
    Ok(Answer {
        says: serde_json::from_slice(&body).map_err(|_| SyncError::Cut)?,
        size: body.len(),
    })
}

fn page(answer: (u16, Vec<u8>)) -> Result<Answer<Page>, SyncError> {
    let body = opened(answer)?;
    Ok(Answer {
        says: Page::decode(&body).map_err(|_| SyncError::Cut)?,
        size: body.len(),
    })
}

/// The line over a carrier.
#[derive(Clone)]
pub struct Over<C>(pub C);

impl<C: Carrier> Line for Over<C> {
    async fn digest(&self, asker: &Asker) -> Result<Answer<Digest>, SyncError> {
        json(self.0.carry(get(asker, "digest?oldest=1&newest=1")).await?)
    }

    async fn head(
        &self,
        asker: &Asker,
        device: DeviceId,
        seq: u64,
    ) -> Result<Answer<Option<Hash>>, SyncError> {
        let path = format!("chains/{device}/head?at={seq}");
        match json::<ChainHead>(self.0.carry(get(asker, &path)).await?) {
            Ok(answer) => Ok(Answer {
                says: Some(answer.says.head),
                size: answer.size,
            }),
            Err(SyncError::Refused(body)) if body.code == RefusalCode::NotHeld => Ok(Answer {
                says: None,
                size: 0,
            }),
            Err(error) => Err(error),
        }
    }

    async fn push(
        &self,
        asker: &Asker,
        batch: Vec<u8>,
        more: bool,
    ) -> Result<Answer<Pushed>, SyncError> {
        let path = if more { "push?more=1" } else { "push" };
        json(self.0.carry(post(asker, path, batch)).await?)
    }

    async fn pull(&self, asker: &Asker, rev: u64) -> Result<Answer<Page>, SyncError> {
        page(
            self.0
                .carry(get(asker, &format!("pull?after={rev}")))
                .await?,
        )
    }

    async fn chain(
        &self,
        asker: &Asker,
        device: DeviceId,
        seq: u64,
    ) -> Result<Answer<Page>, SyncError> {
        let path = format!("chains/{device}?after={seq}");
        page(self.0.carry(get(asker, &path)).await?)
    }

    async fn renew(
        &self,
        asker: &Asker,
        request: &RenewRequest,
    ) -> Result<Answer<Renewed>, SyncError> {
        let body = serde_json::to_vec(request).unwrap();
        json(self.0.carry(post(asker, "renew", body)).await?)
    }
}
