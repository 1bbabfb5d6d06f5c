use std::{error::Error, net::IpAddr, time::Duration};

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url};
use sochibo_journal::{CellId, PublicKey};
use sochibo_wire::{
    Batch, Page, Receipt,
    api::{Digest, EnrolRequest, Enrolled, Pushed, Refusal},
};

use crate::{SyncError, pin};

const CONNECT: Duration = Duration::from_secs(10);
/// A line on which nothing at all arrives for so long is dead.
const STALL: Duration = Duration::from_secs(30);
/// The most that an answer may have: a page holds 256 envelopes, or one of up to 64 MiB.
const MAX_ANSWER: usize = 80 << 20;

/// The ward's server as a client sees it.
#[derive(Clone, Debug)]
pub struct Ward {
    client: Client,
    base: Url,
    token: Option<String>,
}

impl Ward {
    /// The server at `address`, trusted by its pinned key. Plain `http` is for this machine only.
    ///
    /// # Errors
    /// [`SyncError::BadAddress`].
    pub fn at(address: &str, pin: [u8; 10], token: Option<String>) -> Result<Self, SyncError> {
        let bad = || SyncError::BadAddress(address.to_owned());
        let base = Url::parse(address.trim().trim_end_matches('/')).map_err(|_| bad())?;
        let host = base.host_str().ok_or_else(bad)?;
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let here = host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let mut builder = Client::builder()
            .connect_timeout(CONNECT)
            .read_timeout(STALL)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none());
        builder = match base.scheme() {
            "https" => builder.tls_backend_preconfigured(pin::config(pin).ok_or_else(bad)?),
            "http" if here => builder.tls_backend_preconfigured(pin::config(pin).ok_or_else(bad)?),
            _ => return Err(bad()),
        };
        let client = builder.build().map_err(|_| bad())?;
        Ok(Self {
            client,
            base,
            token,
        })
    }

    /// Joins the ward with a code's secret.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn enrol(&self, request: &EnrolRequest) -> Result<Enrolled, SyncError> {
        let (bytes, _) = self
            .send(self.request(Method::POST, "v1/enrol")?.json(request))
            .await?;
        serde_json::from_slice(&bytes).map_err(|_| SyncError::BadAnswer("ghi danh"))
    }

    /// The ends of the chains that the ward holds.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn digest(&self, cell: CellId) -> Result<(Digest, usize), SyncError> {
        let (bytes, size) = self
            .send(self.request(Method::GET, &format!("v1/cells/{cell}/digest"))?)
            .await?;
        let digest =
            serde_json::from_slice(&bytes).map_err(|_| SyncError::BadAnswer("đối chiếu"))?;
        Ok((digest, size))
    }

    /// Sends a batch; answers the ward's receipt, proven to be of `ward_key`, and the bytes sent
    /// and received.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn push(
        &self,
        batch: &Batch,
        ward_key: &PublicKey,
    ) -> Result<(Receipt, usize, usize), SyncError> {
        let body = batch
            .encode()
            .map_err(|_| SyncError::BadAnswer("đóng gói"))?;
        let up = body.len();
        let request = self
            .request(Method::POST, &format!("v1/cells/{}/push", batch.cell()))?
            .body(body);
        let (bytes, down) = self.send(request).await?;
        let pushed: Pushed =
            serde_json::from_slice(&bytes).map_err(|_| SyncError::BadAnswer("biên nhận"))?;
        let receipt = pushed.receipt;
        receipt
            .verify(ward_key)
            .map_err(|_| SyncError::BadAnswer("chữ ký biên nhận"))?;
        if receipt.cell != batch.cell() || receipt.device != batch.device() {
            return Err(SyncError::BadAnswer("biên nhận của sổ khác"));
        }
        Ok((receipt, up, down))
    }

    /// A page of what other devices wrote after `rev`, and its size in bytes.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn pull(&self, cell: CellId, rev: u64) -> Result<(Page, usize), SyncError> {
        let request = self.request(Method::GET, &format!("v1/cells/{cell}/pull?after={rev}"))?;
        let (bytes, size) = self.send(request).await?;
        let page = Page::decode(&bytes).map_err(|_| SyncError::BadAnswer("trang nhận"))?;
        Ok((page, size))
    }

    fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, SyncError> {
        let url = format!("{}/{path}", self.base.as_str().trim_end_matches('/'));
        let request = self.client.request(method, url);
        Ok(match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
    }

    async fn send(&self, request: RequestBuilder) -> Result<(Vec<u8>, usize), SyncError> {
        let response = request.send().await.map_err(|error| explain(&error))?;
        let status = response.status();
        let body = read(response).await?;
        if status == StatusCode::OK {
            let size = body.len();
            return Ok((body, size));
        }
        match serde_json::from_slice::<Refusal>(&body) {
            Ok(refusal) => Err(SyncError::Refused(refusal.error)),
            Err(_) => Err(SyncError::BadAnswer("không phải máy chủ Sổ Chi bộ")),
        }
    }
}

async fn read(mut response: Response) -> Result<Vec<u8>, SyncError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| SyncError::Cut)? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(SyncError::BadAnswer("quá dài"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Tells a wrong certificate from a network that isn't there.
fn explain(error: &reqwest::Error) -> SyncError {
    let mut source: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(cause) = source {
        if matches!(
            cause.downcast_ref(),
            Some(rustls::Error::InvalidCertificate(_))
        ) {
            return SyncError::WrongCertificate;
        }
        // An I/O error that wraps another one passes over it in `source`; several lie around this.
        let wrapped = cause
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        source = match wrapped {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    if error.is_connect() || error.is_timeout() || error.is_builder() {
        SyncError::Unreachable
    } else {
        SyncError::Cut
    }
}
