use std::{error::Error, net::IpAddr, time::Duration};

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url};
use serde::de::DeserializeOwned;
use sochibo_journal::{DeviceId, Hash};
use sochibo_wire::{
    Page,
    api::{
        ChainHead, Digest, EnrolRequest, Enrolled, Pushed, Refusal, RefusalCode, RenewRequest,
        Renewed, Speech,
    },
};

use crate::{Answer, Asker, Line, SyncError, pin};

const CONNECT: Duration = Duration::from_secs(10);
/// A line on which nothing at all arrives for so long is dead.
const STALL: Duration = Duration::from_secs(30);
/// Bytes in a second below which a line is given up on.
const SLOWEST: u64 = 1024;
/// The most that an answer may have: a page holds 256 envelopes, or one of up to 64 MiB.
const MAX_ANSWER: usize = 80 << 20;

/// The ward's server as a client sees it.
#[derive(Clone, Debug)]
pub struct Ward {
    client: Client,
    base: Url,
}

impl Ward {
    /// The server at `address`, trusted by its pinned key. Plain `http` is for this machine only.
    ///
    /// # Errors
    /// [`SyncError::BadAddress`].
    pub fn at(address: &str, pin: [u8; 10]) -> Result<Self, SyncError> {
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
        Ok(Self { client, base })
    }

    /// Joins the ward with a code's secret.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn enrol(&self, request: &EnrolRequest) -> Result<Enrolled, SyncError> {
        let request = self.request(Method::POST, "v1/enrol", None)?.json(request);
        Ok(self.send(request).await?.json("ghi danh")?.says)
    }

    pub(crate) fn request(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
    ) -> Result<RequestBuilder, SyncError> {
        let url = format!("{}/{path}", self.base.as_str().trim_end_matches('/'));
        let request = self.client.request(method, url);
        Ok(match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
    }

    pub(crate) async fn get(
        &self,
        asker: &Asker,
        path: &str,
    ) -> Result<Answer<Vec<u8>>, SyncError> {
        self.send(self.request(Method::GET, path, Some(&asker.token))?)
            .await
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Result<Answer<Vec<u8>>, SyncError> {
        let response = request.send().await.map_err(|error| explain(&error))?;
        let status = response.status();
        let body = read(response).await?;
        if status == StatusCode::OK {
            let size = body.len();
            return Ok(Answer { says: body, size });
        }
        match serde_json::from_slice::<Refusal>(&body) {
            Ok(refusal) => Err(SyncError::Refused(refusal.error)),
            Err(_) => Err(SyncError::BadAnswer("không phải máy chủ Sổ Chi bộ")),
        }
    }
}

impl Line for Ward {
    async fn digest(&self, asker: &Asker) -> Result<Answer<Digest>, SyncError> {
        let ours = Speech::ours();
        let path = format!(
            "v1/cells/{}/digest?oldest={}&newest={}&can={}",
            asker.cell,
            ours.oldest,
            ours.newest,
            ours.can.join(",")
        );
        self.get(asker, &path).await?.json("đối chiếu")
    }

    async fn head(
        &self,
        asker: &Asker,
        device: DeviceId,
        seq: u64,
    ) -> Result<Answer<Option<Hash>>, SyncError> {
        let path = format!("v1/cells/{}/chains/{device}/head?at={seq}", asker.cell);
        let answer = match self.get(asker, &path).await {
            Err(SyncError::Refused(body)) if body.code == RefusalCode::NotHeld => {
                return Ok(Answer {
                    says: None,
                    size: 0,
                });
            }
            answer => answer?.json::<ChainHead>("đối chiếu")?,
        };
        Ok(Answer {
            says: Some(answer.says.head).filter(|_| answer.says.seq == seq),
            size: answer.size,
        })
    }

    async fn push(
        &self,
        asker: &Asker,
        batch: Vec<u8>,
        more: bool,
    ) -> Result<Answer<Pushed>, SyncError> {
        // A line too slow for this is as good as none.
        let limit = STALL * 2 + Duration::from_secs(batch.len() as u64 / SLOWEST);
        let query = if more { "?more=1" } else { "" };
        let path = format!("v1/cells/{}/push{query}", asker.cell);
        let request = self
            .request(Method::POST, &path, Some(&asker.token))?
            .timeout(limit)
            .body(batch);
        self.send(request).await?.json("biên nhận")
    }

    async fn pull(&self, asker: &Asker, rev: u64) -> Result<Answer<Page>, SyncError> {
        let path = format!("v1/cells/{}/pull?after={rev}", asker.cell);
        self.get(asker, &path).await?.page()
    }

    async fn chain(
        &self,
        asker: &Asker,
        device: DeviceId,
        seq: u64,
    ) -> Result<Answer<Page>, SyncError> {
        let path = format!("v1/cells/{}/chains/{device}?after={seq}", asker.cell);
        self.get(asker, &path).await?.page()
    }

    async fn renew(
        &self,
        asker: &Asker,
        request: &RenewRequest,
    ) -> Result<Answer<Renewed>, SyncError> {
        let path = format!("v1/cells/{}/renew", asker.cell);
        let request = self
            .request(Method::POST, &path, Some(&asker.token))?
            .json(request);
        self.send(request).await?.json("đổi danh tính")
    }
}

impl Answer<Vec<u8>> {
    pub(crate) fn json<T: DeserializeOwned>(
        self,
        what: &'static str,
    ) -> Result<Answer<T>, SyncError> {
        let says = serde_json::from_slice(&self.says).map_err(|_| SyncError::BadAnswer(what))?;
        Ok(Answer {
            says,
            size: self.size,
        })
    }

    fn page(self) -> Result<Answer<Page>, SyncError> {
        let says = Page::decode(&self.says).map_err(|_| SyncError::BadAnswer("trang nhận"))?;
        Ok(Answer {
            says,
            size: self.size,
        })
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
